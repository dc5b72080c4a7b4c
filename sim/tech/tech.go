// Package tech is what virtual coworkers can do and what an hour of their work costs, as pure functions of the date:
// effective resources and intelligence, the task horizon, success, generations, and the price surface.
//
//	C(t)   = training compute^a1 * data^a2 * inference compute^a3 * algorithms^a4     effective resources
//	I(t)   = log10 C(t)/C(0)                                                          "intelligence", orders of magnitude
//	h50(I) = h0 2^(I/delta),   p(l|h) = 1/(1 + (l/h)^b)                               horizon and success (METR, Kwa et al. 2025)
//	c(I,t) = max(kWh(I,t) electricity, c0 10^(kc I) fall^-t)                          usd per human-equivalent hour
//	kWh    = max(e0 10^(kc I) gain^-t, minimum)
//
// t is in years since 2025.0 and I is zero there. It knows no economy, agent or clock. Safe for concurrent use.
package tech

import (
	"math"

	"tenfold/sim/exact"
)

// Intelligence is I(t), orders of magnitude of effective resources above 2025.0.
func (r Resources) Intelligence(t float64) float64 {
	return r.Training.orders(t) + r.Data.orders(t) + r.Inference.orders(t) + r.Algorithms.orders(t)
}

func (f Factor) orders(t float64) float64 {
	return float64(f.Exponent * math.Min(float64(exact.Log10(f.Growth)*t), f.Ceiling))
}

// Hours is h50(I): the length of software tasks that succeed half of the time, in hours.
func (h Horizon) Hours(intelligence float64) float64 {
	delta := referenceGrowth() * h.Doubling / 12 // orders of magnitude per doubling
	return h.Start * exact.Exp2(intelligence/delta)
}

// Odds is (l/h)^b, the odds of failure on a task of l hours at horizon h: success is 1/(1 + odds).
func (h Horizon) Odds(length, horizon float64) float64 {
	return exact.Pow(length/horizon, h.Slope)
}

// Hours is v(p): review hours per hour of an attempt of success p, t years after 2025.0.
func (r Review) Hours(success, t float64) float64 {
	return float64((r.Minimum + float64(r.Slope*(1-success))) * exact.Exp(-r.Decline*t))
}

// oldest is how long before 2025.0 the oldest generation on the market was released, in years.
const oldest = 4.

// Releases lists the release dates of generations from four years before 2025.0 to `until`, in years.
func (c *Config) Releases(until float64) []float64 {
	interval := c.Release / 12
	first := -math.Floor(oldest / interval)
	var dates []float64
	for n := first; ; n++ {
		date := n * interval
		if date > until {
			return dates
		}
		dates = append(dates, date)
	}
}

// Offer is what one human-equivalent hour takes at a capability and a date.
type Offer struct {
	USD     float64 // price, in detrended dollars
	KWh     float64 // electricity
	Compute float64 // H100-equivalent hours
}

// Market prices the capability I at date t. electricity is the price index of utilities (1 in the base year);
// deflator is exp(g t), by which dollars of the date are detrended: only the falling part is in dollars of the date.
func (c *Config) Market(intelligence, t, electricity, deflator float64) Offer {
	size := exact.Exp10(c.Price.Exponent * intelligence)
	kwh := math.Max(c.Energy.Use*size*exact.Exp(-exact.Log(c.Energy.Gain)*t), c.Energy.Minimum)
	falling := c.Price.Launch * size * exact.Exp10(-c.Price.Orders(t)) / deflator
	return Offer{
		USD:     math.Max(kwh*c.Energy.Electricity*electricity, falling),
		KWh:     kwh,
		Compute: kwh / c.acceleratorPower(t),
	}
}

// acceleratorPower is the electricity of one H100-equivalent hour of compute at date t in kWh: .7 kW in 2025, and
// falling with the part of the efficiency gain that is hardware.
func (c *Config) acceleratorPower(t float64) float64 {
	hardware := c.Energy.Gain / c.Resources.Algorithms.Growth
	return h100Power * exact.Exp(-exact.Log(hardware)*t)
}

const h100Power = .7 // kW
