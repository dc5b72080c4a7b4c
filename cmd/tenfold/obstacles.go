package main

import (
	"fmt"
	"strings"

	"tenfold/sim/series"
)

// obstacles are the columns that share out the tasks of the base year's wage bill; with "done" they sum to one.
var obstacles = []struct{ column, words, short string }{
	{"done", "Done by coworkers", ""},
	{"blocked_by_ceiling", "Cannot be done digitally", "the digital ceiling"},
	{"blocked_by_capability", "Coworkers fail at it", "capability"},
	{"blocked_by_review", "Costs too much review", "review"},
	{"blocked_by_price", "Costs too much in hours", "price"},
	{"blocked_by_compute", "Compute is too scarce", "compute"},
	{"blocked_by_new_tasks", "Returned as new tasks", "new tasks"},
	{"blocked_by_adoption", "Firms have not got to it", "adoption"},
}

// printObstacles prints the shares by year and names each year's largest obstacle, and, where that is the ceiling that
// no progress lifts, the largest that progress could.
func (r *result) printObstacles(out *strings.Builder, t *series.Table, c calendar, width int) {
	g := grid{years: c.years}
	var names []string
	var shares [][]float64
	total := make([]float64, len(c.years))
	for _, o := range obstacles {
		i := t.Index(o.column)
		if i < 0 {
			continue
		}
		means := c.means(t, i)
		g.rows = append(g.rows, gridRow{[]string{o.words, "%"}, cells(means, "share")})
		for y, v := range means {
			total[y] += v
		}
		if o.short != "" {
			names, shares = append(names, o.short), append(shares, means)
		}
	}
	if len(names) == 0 {
		return
	}
	g.rows = append(g.rows, gridRow{[]string{"Sum", "%"}, cells(total, "share")})
	fmt.Fprintf(out, "\n%s\n", wrap("What stands in the way (tasks of the base year's wage bill)", textWidth(width)))
	g = g.fit(width)
	g.print(out, g.pick(width))
	text := "Largest obstacle: " + periods(c.years, func(year int) string { return names[most(shares, year, -1)] }) + "."
	if names[0] == obstacles[1].short && len(names) > 1 {
		text += " Apart from that ceiling: " + periods(c.years, func(year int) string { return names[most(shares, year, 0)] }) + "."
	}
	out.WriteString(wrap(text, textWidth(width)) + "\n")
}

// most is the largest share of a year, leaving one out.
func most(shares [][]float64, year, without int) int {
	best := -1
	for i, s := range shares {
		if i != without && (best < 0 || s[year] > shares[best][year]) {
			best = i
		}
	}
	return best
}

// periods joins neighbouring years of the same name, those that the table leaves out too: "adoption 2025-2030, review
// 2031".
func periods(years []string, name func(year int) string) string {
	var out []string
	for first := 0; first < len(years); {
		last := first
		for last+1 < len(years) && name(last+1) == name(first) {
			last++
		}
		span := years[first]
		if last > first {
			span += "-" + years[last]
		}
		out = append(out, name(first)+" "+span)
		first = last + 1
	}
	return strings.Join(out, ", ")
}
