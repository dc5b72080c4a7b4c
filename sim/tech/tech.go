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

// Supervision is the review that a date asks for, in hours per hour of an attempt.
type Supervision struct {
	Least float64 // of an attempt that always succeeds: what declines with time, and no less than the law asks
	slope float64 // further hours where every attempt fails, at 2025.0
	left  float64 // of them since, as a share
}

// At is the supervision t years after 2025.0.
func (r Review) At(t float64) Supervision {
	left := exact.Exp(-r.Decline * t)
	return Supervision{Least: math.Max(float64(r.Minimum*left), r.Floor), slope: r.Slope, left: left}
}

// Hours is v(p): review hours per hour of an attempt of success p.
func (s Supervision) Hours(success float64) float64 {
	return s.Least + float64(s.slope*(1-success)*s.left)
}

// Failing is the review hours per hour of an attempt that always fails, beyond the least.
func (s Supervision) Failing() float64 { return s.slope * s.left }

// Attempts is the hours tried per hour of work done at success p: of failures the share rho belongs to the task and is not
// tried again, (1-rho)/p + rho.
func (r Review) Attempts(success float64) float64 { return (1-r.Persistence)/success + r.Persistence }

// Fallback is the hours of people per hour of work for what failed for good, rho (1-p).
func (r Review) Fallback(success float64) float64 { return float64(r.Persistence * (1 - success)) }

// TaskCost is what an hour of work costs that coworkers try at success p: each attempt its own cost and that of its review, and
// people at the wage w what fails for good,
//
//	(attempt + review) ((1-rho)/p + rho) + w rho (1-p)
func (r Review) TaskCost(success, attempt, review, wage float64) float64 {
	return float64((attempt+review)*r.Attempts(success)) + float64(wage*r.Fallback(success))
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
	USD      float64 // price, in detrended dollars
	Hardware float64 // of it for hardware, in detrended dollars
	KWh      float64 // electricity
	Compute  float64 // H100-equivalent hours
}

// Terms are the conditions of a tick under which hours are priced.
type Terms struct {
	Electricity float64 // price index of utilities, base year 1
	Deflator    float64 // exp(g t), by which dollars of the date are detrended: only the falling part is in those
	Opened      bool    // an open model of the capability is on the market
	Shock       float64 // factor by which hours are cheaper beyond electricity, 1 for none
}

// Market prices the capability I at date t. What the price holds beyond energy pays for hardware, a share of it at the
// base year's mark-up, and the mark-up, which differs for capabilities that are open to everybody:
//
//	price = energy + max(0, falling - energy) (hardware + (1 - hardware) mark-up)
//
// Where prices have to cover hardware at its recorded cost, that takes the place of the share, and mark-up is on the rest:
//
//	price = energy + cost + max(0, falling - energy - cost) mark-up
func (c *Config) Market(intelligence, t float64, terms Terms) Offer {
	size := exact.Exp10(c.Price.Exponent * intelligence)
	fallen := c.Energy.Use * size * exact.Exp(-exact.Log(c.Energy.Gain)*t)
	kwh := math.Max(fallen, c.Energy.Minimum)
	falling := c.Price.Launch * size * exact.Exp10(-c.Price.Orders(t)) / terms.Deflator
	energy := float64(kwh * c.Energy.Electricity * terms.Electricity)
	o := Offer{USD: math.Max(energy, falling), KWh: kwh, Compute: fallen / c.acceleratorPower(t)}
	beyond := o.USD - energy
	if terms.Shock > 1 {
		beyond /= terms.Shock
		o.USD = energy + beyond
	}
	markup := c.Sellers.Markup
	if terms.Opened {
		markup = math.Min(c.Sellers.OpenMarkup, markup)
	}
	if c.Price.Covers {
		o.Hardware = float64(c.RecordedUserCost(t) / terms.Deflator * o.Compute)
		o.USD = energy + o.Hardware + float64(math.Max(beyond-o.Hardware, 0)*markup)
		return o
	}
	o.Hardware = float64(c.Sellers.Hardware * beyond)
	o.USD += float64((1 - c.Sellers.Hardware) * beyond * (markup - 1))
	return o
}

// Opens reports whether a capability that was released at a date is open at date t, both in years.
func (s Sellers) Opens(released, t float64) bool {
	return s.OpenLag < NeverOpen && t >= released+s.OpenLag/12
}

// RecordedUserCost is what an H100-equivalent hour would cost at date t, in dollars of the date, if hardware got cheaper
// only as the record of accelerators shows, from what it earns at the launch price of 2025.0.
func (c *Config) RecordedUserCost(t float64) float64 {
	earned := c.Sellers.Hardware * math.Max(c.Price.Launch-float64(c.Energy.Use*c.Energy.Electricity), 0)
	return earned * c.acceleratorPower(0) / c.Energy.Use * exact.Exp(-exact.Log(c.Compute.PricePerformance)*t)
}

// MostCompute is the H100-hours a year at date t that electric power allows.
func (c *Config) MostCompute(t float64) float64 {
	if c.Compute.Power >= NoPowerLimit {
		return math.MaxFloat64
	}
	kw := 1000 * c.Compute.Power * exact.Exp(exact.Log(c.Compute.PowerGrowth)*t)
	return kw * hoursPerYear / c.acceleratorPower(t)
}

const hoursPerYear = 8766

// acceleratorPower is the electricity of one H100-equivalent hour of compute at date t in kWh: .7 kW in 2025, and
// falling with the part of the efficiency gain that is hardware.
func (c *Config) acceleratorPower(t float64) float64 {
	hardware := c.Energy.Gain / c.Resources.Algorithms.Growth
	return h100Power * exact.Exp(-exact.Log(hardware)*t)
}

const h100Power = .7 // kW
