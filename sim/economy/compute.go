package economy

import (
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/market"
	"tenfold/sim/tech"
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

// limited reports whether the number of coworkers is given, in total or by field, rather than what compute allows.
func (f *Fleet) limited() bool { return f.Mode != "demand" }

// rationed reports whether hours rather than compute are scarce: a fleet is given, or policy caps it.
func (w *World) rationed() bool { return w.cfg.Fleet.limited() || w.capped }

// byField reports whether it is given for each field on its own.
func (f *Fleet) byField() bool { return f.limited() && f.Per == "field" }

// fleetHours is what the given fleet adds to the hours of the base year, human-equivalent hours a year: of all fields,
// or of each.
func (w *World) fleetHours() float64 {
	size := w.cfg.Fleet.Size
	if w.cfg.Fleet.Mode == "path" {
		size = tech.Interpolate(w.cfg.Fleet.Path, w.baseDate()+w.elapsed())
	}
	return size * w.cfg.Coworkers.yearly()
}

// limit is what coworkers may use, in the units of use.
func (w *World) limit() float64 {
	switch {
	case w.cfg.Fleet.limited():
		return math.Min(w.hours0+w.fleetHours(), w.hoursCap())
	case w.capped:
		return w.hoursCap()
	default:
		return w.computeThereIs()
	}
}

// computeThereIs is H100-hours a year: what has been built, as far as there is power for it.
func (w *World) computeThereIs() float64 {
	return math.Min(w.capacity, w.cfg.Tech.MostCompute(w.techDate()))
}

// use is H100-hours a year, or coworker hours where the fleet is given.
func (w *World) use(q *allocation) float64 {
	if w.rationed() {
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
	var err error
	switch {
	case w.cfg.Fleet.byField():
		err = w.clearFields()
	default:
		err = w.clearTotal()
	}
	if err != nil {
		return err
	}
	q := w.now
	w.multiplier = 1
	if q.scarcity > 0 && !w.capped { // a cap by policy makes no compute scarce
		received := w.netOfSubsidy(q.rent())
		w.multiplier = received / math.Max(received-q.scarcity, 1e-3*received)
	}
	return nil
}

// clearTotal finds one rent for everybody: of compute, and where policy caps hours below what compute allows, of those.
func (w *World) clearTotal() error {
	w.capped = false
	if err := w.clearScarce(); err != nil || w.cfg.Fleet.limited() || w.now.hours() <= w.hoursCap() {
		return err
	}
	w.capped = true
	return w.clearScarce()
}

// clearScarce finds the rent of what is scarce.
func (w *World) clearScarce() error {
	q, limit := w.now, w.limit()
	w.solveAt(q, 0)
	if w.use(q) <= limit {
		w.scarcityRent = 0
		return nil
	}
	guess := w.scarcityRent
	if guess == 0 {
		guess = w.tech.offer[len(w.tech.offer)-1].USD
	}
	rent, err := market.ClearWithin(guess, w.rootTolerance(), func(rent float64) float64 {
		w.solveAt(q, rent)
		return exact.Log(w.use(q) / limit)
	})
	if err != nil {
		return w.breakdown("compute", "the scarcity rent that clears %s cannot be found: %v", w.scarce(), err)
	}
	w.scarcityRent = rent
	return nil
}

// clearFields finds a rent for each field on its own.
func (w *World) clearFields() error {
	q := w.now
	w.fieldSupply = w.suppliesByField(w.fieldSupply)
	err := market.ClearEach(w.fieldRent, func(rents, excess []float64) {
		copy(w.rents, rents)
		w.solve(q)
		for f, hours := range w.fieldHours {
			excess[f] = exact.Log(math.Max(hours, tiny) / math.Max(w.fieldSupply[f], tiny))
		}
	})
	if err != nil {
		return w.breakdown("compute", "the scarcity rents that clear the fields' fleets cannot be found: %v", err)
	}
	w.scarcityRent = w.meanRent(q)
	return nil
}

// suppliesByField is the hours a year that each field's given fleet can work for firms: less in the same proportion in all
// where policy caps their sum.
func (w *World) suppliesByField(out []float64) []float64 {
	out, extra := out[:0], w.fleetHours()
	for _, hours := range w.fieldHours0 {
		out = append(out, hours+extra)
	}
	if all := market.Sum(out); all > w.hoursCap() {
		for f := range out {
			out[f] *= w.hoursCap() / all
		}
	}
	return out
}

// meanRent is the fields' rents weighted by hours, which people's own work and new uses pay.
func (w *World) meanRent(q *allocation) float64 {
	return ratio(market.Dot(w.rents, w.fieldHours), market.Sum(w.fieldHours))
}

// rentOfHour is the scarcity rent in an hour that a coworker works in field f, usd.
func (w *World) rentOfHour(f int) float64 {
	if w.rationed() {
		return w.rents[f]
	}
	return w.rents[f] * ratio(w.work.compute[f], w.work.hours[f])
}

func (w *World) scarce() string {
	if w.rationed() {
		return "the given fleet"
	}
	return "compute"
}
