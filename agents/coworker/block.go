package coworker

import (
	"math"
	"sync"

	"tenfold/sim/rng"
	"tenfold/sim/tech"
)

// block is the scratch of a step: coworkers are stepped in blocks, in passes over all of a block. A pass has no
// branches that depend on chance, and rows do not depend on each other, so that a processor can work on many at a time.
type block struct {
	tasks, rest [rng.BatchSize]uint64  // random bits
	draws       rng.Batch              // new tasks: trials, odds of failure, and how many were good
	class       [rng.BatchSize]uint8   // of generation
	budget      [rng.BatchSize]int64   // hours left after the task in hand
	longer      [rng.BatchSize]uint8   // 1 if the task in hand is longer than the tick, else 0
	review      [rng.BatchSize]float32 // of the tasks that were in hand, 2^-20 hours
	hours       [rng.BatchSize]float32 // spent on new tasks, 2^-20 hours
	scratch                            // of a vector kernel
}

// blocks keeps scratch between steps. On the heap, unlike on a stack, its arrays start on cache lines.
var blocks = sync.Pool{New: func() any { return new(block) }}

// Step lets every coworker of the shard work for one tick: StepOne for each, and the hours offered.
func (c *Columns) Step(w *Work, key rng.Key, first, tick uint32) Tally {
	var t Tally
	b := blocks.Get().(*block)
	defer blocks.Put(b)
	k := NewTick(w, key, first, tick)
	b.prepare(&k)
	for from := 0; from < len(c.Generation); from += rng.BatchSize {
		part := c.rows(from, min(from+rng.BatchSize, len(c.Generation)))
		part.step(&k, b, first+uint32(from), &t)
	}
	w.Offered(len(c.Generation), &t)
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
	c.hold(k, b, t)
	c.begin(k, b, t)
	b.draws.Draw(n)
	c.keep(k, b, t)
}

// hold takes up the newest generation and goes on with tasks in hand.
func (c *Columns) hold(k *Tick, b *block, t *Tally) {
	w := k.work
	n := len(c.Generation)
	generation, bins, ease, carried := c.Generation[:n], c.Bin[:n], c.Ease[:n], c.Carried[:n]
	done, failed := c.Done[:n], c.Failed[:n]
	for i := range min(n, rng.BatchSize) {
		g := generation[i]
		g ^= (g ^ w.Latest) & -uint8(below(int64(b.tasks[i]>>32), int64(w.Upgrade)))
		generation[i] = g
		class := min(w.Latest-g, Classes-1) % Classes
		b.class[i] = class
		t.Class[class]++

		bin := bins[i] % tech.Bins
		success, failure := rng.Chances(float32(w.Odds[class][bin] * ease[i]))
		hit := int64(0)
		if rng.Unit32(uint32(b.rest[i]>>32)) < success {
			hit = 1
		}
		before := int64(carried[i])
		budget := before + w.Hours
		end := below(0, before)
		longer := end & below(budget, w.Length[bin])
		end -= longer
		hit &= end
		spent := w.Length[bin] & -end
		t.Attempts[bin] += end
		t.Successes[bin] += hit
		b.review[i] = float32(float32(spent) * k.share(failure))
		b.budget[i], b.longer[i] = budget-spent, uint8(longer)
		done[i] += uint32(hit)
		failed[i] += uint32(end - hit)
	}
}

// begin takes new lengths from the field's demand and spends the rest of the tick on tasks of them, without deciding
// how many succeed: none of tasks longer than the tick, which are still in hand.
func (c *Columns) begin(k *Tick, b *block, t *Tally) {
	w := k.work
	n := len(c.Generation)
	bins, ease, carried, failed := c.Bin[:n], c.Ease[:n], c.Carried[:n], c.Failed[:n]
	change := int64(0)
	for i := range min(n, rng.BatchSize) {
		longer := b.longer[i]
		bin := uint8(w.Pick.Pick(b.tasks[i])) % tech.Bins
		length, budget := w.Length[bin], b.budget[i]
		attempts := int64(float64(budget)/float64(length)) & (int64(longer) - 1)
		spent := attempts * length
		left := budget - spent
		b.draws.Trials[i] = int32(min(attempts, math.MaxInt32))
		b.draws.Odds[i] = float32(w.Odds[b.class[i]%Classes][bin] * ease[i])
		b.draws.Bits[i] = uint32(b.rest[i])
		b.hours[i] = float32(spent)
		bin ^= (bin ^ bins[i]) & -longer
		t.Attempts[bin%tech.Bins] += attempts
		change += left - int64(carried[i])
		bins[i], carried[i] = bin%tech.Bins, int32(left)
		failed[i] += uint32(attempts)
	}
	t.Carried += change
}

// below is 1 if x < y, else 0, for numbers that are not far apart: a comparison would be made a branch.
func below(x, y int64) int64 { return int64(uint64(x-y) >> 63) }

// keep adds the successes among new tasks, and review.
func (c *Columns) keep(k *Tick, b *block, t *Tally) {
	n := len(c.Generation)
	bins, done, failed, reviewed := c.Bin[:n], c.Done[:n], c.Failed[:n], c.Reviewed[:n]
	reviews := int64(0)
	for i := range min(n, rng.BatchSize) {
		good := b.draws.Good[i]
		done[i] += uint32(good)
		failed[i] -= uint32(good)
		t.Successes[bins[i]%tech.Bins] += int64(good)
		review := int32(min(b.review[i]+float32(b.hours[i]*k.share(b.draws.Failure[i])), mostReview))
		reviews += int64(review)
		reviewed[i] += uint32(review) >> reviewShift
	}
	t.Review += reviews
}
