package market

import "tenfold/sim/exact"

// Adopt moves the adopted share D over dt years along Bass's (1969) curve dD/dt = (p + q D)(1 - D) by its closed
// form, so that the length of a tick does not matter. p and q are per year; D stays in [0, 1].
func Adopt(adopted, p, q, dt float64) float64 {
	if p+q <= 0 || adopted >= 1 {
		return adopted
	}
	decay := exact.Exp(-(p + q) * dt)
	// (1-D)/(p+qD) shrinks by decay; solve back for D.
	ratio := (1 - adopted) / (p + float64(q*adopted)) * decay
	return (1 - float64(p*ratio)) / (1 + float64(q*ratio))
}

// Relax moves value towards target over dt years with a mean lag of lag years (first-order, exact over the tick).
func Relax(value, target, dt, lag float64) float64 {
	if lag <= 0 {
		return target
	}
	return target + float64((value-target)*exact.Exp(-dt/lag))
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
