package economy

import (
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/market"
)

// advanceTechnology reads the date's technology.
func (w *World) advanceTechnology() error {
	w.train()
	w.tech.atDate(w.techDate(), w.terms())
	return nil
}

// adopt moves each industry's adopted share along Bass's curve, whose hazard rises with what coworkers save,
//
//	dD = (p + q D)(1 - D)(saving/reference)^elasticity dt
//
// and the integrated share after it with a mean lag.
func (w *World) adopt() error {
	a := w.cfg.Adoption
	if w.cfg.Tech.Frozen {
		return nil
	}
	if w.tick == 0 {
		w.savings(w.now)
	}
	w.adoptOwnWork()
	after := make([]float64, w.industries)
	for s, d := range w.adopted {
		pull := 1.
		if a.SavingElasticity > 0 {
			pull = exact.Pow(math.Max(w.saving[s], 0)/a.SavingReference, a.SavingElasticity)
		}
		after[s] = market.Adopt(d, a.Innovation*pull, a.Imitation*pull, w.stepYears())
	}
	w.firmsAdopt(after)
	return nil
}

// savings sets, by industry, the share of the cost of coworkers' tasks that they save:
// sum_f X_sf a_f (1 - kappa/w) / sum_f X_sf a_f.
func (w *World) savings(q *allocation) {
	for s, spending := range q.spending {
		w.saving[s] = market.Dot(spending, w.work.saving) / math.Max(market.Dot(spending, w.work.potential), tiny)
	}
}

// clear lets the market find prices and quantities for the compute there is.
func (w *World) clear() error {
	w.expandCapacity()
	if err := w.clearMarkets(); err != nil {
		return err
	}
	if w.now.investmentTotal <= 0 {
		return w.breakdown("compute", "investment would be %.4g usd a year: consumption, government and net exports exceed income", w.now.investmentTotal)
	}
	for i, out := range w.now.output {
		if !(out > 0) {
			return w.breakdown("compute", "industry %s would produce %.4g: final demand of %.4g usd a year does not cover its imports", w.data.Industries[i].Code, out, w.now.demand[i])
		}
	}
	w.savings(w.now)
	w.noteDisplaced()
	return nil
}

// noteDisplaced remembers the share of tasks that coworkers have taken over, from which new tasks grow later.
func (w *World) noteDisplaced() {
	d := w.meanIntegrated()
	share := make([]float64, w.fields)
	for f, a := range w.work.potential {
		share[f] = d * a
	}
	w.displaced = append(w.displaced, share)
}

// research is feedback: the growth of algorithmic efficiency and of productivity is multiplied by (effective research
// input/base)^strength. Research input rises as coworkers make research work cheaper; idea_share of it needs people.
func (w *World) research() error {
	f := w.cfg.Feedback
	if f.Strength == 0 || w.cfg.Tech.Frozen {
		return nil
	}
	input := 1 / market.CES2(f.IdeaShare, 1, w.researchCost(), w.cfg.Production.Tasks)
	if w.researchBase == 0 {
		w.researchBase = input
	}
	faster := exact.Pow(input/w.researchBase, f.Strength) - 1
	r := w.cfg.Tech.Resources.Algorithms
	w.tech.extra += float64(w.dt * r.Exponent * exact.Log10(r.Growth) * faster)
	w.productivity *= exact.Exp(w.dt * f.BaseGrowth * faster)
	if !(math.Abs(w.tech.extra) < mostOrders) || !(w.productivity < 1e30) {
		return w.breakdown("research", "feedback diverges: %.3g extra orders of magnitude of resources, productivity %.3g", w.tech.extra, w.productivity)
	}
	return nil
}

// researchCost is the unit cost of the work of research occupations relative to their wages.
func (w *World) researchCost() float64 {
	sum, total := 0., 0.
	for s, pay := range w.acc.Compensation {
		for f, research := range w.data.Research {
			if research {
				sum += float64(pay[f] * w.now.unit[s][f] / w.wage[f])
				total += pay[f]
			}
		}
	}
	if total == 0 {
		return 1
	}
	return sum / total
}
