package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"tenfold/sim/series"
	"tenfold/sim/sweep"
	"tenfold/sim/unit"
)

// mostPoints is how many points of a sweep a terminal shows.
const mostPoints = 40

// sweepText is what a sweep prints: outcomes by point where they are few, outcomes over all points, and what matters most.
func sweepText(f *sweep.Folder, s *sweep.Summary, width int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %s, design %s\n", f.Experiment.Name, count(int64(s.Runs), "run"), f.Design)
	if len(s.Failed) > 0 {
		fmt.Fprintf(&out, "%s failed\n", count(int64(len(s.Failed)), "run"))
	}
	outcomes, err := f.ReadOutcomes()
	if err == nil {
		for _, t := range f.Analyse(outcomes) {
			switch {
			case t.Name == "points" && len(f.Points) <= mostPoints:
				pointsText(&out, f, t, width)
			case t.Name == "sensitivity":
				sensitivityText(&out, t)
			}
		}
	}
	out.WriteString("\n" + overallText(s, width))
	out.WriteString("\n" + wrap("Files: "+f.Dir+" (columns.json says what each column is; views.sql opens them in DuckDB)", textWidth(width)) + "\n")
	return out.String()
}

// overallText is a line an outcome: its mean and quantiles over all points, and how many runs are beyond its threshold.
func overallText(s *sweep.Summary, width int) string {
	l := listing{heads: []string{"Over all points", "mean", "10 %", "median", "90 %", ""}, words: 1}
	for _, r := range s.Outcomes {
		beyond := ""
		if r.AtLeast != nil || r.AtMost != nil {
			beyond = count(int64(r.Missed), "run") + " beyond its threshold"
		}
		l.add(r.Name, figure(float64(r.Mean)), figure(float64(r.Low)), figure(float64(r.Median)), figure(float64(r.High)), beyond)
	}
	return l.text(width)
}

// leastHead is how short heads of columns are cut, before a table without room becomes a paragraph a row.
const leastHead = 11

// pointsText is a line a point: its factors and the mean of each outcome.
func pointsText(out *strings.Builder, f *sweep.Folder, t *series.Table, width int) {
	mean := t.Index("mean")
	outcomes := len(f.Outcomes)
	l := listing{words: len(f.Factors)}
	for k := range f.Factors {
		l.heads = append(l.heads, f.Factors[k].Key)
	}
	for _, o := range f.Outcomes {
		l.heads = append(l.heads, o.Name())
	}
	for p := range f.Points {
		var row []string
		for k := range f.Outcomes {
			labels, values := t.Row(p*outcomes + k)
			if k == 0 {
				for _, word := range labels[1:] {
					if v, err := strconv.ParseFloat(word, 64); err == nil {
						word = unit.Number(v)
					}
					row = append(row, word)
				}
			}
			row = append(row, figure(values[mean]))
		}
		l.add(row...)
	}
	out.WriteString("\n" + l.clipped(width, leastHead))
}

// figure is an outcome for a terminal.
func figure(v float64) string {
	const rounding = 1e-14 // of sums of numbers around one: less than that is zero
	switch {
	case math.IsNaN(v):
		return "failed"
	case math.Abs(v) < rounding:
		return "0"
	}
	return unit.Number(v)
}

// clip keeps the end of a word, which tells outcomes of one column apart.
func clip(word string, most int) string {
	if r := []rune(word); len(r) > most {
		return "…" + string(r[len(r)-most+1:])
	}
	return word
}

// sensitivityText is the factors that matter most for each outcome.
func sensitivityText(out *strings.Builder, t *series.Table) {
	const most = 8
	by, what := t.Index("size"), "mean size of effects"
	if by < 0 {
		by, what = t.Index("total"), "total Sobol' index"
	}
	type item struct {
		factor string
		values []float64
	}
	groups, order := map[string][]item{}, []string{}
	for i := range t.Rows() {
		labels, values := t.Row(i)
		if groups[labels[0]] == nil {
			order = append(order, labels[0])
		}
		groups[labels[0]] = append(groups[labels[0]], item{labels[1], values})
	}
	for _, name := range order {
		items := groups[name]
		fmt.Fprintf(out, "\nWhat decides %s (%s, bootstrap interval of 90 %%)\n", name, what)
		for range min(most, len(items)) {
			best := 0
			for i := range items {
				if items[i].values[by] > items[best].values[by] {
					best = i
				}
			}
			v := items[best].values
			fmt.Fprintf(out, "  %-28s %10s   %s to %s\n", items[best].factor, unit.Number(v[by]), unit.Number(v[by+1]), unit.Number(v[by+2]))
			items = append(items[:best:best], items[best+1:]...)
		}
	}
}
