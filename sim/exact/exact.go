// Package exact holds elementary functions that give the same bits on every architecture. The standard library's Exp,
// Log and Pow have assembly versions that differ; these are plain Go, and every product that feeds a sum is written
// float64(x*y), which forbids the compiler to fuse the two.
//
// Exp and Log are within one unit in the last place of the true value; Pow and the rest are as accurate as the
// rounding of y ln x allows. Safe for concurrent use.
package exact

import "math"

const (
	log2E = 1.44269504088896338700e+00
	// ln 2 in two parts: the first has 32 trailing zero bits, so that k times it is exact.
	ln2High = 6.93147180369123816490e-01
	ln2Low  = 1.90821492927058770002e-10
	ln2     = 6.93147180559945309417e-01
	ln10    = 2.30258509299404568402e+00
	// Beyond these Exp is infinite or zero.
	expMost  = 709.782712893383973096
	expLeast = -745.2
)

// Exp is e^x. Argument reduction to |r| <= ln2/2, then the continued-fraction form
// e^r = 1 + 2r/(2 - c(r)), c = r - r^2 (1/6 - r^2/360 + ...) (Cody and Waite 1980; minimax coefficients of FDLIBM).
func Exp(x float64) float64 {
	switch {
	case x != x || x > expMost:
		return x * math.Inf(1) // NaN stays NaN
	case x < expLeast:
		return 0
	}
	k := math.Floor(float64(x*log2E) + .5)
	high := x - float64(k*ln2High)
	low := float64(k * ln2Low)
	r := high - low
	t := float64(r * r)
	p := 4.13813679705723846039e-08
	p = -1.65339022054652515390e-06 + float64(t*p)
	p = 6.61375632143793436117e-05 + float64(t*p)
	p = -2.77777777770155933842e-03 + float64(t*p)
	p = 1.66666666666666019037e-01 + float64(t*p)
	c := r - float64(t*p)
	y := 1 - ((low - float64(r*c)/(2-c)) - high)
	return scale(y, int(k))
}

// scale is y 2^k for y in [.5, 2), rounding once where the result is subnormal.
func scale(y float64, k int) float64 {
	if k < -1021 {
		return y * power(k+1000) * power(-1000)
	}
	if k > 1023 {
		return y * 2 * power(k-1)
	}
	return y * power(k)
}

// power is 2^k for -1022 <= k <= 1023.
func power(k int) float64 { return math.Float64frombits(uint64(k+1023) << 52) }

// Log is the natural logarithm: NaN below zero, -Inf at zero. x = 2^k (1+f) with 1+f near one, s = f/(2+f), and the
// odd series of log((1+s)/(1-s)) (minimax coefficients of FDLIBM).
func Log(x float64) float64 {
	switch {
	case x != x || x > math.MaxFloat64:
		return x
	case x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	}
	k := 0
	if x < 0x1p-1022 { // subnormal
		x *= 0x1p54
		k = -54
	}
	bits := math.Float64bits(x)
	// Move the mantissa to [sqrt(1/2), sqrt(2)).
	const half = 0x3fe6a09e667f3bcd // sqrt(1/2)
	shift := int64(bits-half) >> 52
	k += int(shift)
	f := math.Float64frombits(bits-uint64(shift)<<52) - 1
	s := f / (2 + f)
	z := float64(s * s)
	w := float64(z * z)
	even := float64(w * (3.999999999940941908e-01 + float64(w*(2.222219843214978396e-01+float64(w*1.531383769920937332e-01)))))
	odd := float64(z * (6.666666666666735130e-01 + float64(w*(2.857142874366239149e-01+float64(w*(1.818357216161805012e-01+float64(w*1.479819860511658591e-01)))))))
	square := float64(.5 * f * f)
	e := float64(k)
	return float64(e*ln2High) - ((square - (float64(s*(square+even+odd)) + float64(e*ln2Low))) - f)
}

// Log10 is the logarithm to base 10.
func Log10(x float64) float64 { return Log(x) / ln10 }

// Exp10 is 10^x.
func Exp10(x float64) float64 { return Exp(x * ln10) }

// Exp2 is 2^x, exact for whole x.
func Exp2(x float64) float64 {
	if whole := math.Floor(x); whole == x && x >= -1022 && x <= 1023 {
		return power(int(whole))
	}
	return Exp(x * ln2)
}

// Pow is x^y for x >= 0, NaN below. Its relative error is about |y ln x| units in the last place; powers that the
// model uses most are exact roundings: 0, 1, -1, 2, 1/2, -1/2.
func Pow(x, y float64) float64 {
	switch y {
	case 0:
		return 1
	case 1:
		return x
	case -1:
		return 1 / x
	case 2:
		return x * x
	case .5:
		return math.Sqrt(x)
	case -.5:
		return 1 / math.Sqrt(x)
	}
	if x == 1 {
		return 1
	}
	return Exp(y * Log(x))
}
