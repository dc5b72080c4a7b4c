package scenario

import (
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"
)

// extendsKey names the file that a file changes. It is no parameter: what it refers to is a layer, not a value.
const extendsKey = "extends"

// A walker compares one file with the tree of parameters.
type walker struct {
	file, dir string
	layer     layer
	special   map[string]func(*yaml.Node) // keys that are no parameters, and what reads their values
	reuse     string                      // what a file of this kind has in place of anchors, aliases and merge keys
	extends   *yaml.Node
	policies  *policyList
	known     []string
	faults    Faults
}

// walk reads a scenario's settings and all its faults.
func walk(tree *branch, file, dir string, root *yaml.Node) *walker {
	w := &walker{file: file, dir: dir, reuse: ", or use `extends: NAME`"}
	w.special = map[string]func(*yaml.Node){extendsKey: w.extend, policiesKey: w.enact}
	w.read(tree, tree, root)
	w.faults = w.faults.sorted().first(file)
	return w
}

// read compares a mapping with one branch of a tree.
func (w *walker) read(tree, b *branch, n *yaml.Node) {
	w.known = append(tree.keys(), slices.Sorted(maps.Keys(w.special))...)
	w.group(b, n)
}

func (w *walker) at(n *yaml.Node) place { return place{w.file, n.Line, n.Column, w.dir} }

func (w *walker) report(n *yaml.Node, path, format string, args ...any) {
	w.faults = append(w.faults, w.at(n).fault(path, format, args...))
}

// group reads the settings of a mapping. Beyond the limit it stops: each unknown key costs a search for the closest.
func (w *walker) group(b *branch, n *yaml.Node) {
	if !w.simple(b.key, n) {
		return
	}
	if n.Kind != yaml.MappingNode {
		w.report(n, b.key, "expected a group of settings (%s), got %s", some(b.names), describe(n))
		return
	}
	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content) && len(w.faults) <= mostFaults; i += 2 {
		w.entry(b, n.Content[i], n.Content[i+1], lines)
	}
}

// entry reads one key and its value; lines tells where each key of the group stood first.
func (w *walker) entry(b *branch, key, value *yaml.Node, lines map[string]int) {
	path := join(b.key, printable(key.Value))
	switch {
	case key.ShortTag() == "!!merge":
		w.report(key, path, "merge keys are not read here: write the settings out%s", w.reuse)
		return
	case !w.simple(path, key):
		return
	case key.Kind != yaml.ScalarNode || key.ShortTag() != "!!str":
		w.report(key, b.key, "expected the name of a setting, got %s", describe(key))
		return
	}
	if line, again := lines[key.Value]; again {
		w.report(key, path, "given twice, first in line %d", line)
		return
	}
	lines[key.Value] = key.Line
	w.setting(b, key, value, path)
}

func (w *walker) setting(b *branch, key, value *yaml.Node, path string) {
	child, special := b.children[key.Value], w.special[join(b.key, key.Value)]
	switch {
	case special != nil:
		special(value)
	case child == nil:
		w.report(key, path, "unknown key%s", w.hint(join(b.key, key.Value)))
	case child.parameter == nil:
		w.group(child, value)
	case w.simple(path, value):
		w.value(child, value)
	}
}

// hint is the closest known key; a dotted one that exists is only written in the wrong form.
func (w *walker) hint(key string) string {
	for _, k := range w.known {
		if k == key {
			return ": write groups as nested lines, not with dots"
		}
	}
	return suggest(key, w.known)
}

func (w *walker) value(b *branch, n *yaml.Node) {
	v, err := leaf(b.parameter, n)
	if err != nil {
		w.report(n, b.key, "%s", err)
		return
	}
	w.layer = append(w.layer, setting{b.key, v, w.at(n)})
}

func (w *walker) extend(n *yaml.Node) {
	switch {
	case !w.simple(extendsKey, n):
	case n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" || n.Value == "":
		w.report(n, extendsKey, "expected the name of a scenario or the path of a file, got %s", describe(n))
	default:
		w.extends = n
	}
}

// simple refuses what makes a value stand elsewhere than where it is read.
func (w *walker) simple(path string, n *yaml.Node) bool {
	if n.Anchor == "" && n.Kind != yaml.AliasNode {
		return true
	}
	w.report(n, path, "anchors and aliases are not read here: write the value out%s", w.reuse)
	return false
}

// some lists a few names.
func some(names []string) string {
	const few = 4
	out := ""
	for i, name := range names {
		if i == few {
			return out + ", ..."
		}
		if i > 0 {
			out += ", "
		}
		out += name
	}
	return out
}
