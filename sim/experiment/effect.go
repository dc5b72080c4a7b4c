package experiment

import (
	"math"

	"tenfold/sim/scenario"
	"tenfold/sim/stats"
)

// Effect is a change under a policy, paired by draw and seed.
type Effect struct {
	Change   float64 `json:"change"` // mean over draws and seeds
	Low      float64 `json:"low"`    // of draws, each the mean over its seeds: see Tests.Span
	High     float64 `json:"high"`
	Noise    float64 `json:"noise"`    // standard error of the change over seeds; 0 without agents and, unknown, with one seed
	Detected bool    `json:"detected"` // draws, and the noise where agents are simulated, leave no doubt of the sign
}

// Tests says what the runs of a comparison can tell.
//
// Low and high leave zero out in a detected difference, and the change is beyond the noise: Student's quantile times the
// standard error, which the seeds of all draws estimate together. With one seed the noise is unknown. Draws then differ by
// it too, so that a band over enough of them tests for both; fewer draws detect nothing.
type Tests struct {
	Sampled bool    `json:"sampled"`            // agents are simulated, so that seeds differ
	Tested  bool    `json:"tested"`             // whether draws and seeds are enough to detect a difference
	Span    string  `json:"span"`               // what low and high are: one of the three below
	Free    int     `json:"degrees_of_freedom"` // of the noise: seeds less one, in each draw; 0 where it is not measured
	Student float64 `json:"student"`            // so many standard errors are the noise that is allowed for; 0 likewise
}

// What low and high are. Of few draws they are the least and the largest, and of one the change itself.
const (
	SpanBand  = "80 % of draws"
	SpanRange = "range of draws"
	SpanOne   = "one draw"
)

// What a comparison takes for enough.
const (
	// band is the part of draws that an interval holds.
	band = .8
	// EnoughDraws have a band: eight changes that are nothing but normal noise leave zero outside theirs in 2.5 % of cases,
	// six in 6 %.
	EnoughDraws = 8
	// Confidence is that of the noise. A comparison has dozens of outcomes: at 95 % one or two would be found by chance.
	Confidence = .99
	// dust is what only rounding leaves, as a part of the level.
	dust = 1e-9
)

// newTests is what so many draws and seeds can tell.
func newTests(sampled bool, draws, seeds int) Tests {
	t := Tests{Sampled: sampled, Tested: !sampled || seeds > 1 || draws >= EnoughDraws, Span: SpanBand}
	switch {
	case draws == 1:
		t.Span = SpanOne
	case draws < EnoughDraws:
		t.Span = SpanRange
	}
	if sampled && seeds > 1 {
		t.Free = draws * (seeds - 1)
		t.Student = stats.StudentQuantile((1+Confidence)/2, t.Free)
	}
	return t
}

// sampled reports whether a scenario simulates agents.
func sampled(s *scenario.Scenario) bool {
	c := &s.Config
	return !c.MeanField && (c.People.Agents > 0 || c.Fleet.Agents > 0 || c.Firms.Agents > 0)
}

// effect sums up changes by draw and seed of an outcome of that level. Variances are of one policy: those of another may be
// larger or none at all, and its seeds say nothing about this one.
func (t *Tests) effect(changes [][]float64, level float64) Effect {
	means, within := make([]float64, len(changes)), 0.
	for d := range changes {
		means[d] = mean(changes[d])
		within += variance(changes[d]) / float64(len(changes))
	}
	tail := (1 - band) / 2
	if t.Span != SpanBand {
		tail = 0
	}
	e := Effect{Change: mean(means), Low: stats.Quantile(means, tail), High: stats.Quantile(means, 1-tail)}
	e.Noise = math.Sqrt(within / float64(len(changes)*len(changes[0])))
	beyond := math.Max(t.Student*e.Noise, dust*math.Abs(level))
	e.Detected = t.Tested && (e.Low > 0 || e.High < 0) && math.Abs(e.Change) > beyond
	return e
}
