package report

import (
	"math"
	"testing"
)

// Figures of sentences have no exponent, and zero has no sign.
func TestFiguresOfSentences(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 1e-9: "0", .004: "0", .05: "0.05", .31: "0.3", .999: "1.0", 4.26: "4.3", 27.4: "27"} {
		if got := twoDigits(v); got != want {
			t.Errorf("%g: %s, want %s", v, got, want)
		}
	}
	for _, c := range []struct {
		v, width float64
		want     string
	}{{math.Copysign(0, -1), 0, "0.00"}, {-1e-9, 1e-8, "0.000000"}, {1e-9, 1e-8, "0.000000"}, {-.001, 1, "−0.001"}, {.25, .1, "+0.25"}} {
		if got := signed(c.v, c.width); got != c.want {
			t.Errorf("%g of a width of %g: %s, want %s", c.v, c.width, got, c.want)
		}
	}
}
