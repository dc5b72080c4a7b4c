package rng

import (
	"math"

	"tenfold/sim/exact"
)

// inversionMean is the mean below which a binomial draw is made by inversion, above by the normal table.
const inversionMean = 8

// Binomial turns one uniform number u in [0, 1) into a draw of the number of successes in n trials of success p: by
// inversion of the distribution function for small means, and by the normal quantile with a correction for skewness
// (Cornish and Fisher 1938) for large ones. Its mean is n p within 1e-3 n; its distribution is exact below the switch
// and close to it above (see the tests). n <= 0 gives 0; p outside [0, 1] counts as its end.
func Binomial(n int32, p, u float64) int32 {
	if n <= 0 || p <= 0 {
		return 0
	}
	if p >= 1 {
		return n
	}
	if p > .5 {
		return n - fewer(n, 1-p, u)
	}
	return fewer(n, p, u)
}

// fewer draws for p <= 1/2.
func fewer(n int32, p, u float64) int32 {
	mean := float64(float64(n) * p)
	if mean < inversionMean {
		return invert(n, p, u)
	}
	z := normal(u)
	sd := math.Sqrt(mean * (1 - p))
	skew := float64((1 - float64(2*p)) * (float64(z*z) - 1) / 6)
	k := math.Floor(mean + float64(sd*z) + skew + .5)
	return int32(math.Min(math.Max(k, 0), float64(n)))
}

// invert walks up the distribution function: P(0) = (1-p)^n, P(k+1) = P(k) (n-k)/(k+1) p/(1-p).
func invert(n int32, p, u float64) int32 {
	q := 1 - p
	odds := p / q
	chance := whole(q, n)
	k := int32(0)
	for u >= chance && k < n {
		u -= chance
		chance *= odds * float64(n-k) * reciprocal[min(k, reciprocals-1)]
		k++
		if chance < 0x1p-60 && k > inversionMean {
			break // u was within rounding of one
		}
	}
	return k
}

// whole is x^n by repeated squaring.
func whole(x float64, n int32) float64 {
	y := 1.
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			y *= x
		}
		x *= x
	}
	return y
}

// reciprocals bounds the steps of an inversion: at a mean below 8, a count of 128 has no chance left.
const reciprocals = 128

var reciprocal = func() (r [reciprocals]float64) {
	for k := range r {
		r[k] = 1 / float64(k+1)
	}
	return r
}()

// The normal quantile is tabulated between its 1/64 and 63/64 points and computed beyond.
const (
	cells     = 2048
	tableFrom = 1. / 64
	tableTo   = 63. / 64
)

var quantile = func() (z [cells + 2]float64) {
	for i := range z {
		z[i] = exact.NormalQuantile(math.Min(tableFrom+float64(float64(i)*((tableTo-tableFrom)/cells)), tableTo))
	}
	return z
}()

func normal(u float64) float64 {
	if u < tableFrom || u >= tableTo {
		return exact.NormalQuantile(math.Max(u, 0x1p-60))
	}
	x := float64((u - tableFrom) * (cells / (tableTo - tableFrom)))
	i := int(x)
	return quantile[i] + float64((x-float64(i))*(quantile[i+1]-quantile[i]))
}
