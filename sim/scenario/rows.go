package scenario

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// rows are the cells of a table by column, with the lines they stand in.
type rows struct {
	file  string
	line  []int
	cells []map[string]string
}

func (r rows) fault(i int, column, format string, args ...any) Fault {
	return place{file: r.file, line: r.line[i]}.fault(column, format, args...)
}

// add keeps a row. Cells that a record lacks at its end are empty.
func (r *rows) add(line int, header, record []string) {
	cells := map[string]string{}
	for i, name := range header {
		if i < len(record) {
			cells[strings.TrimSpace(name)] = strings.TrimSpace(record[i])
		}
	}
	r.line, r.cells = append(r.line, line), append(r.cells, cells)
}

func withRows(in Input, columns []string, store func(rows) error) error {
	r, err := parseRows(in, columns)
	if err != nil {
		return err
	}
	return store(r)
}

// parseRows reads a CSV table whose header has exactly the given columns. Lines that begin with # are comments.
func parseRows(in Input, columns []string) (rows, error) {
	out := rows{file: in.File}
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(in.Data), "\ufeff")))
	reader.Comment = '#'
	header, err := reader.Read()
	if err == nil {
		line, _ := reader.FieldPos(0)
		if faults := checkHeader(place{file: in.File, line: line}, header, columns); len(faults) > 0 {
			return rows{}, faults
		}
	}
	for err == nil {
		var record []string
		if record, err = reader.Read(); err != nil {
			break
		}
		line, _ := reader.FieldPos(0)
		out.add(line, header, record)
	}
	if !errors.Is(err, io.EOF) {
		f := Fault{File: in.File, Message: err.Error()}
		if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
			f.Line, f.Column, f.Message = parse.Line, parse.Column, parse.Err.Error()
		}
		return rows{}, Faults{f}
	}
	if len(out.line) == 0 {
		return rows{}, Faults{{File: in.File, Message: "expected a header and rows, got none"}}
	}
	return out, nil
}

func checkHeader(at place, header, columns []string) Faults {
	var out Faults
	seen := map[string]bool{}
	for _, name := range header {
		name = strings.TrimSpace(name)
		switch {
		case seen[name]:
			out = append(out, at.fault(name, "expected each column once"))
		case !slices.Contains(columns, name):
			out = append(out, at.fault(name, "unknown column: expected %s%s", strings.Join(columns, ", "), suggest(name, columns)))
		}
		seen[name] = true
	}
	for _, name := range columns {
		if !seen[name] {
			out = append(out, at.fault(name, "missing column"))
		}
	}
	return out
}

// number reads a cell within bounds.
func (r rows) number(i int, column string, low, high float64) (float64, *Fault) {
	v, err := strconv.ParseFloat(r.cells[i][column], 64)
	if err == nil && v >= low && v <= high {
		return v, nil
	}
	f := r.fault(i, column, "expected a number from %g to %g, got %s", low, high, quote(r.cells[i][column]))
	return 0, &f
}
