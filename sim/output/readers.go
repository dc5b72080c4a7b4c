package output

import (
	"bytes"
	_ "embed" // the readers are files of their own, so that they can be run as they stand
	"fmt"
	"slices"

	"tenfold/sim/series"
)

//go:embed readers/read.py
var readPython []byte

//go:embed readers/read.R
var readR []byte

//go:embed readers/event_study.py
var eventStudyPython []byte

//go:embed readers/event_study.R
var eventStudyR []byte

//go:embed readers/exposure.py
var exposurePython []byte

//go:embed readers/exposure.R
var exposureR []byte

// readers are the scripts that a run folder brings for its tables: those that read any table, and where there is a panel
// of persons those that evaluate it.
func readers(tables []*series.Table) map[string][]byte {
	scripts := map[string][]byte{"read.py": readPython, "read.R": readR}
	if slices.ContainsFunc(tables, func(t *series.Table) bool { return t.Name == "panel" }) {
		scripts["event_study.py"], scripts["event_study.R"] = eventStudyPython, eventStudyR
		scripts["exposure.py"], scripts["exposure.R"] = exposurePython, exposureR
	}
	return scripts
}

// Views is SQL that opens a folder's tables in DuckDB, run from inside the folder: `duckdb -init views.sql`.
func Views(tables []*series.Table) []byte {
	var out bytes.Buffer
	for _, t := range tables {
		fmt.Fprintf(&out, "-- %s\nCREATE OR REPLACE VIEW %q AS SELECT * FROM read_parquet('%s.parquet');\n", t.Doc, t.Name, t.Name)
	}
	return out.Bytes()
}

// Explain is what a folder of tables brings besides them, by name: columns.json, views for DuckDB, readers.
func Explain(tables []*series.Table) (map[string][]byte, error) {
	columns, err := describeColumns(tables)
	if err != nil {
		return nil, err
	}
	files := readers(tables)
	files[columnsFile], files[viewsFile] = columns, Views(tables)
	return files, nil
}

const viewsFile = "views.sql"
