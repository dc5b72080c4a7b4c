package economy

import (
	"math"

	"tenfold/agents/person"
	"tenfold/sim/exact"
	"tenfold/sim/market"
)

// ownWork is people's work with coworkers of their own. Somebody of agency a who directs them for h hours and has m
// hours of theirs makes
//
//	value = P a^chi h^(1-nu) m^nu
//
// where P is what firms pay in rent and review per hour of work done, up to m <= h/v: every hour of a coworker takes v
// hours of direction and review. What they win replaces firms' rent and review, at most part of that market.
type ownWork struct {
	adopters float64   // share of adults
	agency   []float64 // a^chi at the mid quantiles of agency
}

// ownMarket is what a tick offers to people with coworkers of their own.
type ownMarket struct {
	budget  float64 // hours a month that a compute budget pays for
	limit   float64 // usd a month that people can pay themselves
	refused float64 // share of hours wanted on their own account that are not to be had
	keep    bool    // unspent budget can be sold
	vouched float64 // hours a month that budgets pay for, of the mean adult with coworkers, before sharing the market

	value float64 // P, usd per hour of work done
	price float64 // usd per coworker hour
	most  float64 // coworker hours a month that the directing time allows
	scale float64 // share of what people offer that they sell
	share float64 // of firms' rent and review that goes to people instead
	hours float64 // coworker hours a year
	rent  float64 // usd a year paid for them
	total float64 // usd a year received by people
}

// income is what the work leaves, usd a year.
func (m *ownMarket) income() float64 { return m.total - m.rent }

func newOwnWork(o OwnWork) ownWork {
	w := ownWork{adopters: o.Adopters, agency: make([]float64, person.Agencies)}
	for k := range w.agency {
		w.agency[k] = exact.Exp(o.Agency * exact.NormalQuantile((float64(k)+.5)/person.Agencies))
	}
	return w
}

// adoptOwnWork lets the share of adults with coworkers of their own grow by example up to the take-up.
func (w *World) adoptOwnWork() {
	o := w.cfg.OwnWork
	if o.TakeUp > 0 {
		part := market.Adopt(math.Min(w.own.adopters/o.TakeUp, 1), 0, o.Imitation, w.stepYears())
		w.own.adopters = math.Max(part*o.TakeUp, w.own.adopters)
	}
}

// choose is the coworker hours a month that somebody takes and their value a month, before sharing the market; agency is
// a^chi. Hours of a compute budget are taken in any case unless they can be sold; beyond them somebody wants what pays,
// gets what is not refused, and pays what the limit allows.
func (o *OwnWork) choose(m *ownMarket, agency float64) (hours, value float64) {
	if o.Directing == 0 || m.price <= 0 {
		return 0, 0
	}
	power := 1 / (1 - o.Elasticity)
	wanted := float64(o.Directing * exact.Pow(o.Elasticity*m.value*agency/m.price, power))
	free := m.budget
	if m.keep {
		free = math.Min(free, wanted)
	}
	own := math.Min(float64((1-m.refused)*math.Max(wanted-m.budget, 0)), m.limit/m.price)
	hours = math.Min(free+own, m.most)
	value = m.value * agency * exact.Pow(o.Directing, 1-o.Elasticity) * exact.Pow(hours, o.Elasticity)
	if value <= m.price*hours && m.budget == 0 {
		return 0, 0
	}
	return hours, value
}

// voucher is the hours of those that somebody takes which a compute budget pays for; those that can be sold are paid for
// like any other.
func (m *ownMarket) voucher(hours float64) float64 {
	if m.keep {
		return 0
	}
	return math.Min(hours, m.budget)
}

// ownMarket finds what people make with coworkers of their own when firms would pay `rent` and `review` dollars a year
// for `hours` coworker hours that do `work` hours of work, `reviewing` hours of people's time included.
func (w *World) ownMarket(rent, review, hours, work, reviewing float64) ownMarket {
	o := &w.cfg.OwnWork
	m := ownMarket{}
	if work <= 0 || hours <= 0 || w.own.adopters == 0 {
		return m
	}
	m.value, m.price = (rent+review)/work, rent/hours
	m.budget, m.limit, m.refused, m.keep = w.budgetHours(m.price), o.Limit, o.Rationing, w.rules.tradable
	m.most = o.Directing / math.Max(reviewing/hours, leastDirection)
	wanted, used := 0., 0.
	for _, a := range w.own.agency {
		h, v := o.choose(&m, a)
		used += h
		wanted += v
		m.vouched += m.voucher(h) / person.Agencies
	}
	people := 12 * w.own.adopters * w.rules.access * w.labour.adults / person.Agencies
	wanted *= people
	if wanted <= 0 {
		return m
	}
	m.share = math.Min(wanted/(rent+review), o.MarketShare)
	m.total = float64(m.share * (rent + review))
	m.scale = m.total / wanted
	m.hours = float64(used * people * m.scale)
	m.rent = float64(m.hours * m.price)
	return m
}

// payBudgets is what compute budgets pay for people's hours, or to all where they can be sold, and what providers bear of
// it where the government procures hours at cost.
func (w *World) payBudgets(y *incomes) {
	m := &w.now.own
	y.vouchers = float64(12 * w.own.adopters * w.rules.access * w.labour.adults * m.vouched * m.scale * m.price)
	y.budgets, y.rebate = 0, 0
	if w.rules.tradable {
		y.budgets = float64(12 * m.budget * m.price * w.labour.adults)
	}
	if w.cfg.OwnWork.Procurement == "cost" && w.rules.budgetUSD > 0 {
		y.rebate = float64(w.margin * (y.vouchers + y.budgets))
	}
}

// budgetHours is the hours a month that a compute budget pays for at a price. Where the government procures them at cost
// the same dollars pay for more.
func (w *World) budgetHours(price float64) float64 {
	hours := w.rules.budgetHours
	if usd := w.rules.budgetUSD / w.trend(); usd > 0 {
		if w.cfg.OwnWork.Procurement == "cost" {
			price *= 1 - w.margin
		}
		hours += usd / math.Max(price, tiny)
	}
	return hours
}

// leastDirection keeps the hours that one person can direct finite when review takes no time.
const leastDirection = 1e-3
