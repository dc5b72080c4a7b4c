package experiment

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/series"
	"tenfold/sim/unit"
)

// Of names a column of a table other than "series", in the rows whose last label is group: "people/income/3".
func Of(table, column, group string) string { return table + "/" + column + "/" + group }

// Parts divides such a name; a plain one is of the table "series".
func Parts(name string) (table, column, group string) {
	if p := strings.Split(name, "/"); len(p) == 3 {
		return p[0], p[1], p[2]
	}
	return "series", name, ""
}

// read takes yearly means: [column][year].
func read(tables []*series.Table, columns []string, years []int) [][]float64 {
	out := make([][]float64, len(columns))
	for k, name := range columns {
		in, column, group := Parts(name)
		table := named(tables, in)
		for _, y := range years {
			out[k] = append(out[k], yearly(table, column, group, strconv.Itoa(y)))
		}
	}
	return out
}

// unitsOf are the columns' units.
func unitsOf(tables []*series.Table, columns []string) []unit.Unit {
	out := make([]unit.Unit, len(columns))
	for k, name := range columns {
		in, column, _ := Parts(name)
		table := named(tables, in)
		out[k] = table.Columns[table.Index(column)].Unit
	}
	return out
}

// named is the table of that name.
func named(tables []*series.Table, name string) *series.Table {
	return tables[slices.IndexFunc(tables, func(t *series.Table) bool { return t.Name == name })]
}

// yearly is the mean of a column over the ticks of a year, in the rows of a group where the table has several.
func yearly(t *series.Table, column, group, year string) float64 {
	sum, n, at := 0., 0., t.Index(column)
	for i := range t.Rows() {
		labels, row := t.Row(i)
		if strings.HasPrefix(labels[0], year) && (group == "" || labels[len(labels)-1] == group) {
			sum, n = sum+row[at], n+1
		}
	}
	return sum / math.Max(n, 1)
}
