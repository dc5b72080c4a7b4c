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

// firms is the sample of firms, a shard an industry. Without agents the shards are empty and tally holds expectations.
type firms struct {
	agents int
	cols   []*firm.Columns
	jobs   []float64 // of each industry in the base year
	growth []firm.Growth
	tally  []firm.Tally
}

// leastPerIndustry is how many firms an industry has at least, when there are enough.
const leastPerIndustry = 200

// newFirms makes the firms: agents by industry in proportion to its jobs, each with the same share of them.
func (w *World) newFirms() error {
	m, cfg := &w.firms, &w.cfg.Firms
	m.tally, m.jobs = make([]firm.Tally, w.industries), make([]float64, w.industries)
	for s, jobs := range w.acc.Jobs {
		m.jobs[s] = market.Sum(jobs)
		m.tally[s] = firm.Tally{Adopted: w.adopted[s], Firms: w.adopted[s], Integrated: w.integrated[s], Unmoved: w.integrated[s], Cost: 1}
	}
	if w.cfg.MeanField || cfg.Agents == 0 {
		return nil
	}
	if int(cfg.Agents) < w.industries {
		return fmt.Errorf("firms.agents: expected 0 or at least one firm an industry (%d), got %d", w.industries, cfg.Agents)
	}
	m.agents = int(cfg.Agents)
	m.growth = make([]firm.Growth, w.industries)
	law := firm.Law{Tail: cfg.Tail, Mean: cfg.MeanSize}
	row := w.key.At(streamFirmStart, 0)
	for s, n := range allot(m.agents, m.jobs, min(leastPerIndustry, m.agents/w.industries)) {
		c := firm.New(n, m.jobs[s], law, cfg.SizeHazard, cfg.Substitution)
		c.Start(w.cfg.Adoption.Adopted, w.cfg.Adoption.Integrated, rng.Unit(row.Bits(uint32(s))))
		m.cols = append(m.cols, c)
	}
	w.pool.Each(len(m.cols), w.sumFirms)
	w.noteFirms()
	return nil
}

// sumFirms adds up the firms of an industry.
func (w *World) sumFirms(s int) { w.firms.tally[s] = w.firms.cols[s].Sum(w.firms.jobs[s]) }

// noteFirms takes over what firms add up to.
func (w *World) noteFirms() {
	for s := range w.firms.tally {
		t := &w.firms.tally[s]
		w.adopted[s], w.integrated[s] = t.Adopted, t.Integrated
	}
}

// firmsAdopt lets each industry's firms adopt with the hazard of Bass's curve over the tick, and integrate.
func (w *World) firmsAdopt(after []float64) {
	m := &w.firms
	lag, dt := w.cfg.Adoption.Lag, w.stepYears()
	stay, begun := 1-market.Follow(0, 1, 1, dt, lag), market.Follow(0, 0, 1, dt, lag)
	row := w.key.At(streamFirmAdopt, uint32(w.tick))
	w.pool.Each(len(m.cols), func(s int) {
		if before := w.adopted[s]; before < 1 {
			m.cols[s].Step((after[s]-before)/(1-before), rng.Unit(row.Bits(uint32(s))), stay, begun)
		} else {
			m.cols[s].Step(0, 0, stay, begun)
		}
		w.sumFirms(s)
	})
	w.steps += int64(m.agents)
	w.noteFirms()
}

// compete moves market shares towards firms whose costs have fallen most, and takes over what that does to
// integration and productivity. No firm's cost is known beyond the integration of its work: productivity is its own.
func (w *World) compete() error {
	m := &w.firms
	if m.agents == 0 || w.cfg.Firms.Selection == 0 {
		return nil
	}
	w.firmGrowth()
	w.pool.Each(len(m.cols), func(s int) {
		m.cols[s].Compete(&m.growth[s])
		w.sumFirms(s)
	})
	w.noteFirms()
	return nil
}

// settleFirms declares the base year's market shares in balance with its costs.
func (w *World) settleFirms() {
	if w.firms.agents == 0 {
		return
	}
	w.firmGrowth()
	for s, c := range w.firms.cols {
		c.Settle(&w.firms.growth[s])
	}
}

// firmGrowth tabulates, for each industry, the growth factor cost^(-selection dt) of a firm's sales by its integrated
// share. Unit cost to the power 1-sigma is linear in that share for each occupation, and close to a parabola for all
// together, which three points fix.
func (w *World) firmGrowth() {
	sigma := w.cfg.Production.Tasks
	power := -w.cfg.Firms.Selection * w.dt / (1 - sigma)
	people, bundle := make([]float64, w.fields), make([]float64, w.fields)
	for f, wage := range w.wage {
		people[f] = exact.Pow(wage, 1-sigma)
	}
	for s := range w.firms.growth {
		at := func(integrated float64) float64 {
			return exact.Pow(w.integratedCost(s, integrated, people, bundle), 1-sigma)
		}
		none, half, all := at(0), at(.5), at(1)
		bend := 2 * (none + all - float64(2*half))
		for k := range w.firms.growth[s] {
			d := float64(k) / firm.Nodes
			y := none + float64(d*(all-none-bend)) + float64(d*d*bend)
			w.firms.growth[s][k] = exact.Pow(y, power)
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
func (w *World) reallocation(s int) float64 { return 1 / w.firms.tally[s].Cost }

// surveyed is the share of real firms that use coworkers, over all industries: what a survey of businesses counts.
func (w *World) surveyed() float64 {
	users := 0.
	for s, jobs := range w.firms.jobs {
		users += float64(jobs * w.firms.tally[s].Firms)
	}
	return users / market.Sum(w.firms.jobs)
}
