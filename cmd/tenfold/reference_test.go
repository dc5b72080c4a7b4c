package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tenfold/sim/chart"
	"tenfold/sim/output"
	"tenfold/sim/report"
	"tenfold/sim/series"
)

const referencePath = "../../results/reference"

// The scenarios of reference, and the figures of both that are kept.
var (
	referenceScenarios = []string{"central", "essay"}
	referenceFigures   = []string{"output", "unemployment", "shares-1", "obstacles-1", "published"}
)

// The comparison of reference and its figures. Agents are few, so that it can be made again in half a minute.
var (
	referencePolicies = []string{"compare", "central", "basic-income", "compute-tax-dividend", "capital-tax-dividend", "open-models", "shorter-week", "fleet-cap",
		"--draws", "8", "--seeds", "1", "--years", "2030,2035", "--set", "fleet.agents=10k", "--set", "people.agents=20k", "--set", "firms.agents=2k"}
	referenceChanges = []string{"change-real-output", "change-unemployment-rate", "change-income-median", "change-income-gini"}
)

// The tables and figures in results/reference are what the shipped scenarios give, to the bit.
func TestReferenceRuns(t *testing.T) {
	if raceDetector {
		t.Skip("the same runs are made without the race detector")
	}
	parent := t.TempDir()
	files := map[string][]byte{}
	var runs []*report.Run
	about := [][]string{{"name", "hash", "seed", "model", "command"}}
	for _, name := range referenceScenarios {
		tenfold(t, "run", name, "--quiet", "--out", parent)
		dir := onlyFolder(t, parent, name+"-*")
		r, err := report.OpenRun(dir)
		if err != nil {
			t.Fatal(err)
		}
		r.About = aboutRun(dir, r.Manifest)
		runs = append(runs, r)
		about = append(about, []string{name, r.Manifest.Hash, strconv.FormatInt(r.Manifest.Seed, 10), r.Manifest.Model, r.About.Command})
		files[name+".csv"] = yearlyMeans(t, dir)
	}
	files["runs.csv"] = csvOf(about)
	c, err := new(app).reportContext(nil, reportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	keepFigures(t, files, report.Runs(runs, c), referenceFigures)
	compareReference(t, files)
}

// The same of the comparison of policies.
func TestReferencePolicies(t *testing.T) {
	if os.Getenv("TEST_HEAVY") == "" && !*update || raceDetector {
		t.Skip("56 runs: TEST_HEAVY=1 makes them")
	}
	parent := t.TempDir()
	tenfold(t, append(slices.Clone(referencePolicies), "--quiet", "--out", parent)...)
	dir := onlyFolder(t, parent, "compare-*")
	files := map[string][]byte{}
	for name, from := range map[string]string{"policies.csv": "changes.csv"} {
		data, err := os.ReadFile(filepath.Join(dir, from))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	data, err := os.ReadFile(filepath.Join(dir, compareFile))
	if err != nil {
		t.Fatal(err)
	}
	page, err := report.Comparison(data)
	if err != nil {
		t.Fatal(err)
	}
	keepFigures(t, files, page, referenceChanges)
	compareReference(t, files)
}

// The README shows pictures that are there.
func TestReadmeShowsReference(t *testing.T) {
	data, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`]\((results/reference/[^)]*\.svg)\)`).FindAllStringSubmatch(string(data), -1)
	if len(found) < 4 {
		t.Errorf("%d pictures", len(found))
	}
	for _, m := range found {
		if _, err := os.Stat(filepath.Join("../..", m[1])); err != nil {
			t.Error(err)
		}
	}
}

// tenfold runs the program inside the test.
func tenfold(t *testing.T, args ...string) {
	t.Helper()
	var stderr bytes.Buffer
	if code := run(t.Context(), environment{args: args, stdout: new(bytes.Buffer), stderr: &stderr, exit: os.Exit, now: time.Now, load: loadScenario}); code != exitOK {
		t.Fatalf("%s: exit code %d: %s", strings.Join(args, " "), code, stderr.String())
	}
}

func onlyFolder(t *testing.T, parent, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(parent, pattern))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v %v", pattern, found, err)
	}
	return found[0]
}

// yearlyMeans are the means by year of the columns that a summary shows.
func yearlyMeans(t *testing.T, dir string) []byte {
	t.Helper()
	folder, err := output.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := folder.Table("series")
	if err != nil {
		t.Fatal(err)
	}
	c := newCalendar(s)
	rows := [][]string{{"year"}}
	for _, year := range c.years {
		rows = append(rows, []string{year})
	}
	add := func(s *series.Table, column string) {
		rows[0] = append(rows[0], column)
		for y, v := range c.means(s, s.Index(column)) {
			rows[y+1] = append(rows[y+1], strconv.FormatFloat(v, 'g', -1, 64))
		}
	}
	for _, o := range outcomes {
		add(s, o.column)
	}
	for _, o := range obstacles[1:] { // the first is an outcome too
		add(s, o.column)
	}
	return csvOf(rows)
}

func csvOf(rows [][]string) []byte {
	var out bytes.Buffer
	_ = csv.NewWriter(&out).WriteAll(rows) // to memory: cannot fail
	return out.Bytes()
}

func keepFigures(t *testing.T, files map[string][]byte, page *report.Page, ids []string) {
	t.Helper()
	for _, c := range page.Figures() {
		if id := chart.HeadOf(c).ID; slices.Contains(ids, id) {
			files[id+".svg"] = chart.Standalone(c)
		}
	}
	for _, id := range ids {
		if files[id+".svg"] == nil {
			t.Errorf("no figure %s", id)
		}
	}
}

// compareReference compares files with those that are kept, or keeps them.
func compareReference(t *testing.T, files map[string][]byte) {
	t.Helper()
	for name, data := range files {
		path := filepath.Join(referencePath, name)
		if *update {
			if err := os.MkdirAll(referencePath, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		kept, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(kept, data) {
			t.Errorf("results/reference/%s is not what is simulated now; if that is meant: go test ./cmd/tenfold -run Reference -update", name)
		}
	}
}
