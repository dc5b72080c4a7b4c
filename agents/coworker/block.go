package coworker

import (
	"math"
	"math/bits"
	"sync"

	"tenfold/sim/rng"
	"tenfold/sim/tech"
)

// block is the scratch of a step: coworkers are stepped in blocks, in passes over all of a block. A pass has no
// branches that depend on chance, and rows do not depend on each other, so that a processor can work on many at a time.
type block struct {
	tasks, rest [rng.BatchSize]uint64  // random bits
	draws       rng.Batch              // new tasks: trials, odds of failure, and how many were good
	hit         [rng.BatchSize]uint8   // 1 if the task that was in hand succeeded, else 0
	review      [rng.BatchSize]float32 // of the tasks that were in hand, 2^-20 hours
	hours       [rng.BatchSize]float32 // spent on new tasks, 2^-20 hours
	counts      [tech.Bins]uint64      // of tasks: successes in the lower half, attempts in the upper
	scratch                            // of a vector kernel

	// What all coworkers share.
	length  [tech.Bins]uint32 // of tasks, 2^-20 hours
	inverse [tech.Bins]uint64 // of lengths, of 2^64
}

// What blocks can do: hours of a tick below 2^10, lengths from 2^-8 to just below 2^11. Then hours fit in 32 bits, and
// so do a block's counts.
const (
	mostHours      = 1 << 30
	shortestLength = 1 << 12
	longestLength  = 1<<31 - 1<<12
)

// fits says whether blocks can do the tick.
func (k *Tick) fits() bool {
	for _, l := range k.work.Length {
		if l < shortestLength || l > longestLength {
			return false
		}
	}
	return k.work.Hours >= 0 && k.work.Hours < mostHours
}

// prepare writes down what all coworkers share.
func (b *block) prepare(k *Tick) {
	for i, l := range k.work.Length {
		b.length[i] = uint32(l)
		// Rounded up, and hence by less than 2^-32 of itself: a quotient of hours is off by less than 1/length.
		b.inverse[i] = math.MaxUint64/uint64(l) + 1
	}
	b.prepareVector(k)
}

// blocks keeps scratch between steps. On the heap, unlike on a stack, its arrays start on cache lines.
var blocks = sync.Pool{New: func() any { return new(block) }}

// Step lets every coworker of the shard work for one tick: StepOne for each, and the hours offered.
func (c *Columns) Step(w *Work, key rng.Key, first, tick uint32) Tally {
	var t Tally
	k := NewTick(w, key, first, tick)
	w.Offered(len(c.Generation), &t)
	if !k.fits() {
		for i := range c.Generation {
			c.StepOne(i, &k, &t)
		}
		return t
	}
	b := blocks.Get().(*block)
	defer blocks.Put(b)
	b.prepare(&k)
	for from := 0; from < len(c.Generation); from += rng.BatchSize {
		part := c.rows(from, min(from+rng.BatchSize, len(c.Generation)))
		part.step(&k, b, first+uint32(from), &t)
	}
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
	done := c.stepVector(k, b, first, t)
	if done < n {
		rest := c.rows(done, n)
		rest.stepPortable(k, b, first+uint32(done), t)
	}
}

func (c *Columns) stepPortable(k *Tick, b *block, first uint32, t *Tally) {
	n := len(c.Generation)
	k.draws.Fill(b.tasks[:n], b.rest[:n], first)
	b.counts = [tech.Bins]uint64{}
	c.work(k, b, t)
	b.draws.Draw(n)
	c.keep(k, b, t)
	for bin, count := range b.counts {
		t.Attempts[bin] += int64(count >> 32)
		t.Successes[bin] += int64(count & math.MaxUint32)
	}
}

// work is all of the step that does not need to know how many new tasks succeed: it takes up the newest generation,
// goes on with the task in hand, takes a new length from the field's demand and spends the rest of the tick on tasks of
// it. There are none of these if the task in hand is longer than the tick. Masks of all bits take the place of branches.
func (c *Columns) work(k *Tick, b *block, t *Tally) {
	w := k.work
	n := len(c.Generation)
	generation, bins, ease, carried, failed := c.Generation[:n], c.Bin[:n], c.Ease[:n], c.Carried[:n], c.Failed[:n]
	change := int64(0)
	for i := range min(n, rng.BatchSize) {
		task, rest := b.tasks[i], b.rest[i]
		g := generation[i]
		g ^= (g ^ w.Latest) & uint8(below(uint32(task>>32), w.Upgrade))
		generation[i] = g
		class := min(w.Latest-g, Classes-1) % Classes
		t.Class[class]++

		bin, before := bins[i]%tech.Bins, uint32(carried[i])
		success, failure := rng.Chances(float32(w.Odds[class][bin] * ease[i]))
		hit := uint64(0)
		if rng.Unit32(uint32(rest>>32)) < success {
			hit = 1
		}
		budget := before + uint32(w.Hours)
		need := b.length[bin] & below(0, before) // zero if there is no task in hand
		longer := below(budget, need)
		spent := need &^ longer
		end := uint64(below(0, spent) & 1)
		hit &= end
		budget -= spent
		b.counts[bin] += end<<32 | hit
		b.review[i] = float32(float32(int32(spent)) * k.share(failure))
		b.hit[i] = uint8(hit)

		next := uint8(w.Pick.Pick(task)) % tech.Bins
		quotient, _ := bits.Mul64(uint64(budget), b.inverse[next])
		trials := uint32(quotient) &^ longer
		spent = trials * b.length[next]
		left := budget - spent
		b.draws.Trials[i] = int32(trials)
		b.draws.Odds[i] = float32(w.Odds[class][next] * ease[i])
		b.draws.Bits[i] = uint32(rest)
		b.hours[i] = float32(int32(spent))
		bins[i] = next ^ (next^bin)&uint8(longer)
		carried[i] = int32(left)
		failed[i] += uint32(end) + trials
		change += int64(left) - int64(before)
	}
	t.Carried += change
}

// below is all ones if x < y, else zero: a comparison would be made a branch.
func below(x, y uint32) uint32 { return uint32((int64(x) - int64(y)) >> 63) }

// keep adds the successes and review.
func (c *Columns) keep(k *Tick, b *block, t *Tally) {
	n := len(c.Generation)
	bins, done, failed, reviewed := c.Bin[:n], c.Done[:n], c.Failed[:n], c.Reviewed[:n]
	reviews := int64(0)
	for i := range min(n, rng.BatchSize) {
		good := uint32(b.draws.Good[i])
		b.counts[bins[i]%tech.Bins] += uint64(b.draws.Trials[i])<<32 | uint64(good)
		good += uint32(b.hit[i])
		done[i] += good
		failed[i] -= good
		review := int32(min(b.review[i]+float32(b.hours[i]*k.share(b.draws.Failure[i])), mostReview))
		reviews += int64(review)
		reviewed[i] += uint32(review) >> reviewShift
	}
	t.Review += reviews
}
