package person

import (
	"fmt"
	"math"

	"tenfold/sim/exact"
)

// payRanks are the percentiles of pay that are published by occupation, payScores their normal scores.
var (
	payRanks  = [5]float64{.1, .25, .5, .75, .9}
	payScores = [5]float64{-1.2815515655446004, -.6744897501960817, 0, .6744897501960817, 1.2815515655446004}
)

const (
	lowestPay   = .4   // nobody gets less than this part of the lowest published percentile
	typicalPay  = .5   // standard deviation of log pay where nothing is published
	lightestPay = 1.01 // least mean above the last published percentile, over that percentile
	payLines    = 6
)

// Pay is the distribution of pay within an occupation, in usd a year, fitted to its published percentiles and mean
// (as of the Occupational Employment and Wage Statistics of the US, which publish none above a limit).
//
// Log pay is linear in the normal score between published percentiles, that is, each piece is lognormal. Below the
// lowest percentile the first line goes on until 40 % of that percentile, which is the floor. Above the last one there
// is a Pareto tail: with a mean r times the percentile x it starts from, it is x t^(1/r-1) where t is the share of the
// tail that gets more; its exponent is r/(r-1). r is what makes the mean of all exact.
//
// Where r would be below 1.01 (the lines alone have about the mean already, as with pay scales that end), it is 1.01
// and all pay is multiplied by the factor that meets the mean, so percentiles come back off by that factor. Where only
// one percentile is published, pay is the lognormal with that percentile and mean, because a tail over nearly everybody
// would be far too heavy; where none is, or no lognormal fits, the one with that mean and a log standard deviation
// of .5.
//
// A Pay is a value and only read: safe for concurrent use.
type Pay struct {
	mean  float64
	lines [payLines]payLine
	count int // of lines
	// The Pareto tail above rank from, of no one when from is 1.
	from, start, ratio, before float64
}

// payLine is a piece of the quantile function: log pay = level + slope z from rank from on. Its integral over ranks is
// before + gain (N(z - slope) - origin), N the normal distribution function, by completing the square.
type payLine struct {
	from, level, slope   float64
	before, gain, origin float64
}

// NewPay fits pay to a mean and the 10th, 25th, 50th, 75th and 90th percentile, where 0 means not published. It panics
// if the mean is not positive or percentiles fall.
func NewPay(mean float64, percentiles [5]float64) Pay {
	if !(mean > 0) {
		panic(fmt.Sprintf("person: mean pay %g", mean))
	}
	p := Pay{mean: mean, from: 1}
	var z, x, u []float64
	for i, v := range percentiles {
		if v == 0 {
			continue
		}
		if n := len(x); !(v > 0) || n > 0 && v < x[n-1] {
			panic(fmt.Sprintf("person: percentiles of pay %v", percentiles))
		}
		z, x, u = append(z, payScores[i]), append(x, v), append(u, payRanks[i])
	}
	if len(x) < 2 {
		p.lognormal(z, x)
		return p
	}
	p.piecewise(z, x, u)
	return p
}

// lognormal is for at most one percentile x of score z: log mean = level + s^2/2 and log x = level + s z, so that
// s^2 - 2 z s = 2 log(mean/x); the smaller positive root.
func (p *Pay) lognormal(z, x []float64) {
	s := typicalPay
	if len(x) == 1 {
		d := float64(z[0]*z[0]) + float64(2*exact.Log(p.mean/x[0]))
		if root := z[0] - math.Sqrt(d); root > 0 {
			s = root
		} else if root = z[0] + math.Sqrt(d); root > 0 {
			s = root
		}
	}
	p.add(0, exact.Log(p.mean)-float64(s*s/2), s)
}

// piecewise is for percentiles x of rising ranks u and scores z.
func (p *Pay) piecewise(z, x, u []float64) {
	last := len(x) - 1
	for i := range last {
		low, from := exact.Log(x[i]), u[i]
		slope := (exact.Log(x[i+1]) - low) / (z[i+1] - z[i])
		if i == 0 {
			from = p.floor(z[0], x[0], slope)
		}
		p.add(from, low-float64(slope*z[i]), slope)
	}
	above := 1 - u[last]
	p.before, p.start = p.below(u[last]), x[last] // with from still 1, lines reach anywhere
	p.from, p.ratio = u[last], (p.mean-p.before)/(above*p.start)
	if !(p.ratio >= lightestPay) {
		p.ratio = lightestPay
		p.stretch(p.mean / (p.before + float64(above*p.start*p.ratio)))
	}
}

// floor adds the flat line at the lowest pay and says to which rank it reaches. It leaves it out where it would hold
// for nobody: the line through the lowest percentile x of score z is nearly flat.
func (p *Pay) floor(z, x, slope float64) float64 {
	cut := exact.Log(lowestPay)
	if score := z + cut/slope; slope > 0 && score > -6 {
		p.add(0, exact.Log(x)+cut, 0)
		return normalBelow(score)
	}
	return 0
}

// add puts a line on top of the others.
func (p *Pay) add(from, level, slope float64) {
	l := payLine{from: from, level: level, slope: slope, gain: exact.Exp(level + float64(slope*slope/2))}
	if from > 0 {
		l.before = p.below(from)
		l.origin = normalBelow(exact.NormalQuantile(from) - slope)
	}
	p.lines[p.count] = l
	p.count++
}

// stretch multiplies all pay.
func (p *Pay) stretch(factor float64) {
	for i := range p.lines[:p.count] {
		l := &p.lines[i]
		l.level += exact.Log(factor)
		l.before *= factor
		l.gain *= factor
	}
	p.start *= factor
	p.before *= factor
}

// Mean is the mean pay.
func (p *Pay) Mean() float64 { return p.mean }

// Quantile is the pay of the person below whom a share u of all stand, 0 <= u < 1.
func (p *Pay) Quantile(u float64) float64 {
	if u >= p.from {
		t := (1 - u) / (1 - p.from)
		return p.start * exact.Pow(t, 1/p.ratio-1)
	}
	l := p.at(u)
	if l.slope == 0 {
		return exact.Exp(l.level)
	}
	return exact.Exp(l.level + float64(l.slope*exact.NormalQuantile(u)))
}

// Slice is the mean pay of ranks u0 to u1, 0 <= u0 < u1 <= 1, in closed form: the n slices of n persons average to the
// mean, however small n is.
func (p *Pay) Slice(u0, u1 float64) float64 { return (p.below(u1) - p.below(u0)) / (u1 - u0) }

// below is the integral of pay over ranks 0 to u.
func (p *Pay) below(u float64) float64 {
	if u > p.from {
		t := (1 - u) / (1 - p.from)
		return p.before + float64((1-p.from)*p.start*p.ratio*(1-exact.Pow(t, 1/p.ratio)))
	}
	l := p.at(u)
	return l.before + float64(l.gain*(normalBelow(exact.NormalQuantile(u)-l.slope)-l.origin))
}

// at is the line over rank u.
func (p *Pay) at(u float64) *payLine {
	i := p.count - 1
	for i > 0 && u < p.lines[i].from {
		i--
	}
	return &p.lines[i]
}

// normalBelow is the standard normal distribution function: the rational approximation of Hart (1968, no. 5666) as given by
// West (2005, Better approximations to cumulative normal functions), within 1e-14 for |z| < 7. West changes to a
// continued fraction beyond, where there is less than 1e-11 left.
func normalBelow(z float64) float64 {
	x := math.Abs(z)
	if x > 37 {
		x = 37 // 1e-299, as good as nothing
	}
	top, bottom := hartTop[0], hartBottom[0]
	for _, c := range hartTop[1:] {
		top = float64(top*x) + c
	}
	for _, c := range hartBottom[1:] {
		bottom = float64(bottom*x) + c
	}
	tail := exact.Exp(-x*x/2) * top / bottom
	if z > 0 {
		return 1 - tail
	}
	return tail
}

// The coefficients of Hart's approximation, highest power first.
var (
	hartTop = [7]float64{3.52624965998911e-02, .700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
		221.213596169931, 220.206867912376}
	hartBottom = [8]float64{8.83883476483184e-02, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
		637.333633378831, 793.826512519948, 440.413735824752}
)
