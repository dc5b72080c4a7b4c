package person_test

import (
	"fmt"
	"math"
	"testing"

	"tenfold/agents/person"
)

// published are means and percentiles of the size of those in the Occupational Employment and Wage Statistics, and some
// made up to be hard.
var published = []struct {
	name        string
	mean        float64
	percentiles [5]float64
	off         float64 // how far percentiles may come back from those published
}{
	{"management", 141_757, [5]float64{60_000, 84_000, 122_000, 171_000, 0}, 1e-9},
	{"management, full", 141_757, [5]float64{60_000, 84_000, 122_000, 171_000, 235_000}, 1e-9},
	{"food preparation", 36_430, [5]float64{22_600, 28_500, 34_130, 38_750, 47_930}, 1e-9},
	{"computing", 113_140, [5]float64{51_000, 72_000, 105_850, 144_000, 180_000}, 1e-9},
	{"farming", 42_050, [5]float64{30_700, 34_300, 36_800, 45_600, 58_500}, 1e-9},
	{"mail carriers", 60_000, [5]float64{43_000, 48_500, 58_000, 73_000, 75_000}, 1e-9},
	{"a pay scale that ends", 58_500, [5]float64{43_000, 48_500, 58_000, 73_000, 75_000}, .02},
	{"equal percentiles", 31_000, [5]float64{30_000, 30_000, 30_000, 30_000, 30_000}, 1e-9},
	{"physicians", 270_560, [5]float64{76_000, 149_000, 236_000, 0, 0}, 1e-9},
	{"surgeons", 371_280, [5]float64{98_000, 219_000, 0, 0, 0}, 1e-9},
	{"only the lowest decile", 320_000, [5]float64{95_000, 0, 0, 0, 0}, 1e-9},
	{"only the median", 60_000, [5]float64{0, 0, 50_000, 0, 0}, 1e-9},
	{"only the upper decile", 60_000, [5]float64{0, 0, 0, 0, 100_000}, 1e-9},
	{"nothing", 50_000, [5]float64{}, 0},
	{"an upper decile no lognormal has", 50_000, [5]float64{0, 0, 0, 0, 500_000}, math.Inf(1)},
}

var payRanks = [5]float64{.1, .25, .5, .75, .9}

func TestPayMeetsPercentilesAndMean(t *testing.T) {
	for _, c := range published {
		p := person.NewPay(c.mean, c.percentiles)
		for i, x := range c.percentiles {
			if got := p.Quantile(payRanks[i]); x != 0 && math.Abs(got/x-1) > c.off {
				t.Errorf("%s: percentile %g is %g, published %g", c.name, payRanks[i], got, x)
			}
		}
		if got := p.Slice(0, 1); math.Abs(got/c.mean-1) > 1e-12 {
			t.Errorf("%s: mean %g, published %g", c.name, got, c.mean)
		}
		if p.Mean() != c.mean {
			t.Errorf("%s: mean %g, given %g", c.name, p.Mean(), c.mean)
		}
	}
}

// However few or many persons there are, their pay averages to the mean and rises with rank.
func TestSlicesOfPayAverageToTheMean(t *testing.T) {
	for _, c := range published {
		p := person.NewPay(c.mean, c.percentiles)
		for _, n := range []int{1, 2, 3, 7, 100, 20_000} {
			sum, before := 0., 0.
			for k := 0; k < n; k++ {
				x := p.Slice(float64(k)/float64(n), float64(k+1)/float64(n))
				if !(x >= before*(1-1e-9)) {
					t.Fatalf("%s: person %d of %d gets %g, the one below %g", c.name, k, n, x, before)
				}
				sum, before = sum+x, x
			}
			if got := sum / float64(n); math.Abs(got/c.mean-1) > 1e-9 {
				t.Errorf("%s: %d persons get %g on average, published %g", c.name, n, got, c.mean)
			}
		}
	}
}

// The closed form against the midpoint rule on the quantile function.
func TestSlicesOfPayAgainstTheMidpointRule(t *testing.T) {
	const steps = 200_000
	for _, c := range published {
		p := person.NewPay(c.mean, c.percentiles)
		for _, ends := range [][2]float64{{.01, .02}, {.05, .3}, {.2, .85}, {.5, .5001}, {.7, .95}, {.9, .99}, {.999, .9999}} {
			sum := 0.
			for k := 0; k < steps; k++ {
				sum += p.Quantile(ends[0] + (ends[1]-ends[0])*(float64(k)+.5)/steps)
			}
			if got, want := p.Slice(ends[0], ends[1]), sum/steps; math.Abs(got/want-1) > 1e-6 {
				t.Errorf("%s: pay of ranks %v is %.9g, by the midpoint rule %.9g", c.name, ends, got, want)
			}
		}
	}
}

func TestPayAtBothEnds(t *testing.T) {
	p := person.NewPay(113_140, [5]float64{51_000, 72_000, 105_850, 144_000, 180_000})
	if got := p.Quantile(0); math.Abs(got/(.4*51_000)-1) > 1e-12 {
		t.Errorf("lowest pay %g", got)
	}
	if got := p.Quantile(.01); got < 25_000 || got > 35_000 {
		t.Errorf("first percentile %g", got)
	}
	if got := p.Quantile(.99); got < 200_000 || got > 400_000 {
		t.Errorf("99th percentile %g", got)
	}
	// A Pareto tail is straight in logs.
	a, b := p.Quantile(.99)/p.Quantile(.9), p.Quantile(.999)/p.Quantile(.99)
	if math.Abs(a/b-1) > 1e-9 {
		t.Errorf("the tail rises by %g and then by %g", a, b)
	}
	lognormal := person.NewPay(50_000, [5]float64{})
	if got, want := lognormal.Quantile(.5), 50_000*math.Exp(-.125); math.Abs(got/want-1) > 1e-12 {
		t.Errorf("median %g, want %g", got, want)
	}
}

func TestPayRefusesNonsense(t *testing.T) {
	for _, c := range []struct {
		mean        float64
		percentiles [5]float64
	}{{0, [5]float64{}}, {math.NaN(), [5]float64{}}, {5, [5]float64{2, 1}}, {5, [5]float64{-1}}, {5, [5]float64{math.NaN()}}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("took mean %g and percentiles %v", c.mean, c.percentiles)
				}
			}()
			person.NewPay(c.mean, c.percentiles)
		}()
	}
}

func ExamplePay() {
	p := person.NewPay(141_757, [5]float64{60_000, 84_000, 122_000, 171_000, 0})
	fmt.Printf("median %.0f, top hundredth from %.0f\n", p.Quantile(.5), p.Quantile(.99))
	for k := 0.; k < 4; k++ {
		fmt.Printf("%.0f ", p.Slice(k/4, (k+1)/4))
	}
	// Output:
	// median 122000, top hundredth from 505818
	// 62417 102520 144202 257888
}

func BenchmarkPaySlice(b *testing.B) {
	p := person.NewPay(141_757, [5]float64{60_000, 84_000, 122_000, 171_000, 0})
	const n = 1_000_000
	for i := 0; b.Loop(); i++ {
		k := float64(i * 7919 % n)
		p.Slice(k/n, (k+1)/n)
	}
}

func BenchmarkPayQuantile(b *testing.B) {
	p := person.NewPay(141_757, [5]float64{60_000, 84_000, 122_000, 171_000, 0})
	const n = 1_000_000
	for i := 0; b.Loop(); i++ {
		p.Quantile(float64(i*7919%n) / n)
	}
}
