package replicate

import (
	"testing"

	"tenfold/configs"
)

// Whatever a file says, reading it ends in a replication or in faults, and never in a panic. Models that need no world are run.
func FuzzRead(f *testing.F) {
	for _, name := range Names() {
		data, err := configs.FS.ReadFile(folder + "/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("model: labour-flows\ninputs: {occupations: [[1, 0], [0, 1]], separation: .1, opening: .1, adjustment: .1, demand: [1, 0], years: 1}\nexpected: {peak_year: 1}\n"))
	f.Add([]byte("model: trend\ninputs: {points: [[2020, 1], [2020, [2, [3]]]]}\nexpected: {r2: [1]}\ntolerance: {r2: {absolute: 1}, relative: 2}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read("fuzz.yaml", data, location{shipped: true, dir: folder})
		if err != nil || r.Model == "simulator" || r.Model == "labour-flows" {
			return
		}
		r.Run()
	})
}
