package exact_test

import (
	"math"
	"testing"

	"tenfold/sim/exact"

	"pgregory.net/rapid"
)

// ulps is the distance of two finite numbers of equal sign in units in the last place.
func ulps(a, b float64) float64 {
	if a == b {
		return 0
	}
	return math.Abs(float64(int64(math.Float64bits(a)) - int64(math.Float64bits(b))))
}

func TestExpAndLogAgainstTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-700, 700).Draw(t, "x")
		if d := ulps(exact.Exp(x), math.Exp(x)); d > 1 {
			t.Fatalf("Exp(%g) is %g ulps off", x, d)
		}
		y := math.Exp(rapid.Float64Range(-700, 700).Draw(t, "ln y"))
		if d := ulps(exact.Log(y), math.Log(y)); d > 1 {
			t.Fatalf("Log(%g) is %g ulps off", y, d)
		}
		near := rapid.Float64Range(.5, 2).Draw(t, "near one")
		if d := ulps(exact.Log(near), math.Log(near)); d > 1 {
			t.Fatalf("Log(%g) is %g ulps off", near, d)
		}
	})
}

func TestPowAgainstTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := rapid.Float64Range(1e-6, 1e6).Draw(t, "x"), rapid.Float64Range(-10, 10).Draw(t, "y")
		if d := math.Abs(exact.Pow(x, y)/math.Pow(x, y) - 1); d > 3e-16*(2+math.Abs(y*math.Log(x))) {
			t.Fatalf("Pow(%g, %g) is off by %g", x, y, d)
		}
	})
	for _, y := range []float64{0, 1, -1, 2, .5, -.5} {
		for _, x := range []float64{.3, 1, 7} {
			if d := ulps(exact.Pow(x, y), math.Pow(x, y)); d > 1 {
				t.Errorf("Pow(%g, %g) is %g ulps off", x, y, d)
			}
		}
	}
}

func TestSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"Exp(0)", exact.Exp(0), 1}, {"Exp(Inf)", exact.Exp(inf), inf}, {"Exp(-Inf)", exact.Exp(-inf), 0},
		{"Exp(710)", exact.Exp(710), inf}, {"Exp(-746)", exact.Exp(-746), 0}, {"Exp(NaN)", exact.Exp(nan), nan},
		{"Exp(-744)", exact.Exp(-744), 1e-323}, {"Exp(709.7)", exact.Exp(709.7), 1.6549840276802644e308},
		{"Log(1)", exact.Log(1), 0}, {"Log(0)", exact.Log(0), -inf}, {"Log(-1)", exact.Log(-1), nan}, {"Log(Inf)", exact.Log(inf), inf},
		{"Log(5e-324)", exact.Log(5e-324), -744.4400719213812}, {"Exp2(10)", exact.Exp2(10), 1024}, {"Exp2(.5)", exact.Exp2(.5), math.Sqrt2},
		{"Log10(1000)", exact.Log10(1000), 2.9999999999999996}, {"Pow(1, 1e9)", exact.Pow(1, 1e9), 1}, {"Pow(0, .3)", exact.Pow(0, .3), 0},
		{"NormalQuantile(0)", exact.NormalQuantile(0), -inf}, {"NormalQuantile(.5)", exact.NormalQuantile(.5), 0},
		{"NormalQuantile(2)", exact.NormalQuantile(2), nan},
	} {
		same := c.got == c.want || c.got != c.got && c.want != c.want
		if !same && math.Abs(c.got-c.want) > 1e-15*math.Abs(c.want) {
			t.Errorf("%s = %g, want %g", c.name, c.got, c.want)
		}
	}
}

// The bits of a few values, so that they can never change unseen on any architecture.
func TestGoldenBits(t *testing.T) {
	for _, c := range []struct {
		name string
		got  float64
		want uint64
	}{
		{"Exp(1)", exact.Exp(1), 0x4005bf0a8b14576a}, {"Exp(-3.7)", exact.Exp(-3.7), 0x3f99511fc6871044},
		{"Log(2)", exact.Log(2), 0x3fe62e42fefa39ef}, {"Log(123.456)", exact.Log(123.456), 0x401343774f3e2362},
		{"Pow(3, 1.7)", exact.Pow(3, 1.7), 0x4019e45c2acce59c}, {"NormalQuantile(.01)", exact.NormalQuantile(.01), 0xc0029c5c4630ff0e},
	} {
		if got := math.Float64bits(c.got); got != c.want {
			t.Errorf("%s has bits %#x, want %#x", c.name, got, c.want)
		}
	}
}

func TestFunctionsRise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-300, 300).Draw(t, "x")
		y := x + rapid.Float64Range(0, 1).Draw(t, "step")
		if exact.Exp(y) < exact.Exp(x) {
			t.Fatalf("Exp falls from %g to %g", x, y)
		}
		p := rapid.Float64Range(0, .999).Draw(t, "p")
		if exact.NormalQuantile(p+.001) < exact.NormalQuantile(p) {
			t.Fatalf("NormalQuantile falls after %g", p)
		}
	})
}

func TestNormalQuantileInvertsTheDistribution(t *testing.T) {
	for _, p := range []float64{1e-12, 1e-5, .01, .074, .076, .3, .5, .7, .99, 1 - 1e-6} {
		z := exact.NormalQuantile(p)
		if got := .5 * math.Erfc(-z/math.Sqrt2); math.Abs(got/p-1) > 1e-11 {
			t.Errorf("distribution at quantile %g is %g", p, got)
		}
	}
}

var sink float64

func BenchmarkExp(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink += exact.Exp(float64(i&1023) * .01)
	}
}

func BenchmarkLog(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink += exact.Log(float64(i&1023) + .5)
	}
}

func BenchmarkPow(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink += exact.Pow(float64(i&1023)+.5, .7)
	}
}
