package coworker_test

import (
	"math"
	"testing"

	"tenfold/agents/coworker"
	"tenfold/sim/rng"
	"tenfold/sim/tech"

	"pgregory.net/rapid"
)

// offer is a field whose tasks have the given lengths in hours, all with the same odds of failure.
func offer(hours float64, odds float32, lengths ...float64) *coworker.Work {
	w := &coworker.Work{Hours: coworker.Fixed(hours), ReviewMin: .1, ReviewVar: .28}
	weights := make([]float64, tech.Bins)
	for k := range w.Length {
		w.Length[k] = coworker.Fixed(lengths[k%len(lengths)])
		weights[k] = 1
	}
	for c := range w.Odds {
		for k := range w.Odds[c] {
			w.Odds[c][k] = odds
		}
	}
	w.Pick.Reset(weights)
	return w
}

func fleet(n int, spread float64) *coworker.Columns {
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	return coworker.New(order, n, spread, .83, 0)
}

// Hours are conserved exactly, for any lengths, hours and odds, in every tick.
func TestHoursAreConserved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := offer(rapid.Float64Range(0, 500).Draw(t, "hours"), float32(rapid.Float64Range(0, 10).Draw(t, "odds")),
			rapid.SliceOfN(rapid.Float64Range(.05, 2000), 1, 16).Draw(t, "lengths")...)
		w.Waiting = coworker.Fixed(rapid.Float64Range(0, 50).Draw(t, "waiting"))
		w.Idle = coworker.Fixed(rapid.Float64Range(0, 50).Draw(t, "idle"))
		c := fleet(50, .3)
		for tick := uint32(0); tick < 8; tick++ {
			tally := c.Step(w, rng.New(7), 0, tick)
			if lost := tally.Unaccounted(w); lost != 0 {
				t.Fatalf("tick %d: %d units of hours unaccounted for", tick, lost)
			}
		}
	})
}

// naive steps one coworker with floating-point hours and one Bernoulli draw a task; over many coworkers its means
// agree with Step's.
func naive(hours, length, p float64, ticks int) (attempts, carried float64) {
	for i := 0; i < ticks; i++ {
		n := math.Floor((carried + hours) / length)
		attempts += n
		carried += hours - n*length
	}
	return attempts, carried
}

func TestStepAgainstNaiveTwin(t *testing.T) {
	for _, length := range []float64{.3, 4, 79, 400} {
		const n, ticks, hours, odds = 2000, 24, 173.33, .5
		w, c := offer(hours, odds, length), fleet(n, 0)
		var sum coworker.Tally
		for tick := uint32(0); tick < ticks; tick++ {
			tally := c.Step(w, rng.New(1), 0, tick)
			sum.Add(&tally)
		}
		attempts, carried := naive(hours, length, 1/(1+odds), ticks)
		got, good := 0., 0.
		for k := range sum.Attempts {
			got += float64(sum.Attempts[k])
			good += float64(sum.Successes[k])
		}
		if math.Abs(got/n-attempts) > 1e-4*attempts+1e-9 {
			t.Errorf("length %g: %g attempts each, naive %g", length, got/n, attempts)
		}
		if math.Abs(coworker.Hours(sum.Carried)/n-carried) > 1e-3*length+1e-2 {
			t.Errorf("length %g: %g hours carried each, naive %g", length, coworker.Hours(sum.Carried)/n, carried)
		}
		sd := math.Sqrt(got * (2. / 9))
		if math.Abs(good-got/1.5) > 5*sd {
			t.Errorf("length %g: %g of %g succeeded, want %g +- %g", length, good, got, got/1.5, sd)
		}
	}
}

// A task longer than a tick is carried until it is finished.
func TestLongTasksAreCarriedOver(t *testing.T) {
	w, c := offer(100, 0, 250), fleet(1, 0)
	done := []uint32{}
	for tick := uint32(0); tick < 5; tick++ {
		c.Step(w, rng.New(1), 0, tick)
		done = append(done, c.Done[0])
	}
	for tick, want := range []uint32{0, 0, 1, 1, 2} {
		if done[tick] != want {
			t.Fatalf("tasks done by tick: %v", done)
		}
	}
}

// Success falls with the coworker's odds and is the same whichever shard a coworker is in.
func TestSkillDecidesSuccess(t *testing.T) {
	w, c := offer(173, 1, 2), fleet(2000, 1)
	for tick := uint32(0); tick < 12; tick++ {
		c.Step(w, rng.New(3), 0, tick)
	}
	rate := func(from, to int) float64 {
		done, all := 0., 0.
		for i := from; i < to; i++ {
			done += float64(c.Done[i])
			all += float64(c.Done[i] + c.Failed[i])
		}
		return done / all
	}
	low, high := rate(0, 200), rate(1800, 2000)
	if !(low < .35 && high > .65) {
		t.Errorf("lowest tenth succeeds %g, highest %g", low, high)
	}
}

func TestDrawsAreNamedByTheCoworker(t *testing.T) {
	w := offer(173, 1, 1, 3, 9)
	whole, part := fleet(100, 0), fleet(50, 0)
	for tick := uint32(0); tick < 6; tick++ {
		whole.Step(w, rng.New(5), 0, tick)
		part.Step(w, rng.New(5), 50, tick)
	}
	for i := range part.Done {
		if part.Done[i] != whole.Done[50+i] || part.Carried[i] != whole.Carried[50+i] {
			t.Fatalf("coworker %d did %d tasks in one shard, %d in another", 50+i, part.Done[i], whole.Done[50+i])
		}
	}
}

// Upgrades come at the stated rate, and the classes add up.
func TestUpgradesComeWithTheirLag(t *testing.T) {
	w, c := offer(10, 1, 1), fleet(50_000, 0)
	w.Latest, w.Upgrade = 2, 1<<30 // a quarter in each tick
	left := 1.
	for tick := uint32(0); tick < 6; tick++ {
		tally := c.Step(w, rng.New(9), 0, tick)
		left *= .75
		if got := float64(tally.Class[2]) / 50_000; math.Abs(got-left) > .01 {
			t.Errorf("tick %d: %g still on the old generation, want %g", tick, got, left)
		}
		if tally.Class[0]+tally.Class[2] != 50_000 {
			t.Errorf("classes %v", tally.Class)
		}
	}
}

// Review is l v(p) hours an attempt.
func TestReviewHours(t *testing.T) {
	w, c := offer(100, 0, 1), fleet(10, 0)
	tally := c.Step(w, rng.New(1), 0, 0)
	if got := coworker.Hours(tally.Review); math.Abs(got-.1*1000) > 1e-3 {
		t.Errorf("%g review hours for 1,000 certain hours", got)
	}
}
