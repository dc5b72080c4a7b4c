package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tenfold/sim/output"
	"tenfold/sim/scenario"
)

// A stopping world asks for the end of the run when it has done some ticks, as a signal would.
type stopping struct {
	world
	at   int
	stop func()
}

func (s *stopping) Step() error {
	err := s.world.Step()
	if s.Tick() == s.at {
		s.stop()
	}
	return err
}

// runUntil runs the program in this process and interrupts it after some ticks, 0 for never.
func runUntil(t *testing.T, ticks int, args ...string) (code int, log string) {
	t.Helper()
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	var stderr bytes.Buffer
	e := in(loadScenario, args...).environment
	e.stdout, e.stderr = io.Discard, &stderr
	e.load = func(source string, set, environ []string, policies ...string) (*plan, error) {
		p, err := loadScenario(source, set, environ, policies...)
		if err != nil {
			return nil, err
		}
		begin := p.start
		p.start = func(workers int) (world, error) {
			w, err := begin(workers)
			if err != nil {
				return nil, err
			}
			return &stopping{w, ticks, func() { cancel(stopped{syscall.SIGINT}) }}, nil
		}
		return p, nil
	}
	return run(ctx, e), stderr.String()
}

// tablesOf are the bytes of all tables of the only run below a folder, by name.
func tablesOf(t *testing.T, parent string) map[string]string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(parent, "*", "*.csv"))
	if err != nil || len(found) < 3 {
		t.Fatalf("%s: %v, %v", parent, found, err)
	}
	out := map[string]string{}
	for _, path := range found {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(path)] = string(data)
	}
	return out
}

func sameTables(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d tables, want %d", what, len(got), len(want))
	}
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s: %s differs", what, name)
		}
	}
}

// Every shipped scenario gives the same bytes in every table for either executor, any number of workers, and with or
// without stops that are resumed.
func TestTheSameBits(t *testing.T) {
	scenarios, workers := []string{"central", "essay"}, []int{1, 3}
	if os.Getenv("TEST_HEAVY") != "" {
		scenarios, workers = scenario.Names(), []int{1, 2, 3, 8}
	}
	small := []string{"--quiet", "--ledger", "--panel", "3", "--set", "fleet.agents=2000", "--set", "people.agents=2000", "--set", "firms.agents=500", "--set", "clock.end=2028-02"}
	for _, name := range scenarios {
		var want map[string]string
		for _, executor := range []string{"shards", "goroutines"} {
			for _, n := range workers {
				for _, stops := range [][]int{nil, {1, 13, 14}} {
					what := fmt.Sprintf("%s, %s, %d workers, stops %v", name, executor, n, stops)
					got := tablesOf(t, runWithStops(t, what, stops, append([]string{"run", name, "--executor", executor, "--workers", fmt.Sprint(n)}, small...)))
					if want == nil {
						want = got
						continue
					}
					sameTables(t, what, got, want)
				}
			}
		}
	}
}

// runWithStops runs into a new folder, which it returns, interrupts at each stop and resumes.
func runWithStops(t *testing.T, what string, stops []int, args []string) string {
	t.Helper()
	out := t.TempDir()
	args = append(args, "--out", out)
	workers := args[5]
	for _, at := range append(stops, 0) {
		want := exitInterrupted
		if at == 0 {
			want = exitOK
		}
		if code, log := runUntil(t, at, args...); code != want {
			t.Fatalf("%s: exit code %d at %d\n%s", what, code, at, log)
		}
		args = []string{"run", "--resume", onlyRun(t, out), "--quiet", "--workers", workers}
	}
	return out
}

// onlyRun is the one folder in a parent.
func onlyRun(t *testing.T, parent string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(parent, "*", "manifest.json"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v, %v", parent, found, err)
	}
	return filepath.Dir(found[0])
}

// A stopped run keeps its last two checkpoints; damage to the newest costs the ticks since the one before, damage to both
// is refused, and a complete run keeps none and prints what it printed.
func TestResumeFromWhatIsWhole(t *testing.T) {
	args := []string{"run", "--quiet", "--mean-field", "--set", "clock.end=2027-12", "--checkpoint-every", "4"}
	want := tablesOf(t, runWithStops(t, "undisturbed", nil, append(args[:1:1], append([]string{"central", "--executor", "shards", "--workers", "1"}, args[1:]...)...)))
	stop := func(t *testing.T) (dir string, checkpoints []string) {
		out := t.TempDir()
		if code, log := runUntil(t, 14, append(args, "--out", out)...); code != exitInterrupted {
			t.Fatalf("exit code %d\n%s", code, log)
		}
		dir = onlyRun(t, out)
		checkpoints, _ = filepath.Glob(filepath.Join(dir, "checkpoint", "*"))
		if len(checkpoints) != 2 || filepath.Base(checkpoints[0]) != "tick-00000012" || filepath.Base(checkpoints[1]) != "tick-00000014" {
			t.Fatalf("checkpoints %v", checkpoints)
		}
		return dir, checkpoints
	}
	damage := func(t *testing.T, path string) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		data[len(data)/2] ^= 4
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("newest damaged", func(t *testing.T) {
		dir, checkpoints := stop(t)
		damage(t, checkpoints[1])
		code, log := runUntil(t, 0, "run", "--resume", dir)
		if code != exitOK || !strings.Contains(log, "not used") || !strings.Contains(log, "digest does not fit") {
			t.Fatalf("exit code %d\n%s", code, log)
		}
		sameTables(t, "resumed", tablesOf(t, filepath.Dir(dir)), want)
		if left, _ := filepath.Glob(filepath.Join(dir, "checkpoint*")); len(left) > 0 {
			t.Errorf("left %v", left)
		}
		m := manifest(t, filepath.Dir(dir))
		if m.Status != output.Complete || len(m.Execution.Resumed) != 1 || m.Execution.Resumed[0] != 12 {
			t.Errorf("manifest %+v", m)
		}
		if code, log := runUntil(t, 0, "run", "--resume", dir, "--quiet"); code != exitOK {
			t.Errorf("complete: exit code %d\n%s", code, log)
		}
	})
	t.Run("both damaged", func(t *testing.T) {
		dir, checkpoints := stop(t)
		damage(t, checkpoints[0])
		damage(t, checkpoints[1])
		code, log := runUntil(t, 0, "run", "--resume", dir, "--quiet")
		if code != exitFailure || strings.Count(log, "digest does not fit") != 2 {
			t.Fatalf("exit code %d\n%s", code, log)
		}
	})
	t.Run("of another run", func(t *testing.T) {
		dir, checkpoints := stop(t)
		other := t.TempDir()
		if code, log := runUntil(t, 14, append(args, "--out", other, "--seed", "2")...); code != exitInterrupted {
			t.Fatalf("exit code %d\n%s", code, log)
		}
		for _, c := range checkpoints {
			data, err := os.ReadFile(filepath.Join(onlyRun(t, other), "checkpoint", filepath.Base(c)))
			if err == nil {
				err = os.WriteFile(c, data, 0o644)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		code, log := runUntil(t, 0, "run", "--resume", dir, "--quiet")
		if code != exitFailure || !strings.Contains(log, "belongs to another run") {
			t.Fatalf("exit code %d\n%s", code, log)
		}
	})
	t.Run("table cut short", func(t *testing.T) {
		dir, _ := stop(t)
		if err := os.Truncate(filepath.Join(dir, "series.csv"), 500); err != nil {
			t.Fatal(err)
		}
		code, log := runUntil(t, 0, "run", "--resume", dir, "--quiet")
		if code != exitFailure || !strings.Contains(log, "has 500 bytes, the checkpoint counts on") {
			t.Fatalf("exit code %d\n%s", code, log)
		}
	})
	t.Run("no checkpoint", func(t *testing.T) {
		dir, _ := stop(t)
		if err := os.RemoveAll(filepath.Join(dir, "checkpoint")); err != nil {
			t.Fatal(err)
		}
		if code, log := runUntil(t, 0, "run", "--resume", dir, "--quiet"); code != exitOK {
			t.Fatalf("exit code %d\n%s", code, log)
		}
		sameTables(t, "from the start", tablesOf(t, filepath.Dir(dir)), want)
	})
	t.Run("changed scenario", func(t *testing.T) {
		dir, _ := stop(t)
		path := filepath.Join(dir, "scenario.yaml")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, bytes.Replace(data, []byte("fall: 10 "), []byte("fall: 11 "), 1), 0o644); err != nil {
			t.Fatal(err)
		}
		if code, log := runUntil(t, 0, "run", "--resume", dir, "--quiet"); code != exitUsage || !strings.Contains(log, "made by another version or changed") {
			t.Fatalf("exit code %d\n%s", code, log)
		}
	})
}

// A million coworkers with a goroutine each are as good as a million rows: all are alive at once, and the tables are the
// same.
func TestMillionGoroutines(t *testing.T) {
	if os.Getenv("TEST_HEAVY") == "" {
		t.Skip("set TEST_HEAVY=1 to run a million goroutines, which take 3 GB")
	}
	million := []string{"--quiet", "--set", "fleet.agents=1M", "--set", "people.agents=0", "--set", "clock.end=2025-06"}
	rows, goroutines := t.TempDir(), t.TempDir()
	for out, executor := range map[string]string{rows: "shards", goroutines: "goroutines"} {
		if code, log := runUntil(t, 0, append([]string{"run", "--executor", executor, "--out", out}, million...)...); code != exitOK {
			t.Fatalf("%s: exit code %d\n%s", executor, code, log)
		}
	}
	sameTables(t, "a goroutine each", tablesOf(t, goroutines), tablesOf(t, rows))
	if e := manifest(t, goroutines).Execution; e.GoroutinesPeak < 1_000_000 || e.Executor != "goroutines" {
		t.Errorf("%d goroutines at most, executor %s", e.GoroutinesPeak, e.Executor)
	}
}
