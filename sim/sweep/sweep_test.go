package sweep_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"tenfold/sim/economy"
	"tenfold/sim/experiment"
	"tenfold/sim/output"
	"tenfold/sim/scenario"
	"tenfold/sim/sweep"
)

const small = `
set: [mean_field=true, clock.end=2026-06, economy=teaching-3x3]
design: grid
seeds: 2
factors:
  - setting: price.fall
    values: [3, 10, 30]
  - policies: [none, basic-income]
outcomes:
  - {column: real_output, year: 2026}
  - {column: fields/wage_real/office, at: peak}
`

func load(t *testing.T, text string) *sweep.Sweep {
	t.Helper()
	path := filepath.Join(t.TempDir(), "small.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	e, err := scenario.LoadExperiment(path, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := sweep.New(e)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func local(t *testing.T) sweep.Local {
	return sweep.Local{Workers: 2, Progress: func(int, int) {}, Warn: func(text string) { t.Log(text) }}
}

func open(t *testing.T, s *sweep.Sweep, steps float64) *sweep.Folder {
	t.Helper()
	f, err := sweep.Open(t.TempDir(), s, sweep.Origin{}, steps)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// tables are all collected files by name, but for the plan and the parts.
func tables(t *testing.T, f *sweep.Folder) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(f.Dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range entries {
		if e.IsDir() || e.Name() == "plan.json" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(f.Dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(data)
	}
	return out
}

func collect(t *testing.T, f *sweep.Folder) *sweep.Summary {
	t.Helper()
	s, err := f.Collect()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The tables are the same bytes for any number of workers, any chunks and any order of chunks, also when a chunk is run twice.
func TestSweepIsTheSameHoweverItRuns(t *testing.T) {
	s := load(t, small)
	one := open(t, s, 1e12)
	l := local(t)
	l.Workers = 1
	if err := one.Run(context.Background(), l); err != nil {
		t.Fatal(err)
	}
	sum := collect(t, one)
	want := tables(t, one)
	if sum.Runs != 12 || one.Plan.ChunkCount() != 1 || len(sum.Failed) > 0 || !strings.HasPrefix(want["runs.csv"], "run,policy,point,seed,price_fall,real_output_2026,fields_wage_real_office_peak\np0-s1,none,0,1,3,") {
		t.Fatalf("%+v, %d chunks\n%s", sum, one.Plan.ChunkCount(), want["runs.csv"])
	}
	many := open(t, s, 1)
	if many.Plan.ChunkCount() != 12 {
		t.Errorf("%d chunks", many.Plan.ChunkCount())
	}
	for _, chunk := range []int{11, 3, 3, 0} {
		if err := many.Exec(context.Background(), chunk, false, func() {}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := many.Collect(); err == nil || !strings.Contains(err.Error(), "still to be run") {
		t.Errorf("collected too early: %v", err)
	}
	if err := many.Run(context.Background(), local(t)); err != nil {
		t.Fatal(err)
	}
	collect(t, many)
	for name, text := range tables(t, many) {
		if text != want[name] {
			t.Errorf("%s differs", name)
		}
	}
}

// A damaged part is named, and its runs are made again; nothing else is.
func TestDamagedPartIsMadeAgain(t *testing.T) {
	f := open(t, load(t, small), 1)
	if err := f.Run(context.Background(), local(t)); err != nil {
		t.Fatal(err)
	}
	collect(t, f)
	want := tables(t, f)
	parts, err := filepath.Glob(filepath.Join(f.Dir, "parts", "*.csv"))
	if err != nil || len(parts) != 12 {
		t.Fatalf("%v, %v", parts, err)
	}
	data, err := os.ReadFile(parts[4])
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	torn := strings.TrimSuffix(parts[9], ".csv") + ".done.json"
	if err := errors.Join(os.WriteFile(parts[4], data, 0o644), os.Remove(parts[7]), os.Truncate(torn, 20), os.Truncate(parts[11], 50)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Collect(); err == nil || !strings.Contains(err.Error(), filepath.Base(parts[4])+" is damaged") {
		t.Errorf("collected from a damaged part: %v", err)
	}
	var warned []string
	l := local(t)
	made := -1
	l.Warn = func(text string) { warned = append(warned, text) }
	l.Progress = func(done, of int) { made++ }
	if err := f.Run(context.Background(), l); err != nil {
		t.Fatal(err)
	}
	if len(warned) != 4 || !strings.Contains(warned[0], "damaged") || !strings.Contains(warned[1], "gone") || !strings.Contains(warned[2], filepath.Base(torn)) || !strings.Contains(warned[3], "damaged") || made != 3 {
		t.Errorf("%d runs again; warned %q", made+1, warned)
	}
	collect(t, f)
	for name, text := range tables(t, f) {
		if text != want[name] {
			t.Errorf("%s differs", name)
		}
	}
}

// Two sweeps cannot run in one folder at once; another sweep's folder is left alone.
func TestOneSweepAFolder(t *testing.T) {
	f := open(t, load(t, small), 1)
	unlock, err := output.Lock(f.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Run(context.Background(), local(t)); err == nil || !strings.Contains(err.Error(), "another process is writing") {
		t.Errorf("two at once: %v", err)
	}
	unlock()
	plan := filepath.Join(f.Dir, "plan.json")
	data, err := os.ReadFile(plan)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(plan, []byte(strings.Replace(string(data), f.Plan.Hash, strings.Repeat("0", 64), 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := sweep.Open(filepath.Dir(f.Dir), f.Sweep, sweep.Origin{}, 0); err == nil || !strings.Contains(err.Error(), "another sweep") {
		t.Errorf("another sweep's folder is taken: %v", err)
	}
}

// A run that fails ends the sweep and says which; kept, it is recorded, left out of all figures, and its chunk is not made again.
func TestRunsThatFail(t *testing.T) {
	const fails = `
set: [mean_field=true, clock.end=2026-06, economy=teaching-3x3]
design: grid
factors:
  - setting: compute.capacity
    values: [1e15, 1]
outcomes: [{column: real_output, at: final}]
`
	s := load(t, fails)
	f := open(t, s, 1)
	err := f.Run(context.Background(), local(t))
	if err == nil || !errors.Is(err, sweep.ErrRun) || !strings.Contains(err.Error(), "p1-s1") {
		t.Errorf("%v", err)
	}
	l := local(t)
	l.Keep = true
	if err := f.Run(context.Background(), l); err != nil {
		t.Fatal(err)
	}
	sum := collect(t, f)
	if len(sum.Failed) != 1 || sum.Failed["p1-s1"] == "" || !strings.Contains(tables(t, f)["runs.csv"], "NaN") {
		t.Errorf("%+v", sum)
	}
	if points := tables(t, f)["points.csv"]; !strings.HasSuffix(points, ",1,0,NaN,NaN,NaN,NaN,NaN\n") {
		t.Errorf("an outcome of a point without runs:\n%s", points)
	}

	// Where no run is left there is no outcome, which JSON has as null.
	f = open(t, load(t, strings.Replace(fails, "[1e15, 1]", "[1, 2]", 1)), 1)
	if err := f.Run(context.Background(), l); err != nil {
		t.Fatal(err)
	}
	sum = collect(t, f)
	if data, err := json.Marshal(sum.Outcomes[0]); err != nil || !strings.Contains(string(data), `"mean":null,"low":null,"median":null,"high":null`) {
		t.Errorf("%s %v", data, err)
	}
}

// An interrupted sweep keeps what it has and goes on.
func TestSweepGoesOn(t *testing.T) {
	f := open(t, load(t, small), 1)
	ctx, cancel := context.WithCancel(context.Background())
	l := local(t)
	l.Progress = func(done, _ int) {
		if done == 5 {
			cancel()
		}
	}
	if err := f.Run(ctx, l); err == nil {
		t.Fatal("no error")
	}
	missing, err := f.Missing(func(string) {})
	if err != nil || len(missing) == 0 || len(missing) > 8 {
		t.Errorf("missing %v, %v", missing, err)
	}
	if err := f.Run(context.Background(), local(t)); err != nil {
		t.Fatal(err)
	}
	if s := collect(t, f); s.Runs != 12 {
		t.Errorf("%+v", s)
	}
}

// Thresholds count the runs beyond them, and samples of a range stay within it.
func TestThresholdsAndRanges(t *testing.T) {
	s := load(t, `
set: [mean_field=true, clock.end=2026-06, economy=teaching-3x3]
design: halton
size: 9
factors:
  - {setting: price.fall, from: 2, to: 50, scale: log}
  - priors: [review.minimum]
outcomes: [{column: real_output, at: final, at_least: 100}, {column: year, at: peak, at_most: 2100}]
`)
	logs := 0.
	for p := range s.Points {
		_, v := s.Values(p)
		if v[0] < 2 || v[0] > 50 || v[1] < 0 || v[1] > .3 {
			t.Errorf("%v", v)
		}
		logs += math.Log(v[0]/2) / math.Log(25) / float64(len(s.Points))
	}
	if logs < .3 || logs > .7 {
		t.Errorf("mean of logs at %g of the range", logs)
	}
	f := open(t, s, 0)
	if err := f.Run(context.Background(), local(t)); err != nil {
		t.Fatal(err)
	}
	sum := collect(t, f)
	if sum.Outcomes[0].Missed != 9 || sum.Outcomes[1].Missed != 0 {
		t.Errorf("%+v", sum.Outcomes)
	}
}

// The estimate of a run's memory is not far below what it takes, so that runs that are let in at once fit.
func TestMemoryOfARun(t *testing.T) {
	s := load(t, `
set: [fleet.agents=400k, people.agents=400k, firms.agents=20k, clock.end=2025-03]
design: grid
factors: [{setting: price.fall, values: [3]}]
outcomes: [{column: real_output, at: final}]
`)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	w, err := economy.New(s.Base.Config, s.Base.Economy, 1)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	took, want := float64(after.HeapAlloc)-float64(before.HeapAlloc), s.Estimate(1).RunBytes
	runtime.KeepAlive(w)
	t.Logf("takes %.0f MB, estimated %.0f MB", took/1e6, want/1e6)
	if took > want || took < want/4 {
		t.Errorf("takes %.0f MB, estimated %.0f MB", took/1e6, want/1e6)
	}
}

// All shipped experiments are read, and their columns are known.
func TestShippedExperiments(t *testing.T) {
	w := columns(t)
	for _, name := range scenario.ExperimentNames() {
		e, err := scenario.LoadExperiment(name, nil, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		s, err := sweep.New(e)
		if err != nil || s.Runs() == 0 {
			t.Errorf("%s: %d runs, %v", name, s.Runs(), err)
		}
		for _, o := range e.Outcomes {
			if !slices.Contains(w, o.Column) {
				t.Errorf("%s: no column %s", name, o.Column)
			}
		}
		seen := map[string]bool{}
		for i := range s.Runs() {
			if seen[s.Name(i)] {
				t.Fatalf("%s: two runs %s", name, s.Name(i))
			}
			seen[s.Name(i)] = true
		}
	}
}

func columns(t *testing.T) []string {
	t.Helper()
	s, err := scenario.Load("central", []string{"fleet.agents=0", "people.agents=100", "firms.agents=0"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := economy.New(s.Config, s.Economy, 1)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, c := range w.Tables()[0].Columns {
		out = append(out, c.Name)
	}
	for _, c := range w.Tables()[1].Columns {
		for _, o := range s.Economy.Occupations {
			out = append(out, experiment.Of("fields", c.Name, o.Code))
		}
	}
	return out
}

// A clock that jumps back or forth harms no estimate of time.
func TestPaceSurvivesClocks(t *testing.T) {
	s := load(t, small)
	at := time.Unix(1e9, 0)
	for _, jump := range []time.Duration{-time.Hour, time.Hour, 0} {
		pace, err := s.Pace(func() time.Time { at = at.Add(jump); return at })
		if err != nil || pace < 0 || math.IsNaN(pace) {
			t.Errorf("pace %g, %v", pace, err)
		}
	}
}
