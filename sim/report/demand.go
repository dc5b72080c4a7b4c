package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"tenfold/sim/chart"
	"tenfold/sim/unit"
)

// demand is what is read of demand.json.
type demand struct {
	Name, Hash, Model, Command, Version string
	Curves                              []demandCurve
	Titles                              map[string]string
}

type demandCurve struct {
	Field, Date string
	Points      []demandPoint
	BreakEven   float64 `json:"break_even"`
	Cost        float64
	Best        demandPoint
}

type demandPoint struct{ Size, Coworkers, Price, Rent, Spending, Earned float64 }

// earns reports whether the fleet earns rent, beyond what is rounding.
func (q *demandPoint) earns() bool { return q.Earned > 1e-9*q.Spending }

// mostCurves is how many occupations a figure shows.
const mostCurves = 6

// Demand is the page of a demand curve, and its figures; data is its demand.json.
func Demand(data []byte) (*Page, []chart.Chart, error) {
	d := &demand{}
	if err := json.Unmarshal(data, d); err != nil {
		return nil, nil, fmt.Errorf("demand.json: %w", err)
	}
	if len(d.Curves) == 0 {
		return nil, nil, fmt.Errorf("demand.json: it has no curves")
	}
	p := &Page{Title: "Demand for coworker hours in " + d.Name, Facts: []Fact{
		{"Command", d.Command}, {"Hash", d.Hash}, {"Version", d.Version}, {"Model", d.Model}, {"Data", "demand.csv, break_even.csv and demand.json beside this page"},
	}}
	var figures []chart.Chart
	if total := d.of("total"); len(total) > 0 {
		for _, c := range total {
			p.Lead = append(p.Lead, c.sentence())
		}
		s := Section{Title: "One fleet for all", Text: "Fleets of a given size stand from the start of the run. The rent is what an hour is worth beyond its cost; it is nothing where there are more coworkers than pay. Figures show it where it is more than a hundredth of the price.",
			Figures: []chart.Chart{d.lines("rent", "Rent of an hour", "usd, current", total, func(q demandPoint) float64 { return q.Rent }),
				d.lines("earned", "Rent that the whole fleet earns", "usd a year", total, func(q demandPoint) float64 { return q.Earned })},
			Tables: []Table{d.points(total)}}
		figures = append(figures, s.Figures...)
		p.Sections = append(p.Sections, s)
	}
	if s, ok := d.occupations(); ok {
		figures = append(figures, s.Figures...)
		p.Sections = append(p.Sections, s)
	}
	return p, figures, nil
}

// sentence says where demand ends and which fleet earns most.
func (c *demandCurve) sentence() string {
	text := fmt.Sprintf("In %s an hour is worth more than the %s usd that it costs up to %s coworkers; ", c.Date, unit.Number(c.Cost), unit.Number(c.BreakEven))
	if !c.Best.earns() {
		return text + "none of the fleets tried earns rent."
	}
	return text + fmt.Sprintf("a fleet of %s earns most rent, %s usd a year.", unit.Number(c.Best.Size), unit.Number(c.Best.Earned))
}

func (d *demand) of(field string) (out []demandCurve) {
	for _, c := range d.Curves {
		if c.Field == field {
			out = append(out, c)
		}
	}
	return out
}

// lines is a curve a date, of fleets that are scarce enough for a rent of a hundredth of the price.
func (d *demand) lines(id, title, u string, curves []demandCurve, read func(demandPoint) float64) chart.Chart {
	l := &chart.Lines{Head: chart.Head{ID: id, Title: title, Unit: u, Source: "simulated, " + d.Hash[:min(8, len(d.Hash))]}, LogX: true, LogY: true, XTitle: "coworkers given"}
	for k, c := range curves {
		name := c.Date
		if c.Field != "total" {
			name = shorten(d.title(c.Field), 24)
		}
		line := chart.Line{Name: name, Colour: k}
		for _, q := range c.Points {
			if v := read(q); q.Rent > .01*q.Price {
				line.Points = append(line.Points, chart.Point{X: q.Size, Y: v})
			}
		}
		if len(line.Points) > 0 {
			l.Lines = append(l.Lines, line)
		}
	}
	return l
}

func (d *demand) title(code string) string {
	if t := d.Titles[code]; t != "" {
		return t
	}
	return code
}

func (d *demand) points(curves []demandCurve) Table {
	t := Table{Caption: "Demand, current dollars", Numbers: 1, Rows: [][]string{{"Date", "Coworkers given", "in use", "Price of an hour", "of it rent", "Spending a year", "of it rent"}}}
	for _, c := range curves {
		for _, q := range c.Points {
			t.Rows = append(t.Rows, []string{c.Date, unit.Number(q.Size), unit.Number(q.Coworkers), unit.Number(q.Price), unit.Number(q.Rent), unit.Number(q.Spending), unit.Number(q.Earned)})
		}
	}
	return t
}

// occupations is the demand of each for a fleet of its own: a figure for those that would pay most on the last date, and a
// table of all.
func (d *demand) occupations() (Section, bool) {
	var all, last []demandCurve
	for _, c := range d.Curves {
		if c.Field != "total" {
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return Section{}, false
	}
	date := all[len(all)-1].Date
	t := Table{Caption: "By occupation", Numbers: 2, Rows: [][]string{{"Occupation", "Date", "Cost of an hour, usd", "Break-even, coworkers", "Best fleet", "Rent of an hour there, usd", "Rent a year, usd"}}}
	for _, c := range all {
		best := "-"
		if c.Best.earns() {
			best = unit.Number(c.Best.Size)
		}
		t.Rows = append(t.Rows, []string{d.title(c.Field), c.Date, unit.Number(c.Cost), unit.Number(c.BreakEven), best, unit.Number(c.Best.Rent), unit.Number(c.Best.Earned)})
		if c.Date == date {
			last = append(last, c)
		}
	}
	slices.SortStableFunc(last, func(a, b demandCurve) int {
		switch {
		case a.Best.Earned > b.Best.Earned:
			return -1
		case a.Best.Earned < b.Best.Earned:
			return 1
		}
		return 0
	})
	last = last[:min(mostCurves, len(last))]
	s := Section{Title: "A fleet for each occupation", Text: "Every occupation has a fleet of its own, all of the same size, which nobody else can use. The figure shows the " + strconv.Itoa(len(last)) + " whose fleets would earn most."}
	s.Figures = []chart.Chart{d.lines("rent-by-occupation", "Rent of an hour by occupation, "+date, "usd, current", last, func(q demandPoint) float64 { return q.Rent })}
	s.Tables = []Table{t}
	return s, true
}
