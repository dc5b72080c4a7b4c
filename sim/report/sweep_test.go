package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tenfold/sim/output"
	"tenfold/sim/report"
	"tenfold/sim/series"
)

// swept makes the folder of a sweep of so many factors, as it is collected.
func swept(t *testing.T, factors ...string) string {
	t.Helper()
	dir := t.TempDir()
	var own []series.Label
	for _, f := range factors {
		own = append(own, series.Label{Name: strings.ReplaceAll(f, ".", "_"), Doc: "A factor."})
	}
	ticks := series.New("ticks", "Runs by tick.", labels("run", "date"), names("point", "seed", "out_real_output"))
	points := series.New("points", "Points.", append(labels("outcome"), own...), names("point", "runs", "mean", "low", "median", "high", "standard_error"))
	tornado := series.New("tornado", "What moves.", labels("outcome", "factor"), names("low", "high", "rank_correlation"))
	sensitivity := series.New("sensitivity", "What decides.", labels("outcome", "factor"), names("first", "first_low", "first_high", "total", "total_low", "total_high"))
	for p := range 4 {
		for m := range 24 {
			ticks.Append([]string{fmt.Sprintf("p%d-s1", p), fmt.Sprintf("%d-%02d", 2025+m/12, m%12+1)}, []float64{float64(p), 1, 1 + .01*float64(p*m)})
		}
		values := []string{"real_output_2026"}
		for k := range factors {
			values = append(values, fmt.Sprint([]int{1, 3, 10, 100}[(p+k)%4]))
		}
		points.Append(values, []float64{float64(p), 3, 1 + .1*float64(p), 1 + .09*float64(p), 1 + .1*float64(p), 1 + .11*float64(p), .01})
	}
	for k, f := range factors {
		tornado.Append([]string{"real_output_2026", f}, []float64{1.15 - .05*float64(k+1), 1.15 + .05*float64(k+1), 1})
		sensitivity.Append([]string{"real_output_2026", f}, []float64{.2, .1, .3, .3 * float64(k+1), .2, .9})
	}
	tables := []*series.Table{ticks, points, tornado, sensitivity}
	write := func(name string, data []byte) output.File {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
		return output.Describe(name, data)
	}
	fixed, err := output.Explain(tables)
	if err != nil {
		t.Fatal(err)
	}
	var files []output.File
	for name, data := range fixed {
		write(name, data)
	}
	for _, table := range tables {
		files = append(files, write(table.Name+".csv", output.CSV(table)))
	}
	asJSON := func(v any) []byte {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	write("plan.json", asJSON(map[string]any{"name": "trial", "hash": strings.Repeat("ab", 32), "model": "1", "runs": 12, "points": 4, "seeds": 3, "factors": factors, "origin": map[string]any{"experiment": "/home/somebody/trial.yaml", "set": []string{"x=1"}}}))
	write("summary.json", asJSON(map[string]any{"files": files, "failed": map[string]string{}, "outcomes": []map[string]any{{"name": "real_output_2026", "mean": 1.15, "low": 1.03, "median": 1.15, "high": 1.27}, {"name": "stays_2026", "mean": 1, "low": 1, "median": 1, "high": 1}}}))
	return dir
}

// The page of a sweep tells where outcomes lie and what moves them, and nothing of what nothing moves.
func TestSweepPage(t *testing.T) {
	p, err := report.Sweep(swept(t, "price.fall", "review.minimum"), context())
	if err != nil {
		t.Fatal(err)
	}
	want := "Output, 2026 lies between 1.03 and 1.27 in 80 % of the design's points, with a median of 1.15; it differs most with review.minimum: 1.05 on average in the lowest fifth of its range, 1.25 in the highest."
	if !slices.Equal(p.Lead, []string{want}) {
		t.Errorf("told: %q", p.Lead)
	}
	if got := sections(p); !slices.Equal(got[:5], []string{"What is varied", "Bands over time", "What moves outcomes", "What decides outcomes", "All outcomes"}) {
		t.Errorf("sections %q", got)
	}
	page, err := p.HTML()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"tenfold sweep trial.yaml --set x=1", "price.fall: 1, 3, 10, 100", "Tests of a kind"} {
		if !strings.Contains(string(page), text) {
			t.Errorf("no %q", text)
		}
	}
	if strings.Contains(string(page), "/home/somebody") {
		t.Error("the page names a place of this machine")
	}
	one, err := report.Sweep(swept(t, "price.fall"), context())
	if err != nil {
		t.Fatal(err)
	}
	if got := sections(one); !slices.Contains(got, "Outcomes over price.fall") || slices.Contains(got, "What moves outcomes") {
		t.Errorf("sections %q", got)
	}
}

// What failed is told as such, not as a zero.
func TestSweepPageOfFailures(t *testing.T) {
	dir := swept(t, "price.fall")
	path := filepath.Join(dir, "summary.json")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.Replace(data, []byte(`"low":1,"mean":1,`), []byte(`"low":null,"mean":null,`), 1)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	p, err := report.Sweep(dir, context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range p.Sections {
		if s.Title == "All outcomes" && !slices.Equal(s.Tables[0].Rows[2][:3], []string{"stays_2026", "failed", "-"}) {
			t.Errorf("%q", s.Tables[0].Rows)
		}
	}
}

// Tables that were changed after they were collected are refused, as are folders that lack something.
func TestSweepRefuses(t *testing.T) {
	dir := swept(t, "price.fall")
	path := filepath.Join(dir, "tornado.csv")
	if err := os.WriteFile(path, []byte("outcome\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := report.Sweep(dir, context()); err == nil || !strings.Contains(err.Error(), "differs from the manifest") {
		t.Error(err)
	}
	dir = swept(t, "price.fall")
	if err := os.Remove(filepath.Join(dir, "summary.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := report.Sweep(dir, context()); err == nil || !strings.Contains(err.Error(), "is not collected") {
		t.Error(err)
	}
	if _, err := report.Sweep(t.TempDir(), context()); err == nil {
		t.Error("an empty folder is taken")
	}
}
