package economy

import (
	"fmt"
	"math"

	"tenfold/sim/market"
)

// calibrate sets the base year: spending on work includes what providers receive, and what is left of an industry's
// surplus is capital and land.
func (w *World) calibrate() error {
	a, b := w.acc, &w.base
	w.tech.atDate(w.baseDate(), w.terms())
	w.baseIntelligence = w.cfg.Tech.Resources.Intelligence(w.baseDate())
	w.costs = w.tech.prepare(w.costs, w.wage, w.realised, w.waiting, w.baseDate())
	w.tech.cheapest(w.plan, w.costs, w.wage, w.realised, w.market(w.rents))
	w.work.sum(w.tech, w.plan, w.wage, w.returned, w.waiting, w.cfg.Production.Tasks)

	b.unit = make([][]float64, w.industries)
	for s := range b.unit {
		b.unit[s] = make([]float64, w.fields)
		for f := range b.unit[s] {
			b.unit[s][f] = 1
		}
	}
	w.unitCosts(w.now, w.work)
	for s := range b.unit {
		copy(b.unit[s], w.now.unit[s])
	}
	var err error
	if b.io, err = market.NewInputOutput(a.Inputs, a.Taxes); err != nil {
		return err
	}
	b.consumed, b.invested = shares(a.Consumption), shares(a.Investment)

	w.exports = append([]float64(nil), a.NetExports...)
	w.government = market.Sum(a.Government)
	w.imports = market.Dot(a.Imports, a.GrossOutput)
	w.consumption = market.Sum(a.Consumption) + a.Luxury + a.NewUses
	w.netExports = market.Sum(w.exports)
	w.incomeBase = w.consumption + market.Sum(a.Investment) + w.government + w.netExports - w.imports
	w.newUsePrice0 = w.baseOffer().USD
	w.money = money{income: w.incomeBase, scale: 1}
	if err := w.splitUntilOwnWorkStands(); err != nil {
		return err
	}
	return w.chargeElectricity()
}

// splitUntilOwnWorkStands repeats the division of surplus until it fits the share of coworkers' work that people sell.
func (w *World) splitUntilOwnWorkStands() error {
	for range mostSplits {
		before := w.now.own.share
		if err := w.splitSurplus(); err != nil {
			return err
		}
		w.solveAt(w.now, 0)
		if math.Abs(w.now.own.share-before) <= rounding {
			return nil
		}
	}
	return fmt.Errorf("base year: the share of people's own work does not settle, %.6g of the market at last", w.now.own.share)
}

const mostSplits = 100

// splitSurplus divides each industry's value added into work, capital and land.
func (w *World) splitSurplus() error {
	a, b := w.acc, &w.base
	b.occupation = make([][]float64, w.industries)
	b.work, b.valueAdded, b.capital = make([]float64, w.industries), make([]float64, w.industries), make([]float64, w.industries)
	for s, paidPeople := range a.Compensation {
		spend := make([]float64, w.fields)
		providers := 0.
		for f, pay := range paidPeople {
			spend[f] = pay / w.now.toPeople(s, f)
			providers += spend[f] - pay
		}
		total := market.Sum(spend)
		capital := a.Surplus[s] - providers
		if capital <= 0 {
			return w.noSurplus(s, capital)
		}
		value := total + capital
		if s == w.data.RealEstate {
			b.land = float64(w.cfg.Macro.LandShare * capital)
			b.landShare = w.cfg.Macro.LandShare
			capital -= b.land
		}
		b.capital[s], b.work[s] = capital, total/value
		b.valueAdded[s] = value / a.GrossOutput[s]
		b.occupation[s] = shares(spend)
	}
	return nil
}

// noSurplus names what can be changed: the table's surplus, and the settings that take from it.
func (w *World) noSurplus(s int, capital float64) error {
	settings := "adoption.adopted and adoption.integrated"
	if s == w.data.Information {
		settings = "new_uses.share, " + settings
	}
	if s == w.data.RealEstate {
		settings = "macro.luxury_share, " + settings
	}
	return fmt.Errorf("base year: industry %s has no surplus left for capital (%.4g usd): raise its surplus in industries.csv, or lower what is taken from it (%s)",
		w.data.Industries[s].Code, capital, settings)
}

// chargeElectricity puts the electricity of providers' computers into the base year: it is part of the utilities'
// final demand there, counted in net exports so far.
func (w *World) chargeElectricity() error {
	w.solveAt(w.now, 0)
	if most := w.computeThereIs(); w.use(w.now) > most && !w.rationed() {
		return fmt.Errorf("base year: coworkers use %.3g H100-hours a year, compute.capacity and compute.power allow %.3g", w.now.compute, most)
	}
	w.hours0 = w.now.hours()
	w.fieldHours0 = append([]float64(nil), w.fieldHours...)
	w.energyBill = w.now.energy
	w.exports[w.data.Utility] -= w.energyBill
	w.netExports -= w.energyBill
	w.incomeBase -= w.energyBill
	w.money.income = w.incomeBase
	w.now.powered = w.energyBill
	w.splitRevenue()
	w.equip()
	w.capital0 = w.cfg.Macro.CapitalOutput * w.acc.GDP
	w.capital = w.capital0
	w.debt = w.cfg.Macro.DebtOutput * w.acc.GDP
	invested := market.Sum(w.acc.Investment) - w.providers.bought() - w.trainingCost()
	w.depreciation = invested/w.capital - w.cfg.Macro.Growth
	if w.depreciation < 0 {
		return fmt.Errorf("base year: investment of %.4g usd a year, providers' hardware apart, does not keep a capital stock of %.4g usd growing at %.3g a year", invested, w.capital, w.cfg.Macro.Growth)
	}
	trade := w.netExports - w.imports
	w.foreign = trade / (w.cfg.Macro.Growth - w.cfg.Macro.ForeignReturn)
	return nil
}

func shares(v []float64) []float64 {
	total := market.Sum(v)
	out := make([]float64, len(v))
	for i, x := range v {
		if total != 0 {
			out[i] = x / total
		}
	}
	return out
}
