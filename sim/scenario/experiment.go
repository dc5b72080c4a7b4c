package scenario

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"tenfold/sim/economy"
	"tenfold/sim/param"
)

// An Experiment is an experiment file, read and checked: what varies, by which design, and what is looked at.
type Experiment struct {
	Name, Description, File string
	Base                    *Scenario // with the file's `set`
	Design                  string    // one of Designs
	Size                    int       // points, trajectories or base points, by design
	Levels                  int       // of a continuous factor in a grid or of Morris' steps
	Seeds                   int
	SecondOrder             bool // Sobol' indices of pairs too
	Expected                bool // runs that fail are expected and left out
	Factors                 []Factor
	Outcomes                []Outcome
	Then                    *Next
}

// A Factor is what an experiment varies: settings from a list or a range, parameters by their priors, policies.
type Factor struct {
	Kind     string // "setting", "prior" or "policy"
	Key      string // of the setting; "policy"
	Values   []string
	From, To float64
	Log      bool
	Policies [][]string // by value: names or paths, none for "none"
	Stacked  []*Scenario
}

// Continuous reports whether the factor has a range rather than a list.
func (f *Factor) Continuous() bool { return len(f.Values) == 0 }

// An Outcome is what is read of each run.
type Outcome struct {
	Column  string // of the table series, or table/column/group
	At      string // "year", "peak" or "final"
	Year    int
	AtLeast *float64 // thresholds, nil without
	AtMost  *float64
}

// Name of the outcome in tables.
func (o Outcome) Name() string {
	switch o.At {
	case "year":
		return fmt.Sprintf("%s_%d", strings.ReplaceAll(o.Column, "/", "_"), o.Year)
	default:
		return strings.ReplaceAll(o.Column, "/", "_") + "_" + o.At
	}
}

// Next is a second stage: the factors that mattered most in the first, by another design.
type Next struct {
	Design      string
	Size        int
	Top         int // factors, by their mean rank in the first stage
	SecondOrder bool
	Factors     []Factor // besides
}

// Designs lists the designs that an experiment can have.
func Designs() []string {
	return []string{"grid", "zip", "latin-hypercube", "halton", "morris", "sobol"}
}

// mostRuns bounds an experiment.
const mostRuns = 10_000_000

var experiments = kind{"experiment", "experiments"}

// ExperimentNames lists the shipped experiments.
func ExperimentNames() []string { return experiments.names() }

// ExperimentSource finds the text of an experiment: the name of a shipped one, or a path.
func ExperimentSource(nameOrPath string) (Source, error) {
	return experiments.open(nameOrPath, place{file: nameOrPath}, false)
}

// LoadExperiment reads an experiment (a shipped name or a path) under the environment and further flags `path=value` for all
// its runs. All that is wrong is reported at once, as Faults.
func LoadExperiment(nameOrPath string, set, environ []string) (*Experiment, error) {
	src, err := ExperimentSource(nameOrPath)
	if err != nil {
		return nil, err
	}
	root, err := parse(src.File, src.Data, "factors: [{setting: price.fall, values: [3, 10]}]")
	if err != nil {
		return nil, err
	}
	r := &experimentReader{walker: walker{file: src.File, dir: src.dir}, source: src, set: set, environ: environ,
		experiment: &Experiment{Name: folderName(src.Name), Description: src.Description(), File: src.File}}
	r.root(root)
	if err := r.faults.sorted().first(src.File).orNil(); err != nil {
		return nil, err
	}
	return r.experiment, nil
}

// An experimentReader compares an experiment's file with what one consists of.
type experimentReader struct {
	walker
	source       Source
	set, environ []string
	experiment   *Experiment
	base         *Scenario
	load         func(policies ...string) (*Scenario, error) // the base under policies
	columnNames  []string
}

func (r *experimentReader) root(n *yaml.Node) {
	e := r.experiment
	var base string
	var size, levels, seeds int64
	set := &param.Set{}
	set.Text(nameKey, &e.Name, e.Name)
	set.Text("scenario", &base, "central")
	set.Choice("design", &e.Design, Designs()...)
	set.Int("size", &size, 64, "").Range(1, mostRuns)
	set.Int("levels", &levels, 4, "").Range(2, 1000)
	set.Int("seeds", &seeds, 1, "").Range(1, mostRuns)
	set.Bool("second_order", &e.SecondOrder, false)
	set.Bool("keep_going", &e.Expected, false)
	set.Defaults()
	var fixed []string
	var factors, outcomes, then *yaml.Node
	r.special = map[string]func(*yaml.Node){
		"set":      func(n *yaml.Node) { fixed = r.texts("set", n) },
		"factors":  func(n *yaml.Node) { factors = n },
		"outcomes": func(n *yaml.Node) { outcomes = n },
		"then":     func(n *yaml.Node) { then = n },
	}
	tree := grow(set)
	r.read(tree, tree, n)
	r.store(set, "")
	e.Size, e.Levels, e.Seeds = int(size), int(levels), int(seeds)
	if !fitName(e.Name) {
		r.report(n, nameKey, "expected a name of letters, digits, - and _, got %s", quote(e.Name))
	}
	r.load = func(policies ...string) (*Scenario, error) {
		return Load(r.beside(base), append(slices.Clone(fixed), r.set...), r.environ, policies...)
	}
	s, err := r.load()
	if err != nil {
		r.faults = append(r.faults, atKey(err, "scenario")...)
		return
	}
	r.base, e.Base = s, s
	if factors == nil {
		r.report(n, "factors", "expected a list of factors, got nothing")
	} else {
		e.Factors = r.factors("factors", factors)
	}
	r.outcomes(n, outcomes)
	if then != nil {
		r.then(then)
	}
	r.fitting(n)
}

// beside is a reference relative to the experiment's file, where it is a path.
func (r *experimentReader) beside(ref string) string {
	if !r.source.shipped && isPath(ref) {
		if !filepath.IsAbs(ref) {
			return filepath.Join(r.dir, ref)
		}
	}
	return ref
}

// store takes what was read over into the variables that the set is bound to.
func (r *experimentReader) store(set *param.Set, prefix string) {
	for _, s := range r.layer {
		if p := set.Find(s.key); p != nil && strings.HasPrefix(s.key, prefix) {
			_ = p.Set(s.value) // leaf has checked it
		}
	}
}

// texts are the scalars of a list, as they are written.
func (r *experimentReader) texts(key string, n *yaml.Node) []string {
	var out []string
	r.each(key, "values", n, func(at string, item *yaml.Node) {
		if item.Kind != yaml.ScalarNode || item.ShortTag() == "!!null" {
			r.report(item, at, "expected a value, got %s", describe(item))
			return
		}
		out = append(out, item.Value)
	})
	return out
}

func (r *experimentReader) factors(key string, n *yaml.Node) []Factor {
	var out []Factor
	r.each(key, "factors", n, func(at string, item *yaml.Node) { out = append(out, r.factor(at, item)...) })
	seen := map[string]bool{}
	for _, f := range out {
		if seen[f.Key] {
			r.report(n, key, "%s varies twice", f.Key)
		}
		seen[f.Key] = true
	}
	if len(out) == 0 && len(r.faults) == 0 {
		r.report(n, key, "expected at least one factor, got none")
	}
	return out
}

// factor reads one item, which may stand for several factors (priors).
func (r *experimentReader) factor(key string, n *yaml.Node) []Factor {
	f := Factor{Kind: "setting"}
	scale := "linear"
	set := &param.Set{}
	set.Group(key, func(s *param.Set) {
		s.Text("setting", &f.Key, "")
		s.Float("from", &f.From, 0, "")
		s.Float("to", &f.To, 0, "")
		s.Choice("scale", &scale, "linear", "log")
	})
	var priors []string
	item := &experimentReader{walker: walker{file: r.file, dir: r.dir}, base: r.base, load: r.load, source: r.source}
	item.special = map[string]func(*yaml.Node){
		join(key, "values"):    func(n *yaml.Node) { f.Values = item.texts(join(key, "values"), n) },
		join(key, "policies"):  func(n *yaml.Node) { f.Kind, f.Key, f.Values = "policy", "policy", item.texts(join(key, "policies"), n) },
		join(key, "economies"): func(n *yaml.Node) { f.Key, f.Values = economyKey, item.texts(join(key, "economies"), n) },
		join(key, "priors"): func(n *yaml.Node) {
			f.Kind = "prior"
			if n.Kind == yaml.ScalarNode {
				priors = []string{n.Value}
				return
			}
			priors = item.texts(join(key, "priors"), n)
		},
	}
	tree := grow(set)
	item.read(tree, tree.find(key), n)
	item.store(set, key)
	f.Log = scale == "log"
	var out []Factor
	switch f.Kind {
	case "prior":
		out = item.priors(join(key, "priors"), n, priors)
	case "policy":
		out = []Factor{item.stacked(join(key, "policies"), n, f)}
	default:
		out = []Factor{item.levels(key, n, f)}
	}
	r.faults = append(r.faults, item.faults...)
	return out
}

// levels checks a setting's values or range against what the setting accepts.
func (r *experimentReader) levels(key string, n *yaml.Node, f Factor) Factor {
	config := r.base.Config
	all := economy.Parameters(&config)
	var known []string
	for _, p := range all.All() {
		known = append(known, p.Key)
	}
	p := all.Find(f.Key)
	switch {
	case f.Key == "":
		r.report(n, key, "expected one of setting, priors, policies, economies, got none")
		return f
	case p == nil:
		r.report(n, join(key, "setting"), "no setting is called %s%s", quote(f.Key), suggest(f.Key, known))
		return f
	case len(f.Values) > 0 && child(n, "from") != nil:
		r.report(n, key, "expected values or a range from, to, got both")
		return f
	}
	try := f.Values
	if f.Continuous() {
		if p.Kind != param.Float && p.Kind != param.Int || child(n, "from") == nil || child(n, "to") == nil || !(f.From < f.To) {
			r.report(n, key, "expected values, or for a number a range from, to with from below to")
			return f
		}
		if f.Log && f.From <= 0 {
			r.report(n, key, "expected a range above zero for a log scale, got from %g", f.From)
			return f
		}
		try = []string{f.Spell(f.From), f.Spell(f.To)}
	}
	for _, v := range try {
		if _, err := r.base.With(f.Key + "=" + v); err != nil {
			for _, fault := range faultsOf(err) {
				r.report(n, key, "%s=%s: %s", f.Key, v, fault.Message)
			}
		}
	}
	return f
}

// priors are a factor each: all parameters that have one, or those named.
func (r *experimentReader) priors(key string, n *yaml.Node, names []string) []Factor {
	config := r.base.Config
	var out []Factor
	var known []string
	set := economy.Parameters(&config)
	for _, p := range set.All() {
		if _, ok := p.Value().(float64); ok && p.HasPrior() {
			known = append(known, p.Key)
		}
	}
	if slices.Equal(names, []string{"all"}) {
		names = known
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			r.report(n, key, "no parameter with a prior is called %s%s (`all` names all)", quote(name), suggest(name, known))
			continue
		}
		p := set.Find(name)
		out = append(out, Factor{Kind: "prior", Key: name, From: p.Low, To: p.High})
	}
	if len(names) == 0 {
		r.report(n, key, "expected all or a list of parameters, got nothing")
	}
	return out
}

// stacked loads the scenario under each policy: a name, a path, several joined by +, or none.
func (r *experimentReader) stacked(key string, n *yaml.Node, f Factor) Factor {
	for _, value := range f.Values {
		var names []string
		if value != "none" {
			for _, name := range strings.Split(value, "+") {
				names = append(names, r.beside(strings.TrimSpace(name)))
			}
		}
		s, err := r.load(names...)
		if err != nil {
			for _, fault := range faultsOf(err) {
				r.report(n, key, "%s", strings.TrimPrefix(fault.String(), policyFlag+": "))
			}
			continue
		}
		f.Policies, f.Stacked = append(f.Policies, names), append(f.Stacked, s)
	}
	if len(f.Values) == 0 {
		r.report(n, key, "expected a list of policies, got nothing")
	}
	return f
}

// outcomes reads what is looked at; the default is output, unemployment and the labour share at the end.
func (r *experimentReader) outcomes(root, n *yaml.Node) {
	e := r.experiment
	if n == nil {
		r.report(root, "outcomes", "expected a list of outcomes such as {column: real_output, year: 2035}, got nothing")
		return
	}
	r.each("outcomes", "outcomes", n, func(key string, item *yaml.Node) {
		o := Outcome{At: "year"}
		var year int64
		var least, most float64
		set := &param.Set{}
		set.Group(key, func(s *param.Set) {
			s.Text("column", &o.Column, "")
			s.Int("year", &year, 0, "").Range(1900, 9999)
			s.Choice("at", &o.At, "year", "peak", "final")
			s.Float("at_least", &least, 0, "")
			s.Float("at_most", &most, 0, "")
		})
		w := &experimentReader{walker: walker{file: r.file, dir: r.dir, special: map[string]func(*yaml.Node){}}}
		tree := grow(set)
		w.read(tree, tree.find(key), item)
		w.store(set, key)
		r.faults = append(r.faults, w.faults...)
		o.Year = int(year)
		if child(item, "at_least") != nil {
			o.AtLeast = &least
		}
		if child(item, "at_most") != nil {
			o.AtMost = &most
		}
		r.outcome(key, item, &o)
		e.Outcomes = append(e.Outcomes, o)
	})
}

func (r *experimentReader) outcome(key string, n *yaml.Node, o *Outcome) {
	if known := r.columns(); o.Column != "" && known != nil {
		name := o.Column
		if part := strings.Split(name, "/"); len(part) == 3 {
			name = part[0] + "/" + part[1]
		}
		if !slices.Contains(known, name) {
			r.report(n, join(key, "column"), "no column is called %s%s (`tenfold explain` lists them; of other tables than series write table/column/group)", quote(o.Column), suggest(name, known))
		}
	}
	start, end := r.base.Config.Clock.Start[:4], r.base.Config.Clock.End[:4]
	switch year := fmt.Sprint(o.Year); {
	case o.Column == "":
		r.report(n, join(key, "column"), "expected a column of the results, got nothing")
	case o.At == "year" && o.Year == 0 && child(n, "year") == nil:
		r.report(n, join(key, "year"), "expected a year, or at: peak or final, got neither")
	case o.At == "year" && (year < start || year > end):
		r.report(n, join(key, "year"), "expected a year of the run (%s to %s), got %s", start, end, year)
	}
}

// columns are what the base's results have: names of the table series, and table/column of others; nil where the base does
// not begin.
func (r *experimentReader) columns() []string {
	if r.columnNames != nil {
		return r.columnNames
	}
	c := r.base.Config
	c.Fleet.Agents, c.Firms.Agents, c.People.Agents = 0, 0, min(c.People.Agents, 100)
	w, err := economy.New(c, r.base.Economy, 1)
	if err != nil {
		return nil
	}
	defer w.Close()
	for _, t := range w.Tables() {
		for _, column := range t.Columns {
			name := t.Name + "/" + column.Name
			if t.Name == "series" {
				name = column.Name
			}
			r.columnNames = append(r.columnNames, name)
		}
	}
	return r.columnNames
}

// then reads the second stage.
func (r *experimentReader) then(n *yaml.Node) {
	e, next := r.experiment, &Next{}
	var size, top int64
	set := &param.Set{}
	set.Group("then", func(s *param.Set) {
		s.Choice("design", &next.Design, Designs()...)
		s.Int("size", &size, 64, "").Range(1, mostRuns)
		s.Int("top", &top, 8, "").Range(1, 1000)
		s.Bool("second_order", &next.SecondOrder, false)
	})
	set.Defaults()
	w := &experimentReader{walker: walker{file: r.file, dir: r.dir}, base: r.base, load: r.load, source: r.source}
	w.special = map[string]func(*yaml.Node){"then.factors": func(n *yaml.Node) { next.Factors = w.factors("then.factors", n) }}
	tree := grow(set)
	w.read(tree, tree.find("then"), n)
	w.store(set, "then")
	r.faults = append(r.faults, w.faults...)
	next.Size, next.Top = int(size), int(top)
	if e.Design != "morris" {
		r.report(n, "then", "expected a first stage with design: morris, which ranks factors, got %s", e.Design)
	}
	e.Then = next
}

// fitting are contradictions between design and factors.
func (r *experimentReader) fitting(n *yaml.Node) {
	e := r.experiment
	if e.Design != "zip" {
		return
	}
	length := -1
	for _, f := range e.Factors {
		switch {
		case f.Continuous():
			r.report(n, "design", "expected values of every factor in a zip, but %s has a range", f.Key)
		case length >= 0 && len(f.Values) != length:
			r.report(n, "design", "expected as many values of every factor in a zip, but %s has %d and others %d", f.Key, len(f.Values), length)
		}
		length = len(f.Values)
	}
}

// Spell writes a value of the factor as a setting reads it.
func (f *Factor) Spell(v float64) string { return spellFloat(v) }
