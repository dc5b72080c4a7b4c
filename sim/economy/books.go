package economy

import (
	"math"

	"tenfold/sim/ledger"
	"tenfold/sim/market"
)

// The flows that stocks are checked against.
const (
	flowInvestment = "investment"
	flowHardware   = "hardware"
	flowShares     = "providers' shares acquired"
	flowBorrowing  = "government borrowing"
	flowForeign    = "foreign claims acquired"
)

// keepBooks enters every dollar by payer and payee, each end from its own computation, and checks that each flow
// arrives, each sector's receipts equal its payments, and output equals income.
func (w *World) keepBooks() error {
	b := &w.books
	b.Reset()
	b.Under("current")
	w.enterPurchases(b)
	w.enterIncomes(b)
	w.enterTaxes(b)
	w.enterFinance(b)
	if w.tamper != nil {
		w.tamper(b)
	}
	worst, err := b.Check(w.flows.output, booksTolerance)
	w.worstBook = math.Max(w.worstBook, worst)
	if err != nil {
		return w.breakdown("books", "%v", err)
	}
	return nil
}

// booksTolerance is the relative error at which a run stops.
const booksTolerance = 1e-9

func (w *World) enterPurchases(b *ledger.Ledger) {
	q, y := w.now, &w.flows
	b.Enter("consumption of goods", ledger.People, ledger.Firms, q.goods, market.Sum(q.consumption))
	b.Post("luxury", ledger.People, ledger.People, y.luxury)
	b.Post("new uses", ledger.People, ledger.Providers, q.newUses)
	b.Post("coworkers of people", ledger.People, ledger.Providers, q.own.rent)
	b.Enter("coworkers", ledger.Firms, ledger.Providers, w.rentByIndustry()*(1-q.own.share), q.rentFirms)
	b.Post("electricity", ledger.Providers, ledger.Firms, y.energy)
	b.Enter("government purchases", ledger.Government, ledger.Firms, y.purchases, w.money.scale*market.Sum(w.acc.Government))
	b.Enter("net exports", ledger.World, ledger.Firms, y.netExports, w.money.scale*market.Sum(w.exports))
	b.Post("imports", ledger.Firms, ledger.World, y.imports)
	b.Enter("output is income", ledger.Firms, ledger.Firms, y.output, y.byIncome)
}

// rentByIndustry adds up what industries pay for coworkers, industry by industry.
func (w *World) rentByIndustry() float64 {
	sum := 0.
	for s, spending := range w.now.spending {
		sum += market.Dot(spending, w.now.rentalPart[s])
	}
	return sum
}

func (w *World) enterIncomes(b *ledger.Ledger) {
	y := &w.flows
	b.Post("wages", ledger.Firms, ledger.People, y.wages)
	b.Post("own work", ledger.Firms, ledger.People, w.now.own.total)
	b.Post("profit", ledger.Firms, ledger.People, y.profit)
	b.Post("land rent", ledger.Firms, ledger.People, y.land)
	b.Post("hardware rented", ledger.Providers, ledger.People, y.rented)
	b.Post("providers' profit", ledger.Providers, ledger.People, y.providers-y.public)
	b.Post("interest", ledger.Government, ledger.People, y.interest)
	b.Post("return on foreign claims", ledger.World, ledger.People, y.foreignIn)
}

func (w *World) enterTaxes(b *ledger.Ledger) {
	y := &w.flows
	b.Post("taxes on production", ledger.Firms, ledger.Government, y.production)
	b.Post("labour tax", ledger.People, ledger.Government, y.taxLabour)
	b.Post("property tax", ledger.People, ledger.Government, y.taxProperty)
	b.Post("consumption tax", ledger.People, ledger.Government, y.taxConsumed)
	b.Post("benefits", ledger.Government, ledger.People, y.benefits)
	b.Post("tax on coworkers less subsidy", ledger.Providers, ledger.Government, y.computeTax)
	b.Post("public share of providers' profit", ledger.Providers, ledger.Government, y.public)
	b.Post("public dividend", ledger.Government, ledger.People, y.public)
	b.Post("hours procured below price", ledger.Providers, ledger.Government, y.rebate)
	b.Post("compute budgets used", ledger.Government, ledger.People, y.vouchers)
	b.Post("compute budgets paid out", ledger.Government, ledger.People, y.budgets)
	b.Post("wage insurance", ledger.Government, ledger.People, y.insured)
	b.Post("basic income", ledger.Government, ledger.People, y.basic)
	b.Post("transfers", ledger.Government, ledger.People, y.transfers)
}

func (w *World) enterFinance(b *ledger.Ledger) {
	q, y := w.now, &w.flows
	b.Under("capital")
	b.Enter(flowInvestment, ledger.People, ledger.Firms, q.investmentTotal-y.equipped-y.trained, market.Sum(q.investment)-y.equipped-y.trained)
	b.Post(flowHardware, ledger.Providers, ledger.Firms, y.equipped)
	if w.cfg.Training.Financed {
		b.Post("training", ledger.Providers, ledger.Firms, y.trained)
	}
	b.Under("financial")
	b.Post(flowShares, ledger.People, ledger.Providers, y.equipped-y.worn+y.trained)
	b.Post(flowBorrowing, ledger.People, ledger.Government, -y.balance)
	b.Post(flowForeign, ledger.People, ledger.World, y.current)
}

// worth is what assets were worth at the end of the last tick, in this tick's dollars.
type worth struct{ capitalPrice, land, luxury, shares, publicShares float64 }

// startWorth values the base year's assets as if a tick of trend growth had gone before.
func (w *World) startWorth() {
	trend := 1 + float64(w.cfg.Macro.Growth*w.dt)
	w.worth = worth{w.now.investmentPrice, w.landValue() / trend, w.luxuryValue() / trend, w.providersValue() / trend, 0}
	w.providers.opening /= trend
	v := &w.worth
	w.peoplesWorth = float64(v.capitalPrice*w.capital) + v.land + v.luxury + v.shares + w.debt + w.foreign
}

// changeStocks moves stocks by what flowed, values them, and checks each against the books; consumption of the next tick
// follows from this tick's income.
func (w *World) changeStocks() error {
	y, m := &w.flows, &w.cfg.Macro
	capital, debt, foreign, hardware := w.capital, w.debt, w.foreign, w.providers.hardware
	w.capital = w.grow(capital, (w.now.investmentTotal-y.equipped-y.trained)/w.now.investmentPrice-float64(w.depreciation*capital))
	w.debt = w.grow(debt, -y.balance)
	w.foreign = w.grow(foreign, y.current)
	w.wear()
	w.consumption = (y.disposable - float64(w.savingRateNow()*y.financial)) / (1 + y.consumptionRate)
	w.holdStocks(capital, debt, foreign, hardware)
	worst, err := w.books.CheckStocks(w.dt, m.Growth, y.output, booksTolerance)
	w.worstBook = math.Max(w.worstBook, worst)
	if err != nil {
		return w.breakdown("stocks", "%v", err)
	}
	if w.capital <= 0 || w.consumption <= 0 {
		return w.breakdown("stocks", "capital %.4g usd, consumption %.4g usd a year: neither can vanish", w.capital, w.consumption)
	}
	if w.peoplesWorth = w.netWorth(ledger.People); !(w.peoplesWorth > 0) {
		return w.breakdown("stocks", "people's net worth would be %.4g usd: wealth cannot vanish", w.peoplesWorth)
	}
	return nil
}

// holdStocks enters who owns what, from the stocks before the tick, and remembers what it is worth now. What is acquired
// comes from the books, what is revalued from prices.
func (w *World) holdStocks(capital, debt, foreign, hardware float64) {
	b, y, p := &w.books, &w.flows, &w.providers
	trend := 1 + float64(w.cfg.Macro.Growth*w.dt)
	price := w.now.investmentPrice
	own := func(name string, holder ledger.Sector, opening, acquired, revalued, closing float64) {
		b.Hold(ledger.Stock{Name: name, Holder: holder, Real: true, Opening: opening, Acquired: acquired, Revalued: revalued, Closing: closing})
	}
	claim := func(name string, holder, issuer ledger.Sector, opening, acquired, revalued, closing float64) {
		b.Hold(ledger.Stock{Name: name, Holder: holder, Issuer: issuer, Opening: opening, Acquired: acquired, Revalued: revalued, Closing: closing})
	}
	before := w.worth
	public := float64(w.rules.publicShare * w.providersValue())
	private := w.providersValue() - public
	w.worth = worth{price, w.landValue() / trend, w.luxuryValue() / trend, private / trend, public / trend}
	own("capital", ledger.People, before.capitalPrice*capital, b.Total(flowInvestment)-y.depreciated, (price-before.capitalPrice)*capital, price*w.capital)
	own("land", ledger.People, before.land, 0, w.landValue()-before.land, w.worth.land)
	own("luxury", ledger.People, before.luxury, 0, w.luxuryValue()-before.luxury, w.worth.luxury)
	own("hardware", ledger.Providers, p.opening, b.Total(flowHardware)-y.worn, float64(p.price*hardware)-p.opening, p.price*p.hardware/trend)
	acquired := b.Total(flowShares)
	claim("providers' shares", ledger.People, ledger.Providers, before.shares, acquired, private-before.shares-float64(w.dt*acquired), w.worth.shares)
	claim("public shares of providers", ledger.Government, ledger.Providers, before.publicShares, 0, public-before.publicShares, w.worth.publicShares)
	claim("government debt", ledger.People, ledger.Government, debt, b.Net(ledger.Government, flowBorrowing), 0, w.debt)
	claim("foreign claims", ledger.People, ledger.World, foreign, b.Net(ledger.World, flowForeign), 0, w.foreign)
	p.opening = p.price * p.hardware / trend
}

// netWorth is what a sector owns less what it owes at the end of the tick, usd.
func (w *World) netWorth(s ledger.Sector) float64 {
	net := 0.
	for i := range w.books.Stocks {
		stock := &w.books.Stocks[i]
		net += stock.Row(stock.Closing)[s]
	}
	return net
}
