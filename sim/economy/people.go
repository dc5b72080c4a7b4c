package economy

import (
	"math"

	"tenfold/agents/person"
	"tenfold/sim/engine"
	"tenfold/sim/exact"
	"tenfold/sim/rng"
)

// people is the sample of adults, by shards.
type people struct {
	agents int
	cells  person.Cells
	at     []int // index of each cell in a matrix of moves
	shards []peopleShard
	wage   []float32 // usd a year, by occupation
	moved  uint32    // labour steps made
}

type peopleShard struct {
	first uint32
	cols  *person.Columns
	share float64 // of all adults
	flow  []float64
}

// streamSpell names the draws of how long people have been in their first state.
const streamSpell rng.Stream = 9

// newPeople draws the sample: stocks as expected, to the whole person, with remainders passed from shard to shard.
func (w *World) newPeople() {
	p := &w.people
	if w.cfg.MeanField || w.cfg.People == 0 {
		return
	}
	p.agents = int(w.cfg.People)
	p.wage = make([]float32, w.fields)
	w.newCells()
	states := append(append([]float64(nil), w.labour.stock...), w.labour.outside)
	part := shares(states)
	owed := make([]float64, len(part))
	blocks := engine.Blocks(p.agents, int(w.cfg.Shards))
	for b, r := range blocks {
		shard := peopleShard{first: uint32(r.From), share: float64(r.Len()) / float64(p.agents), flow: make([]float64, len(p.cells.To))}
		shard.cols = person.New(wholePersons(r.Len(), part, owed), &p.cells, float64(b)/float64(len(blocks)))
		w.startSpells(&shard)
		p.shards = append(p.shards, shard)
	}
	w.setWages()
	for _, shard := range p.shards {
		shard.cols.Pay(p.wage)
	}
}

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

// newCells lists the moves that can happen: those of the base year, and layoffs.
func (w *World) newCells() {
	p, n, f := &w.people, 3*w.fields, w.fields
	base := w.labour.flows.Base()
	for i := 0; i < n; i++ {
		p.cells.Start = append(p.cells.Start, len(p.cells.To))
		for j := 0; j < n; j++ {
			layoff := i >= f && i < 2*f && j == i+f
			if i != j && (base.A[i*n+j] > 0 || layoff) {
				p.cells.To = append(p.cells.To, uint16(j))
				p.at = append(p.at, i*n+j)
			}
		}
	}
	// Those outside for good have no cells.
	p.cells.Start = append(p.cells.Start, len(p.cells.To), len(p.cells.To))
}

// startSpells gives everybody a spell in the first state that has lasted as long as in the steady state: geometric
// with the state's chance of leaving.
func (w *World) startSpells(shard *peopleShard) {
	base := w.labour.flows.Base()
	row := w.key.At(streamSpell, 0)
	for i, s := range shard.cols.State {
		if int(s) >= base.N {
			shard.cols.Since[i] = math.MaxUint16
			continue
		}
		leave := float64((1 - base.A[int(s)*base.N+int(s)]) * w.labourMonths())
		u := 1 - rng.Unit(row.Bits(shard.first+uint32(i)))
		steps := 0. // of a state that everybody leaves at once
		if leave < 1 {
			steps = math.Min(exact.Log(u)/exact.Log(1-leave), math.MaxUint16)
		}
		shard.cols.Since[i] = uint16(steps)
	}
}

// movePeople draws persons to make the expected moves.
func (w *World) movePeople() error {
	p := &w.people
	if p.agents == 0 {
		return nil
	}
	w.setWages()
	for m := range w.labour.moved {
		moved := &w.labour.moved[m]
		w.pool.Each(len(p.shards), func(s int) {
			shard := &p.shards[s]
			scale := shard.share * float64(p.agents) / w.labour.adults
			for c, at := range p.at {
				shard.flow[c] = moved.A[at] * scale
			}
			shard.cols.Move(shard.flow, &p.cells, w.key, shard.first, p.moved)
			if m == len(w.labour.moved)-1 {
				shard.cols.Pay(p.wage)
			}
		})
		p.moved++
	}
	w.steps += int64(p.agents * len(w.labour.moved))
	return nil
}

func (w *World) setWages() {
	for f, o := range w.data.Occupations {
		w.people.wage[f] = float32(o.WageUSDPerYear * w.wage[f])
	}
}

// sampleCount adds up the sample's persons by kind of state.
func (w *World) sampleCount() (employed, unemployed, longTerm int64) {
	f := w.fields
	steps := uint16(math.Min(math.Ceil(longTermMonths/w.labourMonths()-rounding), math.MaxUint16))
	long := make([]int64, len(w.people.shards))
	w.pool.Each(len(long), func(s int) { long[s] = w.people.shards[s].cols.LongTerm(f, steps) })
	for s := range w.people.shards {
		count := w.people.shards[s].cols.Count()
		for k := 0; k < f; k++ {
			employed += count[f+k]
			unemployed += count[2*f+k]
		}
		longTerm += long[s]
	}
	return employed, unemployed, longTerm
}

// longTermMonths is 27 weeks, from which the unemployed count as long-term.
const longTermMonths = 27. / 52 * 12
