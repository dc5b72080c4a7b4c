package economy

import (
	"fmt"
	"math"

	"tenfold/sim/dataset"
	"tenfold/sim/engine"
	"tenfold/sim/exact"
	"tenfold/sim/ledger"
	"tenfold/sim/market"
	"tenfold/sim/policy"
	"tenfold/sim/rng"
	"tenfold/sim/series"
)

// World is one economy and the state of its run. Dollars are detrended (divided by exp(g t)) and flows are per year;
// every base-year index is 1. A World belongs to one goroutine, which may let several workers step its agents.
type World struct {
	cfg  Config
	data *dataset.Economy
	acc  *Accounts
	base structure
	pool engine.Pool
	key  rng.Key
	tech *technology

	fields, industries int
	dt                 float64 // length of a tick in years
	beginning          float64 // of the run, years since 2025.0
	tick               int
	begun              bool // the base year stands; technology moves on

	settings Config        // as the run was configured; cfg holds them as levers have set them in this tick
	policies *policy.Stack // nil when there are none
	rules    rules

	baseYear
	state
	labour    labourMarket
	own       ownWork
	fleet     fleet
	people    people
	firms     firms
	providers providers
	training  training
	money     money

	clearing
	flows     incomes
	books     ledger.Ledger
	worth     worth
	index     priceIndex
	parts     priceParts
	yearBooks yearBooks

	guests []Guests
	extra  []tickColumn // of the table "series", added by whoever uses the package
	steps  int64
	tables []*series.Table
	tamper func(*ledger.Ledger) // tests break flows here
}

// baseYear is what calibration fixes for the whole run, in dollars of the base year.
type baseYear struct {
	incomeBase             float64 // nominal income
	government, netExports float64
	exports                []float64
	transfers, savingRate  float64
	depreciation           float64   // of capital, a year
	jobPay                 []float64 // compensation of a job at wage 1, usd a year, by field
	capital0, profit0      float64   // usd; of providers, usd a year
	capitalIncome0, land0  float64
	unearned0              float64   // income per adult that comes without work
	hours0, newUsePrice0   float64   // coworker hours a year; usd an hour
	fieldHours0            []float64 // coworker hours a year that firms use, by field
	baseIntelligence       float64
	unemployment0          []float64
	unemploymentBase       float64    // of all occupations together
	firstState             shareState // for the decomposition of the labour share
}

// state is what a tick hands to the next beside the agents and the markets' own.
type state struct {
	wage                    []float64 // index by field
	capitalReturn, landRent float64   // posted, indices
	capitalRealised         float64   // realised at the last tick, indices
	landRealised            float64
	productivity            float64   // total factor productivity, index
	electricity             float64   // last tick's price of utilities, index
	adopted, integrated     []float64 // share of firms, of work, by industry
	saving                  []float64 // by industry: what integrated coworkers save of the cost of their tasks
	displaced               [][]float64
	realised                []float64 // success relative to expectation, by field
	waiting                 []float64 // share of coworkers' hours spent waiting for a reviewer, by field
	capacity, multiplier    float64   // H100-hours a year; rent with over rent without scarcity
	scarcityRent            float64   // usd per H100-hour, or per hour of a given fleet
	fieldRent               []float64 // the same by field where each field's fleet is given
	luxuryTaste             float64   // spending on luxury relative to consumption, base year 1
	unemployment            []float64 // by field

	consumption         float64 // before tax, from the last tick's disposable income, usd a year
	imports, energyBill float64 // of the last tick, usd a year
	capital             float64 // at base-year prices, usd
	debt, foreign       float64 // usd
	researchBase        float64
	lastHours           float64 // coworker hours a year of the last tick
	lostPay             float64 // pay lost to displacement in the last tick, usd a year
	margin              float64 // of providers in the last tick
	pricesBefore        float64 // log of consumer prices at the last tick
	policyCost          float64 // so far, usd of the base year at its start
	capped              bool    // policy keeps coworkers from hours that would pay
	peoplesWorth        float64 // net worth at the end of the last tick, usd
	worstBook           float64 // largest relative error of the accounts
}

// clearing is this tick's plans, prices and quantities, made anew in every tick.
type clearing struct {
	returned   []float64 // new tasks, by field
	rents      []float64 // scarcity rent by field
	fieldHours []float64 // coworker hours a year that firms use, by field
	// Hours a year that firms can use where each field's fleet is given.
	fieldSupply []float64
	plan        *plan
	freePlan    *plan // without scarcity rent, for what blocks the work
	work        *fieldWork
	plainWork   *fieldWork // without new tasks, for the decomposition of the labour share
	costs       []costs
	now         *allocation
	plainNow    *allocation
	lastState   shareState
	scratch     []float64
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
	if err := w.newRules(); err != nil {
		return nil, err
	}
	if err := w.newFirms(); err != nil {
		return nil, err
	}
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
	w.capacity = w.cfg.Tech.Compute.Capacity * exact.Pow(w.cfg.Tech.Compute.Growth, w.beginning)
	w.plan, w.work, w.now = newPlan(w.fields), newFieldWork(w.fields), newAllocation(w.industries, w.fields)
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

// Close ends the goroutines of coworkers that have one each.
func (w *World) Close() { w.fleet.close() }

// Firms is the number of simulated firms.
func (w *World) Firms() int { return w.firms.agents }

// People is the number of simulated persons.
func (w *World) People() int { return w.people.agents }
