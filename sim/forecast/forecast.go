// Package forecast says what a scenario makes of the years to come with bands over draws from the priors, locks that into a
// file whose content is hashed, and scores it against what was recorded later.
//
// The bands are those of parameters: the model has no business cycle, and says "if this, then that".
package forecast

import (
	"context"
	"fmt"

	"tenfold/sim/economy"
	"tenfold/sim/experiment"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
	"tenfold/sim/stats"
	"tenfold/sim/unit"
)

// Levels are the probabilities of the quantiles of a forecast. The first and the last enclose 80 %.
var Levels = []float64{.1, .25, .5, .75, .9}

// Coverage is the part of draws that a band holds.
const Coverage = .8

// Plan says what is forecast.
type Plan struct {
	Scenario *scenario.Scenario
	Draws    int
	Workers  int
	Outcomes []string // columns of the table "series", or as experiment.Of names them
	Years    []int    // in ascending order
	Progress func(done, of int)
}

// Forecast is quantiles of yearly means over draws.
type Forecast struct {
	Scenario string    `json:"scenario"`
	Hash     string    `json:"configuration"` // of the scenario
	Model    string    `json:"model"`         // its version
	Draws    int       `json:"draws"`         // that could be run
	Dropped  int       `json:"dropped_draws"`
	People   int64     `json:"people"` // simulated; 0 stands for expectations
	Start    string    `json:"start"`
	Levels   []float64 `json:"levels"`
	Rows     []Row     `json:"rows"`
}

// Row is an outcome in a year.
type Row struct {
	Outcome   string    `json:"outcome"`
	Unit      unit.Unit `json:"unit"`
	Year      int       `json:"year"`
	Start     float64   `json:"start"`     // median in the first year of the run
	AsIs      float64   `json:"as_is"`     // at the present values of the parameters
	Quantiles []float64 `json:"quantiles"` // at the levels
}

// Median of the row.
func (r *Row) Median() float64 { return r.Quantiles[2] }

// Band is the row's lower and upper end.
func (r *Row) Band() (low, high float64) { return r.Quantiles[0], r.Quantiles[len(r.Quantiles)-1] }

// Run runs the draws.
func (p *Plan) Run(ctx context.Context) (*Forecast, error) {
	c := &p.Scenario.Config
	years := append([]int{firstYear(c)}, p.Years...)
	e := experiment.Ensemble{Scenario: p.Scenario, Draws: p.Draws, Workers: p.Workers,
		Read: experiment.Yearly(p.Outcomes, years), Progress: p.Progress}
	runs, err := e.Run(ctx)
	if err != nil {
		return nil, err
	}
	if runs.Draws[0] != 0 {
		return nil, fmt.Errorf("the scenario cannot be run at the present values of its parameters")
	}
	units, err := experiment.Units(p.Scenario, p.Outcomes)
	if err != nil {
		return nil, err
	}
	f := &Forecast{Scenario: p.Scenario.Name, Hash: p.Scenario.Hash(), Model: economy.ModelVersion, Draws: len(runs.Draws),
		Dropped: runs.Dropped, Start: c.Clock.Start, Levels: Levels}
	if !c.MeanField {
		f.People = c.People.Agents
	}
	for k, outcome := range p.Outcomes {
		start := stats.Quantile(runs.Column(k*len(years)), .5)
		for y, year := range p.Years {
			values := runs.Column(k*len(years) + 1 + y)
			f.Rows = append(f.Rows, Row{outcome, units[k], year, start, values[0], Quantiles(values)})
		}
	}
	return f, nil
}

// Quantiles of values at the levels.
func Quantiles(values []float64) []float64 {
	var out []float64
	for _, p := range Levels {
		out = append(out, stats.Quantile(values, p))
	}
	return out
}

// Find is the row of an outcome and year, or nil.
func (f *Forecast) Find(outcome string, year int) *Row {
	for i := range f.Rows {
		if r := &f.Rows[i]; r.Outcome == outcome && r.Year == year {
			return r
		}
	}
	return nil
}

func firstYear(c *economy.Config) int { return int(c.Clock.Begin()) }

// Table is the forecast as a table of numbers.
func (f *Forecast) Table() *series.Table {
	columns := []series.Column{{Name: "as_is", Doc: "At the present values of the parameters, in the outcome's unit."}}
	for _, p := range f.Levels {
		columns = append(columns, series.Column{Name: fmt.Sprintf("q%02.0f", 100*p), Doc: fmt.Sprintf("Quantile %g over draws from the priors, in the outcome's unit.", p)})
	}
	t := series.New("forecast", "Quantiles of yearly means over draws from the priors, a row an outcome and year.",
		[]series.Label{{Name: "outcome", Doc: "Column of the run's tables."}, {Name: "unit", Doc: "Unit of the outcome."}, {Name: "year", Doc: "Mean over the ticks of that year."}}, columns)
	for i := range f.Rows {
		r := &f.Rows[i]
		t.Append([]string{r.Outcome, string(r.Unit), fmt.Sprint(r.Year)}, append([]float64{r.AsIs}, r.Quantiles...))
	}
	return t
}
