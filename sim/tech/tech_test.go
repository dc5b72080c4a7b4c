package tech_test

import (
	"math"
	"testing"

	"tenfold/sim/param"
	"tenfold/sim/tech"
)

func defaults(change ...func(*tech.Config)) *tech.Config {
	var c tech.Config
	var s param.Set
	c.Parameters(&s)
	c.Options(&s)
	s.Defaults()
	for _, f := range change {
		f(&c)
	}
	return &c
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Max(1, math.Abs(want))) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

// Observation 1: intelligence is the logarithm of effective resources, which grow at constant rates.
func TestIntelligenceIsTheLogOfResources(t *testing.T) {
	c := defaults()
	for year := 1.; year < 8; year++ {
		near(t, "orders a year", c.Resources.Intelligence(year)-c.Resources.Intelligence(year-1), math.Log10(4.7*3), 1e-12)
	}
	c.Resources.Algorithms.Ceiling = 1
	near(t, "with a ceiling", c.Resources.Intelligence(5), 5*math.Log10(4.7)+1, 1e-12)
}

// Observation 2: the price of a given capability falls tenfold a year until the floor of electricity.
func TestPriceFallsTenfoldAYear(t *testing.T) {
	c := defaults(func(c *tech.Config) { c.Energy.Gain = 10 })
	for year := 0.; year < 2; year += .25 {
		now, later := c.Market(0, year, tech.Terms{Electricity: 1, Deflator: 1}), c.Market(0, year+1, tech.Terms{Electricity: 1, Deflator: 1})
		near(t, "fall", now.USD/later.USD, 10, 1e-10)
	}
	near(t, "floor", c.Market(0, 9, tech.Terms{Electricity: 1, Deflator: 1}).USD, c.Energy.Minimum*c.Energy.Electricity, 1e-12)
}

func TestHorizonDoublesInItsTime(t *testing.T) {
	c := defaults()
	at := func(year float64) float64 { return c.Horizon.Hours(c.Resources.Intelligence(year)) }
	near(t, "start", at(0), .86, 1e-12)
	near(t, "doubling", at(6.07/12)/at(0), 2, 1e-10)
	near(t, "half at the horizon", 1/(1+c.Horizon.Odds(3, 3)), .5, 1e-12)
}

// METR's ratio of the 80 % to the 50 % horizon gives the slope: p = .8 at .188 of the 50 % horizon.
func TestSlopeMatchesMETR(t *testing.T) {
	c := defaults()
	near(t, "success at .188 of the horizon", 1/(1+c.Horizon.Odds(.188, 1)), .8, 2e-3)
}

func TestCurves(t *testing.T) {
	fall := func(curve string, years float64) float64 {
		c := defaults(func(c *tech.Config) { c.Price.Curve = curve })
		return math.Pow(10, c.Price.Orders(years))
	}
	near(t, "tenfold", fall("tenfold", 2), 100, 1e-9)
	near(t, "moore", fall("moore", 3), 4, 1e-9)
	near(t, "claimed-150x", fall("claimed-150x", 16.5/12), 150, 1e-9)
	near(t, "claimed-150x a year", fall("claimed-150x", 1), 38.3, 1e-2)
	near(t, "staircase before the step", fall("staircase", .99), 1, 1e-9)
	near(t, "staircase after it", fall("staircase", 1), 10, 1e-9)
}

func TestRecordIsInterpolatedAndContinued(t *testing.T) {
	c := defaults(func(c *tech.Config) {
		c.Price.Curve = "file"
		c.Price.Record = []tech.Point{{Year: -1, Index: 100}, {Year: 0, Index: 10}, {Year: 1, Index: 10}}
	})
	near(t, "today", c.Price.Orders(0), 0, 1e-12)
	near(t, "between", c.Price.Orders(-.5), -.5, 1e-12)
	near(t, "a flat year", c.Price.Orders(1), 0, 1e-12)
	near(t, "continued at the average of the record", c.Price.Orders(3), 1, 1e-12) // 1 order in 2 years
}

// In `moore` the price falls slower while launch prices rise with capability as before, so frontier prices rise.
func TestFrontierPriceRisesUnderMoore(t *testing.T) {
	frontier := func(curve string, year float64) float64 {
		c := defaults(func(c *tech.Config) { c.Price.Curve = curve })
		return c.Market(c.Resources.Intelligence(year), year, tech.Terms{Electricity: 1, Deflator: 1}).USD
	}
	if !(frontier("moore", 3) > 10*frontier("moore", 0)) {
		t.Errorf("moore: %g to %g", frontier("moore", 0), frontier("moore", 3))
	}
	near(t, "tenfold: constant launch price", frontier("tenfold", 1), frontier("tenfold", 0), .01)
}

func TestReviewMatchesGDPval(t *testing.T) {
	near(t, "review hours at success .388", defaults().Review.At(0).Hours(.388), 109./404, .01)
}

func TestTaskLengths(t *testing.T) {
	c := defaults()
	l := c.Tasks.Lengths()
	near(t, "median", math.Sqrt(l[7]*l[8]), 4, 1e-9)
	for k := 1; k < len(l); k++ {
		if !(l[k] > l[k-1]) {
			t.Errorf("lengths do not rise at %d", k)
		}
	}
}

// The quadrature over skills agrees with a fine numerical integral.
func TestExpectedSuccessAgainstIntegral(t *testing.T) {
	c := defaults()
	for _, odds := range []float64{.01, .3, 1, 5, 100} {
		sum, total := 0., 0.
		for z := -8.; z <= 8; z += .001 {
			weight := math.Exp(-z * z / 2)
			sum += weight / (1 + odds*math.Exp(-c.Horizon.Slope*.3*z))
			total += weight
		}
		near(t, "success", c.Horizon.ExpectedSuccess(odds, .3), sum/total, 1e-6)
	}
}

func TestReleasesBeginBeforeTheRun(t *testing.T) {
	c := defaults()
	dates := c.Releases(1)
	if dates[0] != -4 || dates[len(dates)-1] != 1 || len(dates) != 11 {
		t.Errorf("releases %v", dates)
	}
}

func TestDigitalShare(t *testing.T) {
	e := tech.Exposure{Alpha: .1, Beta: .3, Gamma: .5, Human: .2}
	for ceiling, want := range map[string]float64{"alpha": .1, "beta": .3, "gamma": .5, "human": .2, "quantile": .3} {
		c := defaults(func(c *tech.Config) { c.Tasks.Ceiling = ceiling })
		near(t, ceiling, c.Tasks.DigitalShare(0, e), want, 1e-12)
	}
	c := defaults(func(c *tech.Config) { c.Tasks.Ceiling, c.Tasks.Quantile = "quantile", 0 })
	near(t, "lowest quantile", c.Tasks.DigitalShare(0, e), .1, 1e-12)
}

// The compute that a capability needs falls by what algorithms gain, also where electricity has reached its minimum: no
// progress of accelerators makes an hour take more of them.
func TestComputeOfACapabilityFallsWithAlgorithms(t *testing.T) {
	c := defaults()
	terms := tech.Terms{Electricity: 1, Deflator: 1}
	for _, intelligence := range []float64{-4, 0, 3} {
		start := c.Market(intelligence, 0, terms).Compute
		for year := 1.; year < 11; year++ {
			near(t, "compute over that of 2025", c.Market(intelligence, year, terms).Compute/start, math.Pow(c.Resources.Algorithms.Growth, -year), 1e-9)
		}
	}
	o := c.Market(0, 0, terms)
	near(t, "electricity of an H100", o.KWh/o.Compute, .7, 1e-12)
}

// A price that covers hardware is that of the launch at first, and never below electricity and the recorded cost of hardware.
func TestPricesCanCoverHardware(t *testing.T) {
	given := defaults()
	covers := defaults(func(c *tech.Config) { c.Price.Covers = true })
	terms := tech.Terms{Electricity: 1, Deflator: 1}
	near(t, "launch price", covers.Market(0, 0, terms).USD, given.Market(0, 0, terms).USD, 1e-12)
	near(t, "hardware's part of it", covers.Market(0, 0, terms).Hardware, given.Market(0, 0, terms).Hardware, 1e-12)
	for year := .25; year < 11; year += .25 {
		for _, intelligence := range []float64{-2, 0, 1.15 * year} {
			o, before := covers.Market(intelligence, year, terms), given.Market(intelligence, year, terms)
			energy := o.KWh * covers.Energy.Electricity
			near(t, "hardware", o.Hardware, covers.RecordedUserCost(year)*o.Compute, 1e-12)
			near(t, "price", o.USD, math.Max(before.USD, energy+o.Hardware), 1e-12)
		}
	}
	late := covers.Market(0, 3, terms)
	covers.Sellers.Markup = 5
	near(t, "mark-up on nothing", covers.Market(0, 3, terms).USD, late.USD, 1e-12)
}

// Power that is given limits accelerators by what each takes.
func TestPowerLimitsCompute(t *testing.T) {
	c := defaults()
	if most := c.MostCompute(5); most != math.MaxFloat64 {
		t.Errorf("at most %g H100-hours a year without a limit", most)
	}
	c.Compute.Power = 700
	near(t, "a million H100 at 700 MW", c.MostCompute(0), 1e6*8766, 1e-12)
	near(t, "a year later", c.MostCompute(1)/c.MostCompute(0), c.Compute.PowerGrowth*c.Energy.Gain/c.Resources.Algorithms.Growth, 1e-12)
}
