package firm_test

import (
	"math"
	"testing"

	"tenfold/agents/firm"

	"pgregory.net/rapid"
)

var law = firm.Law{Tail: 1.059, Mean: 21}

func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
		t.Errorf("%s: %g, want %g", what, got, want)
	}
}

// Shares sum to one, real firms hold all jobs at the mean size, and sizes follow the Pareto law: the number of firms
// of more than x jobs falls with x to the power of the tail.
func TestSizesFollowTheLaw(t *testing.T) {
	const jobs = 8e6
	c := firm.New(4000, jobs, law, 0, .05)
	share, count, held := 0., 0., 0.
	for i := range c.Share {
		share += c.Share[i]
		count += c.Count[i]
		held += c.Count[i] * c.Size[i]
		if i > 0 && c.Size[i] <= c.Size[i-1] {
			t.Fatalf("firm %d is no larger than the one before", i)
		}
	}
	near(t, "shares", share, 1, 1e-12)
	near(t, "jobs", held, jobs, 1e-12)
	near(t, "firms", count, jobs/law.Mean, 1e-9)
	more := func(x float64) float64 {
		n := 0.
		for i, size := range c.Size {
			if size > x {
				n += c.Count[i]
			}
		}
		return n
	}
	for _, x := range []float64{20, 200, 2000} {
		near(t, "tail", math.Log(more(x)/more(5*x))/math.Log(5), law.Tail, .03)
	}
}

// Every firm adopts with its own chance, whatever its place in the order, and no draw is far from the expected number.
func TestSamplingKeepsChances(t *testing.T) {
	const n, hazard, draws = 200, .07, 2000
	times := make([]float64, n)
	for k := range draws {
		c := firm.New(n, 1e6, law, .2, .05)
		c.Step(hazard, (float64(k)+.5)/draws, 1, .1)
		adopted := 0
		for i, a := range c.Adopted {
			if a {
				times[i]++
				adopted++
			}
		}
		if math.Abs(float64(adopted)-hazard*n) > 1 {
			t.Fatalf("%d adopt, %g expected", adopted, hazard*n)
		}
	}
	c := firm.New(n, 1e6, law, .2, .05)
	mean := 0.
	for i := range c.Size {
		mean += math.Pow(c.Size[i], .2) / n
	}
	for i, k := range times {
		if want := hazard * math.Pow(c.Size[i], .2) / mean; math.Abs(k/draws-want) > 2./draws {
			t.Errorf("firm %d adopts in %g of draws, want %g", i, k/draws, want)
		}
	}
}

// A certain hazard reaches everybody; integrated work approaches one and never passes it.
func TestEverybodyAdoptsInTheEnd(t *testing.T) {
	c := firm.New(50, 1e5, law, 0, .05)
	for range 400 {
		c.Step(1, .3, .9, .05)
	}
	s := c.Sum(1e5, &even)
	near(t, "adopted", s.Adopted, 1, 1e-12)
	near(t, "firms", s.Firms, 1, 1e-12)
	if !(s.Integrated > 1-1e-9 && s.Integrated <= 1) {
		t.Errorf("integrated %g", s.Integrated)
	}
}

// The base year has the shares that are asked for, as far as whole firms allow.
func TestStart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(30, 3000).Draw(t, "firms")
		adopted := rapid.Float64Range(0, 1).Draw(t, "adopted")
		integrated := adopted * rapid.Float64Range(0, 1).Draw(t, "integrated")
		c := firm.New(n, 1e6, law, 0, .05)
		c.Start(adopted, integrated, rapid.Float64Range(0, .999).Draw(t, "draw"))
		s := c.Sum(1e6, &even)
		if math.Abs(s.Adopted-adopted) > 1/float64(n)+1e-9 {
			t.Fatalf("adopted %g, want %g", s.Adopted, adopted)
		}
		if math.Abs(s.Integrated-integrated) > 1/float64(n)+1e-9 {
			t.Fatalf("integrated %g, want %g", s.Integrated, integrated)
		}
	})
}

func curve(cost func(integrated float64) float64) *firm.Curve {
	var k firm.Curve
	for i := range k.Cost {
		k.Cost[i] = cost(float64(i) / firm.Nodes)
		k.Growth[i] = math.Pow(k.Cost[i], -.1)
	}
	return &k
}

var even = firm.Even()

// Market shares stand still while costs do, sum to one when they move, and move to firms whose costs fell; the
// concentration of real firms is the sum of their squared shares.
func TestCompetition(t *testing.T) {
	const jobs = 1e6
	c := firm.New(500, jobs, law, 0, .05)
	c.Start(.4, .2, .5)
	before := curve(func(d float64) float64 { return 1 - .1*d })
	c.Settle(before)
	base := c.Sum(jobs, &even)
	for range 100 {
		c.Compete(before)
	}
	for _, s := range c.Share {
		near(t, "share at rest", s, 1./500, 1e-12)
	}
	after := curve(func(d float64) float64 { return 1 - .3*d })
	for range 20 {
		c.Compete(after)
	}
	total, herfindahl := 0., 0.
	for i, s := range c.Share {
		total += s
		if c.Adopted[i] != (s > 1./500) {
			t.Fatalf("firm %d, adopted %t, has %g of sales", i, c.Adopted[i], s)
		}
		size := c.Size[i] / jobs * s * 500 // market share of the real firm
		herfindahl += s / size * size * size
	}
	now := c.Sum(jobs, &even)
	near(t, "shares", total, 1, 1e-12)
	near(t, "Herfindahl index", now.Herfindahl, herfindahl, 1e-12)
	// Firms' mean cost is above the cost at the mean share, where costs fall faster the more is integrated.
	bent := c.Sum(jobs, curve(func(d float64) float64 { return 1 - .3*d*d }))
	if !(bent.Unevenness < 1) || math.Abs(now.Unevenness-1) > 1e-12 {
		t.Errorf("unevenness %g, with even costs %g", bent.Unevenness, now.Unevenness)
	}
	if !(now.Integrated > base.Integrated) || math.Abs(now.Unmoved-base.Integrated) > 1e-12 || !(now.Herfindahl > base.Herfindahl) {
		t.Errorf("before %+v, after %+v", base, now)
	}
}

// The table of growth factors is read between its nodes as the naive interpolation does.
func TestGrowthInterpolates(t *testing.T) {
	cost := func(d float64) float64 { return 1 - .6*d }
	g := curve(cost)
	c := firm.New(40, 1e5, law, 0, .05)
	for i := range c.Integrated {
		c.Integrated[i] = float64(i) / 39
	}
	c.Compete(g)
	sum := 0.
	for _, d := range c.Integrated {
		sum += math.Pow(cost(d), -.1)
	}
	for i, d := range c.Integrated {
		near(t, "growth", c.Share[i], math.Pow(cost(d), -.1)/sum, 1e-4)
	}
}

// Cohorts are what ever larger samples approach: adoption, integration, selection and costs.
func TestCohortsAreTheLimitOfFirms(t *testing.T) {
	const jobs, n = 1e6, 20_000
	sample, limit := firm.New(n, jobs, law, 0, 0), firm.NewCohorts(.1, .05)
	sample.Start(.1, .05, .4)
	before := curve(func(d float64) float64 { return 1 - .2*d })
	sample.Settle(before)
	limit.Settle(before)
	for tick := range 80 {
		now := curve(func(d float64) float64 { return 1 - .2*d - .004*float64(tick)*d*d })
		hazard := .01 + .0005*float64(tick)
		sample.Step(hazard, math.Mod(float64(tick)*.618, 1), .96, .02)
		limit.Step(hazard, .96, .02)
		sample.Compete(now)
		limit.Compete(now)
		a, b := sample.Sum(jobs, now), limit.Sum(now)
		for what, pair := range map[string][2]float64{
			"adopted": {a.Adopted, b.Adopted}, "integrated": {a.Integrated, b.Integrated}, "unmoved": {a.Unmoved, b.Unmoved},
			"unevenness": {a.Unevenness, b.Unevenness}, "productivity": {a.Productivity, b.Productivity},
		} {
			if math.Abs(pair[0]-pair[1]) > 1.5e-3 {
				t.Fatalf("tick %d: %s is %g, in the limit %g", tick, what, pair[0], pair[1])
			}
		}
	}
}
