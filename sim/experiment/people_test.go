package experiment_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"tenfold/sim/economy"
	"tenfold/sim/experiment"
	"tenfold/sim/scenario"
)

// Before luck, a basic income by a tax on labour gains the poor most, what everybody gains is what mean income gains, and
// shares of people are shares. The budget adds up, and static behaviour costs otherwise than behaviour that responds.
func TestPeopleAndBudgets(t *testing.T) {
	p := plan(t, "basic-income", "shorter-week")
	p.Columns, p.Draws, p.Years = append(p.Columns, "income_mean"), 2, []int{2027, 2028}
	c, err := p.Compare(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	gains := map[string]float64{}
	for _, g := range c.Groups {
		gains[g.Policy+" "+g.By+" "+g.Group] = g.Gain.Change
		if !(g.Better5.Change <= g.Better1.Change && g.Worse5.Change <= g.Worse1.Change && g.Better1.Change+g.Worse1.Change <= 1+1e-12 && g.Worse5.Change >= 0) {
			t.Errorf("%+v", g)
		}
	}
	if a, b := gains["basic-income tenth of income 1"], gains["basic-income tenth of income 10"]; !(a > .002 && b < 0) {
		t.Errorf("the poorest tenth gains %g, the richest %g", a, b)
	}
	for _, r := range c.Rows {
		if r.Column != "income_mean" || r.Year != 2028 {
			continue
		}
		if got, want := gains[r.Policy+" everybody "], r.Change/r.Baseline; math.Abs(got-want) > .004 {
			t.Errorf("%s: everybody gains %g, mean income %g", r.Policy, got, want)
		}
	}
	checkBudget(t, c)
}

func checkBudget(t *testing.T, c *experiment.Comparison) {
	t.Helper()
	outlays := map[string]float64{"government_purchases": 1, "transfers": 1, "benefits": 1, "basic_income": 1, "compute_budgets": 1, "wage_insurance": 1, "government_interest": 1}
	for _, policy := range c.Policies {
		sum, largest, balance, static := 0., 0., 0., 0.
		for i := range c.Budget {
			r := &c.Budget[i]
			if r.Policy != policy {
				continue
			}
			if len(r.Years) != 3 && len(r.Years) != 2 {
				t.Fatalf("years %v", r.Years)
			}
			with, without := r.Totals()
			if r.Item == "government_balance" {
				balance, static = with, without
				continue
			}
			largest = math.Max(largest, math.Abs(with))
			sum += with * (1 - 2*outlays[r.Item])
		}
		if largest == 0 || math.Abs(sum-balance) > 1e-6*largest {
			t.Errorf("%s: items add up to %g, the balance changes by %g", policy, sum, balance)
		}
		if static == balance {
			t.Errorf("%s: behaviour changes nothing of the balance, %g", policy, balance)
		}
	}
}

// What pairing is said to be worth is what it is worth: the spread of changes between runs of other seeds is larger than
// that between runs of the same seed by about the factor that a comparison reports.
func TestPairingPays(t *testing.T) {
	p := plan(t, "basic-income")
	p.Draws, p.Seeds, p.Columns = 1, 8, []string{"income_gini"}
	c, err := p.Compare(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	r := c.Rows[0]
	base, with := ginis(t, p.Baseline, p.Seeds), ginis(t, p.Policies[0], 2*p.Seeds)[p.Seeds:]
	spread := 0.
	mean := 0.
	for s := range base {
		mean += (with[s] - base[s]) / float64(p.Seeds)
	}
	for s := range base {
		spread += (with[s] - base[s] - mean) * (with[s] - base[s] - mean) / float64(p.Seeds-1)
	}
	apart := math.Sqrt(spread / float64(p.Seeds))
	if got := apart / r.Noise; !(r.Pairing > 1.2 && got > r.Pairing/2 && got < r.Pairing*2) {
		t.Errorf("pairing is said to shrink the standard error %.2g times; against other seeds it is %.2g times", r.Pairing, got)
	}
}

// ginis are the Gini coefficients of 2028 under the scenario's seed and those after it.
func ginis(t *testing.T, s *scenario.Scenario, seeds int) []float64 {
	t.Helper()
	var out []float64
	for k := range seeds {
		next, err := s.With(fmt.Sprintf("seed=%d", s.Config.Seed+int64(k)))
		if err != nil {
			t.Fatal(err)
		}
		w, err := economy.New(next.Config, next.Economy, 1)
		if err != nil {
			t.Fatal(err)
		}
		sum, n := 0., 0.
		for w.Tick() < w.Ticks() {
			if err := w.Step(); err != nil {
				t.Fatal(err)
			}
			if w.Value("year") > 2028 {
				sum, n = sum+w.Value("income_gini"), n+1
			}
		}
		out = append(out, sum/n)
	}
	return out
}
