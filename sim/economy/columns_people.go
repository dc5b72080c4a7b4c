package economy

import (
	"strconv"

	"tenfold/agents/person"
	"tenfold/sim/series"
	"tenfold/sim/stats"
)

// worldHours is the hours that the world works in a year: 3.6 billion workers of 2,080 hours.
const worldHours = 7.5e12

// distributionColumns describes who has what. All are 0 without simulated people.
func distributionColumns() []tickColumn {
	type W = World
	type S = snapshot
	of := func(read func(w *W) float64) func(*W, *S) float64 {
		return func(w *W, _ *S) float64 {
			if w.people.agents == 0 {
				return 0
			}
			return read(w)
		}
	}
	income := func(w *W) *stats.Histogram { return &w.people.outcome.Income }
	wealth := func(w *W) *stats.Histogram { return &w.people.outcome.Wealth }
	return []tickColumn{
		bad("income_gini", "share", "Gini coefficient of adults' income after tax; households of two share theirs.", of(func(w *W) float64 { return income(w).Gini() })),
		num("income_top10_share", "share", "Share of income of the tenth of adults with the highest.", of(func(w *W) float64 { return income(w).TopShare(.1) })),
		good("income_mean", "usd/yr", "Mean income of adults after tax in base-year prices, detrended.", of(func(w *W) float64 { return income(w).Mean() / w.consumerPrices() })),
		good("income_median", "usd/yr", "Median income of adults after tax in base-year prices, detrended.", of(func(w *W) float64 { return income(w).Quantile(.5) / w.consumerPrices() })),
		bad("poverty_rate", "share", "Adults whose real income is below the line of the base year.", of(func(w *W) float64 { return w.people.part(w.people.outcome.Poor) })),
		good("equivalent_variation", "share", "Income that the mean adult would have had to be given in the base year to be as well off, over the income then.",
			of(func(w *W) float64 { s := w.people.everybody(); return w.variation(&s) })),
		bad("wealth_gini", "share", "Gini coefficient of households' net worth.", of(func(w *W) float64 { return wealth(w).Gini() })),
		num("wealth_top1_share", "share", "Share of net worth of the richest hundredth of households.", of(func(w *W) float64 { return wealth(w).TopShare(.01) })),
		good("wealth_bottom50_share", "share", "Share of net worth of the poorer half of households.", of(func(w *W) float64 { return wealth(w).BottomShare(.5) })),
		num("compute_gini", "share", "Gini coefficient of the coworker hours that adults direct on their own account.", of(func(w *W) float64 { return w.people.outcome.Directed.Gini() })),
		good("affordable_hours", "share", "Coworker hours at the capability of the base year that the median adult's income buys in a year, over the hours that the world works.", of(func(w *W) float64 {
			return ratio(income(w).Quantile(.5), w.now.newUsePrice) / worldHours
		})),
		num("displaced_share", "share", "Adults laid off for want of work within the last year.", of(func(w *W) float64 { return w.people.part(w.people.outcome.Displaced) })),
		bad("displacement_loss", "share", "Share of pay that they have lost and not regained.", of(func(w *W) float64 {
			return ratio(w.people.outcome.Loss, float64(w.people.outcome.Displaced))
		})),
		bad("scar_slow_fifth", "share", "Share of pay lost and not regained by those displaced at any time, of the fifth of adults that adapts slowest.", of(func(w *W) float64 {
			return ratio(w.people.outcome.Slow.Loss, float64(w.people.outcome.Slow.People))
		})),
		bad("scar_fast_fifth", "share", "The same of the fifth that adapts fastest.", of(func(w *W) float64 {
			return ratio(w.people.outcome.Fast.Loss, float64(w.people.outcome.Fast.People))
		})),
	}
}

// part is a number of sampled persons over all.
func (p *people) part(n int64) float64 { return float64(n) / float64(p.agents) }

// everybody adds up all tenths.
func (p *people) everybody() person.Sums {
	var all person.Sums
	for d := range p.outcome.Decile {
		all.Add(&p.outcome.Decile[d])
	}
	return all
}

// variation is the equivalent variation of a group: real income over the income of the base year, less one.
func (w *World) variation(s *person.Sums) float64 {
	return ratio(s[person.Income]/w.consumerPrices(), s[person.BaseIncome]) - 1
}

func (w *World) consumerPrices() float64 { return w.pricesPaid() }

// groupColumn is a column of the table "people": a description and how to read it from a group's sums.
type groupColumn = column[func(w *World, s *person.Sums) float64]

// agencyColumns are those that make sense for persons rather than households.
func agencyColumns() []groupColumn {
	var out []groupColumn
	for _, c := range groupColumns() {
		switch c.Name {
		case "adults", "income", "equivalent_variation", "labour_income", "transfers", "own_work", "unemployed", "directed_hours":
			out = append(out, c)
		}
	}
	return out
}

func groupColumns() []groupColumn {
	mean := func(m person.Measure) func(*World, *person.Sums) float64 {
		return func(_ *World, s *person.Sums) float64 { return ratio(s[m], s[person.People]) }
	}
	real := func(m person.Measure) func(*World, *person.Sums) float64 {
		return func(w *World, s *person.Sums) float64 { return ratio(s[m], s[person.People]) / w.consumerPrices() }
	}
	return []groupColumn{
		num("adults", "people", "Adults of the group.", func(w *World, s *person.Sums) float64 {
			return s[person.People] * w.labour.adults / float64(w.people.agents)
		}),
		good("income", "usd/yr", "Mean income after tax in base-year prices, detrended; households share theirs.", real(person.Income)),
		good("equivalent_variation", "share", "Income that the group would have had to be given in the base year to be as well off, over its income then; people change places with time, also when nothing else changes.",
			func(w *World, s *person.Sums) float64 { return w.variation(s) }),
		num("labour_income", "usd/yr", "Mean wages before tax in base-year prices.", real(person.Labour)),
		num("property_income", "usd/yr", "Mean income from property after tax in base-year prices.", real(person.Property)),
		num("transfers", "usd/yr", "Mean transfers and benefits in base-year prices.", real(person.Transfers)),
		good("own_work", "usd/yr", "Mean net income from work with coworkers of their own in base-year prices, before tax.", real(person.OwnWork)),
		good("consumption", "usd/yr", "Mean consumption in base-year prices, before tax on it.", func(w *World, s *person.Sums) float64 {
			return real(person.Consumption)(w, s) / (1 + w.settings.Government.ConsumptionTax)
		}),
		num("wealth", "usd", "Mean net worth in detrended dollars.", mean(person.NetWorth)),
		bad("unemployed", "share", "Unemployed of the group's adults.", mean(person.Unemployed)),
		num("directed_hours", "h/yr", "Coworker hours that they direct on their own account.", mean(person.Directed)),
		good("better_off_1", "share", "Adults whose real income is more than 1 % above their own of the base year.", mean(person.Better1)),
		good("better_off_5", "share", "The same for 5 %.", mean(person.Better5)),
		bad("worse_off_1", "share", "Adults whose real income is more than 1 % below their own of the base year.", mean(person.Worse1)),
		bad("worse_off_5", "share", "The same for 5 %.", mean(person.Worse5)),
	}
}

// panelColumns describes the table "panel": a reading of a person's record.
type panelColumn = column[func(w *World, r *person.Record) float64]

func panelColumns() []panelColumn {
	occupied := func(w *World, r *person.Record) (occupation int, employed bool) {
		f := w.fields
		return int(r.State) % f, int(r.State) >= f && int(r.State) < 2*f
	}
	return []panelColumn{
		num("hours", "h/yr", "Hours at work.", func(w *World, r *person.Record) float64 {
			if _, employed := occupied(w, r); employed {
				return workingYear * w.hoursWorked()
			}
			return 0
		}),
		good("wage", "usd/yr", "Wage before tax, employers' contributions apart, 0 without a job; detrended dollars.", func(w *World, r *person.Record) float64 {
			f, employed := occupied(w, r)
			if !employed {
				return 0
			}
			return float64(r.Wage) * w.data.Occupations[f].WageUSDPerYear / w.jobPay[f]
		}),
		good("income", "usd/yr", "Income after tax per adult of the household, detrended dollars.", func(_ *World, r *person.Record) float64 { return float64(r.Income) }),
		num("own_work", "usd/yr", "Net income from work with coworkers of their own, detrended dollars.", func(_ *World, r *person.Record) float64 { return r.Own }),
		num("displaced", "months", "Months since the last layoff for want of work, -1 for never.", func(w *World, r *person.Record) float64 {
			if r.Displaced < 0 {
				return -1
			}
			return float64(r.Displaced) * w.labourMonths()
		}),
		num("wealth", "usd", "Net worth per adult of the household, detrended dollars.", func(_ *World, r *person.Record) float64 { return float64(r.Wealth) }),
		num("exposure", "share", "Share of the occupation's tasks that can be done digitally; -1 outside for good.", func(w *World, r *person.Record) float64 {
			if int(r.State) == 3*w.fields {
				return -1
			}
			f, _ := occupied(w, r)
			return w.tech.digital[f]
		}),
		num("agency", "share", "Rank of agency.", func(_ *World, r *person.Record) float64 { return r.Agency }),
		num("adaptability", "", "Adaptability over its mean.", func(_ *World, r *person.Record) float64 { return r.Adaptability }),
		num("skill", "share", "Rank of skill among those of an occupation.", func(_ *World, r *person.Record) float64 { return r.Skill }),
	}
}

// peopleTables are the tables about people, none without them.
func (w *World) peopleTables(date series.Label) []*series.Table {
	if w.people.agents == 0 {
		return nil
	}
	tables := []*series.Table{
		series.New("people", "People by tenth of the base year's household income, a row a tick and tenth.",
			[]series.Label{date, {Name: "decile", Doc: "1 (poorest) to 10."}}, describe(groupColumns())),
		series.New("agency", "People by fifth of agency, a row a tick and fifth.",
			[]series.Label{date, {Name: "quintile", Doc: "1 (lowest) to 5."}}, describe(agencyColumns())),
		series.New("lorenz", "Lorenz curves, a row a tick and point.",
			[]series.Label{date, {Name: "poorest", Doc: "Share of people, from those who have least."}}, []series.Column{
				{Name: "income", Unit: "share", Better: series.HigherIsBetter, Doc: "Share of income that they have."},
				{Name: "wealth", Unit: "share", Better: series.HigherIsBetter, Doc: "Share of net worth that they have; below zero where debts are larger."},
				{Name: "directed_hours", Unit: "share", Doc: "Share of the coworker hours that people direct on their own account."},
			}),
	}
	if w.panelists() > 0 {
		panel := series.New("panel", "Persons, a row a tick and person.", []series.Label{date,
			{Name: "person", Doc: "Number of the person; the same in all ticks."},
			{Name: "state", Doc: "employed, unemployed, out (of the labour force, may return) or outside (for good)."},
			{Name: "occupation", Doc: "Code of the last occupation."}}, describe(panelColumns()))
		panel.Passing = true
		tables = append(tables, panel)
	}
	return tables
}

func (w *World) panelists() int { return min(int(w.cfg.People.Panel), w.people.agents) }

// peopleRows are this tick's rows of the tables about people.
func (w *World) peopleRows(date string) []tableRow {
	p := &w.people
	if p.agents == 0 {
		return nil
	}
	var rows []tableRow
	add := func(table int, columns []groupColumn, groups []person.Sums) {
		for g := range groups {
			row := make([]float64, len(columns))
			for i, c := range columns {
				row[i] = c.read(w, &groups[g])
			}
			rows = append(rows, tableRow{w.tables[table], []string{date, strconv.Itoa(g + 1)}, row})
		}
	}
	add(peopleTable, groupColumns(), p.outcome.Decile[:])
	add(agencyTable, agencyColumns(), p.outcome.Agency[:])
	income, wealth, directed := p.curves()
	for i, at := range lorenzAt {
		rows = append(rows, tableRow{w.tables[lorenzTable], []string{date, strconv.FormatFloat(at, 'g', -1, 64)}, []float64{income[i], wealth[i], directed[i]}})
	}
	return append(rows, w.panelRows(date)...)
}

// panelRows are the months of persons spread evenly over the sample.
func (w *World) panelRows(date string) []tableRow {
	n := w.panelists()
	if n == 0 {
		return nil
	}
	columns, out := panelColumns(), make([]tableRow, 0, n)
	shard := 0
	for k := range n {
		i := k * w.people.agents / n
		for shard+1 < len(w.people.shards) && i >= int(w.people.shards[shard+1].first) {
			shard++
		}
		s := &w.people.shards[shard]
		r := s.cols.Read(i-int(s.first), &w.people.terms)
		row := make([]float64, len(columns))
		for c, column := range columns {
			row[c] = column.read(w, &r)
		}
		state, occupation := w.stateName(int(r.State))
		out = append(out, tableRow{w.tables[panelTable], []string{date, strconv.Itoa(i), state, occupation}, row})
	}
	return out
}

func (w *World) stateName(state int) (name, occupation string) {
	if state == 3*w.fields {
		return "outside", ""
	}
	return [...]string{"out", "employed", "unemployed"}[state/w.fields], w.data.Occupations[state%w.fields].Code
}
