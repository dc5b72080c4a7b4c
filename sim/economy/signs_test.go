package economy_test

import (
	"flag"
	"math"
	"testing"

	"tenfold/sim/dataset"
	"tenfold/sim/economy"
	"tenfold/sim/param"

	"pgregory.net/rapid"
)

// signs says of settings whether more of them raises (1) or lowers (-1) output at the end of a run, and the ends between
// which that is tried; none stands for the prior's. Settings that change the base year to which output is compared (the
// launch price, the work integrated then) have no sign: what is cheaper then is not gained later.
var signs = []struct {
	key       string
	sign      float64
	low, high float64
}{
	{"price.fall", 1, 0, 0}, {"price.exponent", -1, 0, 0}, {"energy.electricity", -1, 0, 0},
	{"energy.efficiency_gain", 1, 0, 0}, {"compute.capacity", 1, 0, 0}, {"compute.growth", 1, 0, 0},
	{"review.minimum", -1, 0, 0}, {"review.slope", -1, 0, 0}, {"review.overhead", -1, 0, 0}, {"review.decline", 1, 0, 0},
	{"horizon.start", 1, 0, 0}, {"horizon.doubling", -1, 0, 0}, {"horizon.outside_computing", 1, 0, 0},
	{"tasks.quantile", 1, .1, .9}, {"tasks.median", -1, 0, 0},
	{"adoption.imitation", 1, 0, 0}, {"adoption.innovation", 1, 0, 0}, {"adoption.lag", -1, 0, 0},
	{"substitution.tasks", 1, 0, 0}, {"firms.pass_through", 1, .5, 1}, {"macro.saving_response", 1, 0, 1},
}

// againstSign is how far output may move the other way: cheaper coworkers take more hardware, which leaves less investment
// for other capital, and a coarser choice of generations may suit some tasks less.
const againstSign = .004

// What each setting does to output has the sign that economics gives it, wherever all others stand within their priors.
// New uses are left out: they draw spending away from the goods in whose prices output is counted.
func TestSignsOfComparativeStatics(t *testing.T) {
	data := tables(t, "us-2024")
	checks := flag.Lookup("rapid.checks").Value
	before, want := checks.String(), "20"
	if heavy() {
		want = "300"
	}
	if err := checks.Set(want); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = checks.Set(before) }()
	rapid.Check(t, func(t *rapid.T) {
		var c economy.Config
		set := economy.Parameters(&c)
		set.Defaults()
		for _, p := range set.All() {
			if p.HasPrior() && p.Kind == param.Float {
				_ = p.Set(rapid.Float64Range(p.Low, p.High).Draw(t, p.Key))
			}
		}
		c.MeanField, c.Tech.Tasks.Ceiling, c.Clock.Tick, c.Clock.End = true, "quantile", "quarter", "2031-12"
		c.Tech.Tasks.Quantile, c.NewUses.Share = rapid.Float64Range(.2, .8).Draw(t, "tasks.quantile"), 0
		c.Adoption.Integrated = math.Min(c.Adoption.Integrated, c.Adoption.Adopted)
		s := rapid.SampledFrom(signs).Draw(t, "setting")
		p := set.Find(s.key)
		low, high := s.low, s.high
		if low == high {
			low, high = p.Low, p.High
		}
		var output [2]float64
		for i, v := range []float64{low, high} {
			if err := p.Set(v); err != nil {
				t.Fatal(err)
			}
			var ok bool
			if output[i], ok = outputOf(c, data); !ok {
				t.Skip("outside the model's domain")
			}
		}
		if d := s.sign * (output[1] - output[0]); d < -againstSign {
			t.Fatalf("%s from %g to %g: output goes from %.6g to %.6g", s.key, low, high, output[0], output[1])
		}
	})
}

// outputOf is output at the end of a run, if it gets there.
func outputOf(c economy.Config, data *dataset.Economy) (float64, bool) {
	w, err := economy.New(c, data, 1)
	if err != nil {
		return 0, false
	}
	for w.Tick() < w.Ticks() {
		if err := w.Step(); err != nil {
			return 0, false
		}
	}
	return w.Value("real_output"), true
}
