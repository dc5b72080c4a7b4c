package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tenfold/sim/output"
)

// source is this package's folder, for tests that change to another.
var source, _ = os.Getwd()

// small is a run with agents of both kinds that takes a moment.
func small(out string, more ...string) []string {
	return append([]string{"run", "--quiet", "--out", out, "--set", "fleet.agents=1000", "--set", "people.agents=1000", "--set", "clock.end=2026-06"}, more...)
}

// contents are all files below a folder. Of the manifest only what does not depend on the machine counts.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if filepath.Base(name) == "manifest.json" {
			var m map[string]any
			err = errors.Join(err, json.Unmarshal(data, &m))
			delete(m, "execution")
			data, _ = json.Marshal(m)
		}
		out[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSameBytesForAnyNumberOfWorkers(t *testing.T) {
	parent := t.TempDir()
	var first map[string]string
	for _, workers := range []string{"1", "2", "7"} {
		out := filepath.Join(parent, workers)
		in(loadScenario, small(out, "--workers", workers)...).succeed(t)
		got := contents(t, out)
		if first == nil {
			first = got
		}
		if len(got) != len(first) || len(got) < 7 {
			t.Errorf("%s workers: %d files, with 1 %d", workers, len(got), len(first))
		}
		for name := range first {
			if got[name] != first[name] {
				t.Errorf("%s workers: %s differs", workers, name)
			}
		}
	}
}

func TestJSONOfARun(t *testing.T) {
	out := t.TempDir()
	got := object[resultObject](t, in(loadScenario, small(out, "--json")...).succeed(t))
	f, err := output.Open(got.RunDir)
	if err != nil {
		t.Fatal(err)
	}
	if m := f.Manifest; m.Status != output.Complete || m.Hash != got.Hash || m.Seed != got.Seed || m.Name != got.Name {
		t.Errorf("%+v of a run with the manifest %+v", got, m)
	}
	table, err := f.Table("series")
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Metrics) != len(table.Columns) {
		t.Errorf("%d metrics of %d columns", len(got.Metrics), len(table.Columns))
	}
	for name, m := range got.Metrics {
		column := table.Column(name)
		if m.Final != column[len(column)-1] || m.Peak < m.Final || len(m.PeakDate) != len("2025-01") {
			t.Errorf("%s: %+v", name, m)
		}
	}
	if got.Timing.AgentSteps < 18*2000 || got.Timing.AgentStepsPerS <= 0 || got.Timing.PeakRSSBytes <= 0 || got.Timing.GoroutinesPeak < 1 {
		t.Errorf("timing %+v", got.Timing)
	}
}

func TestFailureInARunIsKept(t *testing.T) {
	out := t.TempDir()
	broken := fake(48, func(tick int) error {
		if tick == 3 {
			return errors.New("price of energy is NaN")
		}
		return nil
	})
	s := in(broken, "run", "--json", "--out", out).run()
	got := object[errorObject](t, s)
	if s.code != exitFailure || got.Error.Code != exitFailure || !strings.Contains(got.Error.Message, "price of energy is NaN; 3 ticks done, kept in "+got.RunDir) {
		t.Errorf("exit code %d, %+v", s.code, got)
	}
	m := manifest(t, out)
	if m.Status != output.Failed || m.Message != "price of energy is NaN" || m.Sizes.TicksDone != 3 {
		t.Errorf("manifest %+v", m)
	}
	if f, err := output.Open(got.RunDir); err != nil || f.Verify() != nil {
		t.Errorf("what is kept does not fit its manifest: %v", err)
	}

	// A complete run takes its place, and is not replaced by one that fails.
	in(fake(48, nil), "run", "--out", out).succeed(t)
	s = in(broken, "run", "--out", out).run()
	if s.code != exitFailure || !strings.Contains(s.log.String(), "the complete run of before is kept") || manifest(t, out).Status != output.Complete {
		t.Errorf("exit code %d, %s", s.code, &s.log)
	}
}

// JSON knows no infinity: the run is done and kept, but its figures cannot be told in this form.
func TestResultThatJSONCannotHold(t *testing.T) {
	if err := writeJSON(&bytes.Buffer{}, map[string]float64{"x": 1 / zero}); err == nil || err.(*failure).code != exitFailure {
		t.Errorf("got %v", err)
	}
}

var zero float64

func TestMetricsOfNothing(t *testing.T) {
	w := newFakeWorld(3, nil)
	if got := metrics(w.tables[0]); len(got) != 0 {
		t.Errorf("no rows: %v", got)
	}
	if got := metrics(nil); len(got) != 0 {
		t.Errorf("no table: %v", got)
	}
}
