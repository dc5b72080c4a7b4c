package fit

import (
	"fmt"
	"math"
	"slices"

	"tenfold/sim/stats"
)

// Methods lists the ways to fit: all points, those that set a record, the cheapest price of a capability on a grid, and the
// capability beside the date.
func Methods() []string { return []string{"ols", "record", "grid", "hedonic"} }

// Options say what is fitted.
type Options struct {
	Falling    bool      // prices, whose records are low, rather than horizons, whose records are high
	Methods    []string  // of Methods
	Level      float64   // of intervals
	Thresholds []float64 // of a grid; those that Thresholds finds where there are none
	Until      float64   // end of a grid, years; the last point's date where 0
	From       float64   // date from which points count, years; those before may still hold the record
	First      int       // points that count, by date; 0: all
	Samples    int       // of the bootstrap
}

// A Curve is one fit. Slopes are of natural logarithms a year.
type Curve struct {
	Method    string
	Threshold float64 // of a grid, else NaN
	Line      Line
	Points    []Point // that were fitted
	Models    int     // of which they consist
	EndToEnd  float64 // slope from first to last point; NaN where that says nothing
	// Intervals of the slope: with the normal distribution, with Student's, and over samples of models drawn with replacement. The
	// first two are NaN on a grid, whose points repeat one model's price and are not independent.
	Normal, Student, Bootstrap Interval
}

// Curves fits all that is asked for and possible; notes say what was left out and why.
func Curves(points []Point, o Options) (curves []Curve, notes []string) {
	scored := slices.ContainsFunc(points, func(p Point) bool { return !math.IsNaN(p.Score) })
	for _, method := range o.Methods {
		if (method == "grid" || method == "hedonic") && !scored {
			notes = append(notes, method+" needs a column of scores")
			continue
		}
		if method == "grid" {
			found, short := o.grids(points)
			curves = append(curves, found...)
			if short > 0 {
				notes = append(notes, fmt.Sprintf("%d thresholds left out: fewer than %d points on the grid", short, leastPoints))
			}
			continue
		}
		c := o.curve(method, points)
		if math.IsNaN(c.Line.Slope) {
			notes = append(notes, fmt.Sprintf("%s: %d points at too few dates or scores for a line", method, c.Line.N))
			continue
		}
		curves = append(curves, c)
	}
	return curves, notes
}

// leastPoints of a grid make a line worth fitting.
const leastPoints = 12

// curve is a fit of all points, of records, or a hedonic one.
func (o Options) curve(method string, points []Point) Curve {
	c := Curve{Method: method, Threshold: math.NaN(), EndToEnd: math.NaN(), Points: byDate(points)}
	line := Trend
	switch method {
	case "record":
		c.Points = Highest(points)
		if o.Falling {
			c.Points = Lowest(points)
		}
	case "hedonic":
		line = Hedonic
		c.Points = slices.DeleteFunc(c.Points, func(p Point) bool { return math.IsNaN(p.Score) })
	}
	c.Points = o.counted(c.Points)
	if method == "record" {
		c.EndToEnd = EndToEnd(c.Points)
	}
	c.Models, c.Line = len(c.Points), line(c.Points)
	c.Normal, c.Student = c.Line.NormalInterval(o.Level), c.Line.Interval(o.Level)
	c.Bootstrap = o.bootstrap(c.Points, func(sample []Point) float64 { return line(sample).Slope })
	return c
}

// counted are the points by date that Options let count.
func (o Options) counted(points []Point) []Point {
	for len(points) > 0 && points[0].Date < o.From {
		points = points[1:]
	}
	if o.First > 0 && o.First < len(points) {
		points = points[:o.First]
	}
	return points
}

// grids is a curve a threshold; short counts thresholds with too few points.
func (o Options) grids(points []Point) (out []Curve, short int) {
	thresholds, until := o.Thresholds, o.Until
	if thresholds == nil {
		thresholds = Thresholds(points)
	}
	if until == 0 {
		for _, p := range points {
			until = math.Max(until, p.Date)
		}
	}
	for _, level := range thresholds {
		able := slices.DeleteFunc(byDate(points), func(p Point) bool { return !(p.Score >= level) })
		grid := o.counted(Grid(able, level, until))
		if len(grid) < leastPoints {
			short++
			continue
		}
		none := Interval{math.NaN(), math.NaN()}
		c := Curve{Method: "grid", Threshold: level, Points: grid, Line: Trend(grid), EndToEnd: EndToEnd(grid), Normal: none, Student: none, Models: len(able)}
		c.Bootstrap = o.bootstrap(able, func(sample []Point) float64 { return Trend(o.counted(Grid(sample, level, until))).Slope })
		out = append(out, c)
	}
	return out, short
}

// bootstrap is the interval of a slope over samples of points; samples that fix no slope are left out.
func (o Options) bootstrap(points []Point, slope func([]Point) float64) Interval {
	sample := make([]Point, len(points))
	slopes := stats.Bootstrap(len(points), o.Samples, func(rows []int) float64 {
		for i, r := range rows {
			sample[i] = points[r]
		}
		return slope(sample)
	})
	slopes = slices.DeleteFunc(slopes, math.IsNaN)
	if len(slopes) == 0 {
		return Interval{math.NaN(), math.NaN()}
	}
	tail := .5 - float64(o.Level/2)
	return Interval{stats.Quantile(slopes, tail), stats.Quantile(slopes, 1-tail)}
}

// Median is the median of something over curves.
func Median(curves []Curve, read func(Curve) float64) float64 {
	var v []float64
	for _, c := range curves {
		v = append(v, read(c))
	}
	return stats.Quantile(v, .5)
}
