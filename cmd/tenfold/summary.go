package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/series"
	"tenfold/sim/unit"
)

// outcomes are the rows of the summary: columns of the table "series" in words. Unit and direction come from the
// column's description, and a column that is missing is left out. Below the coworkers stand those that firms use.
var outcomes = []struct{ column, words string }{
	{"real_output", "Output (1: trend without AI)"},
	{"price_level", "Price level"},
	{"unemployment_rate", "Unemployment"},
	{"participation_rate", "Labour force participation"},
	{"labour_share", "Labour's share of income"},
	{"wage_real_mean", "Real wage, mean (1: trend)"},
	{"wage_real_min", "  of the worst occupation"},
	{"wage_real_max", "  of the best occupation"},
	{"income_median", "Median income, real, detrended"},
	{"income_gini", "Gini of income after tax"},
	{"wealth_top1_share", "Wealth of the richest 1 %"},
	{"coworkers", "Coworkers in use"},
	{"done", "Wage bill's tasks they do"},
	{"ai_spending", "Spending on coworkers"},
	{"ai_spending_firms", "  of it by firms"},
	{"coworker_hour_price", "Coworker hour as used"},
	{"task_price", "Hour at 2025-01 capability"},
	{"horizon_hours", "Task length done half the time"},
}

// ofPeople are the rows that need simulated people.
var ofPeople = []string{"income_median", "income_gini", "wealth_top1_share"}

// summary is what a run prints for a reader: outcomes by year, what changed most, what stands in the way, and where
// the files are.
func (r *result) summary(width int) string {
	var out strings.Builder
	out.WriteString(wrap(r.heading(), textWidth(width)) + "\n")
	if t := find(r.tables, "series"); t != nil && t.Rows() > 0 {
		c := newCalendar(t)
		r.printOutcomes(&out, t, c, width)
		r.printChanges(&out, width)
		r.printObstacles(&out, t, c, width)
	}
	fmt.Fprintf(&out, "\n%s\n", wrap("Files: "+r.dir+" (columns.json says what each column is)", textWidth(width)))
	return out.String()
}

// heading says in one line what runs.
func (p *plan) heading() string {
	agents := fmt.Sprintf("%s and %s simulated", count(p.agents, "coworker"), people(p.people))
	if p.agents == 0 && p.people == 0 {
		agents = "expectations in place of agents"
	}
	text := fmt.Sprintf("%s: %s to %s, economy %s, seed %d, %s", p.name, p.first, p.last, p.economy, p.seed, agents)
	switch len(p.policies) {
	case 0:
		return text
	case 1:
		return text + ", policy " + p.policies[0]
	default:
		return text + ", policies " + strings.Join(p.policies, " + ")
	}
}

func people(n int64) string {
	if n == 1 {
		return "1 person"
	}
	return thousands(n) + " people"
}

func count(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return thousands(n) + " " + noun
}

// thousands writes 1234567 as 1,234,567.
func thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func (r *result) printOutcomes(out *strings.Builder, t *series.Table, c calendar, width int) {
	g := grid{years: c.years}
	for _, o := range outcomes {
		if i := t.Index(o.column); i >= 0 {
			column := t.Columns[i]
			if r.people == 0 && slices.Contains(ofPeople, o.column) {
				continue
			}
			values := cells(c.means(t, i), column.Unit)
			if o.column == "horizon_hours" {
				beyondMeasure(values, c.means(t, i))
			}
			g.rows = append(g.rows, gridRow{[]string{o.words, unitWords(column.Unit), arrow(column.Better)}, values})
			if o.column == "coworkers" {
				g.rows = append(g.rows, r.ofFirms(c)...)
			}
		}
	}
	fmt.Fprintf(out, "\n%s\n", wrap("Means by year (↑ more is better, ↓ less is better)", textWidth(width)))
	g = g.fit(width)
	g.print(out, g.pick(width))
}

// ofFirms is the row of the coworkers that firms use, over all occupations: they alone do the wage bill's tasks. There is
// none where the run does not tell.
func (r *result) ofFirms(c calendar) []gridRow {
	t := find(r.tables, "fields")
	if t == nil || t.Index("coworkers") < 0 {
		return nil
	}
	of := newCalendar(t)
	if !slices.Equal(of.years, c.years) {
		return nil
	}
	out := make([]float64, len(of.years))
	for y := range out {
		_, means := of.byItem(t, t.Index("coworkers"), y)
		for _, v := range means {
			out[y] += v
		}
	}
	return []gridRow{{[]string{"  of them by firms", "", " "}, cells(out, "coworkers")}}
}

// longestMeasured is a working year: nobody has measured horizons beyond, and no task of the model is longer.
const longestMeasured = 2000 // h

func beyondMeasure(cells []string, hours []float64) {
	for i, h := range hours {
		if h > longestMeasured {
			cells[i] = fmt.Sprintf(">%d", longestMeasured)
		}
	}
}

func arrow(d series.Direction) string {
	switch d {
	case series.HigherIsBetter:
		return "↑"
	case series.LowerIsBetter:
		return "↓"
	default:
		return " "
	}
}

// unitWords is the unit as the summary shows it: shares become per cent.
func unitWords(u unit.Unit) string {
	switch u {
	case "share":
		return "%"
	case "coworkers", "people":
		return "" // the row's words say it
	default:
		return string(u)
	}
}

func cells(values []float64, u unit.Unit) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = cell(v, u)
	}
	return out
}

func cell(v float64, u unit.Unit) string {
	switch {
	case u == "share":
		return percent(100 * v)
	case u == "index" && math.Abs(v) < 1000:
		return strconv.FormatFloat(v, 'f', 3, 64)
	default:
		return unit.Number(v)
	}
}

// dust is a percentage that only rounding left.
const dust = 1e-6

// percent has one decimal, two for what one would round off, and never an exponent: "<0.01" is next to nothing, "0.0"
// is nothing.
func percent(v float64) string {
	switch size := math.Abs(v); {
	case size < dust:
		return "0.0"
	case size < .005 && v > 0:
		return "<0.01"
	case size < .005:
		return ">-0.01"
	case size < .095:
		return strconv.FormatFloat(v, 'f', 2, 64)
	default:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
}
