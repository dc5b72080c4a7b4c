package market

import "tenfold/sim/exact"

// Adopt moves the adopted share D over dt years along Bass's (1969) curve dD/dt = (p + q D)(1 - D) by its closed
// form, so that the length of a tick does not matter. p and q are per year; D stays in [0, 1].
func Adopt(adopted, p, q, dt float64) float64 {
	if p+float64(q*adopted) <= 0 || adopted >= 1 { // nobody begins, or everybody has
		return adopted
	}
	decay := exact.Exp(-(p + q) * dt)
	// (1-D)/(p+qD) shrinks by decay; solve back for D.
	ratio := (1 - adopted) / (p + float64(q*adopted)) * decay
	return (1 - float64(p*ratio)) / (1 + float64(q*ratio))
}

// Follow moves value towards a target that goes from `from` to `to` in a straight line over dt years, with a mean lag
// of lag years: the exact solution of dv/dt = (target - v)/lag, so that the length of a tick does not matter.
func Follow(value, from, to, dt, lag float64) float64 {
	if lag <= 0 || dt <= 0 {
		return to
	}
	behind := float64((to - from) / dt * lag) // of a value that has followed for long
	return to - behind + float64((value-from+behind)*exact.Exp(-dt/lag))
}

// SmoothStep is 3q^2 - 2q^3 on [0, 1], constant outside: a compact edge without tails.
func SmoothStep(q float64) float64 {
	if q <= 0 {
		return 0
	}
	if q >= 1 {
		return 1
	}
	return q * q * (3 - float64(2*q))
}
