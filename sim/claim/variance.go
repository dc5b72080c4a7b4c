package claim

import (
	"tenfold/sim/rng"
	"tenfold/sim/sensitivity"
)

// outcomes is the number of outcomes from which shares of variance are taken: with one draw of all, with another draw of all,
// and with policy, or technology, of the other.
const outcomes = 4

const resampling = rng.Stream(7)

// sharesOfVariance is, of outcomes by draw, Sobol's total index of policy less that of technology: once of all draws, then of
// as many draws with replacement, as often as there are draws.
func sharesOfVariance(v [][]float64) []float64 {
	n := len(v)
	key := rng.New(drawSeed)
	out := make([]float64, n)
	for k := range out {
		y := make([]float64, 0, outcomes*n)
		for i := range n {
			row := i
			if k > 0 {
				row = min(int(rng.Unit(key.Bits(resampling, uint32(k), uint32(i)))*float64(n)), n-1)
			}
			y = append(y, v[row]...)
		}
		index := sensitivity.Sobol(y, outcomes-2, false)
		out[k] = index[0].Total.Value - index[1].Total.Value
	}
	return out
}
