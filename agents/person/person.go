// Package person is the adult: labour state and occupation, skill and scars, agency and adaptability, what the household
// owns, and the moves between states. The economy computes expected flows; persons are drawn to meet them by quota,
// from a snapshot, with remainders carried over, so that the sample follows the expected stocks.
//
// States are numbered 0..F-1 out of the labour force with last occupation f, F..2F-1 employed, 2F..3F-1 unemployed,
// and 3F outside for good (retired, in school). Rows 2i and 2i+1 are a household. A Columns belongs to one goroutine at
// a time.
package person

import (
	"math"

	"tenfold/sim/rng"
)

// Columns are the persons of one shard, a row each.
type Columns struct {
	State        []uint16
	Since        []uint16  // labour-market steps since the state was entered, at most 65535
	Displaced    []uint16  // labour-market steps since the last layoff; Never
	Adopter      []uint16  // takes coworkers of their own once adopters are more than this share, of 65536
	Rank         []uint16  // of skill among those of an occupation, of Ranks
	Scar         []float32 // share of pay lost to displacement and not yet regained
	Base         []float32 // income of the base year, usd a year
	Agency       []uint8   // quantile of agency, of Agencies
	Adaptability []uint8   // in units of 1/16, mean 16
	Decile       []uint8   // 0..9, of the household's income in the base year

	Wealthy []uint16 // by household: rank by wealth in the base year, of 65536, the richest last

	// By household: multiples of what the mean household owns of each class.
	Equity, Estate, Other []float32

	fixed [Deciles]owned   // what tenths keep
	fifth [Quintiles]owned // and fifths of agency

	pay    []float32 // of this tick, before scaling
	count  []int64   // persons by state
	weight []int64   // of those persons' adaptability, by state
	carry  []float64 // flows expected and not yet made, by cell
	credit []float64 // arrivals expected and not yet made, by pool member
	quota  []int64   // of this step, by cell
	arrive []int64   // of this step, by pool member
	coming []int64   // of this step, by pool
	need   []uint32  // of this step: persons still to be drawn, by state
	left   []uint32  // of this step: persons not yet asked, by state
	heavy  []uint64  // of this step: weight of those not yet asked, by state
}

const (
	// Agencies is the number of quantiles of agency told apart.
	Agencies = 40
	// Ranks is the number of quantiles of skill told apart.
	Ranks = 1024
	// Never marks persons who have not been displaced.
	Never = math.MaxUint16
	// BytesPerAgent is the size of one row, with half a household.
	BytesPerAgent = 5*2 + 3*4 + 3*1 + (3*4+2)/2

	// meanAdaptability is what counts as 1.
	meanAdaptability = 16
)

// Cells is the sparse list of possible moves: cell c goes from a state to To[c], which is a state or, from FirstPool on,
// a pool whose members share out those who arrive. The cells of state s are Start[s]..Start[s+1]-1. It is shared by all
// shards and only read.
type Cells struct {
	Start  []int
	To     []int
	Layoff []bool // the cell's persons are displaced
	Pools  []Pool
	// Kin are, by state, all states that may stand in when one has nobody left to give, with the same cells in the same
	// order; nil where there are none.
	Kin [][]uint16
	// Weighted states lose the adaptable first: chances are in proportion to adaptability.
	Weighted []bool
}

// FirstPool is the code of pool 0 in Cells.To.
const FirstPool = 1 << 20

// Pool is a set of states that share arrivals; Member is where its members begin in the list of all pools' members.
type Pool struct {
	Member int
	States []uint16
}

// Members is the number of members of all pools.
func (c *Cells) Members() int {
	n := 0
	for _, p := range c.Pools {
		n += len(p.States)
	}
	return n
}

// New makes the persons of a shard in the given states; what they have and are is for the caller to fill in. place is
// the shard's place among all, in [0, 1): flows are rounded to whole persons at times spread evenly over shards, so
// that all shards together miss an expected flow by less than a person or so, however many shards there are.
func New(state []uint16, cells *Cells, place float64) *Columns {
	n, states := len(state), len(cells.Start)-1
	c := &Columns{
		State: state, Since: make([]uint16, n), Displaced: make([]uint16, n), Adopter: make([]uint16, n),
		Rank: make([]uint16, n), Scar: make([]float32, n), Base: make([]float32, n),
		Agency: make([]uint8, n), Adaptability: make([]uint8, n), Decile: make([]uint8, n),
		Equity: make([]float32, (n+1)/2), Estate: make([]float32, (n+1)/2), Other: make([]float32, (n+1)/2),
		Wealthy: make([]uint16, (n+1)/2),
		pay:     make([]float32, n), count: make([]int64, states), weight: make([]int64, states),
		carry: make([]float64, len(cells.To)), quota: make([]int64, len(cells.To)),
		credit: make([]float64, cells.Members()), arrive: make([]int64, cells.Members()), coming: make([]int64, len(cells.Pools)),
		need: make([]uint32, states), left: make([]uint32, states), heavy: make([]uint64, states),
	}
	for cell := range c.carry {
		c.carry[cell] = fraction(place + float64(float64(cell)*goldenRatio))
	}
	for i, s := range state {
		c.Displaced[i], c.Adaptability[i] = Never, meanAdaptability
		c.count[s]++
		c.weight[s] += meanAdaptability
	}
	return c
}

// Adapts is a multiple of the mean adaptability as columns hold it.
func Adapts(multiple float64) uint8 {
	return uint8(math.Min(math.Max(math.Floor(float64(multiple*meanAdaptability)+.5), 1), 240))
}

// SetAdaptability makes person i's adaptability a multiple of the mean, rounded to sixteenths between 1/16 and 15.
func (c *Columns) SetAdaptability(i int, multiple float64) {
	c.weight[c.State[i]] -= int64(c.Adaptability[i])
	c.Adaptability[i] = Adapts(multiple)
	c.weight[c.State[i]] += int64(c.Adaptability[i])
}

// goldenRatio spreads the rounding of neighbouring cells evenly.
const goldenRatio = .6180339887498949

func fraction(x float64) float64 { return x - math.Floor(x) }

// Count is the number of persons in each state, not to be changed.
func (c *Columns) Count() []int64 { return c.count }

// Scars says what displacement does.
type Scars struct {
	Loss float32 // share of pay lost at once
	Heal float32 // share of it regained in a step at mean adaptability
}

// Stream names the draws of moves.
const Stream rng.Stream = 8

// Move makes one step of the labour market: flow[cell] persons of this shard are expected to make each move, and those
// who arrive in a pool spread over its members as share says. first is the number of the shard's first person; draws
// are named by (seed, stream, first + row, step).
func (c *Columns) Move(flow, share []float64, cells *Cells, scars Scars, key rng.Key, first, step uint32) {
	c.setQuotas(flow, cells)
	c.setArrivals(share, cells)
	row := key.At(Stream, step)
	for i, s := range c.State {
		c.age(i, scars.Heal)
		if c.left[s] == 0 { // nobody of this state moves
			continue
		}
		bits := row.Bits(first + uint32(i))
		if !c.drawn(i, s, bits>>32, cells) {
			continue
		}
		cell := c.cellOf(int(s), uint32((bits&math.MaxUint32)*uint64(c.need[s])>>32), cells)
		c.need[s]--
		if cells.Layoff[cell] {
			c.Displaced[i] = 0
			c.Scar[i] += float32((1 - c.Scar[i]) * scars.Loss)
		}
		c.enter(i, s, c.destination(cells.To[cell], bits, cells))
	}
}

// age lets time pass for person i.
func (c *Columns) age(i int, heal float32) {
	if c.Since[i] < math.MaxUint16 {
		c.Since[i]++
	}
	if c.Displaced[i] == Never {
		return
	}
	if c.Displaced[i] < Never-1 {
		c.Displaced[i]++
	}
	regained := min(heal*float32(c.Adaptability[i])/meanAdaptability, 1)
	c.Scar[i] -= float32(c.Scar[i] * regained)
}

// drawn decides whether person i of state s is among those who move: chances are such that the quota is met.
func (c *Columns) drawn(i int, s uint16, bits uint64, cells *Cells) bool {
	need, left := c.need[s], c.left[s]
	c.left[s] = left - 1
	if !cells.Weighted[s] {
		return uint32(bits*uint64(left)>>32) < need
	}
	own := uint64(c.Adaptability[i])
	all := c.heavy[s]
	c.heavy[s] = all - own
	return need >= left || bits*all>>32 < uint64(need)*own
}

func (c *Columns) enter(i int, from, to uint16) {
	c.State[i] = to
	c.Since[i] = 0
	own := int64(c.Adaptability[i])
	c.count[from]--
	c.weight[from] -= own
	c.count[to]++
	c.weight[to] += own
}

// setQuotas turns expected flows into whole persons, cell by cell, and keeps the rest for the next step. No state
// gives more persons than it has.
func (c *Columns) setQuotas(flow []float64, cells *Cells) {
	clear(c.coming)
	for s := range c.count {
		have := c.count[s]
		need := int64(0)
		for cell := cells.Start[s]; cell < cells.Start[s+1]; cell++ {
			c.carry[cell] += flow[cell]
			k := min(int64(math.Floor(c.carry[cell])), have-need)
			c.carry[cell] -= float64(k)
			c.quota[cell] = k
			need += k
			if p := cells.To[cell] - FirstPool; p >= 0 {
				c.coming[p] += k
			}
		}
		c.need[s] = uint32(need)
	}
	if cells.Kin != nil {
		c.standIn(cells)
	}
	for s, need := range c.need {
		c.left[s] = 0
		if need > 0 {
			c.left[s] = uint32(c.count[s])
			c.heavy[s] = uint64(c.weight[s])
		}
	}
}

// standIn lets kin make the moves that states without persons owe, so that rare states together give what is expected
// of them: a sample has less than a person in many of them.
func (c *Columns) standIn(cells *Cells) {
	for s, kin := range cells.Kin {
		if len(kin) < 2 || int64(c.need[s]) < c.count[s] {
			continue
		}
		for cell := cells.Start[s]; cell < cells.Start[s+1]; cell++ {
			for k := 0; c.carry[cell] >= 1 && k < len(kin); {
				other := int(kin[k])
				if int64(c.need[other]) >= c.count[other] {
					k++
					continue
				}
				theirs := cells.Start[other] + cell - cells.Start[s]
				c.carry[cell]--
				c.quota[theirs]++
				c.need[other]++
				if p := cells.To[theirs] - FirstPool; p >= 0 {
					c.coming[p]++
				}
			}
		}
	}
}

// setArrivals shares out those who come into each pool over its members, in whole persons, and keeps the rest.
func (c *Columns) setArrivals(share []float64, cells *Cells) {
	for p, pool := range cells.Pools {
		n := c.coming[p]
		if n == 0 {
			continue
		}
		members := c.credit[pool.Member : pool.Member+len(pool.States)]
		arrive := c.arrive[pool.Member : pool.Member+len(pool.States)]
		all := float64(n)
		for m := range members {
			members[m] += float64(all * share[pool.Member+m])
			k := min(max(int64(math.Floor(members[m])), 0), n)
			arrive[m] = k
			members[m] -= float64(k)
			n -= k
		}
		for ; n > 0; n-- {
			most := 0
			for m, x := range members {
				if x > members[most] {
					most = m
				}
			}
			arrive[most]++
			members[most]--
		}
	}
}

// cellOf takes the pick-th of the moves of state s that are still to be made.
func (c *Columns) cellOf(s int, pick uint32, cells *Cells) int {
	k := int64(pick)
	for cell := cells.Start[s]; ; cell++ {
		if k < c.quota[cell] {
			c.quota[cell]--
			return cell
		}
		k -= c.quota[cell]
	}
}

// destination is the state that a move leads to: of a pool, one of those still to be filled.
func (c *Columns) destination(to int, bits uint64, cells *Cells) uint16 {
	if to < FirstPool {
		return uint16(to)
	}
	p := to - FirstPool
	pool := &cells.Pools[p]
	bits ^= bits >> 31
	bits *= 0x9e3779b97f4a7c15
	k := int64((bits >> 32) * uint64(c.coming[p]) >> 32)
	c.coming[p]--
	for m := pool.Member; ; m++ {
		if k < c.arrive[m] {
			c.arrive[m]--
			return pool.States[m-pool.Member]
		}
		k -= c.arrive[m]
	}
}
