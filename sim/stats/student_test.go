package stats

import (
	"math"
	"testing"
)

// Printed tables (Abramowitz and Stegun 1964, table 26.10), and the normal distribution in the limit.
func TestStudentQuantileMatchesPrintedTables(t *testing.T) {
	for _, c := range []struct {
		p    float64
		df   int
		want float64
	}{
		{.95, 1, 6.314}, {.975, 1, 12.706}, {.95, 2, 2.920}, {.975, 3, 3.182}, {.95, 9, 1.833}, {.975, 9, 2.262},
		{.95, 12, 1.782}, {.95, 15, 1.753}, {.995, 30, 2.750}, {.95, 120, 1.658}, {.95, 100_000, 1.645},
	} {
		if got := StudentQuantile(c.p, c.df); math.Abs(got-c.want) > 6e-4 {
			t.Errorf("%g with %d degrees of freedom: %.6f, want %.3f", c.p, c.df, got, c.want)
		}
		if low := StudentQuantile(1-c.p, c.df); math.Abs(low+StudentQuantile(c.p, c.df)) > 1e-9 {
			t.Errorf("%g with %d degrees of freedom is not symmetric: %g", c.p, c.df, low)
		}
	}
}

// The distribution function against Simpson's rule over the density.
func TestStudentDistributionAgainstIntegral(t *testing.T) {
	for _, df := range []int{1, 2, 3, 4, 7, 12, 33} {
		n := float64(df)
		a, _ := math.Lgamma((n + 1) / 2)
		b, _ := math.Lgamma(n / 2)
		density := func(x float64) float64 {
			return math.Exp(a-b) / math.Sqrt(n*math.Pi) * math.Pow(1+x*x/n, -(n+1)/2)
		}
		for _, x := range []float64{.1, .7, 1.9, 5} {
			const steps = 2000
			sum, h := density(0)+density(x), x/steps
			for i := 1; i < steps; i++ {
				sum += float64(2+2*(i%2)) * density(float64(i)*h)
			}
			if want, got := .5+sum*h/3, studentBelow(x, df); math.Abs(got-want) > 1e-10 {
				t.Errorf("below %g with %d degrees of freedom: %.12f, want %.12f", x, df, got, want)
			}
		}
	}
}
