package nowcast

import (
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/fit"
)

// A trend is the benchmark: a series goes on as in the years before, or stays where it was.
type trend struct {
	record *Annual
	years  int  // of growth that go on; 0: it stays
	logs   bool // growth in logs
}

// at is the benchmark for a year, made with figures up to the origin.
func (t *trend) at(origin, year int) float64 {
	last := t.record.At(origin)
	if t.years == 0 {
		return last
	}
	growth := exact.Log(last/t.record.At(origin-t.years)) / float64(t.years)
	return last * exact.Exp(growth*float64(year-origin))
}

// error is the root mean square of the benchmark's errors that many years ahead, over all origins from `from` whose
// outcome was known at `until`: in logs where the series grows.
func (t *trend) error(from, until, ahead int) float64 {
	sum, n := 0., 0.
	for origin := from; origin+ahead <= until; origin++ {
		e := t.distance(t.record.At(origin+ahead), t.at(origin, origin+ahead))
		if !math.IsNaN(e) {
			sum, n = sum+float64(e*e), n+1
		}
	}
	return math.Sqrt(sum / n)
}

// distance of a from b, in logs where the series grows; add is its inverse.
func (t *trend) distance(a, b float64) float64 {
	if t.logs {
		return exact.Log(a / b)
	}
	return a - b
}

func (t *trend) add(b, distance float64) float64 {
	if t.logs {
		return b * exact.Exp(distance)
	}
	return b + distance
}

// oddsTrend continues a straight line of log odds through a survey's readings before a date: value and standard error of a
// new mean of n readings at date, in log odds.
func oddsTrend(survey []Reading, until, date float64, n int) (logOdds, spread float64) {
	var x, y []float64
	for _, r := range survey {
		if r.Date < until {
			x, y = append(x, r.Date), append(y, odds(r.Value))
		}
	}
	l := fit.OLS(x, y, nil)
	left, mx, xx := 0., 0., 0.
	for i := range x {
		e := y[i] - l.At(x[i])
		left += e * e / float64(l.Free)
		mx += x[i] / float64(len(x))
	}
	for i := range x {
		xx += float64((x[i] - mx) * (x[i] - mx))
	}
	d := date - mx
	return l.At(date), math.Sqrt(left * (1/float64(n) + 1/float64(len(x)) + d*d/xx))
}

func odds(share float64) float64      { return exact.Log(share / (1 - share)) }
func shareOf(logOdds float64) float64 { return 1 / (1 + exact.Exp(-logOdds)) }
