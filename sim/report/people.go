package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"tenfold/sim/chart"
)

func (s *story) distribution() Section {
	out := Section{Title: "How it is spread"}
	if !slices.ContainsFunc(s.all, func(v *variant) bool { return v.first().hasPeople() }) {
		return out
	}
	for _, of := range []struct{ column, title string }{{"income", "Income after tax"}, {"wealth", "Net worth"}} {
		if c := s.lorenz(of.column, of.title); c != nil {
			out.Figures = append(out.Figures, c)
		}
	}
	out.Figures = append(out.Figures, s.byItem(chart.Head{ID: "deciles", Title: s.between("Income by tenth of the base year's income"), Unit: "change of mean real income after tax, apart from trend growth, % (1: the poorest)"}, "people", s.change("people", "income"), percentOf)...)
	out.Figures = append(out.Figures, s.lines(chart.Lines{Head: chart.Head{ID: "gini", Title: "Gini coefficients", Unit: "%"}},
		curve{name: "income after tax", read: scaled(100, ofPeople("income_gini"))}, curve{name: "net worth", read: scaled(100, ofPeople("wealth_gini"))})...)
	out.Figures = append(out.Figures, s.lines(chart.Lines{Head: chart.Head{ID: "poverty", Title: "Poverty", Unit: "% of adults below the base year's line"}, Zero: true},
		curve{name: "below the line", read: scaled(100, ofPeople("poverty_rate"))})...)
	return out
}

// lorenz is the curve of the first year in the baseline and of the last in every variant.
func (s *story) lorenz(name, title string) chart.Chart {
	l := &chart.Lines{Head: chart.Head{ID: "lorenz-" + name, Title: title, Unit: "% held by the poorest x % of people", Source: s.source()}, XTitle: "% of people"}
	add := func(v *variant, words string, year, colour int, dashed bool) {
		line := chart.Line{Name: words, Colour: colour, Dashed: dashed, Points: []chart.Point{{}}}
		for _, item := range v.first().items("lorenz") {
			x, err := strconv.ParseFloat(item, 64)
			y := v.in(columnOf("lorenz", name, item), year)
			if err == nil && !math.IsNaN(y.mean) {
				line.Points = append(line.Points, chart.Point{X: 100 * x, Y: 100 * y.mean})
			}
		}
		if len(line.Points) > 2 {
			line.Points = append(line.Points, chart.Point{X: 100, Y: 100})
			l.Lines = append(l.Lines, line)
		}
	}
	add(s.base, strconv.Itoa(s.first), s.first, chart.Colours-1, true)
	for _, v := range s.all {
		words := strconv.Itoa(s.last)
		if len(s.all) > 1 {
			words = v.name + " " + words
		}
		if s.last > s.first || len(s.all) > 1 {
			add(v, words, s.last, v.colour, false)
		}
	}
	if len(l.Lines) == 0 {
		return nil
	}
	return l
}

func (s *story) fleet() Section {
	out := Section{Title: "The fleet"}
	percent := func(name string) reading { return scaled(100, column(name)) }
	out.Figures = s.lines(chart.Lines{Head: chart.Head{ID: "fleet", Title: "Coworkers in use", Unit: "full-time equivalents, logarithmic"}, LogY: true}, curve{name: "in use", read: column("coworkers")})
	busy := scaled(100, over(column("compute_used"), column("compute_capacity")))
	waiting := scaled(100, over(column("hours_waiting"), combine(func(a, b float64) float64 { return a + b }, column("hours_waiting"), column("hours_worked"))))
	out.Figures = append(out.Figures, s.lines(chart.Lines{Head: chart.Head{ID: "utilisation", Title: "How busy they are", Unit: "%"}, Zero: true},
		curve{name: "of compute used", read: busy}, curve{name: "of hours waiting for review", read: waiting})...)
	out.Figures = append(out.Figures, s.lines(chart.Lines{Head: chart.Head{ID: "success", Title: "Success", Unit: "% of attempted hours"}, Zero: true}, curve{name: "succeed", read: percent("success")})...)
	out.Figures = append(out.Figures, s.lines(chart.Lines{Head: chart.Head{ID: "review", Title: "Review", Unit: "hours of people per hour of successful coworkers' work"}, Zero: true}, curve{name: "review", read: column("review_per_hour")})...)
	out.Figures = append(out.Figures, s.each(s.spending, chart.Head{ID: "spending", Title: "What spending on coworkers pays for", Unit: "% of spending"})...)
	return out
}

func (s *story) spending(v *variant, h chart.Head) chart.Chart {
	c := &chart.Shares{Head: h, X: v.first().periods, PerYear: v.first().perYear}
	total := column("ai_spending")
	for k, part := range []struct{ column, words string }{{"ai_energy", "electricity"}, {"ai_hardware", "hardware"}, {"ai_markup", "mark-up"}, {"ai_scarcity", "scarce compute"}, {"ai_tax", "tax"}} {
		values := scaled(100, over(column(part.column), total))(v.first())
		if values == nil {
			return nil
		}
		for i := range values { // a subsidy is no part
			values[i] = math.Max(values[i], 0)
			if math.IsNaN(values[i]) {
				values[i] = 0
			}
		}
		c.Layers = append(c.Layers, chart.Share{Name: part.words, Values: values, Colour: []int{1, 0, 2, 4, 7}[k]})
	}
	return c
}

func (s *story) technology() Section {
	out := Section{Title: "Technology"}
	out.Figures = s.lines(chart.Lines{Head: chart.Head{ID: "horizon", Title: "Length of tasks done half of the time", Unit: "hours a person needs, logarithmic; the newest generation"}, LogY: true},
		curve{name: "horizon", read: capped(column("horizon_hours"), longestMeasured), record: s.Horizon, since: 2023})
	out.Figures = append(out.Figures, s.lines(chart.Lines{Head: chart.Head{ID: "hour-price", Title: "Price of an hour at the base year's capability", Unit: "index, start: 1, logarithmic, current dollars"}, LogY: true},
		curve{name: "hour", read: since("task_price"), record: s.Price, since: 2023})...)
	out.Figures = append(out.Figures, s.lines(chart.Lines{Head: chart.Head{ID: "hour", Title: "Price of a coworker hour as firms use it", Unit: "usd, current, logarithmic"}, LogY: true},
		curve{name: "as used", read: column("coworker_hour_price")}, curve{name: "newest generation", read: column("frontier_price")}, curve{name: "base year's capability", read: column("task_price")})...)
	out.Figures = append(out.Figures, s.lines(chart.Lines{Head: chart.Head{ID: "adoption", Title: "Firms that use coworkers", Unit: "% of firms"}, Zero: true},
		curve{name: "use them", read: scaled(100, column("firms_using")), record: s.Adoption, since: 2023})...)
	out.Figures = append(out.Figures, s.lines(chart.Lines{Head: chart.Head{ID: "electricity", Title: "Electric power of coworkers", Unit: "GW"}, Zero: true}, curve{name: "power", read: scaled(1e-3, column("electricity"))})...)
	if len(out.Figures) > 0 {
		out.Text = fmt.Sprintf("Nobody has measured horizons beyond a working year of %s hours; the curve stops there.", strconv.Itoa(longestMeasured))
	}
	return out
}

// longestMeasured is a working year, in hours: no task of the model is longer.
const longestMeasured = 2000

// capped leaves out what is above a limit.
func capped(a reading, limit float64) reading {
	return func(r *Run) []float64 {
		x := a(r)
		out := make([]float64, len(x))
		for i := range x {
			if out[i] = x[i]; x[i] > limit {
				out[i] = math.NaN()
			}
		}
		if x == nil {
			return nil
		}
		return out
	}
}

// published sets what others expect for output beside the runs.
func (s *story) published() Section {
	out := Section{Title: "What others expect"}
	const horizon = 10
	year := min(s.first+horizon, s.last)
	if s.Published == nil || year < s.first+5 {
		return out
	}
	c := &chart.Intervals{Head: chart.Head{ID: "published", Title: "Output against a world without AI", Unit: fmt.Sprintf("%% of its level after so many years; the runs: %d", year), Source: s.source() + "; " + s.Published.Source}}
	for _, v := range s.all {
		f := v.in(column("real_output"), year)
		if math.IsNaN(f.mean) {
			continue
		}
		c.Rows = append(c.Rows, chart.Interval{Label: v.name + " (here)", Value: 100 * (f.mean - 1), Low: 100 * (f.low - 1), High: 100 * (f.high - 1), Colour: v.colour, Text: twoSigned(100 * (f.mean - 1))})
	}
	t := Table{Caption: "Published estimates, as they are put", Rows: [][]string{{"study", "years", "what it says"}}}
	for _, row := range s.Published.Rows {
		var n [4]float64
		for k, text := range row[1:5] {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return Section{Title: out.Title, Text: err.Error()}
			}
			n[k] = v
		}
		label := row[0]
		if n[3] != horizon {
			label += fmt.Sprintf(", %g years", n[3])
		}
		text := twoSigned(n[1])
		if n[0] != n[2] {
			text = "+" + twoDigits(n[0]) + " to " + twoDigits(n[2])
		}
		c.Rows = append(c.Rows, chart.Interval{Label: label, Value: n[1], Low: n[0], High: n[2], Colour: chart.Colours - 1, Text: text})
		t.Rows = append(t.Rows, []string{row[0], row[4], row[5]})
	}
	out.Figures, out.Tables = []chart.Chart{c}, []Table{t}
	return out
}

// twoSigned prints a change with its sign and two digits.
func twoSigned(v float64) string {
	if math.Abs(v) < .05 {
		return "0"
	}
	return word(v < 0, "−", "+") + twoDigits(math.Abs(v))
}
