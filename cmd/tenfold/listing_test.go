package main

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"tenfold/sim/calibrate"
	"tenfold/sim/nowcast"
)

func TestListing(t *testing.T) {
	l := listing{indent: " ", heads: []string{"", "model", "80 %"}, words: 1}
	l.add("Wage", "1.5", "1 to 2")
	l.add("Prices of all", "-10", "-")
	const table = "                model    80 %\n Wage             1.5  1 to 2\n Prices of all    -10       -\n"
	const stacked = " Wage\n   model 1.5, 80 % 1 to 2\n Prices of all\n   model -10, 80 % -\n"
	for width, want := range map[int]string{0: table, 30: table, 29: table, 28: stacked} {
		if got := l.text(width); got != want {
			t.Errorf("width %d:\n%s\nexpected:\n%s", width, got, want)
		}
	}
}

// Heads are cut to what a terminal has room for, and no further; a pipe has room for all.
func TestListingWithLongHeads(t *testing.T) {
	l := listing{heads: []string{"price.fall", "unemployment_rate_2030", "scarcity_rent_2030"}, words: 1}
	l.add("3", "0.045", "1.5")
	for width, head := range map[int]string{
		0: "price.fall  unemployment_rate_2030  scarcity_rent_2030", 54: "price.fall  unemployment_rate_2030  scarcity_rent_2030",
		53: "price.fall  …employment_rate_2030  scarcity_rent_2030", 36: "price.fall  …_rate_2030  …_rent_2030",
	} {
		got, _, _ := strings.Cut(l.clipped(width, leastHead), "\n")
		if got != head {
			t.Errorf("width %d: %q", width, got)
		}
	}
	if got := l.clipped(35, leastHead); got != "3\n  unemployment_rate_2030 0.045,\n  scarcity_rent_2030 1.5\n" {
		t.Errorf("without room:\n%s", got)
	}
}

func TestFigure(t *testing.T) {
	for v, want := range map[float64]string{math.NaN(): "failed", 2.281e-17: "0", -1e-15: "0", 1e-9: "1e-09", 1.23456: "1.235"} {
		if got := figure(v); got != want {
			t.Errorf("%g: %q, want %q", v, got, want)
		}
	}
}

// Lines of columns go on under their text, or below the word where there is no room beside it.
func TestHangingLines(t *testing.T) {
	const text = "key\n\n  The doc of this key.\n\n  unit      index\n  source    one two three four five\n"
	for width, want := range map[int]string{
		60: text,
		33: "key\n\n  The doc of this key.\n\n  unit      index\n  source    one two three four\n            five\n",
		20: "key\n\n  The doc of this\n  key.\n\n  unit      index\n  source\n    one two three\n    four five\n",
	} {
		if got := hangingLines(text, width); got != want {
			t.Errorf("width %d:\n%s", width, got)
		}
	}
}

// What a calibration and a nowcast print fits, whatever the numbers are.
func TestCalibrationAndNowcastFitTheTerminal(t *testing.T) {
	r := &nowcast.Result{Scenario: "observed-prices", Start: "2023-01", Draws: 200, Rows: []nowcast.Row{
		{Series: "payrolls", Words: "Payroll jobs", Unit: "people", Date: "2024", Known: true, Observed: 158.0e6,
			Draws: nowcast.Band{Median: 156.4e6, Low: 156.3e6, High: 156.5e6}, Shocks: &nowcast.Band{Low: 149.7e6, High: 163.3e6}},
	}, Occupations: []nowcast.Occupation{{Title: "Food Preparation and Serving Related Occupations", Growth: -.008, Low: -.017, High: -.002}}}
	f := &calibrate.Fit{J: 70.9, Free: 13.4, Runs: 176,
		Moments:    []calibrate.Fitted{{Moment: calibrate.Moment{Words: "Employed who change their major group in a month", Value: .013, Error: .003, Logs: true}}},
		Estimates:  []calibrate.Estimate{{Key: "adoption.saving_elasticity", Start: .5, High: 1}, {Key: "adoption.lag", Start: 2, Low: .25, High: 5}},
		Directions: []calibrate.Direction{{Singular: .5, Weights: []float64{.7, -.7}}},
		Jacobian:   [][]float64{{1.25, -.5}},
	}
	for _, width := range []int{40, 60, 80, 100} {
		for _, text := range []string{nowcastText(r, width), fitText("central", f, width)} {
			for line := range strings.Lines(text) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width {
					t.Errorf("%d columns in a terminal of %d: %s", n, width, line)
				}
			}
			for _, must := range []string{"156.4M", "-0.8", "0.013", "1.2", "saving_elasticity"} {
				if !strings.Contains(nowcastText(r, width)+fitText("central", f, width), must) {
					t.Errorf("width %d leaves out %s", width, must)
				}
			}
		}
	}
}
