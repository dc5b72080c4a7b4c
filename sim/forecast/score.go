package forecast

import "math"

// IntervalScore of a band that should hold all but alpha of outcomes (Gneiting and Raftery 2007): its width, and 2/alpha times
// the distance by which it misses. Lower is better; it is proper: in expectation least for the true quantiles.
func IntervalScore(low, high, observed, alpha float64) float64 {
	miss := math.Max(low-observed, 0) + math.Max(observed-high, 0)
	return high - low + float64(2/alpha*miss)
}

// QuantileScore is the mean over levels of twice the pinball loss: proper for the quantiles together, and the absolute error
// where there is only the median.
func QuantileScore(levels, quantiles []float64, observed float64) float64 {
	sum := 0.
	for i, p := range levels {
		under := observed - quantiles[i]
		sum += 2 * math.Max(float64(p*under), float64((p-1)*under))
	}
	return sum / float64(len(levels))
}

// Inside reports whether a band holds a value.
func Inside(low, high, observed float64) bool { return low <= observed && observed <= high }
