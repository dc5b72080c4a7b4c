package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/chart"
	"tenfold/sim/unit"
)

// Context is what a page of runs shows beside them.
type Context struct {
	Horizon, Price, Adoption, Unemployment *Record // nil: not shown
	Published                              *Sourced
	Validation                             []Table
	Command                                string // makes the page again
}

// story is a page of runs while it is written.
type story struct {
	*Context
	all         []*variant
	base        *variant
	first, last int // years
}

// Runs is the page of runs that are overlaid; the first is what others are compared with. Runs that differ only by seed are
// shown as one, with their range.
func Runs(runs []*Run, c *Context) *Page {
	s := &story{Context: c, all: variants(runs)}
	s.base = s.all[0]
	s.first, s.last = s.base.first().years()
	for _, v := range s.all[1:] {
		if _, last := v.first().years(); last < s.last {
			s.last = last
		}
	}
	p := &Page{Title: s.title(), Lead: s.lead()}
	p.Sections = append(p.Sections, s.settings())
	for _, section := range []Section{s.output(), s.work(), s.wages(), s.shares(), s.obstacles(), s.distribution(), s.fleet(), s.technology(), s.published()} {
		if len(section.Figures)+len(section.Wide)+len(section.Tables) > 0 {
			p.Sections = append(p.Sections, section)
		}
	}
	p.Sections = append(p.Sections, Validation(s.Validation), notFor())
	p.Facts = s.facts()
	return p
}

func (s *story) title() string {
	years := strconv.Itoa(s.first)
	if s.last > s.first {
		years += " to " + strconv.Itoa(s.last)
	}
	if len(s.all) == 1 {
		return s.base.name + ", " + years
	}
	var others []string
	for _, v := range s.all[1:] {
		others = append(others, v.name)
	}
	return fmt.Sprintf("%s against %s, %s", strings.Join(others, ", "), s.base.name, years)
}

// source says which runs a figure is of, and where its records come from.
func (s *story) source(records ...*Record) string {
	var runs []string
	for _, v := range s.all {
		runs = append(runs, fmt.Sprintf("%s %.8s", v.name, v.first().Manifest.Hash))
	}
	text := "simulated, " + strings.Join(runs, ", ")
	for _, r := range records {
		if r != nil {
			text += "; record: " + r.Source
		}
	}
	return text
}

// A curve is a reading with its name, and the record of the same thing.
type curve struct {
	name   string
	read   reading
	record *Record
	since  float64 // of the record
}

// lines draws curves: all on one chart where there is one variant, or a chart a curve with a line a variant.
func (s *story) lines(l chart.Lines, curves ...curve) []chart.Chart {
	if len(s.all) == 1 {
		return s.oneChart(l, curves)
	}
	var out []chart.Chart
	for k, c := range curves {
		own := l
		if len(curves) > 1 {
			own.ID, own.Title = fmt.Sprintf("%s-%d", l.ID, k+1), l.Title+": "+c.name
		}
		own.PerYear, own.Source = s.base.first().perYear, s.source(c.record)
		for _, v := range s.all {
			if line, ok := v.line(v.name, c.read); ok {
				own.Lines = append(own.Lines, line)
			}
		}
		if len(own.Lines) > 0 {
			own.Lines = append(own.Lines, c.recorded()...)
			out = append(out, &own)
		}
	}
	return out
}

func (s *story) oneChart(l chart.Lines, curves []curve) []chart.Chart {
	var records []*Record
	for k, c := range curves {
		line, ok := s.base.line(c.name, c.read)
		if !ok {
			continue
		}
		line.Colour = k
		l.Lines = append(l.Lines, line)
		if recorded := c.recorded(); len(recorded) > 0 {
			l.Lines = append(l.Lines, recorded...)
			records = append(records, c.record)
		}
	}
	if len(l.Lines) == 0 {
		return nil
	}
	l.PerYear, l.Source = s.base.first().perYear, s.source(records...)
	return []chart.Chart{&l}
}

func (c *curve) recorded() []chart.Line {
	if c.record == nil {
		return nil
	}
	points := c.record.sinceYear(c.since)
	if len(points) == 0 {
		return nil
	}
	return []chart.Line{{Name: "record", Points: points, Dots: true, Colour: chart.Colours - 1}}
}

// mostVariants is how many variants have charts of their own.
const mostVariants = 3

// each draws a chart a variant.
func (s *story) each(draw func(v *variant, h chart.Head) chart.Chart, h chart.Head) []chart.Chart {
	var out []chart.Chart
	for i, v := range s.all[:min(len(s.all), mostVariants)] {
		own := h
		own.Source = fmt.Sprintf("simulated, %s %.8s", v.name, v.first().Manifest.Hash)
		if len(s.all) > 1 {
			own.ID, own.Title = fmt.Sprintf("%s-%d", h.ID, i+1), h.Title+": "+v.name
		}
		if c := draw(v, own); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// byItem is a value an item, such as an occupation: a line each, with a dot a variant.
func (s *story) byItem(h chart.Head, table string, value func(v *variant, item string) spread, words func(float64) string) []chart.Chart {
	h.Source = s.source()
	out := &chart.Intervals{Head: h, Name: s.base.name}
	for _, item := range s.base.first().items(table) {
		f := value(s.base, item)
		if math.IsNaN(f.mean) {
			continue
		}
		row := chart.Interval{Label: s.base.first().title(item), Value: f.mean, Low: f.low, High: f.high, Text: words(f.mean)}
		for _, v := range s.all[1:] {
			if g := value(v, item); !math.IsNaN(g.mean) {
				row.Beside = append(row.Beside, chart.Dot{Name: v.name, Value: g.mean, Colour: v.colour})
			}
		}
		out.Rows = append(out.Rows, row)
	}
	if len(out.Rows) == 0 {
		return nil
	}
	return []chart.Chart{out}
}

// change is a value of the last year against the first, in per cent.
func (s *story) change(table, name string) func(v *variant, item string) spread {
	return func(v *variant, item string) spread {
		read := columnOf(table, name, item)
		from, to := v.in(read, s.first).mean, v.in(read, s.last)
		if !(from > 0) || s.first == s.last {
			return spread{math.NaN(), math.NaN(), math.NaN()}
		}
		return spread{100 * (to.mean/from - 1), 100 * (to.low/from - 1), 100 * (to.high/from - 1)}
	}
}

// ordered sorts lines by their value, and keeps the ends of too many.
func ordered(charts []chart.Chart, falling bool) []chart.Chart {
	for _, c := range charts {
		v := c.(*chart.Intervals)
		slices.SortStableFunc(v.Rows, func(a, b chart.Interval) int {
			if falling {
				a, b = b, a
			}
			return cmp.Compare(a.Value, b.Value)
		})
		if len(v.Rows) > mostRows { // of detailed occupations
			v.Rows = append(v.Rows[:mostRows/2:mostRows/2], v.Rows[len(v.Rows)-mostRows/2:]...)
			v.Title += fmt.Sprintf(" (the %d lowest and highest)", mostRows/2)
		}
	}
	return charts
}

func percentOf(v float64) string { return twoSigned(v) + " %" }

// settings say what the runs set otherwise.
func (s *story) settings() Section {
	out := Section{Title: "What is simulated"}
	for _, v := range s.all {
		difference := "the default scenario as it stands"
		if d := v.first().About.Difference; len(d) > 0 {
			difference = strings.Join(d, "; ")
		}
		out.List = append(out.List, v.name+": "+difference)
	}
	return out
}

// Validation is what the model has been tested against, with the number of verdicts of each kind.
func Validation(tables []Table) Section {
	out := Section{Title: "What the model has been tested against", Tables: tables}
	if len(tables) == 0 {
		out.Text = "No table of tests is at hand; tenfold report --validation FILE shows one."
	}
	for _, t := range tables {
		if text := verdicts(t); text != "" {
			out.List = append(out.List, text)
		}
	}
	return out
}

// verdicts counts the values of a table's column of that name.
func verdicts(t Table) string {
	at := -1
	if len(t.Rows) > 0 {
		at = slices.Index(t.Rows[0], "verdict")
	}
	if at < 0 {
		return ""
	}
	var kinds []string
	counts := map[string]int{}
	for _, row := range t.Rows[1:] {
		verdict, _, _ := strings.Cut(row[at], " (") // by which parts
		kind, _, conditional := strings.Cut(verdict, " if ")
		if conditional {
			kind += " on a condition"
		}
		if counts[kind] == 0 {
			kinds = append(kinds, kind)
		}
		counts[kind]++
	}
	slices.SortStableFunc(kinds, func(a, b string) int { return cmp.Compare(counts[b], counts[a]) })
	var parts []string
	for _, kind := range kinds {
		parts = append(parts, fmt.Sprintf("%d × %s", counts[kind], kind))
	}
	return t.Caption + ": " + strings.Join(parts, ", ")
}

// notFor says what the pages must not be used for.
func notFor() Section {
	return Section{Title: "What it must not be used for", List: []string{
		"It is no forecast of any firm, occupation or region, and no ground for decisions about single people: read it as \"if this, then that\".",
		"That a task can be done digitally is a rating, not a measurement, and says nothing of whether it will be automated.",
		"Review hours, the lag of firms and the elasticity of new uses are thinly measured and decide much.",
		"Figures of one run say nothing of how sure they are: tenfold compare and tenfold sweep draw from the priors.",
	}}
}

func (s *story) facts() []Fact {
	var out []Fact
	for _, v := range s.all {
		for _, r := range v.runs {
			m := r.Manifest
			name := fmt.Sprintf("%s, seed %d", v.name, m.Seed)
			if r.About.Command != "" {
				out = append(out, Fact{name + ": command", r.About.Command})
			}
			out = append(out, Fact{name + ": hash", m.Hash}, Fact{name + ": simulated", fmt.Sprintf("%s coworkers, %s people, %s firms, %d ticks",
				unit.Number(float64(m.Sizes.Agents)), unit.Number(float64(m.Sizes.People)), unit.Number(float64(m.Sizes.Firms)), m.Sizes.Ticks)},
				Fact{name + ": version", fmt.Sprintf("%s, model %s", m.Tool, m.Model)})
		}
	}
	if s.Command != "" {
		out = append(out, Fact{"This page", s.Command})
	}
	return out
}
