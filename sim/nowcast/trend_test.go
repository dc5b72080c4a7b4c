package nowcast

import (
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %g, want %g", what, got, want)
	}
}

// The benchmark continues growth at the rate of the years before, and its errors are nothing on a series that does so.
func TestTrendOfSteadyGrowth(t *testing.T) {
	a := &Annual{First: 1980}
	for y := range 43 {
		a.Values = append(a.Values, 100*math.Pow(1.02, float64(y)))
	}
	tr := trend{record: a, years: 10, logs: true}
	near(t, "forecast", tr.at(2022, 2025), 100*math.Pow(1.02, 45), 1e-6)
	near(t, "error", tr.error(1990, 2022, 2), 0, 1e-12)
}

// The errors of a series that jumps by one up and down around where it stays are those of the last value.
func TestTrendErrorByHand(t *testing.T) {
	a := &Annual{First: 2000, Values: []float64{0, 1, 0, 1, 0, math.NaN(), 0}}
	tr := trend{record: a}
	near(t, "one year ahead", tr.error(2000, 2004, 1), 1, 1e-12)
	near(t, "two years ahead", tr.error(2000, 2004, 2), 0, 1e-12)
	near(t, "years without a figure are left out", tr.error(2000, 2006, 1), 1, 1e-12)
	near(t, "stays", tr.at(2003, 2009), 1, 0)
}

// A line of log odds is continued exactly, and its spread is that of the prediction of a mean by ordinary least squares.
func TestOddsTrend(t *testing.T) {
	var survey []Reading
	for i := range 20 {
		survey = append(survey, Reading{2023 + float64(i)/10, shareOf(-3 + .5*float64(i)/10)})
	}
	middle, spread := oddsTrend(survey, 2024, 2025, 4)
	near(t, "log odds", middle, -2, 1e-9)
	near(t, "spread", spread, 0, 1e-7)
}

// Blurring by shocks gives the quantiles of the sum: of one value, those of the normal distribution.
func TestBlur(t *testing.T) {
	b := bandOf(blur([]float64{3}, 2), func(x float64) float64 { return x })
	near(t, "median", b.Median, 3, 1e-9)
	near(t, "low", b.Low, 3-2*1.2816, .02)
	near(t, "high", b.High, 3+2*1.2816, .02)
}

// The survey's readings fall into half-years, with the months of a run.
func TestHalves(t *testing.T) {
	h := halvesOf([]Reading{{2022.9, 9}, {2023.7, .04}, {2023.99, .06}, {2024.01, .05}, {2026, 1}}, 2023, 2026)
	if len(h) != 2 || h[0].label != "2023-H2" || h[1].label != "2024-H1" || h[0].months[0] != "2023-09" || h[0].months[1] != "2023-12" {
		t.Fatalf("%+v", h)
	}
	near(t, "mean", h[0].mean, .05, 1e-12)
}
