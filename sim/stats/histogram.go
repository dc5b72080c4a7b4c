package stats

import (
	"fmt"
	"math"
)

const (
	// octaves is the range of magnitudes kept apart, from 1 unit to 2^octaves units.
	octaves = 48
	// fineBits of the mantissa make 2^fineBits bins an octave, the widest 1/64 of its lower edge.
	fineBits = 6

	drop   = 52 - fineBits             // mantissa bits of a float64 left out
	first  = 1023<<fineBits - 1        // key of magnitudes just below one unit
	zero   = octaves<<fineBits + 1     // place of the bin of magnitudes below one unit
	places = 2*zero + 1                // negative bins, zero, positive bins
	limit  = float64(1 << octaves)     // largest magnitude, in units
	rounds = float64(3 << 51)          // a float64 near this has no bits below one
	whole  = int64(0x4338000000000000) // the bits of rounds
)

// Histogram is the distribution of values seen one at a time, in fixed bins. A value is turned into units (cents, say);
// its bin is the sign, the exponent and the upper six bits of the mantissa of that number, mirrored for negative values
// so that bins stand in the order of values. A bin holds the number of its values and their sum in whole units: both
// are integers, so neither the order of values nor the way they were split over histograms leaves a trace.
//
// Range: magnitudes below one unit share the bin of zero; magnitudes above 2^48 units (2.8e12 usd with cents) count as
// 2^48 units; magnitudes must sum to less than 2^63 units (9.2e16 usd). A value is rounded to a whole unit, half to
// even, before it is added to the sum.
//
// Measures are exact for values that all lie at the mean of their bin, which makes the Gini too low by about 1e-5 for
// spread-out values; it is 0 for values that all share a bin. A Histogram takes 98 KB.
type Histogram struct {
	scale float64 // units in 1
	bins  [places]bin
}

type bin struct{ count, sum int64 }

// NewHistogram makes an empty histogram whose unit is 1/unitsInOne: 100 for cents of usd.
func NewHistogram(unitsInOne float64) *Histogram {
	if !(unitsInOne > 0) || math.IsInf(unitsInOne, 1) {
		panic(fmt.Sprintf("stats: %g units in one", unitsInOne))
	}
	return &Histogram{scale: unitsInOne}
}

// Add takes one value; it panics at NaN.
func (h *Histogram) Add(v float32) {
	x := float64(float64(v) * h.scale)
	if !(math.Abs(x) <= limit) {
		x = atLimit(x)
	}
	b := &h.bins[placeOf(x)]
	b.count++
	b.sum += int64(math.Float64bits(x+rounds)) - whole
}

// AddMany takes one value n times.
func (h *Histogram) AddMany(v float32, n int64) {
	x := float64(float64(v) * h.scale)
	if !(math.Abs(x) <= limit) {
		x = atLimit(x)
	}
	b := &h.bins[placeOf(x)]
	b.count += n
	b.sum += n * (int64(math.Float64bits(x+rounds)) - whole)
}

// placeOf is the bin of a number of units: the order of magnitudes is the order of their bits, from which the key of
// the zero bin is taken off; the sign mirrors it.
func placeOf(x float64) int {
	bits := int64(math.Float64bits(x))
	key := max(bits&math.MaxInt64>>drop-first, 0)
	sign := bits >> 63 // 0 or -1
	return int(key^sign-sign) + zero
}

func atLimit(x float64) float64 {
	if x != x {
		panic("stats: NaN added to a histogram")
	}
	return math.Copysign(limit, x)
}

// Merge adds the values of another histogram of the same unit.
func (h *Histogram) Merge(other *Histogram) {
	if h.scale != other.scale {
		panic(fmt.Sprintf("stats: merging histograms of %g and %g units in one", h.scale, other.scale))
	}
	for i := range h.bins {
		h.bins[i].count += other.bins[i].count
		h.bins[i].sum += other.bins[i].sum
	}
}

// Reset forgets all values.
func (h *Histogram) Reset() { *h = Histogram{scale: h.scale} }

// Count is the number of values.
func (h *Histogram) Count() int64 {
	n := int64(0)
	for i := range h.bins {
		n += h.bins[i].count
	}
	return n
}

// units is the sum of values in units.
func (h *Histogram) units() int64 {
	sum := int64(0)
	for i := range h.bins {
		sum += h.bins[i].sum
	}
	return sum
}

// Total is the sum of the values, each rounded to a unit.
func (h *Histogram) Total() float64 { return float64(h.units()) / h.scale }

// Mean is the total over the count.
func (h *Histogram) Mean() float64 {
	n := h.Count()
	if n == 0 {
		return 0
	}
	return h.Total() / float64(n)
}
