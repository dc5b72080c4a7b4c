package output

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestFolderOfACompleteRun(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "deep", "results")
	r := write(t, parent, about(), Complete)
	if want := filepath.Join(parent, "central-01234567-s7"); r.Dir() != want {
		t.Errorf("folder %s, want %s", r.Dir(), want)
	}
	want := "central-01234567-s7/columns.json central-01234567-s7/fields.csv central-01234567-s7/fields.parquet central-01234567-s7/inputs/price.csv " +
		"central-01234567-s7/manifest.json central-01234567-s7/read.R central-01234567-s7/read.py " +
		"central-01234567-s7/scenario.yaml central-01234567-s7/series.csv central-01234567-s7/series.parquet central-01234567-s7/views.sql"
	if got := listing(t, parent); got != want {
		t.Errorf("files\n%s\nwant\n%s", got, want)
	}
	if got, want := read(t, r.Dir(), "fields.csv"), "date,occupation,unemployment_rate\n"+
		"2025-01,11-0000,0.03333333333333333\n2025-01,\"a \"\"b\"\", c\",1e-300\n2025-02,11-0000,0.025\n"; !strings.HasPrefix(got, want) {
		t.Errorf("fields.csv\n%s\nwant\n%s", got, want)
	}
}

func TestFolderExistsFromTheFirstTick(t *testing.T) {
	parent := t.TempDir()
	tables := fakeTables()
	r, err := Create(parent, about(), tables)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Open(r.Dir())
	if err != nil || f.Manifest.Status != Running {
		t.Fatalf("status %v, %v", f, err)
	}
	tick(tables, 0)
	if err := r.Write(); err != nil {
		t.Fatal(err)
	}
	if got := read(t, r.Dir(), "series.csv.part"); strings.Count(got, "\n") != 2 {
		t.Errorf("after one tick: %q", got)
	}
	if err := r.Finish(Complete, "", 1, Execution{}); err != nil {
		t.Fatal(err)
	}
}

func TestSameContentSameBytes(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	a, b := write(t, one, about(), Complete), write(t, two, about(), Complete)
	for _, name := range []string{"series.csv", "fields.csv", "columns.json", "scenario.yaml", "read.py", "read.R", "manifest.json"} {
		if read(t, a.Dir(), name) != read(t, b.Dir(), name) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestUnfinishedRunsKeepTheirTicks(t *testing.T) {
	for _, status := range []Status{Failed, Interrupted} {
		parent, tables := t.TempDir(), fakeTables()
		r, err := Create(parent, about(), tables)
		if err != nil {
			t.Fatal(err)
		}
		tick(tables, 0)
		if err := r.Finish(status, "tick 1: price of energy is NaN", 1, Execution{}); err != nil {
			t.Fatal(err)
		}
		f, err := Open(r.Dir())
		if err != nil {
			t.Fatal(err)
		}
		if m := f.Manifest; m.Status != status || m.Message == "" || m.Sizes.TicksDone != 1 || m.Sizes.Ticks != 3 {
			t.Errorf("manifest %+v", m)
		}
		if err := f.Verify(); err != nil {
			t.Error(err)
		}
		if table, err := f.Table("series"); err != nil || table.Rows() != 1 {
			t.Errorf("series: %v, %v", table, err)
		}
	}
}

// The lock is the system's, so the process must really end.
func TestKilledRunIsNoObstacle(t *testing.T) {
	const variable = "OUTPUT_TEST_KILLED_IN"
	if parent := os.Getenv(variable); parent != "" {
		tables := fakeTables()
		r, err := Create(parent, about(), tables)
		if err != nil {
			t.Fatal(err)
		}
		tick(tables, 0)
		_ = r.Write()
		os.Exit(3) // without Finish
	}
	parent := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), variable+"="+parent)
	if out, err := child.CombinedOutput(); child.ProcessState.ExitCode() != 3 {
		t.Fatalf("%v\n%s", err, out)
	}
	dir := filepath.Join(parent, about().FolderName())
	if f, err := Open(dir); err != nil || f.Manifest.Status != Running {
		t.Fatalf("a killed run must say running: %+v, %v", f, err)
	}
	if got := read(t, dir, "series.csv.part"); strings.Count(got, "\n") != 2 {
		t.Errorf("series.csv.part: %q", got)
	}
	write(t, parent, about(), Complete)
	if got := listing(t, parent); strings.Contains(got, "part") || strings.Contains(got, "lock") {
		t.Errorf("left: %s", got)
	}
}

func TestTwoAtOnce(t *testing.T) {
	parent := t.TempDir()
	first, err := Create(parent, about(), fakeTables())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Create(parent, about(), fakeTables()); err == nil || !strings.Contains(err.Error(), "another process is writing") {
		t.Errorf("second run of the same hash: %v", err)
	}
	other := about()
	other.Seed++
	write(t, parent, other, Complete)
	if err := first.Finish(Complete, "", 0, Execution{}); err != nil {
		t.Fatal(err)
	}
	write(t, parent, about(), Complete)
}

func TestCompleteFolderStandsUntilTheNextIsReady(t *testing.T) {
	parent := t.TempDir()
	dir := write(t, parent, about(), Complete).Dir()
	mark := filepath.Join(dir, "old")
	if err := os.WriteFile(mark, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	tables := fakeTables()
	r, err := Create(parent, about(), tables)
	if err != nil {
		t.Fatal(err)
	}
	if f, err := Open(dir); err != nil || f.Manifest.Status != Complete {
		t.Errorf("while the new one is written: %+v, %v", f, err)
	}
	if err := r.Finish(Complete, "", 0, Execution{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("the old folder still stands")
	}
	if entries, _ := os.ReadDir(parent); len(entries) != 1 {
		t.Errorf("left: %v", entries)
	}
}

func TestUnfinishedRunDoesNotReplaceACompleteOne(t *testing.T) {
	parent := t.TempDir()
	dir := write(t, parent, about(), Complete).Dir()
	before := read(t, dir, "manifest.json")
	write(t, parent, about(), Interrupted)
	if read(t, dir, "manifest.json") != before {
		t.Error("the complete run was replaced")
	}
	if entries, _ := os.ReadDir(parent); len(entries) != 1 {
		t.Errorf("left: %v", entries)
	}
}

func TestForeignFolderIsNotTouched(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, about().FolderName())
	thesis := filepath.Join(dir, "thesis.tex")
	if err := errors.Join(os.Mkdir(dir, 0o755), os.WriteFile(thesis, []byte("all of it"), 0o644)); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(parent, about(), fakeTables()); err == nil || !strings.Contains(err.Error(), "no run folder") {
		t.Errorf("got %v", err)
	}
	if read(t, thesis) != "all of it" {
		t.Error("a foreign file changed")
	}
	if entries, _ := os.ReadDir(parent); len(entries) != 1 {
		t.Errorf("left: %v", entries)
	}
}

// A file stands where a folder should be, since permissions do not stop root.
func TestFolderThatCannotBeWritten(t *testing.T) {
	place := t.TempDir()
	file := filepath.Join(place, "results")
	if err := os.WriteFile(file, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, parent := range []string{file, filepath.Join(file, "below")} {
		if _, err := Create(parent, about(), fakeTables()); err == nil {
			t.Errorf("%s: no error", parent)
		}
	}
	if got := listing(t, place); got != "results" || read(t, file) != "x" {
		t.Errorf("left: %s", got)
	}
}

func TestNamesStayInTheirParent(t *testing.T) {
	for _, name := range []string{"", "..", "../x", "a/b", `a\b`, ".hidden"} {
		a := about()
		a.Name = name
		if _, err := Create(t.TempDir(), a, nil); err == nil {
			t.Errorf("%q: no error", name)
		}
	}
	a := about()
	a.Files = map[string][]byte{"../x": nil}
	parent := t.TempDir()
	if _, err := Create(parent, a, nil); err == nil || listing(t, parent) != "" {
		t.Errorf("a file outside: %v, left %s", err, listing(t, parent))
	}
}

func TestReplacementWithoutASwap(t *testing.T) {
	parent := t.TempDir()
	dir, old := filepath.Join(parent, "run"), filepath.Join(parent, ".run.old")
	if err := os.Mkdir(old, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := restore(old, dir); err != nil { // the process died between the two renames
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Error("the old folder was not put back")
	}
	if err := restore(old, dir); err != nil {
		t.Errorf("nothing to restore: %v", err)
	}
}

func TestFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Log("this system has no device that is always full")
		return
	}
	parent, tables := t.TempDir(), fakeTables()
	r, err := Create(parent, about(), tables)
	if err != nil {
		t.Fatal(err)
	}
	tick(tables, 0)
	if err := r.Write(); err != nil {
		t.Fatal(err)
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	kept := r.tables[0].file
	r.tables[0].file = full
	tick(tables, 1)
	if err := r.Write(); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Fatalf("got %v", err)
	}
	r.tables[0].file = kept
	if err := r.Finish(Failed, "disk full", 1, Execution{}); err != nil {
		t.Fatal(err)
	}
}
