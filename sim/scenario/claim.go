package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"tenfold/sim/economy"
	"tenfold/sim/param"
)

// A Claim is a claim file, read and checked: what somebody says, the cases that are run to test it, what is measured on
// them and the rule that decides. sim/claim runs it.
type Claim struct {
	Name, Claim, About string
	Kind               string // one of ClaimKinds
	Size               string // one of ClaimSizes
	Draws, Seeds       int    // at most; 0: as many as the others
	Order              int    // among the others
	Cases              []ClaimCase
	Parts              []ClaimPart
	File               string
}

// A ClaimCase is the base under other settings or policies, with the same draws from the priors.
type ClaimCase struct {
	Name   string
	Set    []string // path=value
	Scale  []string // path=factor, of what the draw says
	Redraw []string // beginnings of keys that take the values of another draw; "policies" for the policy
	Among  []string // policies of which each draw has one
	// Under is the base with the settings and policies, by the place in Among where there is one.
	Under []*Scenario
}

// A ClaimPart is one measure of a claim with its rule: a draw meets it where the measure lies above, below or between.
type ClaimPart struct {
	Name, Kind           string
	Statistic, Rule, Why string
	Measure              string // an expression
	Line, Column         int    // of it in the file
	Unit                 string
	Years                []int // in which it is measured; the last decides
	Above, Below         *float64
	Sobol                bool    // the measure is a list of four outcomes, of whose variance a policy and technology have shares
	Sure                 float64 // standard errors over seeds that it must stand beyond the threshold; 0: no matter
	Decides              bool    // whether the claim's verdict needs it
	Alone                bool    // has a verdict of its own
	Path                 string  // in the file
}

// ClaimKinds lists the kinds of claims.
func ClaimKinds() []string { return []string{"data", "arithmetic", "model", "assumed here", "outside"} }

// ClaimSizes lists the sizes of runs: all agents; people and expectations of coworkers and firms; expectations only.
func ClaimSizes() []string { return []string{"full", "people", "mean-field"} }

var claims = kind{"claim", "claims"}

// ClaimNames lists the shipped claims.
func ClaimNames() []string { return claims.names() }

// ClaimSource finds the text of a claim: the name of a shipped one, or a path.
func ClaimSource(nameOrPath string) (Source, error) {
	return claims.open(nameOrPath, place{file: nameOrPath}, false)
}

// LoadClaim reads a claim (a shipped name or a path). load is the base under further policies. All that is wrong is reported
// at once, as Faults.
func LoadClaim(nameOrPath string, load func(policies ...string) (*Scenario, error)) (*Claim, error) {
	src, err := ClaimSource(nameOrPath)
	if err != nil {
		return nil, err
	}
	root, err := parse(src.File, src.Data, "parts: [{measure: base.real_output, above: 1}]")
	if err != nil {
		return nil, err
	}
	r := &claimReader{experimentReader: experimentReader{walker: walker{file: src.File, dir: src.dir}, source: src, load: load}}
	r.claim = &Claim{Name: folderName(src.Name), File: src.File}
	r.root(root)
	if err := r.faults.sorted().first(src.File).orNil(); err != nil {
		return nil, err
	}
	return r.claim, nil
}

// A claimReader compares a claim's file with what one consists of.
type claimReader struct {
	experimentReader
	claim *Claim
}

func (r *claimReader) root(n *yaml.Node) {
	c := r.claim
	var draws, seeds, order int64
	set := &param.Set{}
	set.Text(nameKey, &c.Name, c.Name)
	set.Text("claim", &c.Claim, "")
	set.Text("about", &c.About, "")
	set.Choice("kind", &c.Kind, ClaimKinds()...)
	set.Choice("size", &c.Size, ClaimSizes()...)
	set.Int("draws", &draws, 0, "").Range(0, mostRuns)
	set.Int("seeds", &seeds, 0, "").Range(0, mostRuns)
	set.Int("order", &order, 0, "").Range(0, 1000)
	set.Defaults()
	var cases, parts *yaml.Node
	r.special = map[string]func(*yaml.Node){
		"cases": func(n *yaml.Node) { cases = n },
		"parts": func(n *yaml.Node) { parts = n },
	}
	tree := grow(set)
	r.read(tree, tree, n)
	r.store(set, "")
	c.Draws, c.Seeds, c.Order = int(draws), int(seeds), int(order)
	for _, key := range []string{"claim", "kind"} {
		if child(n, key) == nil {
			r.report(n, key, "expected what the claim says and its kind, got no %s", key)
		}
	}
	if cases != nil {
		r.each("cases", "cases", cases, r.kase)
	}
	if parts == nil {
		r.report(n, "parts", "expected a list of parts such as {measure: base.real_output, above: 1}, got nothing")
		return
	}
	r.each("parts", "parts", parts, r.part)
	r.twins(parts)
}

// twins are parts of one name.
func (r *claimReader) twins(n *yaml.Node) {
	seen := map[string]bool{}
	for _, p := range r.claim.Parts {
		if seen[p.Name] && len(r.claim.Parts) > 1 {
			r.report(n, "parts", "expected each part under its own name, got %s again", quote(p.Name))
		}
		seen[p.Name] = true
	}
}

// blank is what a case's values stand for in its name, settings and policies.
const blank = "{}"

// kase reads one item, which stands for a case a value where it has values.
func (r *claimReader) kase(key string, n *yaml.Node) {
	var c ClaimCase
	set := &param.Set{}
	set.Group(key, func(s *param.Set) { s.Text(nameKey, &c.Name, "") })
	lists := map[string]*[]string{}
	item := &experimentReader{walker: walker{file: r.file, dir: r.dir}}
	item.special = map[string]func(*yaml.Node){}
	for _, name := range []string{"set", "scale", "redraw", "among", "policies", "values"} {
		list := new([]string)
		lists[name] = list
		at := join(key, name)
		item.special[at] = func(n *yaml.Node) { *list = item.texts(at, n) }
	}
	tree := grow(set)
	item.read(tree, tree.find(key), n)
	item.store(set, key)
	r.faults = append(r.faults, item.faults...)
	c.Set, c.Scale, c.Redraw, c.Among = *lists["set"], *lists["scale"], *lists["redraw"], *lists["among"]
	values := *lists["values"]
	if len(values) == 0 {
		values = []string{""}
	}
	for _, v := range values {
		filled := ClaimCase{Name: strings.ReplaceAll(c.Name, blank, v), Set: fill(c.Set, v), Scale: fill(c.Scale, v), Redraw: c.Redraw, Among: c.Among}
		r.under(key, n, &filled, fill(*lists["policies"], v))
	}
}

func fill(list []string, value string) []string {
	var out []string
	for _, text := range list {
		out = append(out, strings.ReplaceAll(text, blank, value))
	}
	return out
}

// under loads the base under a case's settings and policies.
func (r *claimReader) under(key string, n *yaml.Node, c *ClaimCase, policies []string) {
	switch {
	case !caseName(c.Name):
		r.report(n, join(key, nameKey), "expected a name of letters and digits, the first a letter, got %s", quote(c.Name))
		return
	case slices.ContainsFunc(r.claim.Cases, func(o ClaimCase) bool { return o.Name == c.Name }):
		r.report(n, join(key, nameKey), "expected each case once, got %s again", quote(c.Name))
		return
	}
	among := c.Among
	if len(among) == 0 {
		among = []string{"none"}
	}
	for _, one := range among {
		stack := slices.Clone(policies)
		if one != "none" {
			stack = append(stack, one)
		}
		for i := range stack {
			stack[i] = r.beside(stack[i])
		}
		s, err := r.load(stack...)
		if err == nil {
			s, err = s.With(c.Set...)
		}
		if err != nil {
			for _, f := range faultsOf(err) {
				r.report(n, key, "%s", strings.TrimPrefix(f.String(), policyFlag+": "))
			}
			return
		}
		c.Under = append(c.Under, s)
	}
	r.scales(key, n, c)
	r.claim.Cases = append(r.claim.Cases, *c)
}

// scales checks what multiplies a draw's values.
func (r *claimReader) scales(key string, n *yaml.Node, c *ClaimCase) {
	config := c.Under[0].Config
	set := economy.Parameters(&config)
	for _, text := range c.Scale {
		name, factor, _ := strings.Cut(text, "=")
		p := set.Find(name)
		_, err := strconv.ParseFloat(factor, 64)
		if p == nil || p.Kind != param.Float || err != nil {
			r.report(n, join(key, "scale"), "expected path=factor of a setting that is a number, got %s%s", quote(text), suggest(name, keysOf(set)))
		}
	}
}

func caseName(name string) bool {
	for i, c := range name {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}

// part reads one measure with its rule.
func (r *claimReader) part(key string, n *yaml.Node) {
	p := ClaimPart{Path: key}
	var above, below float64
	kinds := slices.Concat([]string{r.claim.Kind}, ClaimKinds())
	set := &param.Set{}
	set.Group(key, func(s *param.Set) {
		s.Text(nameKey, &p.Name, "main")
		s.Choice("kind", &p.Kind, kinds...)
		s.Text("statistic", &p.Statistic, "")
		s.Text("rule", &p.Rule, "")
		s.Text("why", &p.Why, "")
		s.Text("measure", &p.Measure, "")
		s.Text("unit", &p.Unit, "")
		s.Float("above", &above, 0, "")
		s.Float("below", &below, 0, "")
		s.Float("sure", &p.Sure, 0, "").Range(0, 1000)
		s.Bool("sobol", &p.Sobol, false)
		s.Bool("decides", &p.Decides, true)
		s.Bool("alone", &p.Alone, false)
	})
	set.Defaults()
	var years []string
	item := &experimentReader{walker: walker{file: r.file, dir: r.dir}}
	item.special = map[string]func(*yaml.Node){join(key, "years"): func(n *yaml.Node) { years = item.texts(join(key, "years"), n) }}
	tree := grow(set)
	item.read(tree, tree.find(key), n)
	item.store(set, key)
	r.faults = append(r.faults, item.faults...)
	for _, text := range years {
		y, err := strconv.Atoi(text)
		if err != nil {
			r.report(n, join(key, "years"), "expected a list of years, got %s", quote(text))
		}
		p.Years = append(p.Years, y)
	}
	if child(n, "above") != nil {
		p.Above = &above
	}
	if child(n, "below") != nil {
		p.Below = &below
	}
	if m := child(n, "measure"); m != nil {
		p.Line, p.Column = m.Line, m.Column
	}
	r.rule(key, n, &p)
	r.claim.Parts = append(r.claim.Parts, p)
}

// rule checks that a part can be decided by numbers.
func (r *claimReader) rule(key string, n *yaml.Node, p *ClaimPart) {
	switch {
	case p.Kind == "outside":
		return
	case p.Measure == "":
		r.report(n, join(key, "measure"), "expected an expression, got nothing")
	case p.Statistic == "":
		r.report(n, join(key, "statistic"), "expected what is measured in words, got nothing")
	case p.Above == nil && p.Below == nil && p.Decides && p.Kind != "assumed here":
		r.report(n, key, "expected a threshold above or below, got none")
	case p.Above != nil && p.Below != nil && *p.Above >= *p.Below:
		r.report(n, key, "expected above to be less than below, got %g and %g", *p.Above, *p.Below)
	}
}

// Fault names a fault of a part's expression.
func (c *Claim) Fault(p *ClaimPart, format string, args ...any) Fault {
	return Fault{c.File, p.Line, p.Column, p.Path + ".measure", fmt.Sprintf(format, args...)}
}

func keysOf(set *param.Set) []string {
	var out []string
	for _, p := range set.All() {
		out = append(out, p.Key)
	}
	return out
}
