package main

import (
	"context"
	"io"
	"os"
	"testing"
	"time"
)

// defaultRun is `tenfold run`, with further arguments, from its start to its files, in seconds.
func defaultRun(tb testing.TB, settings ...string) float64 {
	tb.Helper()
	begun := time.Now()
	code := run(context.Background(), environment{
		args: append([]string{"run", "--quiet", "--out", tb.TempDir()}, settings...), environ: os.Environ(),
		stdout: io.Discard, stderr: os.Stderr, exit: os.Exit, now: time.Now, load: loadScenario,
	})
	if code != exitOK {
		tb.Fatalf("exit code %d", code)
	}
	return time.Since(begun).Seconds()
}

// defaultSteps is the agent-steps of a default run: 100,000 coworkers and 100,000 people for 132 months.
const defaultSteps = 200_000 * 132

// BenchmarkDefaultRun reports a default run on all processors, per agent-step in trivial steps.
func BenchmarkDefaultRun(b *testing.B) {
	trivial, total := yardstick(), 0.
	for range b.N {
		total += defaultRun(b)
	}
	b.ReportMetric(total/float64(b.N), "s/run")
	b.ReportMetric(total/float64(b.N)/defaultSteps/trivial, "trivial-steps/agent-step")
}

// A default run takes at most 1.2 seconds where a plain loop steps 650 million trivial agents a second on a thread and
// two processors are free: 30 trivial steps an agent-step, files included. The best of twelve tries counts.
func TestDefaultRunIsFast(t *testing.T) {
	if os.Getenv("TEST_SPEED") == "" {
		t.Skip("set TEST_SPEED=1, with nothing else running, to measure the speed of a default run")
	}
	const budget = 1.2 * 650e6 / defaultSteps
	best := 1e9
	for try := 0; try < 12 && best > budget; try++ {
		time.Sleep(time.Duration(min(try, 1)) * 2 * time.Second) // for whatever else runs to end
		best = min(best, defaultRun(t)/defaultSteps/yardstick())
	}
	t.Logf("%.1f trivial steps an agent-step", best)
	if best > budget && !raceDetector {
		t.Errorf("a default run takes %.1f trivial steps an agent-step, at most %.1f are allowed", best, budget)
	}
}

// A million coworkers and a million people for 132 months take at most ten seconds under the same conditions: 25 trivial
// steps an agent-step.
func TestMillionIsFast(t *testing.T) {
	if os.Getenv("TEST_SPEED") == "" {
		t.Skip("set TEST_SPEED=1, with nothing else running, to measure the speed of a run of a million agents of each kind")
	}
	const budget = 10 * 650e6 / (10 * defaultSteps)
	best := 1e9
	for try := 0; try < 3 && best > budget; try++ {
		best = min(best, defaultRun(t, "--set", "fleet.agents=1M", "--set", "people.agents=1M")/(10*defaultSteps)/yardstick())
	}
	t.Logf("%.1f trivial steps an agent-step", best)
	if best > budget && !raceDetector {
		t.Errorf("a million of each take %.1f trivial steps an agent-step, at most %.1f are allowed", best, budget)
	}
}

// A hundred million coworkers run ten ticks within 8 GiB, at no more per coworker than twice what a million take.
func TestHundredMillionIsFast(t *testing.T) {
	if os.Getenv("TEST_SPEED") == "" {
		t.Skip("set TEST_SPEED=1 to run a hundred million coworkers, which take 2.5 GB and a minute")
	}
	step := func(n string, agents float64) float64 {
		out := t.TempDir()
		code := run(context.Background(), environment{
			args: []string{"run", "--quiet", "--out", out, "--set", "fleet.agents=" + n, "--set", "people.agents=0", "--set", "clock.end=2025-10"}, environ: os.Environ(),
			stdout: io.Discard, stderr: os.Stderr, exit: os.Exit, now: time.Now, load: loadScenario,
		})
		if code != exitOK {
			t.Fatalf("exit code %d", code)
		}
		e := manifest(t, out).Execution
		if e.PeakRSSBytes > 8<<30 {
			t.Errorf("%s coworkers take %d bytes", n, e.PeakRSSBytes)
		}
		return e.WallS / agents
	}
	few := min(step("1M", 1e6), step("1M", 1e6))
	many := step("100M", 1e8)
	t.Logf("a coworker of a hundred million takes %.2f of one of a million", many/few)
	if many > 2*few {
		t.Errorf("a coworker of a hundred million takes %.2f times one of a million", many/few)
	}
}

// Twenty thousand firms add at most a tenth to a default run: the best of several, taken in turn with and without.
func TestTwentyThousandFirmsIsFast(t *testing.T) {
	if os.Getenv("TEST_SPEED") == "" {
		t.Skip("set TEST_SPEED=1, with nothing else running, to measure what firms add to a run")
	}
	with, without := 1e9, 1e9
	for try := 0; try < 12 && (try < 4 || with > 1.1*without); try++ {
		without = min(without, defaultRun(t, "--set", "firms.agents=0"))
		with = min(with, defaultRun(t))
	}
	t.Logf("firms add %.1f %% to a default run", 100*(with/without-1))
	if with > 1.1*without {
		t.Errorf("firms add %.1f %% to a default run", 100*(with/without-1))
	}
}

// Ten policies with five seeds at default size are compared within 90 seconds on two processors.
func TestComparisonIsFast(t *testing.T) {
	if os.Getenv("TEST_SPEED") == "" {
		t.Skip("set TEST_SPEED=1, with nothing else running, to measure the speed of a comparison of ten policies")
	}
	const budget = 90 * 650e6 // trivial steps on a thread
	begun := time.Now()
	code := run(context.Background(), environment{
		args: append([]string{"compare", "central", "--draws", "1", "--seeds", "5", "--quiet", "--out", t.TempDir()}, "basic-income", "open-models", "shorter-week", "universal-compute-budget",
			"compute-tax-dividend", "capital-tax-dividend", "public-ownership", "fleet-cap", "rival-shock", "capability-pause"), environ: os.Environ(),
		stdout: io.Discard, stderr: os.Stderr, exit: os.Exit, now: time.Now, load: loadScenario,
	})
	took := time.Since(begun).Seconds()
	if code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	t.Logf("%.0f s, %.2g trivial steps", took, took/yardstick())
	if took/yardstick() > budget && !raceDetector {
		t.Errorf("ten policies with five seeds take %.0f s", took)
	}
}
