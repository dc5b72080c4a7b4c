package economy

import (
	"fmt"
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/policy"
)

// rules are the levels of levers in this tick that no setting has.
type rules struct {
	basicIncome   float64 // usd a month and adult, of the date
	budgetUSD     float64 // the same as compute budget
	budgetHours   float64 // compute budget in hours a month and adult
	tradable      bool    // compute budgets can be sold
	access        float64 // share of adults, the wealthiest, who may have coworkers of their own
	wageInsurance float64 // share of pay lost to displacement
	wedge         float64 // what buyers of coworker hours pay over what providers receive
	publicShare   float64 // of providers' profit
	workingHours  float64 // of a job, base year 1
	fleetCap      float64 // coworkers
	fleetGrowth   float64 // factor a year
	shock         float64 // factor by which hours are cheaper beyond electricity
}

// neutralRules change nothing.
var neutralRules = rules{wedge: 1, access: 1, workingHours: 1, fleetCap: math.MaxFloat64, fleetGrowth: math.MaxFloat64, shock: 1}

// setRules lets every lever take the level of the date: levers that stand for a setting take its place in w.cfg, which
// holds the settings as they are in this tick.
func (w *World) setRules() error {
	if w.policies == nil {
		return nil
	}
	date := 2025 + w.beginning + w.elapsed()
	set := func(target *float64, neutral float64, l policy.Lever) {
		*target = neutral
		if level, ok := w.policies.Level(l, date); ok {
			*target = level
		}
	}
	g, was := &w.cfg.Government, &w.settings.Government
	set(&g.LabourTax, was.LabourTax, policy.LabourTax)
	set(&g.CapitalTax, was.CapitalTax, policy.CapitalTax)
	set(&g.ConsumptionTax, was.ConsumptionTax, policy.ConsumptionTax)
	set(&g.Benefit, was.Benefit, policy.UnemploymentBenefit)
	set(&w.cfg.Labour.Retraining, w.settings.Labour.Retraining, policy.Retraining)
	s, sold := &w.cfg.Tech.Sellers, &w.settings.Tech.Sellers
	set(&s.Markup, sold.Markup, policy.ProviderMarkup)
	set(&s.OpenLag, sold.OpenLag, policy.OpenModelsLag)
	set(&s.OpenMarkup, sold.OpenMarkup, policy.OpenModelsMarkup)
	w.setReview(date)

	level := func(l policy.Lever) float64 { x, _ := w.policies.Level(l, date); return x }
	w.rules = rules{
		basicIncome: level(policy.BasicIncome), wedge: (1 - level(policy.ComputeSubsidy)) * (1 + level(policy.ComputeTax)),
		publicShare: level(policy.PublicOwnership), workingHours: level(policy.WorkingHours),
		fleetCap: level(policy.FleetCap), fleetGrowth: level(policy.FleetGrowthCap),
		shock: level(policy.PriceShock), budgetUSD: level(policy.ComputeBudgetUSD), budgetHours: level(policy.ComputeBudgetHours),
		tradable: level(policy.ComputeBudgetTradable) >= .5, access: level(policy.Access), wageInsurance: level(policy.WageInsurance),
	}
	w.sellBudgets()
	w.tech.paused, w.tech.interval = level(policy.CapabilityPause) >= .5, 0
	if months, ok := w.policies.Level(policy.ReleaseInterval, date); ok {
		w.tech.interval = months / 12
	}
	return nil
}

// setReview raises the least review to what the law asks: the decline of review hours does not touch that.
func (w *World) setReview(date float64) {
	r := &w.cfg.Tech.Review
	r.Floor = 0
	if floor, ok := w.policies.Level(policy.SupervisionFloor, date); ok {
		r.Floor = floor
	}
}

// outlay is what policies cost the government in this tick beyond what it would spend on the same people without them,
// usd a year: what financing has to bring in.
func (w *World) outlay(y *incomes) float64 {
	return y.basic + y.vouchers + y.budgets + y.insured - y.rebate - y.computeTax + float64((w.cfg.Government.Benefit-w.settings.Government.Benefit)*w.payOfJobless())
}

// finance sets the rates at which taxes are raised: those of the settings, with what brings in the policies' outlay.
func (w *World) finance(y *incomes) error {
	g := &w.cfg.Government
	w.policyCost += float64(w.dt * w.outlay(y) * w.discount())
	y.labourRate, y.capitalRate, y.consumptionRate = g.LabourTax, g.CapitalTax, g.ConsumptionTax
	if w.policies == nil {
		return nil
	}
	outlay := w.outlay(y)
	switch w.policies.Financing() {
	case policy.ByLabourTax:
		y.labourRate += outlay / (y.wages + y.own)
	case policy.ByCapitalTax:
		y.capitalRate += outlay / w.property(y)
	case policy.ByConsumptionTax:
		y.consumptionRate += outlay / w.consumption
	}
	if rate := math.Max(y.labourRate, y.capitalRate); !(rate < 1) {
		return w.breakdown("incomes", "the %s would have to be %.3g to pay for policies that cost %.4g usd a year", w.policies.Financing(), rate, outlay)
	}
	return nil
}

// PolicyCost is the present value at the start of the run of what policies have cost so far, in usd of the base year.
func (w *World) PolicyCost() float64 { return w.policyCost }

// discount is what a detrended dollar of the tick is worth at the start: dollars are divided by the trend of prices and of
// real growth, so that the rate is the real one less the latter.
func (w *World) discount() float64 {
	realGrowth := w.cfg.Macro.Growth - w.cfg.Macro.PriceTrend
	return exact.Exp(-(w.cfg.Macro.Discount - realGrowth) * w.elapsed())
}

// hoursCap is the most coworker hours a year that policy allows.
func (w *World) hoursCap() float64 {
	most := w.rules.fleetCap * w.cfg.Coworkers.yearly()
	if w.rules.fleetGrowth < math.MaxFloat64 && w.lastHours > 0 {
		most = math.Min(most, w.lastHours*exact.Pow(w.rules.fleetGrowth, w.stepYears()))
	}
	return most
}

// netOfSubsidy is what providers receive of what buyers pay.
func (w *World) netOfSubsidy(paid float64) float64 { return paid / w.rules.wedge }

// pricesPaid is the price level of what people buy with the tax on it, base year 1.
func (w *World) pricesPaid() float64 {
	return w.index.consumer.level() * ((1 + w.flows.consumptionRate) / (1 + w.settings.Government.ConsumptionTax))
}

// hoursWorked is the hours of an employed person relative to the base year.
func (w *World) hoursWorked() float64 { return w.labour.hours * w.rules.workingHours }

// keptOfPay is what people keep of their pay after tax, relative to what they kept in the base year.
func (w *World) keptOfPay() float64 {
	return (1 - w.flows.labourRate) / (1 - w.settings.Government.LabourTax)
}

// sellBudgets makes dollars of compute that can be sold the cash that they are, where nothing keeps people from buying the
// hours that they want: then nobody can tell the two apart.
func (w *World) sellBudgets() {
	o := &w.cfg.OwnWork
	if r := &w.rules; r.tradable && o.Procurement == "market" && o.Rationing == 0 && o.Limit >= noLimit {
		r.basicIncome, r.budgetUSD = r.basicIncome+r.budgetUSD, 0
	}
}

// noLimit is more than anybody pays for coworkers in a month, usd.
const noLimit = 1e9

// newRules stacks the policies.
func (w *World) newRules() error {
	w.rules, w.settings = neutralRules, w.cfg
	if len(w.cfg.Policies) == 0 {
		return nil
	}
	var err error
	if w.policies, err = policy.NewStack(w.cfg.Policies); err != nil {
		return err
	}
	for _, p := range w.cfg.Policies {
		if p.CostEqualTo != "" {
			return fmt.Errorf("policies: %s asks for the cost of %s (cost_equal_to), which has to be solved for before", p.Name, p.CostEqualTo)
		}
	}
	if w.policies.Uses(policy.WageInsurance) && (w.cfg.MeanField || w.cfg.People.Agents == 0) {
		return fmt.Errorf("policies: wage_insurance needs simulated people, who lose pay one by one: set people.agents and leave mean_field off")
	}
	return nil
}
