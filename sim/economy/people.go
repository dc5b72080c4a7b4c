package economy

import (
	"math"

	"tenfold/agents/person"
	"tenfold/sim/exact"
	"tenfold/sim/market"
)

// people is the sample of adults, by shards, and what they had in the tick.
type people struct {
	agents  int
	cells   person.Cells
	source  []flowSource // of each cell
	share   []float64    // of each member of each pool among those who arrive
	shards  []peopleShard
	terms   person.Terms
	classes wealthClasses
	moved   uint32  // labour steps made
	line    float32 // poverty line
	flow    []float64
	outcome person.Tally // of the whole sample
	taste0  float64
}

type peopleShard struct {
	first  uint32
	cols   *person.Columns
	share  float64 // of all adults
	flow   []float64
	earned person.Earned
	tally  person.Tally
}

// flowSource says which of the economy's expected flows a cell is.
type flowSource struct {
	kind       moveKind
	occupation int
	group      int
}

type moveKind int

const (
	leave moveKind = iota
	lose
	layoff
	search
	ownOut
	giveUp
	ownLook
	hiredOut
	hiredLooking
	hiredMoving
	retrained
)

func (s *flowSource) of(m *market.Moves) float64 {
	switch i, g := s.occupation, s.group; s.kind {
	case leave:
		return m.Leave[i]
	case lose:
		return m.Lose[i]
	case layoff:
		return m.Layoff[i]
	case search:
		return m.Search[i]
	case ownOut:
		return m.OwnOut[i]
	case giveUp:
		return m.GiveUp[i]
	case ownLook:
		return m.OwnLook[i]
	case hiredOut:
		return m.Out[i][g]
	case hiredLooking:
		return m.Look[i][g]
	case hiredMoving:
		return m.Move[i][g]
	default:
		return m.Retrain[i][g]
	}
}

// newCells lists the moves that can happen: those of the base year, layoffs and retraining. Whoever is hired into a
// group of several occupations, or retrains for one, comes into a pool that its occupations share.
func (w *World) newCells() {
	p, f := &w.people, w.fields
	groups := w.groups()
	w.newPools()
	begin := func() { p.cells.Start = append(p.cells.Start, len(p.cells.To)) }
	add := func(kind moveKind, i, g, to int) {
		if to >= person.FirstPool {
			if pool := p.cells.Pools[to-person.FirstPool]; len(pool.States) == 1 {
				to = int(pool.States[0])
			}
		}
		p.cells.To = append(p.cells.To, to)
		p.cells.Layoff = append(p.cells.Layoff, kind == layoff)
		p.source = append(p.source, flowSource{kind, i, g})
	}
	r := w.labour.flows.Rates()
	toGroups := func(kind moveKind, i, pool int, row []float64) {
		for h, rate := range row {
			if rate > 0 {
				add(kind, i, h, person.FirstPool+pool*groups+h)
			}
		}
	}
	for i, g := range w.labour.group {
		begin()
		add(search, i, g, 2*f+i)
		add(ownOut, i, g, f+i)
		toGroups(hiredOut, i, 0, r.Out.Row(g))
	}
	for i, g := range w.labour.group {
		begin()
		add(leave, i, g, i)
		add(lose, i, g, 2*f+i)
		add(layoff, i, g, 2*f+i)
		toGroups(hiredMoving, i, 0, r.Move.Row(g))
	}
	for i, g := range w.labour.group {
		begin()
		add(giveUp, i, g, i)
		add(ownLook, i, g, f+i)
		toGroups(hiredLooking, i, 0, r.Look.Row(g))
		toGroups(retrained, i, 1, r.Where.Row(g))
	}
	begin() // those outside for good have no cells
	begin()
	w.newKin()
	p.cells.Weighted = make([]bool, 3*f+1)
	for i := 2 * f; i < 3*f; i++ {
		p.cells.Weighted[i] = true
	}
	p.flow = make([]float64, len(p.cells.To))
}

// newPools makes one pool a group for those who are hired into it and one for those who retrain for it.
func (w *World) newPools() {
	p, f := &w.people, w.fields
	for kind := range 2 { // hired, retrained
		for g := range w.groups() {
			pool := person.Pool{Member: p.cells.Members()}
			for i, own := range w.labour.group {
				if own == g {
					pool.States = append(pool.States, uint16((1+kind)*f+i))
				}
			}
			p.cells.Pools = append(p.cells.Pools, pool)
		}
	}
	p.share = make([]float64, p.cells.Members())
}

// newKin lets the occupations of a group stand in for one another, where groups have several.
func (w *World) newKin() {
	p, f := &w.people, w.fields
	if w.groups() == f {
		return
	}
	p.cells.Kin = make([][]uint16, 3*f+1)
	for s := range 3 * f {
		for i, g := range w.labour.group {
			if g == w.labour.group[s%f] {
				p.cells.Kin[s] = append(p.cells.Kin[s], uint16(s/f*f+i))
			}
		}
	}
}

// movePeople draws persons to make the expected moves.
func (w *World) movePeople() error {
	p := &w.people
	if p.agents == 0 {
		return nil
	}
	months := w.labourMonths()
	scars := person.Scars{
		Loss: float32(w.cfg.Labour.Outside),
		Heal: float32(1 - exact.Pow(math.Max(1-w.cfg.People.Regained, leastScar), months/120)),
	}
	for m := range w.labour.moved {
		w.expectedFlows(&w.labour.moved[m])
		w.pool.Each(len(p.shards), func(s int) {
			shard := &p.shards[s]
			scale := shard.share * float64(p.agents) / w.labour.adults
			for c, x := range p.flow {
				shard.flow[c] = x * scale
			}
			shard.cols.Move(shard.flow, p.share, &p.cells, scars, w.key, shard.first, p.moved)
		})
		p.moved++
	}
	w.steps += int64(p.agents * len(w.labour.moved))
	return nil
}

// leastScar is the share of a scar that is left after ten years when all of it is said to heal.
const leastScar = 1e-3

// expectedFlows is the economy's moves of one labour step by cell, and how arrivals spread.
func (w *World) expectedFlows(m *market.Moves) {
	p := &w.people
	for c := range p.source {
		p.flow[c] = p.source[c].of(m)
	}
	groups := w.groups()
	for g, pool := range p.cells.Pools {
		from := m.Into
		if g >= groups {
			from = w.labour.share
		}
		k := pool.Member
		for i, own := range w.labour.group {
			if own == g%groups {
				p.share[k] = from[i]
				k++
			}
		}
	}
}

// sampleCount adds up the sample's persons by kind of state.
func (w *World) sampleCount() (employed, unemployed, longTerm int64) {
	f := w.fields
	for s := range w.people.shards {
		count := w.people.shards[s].cols.Count()
		for k := 0; k < f; k++ {
			employed += count[f+k]
			unemployed += count[2*f+k]
		}
	}
	return employed, unemployed, w.people.outcome.LongTerm
}

// longTermMonths is 27 weeks, from which the unemployed count as long-term.
const longTermMonths = 27. / 52 * 12
