package dataset

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// reader collects an economy and what is wrong with it.
type reader struct {
	layers  []layer
	shown   map[string]string // where each file was read, as faults show it
	economy *Economy
	faults  Faults
}

func (r *reader) fault(file string, line int, path, format string, args ...any) {
	r.faults = append(r.faults, Fault{r.shown[file], line, path, fmt.Sprintf(format, args...)})
}

// table is a CSV file with its line numbers.
type table struct {
	r      *reader
	file   string
	header []string
	rows   []row
}

type row struct {
	line   int
	fields []string
}

// code is the first field, which names the row.
func (w row) code() string { return w.fields[0] }

// table reads a CSV file that must have the given columns, the first naming the row, and may have the optional ones,
// with exactly one row for each code (any codes when nil). It returns nil after reporting faults that make the rest
// unreadable.
func (r *reader) table(file string, columns, codes []string, optional ...string) *table {
	b, ok := r.text(file)
	if !ok {
		return nil
	}
	c := csv.NewReader(bytes.NewReader(b))
	c.Comment = '#'
	c.FieldsPerRecord = -1
	t := &table{r: r, file: file}
	for {
		fields, err := c.Read()
		if fields == nil && err != nil {
			var parse *csv.ParseError
			if errors.As(err, &parse) {
				r.fault(file, parse.Line, "", "not CSV: %v", parse.Err)
				return nil
			}
			break
		}
		line, _ := c.FieldPos(0)
		if t.header == nil {
			t.header = fields
			if !t.checkHeader(line, columns, optional) {
				return nil
			}
			continue
		}
		if len(fields) != len(t.header) {
			r.fault(file, line, fields[0], "expected %d fields, got %d", len(t.header), len(fields))
			continue
		}
		t.rows = append(t.rows, row{line, fields})
	}
	if t.header == nil {
		r.fault(file, 0, "", "empty: expected the columns %s", strings.Join(columns, ", "))
		return nil
	}
	return t.checkCodes(codes)
}

func (t *table) checkHeader(line int, columns, optional []string) bool {
	ok, known := true, slices.Concat(columns, optional)
	for _, want := range columns {
		if !slices.Contains(t.header, want) {
			t.r.fault(t.file, line, want, "missing column")
			ok = false
		}
	}
	for i, got := range t.header {
		if !slices.Contains(known, got) {
			t.r.fault(t.file, line, got, "unknown column: expected %s", strings.Join(known, ", "))
			ok = false
		} else if slices.Index(t.header, got) != i {
			t.r.fault(t.file, line, got, "column appears twice")
			ok = false
		}
	}
	if ok && t.header[0] != columns[0] {
		t.r.fault(t.file, line, t.header[0], "expected %q as the first column", columns[0])
		return false
	}
	return ok
}

// checkCodes keeps the rows of known codes in the order of codes.
func (t *table) checkCodes(codes []string) *table {
	at, known := map[string]int{}, map[string]bool{}
	for _, code := range codes {
		known[code] = true
	}
	for i, w := range t.rows {
		if j, twice := at[w.code()]; twice {
			t.r.fault(t.file, w.line, w.code(), "row appears twice, first in line %d", t.rows[j].line)
			continue
		}
		at[w.code()] = i
		if w.code() == "" {
			t.r.fault(t.file, w.line, "", "row without a code")
		} else if codes != nil && !known[w.code()] {
			t.r.fault(t.file, w.line, w.code(), "unknown code")
		}
	}
	if codes == nil {
		return t
	}
	var ordered []row
	for _, code := range codes {
		i, ok := at[code]
		if !ok {
			t.r.fault(t.file, 0, code, "missing row")
			continue
		}
		ordered = append(ordered, t.rows[i])
	}
	if len(ordered) < len(codes) {
		return nil
	}
	t.rows = ordered
	return t
}

// has tells whether an optional column is there.
func (t *table) has(column string) bool { return slices.Contains(t.header, column) }

// text is a field by column.
func (t *table) text(w row, column string) string {
	return w.fields[slices.Index(t.header, column)]
}

// number is a field between two bounds; a blank is zero where blank is true.
func (t *table) number(w row, column string, least, most float64, blank bool) float64 {
	text := strings.TrimSpace(t.text(w, column))
	if text == "" && blank {
		return 0
	}
	path := w.code() + " " + column
	v, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil || math.IsNaN(v) || math.IsInf(v, 0):
		t.r.fault(t.file, w.line, path, "expected a number, got %q", text)
		return 0
	case v < least && least == 0:
		t.r.fault(t.file, w.line, path, "expected a number that is not negative, got %s", text)
	case v < least || v > most:
		t.r.fault(t.file, w.line, path, "expected a number from %g to %g, got %s", least, most, text)
	}
	return v
}
