package stats_test

import (
	"math"
	"slices"
	"testing"

	"tenfold/sim/stats"

	"pgregory.net/rapid"
)

// naiveGini is the definition: half the mean absolute difference over the mean.
func naiveGini(values []float64) float64 {
	differences, total := 0., 0.
	for _, x := range values {
		total += x
		for _, y := range values {
			differences += math.Abs(x - y)
		}
	}
	return differences / 2 / float64(len(values)) / total
}

func near(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.9g, want %.9g", name, got, want)
	}
}

func TestGiniAgainstItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-10, 100), 1, 60).Draw(t, "values")
		total := 0.
		for _, v := range values {
			total += v
		}
		got, want := stats.Gini(values), naiveGini(values)
		if total <= 0 {
			want = 0
		}
		if math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
			t.Fatalf("Gini %g, by definition %g", got, want)
		}
	})
}

func TestTextbookValues(t *testing.T) {
	near(t, "Gini of equal values", stats.Gini([]float64{3, 3, 3}), 0, 0)
	near(t, "Gini of one owner among four", stats.Gini([]float64{0, 0, 0, 5}), .75, 1e-15)
	near(t, "Gini with a debtor", stats.Gini([]float64{-1, 3}), 1, 1e-15)
	values := []float64{4, 1, 2, 3}
	for i, want := range []float64{0, .05, .1, .3, 1} {
		near(t, "Lorenz curve", stats.Lorenz(values, []float64{0, .125, .25, .5, 1})[i], want, 1e-15)
	}
	near(t, "share of the bottom quarter", stats.BottomShare(values, .25), .1, 1e-15)
	near(t, "share of the top eighth", stats.TopShare(values, .125), .2, 1e-15)
	near(t, "median", stats.Quantile(values, .5), 2.5, 1e-15)
	near(t, "lowest", stats.Quantile(values, 0), 1, 0)
	near(t, "highest", stats.Quantile(values, 1), 4, 0)
	if !slices.Equal(values, []float64{4, 1, 2, 3}) {
		t.Errorf("the values were sorted in place: %v", values)
	}
}

// Pareto of exponent a: G = 1/(2a-1) and the top p owns p^(1-1/a).
func TestParetoByItsFormulas(t *testing.T) {
	const n, a = 200_000, 3.
	values := make([]float64, n)
	for i := range values {
		values[i] = math.Pow((float64(n-i)-.5)/n, -1/a)
	}
	near(t, "Gini", stats.Gini(values), 1/(2*a-1), 1e-4)
	near(t, "share of the top tenth", stats.TopShare(values, .1), math.Pow(.1, 1-1/a), 1e-4)
	near(t, "upper decile", stats.Quantile(values, .9), math.Pow(.1, -1/a), 1e-4)
}

func TestNothingAndOneValue(t *testing.T) {
	for name, got := range map[string]float64{
		"Gini": stats.Gini(nil), "Quantile": stats.Quantile(nil, .5), "TopShare": stats.TopShare(nil, .1),
		"BottomShare": stats.BottomShare(nil, .1), "Lorenz": stats.Lorenz(nil, []float64{.5})[0],
		"Gini of debts": stats.Gini([]float64{-2, 1}), "TopShare of debts": stats.TopShare([]float64{-2, 1}, .5),
	} {
		near(t, name+" of nothing", got, 0, 0)
	}
	one := []float64{7}
	near(t, "Gini of one", stats.Gini(one), 0, 0)
	near(t, "Quantile of one", stats.Quantile(one, .3), 7, 0)
	near(t, "TopShare of one", stats.TopShare(one, .25), .25, 1e-15)
}
