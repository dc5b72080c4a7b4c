// Package stats measures how unequally something is spread: the Gini coefficient, shares of the top and bottom,
// Lorenz curves and quantiles, exactly from all values or from a Histogram that takes a value at a time. It weights
// every value alike and estimates nothing about a population behind the sample.
//
// The functions are safe for concurrent use; a Histogram belongs to one goroutine at a time. All results are the same
// to the bit for every order of the values.
//
// Conventions: values may be negative; the bottom p of n values are the p n lowest, the last of them in part; where a
// measure is not defined (no values, or a share or Gini of a total that is not positive) it is 0.
package stats

import (
	"math"
	"slices"
)

// Gini is half the mean absolute difference of two values drawn with replacement, over the mean. With the values
// sorted upwards, x_1 to x_n,
//
//	G = sum_i (2i - n - 1) x_i / (n sum_i x_i)
//
// (Sen 1973, On Economic Inequality). It is at most (n-1)/n for values of at least zero, and may pass 1 with negative
// ones.
func Gini(values []float64) float64 {
	x, n := sorted(values), float64(len(values))
	total, weighted := 0., 0.
	for i, v := range x {
		total += v
		weighted += float64((float64(2*i+1) - n) * v)
	}
	if !(total > 0) {
		return 0
	}
	return weighted / n / total
}

// Lorenz is the Lorenz curve: for every p of `at` the share of the bottom p in the total.
func Lorenz(values, at []float64) []float64 {
	x := sorted(values)
	below := make([]float64, len(x)+1) // sums of the i lowest
	for i, v := range x {
		below[i+1] = below[i] + v
	}
	shares := make([]float64, len(at))
	total := below[len(x)]
	if !(total > 0) {
		return shares
	}
	for k, p := range at {
		position := float64(within(p) * float64(len(x)))
		i := min(int(position), len(x)-1)
		shares[k] = (below[i] + float64((position-float64(i))*x[i])) / total
	}
	return shares
}

// BottomShare is the share of the bottom p in the total.
func BottomShare(values []float64, p float64) float64 { return Lorenz(values, []float64{p})[0] }

// TopShare is the share of the top p in the total.
func TopShare(values []float64, p float64) float64 {
	shares := Lorenz(values, []float64{1 - within(p), 1})
	return shares[1] - shares[0]
}

// Quantile is linear between order statistics: the value at place p (n-1) of 0..n-1 (type 7 of Hyndman and Fan 1996).
func Quantile(values []float64, p float64) float64 {
	x := sorted(values)
	if len(x) == 0 {
		return 0
	}
	place := float64(within(p) * float64(len(x)-1))
	i := int(place)
	return between(x[i], x[min(i+1, len(x)-1)], place-float64(i))
}

func sorted(values []float64) []float64 {
	x := slices.Clone(values)
	slices.Sort(x)
	return x
}

func within(p float64) float64 { return math.Min(math.Max(p, 0), 1) }

func between(a, b, part float64) float64 { return a + float64(part*(b-a)) }
