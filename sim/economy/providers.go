package economy

import (
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/tech"
)

// providers is the hardware that sellers of coworkers' hours own and what their revenue pays for.
type providers struct {
	hardware float64 // H100-hours a year that it can work
	price    float64 // usd per H100-hour a year: what hardware earns, capitalised
	orders   float64 // H100-hours a year that are bought in a year
	opening  float64 // value at the beginning of the tick, usd
	revenue  revenue
}

// revenue splits what providers receive for coworkers' hours, usd a year; the parts add up to it.
type revenue struct{ energy, hardware, markup, scarcity float64 }

// terms are the conditions under which hours are priced in this tick.
func (w *World) terms() tech.Terms {
	return tech.Terms{Electricity: w.electricity, Deflator: w.deflator(), Shock: w.rules.shock}
}

// baseOffer is the price of an hour at the capability of the base year.
func (w *World) baseOffer() tech.Offer {
	terms := w.terms()
	terms.Opened = w.cfg.Tech.Sellers.Opens(w.baseDate(), w.techDate())
	return w.tech.cfg.Market(w.baseIntelligence, w.techDate(), terms)
}

// splitRevenue says what coworkers' hours pay for. Electricity is what providers pay for it, hardware its share of the
// price beyond energy, scarcity the rent of compute or of a given fleet; what is left is mark-up.
func (w *World) splitRevenue() {
	q, r := w.now, &w.providers.revenue
	received := w.netOfSubsidy(q.rent())
	r.energy, r.scarcity = q.powered, q.scarcity
	r.hardware = math.Max(math.Min(q.hardware, received-r.energy-r.scarcity), 0)
	r.markup = received - r.energy - r.scarcity - r.hardware
}

// equip lets providers replace hardware that wears out and buy, within the time of delivery, what this tick's hours need
// beyond what they have; meanwhile they rent it from others. Its price is what it earns at the return that owners ask,
// beyond wear and the fall in the price of computation that they know from the record of accelerators; where compute is
// scarce its makers take hardware's share of that rent too. A faster fall is a loss to owners, in the revaluation of
// balances. Hardware that stands idle earns nothing, so that the whole stock is worth what a part of it earns. Orders never
// fall below none.
func (w *World) equip() {
	p, c, q := &w.providers, &w.cfg.Tech.Compute, w.now
	earned := p.revenue.hardware
	if !w.rationed() {
		earned += float64(w.cfg.Tech.Sellers.Hardware * p.revenue.scarcity)
	}
	p.price = ratio(earned, math.Max(q.compute, p.hardware)) / (c.Return + c.Depreciation + exact.Log(c.PricePerformance))
	if !w.begun {
		p.hardware = q.compute
		p.opening = float64(p.price * p.hardware)
	}
	delivered := (1 - exact.Exp(-12*w.dt/c.Delivery)) / w.dt
	p.orders = math.Max(float64(delivered*(q.compute-p.hardware))+float64(c.Depreciation*p.hardware), 0)
}

// bought is what providers pay for new hardware, usd a year.
func (p *providers) bought() float64 { return float64(p.price * p.orders) }

// rented is what providers pay for hardware that they use and do not own, usd a year.
func (p *providers) rented(compute float64) float64 {
	return float64(p.revenue.hardware * math.Max(1-ratio(p.hardware, compute), 0))
}

// worn is the value of hardware that wears out, usd a year.
func (p *providers) worn(depreciation float64) float64 {
	return float64(depreciation * p.price * p.hardware)
}

// wear moves the stock of hardware over a tick.
func (w *World) wear() {
	p := &w.providers
	p.hardware += float64(w.dt * (p.orders - float64(w.cfg.Tech.Compute.Depreciation*p.hardware)))
}

// recordedMargin is what would be left of providers' revenue if hardware cost what the record of accelerators says.
func (w *World) recordedMargin() float64 {
	cost := float64(w.cfg.Tech.RecordedUserCost(w.techDate()) / w.deflator() * w.now.compute)
	return ratio(w.netOfSubsidy(w.now.rent())-w.now.powered-cost, w.netOfSubsidy(w.now.rent()))
}
