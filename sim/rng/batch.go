package rng

// BatchSize is the most draws that a Batch makes at once.
const BatchSize = 256

// Batch makes many draws at once, much faster than one by one: Good[i] = Successes(Trials[i], Odds[i], Bits[i]), to the
// last bit. Fill in the first three, call Draw. It belongs to one goroutine at a time.
type Batch struct {
	Trials [BatchSize]int32 // at least zero
	Odds   [BatchSize]float32
	Bits   [BatchSize]uint32
	Good   [BatchSize]int32

	// On the way. Each pass over the draws does little for each, so that a processor can work on many at a time.
	y [BatchSize]float32 // odds of the rarer outcome
	q [BatchSize]float32 // chance of the other outcome
	x [BatchSize]float32 // mean of the rarer outcome; then the chance that it never comes, or a log of it

	small, large [BatchSize]uint8 // rows by mean, which decides the way of drawing
}

// Fill draws the bits of consecutive agents.
func (r Row) Fill(bits []uint64, first uint32) { fill(r, bits, first) }

func fillPortable(r Row, bits []uint64, first uint32) {
	for i := range bits {
		bits[i] = r.Bits(first + uint32(i))
	}
}

// Draw makes the first n draws.
func (b *Batch) Draw(n int) { drawBatch(b, n) }

func drawPortable(b *Batch, n int) {
	small, large := b.split(n)
	b.approximate(large)
	b.invert(small)
}

// split prepares the draws and puts each on the list of its way. Both lists get it, and one keeps it: a branch would be
// a coin toss.
func (b *Batch) split(n int) (small, large []uint8) {
	s, l := 0, 0
	for i := range min(n, BatchSize) {
		y := min(b.Odds[i], 1/b.Odds[i])
		q := 1 / (1 + y)
		mean := float32(float32(b.Trials[i]) * float32(y*q))
		b.y[i], b.q[i], b.x[i] = y, q, mean
		b.small[s%BatchSize], b.large[l%BatchSize] = uint8(i), uint8(i)
		less := 0
		if mean < inversionMean {
			less = 1
		}
		s += less
		l += 1 - less
	}
	return b.small[:s], b.large[:l]
}

func (b *Batch) approximate(rows []uint8) {
	for _, i := range rows {
		b.set(i, approximate(b.x[i], float32(b.y[i]*b.q[i]), b.q[i], b.Bits[i]))
	}
}

func (b *Batch) invert(rows []uint8) {
	for _, i := range rows {
		b.x[i] = float32(float32(b.Trials[i]) * log2Of1p(b.y[i]))
	}
	for _, i := range rows {
		b.x[i] = exp2Minus(b.x[i])
	}
	for _, i := range rows {
		b.set(i, count(float32(b.Trials[i]), b.y[i], b.x[i], Unit32(b.Bits[i])))
	}
}

// set gives a row its result, k of the rarer outcome.
func (b *Batch) set(i uint8, k int32) {
	n := b.Trials[i]
	k = min(k, n)
	if b.Odds[i] <= 1 {
		k = n - k
	}
	b.Good[i] = k
}
