// Package fit reads speeds of change off records: the fall of prices and the growth of task horizons as straight lines of
// logarithms on dates, by ordinary least squares, of all points, of those that set a record, of the cheapest price of a
// capability month by month, and with the capability beside the date (hedonic). It fits no model of the economy, and knows
// no scenario. Intervals are Student's and bootstrap ones.
//
// All functions are pure: the same points give the same figures.
package fit

import (
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/stats"
)

// A Line is y = Intercept + Slope x by ordinary least squares, with a second regressor's coefficient where there is one.
type Line struct {
	Intercept, Slope, Other float64
	Error                   float64 // standard error of Slope; NaN without degrees of freedom
	R2                      float64
	N, Free                 int // points, degrees of freedom
}

// OLS fits y on x, and on z unless that is nil. The slopes are NaN where the points do not tell them: too few, or all at
// one x, or x and z in proportion.
func OLS(x, y, z []float64) Line {
	n := len(x)
	l := Line{N: n, Free: n - 2}
	mx, my, mz := mean(x), mean(y), 0.
	if z != nil {
		l.Free, mz = n-3, mean(z)
	}
	var xx, xy, yy, zz, xz, zy float64
	for i := range x {
		dx, dy := x[i]-mx, y[i]-my
		xx += float64(dx * dx)
		xy += float64(dx * dy)
		yy += float64(dy * dy)
		if z != nil {
			dz := z[i] - mz
			zz += float64(dz * dz)
			xz += float64(dx * dz)
			zy += float64(dz * dy)
		}
	}
	own := xx // variation of x that z does not share
	l.Slope = xy / xx
	if z != nil {
		own = xx - float64(xz*xz)/zz
		l.Slope = (xy - float64(xz/zz*zy)) / own
		l.Other = (zy - float64(l.Slope*xz)) / zz
	}
	if !(own > leastVariation*xx) || l.Free < 0 {
		l.Slope, l.Other = math.NaN(), math.NaN()
	}
	l.Intercept = my - float64(l.Slope*mx) - float64(l.Other*mz)
	left := math.Max(yy-float64(l.Slope*xy)-float64(l.Other*zy), 0)
	l.R2 = 1 - left/yy
	l.Error = math.NaN()
	if l.Free > 0 {
		l.Error = math.Sqrt(left / float64(l.Free) / own)
	}
	return l
}

// leastVariation is the share of a regressor's variation below which it counts as none of its own.
const leastVariation = 1e-12

// At is the line's value.
func (l Line) At(x float64) float64 { return l.Intercept + float64(l.Slope*x) }

// Interval is Student's interval of the slope at a level such as .9; NaN without degrees of freedom.
func (l Line) Interval(level float64) Interval {
	if l.Free < 1 {
		return Interval{math.NaN(), math.NaN()}
	}
	half := float64(stats.StudentQuantile(.5+float64(level/2), l.Free) * l.Error)
	return Interval{l.Slope - half, l.Slope + half}
}

// NormalInterval takes the standard error as known, as published intervals often do: it is too narrow where points are few.
func (l Line) NormalInterval(level float64) Interval {
	half := float64(exact.NormalQuantile(.5+float64(level/2)) * l.Error)
	return Interval{l.Slope - half, l.Slope + half}
}

// An Interval of a slope; NaN where there is none.
type Interval struct{ Low, High float64 }

func mean(v []float64) float64 {
	sum := 0.
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// daysPerYear turns slopes per year into times of doubling in days.
const daysPerYear = 365.25

// DoublingDays is the time in which a line of natural logarithms on years doubles, or halves where it falls.
func DoublingDays(slope float64) float64 { return exact.Log(2) / math.Abs(slope) * daysPerYear }

// FactorPerYear is the factor by which it grows in a year, or falls where it falls.
func FactorPerYear(slope float64) float64 { return exact.Exp(math.Abs(slope)) }
