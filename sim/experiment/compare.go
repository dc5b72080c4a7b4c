package experiment

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"tenfold/sim/economy"
	"tenfold/sim/param"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
	"tenfold/sim/stats"
)

// Plan says what is compared with what.
type Plan struct {
	Baseline *scenario.Scenario
	Names    []string                                                        // of the policies
	Under    func(policy int, settings []string) (*scenario.Scenario, error) // -1 is the baseline
	Draws    int                                                             // from the priors, the present values first
	Seeds    int
	Workers  int // runs at once
	Columns  []string
	Years    []int
	Progress func(done, of int)
}

// Comparison is what came out.
type Comparison struct {
	Baseline string   `json:"baseline"`
	Policies []string `json:"policies"`
	Draws    int      `json:"draws"` // that could be run
	Dropped  int      `json:"dropped_draws"`
	Seeds    int      `json:"seeds"`
	Rows     []Row    `json:"rows"`
}

// Row is one outcome in a year under a policy.
type Row struct {
	Policy   string  `json:"policy"`
	Column   string  `json:"outcome"`
	Year     int     `json:"year"`
	Baseline float64 `json:"baseline"` // mean over draws and seeds
	Change   float64 `json:"change"`   // mean over draws and seeds, paired
	Low      float64 `json:"low"`      // 80 % band over draws
	High     float64 `json:"high"`
	Noise    float64 `json:"noise"`    // standard error of the change over seeds
	Pairing  float64 `json:"pairing"`  // by how much pairing shrinks that against other seeds
	Detected bool    `json:"detected"` // the band, and the noise, leave no doubt of the sign
}

// band is the part of draws that an interval holds.
const band = .8

// outcome is the yearly means of a run, by column and year.
type outcome [][]float64

// Compare runs the plan. It returns an error when the context ends, when no draw can be run, and when a policy has no
// run where the baseline has one.
func (p *Plan) Compare(ctx context.Context) (*Comparison, error) {
	cases := len(p.Names) + 1
	results := make([]outcome, cases*p.Draws*p.Seeds)
	failures := make([]error, len(results))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(p.Workers)
	var done atomic.Int64
	var telling sync.Mutex
	for d := range p.Draws {
		for s := range p.Seeds {
			for c := range cases {
				group.Go(func() error {
					i := (c*p.Draws+d)*p.Seeds + s
					results[i], failures[i] = p.run(ctx, c-1, d, s)
					if p.Progress != nil {
						telling.Lock()
						defer telling.Unlock()
						p.Progress(int(done.Add(1)), len(results))
					}
					return ctx.Err()
				})
			}
		}
	}
	if err := group.Wait(); err != nil {
		return nil, context.Cause(ctx)
	}
	return p.collect(results, failures)
}

// run is one run to its end.
func (p *Plan) run(ctx context.Context, policy, draw, seed int) (outcome, error) {
	settings := append(Draw(scenarioSet(p.Baseline), draw), fmt.Sprintf("seed=%d", p.Baseline.Config.Seed+int64(seed)))
	s, err := p.Under(policy, settings)
	if err != nil {
		return nil, err
	}
	c, _, err := EqualCost(s.Config, s.Economy, s.Targets)
	if err != nil {
		return nil, err
	}
	w, err := economy.New(c, s.Economy, 1)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	for w.Tick() < w.Ticks() {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := w.Step(); err != nil {
			return nil, err
		}
	}
	return p.read(w.Tables()), nil
}

// scenarioSet is the scenario's parameters with their values.
func scenarioSet(s *scenario.Scenario) *param.Set {
	c := s.Config
	return economy.Parameters(&c)
}

// Of names a column of a table other than "series", in the rows whose last label is group: "people/income/3".
func Of(table, column, group string) string { return table + "/" + column + "/" + group }

// read takes yearly means of the columns.
func (p *Plan) read(tables []*series.Table) outcome {
	out := make(outcome, len(p.Columns))
	for k, column := range p.Columns {
		table, group := tables[0], ""
		if part := strings.Split(column, "/"); len(part) == 3 {
			column, group = part[1], part[2]
			table = tables[slices.IndexFunc(tables, func(t *series.Table) bool { return t.Name == part[0] })]
		}
		for _, y := range p.Years {
			out[k] = append(out[k], yearly(table, column, group, strconv.Itoa(y)))
		}
	}
	return out
}

// yearly is the mean of a column over the ticks of a year, in the rows of a group where the table has several.
func yearly(t *series.Table, column, group, year string) float64 {
	sum, n, at := 0., 0., t.Index(column)
	for i := range t.Rows() {
		labels, row := t.Row(i)
		if strings.HasPrefix(labels[0], year) && (group == "" || labels[len(labels)-1] == group) {
			sum, n = sum+row[at], n+1
		}
	}
	return sum / math.Max(n, 1)
}

// collect compares run by run. A draw without a base year, or that leaves the model's domain in the baseline or under a
// policy, is dropped for all.
func (p *Plan) collect(results []outcome, failures []error) (*Comparison, error) {
	at := func(c, d, s int) int { return (c*p.Draws+d)*p.Seeds + s }
	var draws []int
	var failure error
	for d := range p.Draws {
		whole := true
		for c := range len(p.Names) + 1 {
			for s := range p.Seeds {
				if err := failures[at(c, d, s)]; err != nil {
					whole, failure = false, err
				}
			}
		}
		if whole {
			draws = append(draws, d)
		}
	}
	if len(draws) == 0 {
		return nil, fmt.Errorf("no draw could be run: %w", failure)
	}
	c := &Comparison{Baseline: p.Baseline.Name, Policies: p.Names, Draws: len(draws), Dropped: p.Draws - len(draws), Seeds: p.Seeds}
	for policy, name := range p.Names {
		for k, column := range p.Columns {
			for y, year := range p.Years {
				base, with := make([][]float64, len(draws)), make([][]float64, len(draws))
				for i, d := range draws {
					for s := range p.Seeds {
						base[i] = append(base[i], results[at(0, d, s)][k][y])
						with[i] = append(with[i], results[at(policy+1, d, s)][k][y])
					}
				}
				row := compareRuns(base, with)
				row.Policy, row.Column, row.Year = name, column, year
				c.Rows = append(c.Rows, row)
			}
		}
	}
	return c, nil
}

// compareRuns compares runs by draw and seed.
func compareRuns(base, with [][]float64) Row {
	var r Row
	changes := make([]float64, len(base))
	paired, apart := 0., 0.
	for d := range base {
		difference := make([]float64, len(base[d]))
		for s := range difference {
			difference[s] = with[d][s] - base[d][s]
		}
		r.Baseline += mean(base[d]) / float64(len(base))
		changes[d] = mean(difference)
		paired += variance(difference) / float64(len(base))
		apart += (variance(base[d]) + variance(with[d])) / float64(len(base))
	}
	r.Change = mean(changes)
	r.Low, r.High = stats.Quantile(changes, (1-band)/2), stats.Quantile(changes, (1+band)/2)
	runs := float64(len(base) * len(base[0]))
	r.Noise = math.Sqrt(paired / runs)
	r.Pairing = 1
	if paired > 0 {
		r.Pairing = math.Sqrt(apart / paired)
	}
	r.Detected = (r.Low > 0 || r.High < 0) && math.Abs(r.Change) > 2*r.Noise
	return r
}

func mean(v []float64) float64 {
	sum := 0.
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// variance is the unbiased one over seeds, 0 with one.
func variance(v []float64) float64 {
	if len(v) < 2 {
		return 0
	}
	m, sum := mean(v), 0.
	for _, x := range v {
		sum += float64((x - m) * (x - m))
	}
	return sum / float64(len(v)-1)
}
