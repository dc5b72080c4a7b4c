package experiment_test

import (
	"math"
	"reflect"
	"testing"

	"tenfold/sim/economy"
	"tenfold/sim/experiment"
	"tenfold/sim/policy"
	"tenfold/sim/scenario"
)

// A policy that shall cost as much as another is scaled until it does, whatever lever it pulls.
func TestEqualCost(t *testing.T) {
	s, err := scenario.Load("central", []string{"mean_field=true", "clock.end=2030-12"}, nil, "basic-income-equal-cost")
	if err != nil {
		t.Fatal(err)
	}
	subsidy := policy.Policy{Name: "subsidy", CostEqualTo: s.Targets[0].Name, Settings: []policy.Setting{{Lever: policy.ComputeSubsidy, From: 2026, Until: 2031, Level: .1}}}
	for _, p := range []policy.Policy{s.Config.Policies[0], subsidy} {
		c := s.Config
		c.Policies = []policy.Policy{p}
		solved, scaled, err := experiment.EqualCost(c, s.Economy, s.Targets)
		if err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
		w, err := economy.New(solved, s.Economy, 1)
		if err != nil {
			t.Fatal(err)
		}
		for w.Tick() < w.Ticks() {
			if err := w.Step(); err != nil {
				t.Fatal(err)
			}
		}
		if got, want := w.PolicyCost(), scaled[0].Cost; math.Abs(got/want-1) > 1e-5 || !(want > 0) {
			t.Errorf("%s costs %g at %g times its levels, want %g", p.Name, got, scaled[0].Factor, want)
		}
		t.Logf("%s: factor %g, cost %g", p.Name, scaled[0].Factor, scaled[0].Cost)
	}
	if _, err := economy.New(s.Config, s.Economy, 1); err == nil {
		t.Error("an economy takes a policy whose level is not solved for")
	}
}

// Every shipped policy runs to the end with books that balance, changes something, and no two change the same.
func TestShippedPoliciesSeparate(t *testing.T) {
	outcome := map[string][]float64{}
	for _, name := range append(scenario.PolicyNames(), "") {
		var enacted []string
		if name != "" {
			enacted = []string{name}
		}
		s, err := scenario.Load("central", []string{"people.agents=4000", "fleet.agents=2000", "firms.agents=400", "clock.end=2032-06"}, nil, enacted...)
		if err != nil {
			t.Fatal(err)
		}
		c, _, err := experiment.EqualCost(s.Config, s.Economy, s.Targets)
		if err != nil {
			t.Fatal(err)
		}
		w, err := economy.New(c, s.Economy, 2)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for w.Tick() < w.Ticks() {
			if err := w.Step(); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if e := w.Value("accounts_error"); !(e <= 1e-9) {
			t.Errorf("%s: accounts off by %g", name, e)
		}
		for _, column := range []string{"real_output", "income_gini", "coworkers", "government_debt", "consumer_prices"} {
			outcome[name] = append(outcome[name], w.Value(column))
		}
	}
	for a, x := range outcome {
		for b, y := range outcome {
			if a < b && reflect.DeepEqual(x, y) {
				t.Errorf("%q and %q give the same outcome: %v", a, b, x)
			}
		}
	}
}
