package replicate

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"tenfold/sim/economy"
	"tenfold/sim/exact"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
)

// Outcomes of the simulator that no column holds. They compare the last tick with the first.
const (
	outTFP    = "tfp"          // growth of what labour and capital earn in real terms, coworkers' hours being bought like an input
	outDomar  = "domar_saving" // fall in the price of a coworker hour, weighted by what is spent on them over output
	outHulten = "tfp_over_domar_saving"
)

// readSimulator: a scenario, in the last tick.
func readSimulator(r *inputReader) func() (map[string]float64, error) {
	var set []string
	if r.has("set") {
		r.each("set", func(at string, item *yaml.Node) {
			if item.Kind != yaml.ScalarNode || !strings.Contains(item.Value, "=") {
				r.report(item, at, "expected path=value, got %s", scenario.Describe(item))
			}
			set = append(set, item.Value)
		})
	}
	if until := r.word("until"); until != "" {
		set = append(set, "clock.end="+until)
	}
	s, err := r.scenario(set)
	if err != nil {
		n := r.node
		if r.has("scenario") {
			n = r.values["scenario"]
		}
		if faults, ok := err.(Faults); ok {
			for _, f := range faults {
				r.report(n, "inputs", "%s", f.String())
			}
		} else {
			r.report(n, "inputs", "%v", err)
		}
		return nil
	}
	r.outputs = outcomeNames(s)
	return func() (map[string]float64, error) { return simulate(s) }
}

// limits is where scenarios are that only replications run.
const limits = folder + "/scenarios"

func (r *inputReader) scenario(set []string) (*scenario.Scenario, error) {
	ref := r.word("scenario")
	if ref == "" {
		ref = "central"
	}
	if src, err := scenario.ShippedFile(path.Join(limits, ref+".yaml")); err == nil {
		return scenario.LoadSource(src, set, nil)
	}
	if !r.at.shipped && !slices.Contains(scenario.Names(), ref) && !filepath.IsAbs(ref) {
		ref = filepath.Join(r.at.dir, ref)
	}
	src, err := scenario.Open(ref)
	if err != nil {
		return nil, err
	}
	return scenario.LoadSource(src, set, nil)
}

// outcomeNames are the columns of the table series and what is derived.
func outcomeNames(s *scenario.Scenario) []string {
	names, err := columnNames(s)
	if err != nil { // its run will say why; columns have the same names elsewhere
		if s, err = scenario.Load("central", []string{"economy=teaching-3x3", "mean_field=true"}, nil); err == nil {
			names, _ = columnNames(s)
		}
	}
	return append([]string{outTFP, outDomar, outHulten}, names...)
}

func columnNames(s *scenario.Scenario) ([]string, error) {
	c := s.Config
	c.Fleet.Agents, c.Firms.Agents, c.People.Agents = 0, 0, min(c.People.Agents, 100)
	w, err := economy.New(c, s.Economy, 1)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	var names []string
	for _, column := range ticks(w).Columns {
		names = append(names, column.Name)
	}
	return names, nil
}

// ticks is the table with a row a tick.
func ticks(w *economy.World) *series.Table {
	for _, t := range w.Tables() {
		if t.Name == "series" {
			return t
		}
	}
	return nil
}

func simulate(s *scenario.Scenario) (map[string]float64, error) {
	w, err := economy.New(s.Config, s.Economy, 1)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	for range w.Ticks() {
		if err := w.Step(); err != nil {
			return nil, err
		}
	}
	t := ticks(w)
	_, first := t.Row(0)
	_, last := t.Row(t.Rows() - 1)
	out := map[string]float64{}
	for i, column := range t.Columns {
		out[column.Name] = last[i]
	}
	derive(out, func(name string) (before, after float64) { i := t.Index(name); return first[i], last[i] })
	for _, name := range []string{outTFP, outDomar, outHulten} {
		if !finite(out[name]) {
			out[name] = 0 // nothing was bought, or nothing changed
		}
	}
	return out, nil
}

// derive computes growth of total factor productivity by Solow's residual: real output less what coworkers' hours cost, over
// labour and capital weighted by their shares,
//
//	ln tfp = ln Y(1-s) - a ln L - (1-a) ln K
//
// and the saving that Hulten's theorem says it equals to first order: the fall in the price of a coworker hour, weighted by
// spending on those hours over output.
func derive(out map[string]float64, read func(name string) (before, after float64)) {
	growth := func(name string) float64 { a, b := read(name); return exact.Log(b / a) }
	s0, s1 := read("ai_spending_share")
	wages0, wages1 := read("compensation_share")
	labour := float64(.5 * (wages0/(1-s0) + wages1/(1-s1)))
	people := growth("employment") + growth("hours_per_worker")
	tfp := growth("real_output") + exact.Log((1-s1)/(1-s0)) - float64(labour*people) - float64((1-labour)*growth("capital"))
	saving := 0.
	if before, after := read("coworker_hour_price"); before > 0 && after > 0 {
		_, trend := read("nominal_output")
		_, detrended := read("detrended_output")
		first, firstDetrended := firstOf(read, "nominal_output"), firstOf(read, "detrended_output")
		saving = float64(.5 * (s0 + s1) * (exact.Log(before/first*firstDetrended) - exact.Log(after/trend*detrended)))
	}
	out[outTFP], out[outDomar], out[outHulten] = tfp, saving, tfp/saving
}

func firstOf(read func(string) (float64, float64), name string) float64 { a, _ := read(name); return a }
