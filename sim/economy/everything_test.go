package economy

import (
	"errors"
	"flag"
	"io/fs"
	"math"
	"os"
	"strings"
	"testing"

	"tenfold/configs"
	"tenfold/sim/dataset"
	"tenfold/sim/param"
	"tenfold/sim/policy"
	"tenfold/sim/tech"

	"pgregory.net/rapid"
)

// everything draws a configuration in which every feature is on: all parameters that have a prior anywhere in it, and
// the others that switch or scale something.
func everything(t *rapid.T) Config {
	var c Config
	set := Parameters(&c)
	set.Defaults()
	for _, p := range set.All() {
		if p.HasPrior() && p.Kind == param.Float {
			mustSet(t, p, rapid.Float64Range(p.Low, p.High).Draw(t, p.Key))
		}
	}
	for _, r := range []struct {
		key       string
		low, high float64
	}{
		{"government.consumption_tax", .01, .3}, {"macro.foreign_return", .001, .015}, {"firms.selection", .05, 2},
		{"firms.size_hazard", -.2, .3}, {"feedback.strength", .05, 1}, {"feedback.base_growth", .001, .02},
		{"providers.open_lag", 0, 30}, {"providers.markup", 0, 3}, {"providers.open_markup", 0, .5},
		{"new_tasks.strength", .1, 1}, {"new_tasks.lag", 0, 2}, {"people.outside_transfers", 0, 1},
		{"monetary.inflation", 0, 2}, {"monetary.slack", 0, 3}, {"monetary.spending", 0, 2}, {"monetary.lower_bound", -.1, 0}, {"tasks.quantile", 0, 1},
		{"fleet.size", 1e4, 1e9}, {"own_work.rationing", 0, .9}, {"own_work.market_share", 0, .9}, {"labour.retraining", 0, .2},
		{"horizon.occupation_spread", 0, 2}, {"macro.saving_response", 0, 3}, {"labour.indexation", 0, 1}, {"firms.pass_through", 0, 1},
		{"compute.power", 2000, 1e5}, {"training.spending", 1e9, 1e11}, {"training.revenue_share", 0, 1}, {"training.outside_financing", 0, .01},
	} {
		mustSet(t, set.Find(r.key), rapid.Float64Range(r.low, r.high).Draw(t, r.key))
	}
	for _, key := range []string{"monetary.regime", "behaviour", "fleet.mode", "fleet.per", "clock.tick", "own_work.procurement"} {
		p := set.Find(key)
		mustSet(t, p, rapid.SampledFrom(p.Choices).Draw(t, key))
	}
	for _, key := range []string{"training.financed", "price.covers_hardware"} {
		mustSet(t, set.Find(key), rapid.Bool().Draw(t, key))
	}
	mustSet(t, set.Find("tasks.ceiling"), rapid.SampledFrom([]string{"alpha", "beta", "gamma", "quantile"}).Draw(t, "ceiling"))
	mustSet(t, set.Find("price.curve"), rapid.SampledFrom([]string{"tenfold", "moore", "claimed-150x", "staircase"}).Draw(t, "curve"))
	c.Fleet.Path = []tech.Point{{Year: 0, Index: 1e5}, {Year: 3, Index: rapid.Float64Range(1e5, 1e9).Draw(t, "path")}}
	c.Fleet.Agents, c.People.Agents, c.Firms.Agents, c.People.Panel, c.Ledger = 1000, 1000, 600, 3, true
	c.Policies = anyPolicies(t)
	c.Seed = rapid.Int64Range(0, 1000).Draw(t, "seed")
	c.Clock.End = "2028-12"
	if c.Adoption.Integrated > c.Adoption.Adopted {
		c.Adoption.Integrated = c.Adoption.Adopted
	}
	return c
}

// anyPolicies draws levels and dates for about half of the levers.
func anyPolicies(t *rapid.T) []policy.Policy {
	p := policy.Policy{Name: "drawn", Financing: rapid.SampledFrom(policy.Financings()).Draw(t, "financing")}
	for _, l := range policy.Levers() {
		d := l.Definition()
		if !rapid.Bool().Draw(t, d.Name) {
			continue
		}
		high := map[policy.Lever]float64{policy.BasicIncome: 800, policy.ComputeBudgetUSD: 300, policy.ComputeBudgetHours: 1000, policy.ComputeTax: 2, policy.SupervisionFloor: .5, policy.FleetCap: 1e9, policy.FleetGrowthCap: 5,
			policy.LabourTax: .4, policy.CapitalTax: .35, policy.ConsumptionTax: .3, policy.ReleaseInterval: 24, policy.ProviderMarkup: 3, policy.OpenModelsMarkup: 1,
			policy.PriceShock: 20, policy.OpenModelsLag: 40}[l]
		if high == 0 {
			high = d.Max
		}
		low := d.Min
		if l == policy.FleetCap {
			low = 1e7
		}
		from := rapid.Float64Range(2025, 2028).Draw(t, "from")
		p.Settings = append(p.Settings, policy.Setting{Lever: l, From: from, Until: from + rapid.Float64Range(.1, 4).Draw(t, "for"), Level: rapid.Float64Range(low, high).Draw(t, "level")})
	}
	return []policy.Policy{p}
}

func mustSet(t *rapid.T, p *param.Parameter, v any) {
	if err := p.Set(v); err != nil {
		t.Fatalf("%s: %v", p.Key, err)
	}
}

// With every lever and every feature on at once, all identities hold at every tick to 1e-9: flows, sectors, output and
// income, stocks; parts of prices, of providers' revenue and of the labour share; rows and columns of the matrix. A run
// that leaves the model's domain says in which phase and why, and no number in any table is NaN.
func TestAllIdentitiesHoldWithEverythingOn(t *testing.T) {
	folder, err := fs.Sub(configs.FS, "economies/us-2024")
	if err != nil {
		t.Fatal(err)
	}
	data, err := dataset.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	checks := flag.Lookup("rapid.checks").Value
	before, want := checks.String(), "30"
	if os.Getenv("TEST_HEAVY") != "" {
		want = "300"
	}
	if err := checks.Set(want); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = checks.Set(before) }()
	runs, broke := 0, map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		runs++
		c := everything(t)
		if faults := c.Validate(); faults != nil {
			t.Skip(faults[0].Message)
		}
		w, err := New(c, data, 1)
		if err != nil {
			if !strings.Contains(err.Error(), "base year") || strings.Contains(err.Error(), "NaN") {
				t.Fatalf("no base year: %v", err)
			}
			broke["base year"]++
			return
		}
		for w.Tick() < w.Ticks() {
			if err := w.Step(); err != nil {
				var b *Breakdown
				if !errors.As(err, &b) || b.Phase == "books" || strings.Contains(b.Message, "NaN") || strings.Contains(b.Message, "does not balance") {
					t.Fatal(err)
				}
				broke[b.Phase]++
				return
			}
			checkIdentities(t, w)
		}
		checkMatrix(t, w)
	})
	ended := 0
	for _, n := range broke {
		ended += n
	}
	t.Logf("%d runs, of which %d ended early: %v", runs, ended, broke)
	if ended > runs/2 {
		t.Errorf("%d of %d runs ended early: %v", ended, runs, broke)
	}
}

func checkIdentities(t *rapid.T, w *World) {
	near := func(what string, a, b, scale float64) {
		if !(math.Abs(a-b) <= 1e-9*scale) {
			t.Fatalf("%s: %s is %.15g against %.15g", w.Date(), what, a, b)
		}
	}
	near("the books' error", w.worstBook, 0, 1)
	q, y, r := w.now, &w.flows, &w.providers.revenue
	near("providers' revenue", r.energy+r.hardware+r.markup+r.scarcity+y.computeTax, q.rent(), y.output)
	for s, p := range q.price {
		sum := 0.
		for _, part := range w.parts.all() {
			sum += (*part)[s]
		}
		near("price of "+w.data.Industries[s].Code, sum, p, p)
	}
	change := splitShare(w.firstState, w.lastState)
	near("labour share", change.rent+change.substitution+change.composition+change.newTasks+change.other, w.lastState.paid-w.firstState.paid, 1)
	saved := y.disposable - float64((1+y.consumptionRate)*(q.goods+q.luxury+q.newUses))
	acquired := 0.
	for i := range w.books.Stocks {
		s := &w.books.Stocks[i]
		acquired += s.Row(s.Acquired)[0]
	}
	near("people's saving", saved, acquired, y.output)
}

// checkMatrix adds up the table "ledger" as a reader would.
func checkMatrix(t *rapid.T, w *World) {
	table := w.tables[len(w.tables)-1]
	if table.Name != "ledger" {
		t.Fatalf("the last table is %s", table.Name)
	}
	balance := map[string]float64{}
	for i := range table.Rows() {
		labels, row := table.Row(i)
		sum := 0.
		for _, x := range row[:len(row)-1] {
			sum += x
		}
		scale := 1e-9 * 3e13
		if math.Abs(sum-row[len(row)-1]) > scale {
			t.Fatalf("%v sums to %g, says %g", labels, sum, row[len(row)-1])
		}
		switch account := labels[1]; account {
		case "current", "capital", "financial", "all":
			if math.Abs(sum) > scale {
				t.Fatalf("%v sums to %g", labels, sum)
			}
			for s, x := range row {
				if account == "all" && math.Abs(x) > scale {
					t.Fatalf("%v, column %d sums to %g", labels, s, x)
				}
			}
		case accountClosing:
			if key := labels[0] + labels[2]; math.Abs(balance[key]-row[len(row)-1]-row[0]) > 10*scale {
				t.Fatalf("%v: %g does not follow from the rest, %g", labels, row[len(row)-1]+row[0], balance[key])
			}
		default:
			balance[labels[0]+labels[2]] += row[len(row)-1] + row[0]
		}
	}
}

// What cannot be is named at its phase, and nothing turns into NaN.
func TestImpossibleStatesAreNamed(t *testing.T) {
	for _, c := range []struct {
		what, phase, says string
		breaks            func(w *World)
	}{
		{"consumption above income", "compute", "investment would be", func(w *World) { w.consumption = 1.2 * w.money.income }},
		{"hardware above investment", "incomes", "providers' hardware takes", func(w *World) {
			w.providers.hardware = 0
			w.cfg.Tech.Compute.Return = 1e-9
			w.cfg.Tech.Compute.Depreciation = 1e-9
			w.cfg.Tech.Compute.PricePerformance = 1
		}},
		{"wealth that vanishes", "stocks", "wealth cannot vanish", func(w *World) { w.foreign = -1e16 }},
		{"a field without persons", "labour", "would hold", func(w *World) { w.labour.stock[2*w.fields+3] = -1e7 }},
		{"money without hold", "money", "interest rule", func(w *World) { w.cfg.Macro.Monetary.Regime = "taylor"; w.money.inflation = 200 }},
		{"research that explodes", "research", "feedback diverges", func(w *World) { w.cfg.Feedback.Strength = 1; w.productivity = 1e31 }},
	} {
		w := smallWorld(t, func(c *Config) {})
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
		c.breaks(w)
		var b *Breakdown
		if err := w.Step(); !errors.As(err, &b) || b.Phase != c.phase || !strings.Contains(b.Message, c.says) || strings.Contains(b.Message, "NaN") {
			t.Errorf("%s: got %v", c.what, err)
		}
	}
}
