// Package coworker is the virtual coworker: its state as columns, and what it does in a tick. A coworker takes a
// task length from its field's demand, tries as many tasks as its hours allow, succeeds on some, and carries the
// hours of an unfinished task over. Hours are int32 and int64 in units of 2^-20 hours, so that they are conserved
// exactly whatever the order of summation:
//
//	available = successful + failed + change of carried + waiting + unassigned
//
// It knows neither prices nor other agents. A Columns belongs to one goroutine at a time; a Work may be read by many.
package coworker

import (
	"tenfold/sim/exact"
	"tenfold/sim/rng"
	"tenfold/sim/tech"
)

// Hour is one hour in the fixed-point units of this package.
const Hour = 1 << 20

// Fixed turns hours into fixed point, rounding to the nearest.
func Fixed(hours float64) int64 { return int64(float64(hours*Hour) + .5) }

// Hours turns fixed point into hours.
func Hours(fixed int64) float64 { return float64(fixed) / Hour }

// Classes is the number of generation classes told apart: class 0 works with the newest generation on the market,
// class 1 with the one before as its newest, and so on; what is older counts as the last class.
const Classes = 8

// reviewShift turns hours into the unit of a coworker's own count of review hours, 1/64 hours.
const reviewShift = 14

// Columns are the coworkers of one shard, all of one field, a row each.
type Columns struct {
	Generation []uint8   // newest generation the coworker has taken up
	Bin        []uint8   // length bin of the task in hand
	Ease       []float32 // exp(-b s z): multiplies the odds of failure
	Carried    []int32   // hours spent on the unfinished task in hand, 2^-20 hours
	Done       []uint32  // tasks that succeeded
	Failed     []uint32  // tasks that failed
	Reviewed   []uint32  // hours of review that its attempts took, 1/64 hours
}

// BytesPerAgent is the size of one row.
const BytesPerAgent = 1 + 1 + 4 + 4 + 4 + 4 + 4

// New makes the coworkers of one shard of a field that has `total`, all of the given generation. Skill offsets are
// the mid quantiles of a normal distribution with log standard deviation spread, by rank, so that a field's mean
// success does not depend on luck; order says which rank each coworker has.
func New(order []int32, total int, spread, slope float64, generation uint8) *Columns {
	n := len(order)
	c := &Columns{
		Generation: make([]uint8, n), Bin: make([]uint8, n), Ease: make([]float32, n), Carried: make([]int32, n),
		Done: make([]uint32, n), Failed: make([]uint32, n), Reviewed: make([]uint32, n),
	}
	for i, rank := range order {
		z := exact.NormalQuantile((float64(rank) + .5) / float64(total))
		c.Ease[i] = float32(exact.Exp(-slope * spread * z))
		c.Generation[i] = generation
	}
	return c
}

// Work is what a field offers its coworkers in a tick.
type Work struct {
	Hours     int64 // hours each coworker can work
	Waiting   int64 // hours each waits for a reviewer
	Idle      int64 // hours each is not asked for
	Length    [tech.Bins]int64
	Pick      rng.Alias                   // length bins by hours demanded
	Odds      [Classes][tech.Bins]float32 // odds of failure of the mean coworker, by class of its newest generation
	Expected  [Classes][tech.Bins]float64 // success expected over coworkers, same layout
	Latest    uint8                       // newest generation on the market
	Upgrade   uint32                      // chance of taking up the newest generation in a tick, of 2^32
	ReviewMin float64                     // review hours per hour of an attempt: ReviewMin + ReviewVar (1 - p)
	ReviewVar float64
}

// Tally is what the coworkers of a shard did in a tick. Counts and hours are integers, so they add exactly.
type Tally struct {
	Attempts  [tech.Bins]int64
	Successes [tech.Bins]int64
	Available int64 // hours, 2^-20, as all below
	Waiting   int64
	Idle      int64
	Carried   int64 // change of hours carried over
	Review    int64 // hours of persons
	Class     [Classes]int64
}

// Add adds another shard's tally.
func (t *Tally) Add(o *Tally) {
	for k := range t.Attempts {
		t.Attempts[k] += o.Attempts[k]
		t.Successes[k] += o.Successes[k]
	}
	for c := range t.Class {
		t.Class[c] += o.Class[c]
	}
	t.Available += o.Available
	t.Waiting += o.Waiting
	t.Idle += o.Idle
	t.Carried += o.Carried
	t.Review += o.Review
}

// Successful and Failed are the hours spent on attempts that succeeded and on those that did not, 2^-20 hours.
func (t *Tally) Successful(w *Work) int64 {
	sum := int64(0)
	for k, n := range t.Successes {
		sum += n * w.Length[k]
	}
	return sum
}

// Failed is the counterpart of Successful.
func (t *Tally) Failed(w *Work) int64 {
	sum := int64(0)
	for k, n := range t.Attempts {
		sum += (n - t.Successes[k]) * w.Length[k]
	}
	return sum
}

// Unaccounted is available less all uses of hours: zero, exactly.
func (t *Tally) Unaccounted(w *Work) int64 {
	return t.Available - t.Successful(w) - t.Failed(w) - t.Carried - t.Waiting - t.Idle
}

// The random streams of coworkers.
const (
	streamTask rng.Stream = 1
	// StreamOrder names the draws that give coworkers their skill ranks.
	StreamOrder rng.Stream = 3
)
