package market

import (
	"math"

	"tenfold/sim/exact"
)

// CESQuantity is the output of a bundle from quantities of its inputs, the dual of CES: with the same shares,
//
//	Y = [sum_i share_i (x_i/share_i)^((sigma-1)/sigma)]^(sigma/(sigma-1))
//
// which is CES of quantities per share with the elasticity 1/sigma. Inputs without a share do not count.
func CESQuantity(share, quantity []float64, sigma float64) float64 {
	var s, x []float64
	for i, q := range quantity {
		if share[i] > 0 {
			s, x = append(s, share[i]), append(x, q/share[i])
		}
	}
	return CES(s, x, 1/sigma)
}

// TaskEconomy is an economy of tasks with elasticity of substitution Sigma, made by labour and, as far as they are automated,
// by capital, one for one and with the same Productivity: Korinek and Suh 2024, after Zeira 1998 and Acemoglu and Restrepo
// 2018. Wages and rents are marginal products.
type TaskEconomy struct{ Sigma, Productivity, Labour, Capital float64 }

// TaskOutcome is what it makes and pays; LabourShare is of output.
type TaskOutcome struct{ Output, Wage, Rent, LabourShare float64 }

// At lets capital do up to the share `automated` of tasks. As long as capital is the more plentiful in its tasks it does only
// those,
//
//	Y = A [K^((s-1)/s) phi^(1/s) + L^((s-1)/s) (1-phi)^(1/s)]^(s/(s-1)),   w = A^((s-1)/s) (Y/L)^(1/s) (1-phi)^(1/s)
//
// and beyond phi = K/(K+L) people do the rest of the tasks that capital could do: Y = A(K+L) and w = R = A.
func (e TaskEconomy) At(automated float64) TaskOutcome {
	a := e.Productivity
	if automated*(e.Capital+e.Labour) > e.Capital {
		y := a * (e.Capital + e.Labour)
		return TaskOutcome{y, a, a, a * e.Labour / y}
	}
	share := [2]float64{automated, 1 - automated}
	y := a * CESQuantity(share[:], []float64{e.Capital, e.Labour}, e.Sigma)
	marginal := func(share, quantity float64) float64 {
		if share == 0 {
			return 0
		}
		return exact.Pow(a, (e.Sigma-1)/e.Sigma) * exact.Pow(y/quantity*share, 1/e.Sigma)
	}
	out := TaskOutcome{Output: y, Wage: marginal(share[1], e.Labour), Rent: marginal(share[0], e.Capital)}
	out.LabourShare = out.Wage * e.Labour / y
	return out
}

// Peak is the highest wage over all shares of automation and the least share at which it is reached.
func (e TaskEconomy) Peak() (automated, wage float64) {
	edge := e.Capital / (e.Capital + e.Labour) // beyond it wages stand still
	at := func(x float64) float64 { return e.At(math.Min(x, edge)).Wage }
	const steps = 1000
	best := 0.
	for i := 0; i <= steps; i++ {
		if x := float64(edge * float64(i) / steps); at(x) > at(best) {
			best = x
		}
	}
	low, high := math.Max(best-edge/steps, 0), math.Min(best+edge/steps, edge)
	const golden = .6180339887498949
	for range 80 {
		a, b := high-float64(golden*(high-low)), low+float64(golden*(high-low))
		if at(a) >= at(b) {
			high = b
		} else {
			low = a
		}
	}
	if mid := .5 * (low + high); at(mid) > at(best) {
		best = mid
	}
	return best, at(best)
}

// FreedGain is the gain in output when an input with that share of tasks becomes free and abundant (Jones 2025). What is left
// binds: the other tasks keep their quantities, or get the labour that the free ones no longer need. At an elasticity of one
// and more output has no bound, and the gain is infinite.
func FreedGain(share, sigma float64, reallocation bool) float64 {
	if sigma >= 1 {
		return math.Inf(1)
	}
	rest := 1 - share
	gain := CESQuantity([]float64{rest}, []float64{rest}, sigma) // the same as CES with abundant others, which add nothing
	if reallocation {
		gain /= rest
	}
	return gain - 1
}
