package output

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tenfold/sim/series"
)

const testHash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func about() About {
	return About{
		Name: "central", Hash: testHash, Seed: 7, Tool: "test", Model: "1",
		Sizes:     Sizes{Agents: 10, People: 20, Ticks: 3},
		Scenario:  []byte("name: central\n"),
		Files:     map[string][]byte{"inputs/price.csv": []byte("date,price\n")},
		Execution: Execution{Started: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Workers: 2},
	}
}

// fakeTables are a table of ticks and one of items with words that need quotes.
func fakeTables() []*series.Table {
	date := series.Label{Name: "date", Doc: "Tick."}
	return []*series.Table{
		series.New("series", "A row a tick.", []series.Label{date}, []series.Column{
			{Name: "year", Unit: "yr", Calendar: true, Doc: "Middle of the tick."},
			{Name: "real_output", Unit: "index", Better: series.HigherIsBetter, Doc: "Output."},
		}),
		series.New("fields", "A row a tick and occupation.", []series.Label{date, {Name: "occupation", Doc: "Code."}}, []series.Column{
			{Name: "unemployment_rate", Unit: "share", Better: series.LowerIsBetter, Doc: "Unemployed."},
		}),
	}
}

// tick adds one tick's rows.
func tick(tables []*series.Table, n int) {
	date := []string{"2025-01", "2025-02", "2025-03"}[n]
	tables[0].Append([]string{date}, []float64{2025 + (float64(n)+.5)/12, 1 + .1*float64(n)})
	tables[1].Append([]string{date, "11-0000"}, []float64{.1 / float64(n+3)})
	tables[1].Append([]string{date, `a "b", c`}, []float64{1e-300})
}

// write does a whole run.
func write(t *testing.T, parent string, a About, status Status) *Run {
	t.Helper()
	tables := fakeTables()
	r, err := Create(parent, a, tables)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		tick(tables, n)
		if err := r.Write(); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Finish(status, "", 3, Execution{WallS: 1.5, Workers: 2}); err != nil {
		t.Fatal(err)
	}
	return r
}

// listing is all files below dir, with slashes.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(dir, path)
			out = append(out, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, " ")
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
