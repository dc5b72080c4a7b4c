package experiment_test

import (
	"math"
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
