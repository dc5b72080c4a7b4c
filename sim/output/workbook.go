package output

import (
	"archive/zip"
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"tenfold/sim/series"
)

// Fact is a line of a workbook's first sheet: what something is, such as the source or the hash.
type Fact struct{ Name, Value string }

const aboutSheet = "about"

// Workbook makes an Excel file: a sheet "about" with the facts and what every column of every table is, with its unit, and
// then a sheet a table. The same content gives the same bytes.
func Workbook(facts []Fact, tables []*series.Table) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	if err := f.SetSheetName(f.GetSheetName(0), aboutSheet); err != nil {
		return nil, err
	}
	if err := writeSheet(f, aboutSheet, aboutRows(facts, tables), 0); err != nil {
		return nil, err
	}
	for _, t := range tables {
		if _, err := f.NewSheet(t.Name); err != nil {
			return nil, err
		}
		if err := writeSheet(f, t.Name, tableRows(t), bold); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, err
	}
	return inOrder(out.Bytes())
}

// inOrder packs an archive again with its files by name: the library writes them in the order of a map.
func inOrder(archive []byte) ([]byte, error) {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(r.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		if err := w.Copy(f); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return out.Bytes(), err
}

// aboutRows explain the workbook.
func aboutRows(facts []Fact, tables []*series.Table) [][]any {
	var rows [][]any
	for _, fact := range facts {
		rows = append(rows, []any{fact.Name, fact.Value})
	}
	for _, t := range tables {
		rows = append(rows, nil, []any{"sheet " + t.Name, t.Doc}, []any{"column", "what it is", "unit"})
		for _, l := range t.Labels {
			rows = append(rows, []any{l.Name, l.Doc})
		}
		for _, c := range t.Columns {
			rows = append(rows, []any{c.Name, c.Doc, string(c.Unit)})
		}
	}
	return rows
}

// tableRows are a table with its header. Numbers that Excel has no form for are words.
func tableRows(t *series.Table) [][]any {
	var header []any
	for _, l := range t.Labels {
		header = append(header, l.Name)
	}
	for _, c := range t.Columns {
		header = append(header, c.Name)
	}
	rows := [][]any{header}
	for i := range t.Rows() {
		labels, values := t.Row(i)
		var row []any
		for _, l := range labels {
			row = append(row, l)
		}
		for _, v := range values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				row = append(row, strconv.FormatFloat(v, 'g', -1, 64))
				continue
			}
			row = append(row, v)
		}
		rows = append(rows, row)
	}
	return rows
}

// writeSheet writes rows; with a style for the first, that row stays in sight.
func writeSheet(f *excelize.File, sheet string, rows [][]any, header int) error {
	w, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := w.SetColWidth(1, 4, 24); err != nil {
		return err
	}
	if header != 0 {
		if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
			return err
		}
	}
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		var style []excelize.RowOpts
		if i == 0 && header != 0 {
			style = append(style, excelize.RowOpts{StyleID: header})
		}
		if err := w.SetRow(cell, row, style...); err != nil {
			return err
		}
	}
	return w.Flush()
}
