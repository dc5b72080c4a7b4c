package person_test

import (
	"math"
	"testing"

	"tenfold/agents/person"
	"tenfold/sim/rng"

	"pgregory.net/rapid"
)

// threeStates is one occupation: out of the labour force 0, employed 1, unemployed 2, outside for good 3.
var threeStates = person.Cells{Start: []int{0, 2, 4, 6, 6}, To: []uint16{1, 2, 0, 2, 0, 1}}

// Persons are conserved, counts agree with states, and cumulated moves differ from cumulated expectations by less
// than one person a cell as long as there are persons to move.
func TestQuotasFollowExpectations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := person.New([]int64{300, 1000, 80, 40}, &threeStates, 0)
		flow := make([]float64, 6)
		expected := []float64{300, 1000, 80}
		for step := uint32(0); step < 20; step++ {
			for i := range flow {
				flow[i] = rapid.Float64Range(0, 3).Draw(t, "flow")
			}
			for s := 0; s < 3; s++ {
				for cell := threeStates.Start[s]; cell < threeStates.Start[s+1]; cell++ {
					expected[s] -= flow[cell]
					expected[threeStates.To[cell]] += flow[cell]
				}
			}
			c.Move(flow, &threeStates, rng.New(2), 0, step)
			var seen [4]int64
			for _, s := range c.State {
				seen[s]++
			}
			for s, n := range c.Count() {
				if n != seen[s] {
					t.Fatalf("state %d: counted %d, holds %d", s, n, seen[s])
				}
				if s < 3 && math.Abs(float64(n)-expected[s]) > 4 {
					t.Fatalf("state %d holds %d, expected %g", s, n, expected[s])
				}
			}
			if seen[3] != 40 {
				t.Fatalf("%d outside for good", seen[3])
			}
		}
	})
}

// Everybody of a state has the same chance to be drawn, and nobody moves twice in a step.
func TestDrawsAreFair(t *testing.T) {
	const n, steps = 200, 4000
	moved := make([]int, n)
	for step := uint32(0); step < steps; step++ {
		c := person.New([]int64{0, n, 0, 0}, &threeStates, 0)
		c.Move([]float64{0, 0, 10, 10, 0, 0}, &threeStates, rng.New(4), 0, step)
		for i, s := range c.State {
			if s != 1 {
				moved[i]++
			}
		}
	}
	chi2 := 0.
	for _, m := range moved {
		d := float64(m) - steps*.1
		chi2 += d * d / (steps * .1 * .9)
	}
	if chi2 > n+5*math.Sqrt(2*n) || chi2 < n-5*math.Sqrt(2*n) {
		t.Errorf("chi-square %g over %d persons", chi2, n)
	}
}

func TestNobodyMovesWhoIsNotThere(t *testing.T) {
	c := person.New([]int64{0, 3, 0, 0}, &threeStates, 0)
	c.Move([]float64{0, 0, 2, 7, 0, 0}, &threeStates, rng.New(1), 0, 0)
	if got := c.Count(); got[1] != 0 || got[0]+got[2] != 3 {
		t.Errorf("counts %v", got)
	}
	// What could not be met is owed.
	c.Move([]float64{5, 0, 0, 0, 0, 5}, &threeStates, rng.New(1), 0, 1)
	c.Move(make([]float64, 6), &threeStates, rng.New(1), 0, 2)
	if got := c.Count(); got[1] != 0 {
		t.Errorf("owed moves were not made: %v", got)
	}
}

func TestSpellsAndPay(t *testing.T) {
	c := person.New([]int64{1, 1, 2, 0}, &threeStates, 0)
	c.Pay([]float32{50_000})
	if c.Wage[1] != 50_000 || c.Wage[2] != 0 {
		t.Errorf("wages %v", c.Wage)
	}
	for step := uint32(0); step < 7; step++ {
		c.Move(make([]float64, 6), &threeStates, rng.New(1), 0, step)
	}
	if n := c.LongTerm(1, 7); n != 2 {
		t.Errorf("%d long-term unemployed, want 2", n)
	}
	if n := c.LongTerm(1, 8); n != 0 {
		t.Errorf("%d unemployed for eight steps after seven", n)
	}
}

func BenchmarkMove(b *testing.B) {
	c := person.New([]int64{3000, 6000, 300, 700}, &threeStates, 0)
	flow := []float64{60, 60, 60, 60, 60, 60}
	key := rng.New(1)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		c.Move(flow, &threeStates, key, 0, uint32(i)&0xffff)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10_000, "ns/agent")
}
