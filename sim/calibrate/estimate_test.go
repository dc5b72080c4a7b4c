package calibrate_test

import (
	"context"
	"math"
	"testing"

	"tenfold/sim/calibrate"
	"tenfold/sim/exact"
	"tenfold/sim/market"
	"tenfold/sim/rng"
)

// straight is a problem whose moments are linear in the parameters.
func straight(slopes [][]float64, data []float64, errors float64, parameters ...calibrate.Parameter) *calibrate.Problem {
	p := &calibrate.Problem{Parameters: parameters, Steps: 20, Workers: 2}
	for _, v := range data {
		p.Moments = append(p.Moments, calibrate.Moment{Value: v, Error: errors})
	}
	p.Model = func(_ context.Context, x []float64) ([]float64, error) {
		out := make([]float64, len(slopes))
		for i, row := range slopes {
			for j, s := range row {
				out[i] += s * x[j]
			}
		}
		return out, nil
	}
	return p
}

func fit(t *testing.T, p *calibrate.Problem) *calibrate.Fit {
	t.Helper()
	f, err := p.Fit(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %g, want %g", what, got, want)
	}
}

// On a straight line the estimate, its standard error and the J statistic are those of weighted least squares by hand, with
// the prior as one more observation.
func TestAgainstWeightedLeastSquares(t *testing.T) {
	p := straight([][]float64{{1}, {2}, {3}}, []float64{1.1, 1.9, 3.2}, .1, calibrate.Parameter{Start: .5, Low: 0, High: 4})
	f := fit(t, p)
	want := ((1*1.1+2*1.9+3*3.2)*100 + .5) / 1401
	near(t, "estimate", f.Estimates[0].Value, want, 1e-6)
	near(t, "standard error", f.Estimates[0].Error, 1/math.Sqrt(1401), 1e-9)
	j := 0.
	for i, d := range []float64{1.1, 1.9, 3.2} {
		j += math.Pow((float64(i+1)*want-d)/.1, 2)
	}
	near(t, "J", f.J, j, 1e-5)
	near(t, "degrees of freedom", f.Free, 2+1./1401, 1e-9)
	near(t, "told", f.Estimates[0].Identified, 1400./1401, 1e-9)
	near(t, "p", f.P, math.Exp(-j/2), 1e-3) // of chi-squared with two degrees of freedom
}

// Two parameters that moments tell only together are reported so, and what is not told stays.
func TestWhatIsNotIdentifiedIsSaid(t *testing.T) {
	p := straight([][]float64{{1, 1, 0}, {2, 2, 0}}, []float64{3, 6}, .01,
		calibrate.Parameter{Key: "a", Start: 1, Low: 0, High: 4}, calibrate.Parameter{Key: "b", Start: 1, Low: 0, High: 4}, calibrate.Parameter{Key: "c", Start: 1, Low: 0, High: 4})
	f := fit(t, p)
	near(t, "sum", f.Estimates[0].Value+f.Estimates[1].Value, 3, 1e-3)
	near(t, "share told of a", f.Estimates[0].Identified, .5, 1e-3)
	near(t, "share told of c", f.Estimates[2].Identified, 0, 1e-9)
	near(t, "c", f.Estimates[2].Value, 1, 0)
	told := 0
	for _, d := range f.Directions {
		if d.Told() {
			told++
		}
	}
	if told != 1 || len(f.Directions) != 2 && len(f.Directions) != 3 {
		t.Errorf("%d directions told: %+v", told, f.Directions)
	}
}

// An estimate beyond its prior stops at the prior's end and says so.
func TestBounds(t *testing.T) {
	f := fit(t, straight([][]float64{{1}}, []float64{9}, .1, calibrate.Parameter{Start: 1, Low: 0, High: 2}))
	if f.Estimates[0].Value != 2 || !f.Estimates[0].AtBound || f.Estimates[0].Told() {
		t.Errorf("%+v", f.Estimates[0])
	}
}

// A Bass curve's coefficients are recovered from readings of it with noise, within their standard errors' reach, and over
// many samples the errors have the stated size.
func TestRecoversBass(t *testing.T) {
	const trueStart, trueImitation = .04, .6
	dates := []float64{.5, 1, 2, 3, 4, 5}
	curve := func(start, q float64) (out []float64) {
		for _, d := range dates {
			out = append(out, market.Adopt(start, .005, q, d))
		}
		return out
	}
	key := rng.New(3)
	const samples, noise = 60, .004
	var z2 float64
	for s := range samples {
		p := &calibrate.Problem{Steps: 30, Parameters: []calibrate.Parameter{{Key: "start", Start: .06, Low: .01, High: .1}, {Key: "q", Start: .3, Low: .05, High: 1.5, Logs: true}}}
		for i, v := range curve(trueStart, trueImitation) {
			e := exact.NormalQuantile(rng.Unit(key.Bits(1, uint32(s), uint32(i))))
			p.Moments = append(p.Moments, calibrate.Moment{Value: v + noise*e, Error: noise})
		}
		p.Model = func(_ context.Context, x []float64) ([]float64, error) { return curve(x[0], x[1]), nil }
		f := fit(t, p)
		z := (f.Estimates[1].Value - trueImitation) / f.Estimates[1].Error
		z2 += z * z / samples
		if math.Abs(z) > 4.5 {
			t.Errorf("sample %d: q %g (s.e. %g)", s, f.Estimates[1].Value, f.Estimates[1].Error)
		}
	}
	if z2 < .5 || z2 > 1.7 {
		t.Errorf("mean squared error over variance %g", z2)
	}
}
