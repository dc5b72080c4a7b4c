package economy

import (
	"tenfold/sim/exact"
	"tenfold/sim/market"
)

// structure is the base year as the production side needs it: spending shares at which every index is 1.
type structure struct {
	unit       [][]float64 // unit cost of an occupation's work by industry, [industry][field], for normalisation
	occupation [][]float64 // share of each occupation in an industry's spending on work
	work       []float64   // share of work (people and coworkers) in value added
	landShare  float64     // share of land in real estate's capital income
	valueAdded []float64   // usd per unit of output
	capital    []float64   // usd, by industry, structures only in real estate
	land       float64     // usd
	io         *market.InputOutput
	consumed   []float64 // shares of goods in consumption
	invested   []float64
}

// allocation is one solution of prices and quantities, in detrended dollars a year. Slices are by industry unless a
// comment says otherwise.
type allocation struct {
	unit       [][]float64 // unit cost of an occupation's work, [industry][field]
	work       []float64   // price of the bundle of work
	capital    []float64   // price of capital (in real estate: of structures and land)
	cost       []float64   // unit cost of value added
	markup     []float64   // of its price on that cost, 1 where firms pass on all that coworkers save
	workShare  []float64   // theta: share of work in value added
	price      []float64
	rentalPart [][]float64 // share of spending on an occupation's work that goes to providers, [industry][field]
	reviewPart [][]float64 // share that pays people for direction and review
	spending   [][]float64 // on an occupation's work, [industry][field]

	output      []float64 // quantity
	valueAdded  []float64 // less taxes on production
	demand      []float64 // final demand
	consumption []float64 // goods
	investment  []float64

	consumerPrice, investmentPrice float64
	goods, luxury, newUses         float64
	newUsePrice                    float64 // usd per hour at the capability of the base year
	investmentTotal                float64
	rentFirms                      float64 // paid by firms for coworkers' hours
	hoursFirms, hoursNew           float64
	own                            ownMarket // of people with coworkers of their own
	compute, kwh                   float64   // H100-hours and kWh of all hours
	hardware                       float64   // of rent, what pays for hardware at the prices of offers
	energy, powered                float64   // usd for electricity that these hours use; as demanded from utilities
	scarcity                       float64   // usd of scarcity rent
}

func (q *allocation) hours() float64 { return q.hoursFirms + q.own.hours + q.hoursNew }
func (q *allocation) rent() float64  { return q.rentFirms + q.own.rent + q.newUses }

// power is the share of what is paid for coworkers' hours that pays utilities for electricity.
func (q *allocation) power() float64 { return ratio(q.powered, q.rent()) }

// toPeople is the share of spending on an occupation's work in an industry that goes to people employed by firms.
func (q *allocation) toPeople(s, f int) float64 {
	return 1 - q.rentalPart[s][f] - float64(q.own.share*q.reviewPart[s][f])
}

func newAllocation(industries, fields int) *allocation {
	q := &allocation{}
	for _, v := range []*[]float64{&q.work, &q.capital, &q.cost, &q.markup, &q.workShare, &q.price, &q.output, &q.valueAdded,
		&q.demand, &q.consumption, &q.investment} {
		*v = make([]float64, industries)
	}
	for _, m := range []*[][]float64{&q.unit, &q.rentalPart, &q.reviewPart, &q.spending} {
		*m = make([][]float64, industries)
		for s := range *m {
			(*m)[s] = make([]float64, fields)
		}
	}
	return q
}

// unitCosts is the CES of tasks: people do what coworkers do not,
//
//	P_sf = [(1 - d_s sum a) w^(1-sigma) + d_s sum a kappa^(1-sigma)]^(1/(1-sigma)) / base
//
// and the spending shares of providers and of review, in which returned tasks are done by people.
func (w *World) unitCosts(q *allocation, work *fieldWork) {
	sigma := w.cfg.Production.Tasks
	power := 1 / (1 - sigma)
	for f, wage := range w.wage {
		own := exact.Pow(wage, 1-sigma)
		for s, d := range w.integrated {
			plain := float64((1-float64(d*work.potential[f]))*own) + float64(d*work.plainCost[f])
			core := float64((1-float64(d*work.used[f]))*own) + float64(d*work.usedCost[f])
			q.unit[s][f] = exact.Pow(plain, power) / w.base.unit[s][f]
			q.rentalPart[s][f] = d * work.rental[f] / core
			q.reviewPart[s][f] = d * work.review[f] / core
		}
	}
}

// prices solves unit costs and goods prices from wages, returns on capital and land, and the cost of coworkers.
func (w *World) prices(q *allocation, work *fieldWork) {
	w.unitCosts(q, work)
	e := &w.cfg.Production
	primary := w.scratch
	for s := range q.work {
		q.work[s] = market.CES(w.base.occupation[s], q.unit[s], e.Occupations)
		q.capital[s] = w.capitalReturn
		if s == w.data.RealEstate {
			q.capital[s] = market.CES2(1-w.base.landShare, w.capitalReturn, w.landRent, e.Land)
		}
		theta := w.base.work[s]
		q.cost[s] = market.CES2(theta, q.work[s], q.capital[s], e.ValueAdded)
		q.workShare[s] = market.SpendingShare(theta, q.work[s]/q.cost[s], e.ValueAdded)
		q.markup[s] = w.markup(q, s)
		primary[s] = float64(w.base.valueAdded[s]*q.cost[s]*q.markup[s]/w.efficiency(s)) + w.acc.Imports[s]
	}
	w.base.io.Prices(primary, q.price)
}

// markup is the price of an industry's value added over its cost: firms keep the part 1 - pass-through of the log fall in
// unit cost below what it would be at today's wages and returns had coworkers stayed as they were in the base year.
func (w *World) markup(q *allocation, s int) float64 {
	kept := 1 - w.cfg.Firms.PassThrough
	if kept == 0 {
		return 1
	}
	people := market.CES(w.base.occupation[s], w.wage, w.cfg.Production.Occupations)
	before := market.CES2(w.base.work[s], people, q.capital[s], w.cfg.Production.ValueAdded)
	return exact.Pow(before/q.cost[s], kept)
}

// efficiency is an industry's total factor productivity: of all, of where in the industry its work is done, and of how
// evenly firms have integrated coworkers.
func (w *World) efficiency(s int) float64 { return w.productivity * w.reallocation(s) * w.evenness(s) }

// solveAt solves at one scarcity rent for all fields.
func (w *World) solveAt(q *allocation, rent float64) {
	for f := range w.rents {
		w.rents[f] = rent
	}
	w.scarcityRent = rent
	w.solve(q)
}

// solve finds prices, demand, outputs and coworkers' hours at the fields' scarcity rents, in usd per H100-hour or,
// where the fleet is given, per hour.
func (w *World) solve(q *allocation) {
	w.tech.cheapest(w.plan, w.costs, w.wage, w.realised, w.market(w.rents))
	w.work.sum(w.tech, w.plan, w.wage, w.returned, w.waiting, w.cfg.Production.Tasks)
	w.prices(q, w.work)
	w.finalDemand(q)
	energy := w.energyBill // of the last tick
	for round := 0; ; round++ {
		w.quantities(q, energy)
		w.coworkerHours(q)
		if !w.begun || round == energyRounds {
			break
		}
		energy = q.energy
	}
	q.powered = energy
}

// energyRounds is how often electricity that coworkers use is put back into the demand for it. In the end it is more than half of
// what utilities sell, but few coworkers work there: each round leaves less than a hundredth of the error, two leave 2e-7.
const energyRounds = 2

// finalDemand splits nominal income: consumption comes from last tick's disposable income, government and net
// exports are nominal shares, investment is the rest.
func (w *World) finalDemand(q *allocation) {
	e := &w.cfg.Production
	q.luxury = w.cfg.Macro.LuxuryShare * w.luxuryTaste * w.consumption
	q.newUsePrice = w.rules.wedge * paid(w.baseOffer(), w.scarcityRent, w.rationed())
	s0 := w.cfg.NewUses.Share
	z := exact.Pow(q.newUsePrice/w.newUsePrice0, 1-w.cfg.NewUses.Elasticity)
	q.newUses = w.consumption * s0 * z / (1 + float64(s0*(z-1)))
	q.goods = w.consumption - q.luxury - q.newUses

	q.consumerPrice = market.CES(w.base.consumed, q.price, e.Goods)
	q.investmentPrice = market.CES(w.base.invested, q.price, e.Investment)
	scale := w.money.scale
	q.investmentTotal = w.money.income - w.consumption - float64(scale*(w.government+w.netExports)) + w.imports
	for s, p := range q.price {
		q.consumption[s] = q.goods * market.SpendingShare(w.base.consumed[s], p/q.consumerPrice, e.Goods)
		q.investment[s] = q.investmentTotal * market.SpendingShare(w.base.invested[s], p/q.investmentPrice, e.Investment)
		q.demand[s] = q.consumption[s] + q.investment[s] + float64(scale*(w.acc.Government[s]+w.exports[s]))
	}
}

// quantities sends final demand through the input-output table and spends value added on work and capital; energy is what providers pay for electricity, usd a year, in the demand for the utilities' output.
func (w *World) quantities(q *allocation, energy float64) {
	e := &w.cfg.Production
	physical := w.scratch
	for s, p := range q.price {
		physical[s] = q.demand[s] / p
	}
	physical[w.data.Utility] += energy / q.price[w.data.Utility]
	w.base.io.Outputs(physical, q.output)
	for s := range q.output {
		q.valueAdded[s] = w.base.valueAdded[s] * q.cost[s] * q.markup[s] / w.efficiency(s) * q.output[s]
		onWork := q.valueAdded[s] / q.markup[s] * q.workShare[s]
		for f, share := range w.base.occupation[s] {
			q.spending[s][f] = onWork * market.SpendingShare(share, q.unit[s][f]/q.work[s], e.Occupations)
		}
	}
}

// coworkerHours adds up hours, compute and electricity. New uses buy the hours that firms' average price gives for
// their dollars, so that they use today's capability.
func (w *World) coworkerHours(q *allocation) {
	q.rentFirms, q.hoursFirms, q.compute, q.kwh, q.hardware = 0, 0, 0, 0, 0
	review, work, direction := 0., 0., 0.
	for f := 0; f < w.fields; f++ {
		paidRent := 0.
		for s := range q.spending {
			paidRent += float64(q.spending[s][f] * q.rentalPart[s][f])
			review += float64(q.spending[s][f] * q.reviewPart[s][f])
		}
		hours := 0.
		if w.work.rental[f] > 0 {
			hours = paidRent * w.work.hours[f] / w.work.rental[f]
			q.compute += paidRent * w.work.compute[f] / w.work.rental[f]
			q.kwh += paidRent * w.work.kwh[f] / w.work.rental[f]
			q.hardware += paidRent * w.work.hardware[f] / w.work.rental[f]
			work += paidRent * w.work.work[f] / w.work.rental[f]
			direction += paidRent * w.work.direction[f] / w.work.rental[f]
		}
		w.fieldHours[f] = hours
		q.rentFirms += paidRent
		q.hoursFirms += hours
	}
	q.own = w.ownMarket(q.rentFirms, review, q.hoursFirms, work, direction)
	w.sharePeopleWin(q)
	w.newUseHours(q)
	q.energy = q.kwh * w.tech.cfg.Energy.Electricity * q.price[w.data.Utility]
	switch {
	case w.cfg.Fleet.byField():
		q.scarcity = w.meanRent(q) * q.hours()
	case w.rationed():
		q.scarcity = w.scarcityRent * q.hours()
	default:
		q.scarcity = w.scarcityRent * q.compute
	}
}

// sharePeopleWin takes from firms what people do with coworkers of their own instead.
func (w *World) sharePeopleWin(q *allocation) {
	left := 1 - q.own.share
	perHour := ratio(1, q.hoursFirms)
	for f := range w.fieldHours {
		w.fieldHours[f] *= left
	}
	q.rentFirms *= left
	q.hoursFirms = float64(q.hoursFirms * left)
	all := (q.hoursFirms + q.own.hours) * perHour
	q.compute *= all
	q.kwh *= all
	q.hardware *= all
}

func (w *World) newUseHours(q *allocation) {
	if q.hoursFirms > 1 {
		q.hoursNew = q.newUses * q.hoursFirms / q.rentFirms
		more := q.hoursNew / (q.hoursFirms + q.own.hours)
		q.compute += float64(q.compute * more)
		q.kwh += float64(q.kwh * more)
		q.hardware += float64(q.hardware * more)
		return
	}
	o := w.baseOffer()
	q.hoursNew = q.newUses / q.newUsePrice
	q.compute += float64(q.hoursNew * o.Compute)
	q.kwh += float64(q.hoursNew * o.KWh)
	q.hardware += float64(q.hoursNew * o.Hardware)
}
