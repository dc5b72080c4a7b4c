package market

import (
	"math"

	"tenfold/sim/exact"
)

// unitElasticity is the distance from one within which the Cobb-Douglas limit is used.
const unitElasticity = 1e-6

// CES is the unit cost [sum_i share_i price_i^(1-sigma)]^(1/(1-sigma)) of a bundle with constant elasticity of
// substitution sigma (Arrow, Chenery, Minhas and Solow 1961), and its Cobb-Douglas limit at sigma = 1. Shares are
// base-year spending shares summing to one, so that prices of one give a cost of one.
func CES(share, price []float64, sigma float64) float64 {
	sum := 0.
	if math.Abs(sigma-1) < unitElasticity {
		for i, s := range share {
			sum += float64(s * exact.Log(price[i]))
		}
		return exact.Exp(sum)
	}
	for i, s := range share {
		sum += float64(s * exact.Pow(price[i], 1-sigma))
	}
	return exact.Pow(sum, 1/(1-sigma))
}

// CES2 is CES for two inputs.
func CES2(share, first, second, sigma float64) float64 {
	return CES([]float64{share, 1 - share}, []float64{first, second}, sigma)
}

// SpendingShare is the share of spending on an input of base-year share `share` when its price relative to the
// bundle's is `relative`: share * relative^(1-sigma) (Shephard's lemma).
func SpendingShare(share, relative, sigma float64) float64 {
	return share * exact.Pow(relative, 1-sigma)
}
