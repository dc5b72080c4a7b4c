package economy

import (
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/market"
)

// flexible reports whether wages clear their markets in every tick, as in models without frictions.
func (w *World) flexible() bool { return w.cfg.Labour.Wages == "flexible" }

// clearMarkets finds this tick's prices and quantities, at the wages that stand or at those that clear.
func (w *World) clearMarkets() error {
	if !w.flexible() {
		return w.clearCompute()
	}
	bill := make([]float64, w.fields)
	var broken error
	err := market.ClearEach(w.wage, func(_, excess []float64) {
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
