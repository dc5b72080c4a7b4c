package scenario

import (
	"fmt"
	"math"
	"strings"

	"go.yaml.in/yaml/v3"

	"tenfold/sim/param"
	"tenfold/sim/policy"
	"tenfold/sim/unit"
)

// A Policy is a policy file, read and checked as far as that needs no run.
type Policy struct {
	Name, Description string
	File              string // as messages show it

	provisions []provision
	financing  string     // "" where the file says nothing
	scaled     *reference // to the policy whose cost this one's is to equal
	target     *Policy    // that policy
	nameAt     place
	faults     Faults // of the file, then of its tables
	tables     Faults
}

// A provision sets one lever.
type provision struct {
	lever               policy.Lever
	level               float64
	path                []policy.Point
	from, until         string // months; "" for the first and the last of the run
	at, fromAt, untilAt place
	key                 string // "levers[0]"
	vague               bool   // which lever or which months could not be read
}

const (
	leversKey    = "levers"
	financingKey = "financing"
	scaledKey    = "cost_equal_to"

	leverKey = "lever"
	levelKey = "level"
	pathKey  = "path"
	fromKey  = "from"
	untilKey = "until"
	yearKey  = "year"
)

// mostLevers bounds what is compared pair by pair.
const mostLevers = 256

// PolicyNames lists the shipped policies.
func PolicyNames() []string { return policies.names() }

// PolicySource finds the text of a policy: the name of a shipped one, or a path.
func PolicySource(nameOrPath string) (Source, error) {
	return policies.open(nameOrPath, place{file: nameOrPath}, false)
}

// OpenPolicy reads and checks a policy apart from any run, whose first and last month are not known then.
func OpenPolicy(nameOrPath string) (*Policy, error) {
	var s shelf
	p := s.find(reference{text: nameOrPath, place: place{file: nameOrPath}})
	faults := s.faults
	for _, read := range s.list {
		_, wrong := read.during(span{})
		faults = append(faults, wrong...)
	}
	if err := append(faults, s.twins()...).orNil(); err != nil {
		return nil, err
	}
	return p, nil
}

// readPolicy reads a policy's file with all its faults.
func readPolicy(src Source) *Policy {
	p := &Policy{Name: folderName(src.Name), Description: src.Description(), File: src.File, nameAt: place{file: src.File}}
	root, err := parse(src.File, src.Data, "levers: [{lever: universal_basic_income, level: 50 usd/month}]")
	if err != nil {
		p.faults = faultsOf(err)
		return p
	}
	r := &policyReader{walker: walker{file: src.File, dir: src.dir}, policy: p}
	r.root(root, src.shipped)
	p.faults = r.faults.sorted().first(src.File)
	return p
}

// A policyReader compares a policy's file with what a policy consists of.
type policyReader struct {
	walker
	policy *Policy
}

func (r *policyReader) root(n *yaml.Node, shipped bool) {
	p, set := r.policy, &param.Set{}
	set.Text(nameKey, new(string), "")
	set.Choice(financingKey, new(string), policy.Financings()...)
	set.Text(scaledKey, new(string), "")
	r.special = map[string]func(*yaml.Node){leversKey: r.levers}
	tree := grow(set)
	r.read(tree, tree, n)
	if child(n, leversKey) == nil && n.Kind == yaml.MappingNode {
		r.report(n, leversKey, "expected a list of levers, got nothing")
	}
	if name, ok := r.layer.find(nameKey); ok {
		p.Name, p.nameAt = name.value.(string), name.place
		r.faults = append(r.faults, nameFaults(p.Name, p.nameAt)...)
	}
	if financing, ok := r.layer.find(financingKey); ok {
		p.financing = financing.value.(string)
	}
	if scaled, ok := r.layer.find(scaledKey); ok {
		p.scaled = &reference{text: scaled.value.(string), key: scaledKey, place: scaled.place, shipped: shipped}
	}
}

func (r *policyReader) levers(n *yaml.Node) {
	if n.Kind == yaml.SequenceNode && (len(n.Content) == 0 || len(n.Content) > mostLevers) {
		r.report(n, leversKey, "expected 1 to %d levers, got %d", mostLevers, len(n.Content))
		return
	}
	r.each(leversKey, "levers", n, r.provision)
}

// provision reads one item of the list. What its level may be depends on the lever, which is therefore looked up first.
func (r *policyReader) provision(key string, n *yaml.Node) {
	p := provision{key: key, at: r.at(n)}
	name := child(n, leverKey)
	var known bool
	if name != nil {
		p.lever, known = policy.Find(name.Value)
	}
	set := &param.Set{}
	set.Group(key, func(s *param.Set) {
		s.Text(leverKey, new(string), "")
		if known {
			levelOf(s, p.lever, levelKey)
		} else { // nobody knows what levels it has
			s.Text(levelKey, new(string), "")
		}
		s.Month(fromKey, new(string), "")
		s.Month(untilKey, new(string), "")
	})
	var table Faults
	special := map[string]func(*yaml.Node){join(key, pathKey): func(*yaml.Node) {}}
	if !known {
		special[join(key, levelKey)] = func(*yaml.Node) {}
	}
	item := &walker{file: r.file, dir: r.dir, special: special}
	if known {
		special[join(key, pathKey)] = func(n *yaml.Node) { p.path, table = item.path(join(key, pathKey), p.lever, n) }
	}
	tree := grow(set)
	item.read(tree, tree.find(key), n)
	if n.Kind == yaml.MappingNode {
		item.wholeness(key, n, known)
	}
	r.faults, r.policy.tables = append(r.faults, item.faults...), append(r.policy.tables, table...)
	p.take(item.layer)
	p.vague = !known || unread(n, fromKey, p.from) || unread(n, untilKey, p.until)
	r.policy.provisions = append(r.policy.provisions, p) // with its faults, so that its months are checked all the same
}

// unread tells that a month is given and could not be read.
func unread(n *yaml.Node, key, month string) bool { return child(n, key) != nil && month == "" }

// wholeness reports what an item lacks or has too much of.
func (w *walker) wholeness(key string, n *yaml.Node, known bool) {
	name, level, path := child(n, leverKey), child(n, levelKey), child(n, pathKey)
	switch {
	case name == nil:
		w.report(n, join(key, leverKey), "expected the name of a lever, got nothing")
	case !known && name.Kind == yaml.ScalarNode && name.ShortTag() == "!!str":
		w.report(name, join(key, leverKey), "expected a lever, got %s%s (`tenfold explain` lists them)", quote(name.Value), suggest(name.Value, policy.Names()))
	}
	switch {
	case level == nil && path == nil:
		w.report(n, join(key, levelKey), "expected a level or a path of levels, got neither")
	case level != nil && path != nil:
		w.report(path, join(key, pathKey), "expected a level or a path of levels, got both")
	}
}

// take keeps what was read.
func (p *provision) take(l layer) {
	for _, s := range l {
		switch lastPart(s.key) {
		case levelKey:
			p.level = s.value.(float64)
		case leverKey:
			p.at = s.place
		case fromKey:
			p.from, p.fromAt = s.value.(string), s.place
		case untilKey:
			p.until, p.untilAt = s.value.(string), s.place
		}
	}
}

// levelOf declares a lever's level, so that it is read as settings are.
func levelOf(s *param.Set, l policy.Lever, key string) {
	d := l.Definition()
	s.Float(key, new(float64), d.Neutral, d.Unit).Range(d.Min, orUnbounded(d.Max))
}

// orUnbounded turns the largest number, which stands for no bound, into what is printed as one.
func orUnbounded(v float64) float64 {
	if v == math.MaxFloat64 {
		return math.Inf(1)
	}
	return v
}

// child is the value of a mapping's key, nil where there is none.
func child(n *yaml.Node, key string) *yaml.Node {
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == key {
				return n.Content[i+1]
			}
		}
	}
	return nil
}

func (l layer) find(key string) (setting, bool) {
	for _, s := range l {
		if s.key == key {
			return s, true
		}
	}
	return setting{}, false
}

// A span is the first and the last month of a run, or empty where they are not known.
type span struct{ first, last string }

// eon is, in months, before and after all months that can be written.
const eon = 12 * 10_000

// months are the first and the last month of a provision, as numbers since year 0.
func (p *provision) months(run span) (from, until int) {
	return monthNumber(p.from, monthNumber(run.first, 0)), monthNumber(p.until, monthNumber(run.last, eon))
}

func monthNumber(month string, otherwise int) int {
	if month == "" {
		return otherwise
	}
	year, m, err := param.ParseMonth(month)
	if err != nil {
		panic("scenario: month not checked: " + err.Error())
	}
	return year*12 + m - 1
}

// during is the policy in a run, with all faults of its file.
func (p *Policy) during(run span) (policy.Policy, Faults) {
	out := policy.Policy{Name: p.Name, Title: p.Description, Financing: p.financing}
	if p.target != nil {
		out.CostEqualTo = p.target.Name
	}
	faults := p.faults[:len(p.faults):len(p.faults)]
	for i := range p.provisions {
		one := &p.provisions[i]
		faults = append(faults, one.misdated(run)...)
		faults = append(faults, one.clash(p.provisions[:i], run)...)
		from, until := one.months(run)
		out.Settings = append(out.Settings, policy.Setting{
			Lever: one.lever, Level: one.level, Path: one.path, From: float64(from) / 12, Until: float64(until+1) / 12,
		})
	}
	return out, append(faults.sorted(), p.tables...)
}

// misdated are months outside the run or in the wrong order.
func (p *provision) misdated(run span) Faults {
	var out Faults
	for _, m := range []struct {
		month, key string
		at         place
	}{{p.from, fromKey, p.fromAt}, {p.until, untilKey, p.untilAt}} {
		if n := monthNumber(m.month, 0); m.month != "" && run.first != "" && (n < monthNumber(run.first, 0) || n > monthNumber(run.last, 0)) {
			out = append(out, m.at.fault(join(p.key, m.key), "expected a month of the run (%s to %s), got %s", run.first, run.last, m.month))
		}
	}
	if from, until := p.months(run); len(out) == 0 && until < from {
		out = append(out, p.untilAt.fault(join(p.key, untilKey), "expected a month from %s on, got %s", p.from, p.until))
	}
	return out
}

// clash reports the earlier provision that sets the same lever at the same time.
func (p *provision) clash(earlier []provision, run span) Faults {
	from, until := p.months(run)
	for i := range earlier {
		e := &earlier[i]
		if first, last := e.months(run); !e.vague && !p.vague && e.lever == p.lever && first <= until && from <= last {
			return Faults{p.at.fault(join(p.key, leverKey), "expected each lever once at a time, but %s is set for some of these months in line %d too", p.lever, e.at.line)}
		}
	}
	return nil
}

// ExplainLever tells all that is declared about a lever, if there is one of that name.
func ExplainLever(name string) (string, bool) {
	l, ok := policy.Find(name)
	if !ok {
		return "", false
	}
	d := l.Definition()
	neutral := unit.Format(orUnbounded(d.Neutral), d.Unit)
	if d.Setting != "" {
		neutral = "what " + d.Setting + " says"
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s (lever of policies)\n\n  %s\n\n", d.Name, d.Doc)
	for _, row := range [][2]string{
		{"unit", string(d.Unit)}, {"neutral", neutral},
		{"accepted", unit.Format(d.Min, d.Unit) + " to " + unit.Format(orUnbounded(d.Max), d.Unit)},
		{"set", "in a policy file, `tenfold run --policy FILE`"},
	} {
		if row[1] != "" {
			fmt.Fprintf(&out, "  %-9s %s\n", row[0], row[1])
		}
	}
	return out.String(), true
}
