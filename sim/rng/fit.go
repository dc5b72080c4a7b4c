package rng

import (
	"math"

	"tenfold/sim/exact"
)

// The functions that binomial draws need, as polynomials in single precision, fitted when the program starts. They
// have neither branches nor tables of more than 32 entries, so that a vector kernel gets the same bits as a plain loop.
const (
	quantileDegree = 4
	log2Degree     = 8
	exp2Degree     = 5
)

// octaves is the number of pieces of the normal quantile: one for each power of two of a 32-bit number.
const octaves = 32

// quantile[d][i] is coefficient d of the normal quantile of the upper tail v/2^32, where v is 2^e t with 1 <= t < 2, in
// powers of t - 3/2. The piece of e stands at i = (e + 127) mod 32: the lowest bits of the exponent of v in single
// precision. The piece of e = 31, for what rounds to a tail of 1/2, is zero.
var quantile = func() (c [quantileDegree + 1][octaves]float32) {
	for e := range octaves - 1 {
		unit := exact.Exp2(float64(e - 32))
		piece := fit(quantileDegree, -.5, .5, func(t float64) float64 {
			return -exact.NormalQuantile(float64((t + 1.5) * unit))
		})
		for d, x := range piece {
			c[d][(e+127)%octaves] = x
		}
	}
	return c
}()

// log2Over is log2(1+y)/y for 0 <= y <= 1, in powers of y - 1/2.
var log2Over = [log2Degree + 1]float32(fit(log2Degree, -.5, .5, func(t float64) float64 {
	return exact.Log(1.5+t) / (t + .5) * math.Log2E
}))

// exp2Of is 2^f for -1/2 <= f <= 1/2.
var exp2Of = [exp2Degree + 1]float32(fit(exp2Degree, -.5, .5, exact.Exp2))

// fit is the polynomial that meets f at the Chebyshev points of an interval, lowest coefficient first.
func fit(degree int, from, to float64, f func(float64) float64) []float32 {
	x, c := make([]float64, degree+1), make([]float64, degree+1)
	for i := range x {
		x[i] = float64((from+to)/2) + float64((to-from)/2*chebyshev(i, degree+1))
		c[i] = f(x[i])
	}
	for order := 1; order <= degree; order++ { // divided differences
		for i := degree; i >= order; i-- {
			c[i] = (c[i] - c[i-1]) / (x[i] - x[i-order])
		}
	}
	for j := degree - 1; j >= 0; j-- { // from Newton's form to powers
		for i := j; i < degree; i++ {
			c[i] -= float64(x[j] * c[i+1])
		}
	}
	out := make([]float32, degree+1)
	for i := range out {
		out[i] = float32(c[i])
	}
	return out
}

// chebyshev is point i of n: cos((2i+1) pi / 2n), by its power series, which every architecture sums alike.
func chebyshev(i, n int) float64 {
	a := float64(2*i+1) / float64(2*n) * math.Pi
	square, term, sum := float64(a*a), 1., 1.
	for k := 2.; k < 40; k += 2 {
		term = float64(term * -square / float64(k*(k-1)))
		sum += term
	}
	return sum
}

// normal is the standard normal number that 32 random bits name: the highest is the sign, the others are the tail.
func normal(b uint32) float32 {
	i, t := tail(b)
	return signed(quantileAt(i, t), b)
}

// The parts of normal, each small enough for the compiler to put it in line: the piece and the place on it of a tail,
// the quantile there, and its sign.
func tail(b uint32) (i uint32, t float32) {
	v := math.Float32bits(float32(int32(b^uint32(int32(b)>>31)) | 1))
	return v >> 23 % octaves, math.Float32frombits(v&(1<<23-1)|127<<23) - 1.5
}

func quantileAt(i uint32, t float32) float32 {
	i %= octaves
	z := quantile[4][i]
	z = float32(z*t) + quantile[3][i]
	z = float32(z*t) + quantile[2][i]
	z = float32(z*t) + quantile[1][i]
	return float32(z*t) + quantile[0][i]
}

func signed(z float32, b uint32) float32 {
	return math.Float32frombits(math.Float32bits(z) ^ ^b&(1<<31))
}

// log2Of1p is log2(1+y) for 0 <= y <= 1.
func log2Of1p(y float32) float32 {
	t := y - .5
	return float32(log2Low(log2High(t), t) * y)
}

// The parts of log2Of1p: the higher powers of t and the lower ones.
func log2High(t float32) float32 {
	p := log2Over[8]
	p = float32(p*t) + log2Over[7]
	p = float32(p*t) + log2Over[6]
	p = float32(p*t) + log2Over[5]
	return float32(p*t) + log2Over[4]
}

func log2Low(p, t float32) float32 {
	p = float32(p*t) + log2Over[3]
	p = float32(p*t) + log2Over[2]
	p = float32(p*t) + log2Over[1]
	return float32(p*t) + log2Over[0]
}

// exp2Minus is 2^-t for 0 <= t < 64.
func exp2Minus(t float32) float32 {
	j := int32(t + .5)
	return scaled(exp2At(float32(j)-t), j)
}

// The parts of exp2Minus: 2^f, and it times 2^-j.
func exp2At(f float32) float32 {
	p := exp2Of[5]
	p = float32(p*f) + exp2Of[4]
	p = float32(p*f) + exp2Of[3]
	p = float32(p*f) + exp2Of[2]
	p = float32(p*f) + exp2Of[1]
	return float32(p*f) + exp2Of[0]
}

func scaled(p float32, j int32) float32 {
	return math.Float32frombits(math.Float32bits(p) - uint32(j)<<23)
}
