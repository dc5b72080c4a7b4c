package series_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"tenfold/sim/series"

	"pgregory.net/rapid"
)

// wages is a table of two labels and two columns, empty.
func wages() *series.Table {
	return series.New("wages", "Wages by month.",
		[]series.Label{{Name: "date", Doc: "Month."}, {Name: "occupation", Doc: "Code."}},
		[]series.Column{
			{Name: "wage", Unit: "usd/yr", Better: series.HigherIsBetter, Doc: "Mean wage."},
			{Name: "year", Unit: "yr", Calendar: true, Doc: "Date."},
		})
}

// panics runs f and returns what it panicked with, or "".
func panics(f func()) (message string) {
	defer func() {
		if p := recover(); p != nil {
			message, _ = p.(string)
			if message == "" {
				message = "not a text"
			}
		}
	}()
	f()
	return ""
}

func TestAppendedRowsAreReadBack(t *testing.T) {
	table := wages()
	if table.Rows() != 0 {
		t.Fatalf("a new table has %d rows", table.Rows())
	}
	rows := []struct {
		labels []string
		values []float64
	}{
		{[]string{"2025-01", "a"}, []float64{50, 2025}},
		{[]string{"2025-01", "b"}, []float64{-0.5, 2025}},
		{[]string{"2025-01", "b"}, []float64{math.Inf(1), 2025}}, // neither labels nor figures are judged
	}
	for i, r := range rows {
		table.Append(r.labels, r.values)
		if table.Rows() != i+1 {
			t.Errorf("%d rows after %d", table.Rows(), i+1)
		}
	}
	for i, r := range rows {
		labels, values := table.Row(i)
		if !slices.Equal(labels, r.labels) || !slices.Equal(values, r.values) {
			t.Errorf("row %d is %v %v, want %v %v", i, labels, values, r.labels, r.values)
		}
	}
}

func TestIndex(t *testing.T) {
	table := wages()
	for name, want := range map[string]int{
		"wage": 0, "year": 1, "": -1, "Wage": -1, "wages": -1, "date": -1, // labels are no columns of figures
	} {
		if got := table.Index(name); got != want {
			t.Errorf("%q is column %d, want %d", name, got, want)
		}
	}
}

func TestColumn(t *testing.T) {
	table := wages()
	if got := table.Column("wage"); len(got) != 0 {
		t.Errorf("an empty table has the column %v", got)
	}
	table.Append([]string{"2025-01", "a"}, []float64{50, 2025})
	table.Append([]string{"2025-02", "a"}, []float64{60, 2026})
	for name, want := range map[string][]float64{"wage": {50, 60}, "year": {2025, 2026}} {
		if got := table.Column(name); !slices.Equal(got, want) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	// A column is a copy: changing it leaves the table as it is.
	table.Column("wage")[0] = -1
	if _, row := table.Row(0); row[0] != 50 {
		t.Errorf("the table changed to %v", row)
	}
	// And it does not grow with the table.
	before := table.Column("wage")
	table.Append([]string{"2025-03", "a"}, []float64{70, 2027})
	if len(before) != 2 || len(table.Column("wage")) != 3 {
		t.Errorf("columns of %d and %d rows", len(before), len(table.Column("wage")))
	}
}

// What a caller can get wrong panics with the table's name and the numbers.
func TestMisuseOfATablePanics(t *testing.T) {
	label := func(names ...string) (out []series.Label) {
		for _, n := range names {
			out = append(out, series.Label{Name: n})
		}
		return out
	}
	column := func(names ...string) (out []series.Column) {
		for _, n := range names {
			out = append(out, series.Column{Name: n})
		}
		return out
	}
	row := func(labels, values int) func() {
		return func() { wages().Append(make([]string, labels), make([]float64, values)) }
	}
	for name, c := range map[string]struct {
		misuse func()
		want   string
	}{
		"column twice":          {func() { series.New("t", "", nil, column("a", "b", "a")) }, `series: table t has two columns named "a"`},
		"label twice":           {func() { series.New("t", "", label("a", "a"), nil) }, `series: table t has two columns named "a"`},
		"label and column":      {func() { series.New("t", "", label("a"), column("b", "a")) }, `series: table t has two columns named "a"`},
		"too few labels":        {row(1, 2), "series: row of 1 labels and 2 values in table wages of 2 and 2"},
		"too many labels":       {row(3, 2), "series: row of 3 labels and 2 values in table wages of 2 and 2"},
		"too few values":        {row(2, 1), "series: row of 2 labels and 1 values in table wages of 2 and 2"},
		"too many values":       {row(2, 3), "series: row of 2 labels and 3 values in table wages of 2 and 2"},
		"labels for values":     {row(4, 0), "series: row of 4 labels and 0 values in table wages of 2 and 2"},
		"no such column":        {func() { wages().Column("pay") }, `series: table wages has no column "pay"`},
		"a label as a column":   {func() { wages().Column("date") }, `series: table wages has no column "date"`},
		"a column with no name": {func() { wages().Column("") }, `series: table wages has no column ""`},
		"a row that is not":     {func() { wages().Row(0) }, "not a text"},
	} {
		if got := panics(c.misuse); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// A row that does not fit leaves the table without half of it.
func TestARowThatDoesNotFitIsNotKept(t *testing.T) {
	table := wages()
	panics(func() { table.Append([]string{"2025-01", "a"}, []float64{1}) })
	table.Append([]string{"2025-02", "a"}, []float64{1, 2})
	if labels, _ := table.Row(0); table.Rows() != 1 || labels[0] != "2025-02" {
		t.Errorf("%d rows, the first of %v", table.Rows(), labels)
	}
}

// Different tables may use the same names, and a table may have neither labels nor columns.
func TestNamesAreTheTablesOwn(t *testing.T) {
	wages()
	wages()
	empty := series.New("empty", "", nil, nil)
	empty.Append(nil, nil)
	if empty.Rows() != 1 || empty.Index("wage") != -1 {
		t.Errorf("%d rows, wage at %d", empty.Rows(), empty.Index("wage"))
	}
}

func TestDirectionsAreNamed(t *testing.T) {
	for d, want := range map[series.Direction]string{series.Neither: "", series.HigherIsBetter: "higher", series.LowerIsBetter: "lower"} {
		if d.String() != want {
			t.Errorf("direction %d is %q, want %q", int(d), d, want)
		}
	}
	if (series.Column{}).Better != series.Neither {
		t.Error("a column takes sides unless told otherwise")
	}
}

// Columns are the transpose of the rows, bit by bit, for any figures.
func TestColumnsAreTheRowsTransposed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "columns")
		var columns []series.Column
		for i := range n {
			columns = append(columns, series.Column{Name: strings.Repeat("x", i+1)})
		}
		table := series.New("t", "", nil, columns)
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.Float64(), n, n), 0, 8).Draw(t, "rows")
		for _, r := range rows {
			table.Append(nil, r)
		}
		for _, c := range columns {
			got := table.Column(c.Name)
			if len(got) != len(rows) {
				t.Fatalf("%d figures in %d rows", len(got), len(rows))
			}
			for r := range rows {
				if want := rows[r][table.Index(c.Name)]; math.Float64bits(got[r]) != math.Float64bits(want) {
					t.Fatalf("row %d, %s: %g, want %g", r, c.Name, got[r], want)
				}
			}
		}
	})
}
