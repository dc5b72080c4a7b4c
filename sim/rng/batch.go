package rng

import "math"

// inversionBits orders numbers of zero or more as inversionMean does, as integers.
var inversionBits = math.Float32bits(inversionMean)

// BatchSize is the most draws that a Batch makes at once.
const BatchSize = 256

const last = BatchSize - 1

// Batch makes many draws at once, much faster than one by one: Good[i] = Successes(Trials[i], Odds[i], Bits[i]), to the
// last bit, and Failure[i] is the chance of failure. Fill in the first three, call Draw. It belongs to one goroutine at
// a time.
type Batch struct {
	Trials  [BatchSize]int32   // at least zero
	Odds    [BatchSize]float32 // at least zero
	Bits    [BatchSize]uint32
	Good    [BatchSize]int32
	Failure [BatchSize]float32

	// On the way. Each pass over the draws does little for each, so that a processor can work on many at a time.
	p      [BatchSize]float32 // chance of the rarer outcome, then its odds
	mean   [BatchSize]float32 // of the rarer outcome
	chance [BatchSize]float32 // of the count that an inversion is at, first its logarithm
	u      [BatchSize]float32 // of an inversion: below zero when it is done
	count  [BatchSize]int32   // of the rarer outcome

	small, large [BatchSize]uint8 // rows by mean, which decides the way of drawing

	scratch // of a vector kernel
}

// Fill draws the bits of consecutive agents, and the second bits of as many as there is room for.
func (r Row) Fill(bits, second []uint64, first uint32) {
	fill(r, bits, second[:min(len(second), len(bits))], first)
}

func fillPortable(r Row, bits, second []uint64, first uint32) {
	n := len(second)
	paired := bits[:n]
	for i := range paired {
		paired[i], second[i] = r.Pair(first + uint32(i))
	}
	for i := n; i < len(bits); i++ {
		bits[i] = r.Bits(first + uint32(i))
	}
}

// Draw makes the first n draws.
func (b *Batch) Draw(n int) { drawBatch(b, n) }

func drawPortable(b *Batch, n int) {
	small, large := b.split(n)
	b.approximate(large)
	b.invert(small)
	b.keep(n)
}

// split prepares the draws and puts each on the list of its way. Both lists get it, and one keeps it: a branch would be
// a coin toss.
func (b *Batch) split(n int) (small, large []uint8) {
	s, l := 0, 0
	for i := range min(n, BatchSize) {
		success, failure := Chances(b.Odds[i])
		p := min(success, failure)
		mean := float32(float32(b.Trials[i]) * p)
		b.p[i], b.mean[i], b.Failure[i] = p, mean, failure
		b.small[s&last], b.large[l&last] = uint8(i), uint8(i)
		less := int((math.Float32bits(mean) - inversionBits) >> 31) // 1 if mean < inversionMean: an if would be a branch
		s += less
		l += 1 - less
	}
	return b.small[:s], b.large[:l]
}

func (b *Batch) approximate(rows []uint8) {
	for _, i := range rows {
		piece, t := tail(b.Bits[i])
		b.count[i] = approximate(b.mean[i], b.p[i], 1-b.p[i], signed(quantileAt(piece, t), b.Bits[i]))
	}
}

// invert does what the function invert does, for many rows: some steps for all, some more for those that need them,
// and so on.
func (b *Batch) invert(rows []uint8) {
	for _, i := range rows {
		y := b.p[i] / (1 - b.p[i])
		t := y - .5
		b.p[i] = y
		b.chance[i] = float32(float32(b.Trials[i]) * float32(log2Low(log2High(t), t)*y))
	}
	for _, i := range rows {
		whole := int32(b.chance[i] + .5)
		b.chance[i] = scaled(exp2At(float32(whole)-b.chance[i]), whole)
		b.u[i] = Unit32(b.Bits[i]) - b.chance[i]
		b.count[i] = 0
	}
	for from := 0; from < inversionSteps && len(rows) > 0; from += inversionRound {
		rows = b.walk(rows, from)
	}
}

// walk makes one round of steps and returns the rows that need more: it writes them over the old ones. A row that is
// done stays so, since chances are never negative.
func (b *Batch) walk(rows []uint8, from int) []uint8 {
	more := 0
	r := (*[inversionRound]float32)(reciprocal[from:])
	for _, i := range rows {
		u, chance, y, left := b.u[i], b.chance[i], b.p[i], float32(b.Trials[i])-float32(from)
		k := b.count[i] + inversionRound
		k, u, chance = step(k, u, chance, float32(y*left)*r[0])
		k, u, chance = step(k, u, chance, float32(y*(left-1))*r[1])
		k, u, chance = step(k, u, chance, float32(y*(left-2))*r[2])
		k, u, chance = step(k, u, chance, float32(y*(left-3))*r[3])
		b.u[i], b.chance[i], b.count[i] = u, chance, k
		rows[more] = i
		more += 1 - int(math.Float32bits(u)>>31)
	}
	return rows[:more]
}

// step is one step of a walk: one less for the count, to which a round has been added, if it is done, and the chance of
// the next.
func step(k int32, u, chance, factor float32) (int32, float32, float32) {
	k -= int32(math.Float32bits(u) >> 31)
	chance = float32(chance * factor)
	return k, u - chance, chance
}

// keep turns counts of the rarer outcome into successes.
func (b *Batch) keep(n int) {
	for i := range min(n, BatchSize) {
		k := min(b.count[i], b.Trials[i])
		if b.Odds[i] <= 1 {
			k = b.Trials[i] - k
		}
		b.Good[i] = k
	}
}
