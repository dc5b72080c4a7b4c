package engine_test

import (
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"tenfold/sim/engine"

	"pgregory.net/rapid"
)

// Every agent has a goroutine of its own for as long as it lives, steps once a tick in its turn, and ends when asked.
func TestCoroutinesStepInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, ticks := rapid.IntRange(0, 60).Draw(t, "agents"), rapid.IntRange(0, 10).Draw(t, "ticks")
		var order, want []int
		ended := 0
		c := engine.Spawn(n, func(agent int, wait func() bool) {
			age := 0 // lives on the goroutine's stack
			for wait() {
				order = append(order, agent*1000+age)
				age++
			}
			ended++
		})
		during := runtime.NumGoroutine()
		for tick := range ticks {
			c.Step()
			for agent := range n {
				want = append(want, agent*1000+tick)
			}
		}
		c.Stop()
		for until := time.Now().Add(5 * time.Second); during-runtime.NumGoroutine() < n; time.Sleep(time.Millisecond) {
			if time.Now().After(until) { // other goroutines may end in between, which hides nothing
				t.Fatalf("%d goroutines less than with %d agents", during-runtime.NumGoroutine(), n)
			}
		}
		if !slices.Equal(order, want) || ended != n || c.Len() != n {
			t.Fatalf("order %v, want %v; %d of %d ended", order, want, ended, n)
		}
	})
}

// An agent may end by itself; the others go on.
func TestCoroutinesMayEnd(t *testing.T) {
	steps := 0
	c := engine.Spawn(2, func(agent int, wait func() bool) {
		for age := 0; wait() && (agent == 1 || age < 2); age++ {
			steps++
		}
	})
	defer c.Stop()
	for range 5 {
		c.Step()
	}
	if steps != 2+5 {
		t.Errorf("%d steps", steps)
	}
}

// What a switch to a goroutine and back costs, beside other ways to wake a parked goroutine for a tick.
const parked = 20_000

func perStep(b *testing.B, step func()) {
	b.Helper()
	for b.Loop() {
		step()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/parked, "ns/agent-step")
}

func BenchmarkParkedCoroutine(b *testing.B) {
	var sums [2]int
	shards := [2]*engine.Coroutines{}
	for s := range shards {
		shards[s] = engine.Spawn(parked/2, func(agent int, wait func() bool) {
			for wait() {
				sums[s] += agent
			}
		})
		defer shards[s].Stop()
	}
	pool := engine.Pool{Workers: 2}
	perStep(b, func() { pool.Each(2, func(s int) { shards[s].Step() }) })
}

func BenchmarkParkedOnChannel(b *testing.B) {
	wake := make([]chan struct{}, parked)
	var done sync.WaitGroup
	for i := range wake {
		wake[i] = make(chan struct{}, 1)
		go func() {
			for range wake[i] {
				done.Done()
			}
		}()
	}
	perStep(b, func() {
		done.Add(parked)
		for _, w := range wake {
			w <- struct{}{}
		}
		done.Wait()
	})
	for _, w := range wake {
		close(w)
	}
}

func BenchmarkParkedOnCondition(b *testing.B) {
	const block = 128
	blocks := parked / block
	var done sync.WaitGroup
	type group struct {
		sync.Mutex
		wake *sync.Cond
		tick int
	}
	groups := make([]*group, blocks)
	over := false
	for g := range groups {
		groups[g] = &group{}
		groups[g].wake = sync.NewCond(&groups[g].Mutex)
		for range block {
			go func() {
				q := groups[g]
				for seen := 0; ; seen++ {
					q.Lock()
					for q.tick == seen {
						q.wake.Wait()
					}
					q.Unlock()
					if over {
						return
					}
					done.Done()
				}
			}()
		}
	}
	wake := func() {
		for _, q := range groups {
			q.Lock()
			q.tick++
			q.Unlock()
			q.wake.Broadcast()
		}
	}
	perStep(b, func() {
		done.Add(blocks * block)
		wake()
		done.Wait()
	})
	over = true
	wake()
	time.Sleep(time.Millisecond)
}
