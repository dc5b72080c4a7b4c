package experiment

import (
	"fmt"
	"math"
	"slices"

	"tenfold/sim/dataset"
	"tenfold/sim/economy"
	"tenfold/sim/policy"
)

// Scaled says by what factor the levels of a policy were multiplied so that it costs as much as another.
type Scaled struct {
	Policy, Target string
	Factor         float64
	Cost           float64 // present value, usd of the base year
}

// The search of EqualCost.
const (
	costTolerance = 1e-6 // relative
	mostScalings  = 60
)

// EqualCost returns the configuration with each policy that names another's cost scaled to it: the levels of what it
// pays by one factor, so that what the government lays out for it has the same present value as for the other, each alone, with
// expectations in the place of agents. It returns an error when no factor brings that about.
func EqualCost(c economy.Config, data *dataset.Economy, targets []policy.Policy) (economy.Config, []Scaled, error) {
	var out []Scaled
	c.Policies = slices.Clone(c.Policies)
	for i := range c.Policies {
		p := &c.Policies[i]
		if p.CostEqualTo == "" {
			continue
		}
		k := slices.IndexFunc(targets, func(t policy.Policy) bool { return t.Name == p.CostEqualTo })
		if k < 0 {
			return c, nil, fmt.Errorf("policies: %s shall cost as much as %s, which is not known", p.Name, p.CostEqualTo)
		}
		if !slices.ContainsFunc(p.Settings, func(s policy.Setting) bool { return s.Lever.Pays() }) {
			return c, nil, fmt.Errorf("policies: %s shall cost as much as %s and has no lever that pays anybody", p.Name, p.CostEqualTo)
		}
		want, err := presentCost(c, data, targets[k])
		if err != nil {
			return c, nil, err
		}
		factor, err := solveScale(want, func(factor float64) (float64, error) { return presentCost(c, data, scaled(*p, factor)) })
		if err != nil {
			return c, nil, fmt.Errorf("policies: the level at which %s costs as much as %s cannot be found: %w", p.Name, p.CostEqualTo, err)
		}
		out = append(out, Scaled{p.Name, p.CostEqualTo, factor, want})
		*p = scaled(*p, factor)
	}
	return c, out, nil
}

// scaled is the policy with the levels of what pays times a factor, as far as levers go, and no cost to meet.
func scaled(p policy.Policy, factor float64) policy.Policy {
	p.Settings = slices.Clone(p.Settings)
	for i := range p.Settings {
		s := &p.Settings[i]
		if !s.Lever.Pays() {
			continue
		}
		most := s.Lever.Definition().Max
		s.Level = math.Min(s.Level*factor, most)
		s.Path = slices.Clone(s.Path)
		for k := range s.Path {
			s.Path[k].Level = math.Min(s.Path[k].Level*factor, most)
		}
	}
	p.CostEqualTo = ""
	return p
}

// presentCost is what the policy alone costs over the run.
func presentCost(c economy.Config, data *dataset.Economy, p policy.Policy) (float64, error) {
	c.MeanField, c.Ledger, c.Policies = true, false, []policy.Policy{p}
	w, err := economy.New(c, data, 1)
	if err != nil {
		return 0, err
	}
	for w.Tick() < w.Ticks() {
		if err := w.Step(); err != nil {
			return 0, err
		}
	}
	return w.PolicyCost(), nil
}

// solveScale finds the factor at which cost is what is wanted, by the secant rule from none and one.
func solveScale(want float64, cost func(factor float64) (float64, error)) (float64, error) {
	if want == 0 {
		return 0, fmt.Errorf("the other policy costs nothing")
	}
	before, at := 0., 0. // a policy of nothing costs nothing
	factor := 1.
	for range mostScalings {
		got, err := cost(factor)
		if err != nil {
			return 0, err
		}
		if math.Abs(got-want) <= costTolerance*math.Abs(want) {
			return factor, nil
		}
		if got == at {
			return 0, fmt.Errorf("cost does not follow its level (%.4g usd)", got)
		}
		next := factor + (want-got)*(factor-before)/(got-at)
		before, at = factor, got
		factor = math.Max(next, factor/8)
	}
	return 0, fmt.Errorf("no level in %d tries", mostScalings)
}
