package stats

import "math"

// Gini is that of the function Gini. The values of a bin stand at places C+1 to C+c, where C values lie below; their
// weights 2i - n - 1 sum to c (2C + c - n).
func (h *Histogram) Gini() float64 {
	n, total := h.Count(), h.units()
	if total <= 0 {
		return 0
	}
	weighted, below := 0., int64(0)
	for i := range h.bins {
		b := &h.bins[i]
		weighted += float64(float64(b.sum) * float64(2*below+b.count-n))
		below += b.count
	}
	return weighted / float64(n) / float64(total)
}

// Lorenz is the Lorenz curve: for every p of `at` the share of the bottom p in the total.
func (h *Histogram) Lorenz(at []float64) []float64 {
	shares := make([]float64, len(at))
	n, total := int64(0), int64(0)
	for i := range h.bins {
		n += h.bins[i].count
		total += h.bins[i].sum
	}
	if total <= 0 {
		return shares
	}
	place, taken, below := 0, int64(0), int64(0) // bins wholly taken, their values, their sum
	for k, p := range at {
		if k > 0 && p < at[k-1] {
			place, taken, below = 0, 0, 0 // from the bottom again
		}
		want := float64(within(p) * float64(n))
		for place < len(h.bins) && float64(taken+h.bins[place].count) <= want {
			taken += h.bins[place].count
			below += h.bins[place].sum
			place++
		}
		share := float64(below)
		if place < len(h.bins) {
			b := &h.bins[place]
			share += float64(float64(b.sum) * ((want - float64(taken)) / float64(b.count)))
		}
		shares[k] = share / float64(total)
	}
	return shares
}

// BottomShare is the share of the bottom p in the total.
func (h *Histogram) BottomShare(p float64) float64 { return h.Lorenz([]float64{p})[0] }

// TopShare is the share of the top p in the total.
func (h *Histogram) TopShare(p float64) float64 {
	if h.units() <= 0 {
		return 0
	}
	return 1 - h.BottomShare(1-within(p))
}

// Quantile is that of the function Quantile, where the values of a bin are taken to be evenly spread around their mean
// as widely as the bin allows. It is within a bin's width and a unit of the exact one, and exact for values that are
// all the same number of units.
func (h *Histogram) Quantile(p float64) float64 {
	n := h.Count()
	if n == 0 {
		return 0
	}
	place := float64(within(p) * float64(n-1))
	i := int64(place)
	return between(h.at(i), h.at(min(i+1, n-1)), place-float64(i)) / h.scale
}

// at is the i-th lowest value, in units, counted from 0.
func (h *Histogram) at(i int64) float64 {
	for place := range h.bins {
		b := &h.bins[place]
		if i >= b.count {
			i -= b.count
			continue
		}
		mean := float64(b.sum) / float64(b.count)
		low, high := edges(place)
		half := max(min(mean-low, high-mean), 0)         // rounding to units may take the mean out of a narrow bin
		along := (float64(2*i+1) / float64(b.count)) - 1 // in (-1, 1)
		return mean + float64(half*along)
	}
	panic("stats: place beyond the last value")
}

// edges are the ends of a bin, in units.
func edges(place int) (low, high float64) {
	switch {
	case place > zero:
		return edge(place - zero), edge(place - zero + 1)
	case place < zero:
		return -edge(zero - place + 1), -edge(zero - place)
	}
	return -1, 1
}

// edge is the lower end of the key-th bin above zero: the number whose bits the key is made of.
func edge(key int) float64 { return math.Float64frombits(uint64(key+first) << drop) }
