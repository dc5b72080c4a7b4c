package economy

// phase is one step of the tick. Phases run in order and one after another; inside, agents may step in parallel.
type phase struct {
	name string
	says string
	run  func(*World) error
}

// phases is the order of events in a tick.
func phases() []phase {
	return []phase{
		{"policy", "levers take the levels of the date", (*World).setRules},
		{"technology", "generations are released; every capability on the market gets its price", (*World).advanceTechnology},
		{"adoption", "firms adopt by example and by what they would save; integration follows", (*World).adopt},
		{"compute", "capacity grows; prices, quantities and the scarcity rent at which coworkers fit into it are found", (*World).clear},
		{"coworkers", "coworkers take tasks, try them, succeed or fail, wait for review; what they did sets realised success", (*World).coworkersWork},
		{"incomes", "factors receive what was spent; the government taxes and spends; people save", (*World).payIncomes},
		{"books", "every dollar is entered by payer and payee, and the entries must balance", (*World).keepBooks},
		{"people's incomes", "persons are paid and pay; who has what is added up", (*World).distribute},
		{"guests", "agents that a program has brought step, if there are any", (*World).entertain},
		{"record", "the tick's results are written down", (*World).record},
		{"stocks", "capital, hardware, debt and foreign claims change by what flowed; assets are revalued", (*World).changeStocks},
		{"matrix", "the year's transaction-flow matrix is added up, when asked for", (*World).keepMatrix},
		{"competition", "sales move to firms whose costs fell most", (*World).compete},
		{"research", "coworkers' research speeds algorithms and productivity, when switched on", (*World).research},
		{"returns", "posted returns on capital and land move towards realised ones", (*World).adjustReturns},
		{"money", "the central bank sets interest; nominal income follows", (*World).setMoney},
		{"labour", "layoffs, quits and hires: expected flows between states", (*World).matchLabour},
		{"people", "persons are drawn to make those moves", (*World).movePeople},
		{"wages", "wages follow the wage curve", (*World).adjustWages},
	}
}

// Step simulates one tick. On an error, a *Breakdown, the results of earlier ticks stay as they are; where the tick
// broke down after its results were recorded, its row stays too.
func (w *World) Step() error {
	for _, p := range phases() {
		if err := p.run(w); err != nil {
			return err
		}
	}
	w.tick++
	return nil
}
