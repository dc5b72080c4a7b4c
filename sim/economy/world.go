package economy

import (
	"fmt"
	"math"

	"tenfold/sim/dataset"
	"tenfold/sim/engine"
	"tenfold/sim/exact"
	"tenfold/sim/ledger"
	"tenfold/sim/market"
	"tenfold/sim/rng"
	"tenfold/sim/series"
)

// World is one economy and the state of its run. Dollars are detrended (divided by exp(g t)) and flows are per year;
// every base-year index is 1. A World belongs to one goroutine, which may let several workers step its agents.
type World struct {
	cfg  Config
	data *dataset.Economy
	acc  *Accounts
	tech *technology
	base structure
	pool engine.Pool
	key  rng.Key

	fields, industries int
	dt                 float64 // length of a tick in years
	beginning          float64 // of the run, years since 2025.0
	tick               int
	begun              bool // the base year stands; technology moves on

	// Prices and quantities carried from tick to tick.
	wage                    []float64 // index by field
	capitalReturn, landRent float64   // posted, indices
	capitalRealised         float64   // realised at the last tick, indices
	landRealised            float64
	productivity            float64   // total factor productivity, index
	electricity             float64   // last tick's price of utilities, index
	adopted, integrated     []float64 // share of firms, of work, by industry
	saving                  []float64 // by industry: what integrated coworkers save of the cost of their tasks
	displaced               [][]float64
	returned                []float64 // new tasks of this tick, by field
	realised                []float64 // success relative to expectation, by field
	waiting                 []float64 // share of coworkers' hours spent waiting for a reviewer, by field
	capacity, multiplier    float64   // H100-hours a year; rent with over rent without scarcity
	scarcityRent            float64   // usd per H100-hour, or per hour of a given fleet
	rents, fieldRent        []float64 // the same by field, now and where each field's fleet is given
	luxuryTaste             float64   // spending on luxury relative to consumption, base year 1

	// Aggregates carried from tick to tick, usd a year and usd.
	money                  money
	incomeBase             float64
	consumption            float64 // of this tick before tax, from last tick's disposable income
	government, netExports float64 // of the base year
	imports, energyBill    float64
	exports                []float64 // of the base year
	capital, debt, foreign float64
	depreciation           float64 // a year
	savingRate, transfers  float64
	jobPay                 []float64 // compensation of a job at wage 1, usd a year, by field
	hours0, newUsePrice0   float64   // base year
	unearned0              float64
	capital0               float64
	capitalIncome0, land0  float64
	baseIntelligence       float64
	unemployment0          []float64
	unemploymentBase       float64   // of all occupations together
	unemployment           []float64 // at the last tick, by field
	researchBase           float64
	firstState, lastState  shareState // for the decomposition of the labour share

	labour     labourMarket
	own        ownWork
	fleet      fleet
	people     people
	firms      firms
	providers  providers
	plan       *plan
	freePlan   *plan // without scarcity rent, for what blocks the work
	work       *fieldWork
	plainWork  *fieldWork // without new tasks, for the decomposition of the labour share
	plainNow   *allocation
	costs      []costs
	now        *allocation
	flows      incomes
	books      ledger.Ledger
	worstBook  float64
	worth      worth
	parts      priceParts
	yearBooks  yearBooks
	lastStocks []ledger.Stock // of the last tick
	index      priceIndex

	fieldHours  []float64 // coworker hours a year that firms use, by field
	fieldHours0 []float64 // the same in the base year
	scratch     []float64
	steps       int64
	tables      []*series.Table
	tamper      func(*ledger.Ledger) // tests break flows here
}

// A Breakdown says where and when the model left its domain or its books did not balance.
type Breakdown struct {
	Tick                 int
	Date, Phase, Message string
}

// Error names tick, phase and reason.
func (b *Breakdown) Error() string {
	return fmt.Sprintf("tick %d (%s), %s: %s", b.Tick, b.Date, b.Phase, b.Message)
}

func (w *World) breakdown(phase, format string, args ...any) error {
	return &Breakdown{w.tick, w.Date(), phase, fmt.Sprintf(format, args...)}
}

// New makes the world of the base year. workers is how many goroutines step agents; it changes no result. It returns
// an error when the tables and the configuration have no consistent base year.
func New(cfg Config, data *dataset.Economy, workers int) (*World, error) {
	acc, err := NewAccounts(data, cfg.Macro.LuxuryShare, cfg.NewUses.Share)
	if err != nil {
		return nil, err
	}
	cfg.Production.Tasks = awayFromOne(cfg.Production.Tasks)
	w := &World{cfg: cfg, data: data, acc: acc, pool: engine.Pool{Workers: workers}, key: rng.New(uint64(cfg.Seed)),
		fields: len(data.Occupations), industries: len(data.Industries), dt: cfg.Clock.Years(), beginning: cfg.Clock.Begin() - 2025}
	w.tech = newTechnology(&w.cfg, data, acc.MeanLoad)
	w.initial()
	w.newFirms()
	if err := w.newLabour(); err != nil {
		return nil, err
	}
	if err := w.calibrate(); err != nil {
		return nil, err
	}
	w.calibrateIncomes()
	w.startWorth()
	w.settleFirms()
	w.newFleet()
	if err := w.newPeople(); err != nil {
		return nil, err
	}
	w.newTables()
	w.begun = true
	return w, nil
}

// awayFromOne keeps 1/(1-sigma) finite.
func awayFromOne(sigma float64) float64 {
	if math.Abs(sigma-1) < 1e-6 {
		return 1 - 1e-6
	}
	return sigma
}

func (w *World) initial() {
	ones := func(n int) []float64 {
		v := make([]float64, n)
		for i := range v {
			v[i] = 1
		}
		return v
	}
	fill := func(n int, x float64) []float64 {
		v := ones(n)
		for i := range v {
			v[i] = x
		}
		return v
	}
	w.wage, w.realised = ones(w.fields), ones(w.fields)
	w.waiting, w.fieldHours = make([]float64, w.fields), make([]float64, w.fields)
	w.rents, w.fieldRent = make([]float64, w.fields), make([]float64, w.fields)
	w.returned = make([]float64, w.fields)
	w.luxuryTaste, w.own = 1, newOwnWork(w.cfg.OwnWork)
	w.capitalReturn, w.landRent, w.productivity, w.electricity, w.multiplier = 1, 1, 1, 1, 1
	w.adopted = fill(w.industries, w.cfg.Adoption.Adopted)
	w.integrated = fill(w.industries, w.cfg.Adoption.Integrated)
	w.saving = make([]float64, w.industries)
	w.scratch = make([]float64, w.industries)
	w.capacity = w.cfg.Tech.Compute.Capacity
	w.plan, w.work, w.now = newPlan(w.fields), newFieldWork(w.fields), newAllocation(w.industries, w.fields)
}

// calibrate sets the base year: spending on work includes what providers receive, and what is left of an industry's
// surplus is capital and land.
func (w *World) calibrate() error {
	a, b := w.acc, &w.base
	w.tech.atDate(w.baseDate(), w.terms())
	w.baseIntelligence = w.cfg.Tech.Resources.Intelligence(w.baseDate())
	w.costs = w.tech.prepare(w.costs, w.wage, w.realised, w.waiting, w.baseDate())
	w.tech.cheapest(w.plan, w.costs, w.wage, w.realised, w.rents, false, w.baseDate())
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
			return fmt.Errorf("base year: industry %s has no surplus left for capital (%.4g usd)", w.data.Industries[s].Code, capital)
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

// chargeElectricity puts the electricity of providers' computers into the base year: it is part of the utilities'
// final demand there, counted in net exports so far.
func (w *World) chargeElectricity() error {
	w.solveAt(w.now, 0)
	if w.use(w.now) > w.capacity && !w.cfg.Fleet.limited() {
		return fmt.Errorf("base year: coworkers use %.3g H100-hours a year, compute.capacity is %.3g", w.now.compute, w.capacity)
	}
	w.hours0 = w.now.hours()
	w.fieldHours0 = append([]float64(nil), w.fieldHours...)
	w.energyBill = w.now.energy
	w.exports[w.data.Utility] -= w.energyBill
	w.netExports -= w.energyBill
	w.incomeBase -= w.energyBill
	w.money.income = w.incomeBase
	w.splitRevenue()
	w.equip()
	w.capital0 = w.cfg.Macro.CapitalOutput * w.acc.GDP
	w.capital = w.capital0
	w.debt = w.cfg.Macro.DebtOutput * w.acc.GDP
	invested := market.Sum(w.acc.Investment) - w.providers.bought()
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

// baseDate is the date of the base year's technology, in years since 2025.0.
func (w *World) baseDate() float64 { return w.beginning }

// techDate is the date at which this tick's technology is read: its middle, or the base year when frozen or not begun.
func (w *World) techDate() float64 {
	if w.cfg.Tech.Frozen || !w.begun {
		return w.baseDate()
	}
	return w.baseDate() + w.elapsed()
}

// elapsed is the time from the start of the run to the middle of the tick, in years.
func (w *World) elapsed() float64 { return w.cfg.Clock.Middle(w.tick) }

// deflator is what dollars of this tick's technology are divided by: exp(g t), and 1 when technology is frozen, which
// holds the detrended price, and in the base year.
func (w *World) deflator() float64 {
	if w.cfg.Tech.Frozen || !w.begun {
		return 1
	}
	return w.trend()
}

// trend is exp(g t): current dollars per detrended dollar.
func (w *World) trend() float64 { return exact.Exp(w.cfg.Macro.Growth * w.elapsed()) }

// stepYears is the time from the middle of the last tick to the middle of this one: half a tick at the start.
func (w *World) stepYears() float64 {
	if w.tick == 0 {
		return w.dt / 2
	}
	return w.dt
}

// meanIntegrated is the integrated share of work, weighted by compensation.
func (w *World) meanIntegrated() float64 { return w.weighted(w.integrated) }

// weighted is the mean over industries by compensation in the base year.
func (w *World) weighted(v []float64) float64 {
	sum, total := 0., 0.
	for s, pay := range w.acc.Compensation {
		weight := market.Sum(pay)
		sum += float64(weight * v[s])
		total += weight
	}
	return sum / total
}

// Ticks is the number of ticks of the run.
func (w *World) Ticks() int { return w.cfg.Clock.Ticks() }

// Tick is the number of ticks done.
func (w *World) Tick() int { return w.tick }

// Date names the next tick.
func (w *World) Date() string { return w.cfg.Clock.Label(w.tick) }

// Tables are the results so far: "series" (a row a tick), "fields" (a row a tick and occupation) and "industries".
func (w *World) Tables() []*series.Table { return w.tables }

// AgentSteps is the number of steps that agents have made: one a tick, of people one a month in longer ticks.
func (w *World) AgentSteps() int64 { return w.steps }

// Coworkers is the number of simulated coworkers.
func (w *World) Coworkers() int { return w.fleet.agents }

// Firms is the number of simulated firms.
func (w *World) Firms() int { return w.firms.agents }

// People is the number of simulated persons.
func (w *World) People() int { return w.people.agents }
