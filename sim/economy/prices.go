package economy

import "tenfold/sim/market"

// priceParts are the primary inputs of which a price consists, directly and through everything that is bought to make
// the good; taxes on production fall on them in proportion. Slices are by industry and add up to the price.
//
// Intelligence is what providers receive beyond electricity; energy is the value added of utilities and the electricity
// of coworkers; labour is people's pay, with what own work leaves them; capital is the rest of value added but land,
// with firms' margins.
type priceParts struct {
	intelligence, energy, labour, land, capital, imports []float64
	direct                                               []float64 // of one part, per unit of output
}

func newPriceParts(industries int) priceParts {
	var p priceParts
	for _, v := range append(p.all(), &p.direct) {
		*v = make([]float64, industries)
	}
	return p
}

func (p *priceParts) all() []*[]float64 {
	return []*[]float64{&p.intelligence, &p.energy, &p.labour, &p.land, &p.capital, &p.imports}
}

// primary is what an industry pays for primary inputs, usd a year.
type primary struct {
	intelligence, energy, labour, land, capital, imports float64
	electricity                                          float64 // of coworkers, within energy
}

// primaryOf is what industry s pays.
func (w *World) primaryOf(s int) primary {
	q := w.now
	providers, own := 0., 0.
	var p primary
	for f, x := range q.spending[s] {
		p.labour += float64(x * q.toPeople(s, f))
		providers += float64(x * (1 - q.own.share) * q.rentalPart[s][f])
		own += float64(x * q.own.share * (q.rentalPart[s][f] + q.reviewPart[s][f]))
	}
	rented := float64(own * ratio(q.own.rent, q.own.total))
	p.labour += own - rented
	p.electricity = float64((providers + rented) * q.power())
	p.energy = p.electricity
	p.intelligence = providers + rented - p.energy
	income := float64(q.valueAdded[s] / q.markup[s] * (1 - q.workShare[s]))
	p.land = float64(income * w.landPart(s))
	p.capital = income - p.land + (q.valueAdded[s] - q.valueAdded[s]/q.markup[s])
	p.imports = float64(w.acc.Imports[s] * q.output[s])
	if s == w.data.Utility {
		p.energy += p.labour + p.capital
		p.labour, p.capital = 0, 0
	}
	return p
}

// landPart is land's share of what an industry pays for capital and land.
func (w *World) landPart(s int) float64 {
	if s != w.data.RealEstate || w.base.landShare == 0 {
		return 0
	}
	return market.SpendingShare(w.base.landShare, w.landRent/w.now.capital[s], w.cfg.Production.Land)
}

// decompose fills the parts of this tick's prices.
func (p *priceParts) decompose(w *World) {
	paid := make([]primary, w.industries)
	for s := range paid {
		paid[s] = w.primaryOf(s)
	}
	read := []func(*primary) float64{
		func(x *primary) float64 { return x.intelligence }, func(x *primary) float64 { return x.energy },
		func(x *primary) float64 { return x.labour }, func(x *primary) float64 { return x.land },
		func(x *primary) float64 { return x.capital }, func(x *primary) float64 { return x.imports },
	}
	for i, part := range p.all() {
		for s := range paid {
			p.direct[s] = read[i](&paid[s]) / w.now.output[s]
		}
		w.base.io.Prices(p.direct, *part)
	}
}
