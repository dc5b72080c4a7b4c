package scenario

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v3"

	"tenfold/sim/economy"
)

// A setting is one checked value of a layer.
type setting struct {
	key   string
	value any // float64, int64, bool or string
	place place
}

// A layer is what one file, the environment or the flags set.
type layer []setting

const (
	flagFile = "--set"
	envFile  = "environment"
	prefix   = "TENFOLD_"
)

// flags reads `path=value` pairs. A value is written as in a file; of two for one path the later wins.
func flags(tree *branch, pairs []string) (layer, Faults) {
	var out layer
	var faults Faults
	for _, pair := range pairs {
		at := place{file: flagFile}
		key, text, ok := strings.Cut(pair, "=")
		if !ok {
			faults = append(faults, at.fault(printable(pair), "expected path=value"))
			continue
		}
		s, fault := assign(tree, at, strings.TrimSpace(key), text)
		if fault != nil {
			faults = append(faults, *fault)
			continue
		}
		out = append(out, s)
	}
	return out, faults
}

// environment reads the variables TENFOLD_FLEET__AGENTS and the like. Others that begin alike are faults, so that a
// misspelt one is not silently without effect.
func environment(tree *branch, environ []string) (layer, Faults) {
	keys := map[string]string{}
	var names []string
	for _, p := range tree.leaves() {
		name := variable(p.Key)
		keys[name], names = p.Key, append(names, name)
	}
	var out layer
	var faults Faults
	for _, pair := range environ {
		name, text, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		at := place{file: envFile}
		if keys[name] == "" {
			faults = append(faults, at.fault(printable(name), "unknown variable%s", suggestVariable(name, names)))
			continue
		}
		s, fault := assign(tree, at, keys[name], text)
		if fault != nil {
			fault.Message += " in " + name
			faults = append(faults, *fault)
			continue
		}
		out = append(out, s)
	}
	return out, faults
}

// FromEnvironment are the environment's settings as the flags `path=value` that say the same, in the order of parameters, and
// the environment without them. Variables that only begin alike are in neither: Load reports them.
func FromEnvironment(environ []string) (set, rest []string) {
	values := map[string]string{}
	for _, pair := range environ {
		name, text, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, prefix) {
			values[name] = text
		} else {
			rest = append(rest, pair)
		}
	}
	for _, p := range economy.Parameters(&economy.Config{}).All() {
		if text, ok := values[variable(p.Key)]; ok {
			set = append(set, p.Key+"="+text)
		}
	}
	return set, rest
}

// variable is the environment's name of a key.
func variable(key string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(key, ".", "__"))
}

// suggestVariable compares variables as keys, whose groups count as parts.
func suggestVariable(name string, names []string) string {
	dotted := func(s string) string {
		return strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(s, prefix), "__", "."))
	}
	keys := make([]string, len(names))
	for i, n := range names {
		keys[i] = dotted(n)
	}
	if best := closest(dotted(name), keys); best != "" {
		return ", did you mean " + variable(best) + "?"
	}
	return ""
}

// assign reads the value of one key given outside a file.
func assign(tree *branch, at place, key, text string) (setting, *Fault) {
	if fault := misplaced(tree, at, key); fault != nil {
		return setting{}, fault
	}
	n, err := scalar(text)
	if err == nil {
		var v any
		if v, err = leaf(tree.find(key).parameter, n); err == nil {
			return setting{key, v, at}, nil
		}
	}
	fault := at.fault(key, "%s", err)
	return setting{}, &fault
}

// misplaced reports a key that is no single setting.
func misplaced(tree *branch, at place, key string) *Fault {
	var fault Fault
	switch b := tree.find(key); {
	case key == extendsKey:
		fault = at.fault(key, "only a file can extend another")
	case key == policiesKey:
		fault = at.fault(key, "policies are listed in a file or given with --policy NAME")
	case b == nil:
		fault = at.fault(printable(key), "unknown key%s", suggest(key, tree.keys()))
	case b.parameter == nil:
		fault = at.fault(key, "expected one setting, got a group: %s", strings.Join(b.keys(), ", "))
	default:
		return nil
	}
	return &fault
}

// scalar parses a value as it would stand in a file. Empty text is a null, not an empty document.
func scalar(text string) (*yaml.Node, error) {
	if _, problem := checkBytes([]byte(text)); problem != "" {
		return nil, errors.New(problem)
	}
	if strings.TrimSpace(text) == "" {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}, nil
	}
	n, _, err := document([]byte(text))
	return n, err
}
