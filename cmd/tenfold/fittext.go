package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/chart"
	"tenfold/sim/exact"
	"tenfold/sim/fit"
	"tenfold/sim/output"
	"tenfold/sim/scenario"
	"tenfold/sim/unit"
)

// A fittedRecord is a table of records and what was fitted to it.
type fittedRecord struct {
	file    string
	columns fit.Columns
	level   float64
	price   bool // rather than a horizon
	empty   int  // rows without a value
	curves  []fit.Curve
	notes   []string
}

// way is 1 where values are to rise and -1 where they are to fall.
func (f *fittedRecord) way() float64 {
	if f.price {
		return -1
	}
	return 1
}

// speed is what a slope comes to: the factor a year, above 1 in the expected direction, and the months in which values double
// or halve, infinite where they move the other way.
func (f *fittedRecord) speed(slope float64) (factor, months float64) {
	slope *= f.way()
	if slope <= 0 {
		return exact.Exp(slope), math.Inf(1)
	}
	return exact.Exp(slope), 12 * exact.Log(2) / slope
}

// chosen is the curve that is written, and its slope: a record of horizons; of prices the median over thresholds of the grid,
// or the record.
func (f *fittedRecord) chosen() (fit.Curve, float64) {
	if grids := f.grids(); len(grids) > 0 {
		return grids[0], fit.Median(grids, func(c fit.Curve) float64 { return c.Line.Slope })
	}
	return f.curves[0], f.curves[0].Line.Slope
}

func (f *fittedRecord) grids() []fit.Curve {
	var out []fit.Curve
	for _, c := range f.curves {
		if c.Method == "grid" {
			out = append(out, c)
		}
	}
	return out
}

// fitObject is what `fit --json` prints.
type fitObject struct {
	File   string        `json:"file"`
	Kind   string        `json:"kind"` // price or horizon
	Value  string        `json:"value"`
	Date   string        `json:"date"`
	Score  string        `json:"score,omitempty"`
	Level  float64       `json:"level"`
	Fits   []curveObject `json:"fits"`
	Median *medianObject `json:"median,omitempty"` // over thresholds of the grid
	Notes  []string      `json:"notes"`
}

// curveObject is one fit. Factors are above 1 where prices fall and horizons grow; numbers that do not exist are left out.
type curveObject struct {
	Method         string    `json:"method"`
	Threshold      *float64  `json:"threshold,omitempty"`
	Points         int       `json:"points"`
	Models         int       `json:"models"`
	From           string    `json:"from"`
	Until          string    `json:"until"`
	SlopePerYear   float64   `json:"slope_per_year"` // of natural logarithms
	FactorPerYear  float64   `json:"factor_per_year"`
	DoublingDays   *float64  `json:"doubling_days,omitempty"` // of horizons; of prices, in which they halve
	DoublingMonths *float64  `json:"doubling_months,omitempty"`
	R2             *float64  `json:"r2,omitempty"`
	EndToEnd       *float64  `json:"end_to_end_factor_per_year,omitempty"`
	Normal         *interval `json:"normal,omitempty"`
	Student        *interval `json:"student,omitempty"`
	Bootstrap      *interval `json:"bootstrap,omitempty"`
}

type interval struct {
	FactorLow  float64  `json:"factor_low"`
	FactorHigh float64  `json:"factor_high"`
	MonthsLow  *float64 `json:"months_low,omitempty"`
	MonthsHigh *float64 `json:"months_high,omitempty"`
}

type medianObject struct {
	Thresholds    int     `json:"thresholds"`
	FactorPerYear float64 `json:"factor_per_year"`
	EndToEnd      float64 `json:"end_to_end_factor_per_year"`
}

// finite is a number that JSON can hold, or nil.
func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

func (f *fittedRecord) object() fitObject {
	o := fitObject{File: f.file, Kind: "horizon", Value: f.columns.Value, Date: f.columns.Date, Score: f.columns.Score, Level: f.level, Notes: append([]string{}, f.remarks()...)}
	if f.price {
		o.Kind = "price"
	}
	for _, c := range f.curves {
		factor, months := f.speed(c.Line.Slope)
		row := curveObject{Method: c.Method, Threshold: finite(c.Threshold), Points: len(c.Points), Models: c.Models,
			From: fit.Day(c.Points[0].Date), Until: fit.Day(c.Points[len(c.Points)-1].Date),
			SlopePerYear: c.Line.Slope, FactorPerYear: factor, DoublingMonths: finite(months), DoublingDays: finite(months / 12 * 365.25), R2: finite(c.Line.R2),
			Normal: f.interval(c.Normal), Student: f.interval(c.Student), Bootstrap: f.interval(c.Bootstrap)}
		if !math.IsNaN(c.EndToEnd) {
			end, _ := f.speed(c.EndToEnd)
			row.EndToEnd = &end
		}
		o.Fits = append(o.Fits, row)
	}
	if grids := f.grids(); len(grids) > 1 {
		slope, ends := f.medians(grids)
		o.Median = &medianObject{len(grids), slope, ends}
	}
	return o
}

// medians over thresholds are of factors a year, by least squares and from end to end.
func (f *fittedRecord) medians(grids []fit.Curve) (slope, ends float64) {
	slope, _ = f.speed(fit.Median(grids, func(c fit.Curve) float64 { return c.Line.Slope }))
	ends, _ = f.speed(fit.Median(grids, func(c fit.Curve) float64 { return c.EndToEnd }))
	return slope, ends
}

func (f *fittedRecord) interval(i fit.Interval) *interval {
	if math.IsNaN(i.Low) {
		return nil
	}
	if f.price {
		i.Low, i.High = i.High, i.Low
	}
	var out interval
	var slow, fast float64
	out.FactorLow, slow = f.speed(i.Low)
	out.FactorHigh, fast = f.speed(i.High)
	out.MonthsLow, out.MonthsHigh = finite(fast), finite(slow)
	return &out
}

// remarks are the notes on what was left out.
func (f *fittedRecord) remarks() []string {
	notes := slices.Clone(f.notes)
	if f.empty > 0 {
		notes = append(notes, count(int64(f.empty), "row")+" without a value left out")
	}
	return notes
}

// text is what a terminal shows: a block a fit where it is narrow, else a line.
func (f *fittedRecord) text(width int) string {
	var out strings.Builder
	what := "price"
	if !f.price {
		what = "horizon"
	}
	fmt.Fprintf(&out, "%s\n", wrap(fmt.Sprintf("%s: %s (%s) by %s", f.file, f.columns.Value, what, f.columns.Date), width))
	for _, c := range f.curves {
		factor, months := f.speed(c.Line.Slope)
		name := c.Method
		if !math.IsNaN(c.Threshold) {
			name += " at " + short(c.Threshold)
		}
		points := count(int64(len(c.Points)), "point")
		if c.Models != len(c.Points) {
			points += " of " + count(int64(c.Models), "model")
		}
		text := fmt.Sprintf("%s, %s to %s, R2 %.3f: %s a year, %s", points, fit.Day(c.Points[0].Date), fit.Day(c.Points[len(c.Points)-1].Date), c.Line.R2, times(factor), f.pace(months))
		if !math.IsNaN(c.EndToEnd) {
			end, _ := f.speed(c.EndToEnd)
			text += fmt.Sprintf("; %s a year from end to end", times(end))
		}
		fmt.Fprintf(&out, "\n%s\n%s\n", name, hanging("  ", text, width))
		for _, i := range []struct {
			name  string
			value *interval
		}{{"normal", f.interval(c.Normal)}, {"Student", f.interval(c.Student)}, {"bootstrap", f.interval(c.Bootstrap)}} {
			if v := i.value; v != nil {
				fmt.Fprintf(&out, "%s\n", hanging("  ", fmt.Sprintf("%g %% %-10s %s-%s a year, %s-%s months", 100*f.level, i.name, times(v.FactorLow), times(v.FactorHigh), span(v.MonthsLow), span(v.MonthsHigh)), width))
			}
		}
	}
	if grids := f.grids(); len(grids) > 1 {
		slope, ends := f.medians(grids)
		fmt.Fprintf(&out, "\nMedian of %d thresholds\n%s\n", len(grids), hanging("  ", fmt.Sprintf("%s a year by least squares, %s from end to end", times(slope), times(ends)), width))
	}
	for _, note := range f.remarks() {
		fmt.Fprintf(&out, "\n%s\n", wrap("Note: "+note, width))
	}
	return out.String()
}

func short(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }

func times(factor float64) string { return unit.Number(math.Round(factor*1e4)/1e4) + "x" }

// pace says in words in which time values double or halve.
func (f *fittedRecord) pace(months float64) string {
	verb := map[bool]string{true: "halve", false: "double"}[f.price]
	if math.IsInf(months, 0) {
		return "does not " + verb
	}
	return fmt.Sprintf("%ss in %.2f months (%.1f days)", verb, months, months/12*365.25)
}

func span(months *float64) string {
	if months == nil {
		return "unbounded"
	}
	return strconv.FormatFloat(*months, 'f', 2, 64)
}

// fragmentHead begins what --write writes, which only such a file is overwritten by.
const fragmentHead = "# Written by `tenfold fit`"

// write makes a scenario of the chosen fit, once it has loaded in memory; outside says why a fit is not accepted there.
func (f *fittedRecord) write(path, base string) (outside, err error) {
	if old, err := os.ReadFile(path); err == nil && !bytes.HasPrefix(old, []byte(fragmentHead)) {
		return nil, usage("%s is there already and was not written by `tenfold fit`", path)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, usage("cannot write %s: %w", path, err)
	}
	s, err := scenario.Load(base, nil, nil)
	if err != nil {
		return nil, misconfigured(err)
	}
	text, pairs := f.fragment(base)
	if _, err := s.With(pairs...); err != nil {
		return f.outside(path, base, err), nil
	}
	if err := output.WriteFile(path, []byte(text)); err != nil {
		return nil, failed("%w", err)
	}
	return nil, nil
}

// outside says that the fit is printed but lies beyond what the scenario accepts.
func (f *fittedRecord) outside(path, base string, err error) error {
	var faults scenario.Faults
	if !errors.As(err, &faults) {
		return misconfigured(err)
	}
	var why []string
	for _, fault := range faults {
		why = append(why, fault.Path+": "+fault.Message)
	}
	_, slope := f.chosen()
	factor, _ := f.speed(slope)
	what := map[bool]string{true: "fall of prices", false: "growth of horizons"}[f.price]
	told := usage("--write: the fitted %s, %s a year, lies outside what the scenario %s accepts (%s): %s was not written", what, times(factor), base, strings.Join(why, "; "), path)
	told.told = true
	return told
}

// fragment is the scenario's text and its settings as flags.
func (f *fittedRecord) fragment(base string) (text string, pairs []string) {
	c, slope := f.chosen()
	factor, months := f.speed(slope)
	what := c.Method
	if n := len(f.grids()); n > 0 {
		what = "median of the grid's " + count(int64(n), "threshold")
	}
	text = fmt.Sprintf("%s from %s: %s, %s to %s, %s a year.\nextends: %s\nname: fitted-%s\n", fragmentHead, f.file, what,
		fit.Day(c.Points[0].Date), fit.Day(c.Points[len(c.Points)-1].Date), times(factor), base, map[bool]string{true: "price", false: "horizon"}[f.price])
	if f.price {
		fall := strconv.FormatFloat(factor, 'g', 6, 64)
		return text + "price:\n  curve: tenfold # a smooth fall of price.fall a year\n  fall: " + fall + "\n", []string{"price.curve=tenfold", "price.fall=" + fall}
	}
	beginning, _ := fit.Date("2025-01-01")
	hours := exact.Exp(c.Line.At(beginning))
	if !strings.Contains(strings.ToLower(f.columns.Value), "hour") {
		hours /= 60
	}
	start, doubling := strconv.FormatFloat(hours, 'g', 6, 64), strconv.FormatFloat(months, 'g', 6, 64)
	return text + "horizon:\n  start: " + start + " # h, the line at 2025-01-01\n  doubling: " + doubling + " # months\n",
		[]string{"horizon.start=" + start, "horizon.doubling=" + doubling}
}

// chart draws the points of each method's first curve and its line.
func (f *fittedRecord) chart() chart.Chart {
	l := &chart.Lines{Head: chart.Head{ID: "fit", Title: f.columns.Value + " by " + f.columns.Date, Source: f.file}, LogY: true, XTitle: f.columns.Date}
	seen := map[string]bool{}
	for _, c := range f.curves {
		if seen[c.Method] {
			continue
		}
		colour := len(seen)
		seen[c.Method] = true
		dots := chart.Line{Name: c.Method, Colour: colour, Dots: true}
		for _, p := range c.Points {
			dots.Points = append(dots.Points, chart.Point{X: p.Date, Y: p.Value})
		}
		l.Lines = append(l.Lines, dots)
		if c.Method == "hedonic" { // a plane over date and score
			continue
		}
		line := chart.Line{Colour: colour}
		for _, p := range []fit.Point{c.Points[0], c.Points[len(c.Points)-1]} {
			line.Points = append(line.Points, chart.Point{X: p.Date, Y: exact.Exp(c.Line.At(p.Date))})
		}
		l.Lines = append(l.Lines, line)
	}
	return l
}
