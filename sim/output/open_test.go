package output

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tenfold/sim/series"
)

func TestTablesReadAsWritten(t *testing.T) {
	want := fakeTables()
	for n := range 3 {
		tick(want, n)
	}
	f, err := Open(write(t, t.TempDir(), about(), Complete).Dir())
	if err != nil {
		t.Fatal(err)
	}
	got, err := f.Tables()
	if err != nil {
		t.Fatal(err)
	}
	for i, table := range want {
		if diff := cmp.Diff(table, got[i], cmpopts.IgnoreUnexported(series.Table{})); diff != "" {
			t.Error(diff)
		}
		for row := range table.Rows() {
			labels, values := table.Row(row)
			gotLabels, gotValues := got[i].Row(row)
			if diff := cmp.Diff(labels, gotLabels) + cmp.Diff(values, gotValues); diff != "" {
				t.Errorf("%s row %d: %s", table.Name, row, diff)
			}
		}
	}
}

func TestManifestSaysWhatTheFolderHolds(t *testing.T) {
	f, err := Open(write(t, t.TempDir(), about(), Complete).Dir())
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Verify(); err != nil {
		t.Error(err)
	}
	rows, names := map[string]int{}, []string{}
	for _, file := range f.Manifest.Files {
		rows[file.Name] = file.Rows
		names = append(names, file.Name)
	}
	if rows["series.csv"] != 3 || rows["fields.csv"] != 6 {
		t.Errorf("rows %v", rows)
	}
	if got := strings.Join(names, " "); got != "columns.json fields.csv fields.parquet inputs/price.csv read.R read.py scenario.yaml series.csv series.parquet views.sql" {
		t.Errorf("files %s", got)
	}
	if f.Manifest.Execution.WallS != 1.5 || f.Manifest.Model != "1" || f.Manifest.Go == "" {
		t.Errorf("manifest %+v", f.Manifest)
	}
}

func TestVerifyNamesEveryChangedFile(t *testing.T) {
	dir := write(t, t.TempDir(), about(), Complete).Dir()
	if err := os.WriteFile(filepath.Join(dir, "series.csv"), []byte("year\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "read.py")); err != nil {
		t.Fatal(err)
	}
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = f.Verify()
	if err == nil || !strings.Contains(err.Error(), "series.csv") || !strings.Contains(err.Error(), "read.py") {
		t.Errorf("got %v", err)
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	if _, err := Open(t.TempDir()); err == nil || !strings.Contains(err.Error(), "no run folder") {
		t.Errorf("empty folder: %v", err)
	}
	for name, change := range map[string][2]string{
		"a manifest of another version": {"manifest.json", `{"schema_version": 99}`},
		"a manifest cut short":          {"manifest.json", `{"schema_`},
	} {
		dir := write(t, t.TempDir(), about(), Complete).Dir()
		if err := os.WriteFile(filepath.Join(dir, change[0]), []byte(change[1]), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for name, change := range map[string][2]string{
		"another header":      {"series.csv", "date,year,output\n"},
		"too few columns":     {"series.csv", "date,year\n"},
		"a word for a number": {"series.csv", "date,year,real_output\n2025-01,2025,many\n"},
		"a torn row":          {"series.csv", "date,year,real_output\n2025-01,20"},
		"torn descriptions":   {"columns.json", "{"},
		"a column twice":      {"columns.json", `{"tables":[{"name":"series","columns":[{"name":"a"},{"name":"a"}]}]}`},
	} {
		dir := write(t, t.TempDir(), about(), Complete).Dir()
		if err := os.WriteFile(filepath.Join(dir, change[0]), []byte(change[1]), 0o644); err != nil {
			t.Fatal(err)
		}
		f, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Table("series"); err == nil || !strings.Contains(err.Error(), change[0]) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What killed writers left goes, and nothing else.
func TestClearUnnamed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "[odd] name")
	for _, name := range []string{"table.csv", ".table.csv.123", ".hidden", "parts/.part.csv.9"} {
		if err := writeAtomic(filepath.Join(dir, name), nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := ClearUnnamed(dir); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"table.csv": true, ".table.csv.123": false, ".hidden": true, "parts/.part.csv.9": true} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
