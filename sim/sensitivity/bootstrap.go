// Package sensitivity says which factors of an experiment decide an outcome: Sobol' indices, Morris' elementary effects,
// tornado and interaction tables, with bootstrap intervals. It takes points and outcomes in the order in which sim/design
// makes them and knows nothing of what they mean.
//
// All functions are pure: the same points and outcomes give the same figures.
package sensitivity

import "tenfold/sim/stats"

// Estimate is a number with its bootstrap interval of 90 %.
type Estimate struct{ Value, Low, High float64 }

// resamples is the number of bootstrap samples.
const resamples = 400

// bootstrap is a statistic of n rows with the interval of 90 % over resampled rows, the same each time.
func bootstrap(n int, statistic func(rows []int) float64) Estimate {
	if n == 0 {
		return Estimate{}
	}
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	e := Estimate{Value: statistic(rows)}
	values, state := make([]float64, resamples), uint64(0x5eed)
	for r := range values {
		for i := range rows {
			rows[i] = int(split(&state) % uint64(n))
		}
		values[r] = statistic(rows)
	}
	e.Low, e.High = stats.Quantile(values, .05), stats.Quantile(values, .95)
	return e
}

// split is the generator SplitMix64 (Steele, Lea and Flood 2014).
func split(state *uint64) uint64 {
	*state += 0x9e3779b97f4a7c15
	z := *state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
