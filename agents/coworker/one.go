package coworker

import "tenfold/sim/rng"

// Tick is what all coworkers of a shard share in a tick.
type Tick struct {
	work          *Work
	tasks, finish rng.Row
	first         uint32
}

// At prepares a tick.
func At(w *Work, key rng.Key, first, tick uint32) Tick {
	return Tick{w, key.At(streamTask, tick), key.At(streamFinish, tick), first}
}

// StepOne lets coworker i work for the tick.
func (c *Columns) StepOne(i int, k *Tick, t *Tally) {
	bits := k.tasks.Bits(k.first + uint32(i))
	class := c.upgrade(i, k.work, uint32(bits>>32))
	t.Class[class]++
	budget, ok := c.finish(i, k.work, class, k.finish.Bits(k.first+uint32(i)), t)
	if ok {
		c.begin(i, k.work, class, budget, bits, t)
	}
}

// Settle adds the hours that n coworkers had.
func (k *Tick) Settle(n int, t *Tally) {
	w := k.work
	t.Available = int64(n) * (w.Hours + w.Waiting + w.Idle)
	t.Waiting = int64(n) * w.Waiting
	t.Idle = int64(n) * w.Idle
}
