// Package person is the adult: labour state, occupation, wage, and the moves between states. The economy computes
// expected flows; persons are drawn to meet them by quota, from a snapshot, with remainders carried over, so that the
// sample follows the expected stocks and everybody of a state has the same chance of moving.
//
// States are numbered 0..F-1 out of the labour force with last occupation f, F..2F-1 employed, 2F..3F-1 unemployed,
// and 3F outside for good (retired, in school). A Columns belongs to one goroutine at a time.
package person

import (
	"math"

	"tenfold/sim/rng"
)

// Columns are the persons of one shard, a row each.
type Columns struct {
	State []uint16
	Since []uint16  // labour-market steps since the state was entered, at most 65535
	Wage  []float32 // usd a year; of those without a job the last wage since the run began, or 0

	count []int64   // persons by state
	carry []float64 // flows expected and not yet made, by cell
	quota []int64
	need  []uint32 // of this step: persons still to be drawn, by state
	left  []uint32 // of this step: persons not yet asked, by state
}

// BytesPerAgent is the size of one row.
const BytesPerAgent = 2 + 2 + 4

// Cells is the sparse list of possible moves: cell c goes from a state to To[c]; the cells of state s are
// Start[s]..Start[s+1]-1. It is shared by all shards and only read.
type Cells struct {
	Start []int
	To    []uint16
}

// New makes the persons of a shard from its number of persons by state. place is the shard's place among all, in
// [0, 1): flows are rounded to whole persons at times spread evenly over shards, so that all shards together miss an
// expected flow by less than a person or so, however many shards there are.
func New(count []int64, cells *Cells, place float64) *Columns {
	n := int64(0)
	for _, k := range count {
		n += k
	}
	c := &Columns{
		State: make([]uint16, 0, n), Since: make([]uint16, n), Wage: make([]float32, n),
		count: append([]int64(nil), count...), carry: make([]float64, len(cells.To)), quota: make([]int64, len(cells.To)),
		need: make([]uint32, len(count)), left: make([]uint32, len(count)),
	}
	for cell := range c.carry {
		c.carry[cell] = fraction(place + float64(float64(cell)*goldenRatio))
	}
	for s, k := range count {
		for ; k > 0; k-- {
			c.State = append(c.State, uint16(s))
		}
	}
	return c
}

// goldenRatio spreads the rounding of neighbouring cells evenly.
const goldenRatio = .6180339887498949

func fraction(x float64) float64 { return x - math.Floor(x) }

// Count is the number of persons in each state, not to be changed.
func (c *Columns) Count() []int64 { return c.count }

// Stream names the draws of moves.
const Stream rng.Stream = 8

// Move makes one step of the labour market: flow[cell] persons of this shard are expected to make each move. first is
// the number of the shard's first person; draws are named by (seed, stream, first + row, step).
func (c *Columns) Move(flow []float64, cells *Cells, key rng.Key, first, step uint32) {
	c.setQuotas(flow, cells)
	row := key.At(Stream, step)
	for i, s := range c.State {
		left := c.left[s]
		if left == 0 { // nobody of this state moves
			c.stay(i)
			continue
		}
		bits := row.Bits(first + uint32(i))
		c.left[s] = left - 1
		need := c.need[s]
		if uint32((bits>>32)*uint64(left)>>32) >= need {
			c.stay(i)
			continue
		}
		to := c.destination(int(s), uint32((bits&math.MaxUint32)*uint64(need)>>32), cells)
		c.need[s] = need - 1
		c.State[i] = to
		c.Since[i] = 0
		c.count[s]--
		c.count[to]++
	}
}

func (c *Columns) stay(i int) {
	if c.Since[i] < math.MaxUint16 {
		c.Since[i]++
	}
}

// setQuotas turns expected flows into whole persons, cell by cell, and keeps the rest for the next step. No state
// gives more persons than it has.
func (c *Columns) setQuotas(flow []float64, cells *Cells) {
	for s := range c.count {
		have := c.count[s]
		need := int64(0)
		for cell := cells.Start[s]; cell < cells.Start[s+1]; cell++ {
			c.carry[cell] += flow[cell]
			k := min(int64(math.Floor(c.carry[cell])), have-need)
			c.carry[cell] -= float64(k)
			c.quota[cell] = k
			need += k
		}
		c.need[s] = uint32(need)
		c.left[s] = 0
		if need > 0 {
			c.left[s] = uint32(have)
		}
	}
}

// destination takes the pick-th of the moves of state s that are still to be made.
func (c *Columns) destination(s int, pick uint32, cells *Cells) uint16 {
	k := int64(pick)
	for cell := cells.Start[s]; ; cell++ {
		if k < c.quota[cell] {
			c.quota[cell]--
			return cells.To[cell]
		}
		k -= c.quota[cell]
	}
}

// Pay sets the wage of everybody employed; wage is by occupation, in usd a year.
func (c *Columns) Pay(wage []float32) {
	f := uint16(len(wage))
	for i, s := range c.State {
		if s >= f && s < 2*f {
			c.Wage[i] = wage[s-f]
		}
	}
}

// LongTerm counts the unemployed whose spell has lasted at least `steps` steps.
func (c *Columns) LongTerm(occupations int, steps uint16) int64 {
	from, to := uint16(2*occupations), uint16(3*occupations)
	n := int64(0)
	for i, s := range c.State {
		if s >= from && s < to && c.Since[i] >= steps {
			n++
		}
	}
	return n
}
