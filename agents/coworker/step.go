package coworker

import (
	"math"

	"tenfold/sim/rng"
)

// Tick is what the coworkers of a shard share within a tick, made ready once.
type Tick struct {
	work  *Work
	first uint32 // number of the shard's first coworker
	draws rng.Row
	shares
}

// NewTick prepares a tick. first is the number of the shard's first coworker: draws are named by (seed, stream,
// first + row, tick).
func NewTick(w *Work, key rng.Key, first, tick uint32) Tick {
	return Tick{work: w, first: first, draws: key.At(streamTask, tick),
		shares: shares{float32(w.ReviewMin), float32(w.ReviewVar)}}
}

// Offered adds the hours that n coworkers have.
func (w *Work) Offered(n int, t *Tally) {
	t.Available += int64(n) * (w.Hours + w.Waiting + w.Idle)
	t.Waiting += int64(n) * w.Waiting
	t.Idle += int64(n) * w.Idle
}

// StepOne lets coworker i of the shard work for one tick and adds what it did to the tally.
func (c *Columns) StepOne(i int, k *Tick, t *Tally) {
	w, agent := k.work, k.first+uint32(i)
	task, rest := k.draws.Pair(agent) // for the upgrade and the new task; for the task in hand and the count of successes
	class := c.upgrade(i, w, uint32(task>>32))
	t.Class[class]++

	budget, review := w.Hours, float32(0)
	if carried := int64(c.Carried[i]); carried > 0 {
		bin := c.Bin[i] & 15
		need := w.Length[bin] - carried
		if need > w.Hours { // still unfinished
			c.Carried[i] += int32(w.Hours)
			t.Carried += w.Hours
			return
		}
		success, failure := rng.Chances(w.odds(class, bin, c.Ease[i]))
		good := int64(0)
		if rng.Unit32(uint32(rest>>32)) < success {
			good = 1
		}
		c.count(i, bin, 1, good, t)
		review = float32(float32(w.Length[bin]) * k.share(failure))
		budget -= need
		t.Carried -= carried
	}

	bin := uint8(w.Pick.Pick(task)) & 15
	n := budget / w.Length[bin]
	left := budget - n*w.Length[bin]
	odds := w.odds(class, bin, c.Ease[i])
	_, failure := rng.Chances(odds)
	good := rng.Successes(int32(min(n, math.MaxInt32)), odds, uint32(rest))
	c.count(i, bin, n, int64(good), t)
	c.Bin[i], c.Carried[i] = bin, int32(left)
	t.Carried += left
	c.reviewed(i, review+float32(float32(budget-left)*k.share(failure)), t)
}

// upgrade takes up the newest generation with the tick's chance and returns the class of what the coworker then has.
func (c *Columns) upgrade(i int, w *Work, chance uint32) int {
	if chance < w.Upgrade {
		c.Generation[i] = w.Latest
	}
	return min(int(w.Latest-c.Generation[i]), Classes-1)
}

// odds of failure of a coworker whose generation is of the class.
func (w *Work) odds(class int, bin uint8, ease float32) float32 {
	return float32(w.Odds[class][bin] * ease)
}

// count adds n tasks of which some were good.
func (c *Columns) count(i int, bin uint8, n, good int64, t *Tally) {
	c.Done[i] += uint32(good)
	c.Failed[i] += uint32(n - good)
	t.Attempts[bin] += n
	t.Successes[bin] += good
}

// shares give the hours of review per hour of an attempt.
type shares struct{ least, varying float32 }

// share is the hours of review per hour of an attempt that fails with the given chance.
func (s *shares) share(failure float32) float32 {
	return s.least + float32(s.varying*failure)
}

// mostReview is the most that one coworker's attempts of a tick are reviewed: just below 2048 hours.
const mostReview = 1<<31 - 128

func (c *Columns) reviewed(i int, hours float32, t *Tally) {
	fixed := int32(min(hours, mostReview))
	t.Review += int64(fixed)
	c.Reviewed[i] += uint32(fixed) >> reviewShift
}
