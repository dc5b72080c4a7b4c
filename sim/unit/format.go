package unit

import (
	"math"
	"strconv"
)

// digits is the number of significant digits that Format shows.
const digits = 4

// Format prints a value for people, with four significant digits and its unit: "2.5k usd", "10x/yr", "0.31".
func Format(v float64, u Unit) string {
	text := Number(v)
	switch u {
	case "", "share", "index", "log":
		return text
	case FactorPerYear:
		return text + "x/yr"
	case "1/yr", "1/month":
		return text + " " + string(u[1:])
	}
	return text + " " + string(u)
}

// Number prints a number with four significant digits and a magnitude from ten thousand on: "9,999" is "9999", twelve
// million is "12M". Infinities are "unbounded".
func Number(v float64) string {
	switch {
	case math.IsInf(v, 0):
		return "unbounded"
	case math.IsNaN(v):
		return "not a number"
	}
	size := math.Abs(v)
	for _, m := range []struct {
		least  float64
		letter string
		size   float64
	}{{1e15, "", 1}, {1e12, "tn", 1e12}, {1e9, "bn", 1e9}, {1e6, "M", 1e6}, {1e4, "k", 1e3}} {
		if size >= m.least {
			return strconv.FormatFloat(v/m.size, 'g', digits, 64) + m.letter
		}
	}
	return strconv.FormatFloat(v, 'g', digits, 64)
}
