package economy

import (
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/ledger"
	"tenfold/sim/market"
)

// incomes are the payments of a tick, in detrended dollars a year.
type incomes struct {
	workBill     []float64 // due to people of each field for the work demanded
	demand       []float64 // jobs that this work is, by field
	demandBefore []float64 // the same a tick before
	wages        float64   // paid to people actually employed
	capital      float64   // realised income of capital
	land         float64
	profit       float64 // of firms: capital and what work demanded exceeds or falls short of wages paid
	luxury       float64
	own          float64 // of people's work with coworkers of their own, less what those cost
	production   float64 // taxes on production
	imports      float64
	hardware     float64 // providers' payments for hardware
	providers    float64 // providers' profit
	energy       float64 // providers' electricity
	output       float64 // nominal, by expenditure
	byIncome     float64
	benefits     float64
	interest     float64
	taxLabour    float64
	taxProperty  float64
	balance      float64 // of the government
	disposable   float64
	foreignIn    float64 // return on foreign claims
	current      float64 // current account
	depreciated  float64
	capitalUsed  float64 // stock that earned this tick's income
	financial    float64 // after-tax income from financial wealth, out of which people save
}

// calibrateIncomes runs the base year's payments once, which fixes pay per job, transfers and the saving rate.
func (w *World) calibrateIncomes() {
	w.solveAt(w.now, 0)
	y := &w.flows
	y.workBill, y.demand, y.demandBefore = make([]float64, w.fields), make([]float64, w.fields), make([]float64, w.fields)
	w.workBills(y)
	w.jobPay = make([]float64, w.fields)
	for f, bill := range y.workBill {
		w.jobPay[f] = bill / w.labour.employed(f)
		y.demand[f] = w.labour.employed(f)
	}
	w.factorIncomes(y)
	w.capitalIncome0, w.land0 = y.capital, y.land
	w.capitalRealised, w.landRealised = 1, 1
	w.taxes(y)
	g := w.cfg.Macro.Growth
	w.transfers = y.taxLabour + y.taxProperty + y.production + float64(g*w.debt) - w.government - y.interest - y.benefits
	w.disposableIncome(y)
	w.unearned0 = w.unearned()
	w.savingRate = g * (w.capital + w.debt + w.foreign) / y.financial
	w.savings(w.now)
	w.index.start(w)
}

// payIncomes: factors receive what was spent; the government taxes and spends; people save out of financial income.
func (w *World) payIncomes() error {
	y := &w.flows
	w.workBills(y)
	w.factorIncomes(y)
	w.taxes(y)
	w.disposableIncome(y)
	return nil
}

// workBills is what the work demanded of people of each field costs and the jobs it makes.
func (w *World) workBills(y *incomes) {
	clear(y.workBill)
	for s, spending := range w.now.spending {
		for f, x := range spending {
			y.workBill[f] += float64(x * w.now.toPeople(s, f))
		}
	}
	if w.jobPay == nil {
		return
	}
	copy(y.demandBefore, y.demand)
	for f, bill := range y.workBill {
		y.demand[f] = bill / (w.wage[f] * w.jobPay[f] * w.labour.hours)
	}
}

// factorIncomes pays wages to people actually employed, the difference to demand goes to profit.
func (w *World) factorIncomes(y *incomes) {
	q := w.now
	y.wages = 0
	for f, pay := range w.jobPay {
		y.wages += float64(w.wage[f] * pay * w.labour.hours * w.labour.employed(f))
	}
	y.capital, y.land = 0, 0
	for s, va := range q.valueAdded {
		income := float64(va * (1 - q.workShare[s]))
		if s == w.data.RealEstate && w.base.landShare > 0 {
			part := market.SpendingShare(w.base.landShare, w.landRent/q.capital[s], w.cfg.Production.Land)
			y.land = float64(income * part)
			income -= y.land
		}
		y.capital += income
	}
	y.profit = y.capital + market.Sum(y.workBill) - y.wages
	y.production, y.imports = 0, 0
	for s, out := range q.output {
		y.production += float64(w.acc.Taxes[s] * q.price[s] * out)
		y.imports += float64(w.acc.Imports[s] * out)
	}
	y.luxury = q.luxury
	y.energy = w.energyBill
	y.hardware = float64(w.cfg.Providers.HardwareShare * (q.rent() - q.scarcity))
	y.providers = q.rent() - y.energy - y.hardware
	y.own = q.own.income()
	y.byIncome = y.wages + y.own + y.profit + y.land + y.luxury + q.rent() - y.energy + y.production
	y.output = w.consumption + q.investmentTotal + w.government + w.netExports - y.imports
	y.foreignIn = float64(w.cfg.Macro.ForeignReturn * w.foreign)
	y.current = w.netExports - y.imports + y.foreignIn
}

func (w *World) taxes(y *incomes) {
	y.capitalUsed = w.capital
	y.depreciated = float64(w.depreciation * w.now.investmentPrice * w.capital)
	y.interest = float64(w.cfg.Macro.BondRate * w.debt)
	y.benefits = 0
	for f, pay := range w.jobPay {
		y.benefits += float64(w.cfg.Government.Benefit * w.labour.unemployed(f) * w.wage[f] * pay)
	}
	y.taxLabour = float64(w.cfg.Government.LabourTax * (y.wages + y.own))
	y.taxProperty = float64(w.cfg.Government.CapitalTax * w.property(y))
	y.balance = y.taxLabour + y.taxProperty + y.production - w.government - y.interest - y.benefits - w.transfers
}

// property is income from property before tax, net of depreciation.
func (w *World) property(y *incomes) float64 {
	return y.profit + y.hardware - y.depreciated + y.land + y.luxury + y.providers + y.interest + y.foreignIn
}

// disposableIncome also sets what is saved out of: after-tax income from financial wealth (Kaldor's rule), which is
// stationary whatever people's labour states.
func (w *World) disposableIncome(y *incomes) {
	y.disposable = y.wages + y.own - y.taxLabour + w.property(y) - y.taxProperty + y.benefits + w.transfers
	financial := y.profit + y.hardware - y.depreciated + y.interest + y.providers + y.foreignIn
	y.financial = float64((1 - w.cfg.Government.CapitalTax) * financial)
}

// keepBooks enters every dollar by payer and payee, each end from its own computation, and checks that each flow
// arrives, each sector's receipts equal its payments, and output equals income.
func (w *World) keepBooks() error {
	q, y, b := w.now, &w.flows, &w.books
	b.Reset()
	goods, invested, public, abroad := market.Sum(q.consumption), market.Sum(q.investment), market.Sum(w.acc.Government), market.Sum(w.exports)
	b.Enter("consumption of goods", ledger.People, ledger.Firms, q.goods, goods)
	b.Post("luxury", ledger.People, ledger.People, y.luxury)
	b.Post("new uses", ledger.People, ledger.Providers, q.newUses)
	b.Enter("investment", ledger.People, ledger.Firms, q.investmentTotal, invested)
	b.Enter("government purchases", ledger.Government, ledger.Firms, w.government, public)
	b.Enter("net exports", ledger.World, ledger.Firms, w.netExports, abroad)
	b.Post("electricity", ledger.Providers, ledger.Firms, y.energy)
	b.Post("imports", ledger.Firms, ledger.World, y.imports)
	b.Post("taxes on production", ledger.Firms, ledger.Government, y.production)
	b.Post("wages", ledger.Firms, ledger.People, y.wages)
	b.Post("profit", ledger.Firms, ledger.People, y.profit)
	b.Post("land rent", ledger.Firms, ledger.People, y.land)
	b.Enter("coworkers", ledger.Firms, ledger.Providers, w.rentByIndustry()*(1-q.own.share), q.rentFirms)
	b.Post("own work", ledger.Firms, ledger.People, q.own.total)
	b.Post("coworkers of people", ledger.People, ledger.Providers, q.own.rent)
	b.Post("hardware", ledger.Providers, ledger.People, y.hardware)
	b.Post("providers' profit", ledger.Providers, ledger.People, y.providers)
	b.Post("labour tax", ledger.People, ledger.Government, y.taxLabour)
	b.Post("property tax", ledger.People, ledger.Government, y.taxProperty)
	b.Post("benefits", ledger.Government, ledger.People, y.benefits)
	b.Post("transfers", ledger.Government, ledger.People, w.transfers)
	b.Post("interest", ledger.Government, ledger.People, y.interest)
	b.Post("return on foreign claims", ledger.World, ledger.People, y.foreignIn)
	b.Post("government borrowing", ledger.People, ledger.Government, -y.balance)
	b.Post("foreign claims acquired", ledger.People, ledger.World, y.current)
	b.Enter("output is income", ledger.Firms, ledger.Firms, y.output, y.byIncome)
	if w.tamper != nil {
		w.tamper(b)
	}
	worst, err := b.Check(y.output, booksTolerance)
	w.worstBook = math.Max(w.worstBook, worst)
	if err != nil {
		return w.breakdown("books", "%v", err)
	}
	return nil
}

// booksTolerance is the relative error at which a run stops.
const booksTolerance = 1e-9

// rentByIndustry adds up what industries pay for coworkers, industry by industry.
func (w *World) rentByIndustry() float64 {
	sum := 0.
	for s, spending := range w.now.spending {
		sum += market.Dot(spending, w.now.rentalPart[s])
	}
	return sum
}

// changeStocks: capital, debt and foreign claims change by what flowed; consumption of the next tick follows from
// this tick's income.
func (w *World) changeStocks() error {
	q, y := w.now, &w.flows
	capital, debt, foreign := w.capital, w.debt, w.foreign
	net := q.investmentTotal/q.investmentPrice - float64(w.depreciation*w.capital)
	w.capital = w.grow(w.capital, net)
	w.debt = w.grow(w.debt, -y.balance)
	w.foreign = w.grow(w.foreign, y.current)
	w.consumption = y.disposable - float64(w.savingRate*y.financial)
	for _, s := range []struct {
		name                string
		before, after, flow float64
	}{
		{"capital", capital, w.capital, (w.books.Total("investment") - y.depreciated) / q.investmentPrice},
		{"government debt", debt, w.debt, w.books.Net(ledger.Government, "government borrowing")},
		{"foreign claims", foreign, w.foreign, w.books.Net(ledger.World, "foreign claims acquired")},
	} {
		if err := ledger.CheckStock(s.name, s.before, s.after, s.flow, w.dt, w.cfg.Macro.Growth, y.output, booksTolerance); err != nil {
			return w.breakdown("stocks", "%v", err)
		}
	}
	if w.capital <= 0 || w.consumption <= 0 {
		return w.breakdown("stocks", "capital %.4g usd, consumption %.4g usd a year: neither can vanish", w.capital, w.consumption)
	}
	return nil
}

// grow is a stock after a tick, in detrended dollars: (stock + dt flow)/(1 + g dt).
func (w *World) grow(stock, flow float64) float64 {
	return (stock + float64(w.dt*flow)) / (1 + float64(w.cfg.Macro.Growth*w.dt))
}

// adjustReturns moves posted returns on capital and land towards realised ones by a share of the log gap, and keeps
// what the next tick reads: the price and bill of electricity and imports.
func (w *World) adjustReturns() error {
	y := &w.flows
	months := 12 * w.dt
	speed := 1 - exact.Pow(1-w.cfg.Macro.RentAdjustment, months)
	step := func(posted, realised, before float64) float64 {
		expected := realised * math.Sqrt(realised/before) // half a tick ahead
		return posted * exact.Pow(math.Min(math.Max(expected/posted, .3), 3), speed)
	}
	realised := y.capital / w.capitalIncome0 / (y.capitalUsed / w.capital0)
	w.capitalReturn = step(w.capitalReturn, realised, w.capitalRealised)
	w.capitalRealised = realised
	if w.land0 > 0 {
		realised = y.land / w.land0
		w.landRent = step(w.landRent, realised, w.landRealised)
		w.landRealised = realised
	}
	w.energyBill = w.now.energy
	w.electricity = w.now.price[w.data.Utility]
	w.imports = y.imports
	return nil
}
