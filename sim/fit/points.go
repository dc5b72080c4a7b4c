package fit

import (
	"math"
	"slices"

	"tenfold/sim/exact"
)

// A Point is one record: a price or a horizon at a date, in years, and the capability score where there is one (else NaN).
type Point struct {
	Name        string
	Date, Value float64
	Score       float64
}

// byDate is a sorted copy.
func byDate(points []Point) []Point {
	out := slices.Clone(points)
	slices.SortStableFunc(out, func(a, b Point) int {
		switch {
		case a.Date < b.Date:
			return -1
		case a.Date > b.Date:
			return 1
		}
		return 0
	})
	return out
}

// Highest are the points above all before them, by date: the state of the art at release. Of points of one date only the
// highest can be one.
func Highest(points []Point) []Point {
	return records(points, func(a, b float64) bool { return a > b })
}

// Lowest are the points below all before them: record-low prices.
func Lowest(points []Point) []Point { return records(points, func(a, b float64) bool { return a < b }) }

func records(points []Point, better func(a, b float64) bool) []Point {
	var out []Point
	for _, p := range byDate(points) {
		last := len(out) - 1
		switch {
		case last < 0:
			out = append(out, p)
		case !better(p.Value, out[last].Value):
		case p.Date == out[last].Date:
			out[last] = p
		default:
			out = append(out, p)
		}
	}
	return out
}

// gridDays is the step of a grid.
const gridDays = 30

// Grid is the cheapest price of a capability, of at least the threshold, every 30 days from its first model until a date: what
// one would have paid at that time, so that a cheap model counts for as long as none is cheaper.
func Grid(points []Point, threshold, until float64) []Point {
	var able []Point
	for _, p := range byDate(points) {
		if p.Score >= threshold {
			able = append(able, p)
		}
	}
	if len(able) == 0 {
		return nil
	}
	var out []Point
	cheapest, next := math.Inf(1), 0
	name := ""
	for step := 0; ; step++ {
		date := able[0].Date + float64(step*gridDays)/daysPerYear
		if date > until+tolerance {
			return out
		}
		for ; next < len(able) && able[next].Date <= date+tolerance; next++ {
			if able[next].Value < cheapest {
				cheapest, name = able[next].Value, able[next].Name
			}
		}
		out = append(out, Point{Name: name, Date: date, Value: cheapest, Score: threshold})
	}
}

// tolerance is less than a day, for dates that are years.
const tolerance = 1e-4

// Thresholds are the scores of models that were the most able at their release: levels of capability whose price can be
// followed from the day they first existed.
func Thresholds(points []Point) []float64 {
	var scored []Point
	for _, p := range points {
		if !math.IsNaN(p.Score) {
			scored = append(scored, Point{Date: p.Date, Value: p.Score})
		}
	}
	var out []float64
	for _, p := range Highest(scored) {
		out = append(out, p.Value)
	}
	return out
}

// Trend is the line of natural logarithms of values on dates.
func Trend(points []Point) Line {
	x, y := make([]float64, len(points)), make([]float64, len(points))
	for i, p := range points {
		x[i], y[i] = p.Date, exact.Log(p.Value)
	}
	return OLS(x, y, nil)
}

// Hedonic is the same with the score beside the date, of points that have one: the fall in the price of a given capability
// from models of all capabilities.
func Hedonic(points []Point) Line {
	var x, y, z []float64
	for _, p := range points {
		if !math.IsNaN(p.Score) {
			x, y, z = append(x, p.Date), append(y, exact.Log(p.Value)), append(z, p.Score)
		}
	}
	return OLS(x, y, z)
}

// EndToEnd is the slope from the first to the last point.
func EndToEnd(points []Point) float64 {
	if len(points) < 2 {
		return math.NaN()
	}
	a, b := points[0], points[len(points)-1]
	return exact.Log(b.Value/a.Value) / (b.Date - a.Date)
}
