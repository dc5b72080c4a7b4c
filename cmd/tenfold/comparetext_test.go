package main

import "testing"

// Changes that two decimals cannot show keep their sign, and what is only rounding has none.
func TestSmallChangesKeepTheirSign(t *testing.T) {
	for v, want := range map[float64]string{0: "0.00", 1e-15: "0.00", -.001: ">-0.01", .001: "+<0.01", .006: "+0.01", -.236: "-0.24", 12.345: "+12.35"} {
		if got := signedPercent(v); got != want {
			t.Errorf("%g: %q, want %q", v, got, want)
		}
	}
}
