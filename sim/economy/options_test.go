package economy_test

import "testing"

// Options by which an objection to the model can be tried, all of them on.
var options = []string{
	"training.financed=true", "price.covers_hardware=true", "horizon.occupation_spread=1", "macro.saving_response=2",
	"labour.indexation=.5", "firms.pass_through=.7", "compute.power=5000",
}

// With all options on everything still stands still while technology does.
func TestNoAIStandsStillWithOptions(t *testing.T) {
	for _, tick := range []string{"month", "quarter"} {
		w := run(t, with(noAI, mean, options, []string{"clock.tick=" + tick})...)
		for _, table := range w.Tables() {
			if worst, where := drift(table); !(worst <= 1e-6) {
				t.Errorf("%s: off by %.2g at %s", tick, worst, where)
			}
		}
	}
}

// Training that has to be paid for grows along its trend while money lasts and then no faster than the budget; it never
// shrinks, and with money enough technology is that of central to the bit.
func TestTrainingGrowsNoFasterThanItIsPaidFor(t *testing.T) {
	central := run(t, mean...)
	ample := run(t, with(mean, []string{"training.financed=true", "training.outside_financing=1", "training.spending=1e6"})...)
	short := run(t, with(mean, []string{"training.financed=true"})...)
	given, paid, scarce := last(central, "effective_resources"), last(ample, "effective_resources"), last(short, "effective_resources")
	if given != paid {
		t.Errorf("effective resources of %g orders with money enough, %g in central", paid, given)
	}
	if !(scarce < given-2) {
		t.Errorf("effective resources of %g orders where money is short, %g in central", scarce, given)
	}
	s := short.Tables()[0]
	spent, resources, revenue := s.Column("ai_training"), s.Column("effective_resources"), s.Column("ai_spending")
	for i := 1; i < len(spent); i++ {
		if resources[i] < resources[i-1] {
			t.Fatalf("tick %d: effective resources fall from %g to %g orders", i, resources[i-1], resources[i])
		}
		// Budgets are of the tick before, in detrended dollars; models that have been trained stay.
		budget := 1.01 * (.5*revenue[i-1] + .003*s.Column("nominal_output")[i-1])
		if spent[i] > budget && spent[i] > spent[i-1] {
			t.Fatalf("tick %d: training takes %g usd a year, more than %g", i, spent[i], budget)
		}
	}
}

// What training takes is not invested elsewhere: capital is lower, and output.
func TestTrainingCrowdsOutCapital(t *testing.T) {
	central, short := run(t, mean...), run(t, with(mean, []string{"training.financed=true"})...)
	for _, column := range []string{"capital", "real_output", "horizon_hours"} {
		if a, b := last(central, column), last(short, column); !(b < a) {
			t.Errorf("%s is %g where training is paid for, %g in central", column, b, a)
		}
	}
}

// Where the price covers hardware, the margin over recorded hardware is never negative but for the prices of the tick before.
func TestCoveredHardwareLeavesNoLoss(t *testing.T) {
	w := run(t, with(mean, []string{"price.covers_hardware=true"})...)
	for i, margin := range w.Tables()[0].Column("ai_margin_at_recorded_hardware") {
		if margin < -.01 {
			t.Fatalf("tick %d: a margin of %g", i, margin)
		}
	}
}

// Saving that responds to the return on capital deepens capital, lowers its return and raises wages and output.
func TestSavingThatRespondsDeepensCapital(t *testing.T) {
	rigid, responsive := run(t, mean...), run(t, with(mean, []string{"macro.saving_response=1"})...)
	for column, rises := range map[string]bool{"capital": true, "real_output": true, "wage_real_mean": true, "compensation_share": true, "capital_return": false} {
		if a, b := last(rigid, column), last(responsive, column); (b > a) != rises {
			t.Errorf("%s is %g with saving that responds, %g without", column, b, a)
		}
	}
}

// Wages that follow falling prices cost fewer jobs; those who work gain less.
func TestIndexedWagesCostFewerJobs(t *testing.T) {
	before, real := 1., 9.
	for _, part := range []string{"0", ".3", ".6", "1"} {
		w := run(t, with(mean, []string{"labour.indexation=" + part})...)
		u, wage := last(w, "unemployment_rate"), last(w, "wage_real_mean")
		if !(u < before && wage < real) {
			t.Errorf("indexation %s: unemployment %g after %g, real wage %g after %g", part, u, before, wage, real)
		}
		before, real = u, wage
	}
}

// What firms keep of the fall in their costs is profit: output, wages and the labour share are lower.
func TestKeptCostsAreProfit(t *testing.T) {
	output, share := 9., 1.
	for _, part := range []string{"1", ".7", ".3", "0"} {
		w := run(t, with(mean, []string{"firms.pass_through=" + part})...)
		y, labour := last(w, "real_output"), last(w, "compensation_share")
		if !(y < output && labour < share) {
			t.Errorf("pass-through %s: output %g after %g, labour share %g after %g", part, y, output, labour, share)
		}
		output, share = y, labour
	}
}

// Coworkers take no more compute than there is power for.
func TestPowerHolds(t *testing.T) {
	w := run(t, with(mean, []string{"compute.power=2000"})...)
	s := w.Tables()[0]
	year, used, rent := s.Column("year"), s.Column("compute_used"), s.Column("scarcity_rent")
	there := s.Column("compute_capacity")
	bound := 0
	for i := range used {
		if used[i] > there[i]*(1+1e-9) {
			t.Fatalf("%g: %g H100-hours of %g", year[i], used[i], there[i])
		}
		if rent[i] > 0 {
			bound++
		}
	}
	if bound < 24 {
		t.Errorf("power binds in %d months", bound)
	}
}
