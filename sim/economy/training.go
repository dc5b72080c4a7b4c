package economy

import (
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/param"
)

// training is the compute that models are trained with and the money for it.
type training struct {
	orders float64 // of magnitude above the base year's
	budget float64 // what the last tick left for it, usd a year
}

func (t *Training) parameters(s *param.Set) {
	s.Group("training", func(s *param.Set) {
		s.Bool("financed", &t.Financed, false).
			Says("Training compute grows no faster than its cost can be paid out of providers' revenue and what investors add; that spending is part of investment.").From("convention: the growth of training compute is given")
		s.Float("spending", &t.Spending, 15e9, "usd/yr").Range(1e6, 1e13).
			Says("What training and experiments of all providers cost in the base year, for training.financed.").From("assumption: three times the research compute of one large laboratory in 2024")
		s.Float("revenue_share", &t.RevenueShare, .5, "share").Range(0, 10).
			Says("Part of their revenue that providers spend on training at most.").From("assumption")
		s.Float("outside_financing", &t.OutsideFinancing, .003, "share").Range(0, 1).
			Says("What investors add at most in a year, over output.").From("assumption: venture capital and bonds for AI in 2025, order of magnitude")
	})
}

// train lets training compute grow along its trend as far as last tick's budget pays for it. It never shrinks: models that
// have been trained stay.
//
//	orders' = max(orders, min(orders + dt log10 growth, log10(budget/price of the base year's compute)))
func (w *World) train() {
	if !w.cfg.Training.Financed || w.cfg.Tech.Frozen {
		return
	}
	r, t := &w.cfg.Tech.Resources.Training, &w.training
	growth := exact.Log10(r.Growth)
	trend := func(date float64) float64 { return math.Min(growth*date, r.Ceiling) }
	most := trend(w.techDate()) - trend(w.baseDate())
	grown := math.Min(t.orders+float64(growth*w.stepYears()), most)
	paid := exact.Log10(math.Max(t.budget/w.basePriceOfTraining(), tiny))
	t.orders = math.Max(t.orders, math.Min(grown, paid))
	w.tech.behind = r.Exponent * (most - t.orders)
}

// basePriceOfTraining is what the base year's training would cost now, usd a year.
func (w *World) basePriceOfTraining() float64 {
	if w.cfg.Tech.Frozen || !w.begun {
		return w.cfg.Training.Spending
	}
	cheaper := exact.Exp(exact.Log(w.cfg.Tech.Compute.PricePerformance) * w.elapsed())
	return w.cfg.Training.Spending / cheaper / w.deflator()
}

// trainingCost is what training costs, usd a year: nothing where it need not be paid for.
func (w *World) trainingCost() float64 {
	if !w.cfg.Training.Financed {
		return 0
	}
	return w.basePriceOfTraining() * exact.Exp10(w.training.orders)
}

// payTraining pays for this tick's training and sets the budget of the next.
func (w *World) payTraining(y *incomes) {
	c := &w.cfg.Training
	y.trained = w.trainingCost()
	w.training.budget = float64(c.RevenueShare*w.netOfSubsidy(w.now.rent())) + float64(c.OutsideFinancing*w.money.income)
}
