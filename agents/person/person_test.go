package person_test

import (
	"math"
	"testing"

	"tenfold/agents/person"
	"tenfold/sim/rng"

	"pgregory.net/rapid"
)

// cells of one occupation: out of the labour force 0, employed 1, unemployed 2, outside for good 3. The second way out
// of employment is a layoff.
func cells() *person.Cells {
	return &person.Cells{
		Start: []int{0, 2, 5, 7, 7}, To: []int{1, 2, 0, 2, 2, 0, 1},
		Layoff: []bool{false, false, false, false, true, false, false}, Weighted: make([]bool, 4),
	}
}

func states(count ...int) []uint16 {
	var out []uint16
	for s, n := range count {
		for range n {
			out = append(out, uint16(s))
		}
	}
	return out
}

var noScars person.Scars

// Persons are conserved, counts agree with states, and cumulated moves differ from cumulated expectations by less
// than one person a cell as long as there are persons to move.
func TestQuotasFollowExpectations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := cells()
		cells.Weighted[2] = rapid.Bool().Draw(t, "weighted")
		c := person.New(states(300, 1000, 80, 40), cells, 0)
		for i := range c.State {
			c.SetAdaptability(i, rapid.Float64Range(.1, 4).Draw(t, "adaptability"))
		}
		flow := make([]float64, len(cells.To))
		expected := []float64{300, 1000, 80}
		for step := uint32(0); step < 20; step++ {
			for i := range flow {
				flow[i] = rapid.Float64Range(0, 3).Draw(t, "flow")
			}
			for s := 0; s < 3; s++ {
				for cell := cells.Start[s]; cell < cells.Start[s+1]; cell++ {
					expected[s] -= flow[cell]
					expected[cells.To[cell]] += flow[cell]
				}
			}
			c.Move(flow, nil, cells, noScars, rng.New(2), 0, step)
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
		c := person.New(states(0, n, 0, 0), cells(), 0)
		c.Move([]float64{0, 0, 10, 10, 0, 0, 0}, nil, cells(), noScars, rng.New(4), 0, step)
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

// In a weighted state chances are in proportion to adaptability, whoever stands first.
func TestTheAdaptableLeaveWeightedStatesFirst(t *testing.T) {
	cells := cells()
	cells.Weighted[2] = true
	moved := [2]int{}
	for step := uint32(0); step < 3000; step++ {
		c := person.New(states(0, 0, 200, 0), cells, 0)
		for i := range c.State {
			c.SetAdaptability(i, []float64{.5, 1.5}[i%2])
		}
		c.Move([]float64{0, 0, 0, 0, 0, 0, 20}, nil, cells, noScars, rng.New(6), 0, step)
		for i, s := range c.State {
			if s == 1 {
				moved[i%2]++
			}
		}
	}
	if moved[0]+moved[1] != 3000*20 {
		t.Errorf("%d moved, want 60000", moved[0]+moved[1])
	}
	if r := float64(moved[1]) / float64(moved[0]); math.Abs(r-3) > .1 {
		t.Errorf("the adaptable leave %g times as often, want 3", r)
	}
}

// A pool spreads those who arrive as its shares say, to a person.
func TestPoolsShareArrivals(t *testing.T) {
	cells := &person.Cells{
		Start: []int{0, 1, 1, 1, 1}, To: []int{person.FirstPool}, Layoff: []bool{false}, Weighted: make([]bool, 4),
		Pools: []person.Pool{{Member: 0, States: []uint16{1, 2, 3}}},
	}
	c := person.New(states(5000, 0, 0, 0), cells, 0)
	arrived := 0.
	for step := uint32(0); step < 100; step++ {
		flow := 7.3 + float64(step%5)
		arrived += flow
		c.Move([]float64{flow}, []float64{.6, .3, .1}, cells, noScars, rng.New(1), 0, step)
		for m, share := range []float64{.6, .3, .1} {
			if got := float64(c.Count()[1+m]); math.Abs(got-share*arrived) > 2 {
				t.Fatalf("step %d: %g arrived in state %d, want %g", step, got, 1+m, share*arrived)
			}
		}
	}
}

func TestNobodyMovesWhoIsNotThere(t *testing.T) {
	c := person.New(states(0, 3, 0, 0), cells(), 0)
	c.Move([]float64{0, 0, 2, 7, 0, 0, 0}, nil, cells(), noScars, rng.New(1), 0, 0)
	if got := c.Count(); got[1] != 0 || got[0]+got[2] != 3 {
		t.Errorf("counts %v", got)
	}
	// What could not be met is owed.
	c.Move([]float64{5, 0, 0, 0, 0, 0, 5}, nil, cells(), noScars, rng.New(1), 0, 1)
	c.Move(make([]float64, 7), nil, cells(), noScars, rng.New(1), 0, 2)
	if got := c.Count(); got[1] != 0 {
		t.Errorf("owed moves were not made: %v", got)
	}
}

// Layoffs scar, other separations do not; scars heal at the stated rate, twice as fast where adaptability is double.
func TestDisplacementScarsAndHeals(t *testing.T) {
	c := person.New(states(0, 4, 0, 0), cells(), .999)
	for i := range c.State {
		c.SetAdaptability(i, 1)
	}
	c.SetAdaptability(1, 2)
	scars := person.Scars{Loss: .25, Heal: .01}
	c.Move([]float64{0, 0, 0, 0, 4, 0, 0}, nil, cells(), scars, rng.New(1), 0, 0)
	for i := range c.State {
		if c.State[i] != 2 || c.Scar[i] != .25 || c.Displaced[i] != 0 {
			t.Fatalf("person %d: state %d, scar %g, displaced %d", i, c.State[i], c.Scar[i], c.Displaced[i])
		}
	}
	for step := uint32(1); step <= 10; step++ {
		c.Move(make([]float64, 7), nil, cells(), scars, rng.New(1), 0, step)
	}
	for i, want := range []float64{.25 * math.Pow(.99, 10), .25 * math.Pow(.98, 10)} {
		if math.Abs(float64(c.Scar[i])-want) > 1e-6 {
			t.Errorf("scar of person %d is %g after ten steps, want %g", i, c.Scar[i], want)
		}
	}
	if c.Displaced[0] != 10 {
		t.Errorf("displaced for %d steps", c.Displaced[0])
	}
	if c.Since[0] != 10 {
		t.Errorf("unemployed for %d steps after ten", c.Since[0])
	}
}

func BenchmarkMove(b *testing.B) {
	cells := cells()
	c := person.New(states(3000, 6000, 300, 700), cells, 0)
	flow := []float64{60, 60, 60, 60, 60, 60, 60}
	key := rng.New(1)
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		c.Move(flow, nil, cells, noScars, key, 0, uint32(i)&0xffff)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10_000, "ns/agent")
}

// A state without persons lets its kin make the moves it owes.
func TestKinStandIn(t *testing.T) {
	cells := &person.Cells{
		Start: []int{0, 0, 1, 2, 2}, To: []int{3, 3}, Layoff: make([]bool, 2), Weighted: make([]bool, 4),
		Kin: [][]uint16{nil, {1, 2}, {1, 2}, nil},
	}
	c := person.New(states(0, 0, 50, 0), cells, 0)
	owed := 0.
	for step := uint32(0); step < 40; step++ {
		owed += .8
		c.Move([]float64{.6, .2}, nil, cells, noScars, rng.New(1), 0, step)
		if got := float64(c.Count()[3]); math.Abs(got-owed) > 2 {
			t.Fatalf("step %d: %g moved, want %g", step, got, owed)
		}
	}
}
