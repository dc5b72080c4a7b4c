package coworker

import (
	"math"

	"tenfold/sim/rng"
)

// block is the scratch of a step: coworkers are stepped in blocks, in passes over all of a block. A pass has no
// branches that depend on chance, and rows do not depend on each other, so that a processor can work on many at a time.
type block struct {
	tasks, rest [rng.BatchSize]uint64  // random bits
	draws       rng.Batch              // new tasks: trials, odds of failure, and how many were good
	bin         [rng.BatchSize]uint8   // length bin of the new tasks
	review      [rng.BatchSize]float32 // of the tasks that were in hand, 2^-20 hours
	hours       [rng.BatchSize]float32 // spent on new tasks, 2^-20 hours
	scratch                            // of a vector kernel
}

// Step lets every coworker of the shard work for one tick: StepOne for each, and the hours offered.
func (c *Columns) Step(w *Work, key rng.Key, first, tick uint32) Tally {
	var t Tally
	var b block
	k := NewTick(w, key, first, tick)
	for from := 0; from < len(c.Generation); from += rng.BatchSize {
		part := c.rows(from, min(from+rng.BatchSize, len(c.Generation)))
		part.step(&k, &b, first+uint32(from), &t)
	}
	w.offered(len(c.Generation), &t)
	return t
}

// rows are some of the coworkers.
func (c *Columns) rows(from, to int) Columns {
	return Columns{Generation: c.Generation[from:to], Bin: c.Bin[from:to], Ease: c.Ease[from:to], Carried: c.Carried[from:to],
		Done: c.Done[from:to], Failed: c.Failed[from:to], Reviewed: c.Reviewed[from:to]}
}

// step is the step of one block.
func (c *Columns) step(k *Tick, b *block, first uint32, t *Tally) {
	n := len(c.Generation)
	if done := c.stepVector(k, b, first, t); done > 0 {
		if done < n {
			rest := c.rows(done, n)
			rest.stepPortable(k, b, first+uint32(done), t)
		}
		return
	}
	c.stepPortable(k, b, first, t)
}

func (c *Columns) stepPortable(k *Tick, b *block, first uint32, t *Tally) {
	n := len(c.Generation)
	k.draws.Fill(b.tasks[:n], b.rest[:n], first)
	c.work(k, b, t)
	b.draws.Draw(n)
	c.keep(k, b, t)
}

// work is a block's step but for the number of successes among new tasks.
func (c *Columns) work(k *Tick, b *block, t *Tally) {
	w := k.work
	n := len(c.Generation)
	generation, bins, ease, carried := c.Generation[:n], c.Bin[:n], c.Ease[:n], c.Carried[:n]
	done, failed := c.Done[:n], c.Failed[:n]
	for i := range min(n, rng.BatchSize) {
		task, rest := b.tasks[i], b.rest[i]
		g := generation[i]
		g ^= (g ^ w.Latest) & -uint8(below(int64(task>>32), int64(w.Upgrade)))
		generation[i] = g
		class := min(w.Latest-g, Classes-1) & (Classes - 1)
		t.Class[class]++

		// The task in hand, if there is one.
		odds := &w.Odds[class]
		old := bins[i] & 15
		p, failure := rng.Chances(float32(odds[old] * ease[i]))
		hit := int64(0)
		if rng.Unit32(uint32(rest>>32)) < p {
			hit = 1
		}
		before := int64(carried[i])
		budget := before + w.Hours
		end := below(0, before)
		longer := end & below(budget, w.Length[old])
		end -= longer
		hit &= end
		spent := w.Length[old] & -end
		budget -= spent
		t.Attempts[old] += end
		t.Successes[old] += hit
		b.review[i] = float32(float32(spent) * k.share(failure))

		// New tasks, if the one in hand is not longer than the tick.
		bin := uint8(w.Pick.Pick(task)) & 15
		length := w.Length[bin]
		attempts := int64(float64(budget)/float64(length)) & (longer - 1)
		left := budget - attempts*length
		b.draws.Trials[i], b.draws.Odds[i], b.draws.Bits[i] = int32(min(attempts, math.MaxInt32)), float32(odds[bin]*ease[i]), uint32(rest)
		b.hours[i] = float32(attempts * length)

		bin ^= (bin ^ old) & -uint8(longer)
		t.Attempts[bin] += attempts
		bins[i], carried[i], b.bin[i] = bin, int32(left), bin
		t.Carried += left - before
		done[i] += uint32(hit)
		failed[i] += uint32(end - hit + attempts)
	}
}

// below is 1 if x < y, else 0, for numbers that are not far apart: a comparison would be made a branch.
func below(x, y int64) int64 { return int64(uint64(x-y) >> 63) }

// keep adds the successes among new tasks, and review.
func (c *Columns) keep(k *Tick, b *block, t *Tally) {
	n := len(c.Generation)
	done, failed, reviewed := c.Done[:n], c.Failed[:n], c.Reviewed[:n]
	for i := range min(n, rng.BatchSize) {
		good := b.draws.Good[i]
		done[i] += uint32(good)
		failed[i] -= uint32(good)
		t.Successes[b.bin[i]&15] += int64(good)
		review := int32(min(b.review[i]+float32(b.hours[i]*k.share(b.draws.Failure[i])), mostReview))
		t.Review += int64(review)
		reviewed[i] += uint32(review) >> reviewShift
	}
}
