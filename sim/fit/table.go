package fit

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"tenfold/sim/dataset"
)

// Columns are the columns of a table that are read; empty ones are found by their names. Score and Name may be missing.
type Columns struct{ Date, Value, Score, Name string }

// A Selection keeps some rows.
type Selection struct {
	Where []Equal
	Until float64 // last date, years; 0: no bound
}

// Equal keeps rows whose column holds the text, whatever the case.
type Equal struct{ Column, Text string }

// A Table is what was read.
type Table struct {
	Columns Columns
	Points  []Point // by date
	Empty   int     // rows left out because they have no value
}

// Names under which columns are found, the likeliest first.
var (
	dateNames  = []string{"date", "release_date", "released", "day", "month", "year"}
	priceNames = []string{"price", "price_usd", "usd", "cost", "usd_per_mtok", "blended_3to1_usd_per_mtok"}
	spanNames  = []string{"minutes50", "p50_min", "minutes", "horizon", "horizon_minutes", "hours", "minutes80", "p80_min"}
	scoreNames = []string{"score", "capability", "eci", "mmlu", "arena_elo", "elo"}
	nameNames  = []string{"model", "name"}
	splitNames = []string{"version"} // which tell records apart that belong to no common line
)

// IsPrice tells a column of prices from one of horizons by its name.
func IsPrice(column string) bool {
	c := strings.ToLower(column)
	return slices.ContainsFunc([]string{"price", "usd", "cost"}, func(word string) bool { return strings.Contains(c, word) })
}

// Known reports whether the columns that a fit needs are found by their names in a table's header.
func Known(data []byte) bool {
	c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	c.Comment = '#'
	header, err := c.Read()
	r := &tableReader{header: header, table: &Table{}}
	if err == nil {
		r.find(Selection{})
	}
	return err == nil && r.faults == nil
}

// Read reads a CSV table; lines that begin with # are comments. All faults are reported at once, as dataset.Faults.
func Read(file string, data []byte, columns Columns, keep Selection) (*Table, error) {
	r := &tableReader{file: file, table: &Table{Columns: columns}}
	c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	c.Comment = '#'
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.malformed(err)
			return nil, r.faults
		}
		line, _ := c.FieldPos(0)
		if r.header == nil {
			r.header, r.headerLine = record, line
			r.find(keep)
			if r.faults != nil {
				return nil, r.faults
			}
			continue
		}
		r.row(line, record, keep)
	}
	switch {
	case r.header == nil:
		r.fault(0, "", "expected a header and rows, got none")
	case r.faults == nil:
		r.unmixed()
	}
	if r.faults != nil {
		return nil, r.faults
	}
	r.table.Points = byDate(r.table.Points)
	return r.table, nil
}

type tableReader struct {
	file       string
	header     []string
	headerLine int
	table      *Table
	split      map[string][]string // values of the columns that tell records apart
	faults     dataset.Faults
}

func (r *tableReader) fault(line int, path, format string, args ...any) {
	r.faults = append(r.faults, dataset.Fault{File: r.file, Line: line, Path: path, Message: fmt.Sprintf(format, args...)})
}

func (r *tableReader) malformed(err error) {
	if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
		r.fault(parse.Line, "", "not CSV: %v", parse.Err)
		return
	}
	r.fault(0, "", "not CSV: %v", err)
}

// find settles which columns are read.
func (r *tableReader) find(keep Selection) {
	c := &r.table.Columns
	need := func(target *string, word, flag string, names ...string) {
		switch {
		case *target != "" && r.at(*target) < 0:
			r.fault(r.headerLine, *target, "no such column: the table has %s", strings.Join(r.header, ", "))
		case *target == "":
			if *target = r.known(names); *target == "" && flag != "" {
				r.fault(r.headerLine, "", "no column of %s is found by its name (%s): name it with %s; the table has %s",
					word, strings.Join(names, ", "), flag, strings.Join(r.header, ", "))
			}
		}
	}
	need(&c.Date, "dates", "--date", dateNames...)
	need(&c.Value, "prices or horizons", "--value", slices.Concat(priceNames, spanNames)...)
	need(&c.Score, "scores", "", scoreNames...)
	need(&c.Name, "names", "", nameNames...)
	for _, w := range keep.Where {
		if r.at(w.Column) < 0 {
			r.fault(r.headerLine, w.Column, "no such column: the table has %s", strings.Join(r.header, ", "))
		}
	}
}

func (r *tableReader) at(column string) int {
	return slices.IndexFunc(r.header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), column) })
}

func (r *tableReader) known(names []string) string {
	for _, name := range names {
		if i := r.at(name); i >= 0 {
			return strings.TrimSpace(r.header[i])
		}
	}
	return ""
}

func (r *tableReader) row(line int, record []string, keep Selection) {
	cell := func(column string) string {
		if i := r.at(column); column != "" && i >= 0 {
			return strings.TrimSpace(record[i])
		}
		return ""
	}
	for _, w := range keep.Where {
		if !strings.EqualFold(cell(w.Column), w.Text) {
			return
		}
	}
	c := &r.table.Columns
	p := Point{Name: cell(c.Name), Score: math.NaN()}
	date, ok := Date(cell(c.Date))
	if !ok {
		r.fault(line, c.Date, "expected a date such as 2025-01-31, 2025-01 or 2025.08, got %q", cell(c.Date))
	}
	p.Date = date
	text := cell(c.Value)
	if text == "" {
		r.table.Empty++
		return
	}
	var err error
	if p.Value, err = strconv.ParseFloat(text, 64); err != nil || !(p.Value > 0) || math.IsInf(p.Value, 0) {
		r.fault(line, c.Value, "expected a number above zero, got %q", text)
	}
	if text := cell(c.Score); text != "" {
		if p.Score, err = strconv.ParseFloat(text, 64); err != nil || math.IsNaN(p.Score) || math.IsInf(p.Score, 0) {
			r.fault(line, c.Score, "expected a number, got %q", text)
		}
	}
	if keep.Until != 0 && p.Date > keep.Until {
		return
	}
	r.note(cell)
	r.table.Points = append(r.table.Points, p)
}

// note keeps the values of columns that tell records apart.
func (r *tableReader) note(cell func(string) string) {
	for _, name := range splitNames {
		if text := cell(name); text != "" && !slices.Contains(r.split[name], text) {
			if r.split == nil {
				r.split = map[string][]string{}
			}
			r.split[name] = append(r.split[name], text)
		}
	}
}

// unmixed refuses a table of several records, such as versions of one measurement, unless one is chosen.
func (r *tableReader) unmixed() {
	for _, name := range splitNames {
		if values := r.split[name]; len(values) > 1 {
			r.fault(0, name, "holds several records (%s): choose one, such as --where %s=%s", strings.Join(values, ", "), name, values[len(values)-1])
		}
	}
	if len(r.table.Points) == 0 && r.faults == nil {
		r.fault(0, "", "no row is left of the table")
	}
}

// epoch is the day that counts as the year 2000.0.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// Date reads a day, a month (its first day) or a decimal year, as years of 365.25 days in which 2000-01-01 is 2000.
func Date(text string) (float64, bool) {
	for _, layout := range []string{"2006-01-02", "2006-01"} {
		if t, err := time.Parse(layout, text); err == nil {
			return 2000 + t.Sub(epoch).Hours()/24/daysPerYear, true
		}
	}
	if len(text) < 4 || text[0] < '0' || text[0] > '9' {
		return 0, false
	}
	if year, err := strconv.ParseFloat(text, 64); err == nil && year >= 1000 && year < 10000 {
		whole := math.Floor(year)
		first := time.Date(int(whole), 1, 1, 0, 0, 0, 0, time.UTC)
		length := first.AddDate(1, 0, 0).Sub(first).Hours() / 24
		return 2000 + (first.Sub(epoch).Hours()/24+float64((year-whole)*length))/daysPerYear, true
	}
	return 0, false
}

// Day names a date of Date.
func Day(date float64) string {
	days := math.Round(float64((date - 2000) * daysPerYear))
	return epoch.AddDate(0, 0, int(days)).Format("2006-01-02")
}
