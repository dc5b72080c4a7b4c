package unit_test

import (
	"math"
	"strings"
	"testing"

	"tenfold/sim/unit"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		want unit.Unit
		is   float64
	}{
		{"4", "usd/h", 4}, {"4 usd/h", "usd/h", 4}, {"2.5k usd", "usd", 2500}, {"1M", "coworkers", 1e6}, {"1 M", "coworkers", 1e6},
		{"3 bn usd", "usd", 3e9}, {"1,000,000", "people", 1e6}, {"1_000", "people", 1000}, {"1e6", "people", 1e6}, {".5", "", .5}, {"-2", "", -2},
		{"40 %", "share", .4}, {"40%", "share", .4}, {"0.35 kWh/h", "kWh/h", .35}, {"350 Wh/h", "kWh/h", .35}, {"2 kWh/h", "kWh/h", 2}, {"3MW", "MW", 3},
		{"13 usd/kWh", "usd/kWh", 13}, {"130 usd/MWh", "usd/kWh", .13}, {"6 months", "months", 6}, {"0.5 yr", "months", 6}, {"24 months", "yr", 2},
		{"90 min", "h", 1.5}, {"40 h/week", "h/yr", 40 * 8766. / 168}, {"1 /month", "1/yr", 12}, {"5 %", "1/yr", .05},
		{"10x/yr", "x/yr", 10}, {"10x", "x/yr", 10}, {"10", "x/yr", 10}, {"2x/18 months", "x/yr", math.Pow(2, 12./18)}, {"2x/18months", "x/yr", math.Pow(2, 12./18)},
		{"1.4e10 H100e-h/yr", "H100e-h/yr", 1.4e10}, {"14 bn H100e-h/yr", "H100e-h/yr", 1.4e10},
	} {
		got, err := unit.Parse(c.text, c.want)
		if c.text == "5 %" {
			if err == nil {
				t.Errorf("a percentage passed for a rate per year")
			}
			continue
		}
		if err != nil || math.Abs(got-c.is) > 1e-12*math.Abs(c.is) {
			t.Errorf("Parse(%q, %q) = %g, %v; want %g", c.text, c.want, got, err, c.is)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		text  string
		want  unit.Unit
		words string
	}{
		{"4 eur", "usd/h", `unknown unit "eur" (expected usd/h, for example "4 usd/h")`}, {"4 kWh", "usd/h", "cannot be converted"},
		{"", "usd", "not a number"}, {"much", "usd", `"much" is not a number (expected usd, for example "4 usd")`}, {"NaN", "usd", "not a number"}, {"Inf", "", "not a number"}, {"1e999", "", "not a number"},
		{"1.2.3", "usd", "unknown unit"}, {"1,00", "usd", "unknown unit"}, {"10 usd", "x/yr", `expected x/yr, for example "10x/yr"`}, {"10x/yr", "1/yr", "unknown unit"}, {"4 usd/", "usd/h", "unknown unit"},
		{"3 m", "months", "unknown unit"}, {"2x/0 months", "x/yr", `"2x/0 months" is not a factor over a time`}, {"0x/yr", "x/yr", `"0x/yr" is not a factor above zero`}, {"4 coworkers", "people", "cannot be converted"}, {"4 h/h", "share", "cannot be converted"},
	} {
		_, err := unit.Parse(c.text, c.want)
		if err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("Parse(%q, %q): %v; want %q", c.text, c.want, err, c.words)
		}
	}
}

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		v    float64
		u    unit.Unit
		want string
	}{
		{2500, "usd", "2500 usd"}, {25000, "usd", "25k usd"}, {10, "x/yr", "10x/yr"}, {.31, "share", "0.31"}, {1e6, "coworkers", "1M coworkers"},
		{-4.2e9, "usd", "-4.2bn usd"}, {math.Inf(1), "usd", "unbounded usd"}, {.45, "1/yr", "0.45 /yr"}, {0, "", "0"}, {1.4e10, "H100e-h/yr", "14bn H100e-h/yr"},
	} {
		if got := unit.Format(c.v, c.u); got != c.want {
			t.Errorf("Format(%g, %q) = %q, want %q", c.v, c.u, got, c.want)
		}
	}
}

// What Format prints Parse reads back, within the digits shown.
func TestFormatRoundTrips(t *testing.T) {
	units := []unit.Unit{"", "share", "usd", "usd/h", "x/yr", "1/yr", "1/month", "months", "kWh/h", "H100e-h/yr", "coworkers", "MW", "h/yr", "usd/kWh", "tasks/yr", "orders"}
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.SampledFrom(units).Draw(t, "unit")
		v := math.Pow(10, rapid.Float64Range(-8, 17).Draw(t, "log"))
		got, err := unit.Parse(unit.Format(v, u), u)
		if err != nil || math.Abs(got/v-1) > 6e-4 {
			t.Fatalf("%g %q printed as %q and read as %g (%v)", v, u, unit.Format(v, u), got, err)
		}
	})
}

func TestValid(t *testing.T) {
	for u, want := range map[unit.Unit]bool{"": true, "usd/h": true, "x/yr": true, "eur": false, "usd/": false, "H100e-h/yr": true} {
		if u.Valid() != want {
			t.Errorf("%q valid: %t", u, !want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("2.5k usd", "usd")
	f.Add("10x/yr", "x/yr")
	f.Fuzz(func(t *testing.T, text, want string) {
		if v, err := unit.Parse(text, unit.Unit(want)); err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
			t.Errorf("Parse(%q, %q) = %g", text, want, v)
		}
	})
}
