package output

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"tenfold/sim/series"
	"tenfold/sim/unit"
)

const columnsFile = "columns.json"

// tableForm and columnForm are how columns.json describes tables.
type tableForm struct {
	Name    string       `json:"name"`
	Doc     string       `json:"doc"`
	Columns []columnForm `json:"columns"` // labels first, as in the file
}

type columnForm struct {
	Name     string `json:"name"`
	Table    string `json:"table"`
	Kind     string `json:"kind"`
	Unit     string `json:"unit"`
	Better   string `json:"better"` // "higher", "lower" or neither
	Calendar bool   `json:"calendar"`
	Doc      string `json:"doc"`
}

// The kinds of column.
const (
	textKind   = "text"
	numberKind = "number"
)

func describeColumns(tables []*series.Table) ([]byte, error) {
	forms := []tableForm{}
	for _, t := range tables {
		form := tableForm{Name: t.Name, Doc: t.Doc}
		for _, l := range t.Labels {
			form.Columns = append(form.Columns, columnForm{Name: l.Name, Table: t.Name, Kind: textKind, Doc: l.Doc})
		}
		for _, c := range t.Columns {
			form.Columns = append(form.Columns, columnForm{Name: c.Name, Table: t.Name, Kind: numberKind,
				Unit: string(c.Unit), Better: c.Better.String(), Calendar: c.Calendar, Doc: c.Doc})
		}
		forms = append(forms, form)
	}
	return marshal(struct {
		Tables []tableForm `json:"tables"`
	}{forms})
}

// readColumns returns the folder's tables, described and empty.
func readColumns(dir string) ([]*series.Table, error) {
	path := filepath.Join(dir, columnsFile)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var form struct{ Tables []tableForm }
	if err := json.Unmarshal(data, &form); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []*series.Table
	for _, t := range form.Tables {
		table, err := t.empty()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out = append(out, table)
	}
	return out, nil
}

func (f tableForm) empty() (*series.Table, error) {
	var labels []series.Label
	var columns []series.Column
	seen := map[string]bool{}
	for _, c := range f.Columns {
		if seen[c.Name] {
			return nil, fmt.Errorf("table %s has two columns named %s", f.Name, c.Name)
		}
		seen[c.Name] = true
		if c.Kind == textKind {
			labels = append(labels, series.Label{Name: c.Name, Doc: c.Doc})
			continue
		}
		columns = append(columns, series.Column{Name: c.Name, Unit: unit.Unit(c.Unit), Better: direction(c.Better), Calendar: c.Calendar, Doc: c.Doc})
	}
	return series.New(f.Name, f.Doc, labels, columns), nil
}

func direction(word string) series.Direction {
	for _, d := range []series.Direction{series.HigherIsBetter, series.LowerIsBetter} {
		if d.String() == word {
			return d
		}
	}
	return series.Neither
}
