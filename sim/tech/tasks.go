package tech

import (
	"math"

	"tenfold/sim/exact"
)

// Bins is the number of task lengths of a field.
const Bins = 16

// longest is the longest task that is told apart, in hours (one working year): longer ones are counted in its bin.
const longest = 2000.

// Lengths are the task lengths in hours: the mid quantiles of a lognormal distribution, in equal shares of hours.
func (t Tasks) Lengths() [Bins]float64 {
	var length [Bins]float64
	for k := range length {
		z := exact.NormalQuantile((float64(k) + .5) / Bins)
		length[k] = math.Min(t.Median*exact.Exp(t.LogSD*z), longest)
	}
	return length
}

// Exposure are the exposure measures of one occupation, shares of its tasks (Eloundou et al. 2023).
type Exposure struct{ Alpha, Beta, Gamma, Human float64 }

// DigitalShare is the share x_f of tasks of occupation number f that can be done digitally at all.
func (t Tasks) DigitalShare(f int, e Exposure) float64 {
	switch t.Ceiling {
	case "alpha":
		return e.Alpha
	case "gamma":
		return e.Gamma
	case "human":
		return e.Human
	case "all":
		return 1
	case "quantile":
		return triangularQuantile(e.Alpha, e.Beta, e.Gamma, t.Quantile)
	case "file":
		return t.Shares[f]
	default:
		return e.Beta
	}
}

// triangularQuantile inverts the distribution function of triangular(low, mode, high).
func triangularQuantile(low, mode, high, q float64) float64 {
	width := high - low
	if width <= 0 {
		return mode
	}
	if q < (mode-low)/width {
		return low + math.Sqrt(q*width*(mode-low))
	}
	return high - math.Sqrt((1-q)*width*(high-mode))
}

// Skill is a quadrature over the normal skill offsets of coworkers: five-point Gauss-Hermite nodes and weights.
var Skill = [...]struct{ Z, Weight float64 }{
	{-2.856970013872806, .011257411327720691},
	{-1.355626179974266, .22207592200561266},
	{0, .53333333333333333},
	{1.355626179974266, .22207592200561266},
	{2.856970013872806, .011257411327720691},
}

// ExpectedSuccess is success over coworkers whose log horizon has standard deviation spread, on tasks of the given
// odds at the mean coworker.
func (h Horizon) ExpectedSuccess(odds, spread float64) float64 {
	mean := 0.
	for _, node := range Skill {
		mean += float64(node.Weight / (1 + float64(odds*exact.Exp(-h.Slope*spread*node.Z))))
	}
	return mean
}
