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
	values := stats.Bootstrap(n, resamples, statistic)
	e.Low, e.High = stats.Quantile(values, .05), stats.Quantile(values, .95)
	return e
}
