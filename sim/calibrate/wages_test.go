package calibrate

import (
	"math"
	"testing"

	"tenfold/sim/economy"
	"tenfold/sim/exact"
	"tenfold/sim/rng"
)

// Least squares against the normal equations by hand, and the covariance against its definition for errors without any
// correlation: of a large sample it is that of textbooks.
func TestRegression(t *testing.T) {
	b, _ := regress([][]float64{{1, 0}, {1, 1}, {1, 2}, {1, 3}}, []float64{1, 3, 5, 7})
	if math.Abs(b[0]-1) > 1e-9 || math.Abs(b[1]-2) > 1e-9 {
		t.Errorf("line %v", b)
	}
	const n = 20_000
	key := rng.New(5)
	var x [][]float64
	var y []float64
	for i := range n {
		u := rng.Unit(key.Bits(1, uint32(i), 0))
		x = append(x, []float64{1, u})
		y = append(y, 1+2*u+exact.NormalQuantile(rng.Unit(key.Bits(2, uint32(i), 0))))
	}
	b, v := regress(x, y)
	want := math.Sqrt(12. / n)
	if e := math.Sqrt(v.At(1, 1)); math.Abs(e/want-1) > .05 || math.Abs(b[1]-2) > 4*want {
		t.Errorf("slope %g (s.e. %g), want 2 (%g)", b[1], e, want)
	}
}

// Slopes that differ on the two sides of the gap are told apart, and a slope is recovered within its interval.
func TestSlopesOfBothSides(t *testing.T) {
	var y, gap []float64
	key := rng.New(9)
	for i := range 4000 {
		g := .06*rng.Unit(key.Bits(1, uint32(i), 0)) - .03
		noise := .003 * exact.NormalQuantile(rng.Unit(key.Bits(2, uint32(i), 0)))
		gap = append(gap, g)
		y = append(y, .01+1.2*math.Max(g, 0)+.4*math.Min(g, 0)+noise)
	}
	s := slopeOf(wageSpec{from: 1, to: 2}, y, gap)
	if math.Abs(s.Up.Value-1.2) > 5*s.Up.Error || math.Abs(s.Down.Value-.4) > 5*s.Down.Error || s.Equal > .001 || s.Up.Error > .05 {
		t.Errorf("%+v", s)
	}
}

// What the record says: nothing that excludes no slope at all in the specification chosen beforehand, other slopes by the
// specification, and smaller ones than the model's defaults in all of them.
func TestWageSlopesAreBarelyIdentified(t *testing.T) {
	slopes, err := WageSlopes()
	if err != nil {
		t.Fatal(err)
	}
	var c economy.Config
	economy.Parameters(&c).Defaults()
	least, most := math.Inf(1), math.Inf(-1)
	for _, s := range slopes {
		if math.IsNaN(s.Chi.Value) || math.IsNaN(s.Up.Error) || math.IsNaN(s.Down.Error) || s.N < 30 {
			t.Errorf("%+v", s)
		}
		least, most = math.Min(least, s.Chi.Value), math.Max(most, s.Chi.Value)
		if s.Up.Value >= c.Labour.WageUp || s.Down.Value >= c.Labour.WageDown {
			t.Errorf("%s: up %g, down %g, defaults %g, %g", s.Words, s.Up.Value, s.Down.Value, c.Labour.WageUp, c.Labour.WageDown)
		}
	}
	if first := slopes[0]; !first.Chosen || first.Chi.Band95[0] > 0 || first.Chi.Band95[1] < 0 {
		t.Errorf("%+v", first)
	}
	if most < 5*least {
		t.Errorf("slopes from %g to %g", least, most)
	}
}
