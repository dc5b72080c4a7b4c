package economy

import (
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/market"
)

// mostMultiplier is the largest rent multiplier that builders of capacity respond to.
const mostMultiplier = 20

// expandCapacity grows inference capacity: d ln capacity = ln growth + response ln(rent multiplier). Capacity is read
// in the middle of a tick, hence half a step first.
func (w *World) expandCapacity() {
	if w.cfg.Tech.Frozen {
		return
	}
	c := w.cfg.Tech.Compute
	growth := exact.Log(c.Growth) + float64(c.RentResponse*exact.Log(math.Min(w.multiplier, mostMultiplier)))
	w.capacity *= exact.Exp(growth * w.stepYears())
}

// limit is what coworkers may use, in the units of use.
func (w *World) limit() float64 {
	if w.cfg.Fleet.Mode == "fixed" {
		return w.hours0 + float64(w.cfg.Fleet.Size*w.cfg.Coworkers.yearly())
	}
	return w.capacity
}

// use is H100-hours a year, or coworker hours where the fleet is fixed.
func (w *World) use(q *allocation) float64 {
	if w.cfg.Fleet.Mode == "fixed" {
		return q.hours()
	}
	return q.compute
}

// yearly is the human-equivalent hours that one coworker works in a year.
func (c Coworkers) yearly() float64 { return c.Hours * c.Speed }

// clearCompute finds the scarcity rent at which coworkers' hours fit into what there is.
func (w *World) clearCompute() error {
	w.returned = w.returnedTasks()
	w.costs = w.tech.prepare(w.costs, w.wage, w.realised, w.waiting, w.techDate())
	q, limit := w.now, w.limit()
	w.solve(q, 0)
	if w.use(q) <= limit {
		w.scarcityRent, w.multiplier = 0, 1
		return nil
	}
	guess := w.scarcityRent
	if guess == 0 {
		guess = w.tech.offer[len(w.tech.offer)-1].USD
	}
	rent, err := market.Clear(guess, func(rent float64) float64 {
		w.solve(q, rent)
		return exact.Log(w.use(q) / limit)
	})
	if err != nil {
		return w.breakdown("compute", "the scarcity rent that clears %s cannot be found: %v", w.scarce(), err)
	}
	w.scarcityRent = rent
	w.multiplier = q.rent() / math.Max(q.rent()-q.scarcity, 1e-3*q.rent())
	return nil
}

func (w *World) scarce() string {
	if w.cfg.Fleet.Mode == "fixed" {
		return "the fixed fleet"
	}
	return "compute"
}
