package rng

import "math"

// inversionMean is the mean below which a binomial draw is made by inversion, above by the normal quantile.
const inversionMean = 8

// inversionSteps bounds an inversion: at a mean below 8 a count of 40 has a chance below 1e-15.
const inversionSteps = 10 * inversionRound

// inversionRound is the number of steps that are made before asking how many are needed.
const inversionRound = 4

// Binomial turns one uniform number u in [0, 1) into a draw of the number of successes in n trials of success p. n <= 0
// gives 0; p outside [0, 1] counts as its end. See Successes.
func Binomial(n int32, p, u float64) int32 {
	if n <= 0 || p <= 0 {
		return 0
	}
	if p >= 1 {
		return n
	}
	return Successes(n, float32((1-p)/p), uint32(math.Min(float64(u*(1<<32)), math.MaxUint32)))
}

// Successes draws the number of successes in n trials that fail with the given odds, from 32 random bits: by inversion
// of the distribution function for small means of the rarer outcome, and by the normal quantile with a correction for
// skewness (Cornish and Fisher 1938) for large ones. The mean is that of the distribution within 1e-3 n; the
// distribution is exact below the switch but for rounding, and close to it above (see the tests).
//
// All is single precision, without fused operations and with few branches: vector kernels give the same bits.
func Successes(n int32, odds float32, b uint32) int32 {
	n = max(n, 0)
	success, failure := Chances(odds)
	p := min(success, failure) // of the rarer outcome
	q := 1 - p
	mean := float32(float32(n) * p)
	var k int32
	if mean < inversionMean {
		k = invert(n, p, q, b)
	} else {
		k = approximate(mean, p, q, normal(b))
	}
	k = min(k, n)
	if odds <= 1 { // failures are the rarer outcome
		k = n - k
	}
	return k
}

// MostOdds is as good as certain failure.
const MostOdds = 1e30

// Chances are those of success and failure at given odds of failure, zero or more.
func Chances(odds float32) (success, failure float32) {
	if odds > MostOdds { // rare, and quicker than min
		odds = MostOdds
	}
	success = 1 / (1 + odds)
	return success, float32(odds * success)
}

// invert walks up the distribution function: P(0) = (1+y)^-n, P(k+1) = P(k) (n-k)/(k+1) y, with y = p/q.
func invert(n int32, p, q float32, b uint32) int32 {
	trials, y := float32(n), p/q
	chance := exp2Minus(float32(trials * log2Of1p(y)))
	u := Unit32(b) - chance
	k := int32(0)
	for u >= 0 && k < inversionSteps {
		chance = float32(chance * float32(float32(y*(trials-float32(k)))*reciprocal[k]))
		u -= chance
		k++
	}
	return k
}

// approximate is the normal quantile with its correction for skewness, rounded to a count of zero or more.
func approximate(mean, p, q, z float32) int32 {
	sd := float32(math.Sqrt(float64(float32(mean * q))))
	skew := float32(float32((q-p)*(float32(z*z)-1)) * (1. / 6))
	return max(int32(mean+float32(sd*z)+skew+.5), 0)
}

// Unit32 is the uniform number in [0, 1) that the top 24 of 32 bits name.
func Unit32(b uint32) float32 { return float32(float32(int32(b>>8)) * 0x1p-24) }

var reciprocal = func() (r [inversionSteps]float32) {
	for k := range r {
		r[k] = 1 / float32(k+1)
	}
	return r
}()
