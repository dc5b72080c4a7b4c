package experiment

import (
	"math"
	"math/rand/v2"
	"testing"
)

// falseDetections is how often a policy that changes nothing is said to change an outcome: changes are normal noise.
func falseDetections(draws, seeds int) float64 {
	const tries = 4000
	r, found := rand.New(rand.NewPCG(uint64(draws), uint64(seeds))), 0.
	tests := newTests(true, draws, seeds)
	for range tries {
		changes := make([][]float64, draws)
		for d := range changes {
			for range seeds {
				changes[d] = append(changes[d], r.NormFloat64())
			}
		}
		if e := tests.effect(changes, 1); e.Detected {
			found += 1. / tries
		}
	}
	return found
}

// Pure noise is called a difference no more often than is said, for any number of draws and seeds: about 1 % of the time by
// Student's quantile, less where all draws must agree besides, and 2.5 % with eight draws of one seed each.
func TestNoiseIsNoDifference(t *testing.T) {
	for _, c := range []struct {
		draws, seeds int
		least, most  float64
	}{
		{1, 1, 0, 0}, {2, 1, 0, 0}, {7, 1, 0, 0}, {8, 1, .015, .035}, {16, 1, 0, .005},
		{1, 2, .006, .015}, {1, 4, .006, .015}, {1, 16, .006, .015}, {2, 2, .004, .015}, {2, 4, .004, .015}, {4, 2, .001, .015}, {8, 2, .0005, .015}, {16, 2, 0, .005},
	} {
		if got := falseDetections(c.draws, c.seeds); got < c.least || got > c.most {
			t.Errorf("%d draws of %d seeds: noise is a difference in %.4f of cases, want %g to %g", c.draws, c.seeds, got, c.least, c.most)
		}
	}
}

// Heavy tails, as of outcomes that jump in few of the seeds, are found no more often than normal noise.
func TestJumpsAreNoDifference(t *testing.T) {
	r, found := rand.New(rand.NewPCG(7, 7)), 0
	const tries = 4000
	for _, seeds := range []int{2, 4} {
		tests := newTests(true, 2, seeds)
		for range tries {
			changes := make([][]float64, 2)
			for d := range changes {
				for range seeds {
					x := 1e-3 * r.NormFloat64()
					if r.Float64() < .2 {
						x = r.NormFloat64()
					}
					changes[d] = append(changes[d], x)
				}
			}
			if tests.effect(changes, 1).Detected {
				found++
			}
		}
	}
	if rate := float64(found) / (2 * tries); rate > .015 {
		t.Errorf("jumps are a difference in %.4f of cases", rate)
	}
}

// What is larger than the noise is found, whatever tests it; without agents one draw is enough, but for what rounding leaves.
func TestDifferencesAreFound(t *testing.T) {
	for _, c := range []struct {
		sampled      bool
		draws, seeds int
		span         string
		free         int
	}{{true, 8, 1, SpanBand, 0}, {true, 2, 3, SpanRange, 4}, {true, 1, 4, SpanOne, 3}, {false, 1, 1, SpanOne, 0}, {false, 2, 1, SpanRange, 0}, {false, 8, 2, SpanBand, 0}} {
		tests := newTests(c.sampled, c.draws, c.seeds)
		if !tests.Tested || tests.Span != c.span || tests.Free != c.free || (tests.Student > 2.5) != (c.free > 0) {
			t.Errorf("%+v: %+v", c, tests)
		}
		real, rounded := make([][]float64, c.draws), make([][]float64, c.draws)
		for d := range real {
			for s := range c.seeds {
				wobble := 0.
				if c.sampled {
					wobble = .01 * float64(s)
				}
				real[d], rounded[d] = append(real[d], 1+.1*float64(d)+wobble), append(rounded[d], 1e-13)
			}
		}
		if e := tests.effect(real, 10); !e.Detected || !(e.Low <= e.Change && e.Change <= e.High) {
			t.Errorf("%+v: %+v", c, e)
		}
		if e := tests.effect(rounded, 10); e.Detected {
			t.Errorf("%+v: rounding is a difference: %+v", c, e)
		}
	}
	changes := [][]float64{{-1}, {0}, {3}}
	tests := newTests(false, 3, 1)
	if e := tests.effect(changes, 1); e.Low != -1 || e.High != 3 || e.Detected {
		t.Errorf("the range of -1, 0 and 3: %+v", e)
	}
	if q := newTests(true, 1, 2).Student; math.Abs(q-63.657) > .001 {
		t.Errorf("Student's 99 %% with one degree of freedom: %g", q)
	}
}
