// Package series holds result tables: rows of described columns by tick. It is what the economy writes and what
// run folders, summaries and reports read. It does no input or output and no statistics.
//
// A Table is filled by one goroutine. Once it is filled, many may read it; reading while rows are added is a race.
package series

import (
	"fmt"

	"tenfold/sim/unit"
)

// Direction says whether more of a column is better for people, so that a reader need not guess.
type Direction int

// The directions of a column.
const (
	Neither Direction = iota
	HigherIsBetter
	LowerIsBetter
)

// String is "higher", "lower" or "".
func (d Direction) String() string { return [...]string{"", "higher", "lower"}[d] }

// Column describes one column of figures. Every column a run writes has exactly one description.
type Column struct {
	Name   string
	Unit   unit.Unit
	Better Direction
	Doc    string // one sentence
	// Calendar marks columns that move with the date even when nothing happens: dates, ticks and current-dollar
	// amounts that carry the nominal trend.
	Calendar bool
}

// Label describes a column of words, such as a date or an occupation code.
type Label struct {
	Name, Doc string
}

// Table is a result table. Each row has one word for each label and one number for each column.
type Table struct {
	Name    string // also the file's stem: "series", "fields", "industries"
	Doc     string
	Labels  []Label
	Columns []Column
	// Passing says that rows are too many to keep: whoever stores them may forget them.
	Passing bool

	labels [][]string
	values [][]float64
	index  map[string]int
	gone   int // rows forgotten
}

// New makes an empty table. It panics when two columns, of words or of figures, share a name: both stand in one header.
func New(name, doc string, labels []Label, columns []Column) *Table {
	t := &Table{Name: name, Doc: doc, Labels: labels, Columns: columns, index: map[string]int{}}
	taken := map[string]bool{}
	take := func(column string) {
		if taken[column] {
			panic(fmt.Sprintf("series: table %s has two columns named %q", name, column))
		}
		taken[column] = true
	}
	for _, l := range labels {
		take(l.Name)
	}
	for i, c := range columns {
		take(c.Name)
		t.index[c.Name] = i
	}
	return t
}

// Append adds a row. Both slices are kept, not copied. It panics when their lengths do not fit the table.
func (t *Table) Append(labels []string, values []float64) {
	if len(labels) != len(t.Labels) || len(values) != len(t.Columns) {
		panic(fmt.Sprintf("series: row of %d labels and %d values in table %s of %d and %d",
			len(labels), len(values), t.Name, len(t.Labels), len(t.Columns)))
	}
	t.labels = append(t.labels, labels)
	t.values = append(t.values, values)
}

// Rows is the number of rows so far, those forgotten included.
func (t *Table) Rows() int { return t.gone + len(t.values) }

// Row returns row i, not to be changed. It panics when the row is forgotten.
func (t *Table) Row(i int) (labels []string, values []float64) {
	if i < t.gone {
		panic(fmt.Sprintf("series: row %d of table %s is forgotten", i, t.Name))
	}
	return t.labels[i-t.gone], t.values[i-t.gone]
}

// Forget drops the rows so far from memory.
func (t *Table) Forget() {
	t.gone += len(t.values)
	clear(t.labels)
	clear(t.values)
	t.labels, t.values = t.labels[:0], t.values[:0]
}

// Skip counts rows that somebody else has stored before as forgotten.
func (t *Table) Skip(rows int) { t.gone += rows }

// Index is the position of the named column of figures, or -1. Labels have none.
func (t *Table) Index(name string) int {
	if i, ok := t.index[name]; ok {
		return i
	}
	return -1
}

// Column returns a copy of the named column, one number a row that is not forgotten. It panics when there is no such
// column.
func (t *Table) Column(name string) []float64 {
	i := t.Index(name)
	if i < 0 {
		panic(fmt.Sprintf("series: table %s has no column %q", t.Name, name))
	}
	out := make([]float64, len(t.values))
	for r, row := range t.values {
		out[r] = row[i]
	}
	return out
}
