package unit

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"tenfold/sim/exact"
)

// magnitudes are the letters that may follow a number.
var magnitudes = map[string]float64{"": 1, "k": 1e3, "M": 1e6, "B": 1e9, "bn": 1e9, "T": 1e12, "tn": 1e12}

var quantity = regexp.MustCompile(`^([-+]?(?:\d{1,3}(?:[,_]\d{3})+|\d+)?(?:\.\d*)?(?:[eE][-+]?\d+)?) ?(k|M|B|bn|T|tn)? *(.*)$`)

// Parse reads a quantity and returns it in the unit `want`. The text is a number (1000, 1,000, 1e3, .5), an optional
// magnitude (k, M, B or bn, T or tn) and an optional unit, which must be convertible to want. A percentage is a share.
// An error names what was expected. NaN and infinities are refused.
func Parse(text string, want Unit) (float64, error) {
	value, rest, err := number(strings.TrimSpace(text))
	if err != nil {
		return 0, fmt.Errorf("%w (expected %s)", err, expectation(want))
	}
	if rest == "" {
		return value, nil
	}
	if want == FactorPerYear {
		return factorPerYear(text, value, rest)
	}
	size, err := convert(Unit(rest), want)
	if err != nil {
		return 0, fmt.Errorf("%w (expected %s)", err, expectation(want))
	}
	return value * size, nil
}

// number splits a text into its value and its unit.
func number(text string) (value float64, rest string, err error) {
	m := quantity.FindStringSubmatch(text)
	if m == nil || strings.Trim(m[1], "+-.") == "" {
		return 0, "", fmt.Errorf("%q is not a number", text)
	}
	// A magnitude letter that begins a longer unit belongs to the unit: 2 kWh, 3 MW.
	magnitude, rest := m[2], m[3]
	if _, known := tokens[magnitude+firstToken(rest)]; known && magnitude != "" && rest != "" && strings.HasSuffix(text, magnitude+rest) {
		magnitude, rest = "", magnitude+rest
	}
	digits := strings.NewReplacer(",", "", "_", "").Replace(m[1])
	value, err = strconv.ParseFloat(digits, 64)
	if err != nil || math.IsInf(value, 0) {
		return 0, "", fmt.Errorf("%q is not a number", text)
	}
	if value *= magnitudes[magnitude]; math.IsInf(value, 0) {
		return 0, "", fmt.Errorf("%q is too large", text)
	}
	return value, rest, nil
}

func firstToken(u string) string {
	over, _, _ := strings.Cut(u, "/")
	return over
}

// convert is how many `to` one `from` is.
func convert(from, to Unit) (float64, error) {
	if from == to {
		return 1, nil
	}
	if strings.HasPrefix(string(from), "/") {
		from = "1" + from
	}
	a, size, err := from.measure()
	if err != nil {
		return 0, err
	}
	b, base, err := to.measure()
	if err != nil {
		return 0, err
	}
	if a != b || to != "" && base == 1 && b == "" && from != "%" && from != "share" {
		return 0, fmt.Errorf("%q cannot be converted to %q", string(from), string(to))
	}
	return size / base, nil
}

var perPeriod = regexp.MustCompile(`^x ?/ ?(\d*\.?\d*) ?([a-z]+)$`)

// factorPerYear reads "x/yr", "x/18 months" and "x" after the factor; text is all of it.
func factorPerYear(text string, value float64, rest string) (float64, error) {
	if rest == "x" {
		return value, nil
	}
	m := perPeriod.FindStringSubmatch(rest)
	if m == nil {
		return 0, fmt.Errorf("unknown unit %q (expected %s)", rest, expectation(FactorPerYear))
	}
	periods := 1.
	if m[1] != "" {
		periods, _ = strconv.ParseFloat(m[1], 64)
	}
	length, err := convert(Unit(m[2]), "yr")
	switch {
	case err != nil || !(periods > 0):
		return 0, fmt.Errorf("%q is not a factor over a time (expected %s)", text, expectation(FactorPerYear))
	case !(value > 0):
		return 0, fmt.Errorf("%q is not a factor above zero (expected %s)", text, expectation(FactorPerYear))
	}
	if years := periods * length; years != 1 {
		value = exact.Pow(value, 1/years)
	}
	return value, nil
}

// expectation says what a unit looks like.
func expectation(u Unit) string {
	switch u {
	case "":
		return "a plain number"
	case FactorPerYear:
		return `x/yr, for example "10x/yr" or "2x/18 months"`
	case "share":
		return `a share, for example "0.4" or "40 %"`
	default:
		return fmt.Sprintf(`%s, for example "4 %s"`, u, u)
	}
}
