package stats

import "tenfold/sim/exact"

// MeanPower is the mean of max(v, 0)^exponent over all values, each taken at the mean of its bin; 0 without values.
func (h *Histogram) MeanPower(exponent float64) float64 {
	n, total := int64(0), 0.
	for i := range h.bins {
		b := &h.bins[i]
		n += b.count
		if b.sum > 0 {
			mean := float64(b.sum) / float64(b.count) / h.scale
			total += float64(float64(b.count) * exact.Pow(mean, exponent))
		}
	}
	if n == 0 {
		return 0
	}
	return total / float64(n)
}
