package economy_test

import (
	"fmt"
	"math"
	"sort"
	"strings"
	"testing"

	"tenfold/sim/economy"
	"tenfold/sim/param"
)

// financed is the scenario of that name as settings.
var financed = []string{"training.financed=true", "price.covers_hardware=true"}

// objections are the runs with which the document answers its section "Objections", by its numbers.
var objections = []struct {
	number   string
	settings []string
}{
	{"-", nil}, {"-", essay}, {"-", moore},
	{"1", []string{"training.financed=true"}}, {"1", []string{"price.covers_hardware=true"}}, {"1", financed}, {"1", []string{"feedback.strength=1"}},
	{"2", []string{"macro.saving_response=.5"}}, {"2", []string{"macro.saving_response=1"}}, {"2", []string{"macro.saving_response=3"}},
	{"3", []string{"labour.wage_up=.3", "labour.wage_down=.1"}}, {"3", []string{"labour.wage_up=5", "labour.wage_down=1.75"}},
	{"3", []string{"labour.wage_up=20", "labour.wage_down=20"}}, {"3", []string{"labour.indexation=.5"}}, {"3", []string{"labour.indexation=1"}},
	{"3", []string{"monetary.regime=taylor"}}, {"3", []string{"monetary.regime=taylor", "monetary.lower_bound=-1"}},
	{"4", []string{"firms.pass_through=.7"}}, {"4", []string{"firms.pass_through=0"}},
	{"5", []string{"tasks.ceiling=alpha"}}, {"5", []string{"tasks.ceiling=human"}}, {"5", []string{"tasks.ceiling=gamma"}},
	{"6", []string{"review.minimum=0", "review.slope=.1"}}, {"6", []string{"review.minimum=.3", "review.slope=.5"}}, {"6", []string{"review.decline=.3"}},
	{"6", []string{"review.persistence=0"}}, {"6", []string{"review.persistence=1"}}, {"6", []string{"review.overhead=.2"}},
	{"7", []string{"horizon.outside_computing=.025"}}, {"7", []string{"horizon.outside_computing=1"}}, {"7", []string{"horizon.occupation_spread=1"}},
	{"7", []string{"horizon.occupation_spread=2"}}, {"7", []string{"horizon.doubling=9.5"}}, {"7", []string{"horizon.slope=.23"}},
	{"8", []string{"substitution.value_added=.3"}}, {"8", []string{"substitution.value_added=1"}}, {"8", []string{"substitution.goods=.5"}}, {"8", []string{"substitution.goods=1.2"}},
	{"9", []string{"price.fall=3"}}, {"9", []string{"price.fall=38"}}, {"9", []string{"price.launch=40"}}, {"9", []string{"new_uses.elasticity=1"}}, {"9", []string{"new_uses.elasticity=1.75"}},
	{"11", []string{"compute.power=20000"}}, {"11", []string{"compute.power=5000"}}, {"11", []string{"energy.electricity=.2"}},
	{"12", []string{"adoption.imitation=.25", "adoption.lag=5"}}, {"12", []string{"adoption.imitation=1.5", "adoption.lag=.25"}},
	{"13", []string{"labour.attached=.05"}}, {"13", []string{"labour.moves=.02", "labour.own_occupation=.6"}}, {"13", []string{"behaviour=static"}},
	{"14", []string{"new_tasks.strength=0"}}, {"14", []string{"new_tasks.strength=1"}},
}

func settingsText(settings []string) string {
	if len(settings) == 0 {
		return "`central`"
	}
	return "`" + strings.Join(settings, "` `") + "`"
}

func objectionTable(t testing.TB) string {
	lines := []string{"| no. | settings | output 2031 | output 2035 | unemployment 2035, % | participation 2035, % | compensation share 2035, % | mean real wage 2035 | tasks done 2031, % | spending on coworkers 2031, usd bn |",
		"|---|---|---|---|---|---|---|---|---|---|"}
	for _, o := range objections {
		w := run(t, with(mean, o.settings)...)
		percent := func(column string, year int) float64 { return 100 * yearly(w, column, year) }
		lines = append(lines, fmt.Sprintf("| %s | %s | %.3f | %.3f | %.1f | %.1f | %.1f | %.3f | %.1f | %.0f |", o.number, settingsText(o.settings),
			yearly(w, "real_output", 2031), yearly(w, "real_output", 2035), percent("unemployment_rate", 2035), percent("participation_rate", 2035),
			percent("compensation_share", 2035), yearly(w, "wage_real_mean", 2035), percent("done", 2031), yearly(w, "ai_spending", 2031)/1e9))
	}
	return strings.Join(lines, "\n")
}

// shareTable divides the change of the compensation share by cause.
func shareTable(t testing.TB) string {
	lines := []string{"| scenario, year | share, % | change since the base year | rent | substitution | composition | new tasks | other |", "|---|---|---|---|---|---|---|---|"}
	for _, s := range []struct {
		name     string
		settings []string
	}{{"central", nil}, {"essay", essay}, {"moore", moore}, {"financed", financed}} {
		w := run(t, with(mean, s.settings)...)
		for _, year := range []int{2029, 2035} {
			row, change := "", 0.
			for _, part := range []string{"rent", "substitution", "composition", "new_tasks", "other"} {
				x := 100 * yearly(w, "labour_share_by_"+part, year)
				change += x
				row += fmt.Sprintf(" %.1f |", x+0) // no negative zero
			}
			lines = append(lines, strings.ReplaceAll(fmt.Sprintf("| `%s` %d | %.1f | %.1f |%s", s.name, year, 100*yearly(w, "compensation_share", year), change, row), " -0.0 ", " 0.0 "))
		}
	}
	return strings.Join(lines, "\n")
}

// influenceTable moves each setting to both ends of its prior and ranks settings by what that does to output.
func influenceTable(t testing.TB) string {
	type row struct {
		key       string
		low, high [3]float64
	}
	columns := []string{"real_output", "unemployment_rate", "compensation_share"}
	ends := func(settings ...string) (v [3]float64) {
		w := run(t, with(mean, settings)...)
		for i, c := range columns {
			v[i] = yearly(w, c, 2035)
		}
		return v
	}
	var c economy.Config
	var rows []row
	for _, p := range economy.Parameters(&c).All() {
		if p.HasPrior() && p.Kind == param.Float {
			rows = append(rows, row{p.Key, ends(p.Key + "=" + format(p.Low)), ends(p.Key + "=" + format(p.High))})
		}
	}
	rows = append(rows, row{"tasks.ceiling", ends("tasks.ceiling=alpha"), ends("tasks.ceiling=gamma")})
	sort.SliceStable(rows, func(i, j int) bool {
		return math.Abs(rows[i].high[0]-rows[i].low[0]) > math.Abs(rows[j].high[0]-rows[j].low[0])
	})
	lines := []string{"| setting | low, high | output 2035 | unemployment 2035, % | compensation share 2035, % |", "|---|---|---|---|---|"}
	for _, r := range rows[:20] {
		between := "alpha, gamma"
		if p := economy.Parameters(&c).Find(r.key); p.HasPrior() {
			between = format(p.Low) + ", " + format(p.High)
		}
		lines = append(lines, fmt.Sprintf("| `%s` | %s | %.3f, %.3f | %.1f, %.1f | %.1f, %.1f |", r.key, between,
			r.low[0], r.high[0], 100*r.low[1], 100*r.high[1], 100*r.low[2], 100*r.high[2]))
	}
	return strings.Join(lines, "\n")
}

// agentTable compares runs with agents to those with expectations in their place.
func agentTable(t testing.TB) string {
	columns := []string{"real_output", "price_level", "unemployment_rate", "compensation_share", "wage_real_mean", "wage_real_min", "capital",
		"land_price", "luxury_price", "integrated", "coworkers", "done", "ai_spending", "success"}
	lines := []string{"| column | `central` | year | `essay` | year | `moore` | year |", "|---|---|---|---|---|---|---|"}
	cells := map[string]string{}
	for _, scenario := range [][]string{nil, essay, moore} {
		field := run(t, with(mean, scenario)...)
		worst, when := map[string]float64{}, map[string]int{}
		for seed := 1; seed <= 3; seed++ {
			w := run(t, with(scenario, []string{fmt.Sprintf("seed=%d", seed)})...)
			for _, c := range columns {
				for year := 2025; year <= 2035; year++ {
					if d := relative(yearly(w, c, year), yearly(field, c, year)); d > worst[c] {
						worst[c], when[c] = d, year
					}
				}
			}
		}
		for _, c := range columns {
			cells[c] += fmt.Sprintf(" %.2f | %d |", 100*worst[c], when[c])
		}
	}
	for _, c := range columns {
		lines = append(lines, "| `"+c+"` |"+cells[c])
	}
	return strings.Join(lines, "\n")
}
