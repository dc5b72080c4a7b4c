package report

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/chart"
	"tenfold/sim/output"
	"tenfold/sim/series"
	"tenfold/sim/stats"
	"tenfold/sim/unit"
)

// sweep is what is read of the folder of a sweep.
type sweep struct {
	Plan struct {
		Name, Hash, Model string
		Runs, Points      int
		Seeds             int
		Columns, Factors  []string
		Origin            struct {
			Experiment string
			Set        []string
			Seeds      int
		}
	}
	Summary struct {
		Outcomes []swept
		Failed   map[string]string
		Files    []output.File
	}
	tables map[string]*series.Table
}

type swept struct {
	Name              string
	Mean              *float64 // none where all runs failed
	Low, Median, High float64
	AtLeast           *float64 `json:"at_least"`
	AtMost            *float64 `json:"at_most"`
	Missed            int
}

// Sweep is the page of a sweep's folder, which must be collected.
func Sweep(dir string, c *Context) (*Page, error) {
	s := &sweep{tables: map[string]*series.Table{}}
	if err := readJSON(filepath.Join(dir, "plan.json"), &s.Plan); err != nil {
		return nil, err
	}
	err := readJSON(filepath.Join(dir, "summary.json"), &s.Summary)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: the sweep is not collected: `tenfold sweep` goes on with what is missing, `tenfold sweep collect %s` makes its tables", dir, dir)
	}
	if err != nil {
		return nil, err
	}
	folder := &output.Folder{Dir: dir, Manifest: output.Manifest{Files: s.Summary.Files}}
	tables, err := folder.Tables()
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		s.tables[t.Name] = t
	}
	p := &Page{Title: fmt.Sprintf("%s: %d runs", s.Plan.Name, s.Plan.Runs), Lead: s.lead()}
	p.Sections = append(p.Sections, s.about())
	for _, section := range []Section{s.bands(), s.curves(), s.tornados(), s.sensitivity(), s.outcomes()} {
		if len(section.Figures)+len(section.Tables) > 0 {
			p.Sections = append(p.Sections, section)
		}
	}
	p.Sections = append(p.Sections, Validation(c.Validation), notFor())
	p.Facts = []Fact{{"Command", s.command()}, {"Hash", s.Plan.Hash}, {"Model", s.Plan.Model}, {"Runs", fmt.Sprintf("%d points, %d seeds, %d failed", s.Plan.Points, s.Plan.Seeds, len(s.Summary.Failed))}}
	if c.Command != "" {
		p.Facts = append(p.Facts, Fact{"This page", c.Command})
	}
	return p, nil
}

func readJSON(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (s *sweep) command() string {
	words := []string{"tenfold", "sweep", filepath.Base(s.Plan.Origin.Experiment)}
	for _, set := range s.Plan.Origin.Set {
		words = append(words, "--set", set)
	}
	if n := s.Plan.Origin.Seeds; n > 0 {
		words = append(words, "--seeds", strconv.Itoa(n))
	}
	return strings.Join(words, " ")
}

// A known column has words and a unit for readers.
type known struct {
	words, unit string
	factor      float64
}

var columnWords = map[string]known{
	"real_output": {"Output", "index, 1: trend without AI", 1}, "price_level": {"Price level", "index, 1: trend without AI", 1},
	"unemployment_rate": {"Unemployment", "%", 100}, "participation_rate": {"Labour force participation", "%", 100},
	"labour_share": {"Labour's share of income", "%", 100}, "compensation_share": {"Compensation share", "%", 100},
	"wage_real_mean": {"Mean real wage", "index, 1: trend without AI", 1}, "income_median": {"Median income", "usd a year", 1},
	"income_gini": {"Gini of income after tax", "%", 100}, "wealth_gini": {"Gini of wealth", "%", 100}, "poverty_rate": {"Poverty", "%", 100},
	"coworkers": {"Coworkers in use", "", 1}, "done": {"Tasks that coworkers do", "% of the wage bill", 100}, "blocked_by_price": {"Tasks blocked by price", "% of the wage bill", 100},
	"government_debt": {"Government debt", "years of output", 1}, "scarcity_rent": {"Rent of an hour", "usd", 1},
}

// wordsOf says what an outcome or a column is: "Output, 2035" for real_output_2035.
func wordsOf(name string) known {
	ending := ""
	if i := strings.LastIndexByte(name, '_'); i > 0 {
		if _, err := strconv.Atoi(name[i+1:]); err == nil || name[i+1:] == "peak" || name[i+1:] == "final" {
			name, ending = name[:i], ", "+name[i+1:]
		}
	}
	k, ok := columnWords[name]
	if !ok {
		k = known{words: name, factor: 1}
	}
	k.words += ending
	return k
}

func (s *sweep) source() string { return fmt.Sprintf("simulated, %s %.8s", s.Plan.Name, s.Plan.Hash) }

// lead is a sentence an outcome: where most runs lie, and what moves it most.
func (s *sweep) lead() []string {
	var out []string
	for _, o := range s.Summary.Outcomes[:min(len(s.Summary.Outcomes), mostSentences)] {
		k := wordsOf(o.Name)
		width := (o.High - o.Low) * k.factor
		if !(width > 0) {
			continue // nothing moves it
		}
		unitWords := strings.TrimSuffix(" "+k.unit, " ")
		if strings.HasPrefix(k.unit, "index") {
			unitWords = ""
		}
		text := fmt.Sprintf("%s lies between %s and %s%s in 80 %% of the design's points, with a median of %s", k.words, digits(o.Low*k.factor, width), digits(o.High*k.factor, width), unitWords, digits(o.Median*k.factor, width))
		if w := s.swings(o.Name); len(w) > 0 && w[0].Low != w[0].High {
			text += fmt.Sprintf("; it differs most with %s: %s on average in the lowest fifth of its range, %s in the highest", w[0].Label, digits(w[0].Low*k.factor, width), digits(w[0].High*k.factor, width))
		}
		out = append(out, text+".")
	}
	return out
}

// digits prints a value to two digits of a width.
func digits(v, width float64) string {
	if math.Abs(v) >= 1e4 {
		return unit.Number(v)
	}
	return strings.TrimPrefix(signed(v, width), "+")
}

func (s *sweep) about() Section {
	t := s.tables["points"]
	out := Section{Title: "What is varied", Text: fmt.Sprintf("%d points of a design over %d factors; seeds a point: %d.", s.Plan.Points, len(s.Plan.Factors), s.Plan.Seeds)}
	for k, f := range s.Plan.Factors {
		if len(out.List) == mostRows {
			out.List = append(out.List, fmt.Sprintf("and %d more", len(s.Plan.Factors)-mostRows))
			break
		}
		if t != nil {
			out.List = append(out.List, f+": "+factorRange(t, k))
		}
	}
	return out
}

// factorRange is the values of a factor, or from where to where they go.
func factorRange(t *series.Table, k int) string {
	var values []string
	for i := range t.Rows() {
		labels, _ := t.Row(i)
		if v := labels[1+k]; !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	if len(values) <= 12 {
		for i, text := range values {
			if v, err := strconv.ParseFloat(text, 64); err == nil {
				values[i] = unit.Number(v)
			}
		}
		return strings.Join(values, ", ")
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, text := range values {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return fmt.Sprintf("%d values", len(values))
		}
		low, high = math.Min(low, v), math.Max(high, v)
	}
	return unit.Number(low) + " to " + unit.Number(high)
}

// bands is the median and the band of 80 % of runs over time, for each column that the sweep kept.
func (s *sweep) bands() Section {
	out := Section{Title: "Bands over time", Text: "Lines are medians over all runs, bands hold 80 % of them."}
	t := s.tables["ticks"]
	if t == nil {
		return out
	}
	date := len(t.Labels) - 1
	var dates []string
	rows := map[string][][]float64{}
	for i := range t.Rows() {
		labels, values := t.Row(i)
		if rows[labels[date]] == nil {
			dates = append(dates, labels[date])
		}
		rows[labels[date]] = append(rows[labels[date]], values)
	}
	for c, column := range t.Columns {
		name, ok := strings.CutPrefix(column.Name, "out_")
		if !ok {
			continue
		}
		k := wordsOf(name)
		line := chart.Line{Name: "median"}
		for _, d := range dates {
			x, err := tickYear(d)
			if err != nil {
				continue
			}
			var v []float64
			for _, row := range rows[d] {
				v = append(v, float64(row[c]*k.factor))
			}
			line.Points = append(line.Points, chart.Point{X: x, Y: stats.Quantile(v, .5)})
			line.Low, line.High = append(line.Low, stats.Quantile(v, .1)), append(line.High, stats.Quantile(v, .9))
		}
		out.Figures = append(out.Figures, &chart.Lines{Head: chart.Head{ID: slug("band-" + name), Title: k.words, Unit: k.unit, Source: s.source()}, Lines: []chart.Line{line}, PerYear: 12})
	}
	return out
}

// tickYear is the middle of a tick: 2025-03, 2025-W07, 2025-Q2.
func tickYear(date string) (float64, error) {
	year, part, _ := strings.Cut(date, "-")
	y, err := strconv.Atoi(year)
	if err != nil {
		return 0, err
	}
	of := 12.
	switch {
	case strings.HasPrefix(part, "W"):
		of = 52
	case strings.HasPrefix(part, "Q"):
		of = 4
	}
	n, err := strconv.Atoi(strings.TrimLeft(part, "WQ"))
	if err != nil {
		return 0, err
	}
	return float64(y) + (float64(n)-.5)/of, nil
}

// curves are outcomes over a factor, where there is one and it is a number.
func (s *sweep) curves() Section {
	out := Section{Title: "Outcomes over " + strings.Join(s.Plan.Factors, ", "), Text: "Lines are means over seeds, bands hold 80 % of them."}
	t := s.tables["points"]
	if t == nil || len(s.Plan.Factors) != 1 {
		return out
	}
	mean, low, high := t.Index("mean"), t.Index("low"), t.Index("high")
	for _, o := range s.Summary.Outcomes {
		k := wordsOf(o.Name)
		line := chart.Line{Name: "mean"}
		least, most := math.Inf(1), math.Inf(-1)
		for i := range t.Rows() {
			labels, values := t.Row(i)
			x, err := strconv.ParseFloat(labels[1], 64)
			switch {
			case labels[0] != o.Name:
				continue
			case err != nil:
				return Section{}
			case math.IsNaN(values[mean]): // all its runs failed
				continue
			}
			least, most = math.Min(least, x), math.Max(most, x)
			line.Points = append(line.Points, chart.Point{X: x, Y: values[mean] * k.factor})
			line.Low, line.High = append(line.Low, values[low]*k.factor), append(line.High, values[high]*k.factor)
		}
		if len(line.Points) == 0 {
			continue
		}
		out.Figures = append(out.Figures, &chart.Lines{Head: chart.Head{ID: slug("curve-" + o.Name), Title: k.words, Unit: k.unit, Source: s.source()}, Lines: []chart.Line{line}, LogX: least > 0 && most > 20*least, XTitle: s.Plan.Factors[0]})
	}
	return out
}

// swings are what factors do to an outcome, the largest first.
func (s *sweep) swings(name string) []chart.Swing {
	t := s.tables["tornado"]
	if t == nil {
		return nil
	}
	var out []chart.Swing
	low, high := t.Index("low"), t.Index("high")
	for i := range t.Rows() {
		if labels, values := t.Row(i); labels[0] == name && !math.IsNaN(values[low]+values[high]) {
			out = append(out, chart.Swing{Label: labels[1], Low: values[low], High: values[high]})
		}
	}
	slices.SortStableFunc(out, func(a, b chart.Swing) int { return cmp.Compare(math.Abs(b.High-b.Low), math.Abs(a.High-a.Low)) })
	return out
}

const mostSwings = 12

func (s *sweep) tornados() Section {
	out := Section{Title: "What moves outcomes", Text: "Means over the points where a factor is in the lowest and in the highest fifth of its range, around the median of all."}
	if len(s.Plan.Factors) < 2 {
		return out
	}
	for _, o := range s.Summary.Outcomes {
		k := wordsOf(o.Name)
		swings := s.swings(o.Name)
		if len(swings) == 0 {
			continue
		}
		swings = swings[:min(len(swings), mostSwings)]
		for i := range swings {
			swings[i].Low, swings[i].High = swings[i].Low*k.factor, swings[i].High*k.factor
		}
		out.Figures = append(out.Figures, &chart.Tornado{Head: chart.Head{ID: slug("tornado-" + o.Name), Title: k.words, Unit: k.unit, Source: s.source()}, Middle: o.Median * k.factor, Rows: swings, LowName: "lowest fifth", HighName: "highest fifth"})
	}
	return out
}

// sensitivity is what the design tells: Sobol' indices or the size of Morris' effects, with their bootstrap intervals.
func (s *sweep) sensitivity() Section {
	out := Section{Title: "What decides outcomes"}
	t := s.tables["sensitivity"]
	if t == nil {
		return out
	}
	at, words := t.Index("total"), "share of the variance that remains when all other factors are known, and its bootstrap interval of 90 %"
	if at < 0 {
		at, words = t.Index("size"), "mean size of effects over a factor's whole range, and its bootstrap interval of 90 %"
	}
	for _, o := range s.Summary.Outcomes {
		c := &chart.Intervals{Head: chart.Head{ID: slug("sensitivity-" + o.Name), Title: wordsOf(o.Name).words, Unit: words, Source: s.source()}}
		for i := range t.Rows() {
			if labels, v := t.Row(i); labels[0] == o.Name && !math.IsNaN(v[at]) {
				c.Rows = append(c.Rows, chart.Interval{Label: labels[1], Value: v[at], Low: v[at+1], High: v[at+2], Text: unit.Number(v[at])})
			}
		}
		byValue(c.Rows)
		slices.Reverse(c.Rows)
		if c.Rows = c.Rows[:min(len(c.Rows), mostSwings)]; len(c.Rows) > 0 {
			out.Figures = append(out.Figures, c)
		}
	}
	return out
}

func (s *sweep) outcomes() Section {
	t := Table{Caption: "Outcomes over all points", Numbers: 1, Rows: [][]string{{"outcome", "mean", "10 %", "median", "90 %", "beyond a threshold"}}}
	for _, o := range s.Summary.Outcomes {
		missed := "-"
		if o.AtLeast != nil || o.AtMost != nil {
			missed = strconv.Itoa(o.Missed)
		}
		if o.Mean == nil {
			t.Rows = append(t.Rows, []string{o.Name, "failed", "-", "-", "-", missed})
			continue
		}
		t.Rows = append(t.Rows, []string{o.Name, unit.Number(*o.Mean), unit.Number(o.Low), unit.Number(o.Median), unit.Number(o.High), missed})
	}
	return Section{Title: "All outcomes", Tables: []Table{t}}
}
