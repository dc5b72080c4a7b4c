package scenario

import (
	"bytes"
	"errors"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"go.yaml.in/yaml/v3"

	"tenfold/sim/param"
	"tenfold/sim/policy"
)

// The years that a path of levels may name.
const (
	firstYear = 1900
	lastYear  = 2200
)

// path reads the levels of a lever by year, from a list or from the table that a text names. Faults of a table stand in
// another file and are returned apart.
func (w *walker) path(key string, l policy.Lever, n *yaml.Node) ([]policy.Point, Faults) {
	if n.Kind == yaml.SequenceNode {
		return w.pathList(key, l, n), nil
	}
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str" || n.Value == "" {
		w.report(n, key, "expected a table of levels by year (.csv, .xlsx) or a list such as [{year: 2026, level: 1}], got %s", describe(n))
		return nil, nil
	}
	in := inputAt(key, n.Value, w.dir)
	var points levels
	err := in.read()
	if err == nil {
		err = points.table(in, l)
	}
	var faults Faults
	switch {
	case errors.As(err, &faults):
		return nil, faults.first(in.File)
	case err != nil:
		w.report(n, key, "%s", err)
	}
	return points.list, nil
}

// pathList reads the form [{year: 2026, level: .3}, ...].
func (w *walker) pathList(key string, l policy.Lever, n *yaml.Node) []policy.Point {
	if len(n.Content) == 0 {
		w.report(n, key, "expected a year and a level or more, got an empty list")
	}
	var points levels
	w.each(key, "years and levels", n, func(key string, item *yaml.Node) {
		set := &param.Set{}
		set.Group(key, func(s *param.Set) {
			s.Int(yearKey, new(int64), firstYear, "").Range(firstYear, lastYear)
			levelOf(s, l, levelKey)
		})
		tree, inner := grow(set), &walker{file: w.file, dir: w.dir}
		inner.read(tree, tree.find(key), item)
		year, dated := inner.layer.find(join(key, yearKey))
		level, levelled := inner.layer.find(join(key, levelKey))
		switch {
		case dated && levelled:
			points.add(year.place, year.key, int(year.value.(int64)), level.value.(float64))
		case item.Kind == yaml.MappingNode && (child(item, yearKey) == nil || child(item, levelKey) == nil):
			inner.report(item, key, "expected a year and a level, such as {year: 2026, level: 1}")
		}
		w.faults = append(w.faults, inner.faults...)
	})
	w.faults = append(w.faults, points.faults...)
	return points.list
}

// levels collects a path.
type levels struct {
	list   []policy.Point
	faults Faults
}

func (p *levels) add(at place, key string, year int, level float64) {
	if n := len(p.list); n > 0 && year <= p.list[n-1].Year {
		p.faults = append(p.faults, at.fault(key, "expected a year after %d, got %d", p.list[n-1].Year, year))
		return
	}
	p.list = append(p.list, policy.Point{Year: year, Level: level})
}

// table reads the columns year and level; levels are in the lever's unit.
func (p *levels) table(in Input, l policy.Lever) error {
	columns := []string{yearKey, levelKey}
	if strings.EqualFold(filepath.Ext(in.File), ".xlsx") {
		r, err := sheetRows(in, columns)
		if err != nil {
			return err
		}
		return p.rows(r, l)
	}
	return withRows(in, columns, func(r rows) error { return p.rows(r, l) })
}

func (p *levels) rows(r rows, l policy.Lever) error {
	d := l.Definition()
	for i := range r.line {
		text := r.cells[i][yearKey]
		year, err := strconv.Atoi(text)
		dated := err == nil && year >= firstYear && year <= lastYear
		if !dated {
			p.faults = append(p.faults, r.fault(i, yearKey, "expected a year from %d to %d, got %s", firstYear, lastYear, quote(text)))
		}
		level, fault := r.number(i, levelKey, d.Min, d.Max)
		switch {
		case fault != nil:
			p.faults = append(p.faults, *fault)
		case dated:
			if level == 0 {
				level = 0 // -0 becomes 0: one value has one spelling
			}
			p.add(place{file: r.file, line: r.line[i]}, yearKey, year, level)
		}
	}
	return p.faults.orNil()
}

// mostUnzipped bounds what a compressed table may grow to.
const mostUnzipped = 16 * mostInput

// sheetRows reads the first sheet of an Excel file: a header, then rows. Rows that are empty or begin with # are
// comments. Cells are taken as stored, not as formatted.
func sheetRows(in Input, columns []string) (rows, error) {
	book, err := excelize.OpenReader(bytes.NewReader(in.Data), excelize.Options{RawCellValue: true, UnzipSizeLimit: mostUnzipped})
	if err != nil {
		return rows{}, Faults{{File: in.File, Message: "expected an Excel file (.xlsx): " + err.Error()}}
	}
	defer book.Close()
	sheet, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		return rows{}, Faults{{File: in.File, Message: "cannot read the first sheet: " + err.Error()}}
	}
	out, header := rows{file: in.File}, []string(nil)
	for i, record := range sheet {
		switch {
		case comment(record):
		case header == nil:
			header = record
			if faults := checkHeader(place{file: in.File, line: i + 1}, header, columns); len(faults) > 0 {
				return rows{}, faults
			}
		default:
			out.add(i+1, header, record)
		}
	}
	if len(out.line) == 0 {
		return rows{}, Faults{{File: in.File, Message: "expected a header and rows, got none"}}
	}
	return out, nil
}

func comment(record []string) bool {
	text := strings.TrimSpace(strings.Join(record, ""))
	return text == "" || strings.HasPrefix(text, "#")
}
