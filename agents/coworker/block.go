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
	tasks, rest [rng.BatchSize]uint64 // random bits
	draws       rng.Batch             // new tasks: trials, odds of failure, and how many were good
	scratch                           // of a vector kernel

	review  [rng.BatchSize]float32 // of the tasks that were in hand, 2^-20 hours
	hours   [rng.BatchSize]float32 // spent on new tasks, 2^-20 hours
	ended   [rng.BatchSize]uint8   // 2 if the task that was in hand failed, 3 if it succeeded, else 0
	counts  [tech.Bins]uint64      // of tasks: successes in the lower half, attempts in the upper
	classes [Classes]int64         // of generations: coworkers

	// What all coworkers share, where a processor gets at it with the rest: numbers of Work, and of Tick. Tables come
	// first, so that they start on cache lines.
	odds    [Classes][tech.Bins]float32
	length  [tech.Bins]uint32
	inverse [tech.Bins]uint64 // of lengths, of 2^64
	pick    rng.Alias
	upgrade uint32
	offered uint32 // hours
	latest  uint8
	shares
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
	w := k.work
	b.latest, b.upgrade, b.offered, b.pick, b.odds, b.shares = w.Latest, w.Upgrade, uint32(w.Hours), w.Pick, w.Odds, k.shares
	for i, l := range w.Length {
		b.length[i] = uint32(l)
		b.inverse[i] = inverse(l)
	}
	b.prepareVector(k)
}

// inverse is 2^64 over a length, rounded up by less than one: the quotient of hours below 2^32 is off by less than 2^-32,
// which is less than one over the length, and so is right when cut off.
func inverse(length int64) uint64 { return math.MaxUint64/uint64(length) + 1 }

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
	b.counts, b.classes = [tech.Bins]uint64{}, [Classes]int64{}
	c.work(b, t)
	b.draws.Draw(n)
	c.keep(b, t)
	for class, count := range b.classes {
		t.Class[class] += count
	}
	for bin, count := range b.counts {
		t.Attempts[bin] += int64(count >> 32)
		t.Successes[bin] += int64(count & math.MaxUint32)
	}
}

// work is all of the step that does not need to know how many new tasks succeed: it takes up the newest generation,
// goes on with the task in hand, takes a new length from the field's demand and spends the rest of the tick on tasks of
// it. There are none of these if the task in hand is longer than the tick. The compiler makes no branches of its ifs.
func (c *Columns) work(b *block, t *Tally) {
	n := len(c.Generation)
	generation, bins, ease, carried := c.Generation[:n], c.Bin[:n], c.Ease[:n], c.Carried[:n]
	change := int64(0)
	for i := range min(n, rng.BatchSize) {
		task, rest := b.tasks[i], b.rest[i]
		g := generation[i]
		g ^= (g ^ b.latest) & uint8((int64(task>>32)-int64(b.upgrade))>>63) // the compiler would make a branch of an if
		generation[i] = g
		class := min(b.latest-g, Classes-1) % Classes
		b.classes[class]++

		bin, before := bins[i]%tech.Bins, uint32(carried[i])
		success, failure := rng.Chances(float32(b.odds[class][bin] * ease[i]))
		hit := uint32(0)
		if rng.Unit32(uint32(rest>>32)) < success {
			hit = 1
		}
		budget := before + b.offered
		need := b.length[bin]
		if before == 0 { // no task in hand
			need = 0
		}
		spent := need
		if budget < need {
			spent = 0
		}
		end := uint32(0)
		if spent > 0 {
			end = 1
		}
		hit &= end
		available := budget
		budget -= spent
		b.counts[bin] += uint64(end)<<32 | uint64(hit)
		b.review[i] = float32(float32(int32(spent)) * b.share(failure))
		b.ended[i] = uint8(end<<1 | hit)

		next := uint32(b.pick.Pick(task)) % tech.Bins
		quotient, _ := bits.Mul64(uint64(budget), b.inverse[next])
		trials := uint32(quotient)
		if available < need {
			trials = 0
		}
		spent = trials * b.length[next]
		left := budget - spent
		b.draws.Trials[i] = int32(trials)
		b.draws.Odds[i] = float32(b.odds[class][next] * ease[i])
		b.draws.Bits[i] = uint32(rest)
		b.hours[i] = float32(int32(spent))
		if available < need {
			next = uint32(bin)
		}
		bins[i] = uint8(next)
		carried[i] = int32(left)
		change += int64(left) - int64(before)
	}
	t.Carried += change
}

// keep adds the successes and review.
func (c *Columns) keep(b *block, t *Tally) {
	n := len(c.Generation)
	bins, done, failed, reviewed := c.Bin[:n], c.Done[:n], c.Failed[:n], c.Reviewed[:n]
	reviews := int64(0)
	for i := range min(n, rng.BatchSize) {
		good, trials, ended := uint32(b.draws.Good[i]), uint32(b.draws.Trials[i]), uint32(b.ended[i])
		b.counts[bins[i]%tech.Bins] += uint64(trials)<<32 | uint64(good)
		good += ended & 1
		done[i] += good
		failed[i] += trials + ended>>1 - good
		review := b.review[i] + float32(b.hours[i]*b.share(b.draws.Failure[i]))
		if review > mostReview { // rare, and quicker than min
			review = mostReview
		}
		fixed := uint32(int32(review))
		reviews += int64(fixed)
		reviewed[i] += fixed >> reviewShift
	}
	t.Review += reviews
}
