package replicate

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"tenfold/sim/market"
)

// run reads and runs a replication of the given text.
func run(t *testing.T, text string) Result {
	t.Helper()
	r, err := Read("test.yaml", []byte(text), location{})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	result := r.Run()
	if result.Err != nil {
		t.Fatalf("%v\n%s", result.Err, text)
	}
	return result
}

func holds(t *testing.T, text string) {
	t.Helper()
	result := run(t, text)
	for _, o := range result.Outcomes {
		if !o.Holds {
			t.Errorf("%s: %.10g, expected %.10g\n%s", o.Name, o.Obtained, o.Published, text)
		}
	}
}

// The simulator's one-sector limit is the economy of tasks, for any automation, elasticity and fleet: where capital is scarce,
// and beyond, where people do tasks that coworkers could do.
func TestOneSectorIsTheEconomyOfTasks(t *testing.T) {
	const people = 1e7
	for _, c := range []struct{ phi, perPerson, sigma float64 }{
		{.1, .3, .5}, {.3, 2, .5}, {.608, 4.6, .3}, {.5, 3, .8}, {.25, 1, 1.5}, {.7, 6, 2}, {.8, 1, .5}, {.6, .5, .8},
	} {
		quantile := 2 * c.phi * c.phi // of the triangle from 0 over .5 to 1
		if c.phi > .5 {
			quantile = 1 - 2*(1-c.phi)*(1-c.phi)
		}
		want := market.TaskEconomy{Sigma: c.sigma, Productivity: 1, Labour: 1, Capital: c.perPerson}.At(c.phi)
		holds(t, fmt.Sprintf(`model: simulator
inputs:
  scenario: one-sector
  set: [tasks.ceiling=quantile, tasks.quantile=%.15g, fleet.mode=fixed, fleet.size=%.15g, substitution.tasks=%g, price.launch=1e6, price.fall=1e6]
  until: 2027-06
expected: {real_output: %.15g, wage_real_mean: %.15g, compensation_share: %.15g}
tolerance: {relative: 1e-6}
`, quantile, c.perPerson*people, c.sigma, want.Output, want.Wage, want.LabourShare))
	}
}

// Where coworkers can do everything, wages are what they cost, at any price below the wage of the base year.
func TestWageIsTheCostOfTheComputeThatReplacesIt(t *testing.T) {
	for _, usd := range []float64{7, 15, 30, 45} {
		share := usd / 50
		holds(t, fmt.Sprintf(`model: simulator
inputs: {scenario: one-sector, set: [tasks.ceiling=gamma, price.curve=staircase, price.launch=%g], until: 2026-01}
expected: {compensation_share: %.15g, price_level: %.15g, real_output: %.15g, wage_real_mean: 1}
tolerance: {relative: 1e-6}
`, 10*usd, share, share, 1/share))
	}
}

// Hulten's theorem for falls of any small size, in all occupations that can use coworkers.
func TestHultenHoldsForSmallSavings(t *testing.T) {
	for _, fall := range []float64{1.002, 1.02} {
		for _, outside := range []float64{1e-4, .16} {
			holds(t, fmt.Sprintf(`model: simulator
inputs: {scenario: frictionless, set: [horizon.outside_computing=%g, price.curve=staircase, price.fall=%g], until: 2026-01}
expected: {tfp_over_domar_saving: 1}
tolerance: {absolute: .05}
`, outside, fall))
		}
	}
}

// With mixing, people and coworkers share tasks at unequal cost, so that a lower price also saves by bringing coworkers into
// tasks where they were cheaper already: more than Hulten's theorem, which holds where firms do all that pays.
func TestMixingGainsMoreThanHulten(t *testing.T) {
	r := run(t, "model: simulator\ninputs: {scenario: frictionless, set: [tasks.ramp=.15, horizon.outside_computing=1e-4, price.curve=staircase, price.fall=1.02], until: 2026-01}\nexpected: {tfp_over_domar_saving: 1.34}\ntolerance: {absolute: .005}\n")
	if !r.Holds() {
		t.Errorf("%.4f times the saving, the README says 1.34", r.Outcomes[0].Obtained)
	}
}

// An unemployment rate at rest against the equations solved by bisection: separations, openings and hires are equal.
func TestLabourAtRestAgainstBisection(t *testing.T) {
	for _, c := range []struct{ du, dv, g float64 }{{.016, .012, .16}, {.02, .02, .3}, {.03, .01, .1}} {
		low, high := 1e-9, .9 // unemployment
		var u, vacant float64
		for range 200 {
			u = .5 * (low + high)
			e := 1 - u
			separated := c.du * e
			// Openings: dv E + (1-dv) g (1 - E - V) = separated.
			vacant = 1 - e - (separated-c.dv*e)/((1-c.dv)*c.g)
			if hired := vacant * (1 - math.Exp(-u/vacant)); vacant > 0 && hired > separated {
				high = u
			} else {
				low = u
			}
		}
		if vacant <= 0 || 1-u+vacant > 1 {
			continue // separations follow excess demand too: another branch
		}
		holds(t, fmt.Sprintf("model: labour-flows\ninputs: {separation: %g, opening: %g, adjustment: %g, demand: 1}\nexpected: {unemployment: %.12g, vacancies: %.12g}\ntolerance: {relative: 1e-8}\n",
			c.du, c.dv, c.g, u, vacant/(vacant+1-u)))
	}
}

// Identical neighbours are one occupation; strangers, of which one shrinks, do worse than neighbours.
func TestNeighboursHelp(t *testing.T) {
	one := run(t, "model: labour-flows\ninputs: {separation: .016, opening: .012, adjustment: .16}\nexpected: {unemployment: 0, vacancies: 0, long_term_share: 0}\n")
	two := run(t, "model: labour-flows\ninputs: {occupations: 2, separation: .016, opening: .012, adjustment: .16, adjacency: [[1, .5], [.5, 1]]}\nexpected: {unemployment: 0, vacancies: 0, long_term_share: 0}\n")
	for i, o := range one.Outcomes {
		if math.Abs(o.Obtained-two.Outcomes[i].Obtained) > 1e-9 {
			t.Errorf("%s: %g alone, %g beside a twin", o.Name, o.Obtained, two.Outcomes[i].Obtained)
		}
	}
	shift := func(weight string) (peak, year float64) {
		r := run(t, "model: labour-flows\ninputs: {occupations: [a, b], separation: .016, opening: .012, adjustment: .16, demand: [.6, 1.4], years: 10, adjacency: [[1, "+weight+"], ["+weight+", 1]]}\nexpected: {peak_unemployment: 0, peak_year: 0}\n")
		return r.Outcomes[0].Obtained, r.Outcomes[1].Obtained
	}
	near, nearYear := shift("1")
	far, farYear := shift(".01")
	if !(far > near*1.2 && near > one.Outcomes[0].Obtained) || nearYear < 3 || farYear < 3 || farYear > 10 {
		t.Errorf("peaks %g in year %g beside neighbours, %g in year %g among strangers", near, nearYear, far, farYear)
	}
}

// A coworker's task against a simulation of tries, in expectation term by term.
func TestCoworkerTaskAgainstSeries(t *testing.T) {
	for _, p := range []float64{.2, .388, .9} {
		time := 0.
		for k, left := 0, 1.; k < 2000; k++ { // every try takes the model's time and review
			time += left * (5 + 109)
			left *= 1 - p
		}
		holds(t, fmt.Sprintf("model: coworker-task\ninputs: {task_minutes: 404, task_usd: 361, review_minutes: 109, review_usd: 86, model_minutes: 5, success: %g}\nexpected: {speedup: %.12g}\ntolerance: {relative: 1e-9}\n", p, 404/time))
		// All failures persist: one try, and people do the rest.
		holds(t, fmt.Sprintf("model: coworker-task\ninputs: {task_minutes: 404, task_usd: 361, review_minutes: 109, review_usd: 86, model_minutes: 5, success: %g, persistence: 1}\nexpected: {speedup: %.12g}\ntolerance: {relative: 1e-9}\n", p, 404/(114+404*(1-p))))
	}
}

func TestUnboundedAndFlatAreSaid(t *testing.T) {
	for text, want := range map[string]string{
		"model: task-ces\ninputs: {sigma: 1, free_share: .3}\nexpected: {output_gain: 1}\n":                                                   "no bound",
		"model: trend\ninputs: {points: [[2020, 1], [2021, 1]]}\nexpected: {factor_per_year: 1}\n":                                            "never doubles",
		"model: trend\ninputs: {points: [[2020, 1], [2020, 2]]}\nexpected: {factor_per_year: 1}\n":                                            "fix no line",
		"model: simulator\ninputs: {scenario: one-sector, until: 2026-01}\nexpected: {real_output: 1}\n":                                      "no surplus left",
		"model: coworker-task\ninputs: {task_minutes: 4, task_usd: 3, review_minutes: 0, review_usd: 0, success: 1}\nexpected: {saving: 1}\n": "costs nothing",
	} {
		r, err := Read("test.yaml", []byte(text), location{})
		if err != nil {
			t.Errorf("%v\n%s", err, text)
			continue
		}
		if result := r.Run(); result.Err == nil || !strings.Contains(result.Err.Error(), want) || result.Holds() {
			t.Errorf("%v, want %s\n%s", result.Err, want, text)
		}
	}
}

// Whatever is unknown is named with what is known.
func TestFaultsListWhatIsKnown(t *testing.T) {
	for text, want := range map[string]string{
		"model: tasks\ninputs: {}\nexpected: {}\n":                                                                                               "test.yaml:1:8: model: expected one of task-ces, hulten, growth-accounting",
		"model: hulten\ninputs: {item: []}\nexpected: {tfp: 1}\n":                                                                                "inputs.item: unknown name, did you mean items?: expected items, capital_share, years",
		"model: hulten\ninputs: {items: [{share: .1, saving: .2}]}\nexpected: {tpf: 1}\n":                                                        "test.yaml:3:12: expected.tpf: unknown name, did you mean tfp?: expected tfp, gdp",
		"model: hulten\ninputs: {items: [{share: .1}]}\nexpected: {tfp: 1}\n":                                                                    "inputs.items[0].saving: expected a share, got nothing",
		"model: hulten\nmodel: hulten\ninputs: {items: []}\nexpected: {tfp: 1}\n":                                                                "given twice",
		"model: trend\ninputs: {table: nowhere}\nexpected: {r2: 1}\n":                                                                            "cannot read",
		"model: trend\ninputs: {table: horizon_record}\nexpected: {r2: 1}\n":                                                                     "holds several records (1.0, 1.1)",
		"model: trend\ninputs: {table: horizon_record, version: \"1.0\", sample: best}\nexpected: {r2: 1}\n":                                     "expected words such as all, state of the art",
		"model: aggregation\ninputs: {table: us-2024/occupations, column: delta}\nexpected: {mean: 1}\n":                                         "no column is called \"delta\": the table has code, title",
		"model: labour-flows\ninputs: {occupations: 2, separation: .1, opening: .1, adjustment: .1, demand: [1]}\nexpected: {unemployment: 1}\n": "one for each of 2 occupations, got 1",
		"model: task-ces\ninputs: {sigma: .5, free_share: .3, capital: 1}\nexpected: {output: 1}\n":                                              "expected either productivity, labour, capital, automated or free_share, reallocation, got both",
		"model: hulten\ninputs: {items: &x [{share: .1, saving: .1}]}\nexpected: {tfp: 1}\n":                                                     "anchors, aliases and merge keys are not read here",
		"model: hulten\ninputs: {items: [{share: .1, saving: .1}]}\nexpected: {tfp: 1}\ntolerance: {gdp: {relative: 1}}\n":                       "tolerance.gdp: unknown name",
	} {
		_, err := Read("test.yaml", []byte(text), location{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nwant %s\n%s", err, want, text)
		}
	}
}
