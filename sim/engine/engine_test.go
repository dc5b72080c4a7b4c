package engine_test

import (
	"sync/atomic"
	"testing"

	"tenfold/sim/engine"

	"pgregory.net/rapid"
)

// Every shard runs exactly once, whatever the number of workers.
func TestEachRunsEveryShardOnce(t *testing.T) {
	for _, workers := range []int{0, 1, 2, 3, 7, 100} {
		ran := make([]atomic.Int32, 23)
		engine.Pool{Workers: workers}.Each(len(ran), func(s int) { ran[s].Add(1) })
		for s := range ran {
			if n := ran[s].Load(); n != 1 {
				t.Errorf("%d workers: shard %d ran %d times", workers, s, n)
			}
		}
	}
}

// Blocks cover all agents once, in order, and none exceeds the limit.
func TestBlocksPartitionTheAgents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k := rapid.IntRange(0, 400_000).Draw(t, "n"), rapid.IntRange(0, 70).Draw(t, "blocks")
		next := 0
		for _, b := range engine.Blocks(n, k) {
			if b.From != next || b.Len() < 1 || b.Len() > engine.MostPerShard {
				t.Fatalf("block %+v after %d", b, next)
			}
			next = b.To
		}
		if next != n {
			t.Fatalf("blocks end at %d of %d", next, n)
		}
	})
}

func TestClock(t *testing.T) {
	for _, c := range []struct {
		clock       engine.Clock
		ticks       int
		first, last string
	}{
		{engine.Clock{Start: "2025-01", End: "2035-12", Tick: "month"}, 132, "2025-01", "2035-12"},
		{engine.Clock{Start: "2025-01", End: "2035-12", Tick: "quarter"}, 44, "2025-Q1", "2035-Q4"},
		{engine.Clock{Start: "2025-01", End: "2025-12", Tick: "week"}, 52, "2025-W01", "2025-W52"},
		{engine.Clock{Start: "2026-07", End: "2027-06", Tick: "quarter"}, 4, "2026-Q3", "2027-Q2"},
		{engine.Clock{Start: "2025-01", End: "2025-04", Tick: "quarter"}, 2, "2025-Q1", "2025-Q2"},
	} {
		n := c.clock.Ticks()
		if n != c.ticks || c.clock.Label(0) != c.first || c.clock.Label(n-1) != c.last {
			t.Errorf("%+v: %d ticks, %s to %s", c.clock, n, c.clock.Label(0), c.clock.Label(n-1))
		}
	}
	if n := (engine.Clock{Start: "2026-01", End: "2025-01"}).Ticks(); n != 0 {
		t.Errorf("a run that ends before it starts has %d ticks", n)
	}
}
