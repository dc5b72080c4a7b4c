package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"tenfold/sim/chart"
)

// obstacles share out the tasks of the base year's wage bill; sentences tell those that have a because, and what setting
// each is given by.
var obstacles = []struct {
	column, words  string
	colour         int
	because, given string
	keys           []string
}{
	{"done", "done by coworkers", 0, "", "", nil},
	{"blocked_by_ceiling", "not digital", 7, "", "", nil},
	{"blocked_by_capability", "coworkers fail", 4, "coworkers fail at it", ", given how soon the length of tasks that they can do doubles (horizon.doubling, %s)", []string{"horizon.doubling"}},
	{"blocked_by_review", "review too dear", 1, "it costs too much review", ", given the review that they need (review.minimum, %s)", []string{"review.minimum"}},
	{"blocked_by_price", "hours too dear", 3, "the hours cost too much", ", given the curve that prices hours (price.curve, %s)", []string{"price.curve"}},
	{"blocked_by_compute", "compute scarce", 6, "compute is too scarce", ", given how fast compute grows (compute.growth, %s)", []string{"compute.growth"}},
	{"blocked_by_new_tasks", "new tasks", 2, "it has come back as new tasks", ", given the share of displaced tasks that do (new_tasks.strength, %s)", []string{"new_tasks.strength"}},
	{"blocked_by_adoption", "firms not there yet", 5, "firms have not got to it", ", given how they follow each other's example (adoption.imitation, %s) and how long they take (adoption.lag, %s)", []string{"adoption.imitation", "adoption.lag"}},
}

func (s *story) output() Section {
	out := Section{Title: "Output and prices", Text: "All but the coworker hour are relative to a trend without AI, so that 1 is what would have been."}
	out.Figures = s.lines(chart.Lines{Head: chart.Head{ID: "output", Title: "Output", Unit: "index, 1: trend without AI"}}, curve{name: "output", read: column("real_output")})
	prices := column("price_level")
	goods, land, luxury := curve{name: "goods", read: prices}, curve{name: "land", read: times(column("land_price"), prices)}, curve{name: "luxury", read: times(column("luxury_price"), prices)}
	if len(s.all) == 1 { // several have charts of each
		out.Figures = append(out.Figures, s.lines(chart.Lines{Head: chart.Head{ID: "prices", Title: "Prices", Unit: "index, start: 1, logarithmic; the hour is of the base year's capability, in current dollars"}, LogY: true},
			goods, land, luxury, curve{name: "coworker hour", read: since("task_price")})...)
	}
	out.Figures = append(out.Figures, s.lines(chart.Lines{Head: chart.Head{ID: "goods", Title: "Prices of goods, land and luxury", Unit: "index, 1: trend without AI"}}, goods, land, luxury)...)
	out.Figures = append(out.Figures, ordered(s.byItem(chart.Head{ID: "industry-prices", Title: s.between("Prices by industry"), Unit: "change relative to all prices, %"}, "industries", s.change("industries", "price"), percentOf), false)...)
	return out
}

// between adds the first and the last year to a title.
func (s *story) between(title string) string {
	return fmt.Sprintf("%s, %d to %d", title, s.first, s.last)
}

func (s *story) work() Section {
	percent := func(name string) reading { return scaled(100, column(name)) }
	out := Section{Title: "Work"}
	out.Figures = s.lines(chart.Lines{Head: chart.Head{ID: "unemployment", Title: "Unemployment", Unit: "% of the labour force"}, Zero: true},
		curve{name: "unemployed", read: percent("unemployment_rate"), record: s.Unemployment, since: 2023})
	out.Figures = append(out.Figures, s.lines(chart.Lines{Head: chart.Head{ID: "separations", Title: "Employed who lose or change their job", Unit: "% of the employed in a month"}, Zero: true},
		curve{name: "lose it", read: percent("separation_rate")}, curve{name: "change occupation", read: percent("moves_rate")})...)
	out.Figures = append(out.Figures, s.lines(chart.Lines{Head: chart.Head{ID: "finding", Title: "Unemployed who find a job", Unit: "% of the unemployed in a month"}, Zero: true},
		curve{name: "find one", read: percent("finding_rate")})...)
	out.Figures = append(out.Figures, ordered(s.byItem(chart.Head{ID: "employment", Title: s.between("Employment by occupation"), Unit: "change, %"}, "fields", s.change("fields", "employment"), percentOf), false)...)
	return out
}

func (s *story) wages() Section {
	out := Section{Title: "Wages by occupation", Small: true, Text: "Real wages relative to their trend without AI, all on one scale."}
	r := s.base.first()
	items := r.items("fields")
	if len(items) > mostRows {
		return s.slopes() // of detailed occupations there are too many for charts of their own
	}
	low, high := math.Inf(1), math.Inf(-1)
	for k, item := range items {
		l := &chart.Lines{Head: chart.Head{ID: fmt.Sprintf("wage-%d", k+1), Title: r.title(item), Unit: "real wage, index, 1: trend without AI", Width: 190, Height: 120, Source: s.source()}, Compact: true, PerYear: r.perYear}
		for _, v := range s.all {
			if line, ok := v.line(v.name, columnOf("fields", "wage_real", item)); ok {
				l.Lines = append(l.Lines, line)
				for i, p := range line.Points {
					low, high = math.Min(low, p.Y), math.Max(high, p.Y)
					if line.Low != nil {
						low, high = math.Min(low, line.Low[i]), math.Max(high, line.High[i])
					}
				}
			}
		}
		if len(l.Lines) > 0 {
			out.Figures = append(out.Figures, l)
		}
	}
	for _, c := range out.Figures {
		c.(*chart.Lines).Y = [2]float64{low, high}
	}
	if len(out.Figures) > 0 {
		if slopes := s.slopes(); len(slopes.Wide) > 0 {
			out.Wide = slopes.Wide
		}
	}
	return out
}

// slopes is what occupations earn at the start and at the end, at the prices of the start.
func (s *story) slopes() Section {
	out := Section{Title: "Wages by occupation"}
	if s.first == s.last {
		return out
	}
	out.Wide = s.each(func(v *variant, h chart.Head) chart.Chart {
		r := v.first()
		c := &chart.Slopes{Head: h, Before: strconv.Itoa(s.first), After: strconv.Itoa(s.last), LogY: true}
		for _, item := range r.items("fields") {
			index, dollars := v.in(columnOf("fields", "wage_real", item), s.first), v.in(columnOf("fields", "wage_usd_year", item), s.first)
			to := dollars.mean / index.mean * v.in(columnOf("fields", "wage_real", item), s.last).mean
			if !(dollars.mean > 0) || math.IsNaN(to) {
				continue
			}
			c.Rows = append(c.Rows, chart.Slope{Name: r.title(item), From: dollars.mean, To: to, FromText: thousandsOf(dollars.mean), ToText: thousandsOf(to), Thin: true, Colour: chart.Colours - 1})
		}
		if len(c.Rows) == 0 {
			return nil
		}
		slices.SortStableFunc(c.Rows, func(a, b chart.Slope) int { return cmp.Compare(a.To/a.From, b.To/b.From) })
		for i := range c.Rows { // those that fall behind and those that gain most stand out
			switch {
			case i < 3:
				c.Rows[i].Colour, c.Rows[i].Thin = 1, false
			case i >= len(c.Rows)-3:
				c.Rows[i].Colour, c.Rows[i].Thin = 0, false
			}
		}
		if len(c.Rows) > mostRows {
			c.Rows = append(c.Rows[:mostRows/2:mostRows/2], c.Rows[len(c.Rows)-mostRows/2:]...)
			c.Title += fmt.Sprintf(" (the %d that rise and that fall most)", mostRows/2)
		}
		return c
	}, chart.Head{ID: "wage-slopes", Title: s.between("What occupations earn"), Unit: "thousand usd a year at base-year prices, detrended, logarithmic; the three that gain least and most stand out", Width: 640})
	return out
}

func thousandsOf(v float64) string { return strconv.FormatFloat(v/1e3, 'f', 0, 64) + "k" }

func (s *story) shares() Section {
	out := Section{Title: "Who earns what", Text: "Income is output; labour's share counts the self-employed."}
	out.Figures = s.each(func(v *variant, h chart.Head) chart.Chart {
		labour, providers := column("labour_share")(v.first()), column("ai_profit_share")(v.first())
		if labour == nil || providers == nil {
			return nil
		}
		c := &chart.Shares{Head: h, X: v.first().periods, PerYear: v.first().perYear, Layers: []chart.Share{{Name: "labour", Colour: 0}, {Name: "providers of coworkers", Colour: 4}, {Name: "other property, taxes on production", Colour: 7}}}
		for i := range labour {
			for k, value := range []float64{labour[i], math.Max(providers[i], 0), 1 - labour[i] - math.Max(providers[i], 0)} {
				c.Layers[k].Values = append(c.Layers[k].Values, 100*value)
			}
		}
		return c
	}, chart.Head{ID: "shares", Title: "Shares of labour and capital", Unit: "% of income"})
	out.Figures = append(out.Figures, s.each(s.decomposition, chart.Head{ID: "decomposition", Title: "What changes the compensation share", Unit: "percentage points since the base year; the dot is the whole change"})...)
	return out
}

// decomposition is the change of the compensation share by year and cause.
func (s *story) decomposition(v *variant, h chart.Head) chart.Chart {
	c := &chart.Bars{Head: h, TotalName: "whole change"}
	causes := []struct{ column, words string }{{"rent", "providers' rent"}, {"substitution", "work against capital"}, {"composition", "between industries"}, {"new_tasks", "new tasks"}, {"other", "pay against work"}}
	for y := s.first; y <= s.last; y++ {
		c.X = append(c.X, strconv.Itoa(y))
		total := 0.
		for k, cause := range causes {
			value := float64(100 * v.in(column("labour_share_by_"+cause.column), y).mean)
			if math.IsNaN(value) {
				return nil
			}
			if len(c.Layers) <= k {
				c.Layers = append(c.Layers, chart.Share{Name: cause.words, Colour: []int{4, 0, 1, 2, 7}[k]})
			}
			c.Layers[k].Values = append(c.Layers[k].Values, value)
			total += value
		}
		c.Total = append(c.Total, total)
	}
	return c
}

func (s *story) obstacles() Section {
	out := Section{Title: "What stands in the way", Text: "Each task of the base year's wage bill is done by coworkers, or blocked by the first thing that stands in its way."}
	out.Figures = s.each(func(v *variant, h chart.Head) chart.Chart {
		c := &chart.Shares{Head: h, X: v.first().periods, PerYear: v.first().perYear}
		for _, o := range obstacles {
			if values := scaled(100, column(o.column))(v.first()); values != nil {
				c.Layers = append(c.Layers, chart.Share{Name: o.words, Values: values, Colour: o.colour})
			}
		}
		if len(c.Layers) < 2 {
			return nil
		}
		return c
	}, chart.Head{ID: "obstacles", Title: "Tasks done and blocked", Unit: "% of the base year's wage bill", Height: 320})
	out.Figures = append(out.Figures, ordered(s.byItem(chart.Head{ID: "done", Title: fmt.Sprintf("Tasks that coworkers do, by occupation, %d", s.last), Unit: "% of the occupation's tasks"}, "fields",
		func(v *variant, item string) spread {
			return v.in(scaled(100, columnOf("fields", "done", item)), s.last)
		},
		func(v float64) string { return strconv.FormatFloat(v, 'f', 0, 64) + " %" }), true)...)
	return out
}

func byValue(rows []chart.Interval) {
	slices.SortStableFunc(rows, func(a, b chart.Interval) int { return cmp.Compare(a.Value, b.Value) })
}
