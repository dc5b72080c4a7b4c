package economy

import (
	"fmt"
	"math"
	"slices"

	"tenfold/agents/person"
	"tenfold/sim/engine"
	"tenfold/sim/exact"
	"tenfold/sim/market"
	"tenfold/sim/rng"
)

// The random streams that decide who people are.
const (
	streamSpell  rng.Stream = 9  // how long the first state has lasted
	streamPlace  rng.Stream = 10 // who is who's partner
	streamSkill0 rng.Stream = 11
	streamAgency rng.Stream = 12
	streamAdapt  rng.Stream = 13
	streamWealth rng.Stream = 14
	streamAdopt  rng.Stream = 15
)

// newPeople draws the sample: stocks as expected, to the whole person, with remainders passed from shard to shard.
func (w *World) newPeople() error {
	p := &w.people
	if w.cfg.MeanField || w.cfg.People.Agents == 0 {
		return nil
	}
	p.agents = int(w.cfg.People.Agents)
	w.newCells()
	states := append(append([]float64(nil), w.labour.stock...), w.labour.outside)
	part := shares(states)
	owed := make([]float64, len(part))
	pay := w.payDistributions()
	for f := range pay {
		p.terms.Skill = append(p.terms.Skill, pay[f].skill[:]...)
	}
	blocks := engine.Blocks(p.agents, min(int(w.cfg.Shards), max(1, p.agents/(leastPerState*len(part)))))
	for b, r := range blocks {
		p.shards = append(p.shards, peopleShard{first: uint32(r.From), share: float64(r.Len()) / float64(p.agents), flow: make([]float64, len(p.cells.To))})
		shard := &p.shards[b]
		place := float64(b) / float64(len(blocks))
		shard.cols = person.New(w.shuffled(wholePersons(r.Len(), part, owed), uint32(b)), &p.cells, place)
	}
	w.pool.Each(len(p.shards), func(b int) {
		w.startSpells(&p.shards[b])
		w.endow(&p.shards[b], uint32(b), float64(b)/float64(len(blocks)), pay)
	})
	if err := w.endowWealth(); err != nil {
		return err
	}
	w.baseIncomes()
	return nil
}

// leastPerState is how many persons a shard has at least for each state: with fewer, rare states are empty too often to
// give the persons that are expected to leave them, and hold more than expected.
const leastPerState = 180

// wholePersons divides n persons by states; owed carries what rounding left from shard to shard.
func wholePersons(n int, part, owed []float64) []int64 {
	count := make([]int64, len(part))
	given := 0
	for s, x := range part {
		owed[s] += float64(float64(n) * x)
		k := int64(math.Max(math.Floor(owed[s]), 0))
		k = min(k, int64(n-given))
		count[s] = k
		owed[s] -= float64(k)
		given += int(k)
	}
	for ; given < n; given++ {
		most := 0
		for s := range owed {
			if owed[s] > owed[most] {
				most = s
			}
		}
		count[most]++
		owed[most]--
	}
	return count
}

// shuffled puts persons of the given numbers by state into a random order, so that partners are strangers at work.
func (w *World) shuffled(count []int64, block uint32) []uint16 {
	var ordered []uint16
	for s, k := range count {
		for ; k > 0; k-- {
			ordered = append(ordered, uint16(s))
		}
	}
	out := make([]uint16, len(ordered))
	for i, from := range rng.Permutation(w.key, streamPlace, block, len(ordered)) {
		out[i] = ordered[from]
	}
	return out
}

// startSpells gives everybody a spell in the first state that has lasted as long as in the steady state: geometric
// with the state's chance of leaving.
func (w *World) startSpells(shard *peopleShard) {
	r, f := w.labour.flows.Rates(), w.fields
	leaving := make([]float64, 3*f)
	for i, g := range w.labour.group {
		leaving[i] = r.Search[g] + r.OwnOut[g] + market.Sum(r.Out.Row(g))
		leaving[f+i] = r.Leave[g] + r.Lose[g] + market.Sum(r.Move.Row(g))
		leaving[2*f+i] = r.GiveUp[g] + r.OwnLook[g] + market.Sum(r.Look.Row(g))
	}
	row := w.key.At(streamSpell, 0)
	for i, s := range shard.cols.State {
		if int(s) == 3*f {
			shard.cols.Since[i] = math.MaxUint16
			continue
		}
		u := 1 - rng.Unit(row.Bits(shard.first+uint32(i)))
		steps := 0. // of a state that everybody leaves at once
		if leave := float64(leaving[s] * w.labourMonths()); leave < 1 {
			steps = math.Min(exact.Log(u)/exact.Log(1-leave), math.MaxUint16)
		}
		shard.cols.Since[i] = uint16(steps)
	}
}

// payDistribution is how pay is spread within an occupation.
type payDistribution struct {
	skill  [person.Ranks]float32 // mean pay by rank, over the occupation's mean
	spread float64               // standard deviation of log pay
}

func (w *World) payDistributions() []payDistribution {
	out := make([]payDistribution, w.fields)
	for f, o := range w.data.Occupations {
		pay, d := person.NewPay(o.WageUSDPerYear, o.Percentiles), &out[f]
		whole := pay.Slice(0, 1)
		mean, square := 0., 0.
		for k := range d.skill {
			skill := pay.Slice(float64(k)/person.Ranks, float64(k+1)/person.Ranks) / whole
			d.skill[k] = float32(skill)
			x := exact.Log(skill)
			mean += float64(x / person.Ranks)
			square += float64(x * x / person.Ranks)
		}
		d.spread = math.Sqrt(math.Max(square-float64(mean*mean), 1e-6))
	}
	return out
}

// endow gives a shard's persons agency, adaptability and the rank of their skill among those of their occupation, which
// they keep when they change it, so that pay within occupations stays as published. Ranks correlate with agency so that
// a standard deviation of it adds own_work.agency to log pay.
func (w *World) endow(shard *peopleShard, block uint32, place float64, pay []payDistribution) {
	c, n := shard.cols, len(shard.cols.State)
	agency := make([]float64, n)
	for i, rank := range rng.Permutation(w.key, streamAgency, block, n) {
		node := min(int((float64(rank)+place)*person.Agencies/float64(n)), person.Agencies-1)
		c.Agency[i] = uint8(node)
		agency[i] = exact.NormalQuantile((float64(node) + .5) / person.Agencies)
	}
	spread := w.cfg.People.Adaptability
	for i, rank := range rng.Permutation(w.key, streamAdapt, block, n) {
		z := exact.NormalQuantile((float64(rank) + .5) / float64(n))
		c.SetAdaptability(i, exact.Exp(float64(spread*z)-float64(.5*spread*spread)))
	}
	for i, rank := range rng.Permutation(w.key, streamAdopt, block, n) {
		c.Adopter[i] = uint16((float64(rank) + place) * 65536 / float64(n))
	}
	w.endowSkill(shard, agency, place, pay)
}

func (w *World) endowSkill(shard *peopleShard, agency []float64, place float64, pay []payDistribution) {
	c, f := shard.cols, w.fields
	row := w.key.At(streamSkill0, 0)
	members := make([][]scored, f+1)
	for i, s := range c.State {
		o, r := f, 0. // outside for good: a group of its own
		if int(s) < 3*f {
			o = int(s) % f
			r = math.Min(w.cfg.OwnWork.Agency/pay[o].spread, .99)
		}
		z := exact.NormalQuantile(math.Max(rng.Unit(row.Bits(shard.first+uint32(i))), 0x1p-54))
		members[o] = append(members[o], scored{float64(r*agency[i]) + float64(math.Sqrt(1-float64(r*r))*z), i})
	}
	for _, list := range members {
		slices.SortFunc(list, byScore)
		n := float64(len(list))
		for rank, m := range list {
			// Shards place their ranks differently, so that together they fill the distribution.
			c.Rank[m.at] = uint16((float64(rank) + place) * person.Ranks / n)
		}
	}
}

// scored is somebody to be ranked; ties go to the first.
type scored struct {
	score float64
	at    int
}

func byScore(a, b scored) int {
	switch {
	case a.score < b.score:
		return -1
	case a.score > b.score:
		return 1
	default:
		return a.at - b.at
	}
}

// endowWealth ranks all households and gives them the holdings of their rank. Ranks correlate with pay.
func (w *World) endowWealth() error {
	groups := make([]person.Group, 0, len(w.data.Wealth))
	for _, g := range w.data.Wealth {
		groups = append(groups, person.Group{Population: g.Population, NetWorth: g.NetWorth, Equity: g.Equity, RealEstate: g.RealEstate})
	}
	w.people.classes = w.newWealthClasses()
	gini := w.data.Anchors["wealth_gini"].Value
	wealth, err := person.NewWealth(groups, w.people.classes.equity, w.people.classes.estate, gini)
	if err != nil {
		return fmt.Errorf("base year: %w", err)
	}
	list, at := w.rankHouseholds()
	n := float64(len(list))
	for rank, h := range list {
		shard := at[h.at]
		k := h.at - shard.from
		own := wealth.Mean(float64(rank)/n, (float64(rank)+1)/n)
		c := w.people.shards[shard.shard].cols
		c.Equity[k] = float32(own.Equity / w.people.classes.equity)
		c.Estate[k] = float32(own.RealEstate / w.people.classes.estate)
		rest := own.Other / (1 - w.people.classes.equity - w.people.classes.estate)
		c.Other[k] = float32(rest)
		c.Wealthy[k] = uint16(float64(rank) / n * 65536)
		w.people.classes.lent += math.Max(rest, 0)
		w.people.classes.owed += math.Max(-rest, 0)
	}
	return nil
}

// household says in which shard a household is, and where the shard's households begin among all.
type household struct{ shard, from int }

// rankHouseholds sorts all households by a score that correlates with pay as people.pay_wealth_correlation says.
func (w *World) rankHouseholds() ([]scored, []household) {
	var list []scored
	var at []household
	rho := w.cfg.People.PayWealth
	own := math.Sqrt(1 - float64(rho*rho))
	row := w.key.At(streamWealth, 0)
	pay := w.payScores()
	for s := range w.people.shards {
		shard := &w.people.shards[s]
		from := len(list)
		for h := range shard.cols.Equity {
			z := exact.NormalQuantile(math.Max(rng.Unit(row.Bits(shard.first+uint32(h))), 0x1p-54))
			list = append(list, scored{float64(rho*pay[from+h]) + float64(own*z), from + h})
			at = append(at, household{s, from})
		}
	}
	slices.SortFunc(list, byScore)
	return list, at
}

// payScores are households' mean normal scores of skill, standardised. Skill is what people keep when they change
// occupation, so that the correlation of wealth and pay lasts.
func (w *World) payScores() []float64 {
	var out []float64
	score := make([]float64, person.Ranks)
	for k := range score {
		score[k] = exact.NormalQuantile((float64(k) + .5) / person.Ranks)
	}
	for s := range w.people.shards {
		c := w.people.shards[s].cols
		for h := range c.Equity {
			i, j := 2*h, min(2*h+1, len(c.Rank)-1)
			if i == j {
				out = append(out, score[c.Rank[i]])
				continue
			}
			out = append(out, (score[c.Rank[i]]+score[c.Rank[j]])*math.Sqrt(.5))
		}
	}
	return out
}
