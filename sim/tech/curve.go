package tech

import (
	"math"

	"tenfold/sim/exact"
)

// Orders is log10 of the factor by which the price of a given capability has fallen since 2025.0 at date t; negative
// before.
func (p Price) Orders(t float64) float64 {
	switch p.Curve {
	case "moore":
		return t * exact.Log10(2) / 1.5
	case "claimed-150x":
		return t * exact.Log10(150) / claimedYears
	case "staircase":
		return math.Floor(t) * exact.Log10(p.Fall)
	case "observed", "file":
		return recordOrders(p.Record, t)
	default:
		return t * exact.Log10(p.Fall)
	}
}

// claimedYears is the time in which the essay sees a fall of 150x: GPT-4 in March 2023 to GPT-4o, mid-2024.
const claimedYears = 16.5 / 12

// recordOrders interpolates log10 of the recorded price between its points and, outside the record, continues it at
// the record's average rate from its first to its last point. The record has at least two points by date.
func recordOrders(record []Point, t float64) float64 {
	level := func(i int) float64 { return exact.Log10(record[i].Index) }
	last := len(record) - 1
	slope := (level(last) - level(0)) / (record[last].Year - record[0].Year)
	at := func(t float64) float64 {
		if t <= record[0].Year {
			return level(0) + float64(slope*(t-record[0].Year))
		}
		for i := 1; i <= last; i++ {
			if t <= record[i].Year {
				part := (t - record[i-1].Year) / (record[i].Year - record[i-1].Year)
				return level(i-1) + float64(part*(level(i)-level(i-1)))
			}
		}
		return level(last) + float64(slope*(t-record[last].Year))
	}
	return at(0) - at(t)
}

// Interpolate reads a path of positive values at date t, geometrically between its points and constant outside. Points
// are in the order of dates; there is at least one.
func Interpolate(path []Point, t float64) float64 {
	last := len(path) - 1
	if t >= path[last].Year {
		return path[last].Index
	}
	for i := last - 1; i >= 0; i-- {
		if a, b := path[i], path[i+1]; t >= a.Year {
			return a.Index * exact.Pow(b.Index/a.Index, (t-a.Year)/(b.Year-a.Year))
		}
	}
	return path[0].Index
}
