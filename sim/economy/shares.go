package economy

import (
	"math"

	"tenfold/sim/market"
	"tenfold/sim/tech"
)

// barriers are shares of a field's tasks, summing to one: done by coworkers, or kept from it by one constraint. The
// constraints are put back one at a time in the order of the fields below; what fails for good counts as capability.
type barriers struct {
	done, ceiling, capability, review, price, compute, newTasks, adoption float64
}

// barriersOf finds what keeps coworkers from the tasks of field f. free is the plan without scarcity rent.
func (w *World) barriersOf(f int, free *plan) barriers {
	from, to := f*tech.Bins, (f+1)*tech.Bins
	r, wage := w.cfg.Tech.Review, w.wage[f]
	bestSuccess := func(i int) float64 {
		best := 0.
		for g := range w.tech.generation {
			best = math.Max(best, w.tech.success(g, i, w.realised[f]))
		}
		return best
	}
	// tasks is the share of tasks where a costless coworker with that review and overhead would pay.
	tasks := func(review func(success float64) float64, overhead float64) float64 {
		sum := 0.
		for i := from; i < to; i++ {
			s := bestSuccess(i)
			v := review(s)
			kappa := float64((1-r.Persistence)*v/s) + float64(r.Persistence*(v+1-s)) + overhead
			sum += market.SmoothStep((1 - kappa) / w.tech.cfg.Tasks.Ramp)
		}
		return sum * w.tech.digital[f] / tech.Bins
	}
	review := r.At(w.techDate())
	least := func(float64) float64 { return review.Least }
	actual := review.Hours
	ceiling := w.tech.digital[f]
	capable := math.Min(tasks(least, 0), ceiling)
	reviewed := math.Min(tasks(actual, r.Overhead), capable)
	priced := math.Min(market.Sum(free.share[from:to]), reviewed)
	served := math.Min(w.work.potential[f], priced)
	back := math.Min(w.work.returned[f], served)

	d := w.meanIntegrated()
	used := float64(d * (served - back))
	byPeople := 0.
	for i := from; i < to; i++ {
		byPeople += float64(w.plan.share[i] * w.plan.fallback[i] / wage)
	}
	failed := used * byPeople / math.Max(market.Sum(w.plan.share[from:to]), tiny)
	return barriers{done: used - failed, ceiling: 1 - ceiling, capability: ceiling - capable + failed, review: capable - reviewed,
		price: reviewed - priced, compute: priced - served, newTasks: back, adoption: (1 - d) * (served - back)}
}

// barriersByField also returns their mean over the wage bill of the base year.
func (w *World) barriersByField() (byField []barriers, mean barriers) {
	free := w.plan
	if w.now.scarcity > 0 {
		free = w.freePlan
		w.tech.cheapest(free, w.costs, w.wage, w.realised, w.market(make([]float64, w.fields)))
	}
	total := 0.
	for _, o := range w.data.Occupations {
		total += float64(o.Jobs * o.WageUSDPerYear)
	}
	for f, o := range w.data.Occupations {
		b := w.barriersOf(f, free)
		byField = append(byField, b)
		part := o.Jobs * o.WageUSDPerYear / total
		mean.done += float64(part * b.done)
		mean.ceiling += float64(part * b.ceiling)
		mean.capability += float64(part * b.capability)
		mean.review += float64(part * b.review)
		mean.price += float64(part * b.price)
		mean.compute += float64(part * b.compute)
		mean.newTasks += float64(part * b.newTasks)
		mean.adoption += float64(part * b.adoption)
	}
	return byField, mean
}

// shareState is what the decomposition of the labour share compares between two dates. Slices are by industry.
type shareState struct {
	weight    []float64 // value added over output
	work      []float64 // theta: share of work in value added
	rent      []float64 // share of providers in spending on work
	rentPlain []float64 // the same if no tasks had returned to people
	paid      float64   // wages over output
}

// shareChange is the change of the labour share since the base year by cause; the parts sum to it.
type shareChange struct{ rent, substitution, composition, newTasks, other float64 }

func (w *World) shareState() shareState {
	n := w.industries
	s := shareState{make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), w.flows.wages / w.flows.output}
	plain := w.rentWithoutNewTasks()
	for i, spending := range w.now.spending {
		total := market.Sum(spending)
		s.weight[i] = w.now.valueAdded[i] / w.flows.output
		s.work[i] = w.now.workShare[i] / w.now.markup[i]
		s.rent[i] = market.Dot(spending, w.now.rentalPart[i]) / total
		s.rentPlain[i] = market.Dot(spending, plain[i]) / total
	}
	return s
}

// rentWithoutNewTasks is providers' share of spending on each occupation's work if no tasks had returned.
func (w *World) rentWithoutNewTasks() [][]float64 {
	if market.Sum(w.work.returned) == 0 {
		return w.now.rentalPart
	}
	none := make([]float64, w.fields)
	w.plainWork.sum(w.tech, w.plan, w.wage, none, w.waiting, w.cfg.Production.Tasks)
	w.unitCosts(w.plainNow, w.plainWork)
	return w.plainNow.rentalPart
}

// splitShare attributes the change from s to t at midpoint weights: providers' rent, substitution between work and
// capital within industries, composition of industries, new tasks, and the rest (wages paid differ from work demanded).
func splitShare(s, t shareState) shareChange {
	mid := func(a, b float64) float64 { return float64(.5 * (a + b)) }
	var c shareChange
	first, last := 0., 0.
	for i := range s.weight {
		w, theta := mid(s.weight[i], t.weight[i]), mid(s.work[i], t.work[i])
		people0, people1 := float64(s.work[i]*(1-s.rent[i])), float64(t.work[i]*(1-t.rent[i]))
		plain := t.rentPlain[i] - s.rentPlain[i]
		c.rent -= float64(w * theta * plain)
		c.newTasks -= float64(w * theta * (t.rent[i] - s.rent[i] - plain))
		c.substitution += float64(w * mid(1-s.rent[i], 1-t.rent[i]) * (t.work[i] - s.work[i]))
		c.composition += float64(mid(people0, people1) * (t.weight[i] - s.weight[i]))
		first += float64(s.weight[i] * people0)
		last += float64(t.weight[i] * people1)
	}
	c.other = (t.paid - last) - (s.paid - first)
	return c
}
