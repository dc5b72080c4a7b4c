package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/chart"
)

// A Record is what has been observed, drawn beside what is simulated.
type Record struct {
	Source string
	Points []chart.Point // decimal years
}

// Sourced is a table with its source, as those of configs are written: comments at the head, then CSV.
type Sourced struct {
	Title  string // its first line
	Source string
	Header []string
	Rows   [][]string
}

// ReadSourced reads such a table.
func ReadSourced(files fs.FS, path string) (*Sourced, error) {
	data, err := fs.ReadFile(files, path)
	if err != nil {
		return nil, err
	}
	out := &Sourced{}
	for line := range strings.Lines(string(data)) {
		if title, ok := strings.CutPrefix(line, "# "); ok && out.Title == "" {
			out.Title = strings.TrimSpace(title)
		}
		if source, ok := strings.CutPrefix(line, "# source:"); ok {
			out.Source = strings.TrimSpace(source)
		}
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s: it has no header", path)
	}
	out.Header, out.Rows = rows[0], rows[1:]
	return out, nil
}

// Record takes a column of dates and one of values, times a factor, of the rows that are kept.
func (s *Sourced) Record(date, value string, factor float64, keep func(cell func(string) string) bool) (*Record, error) {
	at, of := slices.Index(s.Header, date), slices.Index(s.Header, value)
	if at < 0 || of < 0 {
		return nil, fmt.Errorf("expected columns %s and %s, got %s", date, value, strings.Join(s.Header, ", "))
	}
	out := &Record{Source: s.Source}
	for _, row := range s.Rows {
		cell := func(name string) string {
			if i := slices.Index(s.Header, name); i >= 0 {
				return row[i]
			}
			return ""
		}
		if keep != nil && !keep(cell) {
			continue
		}
		x, err := decimalYear(row[at])
		if err != nil {
			return nil, err
		}
		y, err := strconv.ParseFloat(row[of], 64)
		if err != nil {
			return nil, err
		}
		out.Points = append(out.Points, chart.Point{X: x, Y: float64(y * factor)})
	}
	return out, nil
}

// decimalYear reads 2023.712, 2023-03 (its middle), 2023-03-14, and 2023 (its middle).
func decimalYear(text string) (float64, error) {
	parts := strings.Split(text, "-")
	year, err := strconv.ParseFloat(parts[0], 64)
	if err != nil {
		return 0, fmt.Errorf("expected a date, got %q", text)
	}
	if len(parts) == 1 {
		if !strings.Contains(text, ".") {
			year += .5
		}
		return year, nil
	}
	month, err := strconv.Atoi(parts[1])
	if err != nil {
		return 0, fmt.Errorf("expected a date, got %q", text)
	}
	day := 15.
	if len(parts) > 2 {
		if day, err = strconv.ParseFloat(parts[2], 64); err != nil {
			return 0, fmt.Errorf("expected a date, got %q", text)
		}
	}
	return year + (float64(month)-1+(day-.5)/30.5)/12, nil
}

// sinceYear are the points from a year on.
func (r *Record) sinceYear(year float64) []chart.Point {
	var out []chart.Point
	for _, p := range r.Points {
		if p.X >= year {
			out = append(out, p)
		}
	}
	return out
}

// Table is what a page shows of it; name stands in for a title.
func (s *Sourced) Table(name string) Table {
	t := Table{Caption: strings.TrimSuffix(s.Title, "."), Rows: append([][]string{s.Header}, s.Rows...)}
	if t.Caption == "" {
		t.Caption = name
	}
	return t
}
