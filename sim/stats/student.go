package stats

import "math"

// StudentQuantile is the p-quantile of Student's t distribution with df degrees of freedom, at least one, by bisection of
// its distribution function, to 1e-12 relative.
func StudentQuantile(p float64, df int) float64 {
	switch {
	case p == .5:
		return 0
	case p < .5:
		return -StudentQuantile(1-p, df)
	case !(p < 1):
		return math.Inf(1)
	}
	high := 1.
	for studentBelow(high, df) < p {
		high *= 2
	}
	low := 0.
	for high-low > 1e-12*high {
		mid := .5 * (low + high)
		if !(low < mid && mid < high) {
			break
		}
		if studentBelow(mid, df) < p {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

// studentBelow is the distribution function at t >= 0, by the finite sums for whole degrees of freedom (Abramowitz and Stegun
// 1964, 26.7.3 and 26.7.4) in s = sin(theta) and c = cos(theta), theta = arctan(t/sqrt(df)).
func studentBelow(t float64, df int) float64 {
	n := float64(df)
	s, c2 := t/math.Sqrt(n+float64(t*t)), n/(n+float64(t*t))
	first, term, sum := 1, 1., 1.
	if df%2 == 1 {
		first = 2
	}
	for k := first; k <= df-3; k += 2 {
		term = float64(term * (float64(k) / float64(k+1) * c2))
		sum += term
	}
	if df%2 == 0 {
		return .5 + float64(.5*s*sum)
	}
	theta := arctan(t / math.Sqrt(n))
	if df > 1 {
		theta += float64(s * math.Sqrt(c2) * sum)
	}
	return .5 + theta/math.Pi
}

// arctan halves its angle until the series converges fast, for x >= 0.
func arctan(x float64) float64 {
	const halvings = 6
	for range halvings {
		x = x / (1 + math.Sqrt(1+float64(x*x)))
	}
	sum, power := 0., x
	for k := 1.; k < 20; k += 4 {
		sum += power/k - float64(power*x*x)/(k+2)
		power *= x * x * x * x
	}
	return float64(sum * (1 << halvings))
}
