package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// needs skips a test without programs that it wants, and fails where all are to be there.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	if os.Getenv("TEST_HEAVY") == "" {
		t.Skipf("set TEST_HEAVY=1 to read tables with %s", strings.Join(programs, ", "))
	}
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Fatalf("%s is needed to read tables: .ci/run installs it", p)
		}
	}
}

// resultFolders are one of each kind: a run with all tables, a sweep with factors of words and a failed run, demand curves,
// a comparison.
func resultFolders(t *testing.T) (run, sweep, demand, compare string) {
	t.Helper()
	out := t.TempDir()
	experiment := filepath.Join(out, "words.yaml")
	const text = `
set: [fleet.agents=500, people.agents=500, firms.agents=50, clock.end=2026-03]
design: grid
seeds: 2
keep_going: true
factors:
  - {setting: compute.capacity, values: [1e15, 1]}
  - policies: [none, basic-income]
outcomes: [{column: real_output, at: final}, {column: fields/wage_real/15-0000, at: peak}]
`
	if err := os.WriteFile(experiment, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	small := []string{"--quiet", "--out", out}
	for _, args := range [][]string{
		{"run", "--ledger", "--panel", "20", "--set", "fleet.agents=1000", "--set", "people.agents=1000", "--set", "firms.agents=100", "--set", "clock.end=2026-03"},
		{"sweep", experiment},
		{"demand", "--set", "clock.end=2026-03", "--sizes", "1k,1M,1bn", "--fields", "all", "--dates", "2025,2026-03"},
		{"compare", "central", "basic-income", "--draws", "1", "--seeds", "1", "--years", "2026", "--set", "fleet.agents=500", "--set", "people.agents=500", "--set", "firms.agents=50", "--set", "clock.end=2026-03"},
	} {
		in(loadScenario, append(args, small...)...).succeed(t)
	}
	one := func(pattern string) string {
		found, err := filepath.Glob(filepath.Join(out, pattern))
		if err != nil || len(found) != 1 {
			t.Fatalf("%s: %v, %v", pattern, found, err)
		}
		return found[0]
	}
	return one("central-*"), one("words-????????"), one("demand-*"), one("compare-*")
}

// DuckDB finds in every Parquet file, through views.sql, the rows, columns and figures of the CSV file beside it, to the bit,
// and the same sums.
func TestDuckDBReadsTheTables(t *testing.T) {
	needs(t, "node", "npm", "bash")
	run, sweep, demand, compare := resultFolders(t)
	out, err := exec.Command("bash", "../../.ci/duckdb/check", run, sweep, demand, compare).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{": 8 tables, ", ": 5 tables, ", ": 2 tables, ", ": 7 tables, "} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	// A figure that is another one in CSV is found.
	path := filepath.Join(run, "fields.csv")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.LastIndex(strings.TrimSpace(string(data)), ",") + 1
	if err := os.WriteFile(path, append(append([]byte{}, data[:at]...), []byte("7\n")...), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("bash", "../../.ci/duckdb/check", run).CombinedOutput(); err == nil || !strings.Contains(string(out), "CSV has 7") {
		t.Errorf("a difference is not found: %v\n%s", err, out)
	}
}

// readerSums are what a reader prints: rows, columns and the sum of the last column, 0 where it holds words, by table.
const (
	sumsInPython = `
import runpy, sys
for name, t in sorted(runpy.run_path(sys.argv[1])["tables"].items()):
    print("table", name, len(t), len(t.columns), "%.17g" % (0 if t[t.columns[-1]].dtype == object else t[t.columns[-1]].sum(skipna=False)))
`
	sumsInR = `
source(commandArgs(TRUE)[1], chdir = TRUE)
for (name in sort(names(tables))) {
  t <- tables[[name]]
  cat("table", name, nrow(t), ncol(t), format(if (is.numeric(t[[ncol(t)]])) sum(t[[ncol(t)]]) else 0, digits = 17), "\n")
}`
)

// pythonWithPandas is the interpreter that has it: the system's where another one comes first.
func pythonWithPandas(t *testing.T) string {
	t.Helper()
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import pandas").Run() == nil {
			return python
		}
	}
	t.Fatal("no python3 has pandas, which read.py needs: .ci/run installs it")
	return ""
}

// The readers that folders bring open every table in pandas and in R, with all rows and columns and the same sums.
func TestReadersInPandasAndR(t *testing.T) {
	needs(t, "python3", "Rscript")
	python := pythonWithPandas(t)
	run, sweep, demand, compare := resultFolders(t)
	for _, dir := range []string{run, sweep, demand, compare} {
		for _, c := range []*exec.Cmd{
			exec.Command(python, "-c", sumsInPython, filepath.Join(dir, "read.py")),
			exec.Command("Rscript", "-e", sumsInR, filepath.Join(dir, "read.R")),
		} {
			out, err := c.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %v\n%s", c.Args[0], err, out)
			}
			compareSums(t, dir, c.Args[0], string(out))
		}
	}
}

// compareSums compares lines "table NAME ROWS COLUMNS SUM" with the CSV files of a folder.
func compareSums(t *testing.T, dir, program, text string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) == 5 && f[0] == "table" {
			got[f[1]] = f[2:]
		}
	}
	if len(got) != len(files) || len(files) < 2 {
		t.Errorf("%s opens %d tables of %d\n%s", program, len(got), len(files), text)
	}
	for _, path := range files {
		name, rows, columns, sum := strings.TrimSuffix(filepath.Base(path), ".csv"), 0, 0, 0.
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(file).ReadAll()
		if err = errors.Join(err, file.Close()); err != nil {
			t.Fatal(err)
		}
		columns = len(records[0])
		for _, record := range records[1:] {
			v, err := strconv.ParseFloat(record[columns-1], 64)
			if err != nil {
				v = 0
			}
			rows, sum = rows+1, sum+v
		}
		want := []string{fmt.Sprint(rows), fmt.Sprint(columns)}
		if len(got[name]) != 3 || got[name][0] != want[0] || got[name][1] != want[1] {
			t.Errorf("%s: %s has %v, want %v", program, name, got[name], want)
			continue
		}
		read, err := strconv.ParseFloat(strings.Replace(got[name][2], "NA", "NaN", 1), 64)
		if got[name][2] == "NaN" || got[name][2] == "nan" {
			read, err = math.NaN(), nil
		}
		if err != nil || math.IsNaN(read) != math.IsNaN(sum) || math.Abs(read-sum) > 1e-9*math.Max(math.Abs(sum), 1) {
			t.Errorf("%s: %s sums to %g, want %g (%v)", program, name, read, sum, err)
		}
	}
}
