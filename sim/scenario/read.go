package scenario

import "tenfold/sim/param"

// read collects the layers of a configuration and all faults in them.
func read(set *param.Set, src Source, pairs, environ, enacted []string) (stack, error) {
	tree := grow(set)
	files := &chain{tree: tree}
	files.add(src)
	env, envFaults := environment(tree, environ)
	flag, flagFaults := flags(tree, pairs)
	s := stack{files: files.layers, strong: []layer{env, flag}, policies: append(files.policies, policyFlags(enacted)...)}
	if tree.find(nameKey) != nil {
		s.files = append([]layer{named(src)}, s.files...)
	}
	return s, append(append(files.faults, envFaults...), flagFaults...).orNil()
}

// with is the stack under further flags, which win over what it holds.
func (s stack) with(set *param.Set, pairs []string) (stack, error) {
	flag, faults := flags(grow(set), pairs)
	s.strong = append(s.strong[:len(s.strong):len(s.strong)], flag)
	return s, faults.orNil()
}

func checkName(set *param.Set, places map[string]place) Faults {
	p := set.Find(nameKey)
	if p == nil {
		return nil
	}
	return nameFaults(p.Value().(string), places[nameKey])
}

func nameFaults(name string, at place) Faults {
	if fitName(name) {
		return nil
	}
	return Faults{at.fault(nameKey, "expected 1 to %d letters, digits, dots, dashes and underscores, the first no dot or dash, got %s",
		longestName, quote(name))}
}
