package scenario

import (
	"path"
	"slices"

	"tenfold/sim/economy"
)

// Bundle is the resolved scenario together with every file that it needs and that is not shipped, for a folder that
// can be run again anywhere: paths in the YAML are those of the files, relative to it.
func (s *Scenario) Bundle() (yaml []byte, files map[string][]byte) {
	_, enacted, files := s.policyPaths()
	paths := map[string]string{}
	for _, in := range s.Inputs {
		if !in.shipped {
			paths[in.Key] = path.Join("inputs", in.Key+".csv")
			files[paths[in.Key]] = in.Data
		}
	}
	if !slices.Contains(Economies(), s.Config.Economy) {
		paths[economyKey] = "inputs/economy"
		for name, data := range s.Economy.Files {
			files[path.Join(paths[economyKey], name)] = data
		}
	}
	return listed(canonical(economy.Parameters(&s.Config), paths), enacted), files
}
