package main

import (
	"slices"

	"tenfold/sim/series"
)

// A calendar groups the rows of a table by year. The first label of every table is a date that begins with the year.
type calendar struct {
	years []string
	rows  [][]int
}

func newCalendar(t *series.Table) calendar {
	var c calendar
	for r := range t.Rows() {
		labels, _ := t.Row(r)
		year := labels[0][:min(4, len(labels[0]))]
		i := slices.Index(c.years, year)
		if i < 0 {
			i = len(c.years)
			c.years, c.rows = append(c.years, year), append(c.rows, nil)
		}
		c.rows[i] = append(c.rows[i], r)
	}
	return c
}

// means are a column's means over the ticks of each year.
func (c calendar) means(t *series.Table, column int) []float64 {
	out := make([]float64, len(c.rows))
	for y, rows := range c.rows {
		for _, r := range rows {
			_, values := t.Row(r)
			out[y] += values[column]
		}
		out[y] /= float64(len(rows))
	}
	return out
}

// byItem are a column's means over the ticks of one year for each item, such as an occupation, in the table's order.
func (c calendar) byItem(t *series.Table, column, year int) (codes []string, means []float64) {
	index, counts := map[string]int{}, []float64{}
	for _, r := range c.rows[year] {
		labels, values := t.Row(r)
		code := labels[len(labels)-1]
		i, known := index[code]
		if !known {
			i = len(codes)
			index[code] = i
			codes, means, counts = append(codes, code), append(means, 0), append(counts, 0)
		}
		means[i] += values[column]
		counts[i]++
	}
	for i := range means {
		means[i] /= counts[i]
	}
	return codes, means
}
