package sensitivity_test

import (
	"math"
	"testing"

	"tenfold/sim/design"
	"tenfold/sim/sensitivity"
	"tenfold/sim/stats"
)

// ishigami is the test function of Ishigami and Homma (1990), with a = 7 and b = .1, on the unit cube.
func ishigami(p []float64) float64 {
	x := func(k int) float64 { return math.Pi * (2*p[k] - 1) }
	return math.Sin(x(0)) + 7*math.Pow(math.Sin(x(1)), 2) + .1*math.Pow(x(2), 4)*math.Sin(x(0))
}

func evaluate(points []design.Point, f func([]float64) float64) []float64 {
	var out []float64
	for _, p := range points {
		out = append(out, f(p))
	}
	return out
}

// Sobol' indices of the Ishigami function are the known ones, and the intervals hold them; first and third interact.
func TestSobolOfIshigami(t *testing.T) {
	y := evaluate(design.Sobol(8192, 3, true, 1), ishigami)
	first, total := []float64{.3139, .4424, 0}, []float64{.5576, .4424, .2437}
	for f, index := range sensitivity.Sobol(y, 3, true) {
		if math.Abs(index.First.Value-first[f]) > .015 || math.Abs(index.Total.Value-total[f]) > .015 {
			t.Errorf("factor %d: %+v, want %.3f and %.3f", f, index, first[f], total[f])
		}
		for _, e := range []sensitivity.Estimate{index.First, index.Total} {
			if !(e.Low <= e.Value && e.Value <= e.High && e.High-e.Low < .1) {
				t.Errorf("factor %d: interval %+v", f, e)
			}
		}
	}
	want := map[[2]int]float64{{0, 1}: 0, {0, 2}: .2437, {1, 2}: 0}
	for _, p := range sensitivity.SobolPairs(y, 3) {
		if math.Abs(p.Index.Value-want[[2]int{p.A, p.B}]) > .03 {
			t.Errorf("pair %d, %d: %+v", p.A, p.B, p.Index)
		}
	}
}

// Intervals of 90 % hold the known index about that often.
func TestSobolIntervals(t *testing.T) {
	held, trials := 0, 60
	for s := range trials {
		index := sensitivity.Sobol(evaluate(design.Sobol(256, 3, false, uint64(s)), ishigami), 3, false)
		if e := index[1].Total; e.Low <= .4424 && .4424 <= e.High {
			held++
		}
	}
	if held < trials*75/100 {
		t.Errorf("%d of %d intervals hold the index", held, trials)
	}
}

// Elementary effects of a linear function are its slopes, with no spread; a product spreads.
func TestMorrisOfKnownFunctions(t *testing.T) {
	points := design.Morris(20, 3, 4, 1)
	plain := make([][]float64, len(points))
	for i, p := range points {
		plain[i] = p
	}
	for f, e := range sensitivity.Morris(evaluate(points, func(p []float64) float64 { return 3*p[0] - 2*p[1] }), plain, 3) {
		want := []float64{3, -2, 0}[f]
		if math.Abs(e.Mean.Value-want) > 1e-9 || math.Abs(e.Size.Value-math.Abs(want)) > 1e-9 || e.Spread > 1e-9 {
			t.Errorf("factor %d: %+v, want %g", f, e, want)
		}
	}
	effects := sensitivity.Morris(evaluate(points, func(p []float64) float64 { return p[0] * p[1] }), plain, 3)
	if !(effects[0].Spread > .1 && effects[2].Spread == 0) {
		t.Errorf("%+v", effects)
	}
}

// The factor that matters most comes first, with the direction of its effect; factors that multiply interact.
func TestTornado(t *testing.T) {
	var points [][]float64
	var y []float64
	for _, p := range design.LatinHypercube(500, 4, 2) {
		points, y = append(points, p), append(y, p[0]-4*p[2]+5*p[1]*p[3])
	}
	tornado := sensitivity.Tornado(points, y)
	if tornado[0].Factor != 2 || !(tornado[0].High < tornado[0].Low) || !(tornado[0].Rank < -.5) || tornado[3].Factor != 0 {
		t.Errorf("%+v", tornado)
	}
	if best := sensitivity.Interactions(points, y)[0]; best.A != 1 || best.B != 3 || !(best.Effect > .5) {
		t.Errorf("%+v", best)
	}
	if sensitivity.Tornado(nil, nil) != nil || sensitivity.Interactions(nil, nil) != nil {
		t.Error("something of nothing")
	}
}

// The Gini coefficient of lognormal incomes with a log standard deviation of 1 is .5205 (erf of one half).
func TestLognormalGini(t *testing.T) {
	var v []float64
	for i := range 20000 {
		v = append(v, math.Exp(math.Sqrt2*math.Erfinv(2*(float64(i)+.5)/20000-1)))
	}
	if g := stats.Gini(v); math.Abs(g-.5205) > .001 {
		t.Errorf("Gini %.4f", g)
	}
}
