package sweep_test

import (
	"context"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"tenfold/sim/economy"
	"tenfold/sim/sweep"
)

const thousand = `
set: [fleet.agents=500, people.agents=500, firms.agents=100, clock.end=2028-12]
design: halton
size: 64
factors: [{setting: price.fall, from: 3, to: 30}, {setting: review.minimum, from: .05, to: .3}]
outcomes: [{column: real_output, at: final}, {column: unemployment_rate, at: peak}]
`

// took is the time that a sweep takes with so many workers, collection included, seconds.
func took(t *testing.T, s *sweep.Sweep, workers int) float64 {
	t.Helper()
	l := local(t)
	l.Workers = workers
	begun := time.Now()
	f := open(t, s, 0)
	if err := f.Run(context.Background(), l); err != nil {
		t.Fatal(err)
	}
	collect(t, f)
	return time.Since(begun).Seconds()
}

// runAlone makes run i without the sweep's folder.
func runAlone(t *testing.T, s *sweep.Sweep, i int) {
	t.Helper()
	under, err := s.Scenario(i)
	if err != nil {
		t.Fatal(err)
	}
	w, err := economy.New(under.Config, under.Economy, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for w.Tick() < w.Ticks() {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
}

// Runs of a thousand agents take at most 5 % longer in a sweep, with its files, than alone, two workers make it at least
// 1.8 times as fast, and memory stays where it was.
func TestSweepIsFast(t *testing.T) {
	if os.Getenv("TEST_SPEED") == "" {
		t.Skip("set TEST_SPEED=1, with nothing else running, to measure what a sweep takes beyond its runs")
	}
	s := load(t, thousand)
	alone, one, two := 1e9, 1e9, 1e9
	for try := 0; try < 6 && (try < 2 || one > 1.05*alone || two > one/1.8); try++ {
		begun := time.Now()
		for i := range s.Runs() {
			runAlone(t, s, i)
		}
		alone = min(alone, time.Since(begun).Seconds())
		one, two = min(one, took(t, s, 1)), min(two, took(t, s, 2))
	}
	t.Logf("beyond its runs %.1f %%; two workers %.2f times as fast as one", 100*(one/alone-1), one/two)
	if one > 1.05*alone {
		t.Errorf("a sweep takes %.1f %% more than its runs", 100*(one/alone-1))
	}
	if runtime.GOMAXPROCS(0) >= 2 && two > one/1.8 {
		t.Errorf("two workers are %.2f times as fast as one", one/two)
	}
	if grown := heapAfter(t, s, 3) - heapAfter(t, s, 1); grown > 8e6 {
		t.Errorf("memory grows by %.1f MB over %d runs", grown/1e6, 2*s.Runs())
	}
}

// heapAfter is the memory in use after the sweep has run so many times, bytes.
func heapAfter(t *testing.T, s *sweep.Sweep, times int) float64 {
	t.Helper()
	for range times {
		took(t, s, 2)
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// Ten thousand runs of a thousand agents take at most 5 % longer than as many alone, and the last need no more memory than
// the first.
func TestSweepOfTenThousandRunsIsFast(t *testing.T) {
	if os.Getenv("TEST_SPEED") == "" {
		t.Skip("set TEST_SPEED=1, with nothing else running, to measure ten thousand runs")
	}
	s := load(t, strings.NewReplacer("size: 64", "size: 10000", "clock.end=2028-12", "clock.end=2025-03").Replace(thousand))
	const sample = 200 // of runs alone, spread over the sweep so that both see the same machine
	alone, aside, peak := 0., 0., [2]float64{}
	l := local(t)
	l.Workers = 1
	l.Progress = func(done, of int) {
		if done%(of/sample) == 0 {
			begun := time.Now()
			runAlone(t, s, done-1)
			alone += time.Since(begun).Seconds()
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			half := min(2*done/(of+1), 1)
			peak[half] = max(peak[half], float64(m.HeapAlloc))
			aside += time.Since(begun).Seconds()
		}
	}
	begun := time.Now()
	f := open(t, s, 0)
	if err := f.Run(context.Background(), l); err != nil {
		t.Fatal(err)
	}
	ran := time.Since(begun).Seconds() - aside
	begun = time.Now()
	if sum := collect(t, f); sum.Runs != 10000 || len(sum.Failed) > 0 {
		t.Errorf("%d runs, %d failed", sum.Runs, len(sum.Failed))
	}
	collecting := time.Since(begun).Seconds()
	expected := alone * float64(s.Runs()) / sample
	t.Logf("runs alone %.1f s, in the sweep %.1f s and %.1f s to collect: %.1f %% more; memory %.1f MB at most in the first half, %.1f MB in the second",
		expected, ran, collecting, 100*((ran+collecting)/expected-1), peak[0]/1e6, peak[1]/1e6)
	if ran+collecting > 1.05*expected {
		t.Errorf("the sweep takes %.1f %% more than its runs", 100*((ran+collecting)/expected-1))
	}
	if peak[1] > peak[0]+2e6 {
		t.Errorf("memory grows from %.1f to %.1f MB", peak[0]/1e6, peak[1]/1e6)
	}
}
