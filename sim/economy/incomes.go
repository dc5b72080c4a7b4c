package economy

import (
	"math"

	"tenfold/sim/exact"
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
	profit       float64 // of firms: capital, margins, and what work demanded exceeds or falls short of wages paid
	luxury       float64
	own          float64 // of people's work with coworkers of their own, less what those cost
	production   float64 // taxes on production
	imports      float64
	providers    float64 // providers' profit: revenue less electricity and wear of hardware
	equipped     float64 // providers' purchases of hardware
	rented       float64 // providers' payments for hardware of others
	worn         float64 // wear of hardware
	trained      float64 // providers' spending on training, where it has to be paid for
	margins      float64 // of firms that keep a part of what coworkers save
	energy       float64 // providers' electricity
	output       float64 // nominal, by expenditure
	byIncome     float64
	benefits     float64
	interest     float64
	taxLabour    float64
	taxProperty  float64
	taxConsumed  float64
	computeTax   float64 // on coworker hours, less what subsidises them
	basic        float64 // basic income
	public       float64 // providers' profit that is paid to all alike
	vouchers     float64 // compute budgets that people use, part of what own work leaves them
	budgets      float64 // compute budgets that can be sold, to all alike
	rebate       float64 // by which providers sell below their price to budgets procured at cost
	insured      float64 // lost pay that insurance replaces
	// Rates at which taxes are raised.
	labourRate, capitalRate, consumptionRate float64
	purchases                                float64 // of the government
	transfers                                float64
	netExports                               float64
	balance                                  float64 // of the government
	disposable                               float64
	foreignIn                                float64 // return on foreign claims
	current                                  float64 // current account
	depreciated                              float64
	capitalUsed                              float64 // stock that earned this tick's income
	financial                                float64 // after-tax income from financial wealth, out of which people save
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
	w.splitRevenue()
	w.equip()
	w.payTraining(y)
	w.factorIncomes(y)
	w.capitalIncome0, w.land0 = y.capital, y.land
	w.capitalRealised, w.landRealised, w.profit0 = 1, 1, y.providers
	g0 := &w.cfg.Government
	y.labourRate, y.capitalRate, y.consumptionRate = g0.LabourTax, g0.CapitalTax, g0.ConsumptionTax
	w.taxes(y)
	g := w.cfg.Macro.Growth
	w.transfers = y.taxLabour + y.taxProperty + y.taxConsumed + y.production + float64(g*w.debt) - w.government - y.interest - y.benefits
	y.transfers = w.transfers
	w.disposableIncome(y)
	w.unearned0 = w.unearned()
	w.savingRate = (float64(g*(w.capital+w.debt+w.foreign)) + y.trained) / y.financial
	w.savings(w.now)
	w.index.start(w)
	w.money.level = w.index.output.level()
}

// payIncomes: factors receive what was spent; the government taxes and spends; people save out of financial income.
func (w *World) payIncomes() error {
	y := &w.flows
	w.splitRevenue()
	w.equip()
	w.payTraining(y)
	if taken := w.providers.bought() + y.trained; w.now.investmentTotal-taken <= 0 {
		return w.breakdown("incomes", "investment in capital would be %.4g usd a year: providers' hardware takes %.4g of %.4g", w.now.investmentTotal-taken, taken, w.now.investmentTotal)
	}
	w.workBills(y)
	w.factorIncomes(y)
	if err := w.finance(y); err != nil {
		return err
	}
	w.taxes(y)
	w.disposableIncome(y)
	return nil
}

// workBills is what the work demanded of people of each field costs and the jobs it makes.
func (w *World) workBills(y *incomes) {
	w.sumBills(y.workBill)
	if w.jobPay == nil {
		return
	}
	copy(y.demandBefore, y.demand)
	for f, bill := range y.workBill {
		y.demand[f] = w.jobsFor(f, bill)
	}
}

// sumBills adds up what the work demanded of people of each field costs.
func (w *World) sumBills(bill []float64) {
	clear(bill)
	for s, spending := range w.now.spending {
		for f, x := range spending {
			bill[f] += float64(x * w.now.toPeople(s, f))
		}
	}
}

// jobsFor is the jobs that a bill for work of field f makes.
func (w *World) jobsFor(f int, bill float64) float64 {
	return bill / (w.wage[f] * w.jobPay[f] * w.hoursWorked())
}

// factorIncomes pays wages to people actually employed, the difference to demand goes to profit.
func (w *World) factorIncomes(y *incomes) {
	q := w.now
	y.wages = 0
	for f, pay := range w.jobPay {
		y.wages += float64(w.wage[f] * pay * w.hoursWorked() * w.labour.employed(f))
	}
	y.capital, y.land, y.margins = 0, 0, 0
	for s, va := range q.valueAdded {
		y.margins += va - va/q.markup[s]
		income := float64(va / q.markup[s] * (1 - q.workShare[s]))
		land := float64(income * w.landPart(s))
		y.land += land
		income -= land
		y.capital += income
	}
	y.profit = y.capital + y.margins + market.Sum(y.workBill) - y.wages
	y.production, y.imports = 0, 0
	for s, out := range q.output {
		y.production += float64(w.acc.Taxes[s] * q.price[s] * out)
		y.imports += float64(w.acc.Imports[s] * out)
	}
	y.luxury = q.luxury
	y.energy = q.powered
	y.equipped, y.worn = w.providers.bought(), w.providers.worn(w.cfg.Tech.Compute.Depreciation)
	y.rented = w.providers.rented(q.compute)
	received := w.netOfSubsidy(q.rent())
	y.computeTax = q.rent() - received
	w.payBudgets(y)
	y.providers = received - y.energy - y.worn - y.rented - y.rebate
	y.public = float64(w.rules.publicShare * math.Max(y.providers, 0))
	y.basic = float64(12 * w.rules.basicIncome * w.labour.adults / w.trend())
	y.insured = float64(w.rules.wageInsurance * w.lostPay)
	w.margin = math.Max(ratio(w.providers.revenue.markup+w.providers.revenue.scarcity, received), 0)
	y.purchases, y.netExports = float64(w.money.scale*w.government), float64(w.money.scale*w.netExports)
	y.own = q.own.income() + y.vouchers
	y.byIncome = y.wages + q.own.income() + y.profit + y.land + y.luxury + q.rent() - y.energy + y.production
	y.output = w.consumption + q.investmentTotal + y.purchases + y.netExports - y.imports
	y.foreignIn = float64(w.cfg.Macro.ForeignReturn * w.foreign)
	y.current = y.netExports - y.imports + y.foreignIn
}

func (w *World) taxes(y *incomes) {
	y.capitalUsed = w.capital
	y.depreciated = float64(w.depreciation * w.now.investmentPrice * w.capital)
	y.interest = float64(w.bondRate() * w.debt)
	y.transfers = float64(w.money.scale * w.transfers)
	y.benefits = float64(w.cfg.Government.Benefit * w.payOfJobless())
	y.taxLabour = float64(y.labourRate * (y.wages + y.own))
	y.taxProperty = float64(y.capitalRate * w.property(y))
	y.taxConsumed = float64(y.consumptionRate * w.consumption)
	y.balance = y.taxLabour + y.taxProperty + y.taxConsumed + y.production + y.computeTax + y.rebate - y.purchases - y.interest - y.benefits - y.transfers - y.basic - y.vouchers - y.budgets - y.insured
}

// payOfJobless is what the unemployed would earn in a full job of their last occupations, usd a year.
func (w *World) payOfJobless() float64 {
	sum := 0.
	for f, pay := range w.jobPay {
		sum += float64(w.labour.unemployed(f) * w.wage[f] * pay)
	}
	return sum
}

// property is income from property before tax, net of depreciation.
func (w *World) property(y *incomes) float64 {
	return y.profit + y.rented - y.depreciated + y.land + y.luxury + y.providers - y.public + y.interest + y.foreignIn
}

// disposableIncome also sets what is saved out of: after-tax income from financial wealth (Kaldor's rule), which is
// stationary whatever people's labour states.
func (w *World) disposableIncome(y *incomes) {
	y.disposable = y.wages + y.own - y.taxLabour + w.property(y) - y.taxProperty + y.benefits + y.transfers + y.basic + y.public + y.budgets + y.insured
	financial := y.profit + y.rented - y.depreciated + y.interest + y.providers - y.public + y.foreignIn
	y.financial = float64((1 - y.capitalRate) * financial)
}

// savingRateNow is the share of financial income that people save, which rises with what capital earns over its price where
// macro.saving_response says so.
func (w *World) savingRateNow() float64 {
	e := w.cfg.Macro.SavingResponse
	if e == 0 {
		return w.savingRate
	}
	return math.Min(w.savingRate*exact.Pow(w.capitalReturn/w.now.investmentPrice, e), 1)
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
	w.energyBill, w.lastHours = w.now.powered, w.now.hours()
	w.electricity = w.now.price[w.data.Utility]
	w.imports = y.imports
	return nil
}
