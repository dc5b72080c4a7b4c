package market

import (
	"fmt"
	"math"

	"tenfold/sim/exact"
)

// The search of ClearEach: steps are in logarithms of rents.
const (
	firstStep  = .5
	mostStep   = 3.
	leastStep  = 1e-10
	slower     = .4
	faster     = 1.4
	eachLeast  = 1e-9
	eachMost   = 1e9
	eachRounds = 1000
	eachClose  = 1e-9
)

// ClearEach finds prices at which the excess of each of several loosely coupled markets is zero, or at most zero at a
// price of nothing. excess[i], ln(demand/supply), falls strongly in price i and may depend a little on the others. Each
// price goes up or down by its own step in logarithms, which grows while its excess keeps its sign and shrinks when
// that changes (Riedmiller and Braun's rule, 1993, with signs of excess for signs of a gradient). Prices are read as
// the first guess and hold the solution; the last call of excess is made there. Where excess jumps over zero the side
// of no excess demand is returned. It returns an error when some market does not clear.
func ClearEach(price []float64, excess func(price, excess []float64)) error {
	return ClearEachWithin(price, leastStep, excess)
}

// ClearEachWithin is ClearEach to another least step in logarithms, for excess that is steep but no jump.
func ClearEachWithin(price []float64, least float64, excess func(price, excess []float64)) error {
	n := len(price)
	now, before, step, log := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i, p := range price {
		step[i], log[i] = firstStep, exact.Log(math.Min(math.Max(p, eachLeast), eachMost))
	}
	floor, ceiling := exact.Log(eachLeast), exact.Log(eachMost)
	for range eachRounds {
		for i, x := range log {
			price[i] = exact.Exp(x)
			if x <= floor {
				price[i] = 0
			}
		}
		excess(price, now)
		open := 0
		for i, e := range now {
			free := log[i] <= floor && e <= 0
			if free || math.Abs(e) <= eachClose || e <= 0 && step[i] <= least {
				continue
			}
			open++
			if e*before[i] < 0 {
				step[i] = math.Max(step[i]*slower, least)
			} else if e*before[i] > 0 {
				step[i] = math.Min(step[i]*faster, mostStep)
			}
			before[i] = e
			if e > 0 {
				log[i] = math.Min(log[i]+step[i], ceiling)
			} else {
				log[i] = math.Max(log[i]-step[i], floor)
			}
		}
		if open == 0 {
			return nil
		}
	}
	worst := 0
	for i, e := range now {
		if e > now[worst] {
			worst = i
		}
	}
	return fmt.Errorf("market %d still demands %.6g times its supply at a price of %.4g", worst, exact.Exp(now[worst]), price[worst])
}
