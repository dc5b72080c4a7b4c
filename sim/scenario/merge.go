package scenario

import (
	"strings"

	"github.com/spf13/viper"

	"tenfold/sim/param"
)

// A stack is the layers of a configuration, the weakest first.
type stack struct {
	files    []layer // what is extended before what extends it
	strong   []layer // environment, then flags
	policies []reference
}

// fill merges the layers over the defaults and stores the result in the set's variables. It returns where each value
// that is no default came from.
func (s stack) fill(set *param.Set) (map[string]place, error) {
	merged, places := s.merge(set), s.places()
	var faults Faults
	for _, p := range set.All() {
		if err := p.Set(merged.Get(p.Key)); err != nil {
			faults = append(faults, place{file: "default"}.fault(p.Key, "%s", err))
		}
	}
	return places, append(faults, checkName(set, places)...).orNil()
}

// merge lets viper decide who wins. Its layers hold typed values only: from text it would lower-case keys and turn
// 1.9 into 1.
func (s stack) merge(set *param.Set) *viper.Viper {
	v := viper.New()
	for _, p := range set.All() {
		v.SetDefault(p.Key, p.Default)
	}
	for _, file := range s.files {
		// The error is always nil: it exists for callers that read text.
		_ = v.MergeConfigMap(nested(file))
	}
	for _, strong := range s.strong {
		for _, x := range strong {
			v.Set(x.key, x.value)
		}
	}
	return v
}

func (s stack) places() map[string]place {
	out := map[string]place{}
	for _, layers := range [][]layer{s.files, s.strong} {
		for _, l := range layers {
			for _, x := range l {
				out[x.key] = x.place
			}
		}
	}
	return out
}

// nested arranges dotted keys as the maps within maps that viper merges.
func nested(l layer) map[string]any {
	root := map[string]any{}
	for _, x := range l {
		parts := strings.Split(x.key, ".")
		at := root
		for _, part := range parts[:len(parts)-1] {
			if at[part] == nil {
				at[part] = map[string]any{}
			}
			at = at[part].(map[string]any)
		}
		at[parts[len(parts)-1]] = x.value
	}
	return root
}
