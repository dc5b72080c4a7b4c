package economy_test

import (
	"math"
	"testing"

	"tenfold/sim/economy"
	"tenfold/sim/policy"
)

// under runs a world with levers set from 2026 to the end, at the given cost's financing.
func under(t testing.TB, financing string, levels map[policy.Lever]float64, settings ...string) *economy.World {
	t.Helper()
	return underFrom(t, 2026, financing, levels, settings...)
}

func underFrom(t testing.TB, from float64, financing string, levels map[policy.Lever]float64, settings ...string) *economy.World {
	t.Helper()
	c := config(t, settings)
	p := policy.Policy{Name: "tried", Financing: financing}
	for _, l := range policy.Levers() {
		if level, ok := levels[l]; ok {
			p.Settings = append(p.Settings, policy.Setting{Lever: l, From: from, Until: 2036, Level: level})
		}
	}
	c.Policies = []policy.Policy{p}
	w, err := economy.New(c, tables(t, c.Economy), 2)
	if err != nil {
		t.Fatal(err)
	}
	stepTo(t, w, w.Ticks())
	return w
}

// acted are the levers that the economy acts on.
func acted(t testing.TB) (out []policy.Lever) {
	t.Helper()
	for _, l := range policy.Levers() {
		c := config(t, with(mean, []string{"clock.end=2025-01"}))
		c.Policies = []policy.Policy{{Name: "probe", Settings: []policy.Setting{{Lever: l, From: 2025, Until: 2026}}}}
		if _, err := economy.New(c, tables(t, c.Economy), 1); err == nil {
			out = append(out, l)
		}
	}
	return out
}

// neutral is the level at which a lever changes nothing.
func neutral(t testing.TB, l policy.Lever) float64 {
	t.Helper()
	d := l.Definition()
	if d.Setting == "" {
		return d.Neutral
	}
	var c economy.Config
	set := economy.Parameters(&c)
	set.Defaults()
	p := set.Find(d.Setting)
	if p == nil {
		t.Fatalf("%s stands for %s, which is no setting", l, d.Setting)
	}
	return p.Value().(float64)
}

// A lever at its neutral level changes nothing, to the bit, however it would be paid for.
func TestNeutralLeversChangeNothing(t *testing.T) {
	small := []string{"fleet.agents=2000", "people.agents=2000", "firms.agents=500", "clock.end=2029-12", "ledger=true"}
	plain := run(t, small...)
	levers := acted(t)
	if len(levers) < 15 {
		t.Fatalf("only %d levers act: %v", len(levers), levers)
	}
	for _, financing := range policy.Financings() {
		levels := map[policy.Lever]float64{}
		for _, l := range levers {
			levels[l] = neutral(t, l)
		}
		compareTails(t, financing, under(t, financing, levels, small...), plain)
	}
}

// Each lever does what it is for.
func TestLeversDoWhatTheyAreFor(t *testing.T) {
	plain := run(t, mean...)
	for _, c := range []struct {
		lever  policy.Lever
		level  float64
		column string
		year   int
		more   bool
	}{
		{policy.ComputeSubsidy, .5, "coworkers", 2028, true},
		{policy.ComputeSubsidy, .5, "coworker_hour_price", 2035, false},
		{policy.ComputeTax, 1, "coworkers", 2035, false},
		{policy.ComputeTax, 1, "tax_compute", 2035, true},
		{policy.LabourTax, .4, "hours_per_worker", 2030, false},
		{policy.CapitalTax, .3, "tax_property", 2030, true},
		{policy.ConsumptionTax, .1, "tax_consumption", 2030, true},
		{policy.UnemploymentBenefit, .8, "benefits", 2030, true},
		{policy.WorkingHours, .8, "hours_per_worker", 2030, false},
		{policy.SupervisionFloor, .5, "review_per_hour", 2033, true},
		{policy.SupervisionFloor, .5, "done", 2033, false},
		{policy.FleetCap, 30e6, "coworkers", 2030, false},
		{policy.FleetCap, 30e6, "scarcity_rent", 2030, true},
		{policy.FleetGrowthCap, 1.5, "coworkers", 2029, false},
		{policy.CapabilityPause, 1, "newest_generation", 2030, false},
		{policy.ReleaseInterval, 36, "newest_generation", 2027, false},
		{policy.ProviderMarkup, 0, "ai_markup", 2027, false},
		{policy.OpenModelsLag, 3, "ai_markup", 2027, false},
		{policy.PriceShock, 10, "task_price", 2026, false},
		{policy.PublicOwnership, .5, "public_dividend", 2028, true},
		{policy.BasicIncome, 500, "basic_income", 2028, true},
		{policy.BasicIncome, 500, "government_balance", 2028, false},
	} {
		w := under(t, policy.ByDebt, map[policy.Lever]float64{c.lever: c.level}, mean...)
		a, b := yearly(w, c.column, c.year), yearly(plain, c.column, c.year)
		if c.more != (a > b) || a == b {
			t.Errorf("%s at %g: %s in %d is %g, otherwise %g", c.lever, c.level, c.column, c.year, a, b)
		}
		if x, y := yearly(w, "real_output", 2025), yearly(plain, "real_output", 2025); x != y {
			t.Errorf("%s from 2026 on changes 2025", c.lever)
		}
	}
}

// Retraining takes the unemployed out of the occupations that lose jobs; there are no more jobs for that in all.
func TestRetrainingEmptiesLosingOccupations(t *testing.T) {
	plain, more := run(t, mean...), under(t, policy.ByDebt, map[policy.Lever]float64{policy.Retraining: .5}, mean...)
	computing := func(w *economy.World) float64 {
		fields := w.Tables()[1]
		for i := fields.Rows() - 22; ; i++ {
			if labels, row := fields.Row(i); labels[1] == "15-0000" {
				return row[fields.Index("unemployment_rate")]
			}
		}
	}
	if a, b := computing(more), computing(plain); !(a < b) {
		t.Errorf("unemployment in computing is %g, with less retraining %g", a, b)
	}
}

// A cap on the fleet is kept.
func TestFleetCapIsKept(t *testing.T) {
	w := under(t, policy.ByDebt, map[policy.Lever]float64{policy.FleetCap: 30e6}, mean...)
	most := 0.
	for _, n := range w.Tables()[0].Column("coworkers") {
		most = math.Max(most, n)
	}
	if most > 30e6*(1+1e-6) || most < 30e6*(1-1e-3) {
		t.Errorf("%g coworkers at most under a cap of 30 million", most)
	}
}

// The cap holds for firms' coworkers where each field's fleet is given.
func TestFleetCapIsKeptByField(t *testing.T) {
	given := with(mean, []string{"fleet.mode=fixed", "fleet.per=field", "fleet.size=5e6"})
	firms := func(w *economy.World) (most float64) {
		fields := w.Tables()[1]
		n := fields.Column("coworkers")
		for from := 0; from < len(n); from += 22 {
			sum := 0.
			for _, x := range n[from : from+22] {
				sum += x
			}
			if labels, _ := fields.Row(from); labels[0] >= "2026" {
				most = math.Max(most, sum)
			}
		}
		return most
	}
	free, capped := firms(run(t, given...)), firms(under(t, policy.ByDebt, map[policy.Lever]float64{policy.FleetCap: 20e6}, given...))
	if !(free > 25e6) || capped > 20e6*(1+1e-6) {
		t.Errorf("firms use %g coworkers under a cap of 20 million, %g without", capped, free)
	}
}

// A basic income that a flat tax on labour pays for lowers the Gini coefficient of income and leaves the government's
// balance near where it was.
func TestBasicIncomeByAFlatTaxLowersInequality(t *testing.T) {
	small := []string{"fleet.agents=2000", "people.agents=20000", "firms.agents=500", "clock.end=2028-12"}
	plain, paid := run(t, small...), under(t, policy.ByLabourTax, map[policy.Lever]float64{policy.BasicIncome: 500}, small...)
	if a, b := yearly(paid, "income_gini", 2028), yearly(plain, "income_gini", 2028); !(a < b-.02) {
		t.Errorf("Gini %g with basic income, %g without", a, b)
	}
	if a, b := yearly(paid, "government_balance", 2026), yearly(plain, "government_balance", 2026); math.Abs(a-b) > .01 {
		t.Errorf("government balance %g of output with a basic income of %g of output that a tax pays for, %g without", a, yearly(paid, "basic_income", 2026), b)
	}
	debt := under(t, policy.ByDebt, map[policy.Lever]float64{policy.BasicIncome: 500}, small...)
	if a, b := yearly(debt, "government_balance", 2026), yearly(plain, "government_balance", 2026); !(a < b-.03) {
		t.Errorf("government balance %g with a basic income by debt, %g without", a, b)
	}
}

// Early is not the same as late.
func TestEarlierIsNotTheSameAsLater(t *testing.T) {
	levels := map[policy.Lever]float64{policy.CapitalTax: .28, policy.BasicIncome: 300}
	early, late := underFrom(t, 2026, policy.ByDebt, levels, mean...), underFrom(t, 2031, policy.ByDebt, levels, mean...)
	if a, b := yearly(early, "capital", 2035), yearly(late, "capital", 2035); relative(a, b) < 1e-3 {
		t.Errorf("capital %g after early, %g after late taxes", a, b)
	}
}

// A compute budget in dollars that can be sold is cash, to the bit, where nothing keeps people from buying the hours that
// they want; one that cannot is worth at most as much to everybody.
func TestTradableBudgetIsCash(t *testing.T) {
	small := []string{"fleet.agents=2000", "people.agents=2000", "firms.agents=500", "clock.end=2029-12", "people.panel=2000"}
	cash := under(t, policy.ByLabourTax, map[policy.Lever]float64{policy.BasicIncome: 200}, small...)
	sold := under(t, policy.ByLabourTax, map[policy.Lever]float64{policy.ComputeBudgetUSD: 200, policy.ComputeBudgetTradable: 1}, small...)
	compareTails(t, "tradable against cash", sold, cash)

	bound := under(t, policy.ByDebt, map[policy.Lever]float64{policy.ComputeBudgetUSD: 200}, small...)
	if a, b := yearly(bound, "compute_budgets", 2028), yearly(cash, "basic_income", 2028); !(a > 0 && a < b) {
		t.Errorf("budgets used are %g of output, the same in cash %g", a, b)
	}
	if a, b := yearly(bound, "hours_own", 2028), yearly(cash, "hours_own", 2028); !(a > b) {
		t.Errorf("people use %g hours with budgets, %g with cash", a, b)
	}
}

// Each friction alone makes a budget worth more than without it. Where people are refused hours or cannot pay for them the
// hours that they use rise more over those with as much cash; where the government pays cost its dollars buy more.
func TestFrictionsMakeBudgetsWorthMore(t *testing.T) {
	gain := func(column string, settings ...string) float64 {
		budget := under(t, policy.ByDebt, map[policy.Lever]float64{policy.ComputeBudgetUSD: 30}, with(mean, settings)...)
		cash := under(t, policy.ByDebt, map[policy.Lever]float64{policy.BasicIncome: 30}, with(mean, settings)...)
		return yearly(budget, column, 2028) / max(yearly(cash, column, 2028), yearly(cash, "basic_income", 2028))
	}
	for friction, column := range map[string]string{"own_work.procurement=cost": "compute_budgets", "own_work.rationing=.7": "hours_own", "own_work.borrowing_limit=20": "hours_own"} {
		if a, b := gain(column, friction), gain(column); !(a > b*1.01) {
			t.Errorf("%s: %s rises %g-fold, without it %g-fold", friction, column, a, b)
		}
	}
}

// Wage insurance replaces its share of what the displaced have lost, and access leaves coworkers to the wealthy.
func TestInsuranceAndAccess(t *testing.T) {
	small := []string{"fleet.agents=2000", "people.agents=20000", "firms.agents=500", "clock.end=2031-12", "tasks.ceiling=gamma"}
	plain := run(t, small...)
	insured := under(t, policy.ByDebt, map[policy.Lever]float64{policy.WageInsurance: .5}, small...)
	if a := yearly(insured, "wage_insurance", 2031); !(a > 1e-4 && a < .05) {
		t.Errorf("wage insurance is %g of output", a)
	}
	few := under(t, policy.ByDebt, map[policy.Lever]float64{policy.Access: .1}, small...)
	if a, b := yearly(few, "compute_gini", 2031), yearly(plain, "compute_gini", 2031); !(a > b+.02) {
		t.Errorf("Gini of directed hours %g with access of a tenth, %g of all", a, b)
	}
	top := func(w *economy.World) float64 { // own work of the upper over that of all tenths
		p := w.Tables()[3]
		own, sum := p.Column("own_work"), 0.
		for _, x := range own[len(own)-10:] {
			sum += x
		}
		return own[len(own)-1] / sum
	}
	if !(top(few) > top(plain)) {
		t.Errorf("the upper tenth has %g of own work with access of a tenth, %g of all", top(few), top(plain))
	}
}
