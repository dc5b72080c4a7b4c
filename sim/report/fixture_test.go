package report_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"tenfold/sim/output"
	"tenfold/sim/report"
	"tenfold/sim/series"
	"tenfold/sim/unit"
)

// A fake is a run whose figures are formulas: what is shown does not change with the model.
type fake struct {
	name   string
	seed   int64
	growth float64 // of output by the last year
	people int64
	months int
	noise  float64
	large  string // of the obstacles, the largest; blocked_by_adoption where not given
}

func names(words ...string) (out []series.Column) {
	for _, w := range words {
		out = append(out, series.Column{Name: w, Unit: unit.Unit("index"), Doc: "A column."})
	}
	return out
}

func labels(words ...string) (out []series.Label) {
	for _, w := range words {
		out = append(out, series.Label{Name: w, Doc: "A label."})
	}
	return out
}

var blocked = []string{"done", "blocked_by_ceiling", "blocked_by_capability", "blocked_by_review", "blocked_by_price", "blocked_by_compute", "blocked_by_new_tasks", "blocked_by_adoption"}

// write makes the folder of the run and returns its path.
func (f fake) write(t *testing.T) string {
	t.Helper()
	s := series.New("series", "A row a tick.", labels("date"), names(append([]string{"year", "real_output", "price_level", "land_price", "luxury_price", "task_price", "frontier_price", "coworker_hour_price",
		"unemployment_rate", "separation_rate", "moves_rate", "finding_rate", "labour_share", "ai_profit_share", "labour_share_by_rent", "labour_share_by_substitution", "labour_share_by_composition",
		"labour_share_by_new_tasks", "labour_share_by_other", "wage_real_mean", "income_median", "income_gini", "wealth_gini", "poverty_rate", "coworkers", "compute_used", "compute_capacity", "hours_waiting", "hours_worked",
		"success", "review_per_hour", "ai_spending", "ai_energy", "ai_hardware", "ai_markup", "ai_scarcity", "ai_tax", "horizon_hours", "firms_using", "electricity", "hours_own", "hours_new_uses"}, blocked...)...))
	fields := series.New("fields", "A row a tick and occupation.", labels("date", "occupation"), names("employment", "wage_real", "wage_usd_year", "done", "coworkers"))
	industries := series.New("industries", "A row a tick and industry.", labels("date", "industry"), names("price"))
	people := series.New("people", "A row a tick and tenth.", labels("date", "decile"), names("income"))
	lorenz := series.New("lorenz", "A row a tick and point.", labels("date", "poorest"), names("income", "wealth"))
	tables := []*series.Table{s, fields, industries}
	if f.people > 0 {
		tables = append(tables, people, lorenz)
	}
	run, err := output.Create(t.TempDir(), output.About{Name: f.name, Hash: fmt.Sprintf("%08x%056d", 0xabcdef12+len(f.name), f.seed), Seed: f.seed, Tool: "v1", Model: "1",
		Sizes: output.Sizes{Agents: 1000, People: f.people, Firms: 100, Ticks: f.months}, Scenario: fmt.Appendf(nil, "name: %s\nseed: %d\n", f.name, f.seed)}, tables)
	if err != nil {
		t.Fatal(err)
	}
	for m := range f.months {
		f.month(m, s, fields, industries, people, lorenz)
		if err := run.Write(); err != nil {
			t.Fatal(err)
		}
	}
	if err := run.Finish(output.Complete, "", f.months, output.Execution{}); err != nil {
		t.Fatal(err)
	}
	return run.Dir()
}

func (f fake) month(m int, s, fields, industries, people, lorenz *series.Table) {
	date := fmt.Sprintf("%d-%02d", 2025+m/12, m%12+1)
	x := float64(m) / 131 // from 0 to 1 over eleven years
	g := f.growth * (x*x + f.noise*float64(f.seed))
	growth := func(of float64) float64 { return 1 + of*g }
	fall := math.Max(math.Pow(10, -float64(m)/12), 1e-3)
	coworkers := 1e6 * math.Pow(10, 3*x) // one in twenty in firms
	values := []float64{2025 + (float64(m)+.5)/12, growth(1), growth(-.8), growth(1.5), growth(.4), 4 * fall, 2 + 50*x, 2 - x,
		.04 + .2*g, .01 + .01*g, .013 - .005*g, .26 - .2*g, .55 - .4*g, .01 * x, -.02 * g, -.2 * g, -.1 * g, .01 * g, -.03 * g, growth(.5), 56e3 * growth(.6), .43 + .1*g, .83, .06 - .05*g, coworkers,
		x, 1, .01, 1, .5 + .45*x, .5 - .4*x, 1e9, 2e8 + 5e8*x, 4e8 - 3e8*x, 4e8 - 4e8*x, 2e8 * x, 0, math.Pow(2, float64(m)/6), .07 + .9*x, 1e5 * x, 2080 * .2 * coworkers, 2080 * .75 * coworkers}
	if f.people == 0 { // as a run has it
		for _, c := range []string{"income_median", "income_gini", "wealth_gini", "poverty_rate"} {
			values[s.Index(c)] = 0
		}
	}
	shares := []float64{.3 * x, .6, .2 * (1 - x), .1 * (1 - x), .02 * (1 - x), .01 * x, .04 * x, .1 - .05*x - .02*(1-x)}
	if k := slices.Index(blocked, f.large); k >= 0 {
		shares[k] += .2
		shares[1] -= .2
	}
	s.Append([]string{date}, append(values, shares...))
	for k, code := range []string{"11", "13", "15", "17", "19"} {
		fields.Append([]string{date, code}, []float64{1e6 * growth(float64(k)-2), growth(.2 * float64(k+1)), 40e3 + 25e3*float64(k), .1 * float64(k) * x, .01 * coworkers})
	}
	for k, code := range []string{"A", "B", "C"} {
		industries.Append([]string{date, code}, []float64{growth(float64(k) - 1)})
	}
	for k := range 10 {
		people.Append([]string{date, fmt.Sprint(k + 1)}, []float64{1e4 * float64(k+1) * growth(.1*float64(10-k))})
	}
	for _, p := range []float64{.1, .5, .9, .99} {
		lorenz.Append([]string{date, fmt.Sprint(p)}, []float64{math.Pow(p, 2+g), math.Pow(p, 4)})
	}
}

// open writes runs and reads them.
func open(t *testing.T, fakes ...fake) (out []*report.Run) {
	t.Helper()
	for _, f := range fakes {
		r, err := report.OpenRun(f.write(t))
		if err != nil {
			t.Fatal(err)
		}
		r.About = report.About{Titles: map[string]string{"11": "Managers", "13": "Business and Financial Operations Occupations", "15": "Computer and Mathematical Occupations", "A": "Farms", "B": "Mines & quarries", "C": "A title of an industry that is longer than most"},
			Difference: []string{"price.fall 10x/yr -> 3x/yr"}, Settings: map[string]string{"price.curve": "tenfold", "price.fall": "10x/yr", "labour.wage_down": "0.35 /yr", "substitution.tasks": "0.5", "review.minimum": "0.1 h/h", "adoption.lag": "2 yr", "adoption.imitation": "0.42 /yr",
				"horizon.doubling": "6 months", "price.exponent": "0.87", "compute.growth": "3.3x/yr", "new_tasks.strength": "0.5", "new_uses.elasticity": "1.5"}, Command: "tenfold run"}
		out = append(out, r)
	}
	return out
}

func context() *report.Context {
	record := func(at ...float64) *report.Record {
		r := &report.Record{Source: "a record"}
		for i, v := range at {
			r.Points = append(r.Points, point(2022.5+float64(i)/2, v))
		}
		return r
	}
	return &report.Context{Horizon: record(.1, .2, .4, .8, 1.6), Price: record(100, 30, 10, 3, 1), Adoption: record(3, 4, 5, 6), Unemployment: record(3.6, 3.8, 4),
		Published:  &report.Sourced{Source: "studies", Header: []string{"study", "low", "value", "high", "years", "says"}, Rows: [][]string{{"Somebody 2024", "1", "2", "3", "10", "output +1 to 3 %"}, {"Somebody else 2025", "5", "5", "5", "5", "+5 %"}}},
		Validation: []report.Table{{Caption: "Tests of a kind", Rows: [][]string{{"name", "verdict"}, {"one", "holds"}}}}, Command: "tenfold report x"}
}
