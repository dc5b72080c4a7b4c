package economy

import (
	"fmt"

	"tenfold/agents/firm"
	"tenfold/sim/exact"
	"tenfold/sim/market"
	"tenfold/sim/rng"
)

// The random streams of firms.
const (
	streamFirmStart rng.Stream = 17 // who uses coworkers in the base year
	streamFirmAdopt rng.Stream = 18 // who begins to
)

// firms are the firms of each industry: a sample, or expectations as cohorts.
type firms struct {
	agents  int
	cols    []*firm.Columns
	cohorts []*firm.Cohorts
	jobs    []float64 // of each industry in the base year
	curve   []firm.Curve
	tally   []firm.Tally
	uneven0 []float64 // unevenness of the base year
}

// leastPerIndustry is how many firms an industry has at least, when there are enough.
const leastPerIndustry = 200

// newFirms makes the firms: agents by industry in proportion to its jobs, each with the same share of them.
func (w *World) newFirms() error {
	m, cfg, a := &w.firms, &w.cfg.Firms, &w.cfg.Adoption
	m.tally, m.jobs, m.uneven0 = make([]firm.Tally, w.industries), make([]float64, w.industries), make([]float64, w.industries)
	for s, jobs := range w.acc.Jobs {
		m.jobs[s], m.uneven0[s] = market.Sum(jobs), 1
		m.curve = append(m.curve, firm.Even())
	}
	switch {
	case w.cfg.MeanField || cfg.Agents == 0:
		for range w.acc.Jobs {
			m.cohorts = append(m.cohorts, firm.NewCohorts(a.Adopted, a.Integrated))
		}
	case int(cfg.Agents) < w.industries:
		return fmt.Errorf("firms.agents: expected 0 or at least one firm an industry (%d), got %d", w.industries, cfg.Agents)
	default:
		m.agents = int(cfg.Agents)
		law := firm.Law{Tail: cfg.Tail, Mean: cfg.MeanSize}
		row := w.key.At(streamFirmStart, 0)
		for s, n := range allot(m.agents, m.jobs, min(leastPerIndustry, m.agents/w.industries)) {
			c := firm.New(n, m.jobs[s], law, cfg.SizeHazard, cfg.SizeProductivity)
			c.Start(a.Adopted, a.Integrated, rng.Unit(row.Bits(uint32(s))))
			m.cols = append(m.cols, c)
		}
	}
	w.sumFirms()
	return nil
}

// sumFirms adds up the firms of each industry and takes over what they come to.
func (w *World) sumFirms() {
	m := &w.firms
	w.pool.Each(w.industries, func(s int) {
		if m.agents > 0 {
			m.tally[s] = m.cols[s].Sum(m.jobs[s], &m.curve[s])
		} else {
			m.tally[s] = m.cohorts[s].Sum(&m.curve[s])
		}
	})
	for s := range m.tally {
		w.adopted[s], w.integrated[s] = m.tally[s].Adopted, m.tally[s].Integrated
	}
}

// firmsAdopt lets each industry's firms adopt with the hazard of Bass's curve over the tick, which goes to `after`, and
// integrate.
func (w *World) firmsAdopt(after []float64) {
	lag, dt := w.cfg.Adoption.Lag, w.stepYears()
	stay, begun := 1-market.Follow(0, 1, 1, dt, lag), market.Follow(0, 0, 1, dt, lag)
	row := w.key.At(streamFirmAdopt, uint32(w.tick))
	hazard := make([]float64, w.industries)
	for s, before := range w.adopted {
		if before < 1 {
			hazard[s] = (after[s] - before) / (1 - before)
		}
	}
	w.pool.Each(w.industries, func(s int) {
		if w.firms.agents > 0 {
			w.firms.cols[s].Step(hazard[s], rng.Unit(row.Bits(uint32(s))), stay, begun)
		} else {
			w.firms.cohorts[s].Step(hazard[s], stay, begun)
		}
	})
	w.steps += int64(w.firms.agents)
	w.sumFirms()
}

// compete moves market shares towards firms whose costs have fallen most, and takes over what that does to
// integration and productivity.
func (w *World) compete() error {
	m := &w.firms
	w.firmCurves()
	w.pool.Each(w.industries, func(s int) {
		if m.agents > 0 {
			m.cols[s].Compete(&m.curve[s])
		} else {
			m.cohorts[s].Compete(&m.curve[s])
		}
	})
	w.sumFirms()
	return nil
}

// settleFirms declares the base year's market shares in balance with its costs.
func (w *World) settleFirms() {
	m := &w.firms
	w.firmCurves()
	for s := range m.curve {
		if m.agents > 0 {
			m.cols[s].Settle(&m.curve[s])
		} else {
			m.cohorts[s].Settle(&m.curve[s])
		}
	}
	w.sumFirms()
	for s := range m.tally {
		m.uneven0[s] = m.tally[s].Unevenness
	}
}

// firmCurves tabulates, for each industry, what a firm's integrated share does to its unit cost and to its sales, which
// grow by the factor cost^(-selection dt). Unit cost to the power 1-sigma is linear in that share for each occupation, and
// close to a parabola for all together, which three points fix.
func (w *World) firmCurves() {
	sigma := w.cfg.Production.Tasks
	selection := -w.cfg.Firms.Selection * w.dt
	people, bundle := make([]float64, w.fields), make([]float64, w.fields)
	for f, wage := range w.wage {
		people[f] = exact.Pow(wage, 1-sigma)
	}
	for s := range w.firms.curve {
		at := func(integrated float64) float64 {
			return exact.Pow(w.integratedCost(s, integrated, people, bundle), 1-sigma)
		}
		none, half, all := at(0), at(.5), at(1)
		bend := 2 * (none + all - float64(2*half))
		k := &w.firms.curve[s]
		for i := range k.Cost {
			d := float64(i) / firm.Nodes
			log := exact.Log(none+float64(d*(all-none-bend))+float64(d*d*bend)) / (1 - sigma)
			k.Cost[i], k.Growth[i] = exact.Exp(log), exact.Exp(selection*log)
		}
	}
}

// integratedCost is the unit cost of value added of an industry's firm with that share of its work integrated. people
// are wages to the power 1-sigma; bundle is filled with the unit costs of its work.
func (w *World) integratedCost(s int, integrated float64, people, bundle []float64) float64 {
	power := 1 / (1 - w.cfg.Production.Tasks)
	for f, own := range people {
		plain := float64((1-float64(integrated*w.work.potential[f]))*own) + float64(integrated*w.work.plainCost[f])
		bundle[f] = exact.Pow(plain, power) / w.base.unit[s][f]
	}
	work := market.CES(w.base.occupation[s], bundle, w.cfg.Production.Occupations)
	return market.CES2(w.base.work[s], work, w.now.capital[s], w.cfg.Production.ValueAdded)
}

// reallocation is the productivity of an industry relative to the base year that follows from where its work is done.
func (w *World) reallocation(s int) float64 { return w.firms.tally[s].Productivity }

// evenness is what differences in integration between firms take from productivity, relative to the base year: the
// price of an industry's goods is taken at its mean share integrated, and the mean of firms' costs is above that.
func (w *World) evenness(s int) float64 { return w.firms.uneven0[s] / w.firms.tally[s].Unevenness }

// surveyed is the share of real firms that use coworkers, over all industries: what a survey of businesses counts.
func (w *World) surveyed() float64 {
	users := 0.
	for s, jobs := range w.firms.jobs {
		users += float64(jobs * w.firms.tally[s].Firms)
	}
	return users / market.Sum(w.firms.jobs)
}
