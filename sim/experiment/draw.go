// Package experiment runs a scenario many times, under draws of what is uncertain, seeds and policies, and says what
// differs and how sure that is. Runs are paired: a policy is compared with its baseline under the same draw and seed.
//
// Two kinds of uncertainty are never mixed: the band over draws from the priors, and the noise of a finite number of
// agents over seeds, which shrinks with their number.
package experiment

import (
	"math"
	"strconv"

	"tenfold/sim/exact"
	"tenfold/sim/param"
	"tenfold/sim/rng"
)

// widest is the ratio of a prior's ends from which it is drawn on a logarithmic scale.
const widest = 10

// Draw gives every parameter that has a prior a value from it, as settings path=value: triangular with its mode at the
// present value, on a logarithmic scale where the ends lie far apart. The share of tasks that can be done digitally is a common
// quantile of triangular(alpha, beta, gamma) where the present value is its median, beta. Draw 0 is the present values
// themselves. The same number names the same draw.
func Draw(set *param.Set, draw int) []string {
	if draw == 0 {
		return nil
	}
	var out []string
	key := rng.New(drawSeed)
	for i, p := range set.All() {
		mode, ok := p.Value().(float64)
		if !ok || !p.HasPrior() {
			continue
		}
		out = append(out, p.Key+"="+spell(prior(p.Low, mode, p.High, drawn(key, draw, i))))
	}
	if c := set.Find("tasks.ceiling"); c != nil && c.Value() == "beta" {
		out = append(out, "tasks.ceiling=quantile", "tasks.quantile="+spell(drawn(key, draw, ceilingDraw)))
	}
	return out
}

// drawn is the number in [0, 1) that belongs to the i-th parameter in a draw.
func drawn(key rng.Key, draw, i int) float64 {
	return rng.Unit(key.Bits(rng.Stream(i%streams), uint32(draw), uint32(i/streams)))
}

func spell(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

const (
	drawSeed    = 0x5eed
	streams     = 256
	ceilingDraw = 1 << 16 // in place of a parameter's number
)

// Quantile is that of a parameter's prior with its mode at the present value; u is in [0, 1]. It panics for what is no number.
func Quantile(p *param.Parameter, u float64) float64 {
	return prior(p.Low, p.Value().(float64), p.High, u)
}

// prior is the quantile u of the triangular distribution.
func prior(low, mode, high, u float64) float64 {
	mode = math.Min(math.Max(mode, low), high)
	if low > 0 && high/low > widest {
		return exact.Exp(triangular(exact.Log(low), exact.Log(mode), exact.Log(high), u))
	}
	return triangular(low, mode, high, u)
}

// triangular is the quantile u of the triangular distribution.
func triangular(low, mode, high, u float64) float64 {
	if at := (mode - low) / (high - low); u < at {
		return low + math.Sqrt(u*(high-low)*(mode-low))
	}
	return high - math.Sqrt((1-u)*(high-low)*(high-mode))
}
