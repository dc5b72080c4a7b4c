package coworker

import (
	"tenfold/sim/rng"
)

// Step lets every coworker of the shard work for one tick. first is the number of the shard's first coworker: draws
// are named by (seed, stream, first + row, tick).
func (c *Columns) Step(w *Work, key rng.Key, first, tick uint32) Tally {
	var t Tally
	tasks, finish := key.At(streamTask, tick), key.At(streamFinish, tick)
	n := len(c.Generation)
	for i := 0; i < n; i++ {
		bits := tasks.Bits(first + uint32(i))
		class := c.upgrade(i, w, uint32(bits>>32))
		t.Class[class]++

		budget, ok := c.finish(i, w, class, finish.Bits(first+uint32(i)), &t)
		if !ok {
			continue
		}
		c.begin(i, w, class, budget, bits, &t)
	}
	t.Available = int64(n) * (w.Hours + w.Waiting + w.Idle)
	t.Waiting = int64(n) * w.Waiting
	t.Idle = int64(n) * w.Idle
	return t
}

// upgrade takes up the newest generation with the tick's chance and returns the class of what the coworker then has.
func (c *Columns) upgrade(i int, w *Work, chance uint32) int {
	if c.Generation[i] != w.Latest && chance < w.Upgrade {
		c.Generation[i] = w.Latest
	}
	return min(int(w.Latest-c.Generation[i]), Classes-1)
}

// finish goes on with the task in hand and returns the hours left after it; ok is false when it is still unfinished.
func (c *Columns) finish(i int, w *Work, class int, bits uint64, t *Tally) (budget int64, ok bool) {
	carried := int64(c.Carried[i])
	if carried == 0 {
		return w.Hours, true
	}
	bin := c.Bin[i] & 15
	need := w.Length[bin] - carried
	if need > w.Hours {
		c.Carried[i] = int32(carried + w.Hours)
		t.Carried += w.Hours
		return 0, false
	}
	p := c.success(i, w, class, bin)
	t.Attempts[bin]++
	if rng.Unit(bits) < p {
		t.Successes[bin]++
		c.Done[i]++
	} else {
		c.Failed[i]++
	}
	c.review(i, w, p, w.Length[bin], t)
	t.Carried -= carried
	c.Carried[i] = 0
	return w.Hours - need, true
}

// begin takes a new length from the field's demand and spends the rest of the tick on tasks of it.
func (c *Columns) begin(i int, w *Work, class int, budget int64, bits uint64, t *Tally) {
	bin := uint8(w.Pick.Pick(bits)) & 15
	length := w.Length[bin]
	n := budget / length
	rest := budget - n*length
	p := c.success(i, w, class, bin)
	good := rng.Binomial(int32(n), p, rng.Unit(mixTail(bits)))
	c.Bin[i] = bin
	c.Carried[i] = int32(rest)
	c.Done[i] += uint32(good)
	c.Failed[i] += uint32(int32(n) - good)
	t.Carried += rest
	t.Attempts[bin] += n
	t.Successes[bin] += int64(good)
	c.review(i, w, p, n*length, t)
}

// success is p = 1/(1 + odds * ease).
func (c *Columns) success(i int, w *Work, class int, bin uint8) float64 {
	return 1 / (1 + float64(float64(w.Odds[class][bin])*float64(c.Ease[i])))
}

func (c *Columns) review(i int, w *Work, p float64, attempted int64, t *Tally) {
	fixed := int64(float64(attempted) * (w.ReviewMin + float64(w.ReviewVar*(1-p))))
	t.Review += fixed
	c.Reviewed[i] += uint32(fixed / (Hour / reviewUnit))
}

// mixTail spreads bits that other decisions have used for one more uniform draw.
func mixTail(bits uint64) uint64 {
	bits ^= bits >> 29
	bits *= 0xbf58476d1ce4e5b9
	return bits ^ bits>>32
}
