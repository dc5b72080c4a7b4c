package economy

import (
	"math"

	"tenfold/agents/person"
	"tenfold/sim/exact"
	"tenfold/sim/market"
	"tenfold/sim/stats"
)

// wealthClasses says how the capital stock is held: through equity, real estate (with all land and luxury) and the
// rest, which also holds government debt and foreign claims. equity and estate are shares of net worth in the base year.
type wealthClasses struct {
	lent, owed                                float64 // sums of households' positive and negative holdings of the rest
	equity, estate                            float64
	capitalEquity, capitalEstate, capitalElse float64 // shares of the capital stock
}

// Shares of net worth where an economy's tables do not say.
const (
	equityInNetWorth = .3
	estateInNetWorth = .29
)

// newWealthClasses divides the base year's wealth so that equity and real estate are the shares of net worth that the
// tables say, as far as there is capital for them.
func (w *World) newWealthClasses() wealthClasses {
	c := wealthClasses{equity: equityInNetWorth, estate: estateInNetWorth}
	a := w.data.Anchors
	if total := a["household_net_worth"].Value; total > 0 && a["household_equity"].Value > 0 && a["household_real_estate"].Value > 0 {
		c.equity, c.estate = a["household_equity"].Value/total, a["household_real_estate"].Value/total
	}
	fixed := w.landValue() + w.luxuryValue()
	rest := w.debt + w.foreign
	total := w.capital + fixed + rest
	c.capitalEstate = math.Max(float64(c.estate*total)-fixed, 0) / w.capital
	c.capitalEquity = math.Min((float64(c.equity*total)-w.providersValue())/w.capital, 1-c.capitalEstate)
	c.capitalElse = 1 - c.capitalEquity - c.capitalEstate
	return c
}

func (w *World) landValue() float64   { return w.flows.land / w.cfg.Macro.LandYield }
func (w *World) luxuryValue() float64 { return w.flows.luxury / w.cfg.Macro.LandYield }

// providersValue is what the providers' profit is worth to their owners.
func (w *World) providersValue() float64 {
	return math.Max(w.flows.providers, 0) / w.cfg.Macro.ProvidersYield
}

// setTerms states what this tick pays people.
func (w *World) setTerms() {
	p, y := &w.people, &w.flows
	t, f := &p.terms, w.fields
	if t.Pay == nil {
		t.Pay, t.Transfer = make([]float32, 3*f+1), make([]float32, 3*f+1)
		t.Own, t.OwnHours = make([]float32, person.Agencies), make([]float32, person.Agencies)
		t.Occupations = f
		t.LongTerm = uint16(math.Min(math.Ceil(longTermMonths/w.labourMonths()-rounding), math.MaxUint16))
		t.Prepare()
	}
	for i, pay := range w.jobPay {
		full := w.wage[i] * pay
		t.Pay[f+i] = float32(full * w.hoursWorked())
		t.Pay[2*f+i] = float32(w.cfg.Government.Benefit * full)
	}
	out := market.Sum(w.labour.stock[:f]) + w.labour.outside
	everybody := (float64((1-w.cfg.People.OutsideTransfers)*y.transfers) + y.basic + y.public + y.budgets) / w.labour.adults
	toOut := w.cfg.People.OutsideTransfers * y.transfers / out
	for s := range t.Transfer {
		t.Transfer[s] = float32(everybody)
		if s < f || s == 3*f {
			t.Transfer[s] = float32(everybody + toOut)
		}
	}
	w.setOwnTerms(t)
	t.LabourTax = float32(y.labourRate)
	t.Prices, t.PovertyLine = 1, p.line
	if w.begun {
		t.Prices = float32(w.pricesPaid())
	}
	t.SlowBelow, t.FastAbove = w.adaptabilityAt(1./person.Quintiles), w.adaptabilityAt(1-1./person.Quintiles)
	w.setClasses(t, y)
}

// adaptabilityAt is the quantile q of the lognormal from which endow draws.
func (w *World) adaptabilityAt(q float64) uint8 {
	spread := w.cfg.People.Adaptability
	return person.Adapts(exact.Exp(float64(spread*exact.NormalQuantile(q)) - float64(.5*spread*spread)))
}

func (w *World) setOwnTerms(t *person.Terms) {
	m := &w.now.own
	t.Adopters, t.Poorest = uint32(w.own.adopters*65536), uint32((1-w.rules.access)*65536)
	for k, a := range w.own.agency {
		hours, value := w.cfg.OwnWork.choose(m, a)
		t.Own[k] = float32(12 * (value - float64((hours-m.voucher(hours))*m.price)) * m.scale)
		t.OwnHours[k] = float32(12 * hours * m.scale)
	}
}

// setClasses divides property income after tax and what is saved of it by class of wealth.
func (w *World) setClasses(t *person.Terms, y *incomes) {
	c := &w.people.classes
	net, capital := 1-y.capitalRate, y.profit-y.depreciated
	stock := w.now.investmentPrice * y.capitalUsed
	class := func(share, value, financial, unsaved float64) person.Class {
		financial += float64(share * capital)
		return person.Class{
			Value:  float32((float64(share*stock) + value) / w.labour.adults),
			Income: float32(net * (financial + unsaved) / w.labour.adults),
			Saved:  float32(w.savingRateNow() * net * financial / w.labour.adults),
		}
	}
	t.Equity = class(c.capitalEquity, float64((1-w.rules.publicShare)*w.providersValue()), y.rented+y.providers-y.public, 0)
	t.Estate = class(c.capitalEstate, w.landValue()+w.luxuryValue(), 0, y.land+y.luxury)
	t.Other = class(c.capitalElse, w.debt+w.foreign, y.interest+y.foreignIn, 0)
	t.Debts = t.Other
	w.chargeDebtors(t)
}

// chargeDebtors lets households whose debts exceed what they own besides equity and real estate pay the bond rate, and
// those who lent to them receive it.
func (w *World) chargeDebtors(t *person.Terms) {
	c := &w.people.classes
	if c.lent == 0 || t.Other.Income == 0 {
		return
	}
	rate := float32((1 - w.flows.capitalRate) * w.bondRate())
	saved := t.Other.Saved / t.Other.Income
	t.Debts.Income = float32(rate * t.Other.Value)
	paid := float32(float32(c.owed) * (t.Debts.Income - t.Other.Income))
	t.Other.Income += paid / float32(c.lent)
	t.Debts.Saved, t.Other.Saved = saved*t.Debts.Income, saved*t.Other.Income
}

// distribute pays the sample's persons and adds up who has what. The sample's totals are scaled to the economy's, so
// that sampling noise moves no dollar.
func (w *World) distribute() error {
	if w.people.agents > 0 {
		w.setTerms()
		w.receive(false)
		w.people.tasteForLuxury(w)
	}
	return nil
}

func (w *World) receive(base bool) {
	p, y := &w.people, &w.flows
	t := &p.terms
	w.pool.Each(len(p.shards), func(s int) { p.shards[s].earned = p.shards[s].cols.Earn(t) })
	var e person.Earned
	for s := range p.shards {
		e.Wages += p.shards[s].earned.Wages
		e.Benefits += p.shards[s].earned.Benefits
		e.Own += p.shards[s].earned.Own
		e.Lost += p.shards[s].earned.Lost
	}
	each := float64(p.agents) / w.labour.adults
	t.Scale(scaled(y.wages*each, e.Wages), scaled(y.benefits*each, e.Benefits), scaled(y.own*each, e.Own), scaled(y.insured*each, e.Lost))
	w.lostPay = e.Lost / each
	steps := uint16(math.Max(12/w.labourMonths(), 1))
	w.pool.Each(len(p.shards), func(s int) { p.shards[s].cols.Receive(t, &p.shards[s].tally, base, steps) })
	p.outcome.Reset()
	for s := range p.shards {
		p.outcome.Add(&p.shards[s].tally)
	}
}

func scaled(want, have float64) float32 {
	if have == 0 {
		return 0
	}
	return float32(want / have)
}

// tasteForLuxury lets spending on luxury follow the spread of incomes: a household's share of luxury is in proportion to
// (income/mean)^(e-1), so that all spend mean((income/mean)^e) of what they would if incomes were equal.
func (p *people) tasteForLuxury(w *World) {
	e := w.cfg.Macro.LuxuryElasticity
	mean := math.Max(p.outcome.Income.Mean(), tiny)
	taste := p.outcome.Income.MeanPower(e) / exact.Pow(mean, e)
	if p.taste0 == 0 {
		p.taste0 = taste
	}
	w.luxuryTaste = taste / p.taste0
}

// baseIncomes remembers everybody's income of the base year, from which tenths and the poverty line follow.
func (w *World) baseIncomes() {
	p := &w.people
	p.outcome.Init()
	for s := range p.shards {
		p.shards[s].tally.Init()
	}
	w.setTerms()
	w.receive(true)
	p.line = float32(w.cfg.People.PovertyLine * p.outcome.Income.Quantile(.5))
	var edge [person.Deciles]float32
	for d := range edge {
		edge[d] = float32(p.outcome.Income.Quantile(float64(d+1) / person.Deciles))
	}
	w.pool.Each(len(p.shards), func(s int) { p.shards[s].cols.SetDeciles(edge[:]) })
	w.setTerms()
	w.receive(false)
	p.tasteForLuxury(w)
}

// lorenzAt are the points of the table "lorenz".
var lorenzAt = []float64{.1, .2, .3, .4, .5, .6, .7, .8, .9, .95, .99, .999}

// curves are the cumulative shares at lorenzAt of income, wealth and directed coworkers.
func (p *people) curves() (income, wealth, directed []float64) {
	at := func(h *stats.Histogram) []float64 {
		if h.Total() == 0 {
			return make([]float64, len(lorenzAt))
		}
		return h.Lorenz(lorenzAt)
	}
	return at(&p.outcome.Income), at(&p.outcome.Wealth), at(&p.outcome.Directed)
}
