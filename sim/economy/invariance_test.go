package economy

import (
	"io/fs"
	"math"
	"slices"
	"strings"
	"testing"

	"tenfold/configs"
	"tenfold/sim/dataset"
	"tenfold/sim/param"
	"tenfold/sim/series"
	"tenfold/sim/unit"
)

// scaledEconomy is the economy with what has one of the units multiplied, and a configuration in which such settings are too.
func scaledEconomy(t *testing.T, money, people float64) (*dataset.Economy, Config) {
	t.Helper()
	folder, err := fs.Sub(configs.FS, "economies/us-2024")
	if err != nil {
		t.Fatal(err)
	}
	e, err := dataset.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, column := range [][]float64{e.Consumption, e.Investment, e.Government, e.NetExports} {
		scale(column, money*people)
	}
	for i := range e.Industries {
		e.Industries[i].GrossOutputUSD *= money * people
		scale(e.Jobs[i], people)
	}
	for f := range e.Occupations {
		o := &e.Occupations[f]
		o.Jobs *= people
		o.WageUSDPerYear *= money
		scale(o.Percentiles[:], money)
	}
	for name, a := range e.Anchors {
		switch {
		case strings.HasPrefix(a.Unit, "usd"):
			a.Value *= money * people
		case name == "employment":
			a.Value *= people
		}
		e.Anchors[name] = a
	}
	var c Config
	set := Parameters(&c)
	set.Defaults()
	c.MeanField = true
	c.Training.Financed, c.Macro.SavingResponse, c.Firms.PassThrough, c.Labour.Indexation = true, .5, .9, .2
	for _, p := range set.All() {
		if p.Kind == param.Float && strings.HasPrefix(string(p.Unit), "usd") {
			*floatOf(t, &c, p.Key) *= money
		}
	}
	c.Training.Spending *= people
	c.Tech.Compute.Capacity *= people
	c.Tech.Compute.Power = 5000 * people
	return e, c
}

func scale(v []float64, by float64) {
	for i := range v {
		v[i] *= by
	}
}

// floatOf is where a setting in dollars is kept; bounds are for people, not for this test.
func floatOf(t *testing.T, c *Config, key string) *float64 {
	t.Helper()
	where := map[string]*float64{
		"price.launch": &c.Tech.Price.Launch, "energy.electricity": &c.Tech.Energy.Electricity,
		"training.spending": &c.Training.Spending, "own_work.borrowing_limit": &c.OwnWork.Limit,
	}[key]
	if where == nil {
		t.Fatalf("%s is in dollars and unknown to this test", key)
	}
	return where
}

func tablesOf(t *testing.T, e *dataset.Economy, c Config) []*series.Table {
	t.Helper()
	w, err := New(c, e, 1)
	if err != nil {
		t.Fatal(err)
	}
	for w.Tick() < w.Ticks() {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
	return w.Tables()
}

// Equations have the right dimensions: another currency multiplies what is in dollars and changes nothing else, and an
// economy of many times the people multiplies numbers of people, dollars, hours and compute, and changes nothing else.
func TestDimensionsAreConsistent(t *testing.T) {
	base, c := scaledEconomy(t, 1, 1)
	want := tablesOf(t, base, c)
	for _, of := range []struct {
		what          string
		money, people float64
	}{{"another currency", 128, 1}, {"more people", 1, 64}, {"both", 1. / 32, 16}} {
		e, c := scaledEconomy(t, of.money, of.people)
		got := tablesOf(t, e, c)
		factor := func(column series.Column) float64 {
			by := 1.
			if strings.HasPrefix(string(column.Unit), "usd") {
				by *= of.money
			}
			if slices.Contains(extensive, column.Unit) && !perPerson[column.Name] {
				by *= of.people
			}
			return by
		}
		for k, table := range want {
			for i, column := range table.Columns {
				a, b, by := table.Column(column.Name), got[k].Column(column.Name), factor(column)
				for r := range a {
					if column.Name != "accounts_error" && !(math.Abs(b[r]-by*a[r]) <= 1e-7*math.Max(math.Abs(by*a[r]), 1e-6)) {
						t.Errorf("%s: %s.%s, row %d, is %.12g, expected %g times %.12g", of.what, table.Name, table.Columns[i].Name, r, b[r], by, a[r])
						break
					}
				}
			}
		}
	}
}

// The units of what an economy twice as large has twice as much of, and columns in these units that are of one person.
var (
	extensive = []unit.Unit{"usd/yr", "usd", "people", "jobs", "coworkers", "h/yr", "tasks/yr", "tokens/yr", "H100e", "H100e-h/yr", "MW"}
	perPerson = map[string]bool{"wage_usd_year": true}
)

// The end of work: coworkers who can do everything, need no review and never fail for good, in an economy that adopts them
// at once, leave people nothing of income, and output is what capital makes. Books balance all the way.
func TestFullAutomationLeavesNothingToLabour(t *testing.T) {
	e, c := scaledEconomy(t, 1, 1)
	c.Training.Financed, c.Macro.SavingResponse, c.Firms.PassThrough, c.Labour.Indexation = false, 0, 1, 0
	c.Tech.Compute.Power = 1e9
	c.Tech.Tasks.Ceiling, c.Tech.Tasks.Shares = "file", make([]float64, len(e.Occupations))
	for f := range c.Tech.Tasks.Shares {
		c.Tech.Tasks.Shares[f] = 1
	}
	r := &c.Tech.Review
	r.Minimum, r.Slope, r.Persistence = 0, 0, 0
	c.NewTasks.Strength, c.Adoption.Imitation, c.Adoption.Lag = 0, 5, 0
	c.OwnWork.TakeUp, c.OwnWork.Adopters = 0, 0
	series := tablesOf(t, e, c)[0]
	end := series.Rows() - 1
	at := func(column string) float64 { return series.Column(column)[end] }
	if share := at("compensation_share"); !(share < 1e-9) {
		t.Errorf("labour keeps %g of income", share)
	}
	if done := at("done"); !(done > .999) {
		t.Errorf("coworkers do %g of all tasks", done)
	}
	if y := at("real_output"); !(y > 3) {
		t.Errorf("output is %g of the trend", y)
	}
	if books := at("accounts_error"); !(books < 1e-9) {
		t.Errorf("books are off by %g", books)
	}
}
