package economy

import (
	"strings"

	"tenfold/sim/market"
	"tenfold/sim/series"
	"tenfold/sim/unit"
)

// snapshot is what several columns of a tick need, computed once.
type snapshot struct {
	barriers                        barriers
	byField                         []barriers
	share                           shareChange
	wageMean, wageLow, wageHigh     float64
	employed, unemployed            float64
	sampleEmployed, sampleJobless   int64
	sampleLong                      int64
	hours, done, failed, review     float64
	waiting, unassigned, successful float64
}

// column is a description and how to read it.
type column[T any] struct {
	series.Column
	read T
}

type (
	tickColumn = column[func(*World, *snapshot) float64]
	itemColumn = column[func(*World, *snapshot, int) float64]
)

// The tables, in their order. Those about people exist when there are people, the panel when it is asked for.
const (
	seriesTable = iota
	fieldsTable
	industriesTable
	peopleTable
	agencyTable
	lorenzTable
	panelTable
)

// newTables makes the empty result tables.
func (w *World) newTables() {
	w.parts = newPriceParts(w.industries)
	w.freePlan, w.plainWork, w.plainNow = newPlan(w.fields), newFieldWork(w.fields), newAllocation(w.industries, w.fields)
	date := series.Label{Name: "date", Doc: "Tick: month, week (W, 52nds of a year) or quarter (Q)."}
	w.tables = []*series.Table{
		series.New("series", "The whole economy, a row a tick.", []series.Label{date}, describe(tickColumns())),
		series.New("fields", "Occupations, a row a tick and occupation.",
			[]series.Label{date, {Name: "occupation", Doc: "Code of the occupation."}}, describe(fieldColumns())),
		series.New("industries", "Industries, a row a tick and industry.",
			[]series.Label{date, {Name: "industry", Doc: "Code of the industry."}}, describe(industryColumns())),
	}
	w.tables = append(w.tables, w.peopleTables(date)...)
	if w.cfg.Ledger {
		w.tables = append(w.tables, ledgerTable())
	}
	w.firstState = w.shareState()
}

func describe[T any](columns []column[T]) []series.Column {
	out := make([]series.Column, len(columns))
	for i, c := range columns {
		out[i] = c.Column
	}
	return out
}

// record writes the tick's rows.
func (w *World) record() error {
	w.index.move(w)
	s := w.snapshot()
	date := w.Date()
	var fresh []tableRow
	row := []float64{}
	for _, c := range append(tickColumns(), w.extra...) {
		row = append(row, c.read(w, s))
	}
	fresh = append(fresh, tableRow{w.tables[seriesTable], []string{date}, row})
	columns := fieldColumns()
	for f, o := range w.data.Occupations {
		fresh = append(fresh, tableRow{w.tables[fieldsTable], []string{date, o.Code}, w.itemRow(columns, s, f)})
	}
	columns = industryColumns()
	for i, ind := range w.data.Industries {
		fresh = append(fresh, tableRow{w.tables[industriesTable], []string{date, ind.Code}, w.itemRow(columns, s, i)})
	}
	return w.append(append(fresh, w.peopleRows(date)...))
}

// tableRow is a row on its way into a table.
type tableRow struct {
	table  *series.Table
	labels []string
	values []float64
}

// append stores the rows of a tick when all of them are numbers, and none otherwise.
func (w *World) append(rows []tableRow) error {
	for _, r := range rows {
		for i, v := range r.values {
			if !isFinite(v) {
				return w.breakdown("record", "%s of %s is %g", r.table.Columns[i].Name, strings.Join(append([]string{r.table.Name}, r.labels[1:]...), " "), v)
			}
		}
	}
	for _, r := range rows {
		r.table.Append(r.labels, r.values)
	}
	return nil
}

func isFinite(v float64) bool { return v-v == 0 }

func (w *World) itemRow(columns []itemColumn, s *snapshot, item int) []float64 {
	row := make([]float64, len(columns))
	for i, c := range columns {
		row[i] = c.read(w, s, item)
	}
	return row
}

func (w *World) snapshot() *snapshot {
	s := &snapshot{}
	w.parts.decompose(w)
	s.byField, s.barriers = w.barriersByField()
	w.lastState = w.shareState()
	s.share = splitShare(w.firstState, w.lastState)
	s.wageMean, s.wageLow, s.wageHigh = w.realWages()
	s.employed, s.unemployed = w.labour.totals()
	s.sampleEmployed, s.sampleJobless, s.sampleLong = w.sampleCount()
	for _, o := range w.fleet.outcome {
		s.hours += o.hours
		s.done += o.done
		s.failed += o.failed
		s.review += o.review
		s.waiting += o.waiting
		s.unassigned += o.unassigned
		s.successful += float64(o.hours * o.success)
	}
	return s
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// num, good and bad describe a column in which more is neither good nor bad, better, or worse.
func num[T any](name string, u unit.Unit, doc string, read T) column[T] {
	return column[T]{series.Column{Name: name, Unit: u, Doc: doc}, read}
}

func good[T any](name string, u unit.Unit, doc string, read T) column[T] {
	return column[T]{series.Column{Name: name, Unit: u, Better: series.HigherIsBetter, Doc: doc}, read}
}

func bad[T any](name string, u unit.Unit, doc string, read T) column[T] {
	return column[T]{series.Column{Name: name, Unit: u, Better: series.LowerIsBetter, Doc: doc}, read}
}

// calendar marks a column that moves with the date even when nothing happens.
func calendar[T any](c column[T]) column[T] { c.Calendar = true; return c }

func fieldColumns() []itemColumn {
	type W = World
	type S = snapshot
	return []itemColumn{
		good("employment", "people", "Employed, expected.", func(w *W, _ *S, f int) float64 { return w.labour.employed(f) }),
		num("jobs_wanted", "jobs", "Jobs that the work demanded of people makes.", func(w *W, _ *S, f int) float64 { return w.flows.demand[f] }),
		bad("unemployment_rate", "share", "Unemployed whose last occupation this was, of those and the employed.",
			func(w *W, _ *S, f int) float64 {
				return w.labour.unemployed(f) / (w.labour.unemployed(f) + w.labour.employed(f))
			}),
		good("wage_real", "index", "Wage in consumer prices, base year 1, detrended.", func(w *W, _ *S, f int) float64 { return w.realWage(f) }),
		num("wage_usd_year", "usd/yr", "Mean wage in detrended dollars.", func(w *W, _ *S, f int) float64 { return w.data.Occupations[f].WageUSDPerYear * w.wage[f] }),
		num("coworkers", "coworkers", "Coworkers that firms use, in full-time equivalents.", func(w *W, _ *S, f int) float64 { return w.fieldHours[f] / w.cfg.Coworkers.yearly() }),
		bad("coworker_hour_price", "usd/h", "Price of a coworker hour as firms use it here, scarcity rent included, current dollars; 0 where they use none.", func(w *W, _ *S, f int) float64 { return ratio(w.work.rental[f], w.work.hours[f]) * w.deflator() }),
		num("scarcity_rent", "usd/h", "Rent of scarce compute or of a given fleet in an hour here, current dollars; of a fleet given by field, also where firms use none.", func(w *W, _ *S, f int) float64 { return w.rentOfHour(f) * w.deflator() }),
		num("agents", "agents", "Simulated coworkers.", func(w *W, _ *S, f int) float64 { return float64(w.fleet.inField[f]) }),
		num("hours_worked", "h/yr", "Human-equivalent hours that coworkers spend on attempts.", func(w *W, _ *S, f int) float64 { return w.fleet.outcome[f].hours }),
		good("success", "share", "Share of attempted hours that succeed.", func(w *W, _ *S, f int) float64 { return w.fleet.outcome[f].success }),
		good("realised", "index", "Success relative to what the newest generations promise, six-month average.", func(w *W, _ *S, f int) float64 { return w.realised[f] }),
		good("horizon_hours", "h", "Length of the field's tasks that the newest generation finishes half of the time.", func(w *W, _ *S, f int) float64 {
			return w.tech.generation[len(w.tech.generation)-1].horizon[f]
		}),
		num("tasks_done", "tasks/yr", "Tasks that succeed.", func(w *W, _ *S, f int) float64 { return w.fleet.outcome[f].done }),
		num("tasks_failed", "tasks/yr", "Attempts that fail.", func(w *W, _ *S, f int) float64 { return w.fleet.outcome[f].failed }),
		num("review_hours", "h/yr", "Hours of people who direct and review.", func(w *W, _ *S, f int) float64 { return w.fleet.outcome[f].review }),
		bad("waiting", "share", "Share of coworkers' hours spent waiting for a reviewer.", func(w *W, _ *S, f int) float64 { return w.waiting[f] }),
		num("done", "share", "Share of the field's tasks done by coworkers.", func(_ *W, s *S, f int) float64 { return s.byField[f].done }),
		num("blocked_by_ceiling", "share", "Share of tasks that cannot be done digitally.", func(_ *W, s *S, f int) float64 { return s.byField[f].ceiling }),
		num("blocked_by_capability", "share", "Share kept from coworkers by failure.", func(_ *W, s *S, f int) float64 { return s.byField[f].capability }),
		num("blocked_by_review", "share", "Share kept by the cost of direction and review.", func(_ *W, s *S, f int) float64 { return s.byField[f].review }),
		num("blocked_by_price", "share", "Share kept by the price of coworkers' hours.", func(_ *W, s *S, f int) float64 { return s.byField[f].price }),
		num("blocked_by_compute", "share", "Share kept by scarce compute.", func(_ *W, s *S, f int) float64 { return s.byField[f].compute }),
		num("blocked_by_new_tasks", "share", "Share that returned to people as new tasks.", func(_ *W, s *S, f int) float64 { return s.byField[f].newTasks }),
		num("blocked_by_adoption", "share", "Share that firms have not taken up yet.", func(_ *W, s *S, f int) float64 { return s.byField[f].adoption }),
	}
}

func industryColumns() []itemColumn {
	type W = World
	type S = snapshot
	part := func(name, doc string, read func(*priceParts) []float64) itemColumn {
		return num("price_from_"+name, "index", "Part of the price that pays for "+doc+", directly and through inputs, with taxes on production on it.",
			func(w *W, _ *S, i int) float64 { return read(&w.parts)[i] / w.index.output.level() })
	}
	return []itemColumn{
		bad("price", "index", "Price of the industry's output relative to the price level, base year 1.",
			func(w *W, _ *S, i int) float64 { return w.now.price[i] / w.index.output.level() }),
		good("output", "index", "Quantity produced, base year 1, detrended.", func(w *W, _ *S, i int) float64 { return w.now.output[i] / w.acc.GrossOutput[i] }),
		num("value_added", "usd/yr", "Value added with taxes on production, luxury and new uses in the industries that sell them; coworkers' electricity counts where utilities make it. Detrended dollars.",
			func(w *W, _ *S, i int) float64 { return w.industryValueAdded(i) }),
		num("compensation", "usd/yr", "Due to people for the work demanded, detrended dollars.", func(w *W, _ *S, i int) float64 { return w.industryCompensation(i) }),
		num("work_share", "share", "Share of work, people's and coworkers', in value added before taxes.", func(w *W, _ *S, i int) float64 { return w.now.workShare[i] / w.now.markup[i] }),
		num("coworker_share", "share", "Share of providers in spending on work.", func(w *W, _ *S, i int) float64 {
			return ratio(market.Dot(w.now.spending[i], w.now.rentalPart[i]), market.Sum(w.now.spending[i]))
		}),
		num("adopted", "share", "Share of the base year's work in firms that use coworkers.", func(w *W, _ *S, i int) float64 { return w.adopted[i] }),
		num("firms_using", "share", "Share of firms that use coworkers.", func(w *W, _ *S, i int) float64 { return w.firms.tally[i].Firms }),
		num("integrated", "share", "Work organised for coworkers.", func(w *W, _ *S, i int) float64 { return w.integrated[i] }),
		num("integrated_by_selection", "share", "Part of it that is due to sales won by firms whose costs fell.", func(w *W, _ *S, i int) float64 {
			return w.integrated[i] - w.firms.tally[i].Unmoved
		}),
		num("concentration", "share", "Sum of squared market shares of the industry's firms; 0 without simulated firms.", func(w *W, _ *S, i int) float64 { return w.firms.tally[i].Herfindahl }),
		num("reallocation", "index", "Productivity that follows from where in the industry work is done, base year 1.", func(w *W, _ *S, i int) float64 { return w.reallocation(i) }),
		part("intelligence", "providers of coworkers, electricity apart", func(p *priceParts) []float64 { return p.intelligence }),
		part("energy", "utilities' value added and the electricity of coworkers", func(p *priceParts) []float64 { return p.energy }),
		part("labour", "people's pay", func(p *priceParts) []float64 { return p.labour }),
		part("land", "land", func(p *priceParts) []float64 { return p.land }),
		part("capital", "capital", func(p *priceParts) []float64 { return p.capital }),
		part("imports", "imports", func(p *priceParts) []float64 { return p.imports }),
		num("saving", "share", "What coworkers save of the cost of the tasks they could do.", func(w *W, _ *S, i int) float64 { return w.saving[i] }),
	}
}

// industryValueAdded is value added with taxes on production and the goods carved out of the industry. What buyers of coworkers'
// hours pay for their electricity is the value added of utilities already.
func (w *World) industryValueAdded(i int) float64 {
	v := w.now.valueAdded[i] + float64(w.acc.Taxes[i]*w.now.price[i]*w.now.output[i])
	if i == w.data.RealEstate {
		v += w.now.luxury
	}
	if i == w.data.Information {
		v += float64(w.now.newUses * (1 - w.now.power()))
	}
	return v - w.primaryOf(i).electricity
}

func (w *World) industryCompensation(i int) float64 {
	sum := 0.
	for f, x := range w.now.spending[i] {
		sum += float64(x * w.now.toPeople(i, f))
	}
	return sum
}
