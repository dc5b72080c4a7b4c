package main

import (
	"fmt"
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
				pointsText(&out, f, t)
			case t.Name == "sensitivity":
				sensitivityText(&out, t)
			}
		}
	}
	fmt.Fprintf(&out, "\n%-34s %10s %10s %10s %10s\n", "Over all points", "mean", "10 %", "median", "90 %")
	for _, r := range s.Outcomes {
		line := fmt.Sprintf("%-34s %10s %10s %10s %10s", r.Name, unit.Number(r.Mean), unit.Number(r.Low), unit.Number(r.Median), unit.Number(r.High))
		if r.AtLeast != nil || r.AtMost != nil {
			line += fmt.Sprintf("   %s beyond its threshold", count(int64(r.Missed), "run"))
		}
		out.WriteString(line + "\n")
	}
	out.WriteString("\n" + wrap("Files: "+f.Dir+" (columns.json says what each column is; views.sql opens them in DuckDB)", width) + "\n")
	return out.String()
}

// pointsText is a line a point: its factors and the mean of each outcome.
func pointsText(out *strings.Builder, f *sweep.Folder, t *series.Table) {
	mean := t.Index("mean")
	outcomes := len(f.Outcomes)
	head := ""
	for k := range f.Factors {
		head += fmt.Sprintf("%-18s ", clip(f.Factors[k].Key, 18))
	}
	for _, o := range f.Outcomes {
		head += fmt.Sprintf("%12s", clip(o.Name(), 11))
	}
	fmt.Fprintf(out, "\n%s\n", strings.TrimRight(head, " "))
	for p := range f.Points {
		line := ""
		for k := range f.Outcomes {
			labels, values := t.Row(p*outcomes + k)
			if k == 0 {
				for _, word := range labels[1:] {
					if v, err := strconv.ParseFloat(word, 64); err == nil {
						word = unit.Number(v)
					}
					line += fmt.Sprintf("%-18s ", clip(word, 18))
				}
			}
			line += fmt.Sprintf("%12s", unit.Number(values[mean]))
		}
		out.WriteString(line + "\n")
	}
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
