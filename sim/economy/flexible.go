package economy

import (
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/market"
)

// flexible reports whether wages clear their markets in every tick, as in models without frictions.
func (w *World) flexible() bool { return w.cfg.Labour.Wages == "flexible" }

// finest is the step, in logarithms of prices, to which markets are cleared where wages are flexible: there people and coworkers
// may share tasks at costs that differ by less than tasks.ramp, over which demand goes from none to all.
const finest = 1e-14

// rootTolerance is how closely the rent of what is scarce is found.
func (w *World) rootTolerance() float64 {
	if w.flexible() {
		return finest
	}
	return market.RootTolerance
}

// clearMarkets finds this tick's prices and quantities, at the wages that stand or at those that clear.
func (w *World) clearMarkets() error {
	if !w.flexible() {
		return w.clearCompute()
	}
	bill := make([]float64, w.fields)
	var broken error
	err := market.ClearEachWithin(w.wage, finest, func(_, excess []float64) {
		clear(excess)
		if broken == nil {
			broken = w.clearCompute()
		}
		if broken != nil {
			return
		}
		w.sumBills(bill)
		for f, x := range bill {
			excess[f] = exact.Log(math.Max(w.jobsFor(f, x), tiny) / w.labour.employed(f))
		}
	})
	switch {
	case broken != nil:
		return broken
	case err != nil:
		return w.breakdown("compute", "the wages that clear the occupations' labour markets cannot be found: %v", err)
	}
	return nil
}
