package economy

import (
	"math"

	"tenfold/agents/coworker"
	"tenfold/sim/dataset"
	"tenfold/sim/exact"
	"tenfold/sim/rng"
	"tenfold/sim/tech"
)

// streamSkill names the draws of how good each generation is in each field, streamHard those of how hard fields are for all.
const (
	streamSkill rng.Stream = 16
	streamHard  rng.Stream = 19
)

// generation is one release of models: what it can do, fixed at release.
type generation struct {
	number       int       // in the calendar
	date         float64   // years since 2025.0
	intelligence float64   // orders of magnitude
	horizon      []float64 // hours, by field
	odds         []float64 // odds of failure of the mean coworker, by field and bin
	success      []float64 // expected over coworkers, by field and bin
}

// technology is what coworkers can do and what is on the market.
type technology struct {
	cfg        *tech.Config
	length     [tech.Bins]float64 // hours
	digital    []float64          // share of tasks that can be done digitally, by field
	factor     []float64          // horizon of the field relative to software tasks
	pay        []float64          // usd per hour of a person's work in the base year, by field
	spread     float64            // log s.d. of the horizon over coworkers
	calendar   []float64          // release dates
	next       int                // in the calendar
	paused     bool               // by policy
	interval   float64            // least years between releases that policy asks, 0 for none
	late       bool               // a release is due that had to wait
	skillKey   rng.Key
	generation []generation // released so far, oldest first
	offer      []tech.Offer // of each, now
	extra      float64      // orders of magnitude that research feedback has added
	behind     float64      // orders of magnitude that training lacks for want of money
}

func newTechnology(cfg *Config, e *dataset.Economy, meanLoad float64) *technology {
	t := &technology{cfg: &cfg.Tech, length: cfg.Tech.Tasks.Lengths(), spread: cfg.Coworkers.Spread,
		calendar: cfg.Tech.Releases(cfg.horizonYears()), skillKey: rng.New(uint64(cfg.Tech.Horizon.Draw))}
	hard := rng.Permutation(t.skillKey, streamHard, 0, len(e.Occupations))
	for f, o := range e.Occupations {
		t.digital = append(t.digital, cfg.Tech.Tasks.DigitalShare(f, tech.Exposure{Alpha: o.Alpha, Beta: o.Beta, Gamma: o.Gamma, Human: o.Human}))
		factor := 1.
		if !e.Computing[f] {
			z := exact.NormalQuantile((float64(hard[f]) + .5) / float64(len(hard)))
			factor = cfg.Tech.Horizon.OutsideComputing * exact.Exp(cfg.Tech.Horizon.OccupationSpread*z)
		}
		t.factor = append(t.factor, factor)
		t.pay = append(t.pay, o.WageUSDPerYear*meanLoad/workingYear)
	}
	return t
}

// workingYear is the hours a person works in a year, full time.
const workingYear = 2080.

// atDate releases what is due and prices every generation at date t (years since 2025.0).
func (t *technology) atDate(date float64, terms tech.Terms) {
	t.releaseDue(date)
	for g := range t.generation {
		terms.Opened = t.cfg.Sellers.Opens(t.generation[g].date, date)
		t.offer[g] = t.cfg.Market(t.generation[g].intelligence, date, terms)
	}
}

// releaseDue releases what the calendar says, unless policy pauses releases or asks for more time between them: then the
// last of those that are due comes as soon as it may, as able as models of that date are.
func (t *technology) releaseDue(date float64) {
	for t.next < len(t.calendar) && t.calendar[t.next] <= date {
		if t.mustWait(date) {
			t.late = true
			return
		}
		released := t.calendar[t.next]
		if t.late {
			for t.next+1 < len(t.calendar) && t.calendar[t.next+1] <= date {
				t.next++
			}
			t.late, released = false, date
		}
		t.add(t.next, released, t.intelligence(released))
		t.next++
	}
}

// intelligence is that of models of a date, orders of magnitude of effective resources.
func (t *technology) intelligence(date float64) float64 {
	return t.cfg.Resources.Intelligence(date) + (t.extra - t.behind)
}

func (t *technology) mustWait(date float64) bool {
	if t.paused {
		return true
	}
	last := len(t.generation) - 1
	return t.interval > 0 && last >= 0 && date < t.generation[last].date+t.interval-rounding
}

// add puts the generation of that number in the calendar on the market.
func (t *technology) add(n int, date, intelligence float64) {
	t.generation = append(t.generation, t.release(n, date, intelligence))
	t.offer = append(t.offer, tech.Offer{})
}

// release makes generation n. Its horizon in field f is o_f h50(I) exp(s z_fn): the z of a generation are the normal
// mid quantiles in a random order over fields, so that a generation is uneven but no luckier than another.
func (t *technology) release(n int, date, intelligence float64) generation {
	cfg, fields := t.cfg, len(t.digital)
	g := generation{number: n, date: date, intelligence: intelligence, horizon: make([]float64, fields), odds: make([]float64, fields*tech.Bins), success: make([]float64, fields*tech.Bins)}
	horizon := cfg.Horizon.Hours(g.intelligence)
	for f, rank := range rng.Permutation(t.skillKey, streamSkill, uint32(n), fields) {
		z := exact.NormalQuantile((float64(rank) + .5) / float64(fields))
		own := horizon * t.factor[f] * exact.Exp(cfg.Horizon.FieldSpread*z)
		g.horizon[f] = own
		for k, length := range t.length {
			odds := cfg.Horizon.Odds(length, own)
			g.odds[f*tech.Bins+k] = odds
			g.success[f*tech.Bins+k] = math.Max(cfg.Horizon.ExpectedSuccess(odds, t.spread), leastSuccess)
		}
	}
	return g
}

// leastSuccess keeps the cost of hopeless attempts finite.
const leastSuccess = 1e-6

// newest is the intelligence of the newest generation on the market.
func (t *technology) newest() float64 { return t.generation[len(t.generation)-1].intelligence }

// plan is the cheapest way to have an hour of each field's and bin's work done by coworkers, at given wages, realised
// success and scarcity rent. Costs are in units of the field's base-year pay. Slices are by field and bin.
type plan struct {
	choice   []int     // generation
	class    [][]int   // [class][field and bin]: choice of a coworker whose newest generation is `class` releases old
	kappa    []float64 // cost of an hour of work done
	rental   []float64 // of it paid for coworkers' hours
	review   []float64 // of it paid to people for direction and review
	fallback []float64 // of it paid to people for tasks that failed for good
	overhead []float64 // of it paid to people for organising
	attempts []float64 // hours tried per hour of work done
	share    []float64 // a_fk: share of the field's tasks that coworkers could do and where they pay
}

func newPlan(fields int) *plan {
	n := fields * tech.Bins
	p := &plan{choice: make([]int, n), class: make([][]int, coworker.Classes)}
	for c := range p.class {
		p.class[c] = make([]int, n)
	}
	for _, column := range []*[]float64{&p.kappa, &p.rental, &p.review, &p.fallback, &p.overhead, &p.attempts, &p.share} {
		*column = make([]float64, n)
	}
	return p
}

// costs are what does not depend on the scarcity rent, by generation, field and bin.
type costs struct {
	attempts []float64 // hours tried per hour of work done, over the field's pay
	people   []float64 // review, fallback and overhead, at the field's wage
}

// prepare computes, for every generation on the market,
//
//	attempts = (1-rho)/p + rho,   people = w (v attempts + rho (1-p) + overhead)
//
// with success p scaled by what coworkers realised of it and waiting hours paid for.
func (t *technology) prepare(c []costs, wage, realised, waiting []float64, date float64) []costs {
	for len(c) < len(t.generation) {
		n := len(t.digital) * tech.Bins
		c = append(c, costs{make([]float64, n), make([]float64, n)})
	}
	r := t.cfg.Review
	review := r.At(date)
	for g := range t.generation {
		for f, w := range wage {
			perHour := 1 / (t.pay[f] * (1 - waiting[f]))
			for i := f * tech.Bins; i < (f+1)*tech.Bins; i++ {
				p := t.success(g, i, realised[f])
				attempts := r.Attempts(p)
				v := review.Hours(p)
				c[g].attempts[i] = attempts * perHour
				c[g].people[i] = w * (float64(v*attempts) + r.Fallback(p) + r.Overhead)
			}
		}
	}
	return c
}

// success is what is expected of generation g in field and bin i, given the field's realised ratio.
func (t *technology) success(g, i int, realised float64) float64 {
	return math.Min(math.Max(t.generation[g].success[i]*realised, leastSuccess), 1)
}

// paid is the price of an hour with scarcity rent: per H100-hour of compute, or per hour where a fleet is fixed.
func paid(o tech.Offer, rent float64, perHour bool) float64 {
	if perHour {
		return o.USD + rent
	}
	return o.USD + float64(rent*o.Compute)
}

// hourMarket is what buyers of coworker hours find beside offers.
type hourMarket struct {
	rent    []float64 // of what is scarce, by field
	perHour bool      // rent is per hour rather than per H100-hour
	wedge   float64   // what buyers pay over what providers receive
	date    float64   // years since 2025.0
}

// market is this tick's, at given rents.
func (w *World) market(rent []float64) hourMarket {
	return hourMarket{rent, w.rationed(), w.rules.wedge, w.techDate()}
}

// cheapest fills the plan: for each field and bin the generation with the least
//
//	kappa = (1-rho)(c + w v)/p + rho (c + w (v + 1 - p)) + w overhead
func (t *technology) cheapest(p *plan, c []costs, wage, realised []float64, m hourMarket) {
	price := make([]float64, len(t.generation))
	newest := len(price) - 1
	for i := range p.kappa {
		if i%tech.Bins == 0 {
			for g := range price {
				price[g] = m.wedge * paid(t.offer[g], m.rent[i/tech.Bins], m.perHour)
			}
		}
		best, at := math.Inf(1), 0
		for g := range price {
			if k := c[g].people[i] + float64(price[g]*c[g].attempts[i]); k < best {
				best, at = k, g
			}
			if age := newest - g; age < coworker.Classes {
				p.class[age][i] = at
			}
		}
		p.kappa[i], p.choice[i] = best, at
		p.rental[i] = price[at] * c[at].attempts[i]
	}
	for age := newest + 1; age < coworker.Classes; age++ {
		copy(p.class[age], p.class[newest])
	}
	t.split(p, wage, realised, m.date)
	t.pays(p, wage)
}

// split says who is paid by the chosen plan.
func (t *technology) split(p *plan, wage, realised []float64, date float64) {
	r := t.cfg.Review
	review := r.At(date)
	for f, w := range wage {
		for i := f * tech.Bins; i < (f+1)*tech.Bins; i++ {
			s := t.success(p.choice[i], i, realised[f])
			attempts := r.Attempts(s)
			p.attempts[i] = attempts
			p.review[i] = w * review.Hours(s) * attempts
			p.fallback[i] = w * r.Persistence * (1 - s) // not r.Fallback: these are the bits that runs have had
			p.overhead[i] = w * r.Overhead
		}
	}
}
