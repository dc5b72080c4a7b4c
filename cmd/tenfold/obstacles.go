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
	out.WriteString("\nWhat stands in the way (tasks of the base year's wage bill)\n")
	chosen := g.pick(width)
	g.print(out, chosen)
	largest := periods(c.years, chosen, func(year int) string { return names[most(shares, year, -1)] })
	text := "Largest obstacle: " + largest + "."
	if names[0] == obstacles[1].short && len(names) > 1 {
		text += " Apart from that ceiling: " + periods(c.years, chosen, func(year int) string { return names[most(shares, year, 0)] }) + "."
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

// periods joins neighbouring years of the same name: "adoption 2025-2029, review 2031".
func periods(years []string, chosen []int, name func(year int) string) string {
	var out []string
	for i := 0; i < len(chosen); {
		end := i
		for end+1 < len(chosen) && name(chosen[end+1]) == name(chosen[i]) {
			end++
		}
		span := years[chosen[i]]
		if end > i {
			span = fmt.Sprintf("%s-%s", span, years[chosen[end]])
		}
		out = append(out, name(chosen[i])+" "+span)
		i = end + 1
	}
	return strings.Join(out, ", ")
}
