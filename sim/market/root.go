package market

import (
	"fmt"
	"math"

	"tenfold/sim/exact"
)

// Root search limits: the bracket never leaves [rootLeast, rootMost].
const (
	rootLeast = 1e-9
	rootMost  = 1e9
	rootSteps = 200
)

// RootTolerance is that of Clear: a root counts as found when the bracket is narrower in logarithms, or the excess smaller.
const RootTolerance = 1e-11

// Clear finds the price x at which a falling excess(x) reaches zero, from the starting guess, by the Illinois form
// of regula falsi in ln x with bisection as a guard: excess may jump (a generation of coworkers drops out), and then
// the upper end of the jump is returned, where excess <= 0. excess is ln(demand/supply). The last call of excess is
// made at the returned price. It returns an error when no price up to rootMost clears.
func Clear(guess float64, excess func(price float64) float64) (float64, error) {
	return ClearWithin(guess, RootTolerance, excess)
}

// ClearWithin is Clear to another tolerance, for excess that is steep but no jump.
func ClearWithin(guess, tolerance float64, excess func(price float64) float64) (float64, error) {
	low, high, fLow, fHigh, err := bracket(guess, excess)
	if err != nil {
		return 0, err
	}
	last := math.NaN()
	side, width := 0, math.Inf(1)
	for step := 0; step < rootSteps && high-low > tolerance; step++ {
		mid := high - float64(fHigh*(high-low))/(fHigh-fLow)
		if high-low > .5*width || !(mid > low && mid < high) {
			mid = .5 * (low + high) // interpolation did not halve the bracket, or demand vanishes at its end
		}
		width = high - low
		last = mid
		if f := excess(exact.Exp(mid)); f > 0 {
			low, fLow = mid, f
			if side > 0 {
				fHigh *= .5
			}
			side = 1
		} else {
			high, fHigh = mid, f
			if side < 0 {
				fLow *= .5
			}
			side = -1
			if f > -tolerance {
				break
			}
		}
	}
	if last != high {
		excess(exact.Exp(high))
	}
	return exact.Exp(high), nil
}

// bracket widens around the guess until excess changes sign; ends are logarithms of prices.
func bracket(guess float64, excess func(float64) float64) (low, high, fLow, fHigh float64, err error) {
	guess = math.Min(math.Max(guess, rootLeast), rootMost)
	width := .05
	low, high = exact.Log(guess), exact.Log(guess)
	f := excess(guess)
	fLow, fHigh = f, f
	least, most := exact.Log(rootLeast), exact.Log(rootMost)
	for fLow <= 0 && low > least {
		high, fHigh = low, fLow
		low = math.Max(low-width, least)
		fLow = excess(exact.Exp(low))
		width *= 2
	}
	for fHigh > 0 {
		if high >= most {
			return 0, 0, 0, 0, fmt.Errorf("no price up to %g clears: demand still %.3g times supply", rootMost, exact.Exp(fHigh))
		}
		low, fLow = high, fHigh
		high = math.Min(high+width, most)
		fHigh = excess(exact.Exp(high))
		width *= 2
	}
	return low, high, fLow, fHigh, nil
}
