package stats_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"tenfold/sim/stats"
)

// cents is the unit of most tests.
const cents = 100

// samples are heavy-tailed values as in the model: pay, net worth with debts, and both ends of the range.
func samples(seed uint64, n int) map[string][]float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	s := map[string][]float64{}
	for i := 0; i < n; i++ {
		pareto := 1e5 * math.Pow(1-r.Float64(), -1/1.6)
		lognormal := 5e4 * math.Exp(.6*r.NormFloat64())
		worth := pareto - 1e5
		if r.Float64() < .15 {
			worth = -2e4 * r.ExpFloat64()
		}
		s["lognormal"] = append(s["lognormal"], float64(float32(lognormal)))
		s["Pareto"] = append(s["Pareto"], float64(float32(pareto)))
		s["net worth"] = append(s["net worth"], float64(float32(worth)))
		s["half nothing"] = append(s["half nothing"], float64(float32(math.Max(0, 1e4*r.NormFloat64()))))
	}
	return s
}

func fill(values []float64, unitsInOne float64) *stats.Histogram {
	h := stats.NewHistogram(unitsInOne)
	for _, v := range values {
		h.Add(float32(v))
	}
	return h
}

// A histogram measures what the exact functions measure on the same values.
func TestHistogramAgainstAllValues(t *testing.T) {
	for seed := uint64(0); seed < 5; seed++ {
		for name, values := range samples(seed, 20_000) {
			h, total := fill(values, cents), 0.
			for _, v := range values {
				total += v
			}
			near(t, name+": count", float64(h.Count()), float64(len(values)), 0)
			near(t, name+": total", h.Total(), total, .005*float64(len(values)))
			near(t, name+": mean", h.Mean(), total/float64(len(values)), .005)
			near(t, name+": Gini", h.Gini(), stats.Gini(values), 1e-4)
			for _, p := range []float64{0, .001, .01, .1, .25, .5, .75, .9, .99, .999, 1} {
				near(t, name+": top share", h.TopShare(p), stats.TopShare(values, p), 1e-3)
				near(t, name+": bottom share", h.BottomShare(p), stats.BottomShare(values, p), 1e-3)
				near(t, name+": Lorenz curve", h.Lorenz([]float64{.2, p})[1], stats.BottomShare(values, p), 1e-3)
				want := stats.Quantile(values, p)
				near(t, name+": quantile", h.Quantile(p), want, math.Abs(want)/64+.01)
			}
		}
	}
}

// measures are everything a histogram says.
func measures(h *stats.Histogram) []float64 {
	at := []float64{.1, .5, .9, .99}
	m := append(h.Lorenz(at), float64(h.Count()), h.Total(), h.Mean(), h.Gini(), h.TopShare(.01), h.BottomShare(.5))
	for _, p := range at {
		m = append(m, h.Quantile(p))
	}
	return m
}

func same(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) })
}

func TestOrderAndSplitLeaveNoTrace(t *testing.T) {
	for name, values := range samples(9, 5000) {
		want := measures(fill(values, cents))
		shuffled := slices.Clone(values)
		rand.New(rand.NewPCG(3, 3)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := measures(fill(shuffled, cents)); !same(got, want) {
			t.Errorf("%s: %v in one order, %v in another", name, want, got)
		}
		merged := stats.NewHistogram(cents)
		for from := 0; from < len(values); from += 1237 {
			merged.Merge(fill(values[from:min(from+1237, len(values))], cents))
		}
		if got := measures(merged); !same(got, want) {
			t.Errorf("%s: %v at once, %v merged", name, want, got)
		}
		for _, exact := range [][2]float64{{stats.Gini(values), stats.Gini(shuffled)}, {stats.TopShare(values, .03), stats.TopShare(shuffled, .03)}} {
			if exact[0] != exact[1] {
				t.Errorf("%s: exact measure %g in one order, %g in another", name, exact[0], exact[1])
			}
		}
		merged.Reset()
		if got := measures(merged); !same(got, make([]float64, len(got))) {
			t.Errorf("%s: after Reset %v", name, got)
		}
	}
}

// Measures of inequality do not know the currency.
func TestScaleInvariance(t *testing.T) {
	for name, values := range samples(4, 5000) {
		for _, factor := range []float64{.125, 7.3, 1024} {
			scaled := make([]float64, len(values))
			for i, v := range values {
				scaled[i] = v * factor
			}
			a, b := fill(values, cents), fill(scaled, cents)
			near(t, name+": Gini", b.Gini(), a.Gini(), 1e-4)
			near(t, name+": top share", b.TopShare(.01), a.TopShare(.01), 1e-3)
			near(t, name+": mean", b.Mean()/factor, a.Mean(), .005*(1+1/factor))
			if same := fill(scaled, cents/factor); factor != 7.3 && same.Gini() != a.Gini() {
				t.Errorf("%s: Gini %g, with a unit scaled alike %g", name, a.Gini(), same.Gini())
			}
		}
	}
}

func TestHistogramOfNothingAndOfOneValue(t *testing.T) {
	if got := measures(stats.NewHistogram(1)); !same(got, make([]float64, len(got))) {
		t.Errorf("measures of nothing: %v", got)
	}
	for _, v := range []float32{-1234.5, -.01, 0, .01, 3, 8.25e7} {
		h := stats.NewHistogram(cents)
		for n := 0; n < 3; n++ {
			h.Add(v)
			near(t, "mean", h.Mean(), float64(v), 1e-6*math.Abs(float64(v)))
			near(t, "median", h.Quantile(.5), float64(v), 1e-6*math.Abs(float64(v)))
			near(t, "Gini", h.Gini(), 0, 1e-15)
		}
		if v > 0 {
			near(t, "top share", h.TopShare(.2), .2, 1e-15)
		}
	}
}

// Values of rising size lie in bins of rising place, on both sides of zero and over the whole range.
func TestBinsStandInOrder(t *testing.T) {
	var values []float64
	for v := .3; v < 2.8e14; v *= 1.03 {
		values = append(values, -v, v)
	}
	values = append(values, 0)
	slices.Sort(values)
	h := fill(values, 1)
	for i, want := range values {
		p := float64(i) / float64(len(values)-1)
		near(t, "quantile", h.Quantile(p), want, math.Max(math.Abs(want)/32, 2))
	}
}

func TestEndsOfTheRange(t *testing.T) {
	h := stats.NewHistogram(1)
	h.Add(float32(math.Inf(1)))
	h.Add(-1e30)
	h.Add(math.MaxFloat32)
	near(t, "total", h.Total(), 1<<48, 0)
	near(t, "highest", h.Quantile(1), 1<<48, 0)
	near(t, "lowest", h.Quantile(0), -(1 << 48), 0)
	for name, f := range map[string]func(){
		"NaN":           func() { h.Add(float32(math.NaN())) },
		"no unit":       func() { stats.NewHistogram(0) },
		"another scale": func() { h.Merge(stats.NewHistogram(2)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s did not panic", name)
				}
			}()
			f()
		}()
	}
}

func BenchmarkAdd(b *testing.B) {
	values := make([]float32, 1<<16)
	for i, v := range samples(1, 1<<16)["net worth"] {
		values[i] = float32(v)
	}
	h := stats.NewHistogram(cents)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		h.Add(values[i&(1<<16-1)])
	}
}

func BenchmarkMerge(b *testing.B) {
	h, other := stats.NewHistogram(cents), stats.NewHistogram(cents)
	for b.Loop() {
		h.Merge(other)
	}
}

func BenchmarkHistogramGini(b *testing.B) {
	h := fill(samples(1, 1000)["net worth"], cents)
	for b.Loop() {
		h.Gini()
	}
}
