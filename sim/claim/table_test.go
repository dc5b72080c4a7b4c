package claim

import "testing"

// Figures carry the digits of their band.
func TestRounded(t *testing.T) {
	for _, c := range []struct {
		v, width float64
		want     string
	}{
		{-.63964, .5578, "-0.64"}, {2027.43, 2, "2027.4"}, {.0566612, .00891, "0.0567"}, {4.3451, 0, "4.35"}, {-1.432e-5, 4.4e-4, "-0.00001"},
		{123456, 2e4, "123k"}, {30307905, 7.2e7, "30M"}, {2027, 210, "2030"}, {-.0004, .5, "0.00"}, {1, 1, "1.0"}, {3e-9, 1e-9, "3e-09"}, {0, 0, "0"},
	} {
		if got := Rounded(c.v, c.width); got != c.want {
			t.Errorf("%g with a band of %g: %q, want %q", c.v, c.width, got, c.want)
		}
	}
}
