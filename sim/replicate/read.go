package replicate

import (
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"tenfold/configs"
	"tenfold/sim/scenario"
)

// folder is where shipped replications are.
const folder = "replications"

// Names lists the shipped replications.
func Names() []string {
	files, _ := fs.Glob(configs.FS, folder+"/*.yaml")
	for i, f := range files {
		files[i] = strings.TrimSuffix(path.Base(f), ".yaml")
	}
	slices.Sort(files)
	return files
}

// Open reads and checks a replication: the name of a shipped one, or the path of a file. The error is Faults.
func Open(nameOrPath string) (*Replication, error) {
	if slices.Contains(Names(), nameOrPath) {
		file := path.Join(folder, nameOrPath+".yaml")
		data, err := configs.FS.ReadFile(file)
		if err != nil {
			return nil, err
		}
		return Read("configs/"+file, data, location{shipped: true, dir: folder})
	}
	info, err := os.Stat(nameOrPath)
	switch {
	case err == nil && info.IsDir():
		return nil, Faults{{File: nameOrPath, Message: "expected a file, got a folder"}}
	case err == nil && info.Size() > mostBytes:
		return nil, Faults{{File: nameOrPath, Message: "expected a smaller file: a replication is a page"}}
	case err == nil:
		var data []byte
		if data, err = os.ReadFile(nameOrPath); err == nil {
			return Read(nameOrPath, data, location{dir: filepath.Dir(nameOrPath)})
		}
	case !strings.ContainsAny(nameOrPath, `/\.`):
		return nil, Faults{{File: nameOrPath, Message: "no such replication is shipped" + scenario.Suggest(nameOrPath, Names()) + " (shipped: " + strings.Join(Names(), ", ") + ")"}}
	}
	return nil, Faults{{File: nameOrPath, Message: "cannot read it: " + err.Error()}}
}

// mostBytes bounds a file.
const mostBytes = 1 << 20

// location is what paths in a file are relative to.
type location struct {
	shipped bool
	dir     string
}

// known are the keys of a file.
var known = []string{"id", "class", "model", "inputs", "expected", "tolerance", "citation"}

// Read reads a replication with all its faults.
func Read(file string, data []byte, at location) (*Replication, error) {
	root, err := scenario.Document(file, data, "model: task-ces")
	if err != nil {
		return nil, err
	}
	r := &reader{file: file, at: at, out: &Replication{File: file, ID: strings.TrimSuffix(path.Base(filepath.ToSlash(file)), ".yaml"), Class: "mechanism"}}
	top := r.group("", root, known)
	r.text(top, "id", &r.out.ID)
	r.text(top, "citation", &r.out.Citation)
	r.choice(top, "class", &r.out.Class, Classes())
	r.choice(top, "model", &r.out.Model, modelNames())
	if top["model"] == nil {
		r.report(root, "model", "expected one of %s, got nothing", strings.Join(modelNames(), ", "))
	}
	if m := find(r.out.Model); m != nil {
		in := root
		inputs := map[string]*yaml.Node{}
		if top["inputs"] != nil {
			in = top["inputs"]
			inputs = r.group("inputs", in, m.inputs)
		} else {
			r.report(root, "inputs", "expected the inputs of %s (%s), got nothing", m.name, strings.Join(m.inputs, ", "))
		}
		q := &inputReader{reader: r, node: in, values: inputs}
		if top["inputs"] != nil {
			r.out.compute = m.read(q)
		}
		r.expected(root, top["expected"], m.outputs, q.outputs)
		r.tolerance(top["tolerance"])
	}
	if r.faults != nil {
		slices.SortStableFunc(r.faults, func(a, b scenario.Fault) int { return a.Line - b.Line })
		return nil, r.faults
	}
	return r.out, nil
}

// A reader compares a file with what a replication consists of.
type reader struct {
	file   string
	at     location
	out    *Replication
	faults Faults
}

func (r *reader) report(n *yaml.Node, path, format string, args ...any) {
	r.faults = append(r.faults, fault(r.file, n, path, format, args...))
}

// group is a mapping's values by key; unknown keys are faults that list what is known, unless anything may stand there.
func (r *reader) group(at string, n *yaml.Node, known []string) map[string]*yaml.Node {
	out := map[string]*yaml.Node{}
	if n.Kind != yaml.MappingNode {
		r.report(n, at, "expected a group (%s), got %s", strings.Join(known, ", "), scenario.Describe(n))
		return out
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		where := join(at, key.Value)
		switch {
		case value.Kind == yaml.AliasNode || value.Anchor != "" || key.ShortTag() == "!!merge":
			r.report(key, where, "anchors, aliases and merge keys are not read here: write the value out")
		case out[key.Value] != nil:
			r.report(key, where, "given twice, first in line %d", out[key.Value].Line)
		case known != nil && !slices.Contains(known, key.Value):
			r.report(key, where, "unknown name%s: expected %s", scenario.Suggest(key.Value, known), strings.Join(known, ", "))
		default:
			out[key.Value] = value
		}
	}
	return out
}

func join(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

func (r *reader) text(top map[string]*yaml.Node, key string, target *string) {
	n := top[key]
	switch {
	case n == nil:
	case n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" || n.Value == "":
		r.report(n, key, "expected text, got %s", scenario.Describe(n))
	default:
		*target = n.Value
	}
}

func (r *reader) choice(top map[string]*yaml.Node, key string, target *string, choices []string) {
	if n := top[key]; n != nil {
		if n.Kind != yaml.ScalarNode || !slices.Contains(choices, n.Value) {
			r.report(n, key, "expected one of %s, got %s%s", strings.Join(choices, ", "), scenario.Describe(n), scenario.Suggest(n.Value, choices))
			return
		}
		*target = n.Value
	}
}

// expected reads the published numbers, of names that a model has and that its inputs give; either is nil where that depends on
// the other.
func (r *reader) expected(root, n *yaml.Node, names, given []string) {
	if names == nil {
		names = given
	}
	if n == nil {
		r.report(root, "expected", "expected published numbers of %s, got nothing", strings.Join(names, ", "))
		return
	}
	all := r.group("expected", n, names)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i].Value
		if value := all[key]; value != nil {
			if given != nil && !slices.Contains(given, key) {
				r.report(n.Content[i], join("expected", key), "these inputs do not give it: they give %s", strings.Join(given, ", "))
			}
			x, _ := r.number(join("expected", key), value)
			r.out.Expected = append(r.out.Expected, Expectation{Name: key, Published: x, Relative: defaultTolerance})
			delete(all, key)
		}
	}
	if len(n.Content) == 0 {
		r.report(n, "expected", "expected published numbers of %s, got none", strings.Join(names, ", "))
	}
}

// tolerance is one for all outcomes, or by outcome: {relative: .01}, {output: {absolute: .1}, wage: {relative: .01}}.
func (r *reader) tolerance(n *yaml.Node) {
	if n == nil {
		return
	}
	kinds := []string{"relative", "absolute"}
	var names []string
	for _, e := range r.out.Expected {
		names = append(names, e.Name)
	}
	top := r.group("tolerance", n, slices.Concat(kinds, names))
	set := func(at string, values map[string]*yaml.Node, e *Expectation) {
		if values["relative"] == nil && values["absolute"] == nil {
			return
		}
		e.Relative, e.Absolute = 0, 0
		for i, target := range []*float64{&e.Relative, &e.Absolute} {
			if v := values[kinds[i]]; v != nil {
				*target, _ = r.number(join(at, kinds[i]), v)
				if *target < 0 {
					r.report(v, join(at, kinds[i]), "expected a number of at least zero, got %g", *target)
				}
			}
		}
	}
	for i := range r.out.Expected {
		e := &r.out.Expected[i]
		if i == 0 {
			set("tolerance", top, e) // reports faults once
		} else {
			e.Relative, e.Absolute = r.out.Expected[0].Relative, r.out.Expected[0].Absolute
		}
	}
	for i := range r.out.Expected {
		e := &r.out.Expected[i]
		if own := top[e.Name]; own != nil {
			at := join("tolerance", e.Name)
			set(at, r.group(at, own, kinds), e)
		}
	}
}

// decimal is a number as most readers write it: no 0x10, 1_000, .inf.
var decimal = regexp.MustCompile(`^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$`)

// number is a number, or the product of a list of numbers.
func (r *reader) number(at string, n *yaml.Node) (float64, bool) {
	if n.Kind == yaml.SequenceNode && len(n.Content) > 0 {
		product, all := 1., true
		for i, factor := range n.Content {
			x, ok := r.number(at+"["+strconv.Itoa(i)+"]", factor)
			product, all = product*x, all && ok && factor.Kind == yaml.ScalarNode
		}
		return product, all
	}
	if n.Kind == yaml.ScalarNode && n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) == 0 && decimal.MatchString(n.Value) {
		if x, err := strconv.ParseFloat(n.Value, 64); err == nil && !math.IsInf(x, 0) {
			return x, true
		}
	}
	r.report(n, at, "expected a number, or a list of numbers to be multiplied, got %s", scenario.Describe(n))
	return 0, false
}
