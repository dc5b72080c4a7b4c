package rng_test

import (
	"fmt"
	"math"
	"testing"

	"tenfold/sim/rng"

	"pgregory.net/rapid"
)

var (
	trials    = []int32{1, 2, 5, 10, 15, 17, 20, 30, 50, 100, 400, 1000}
	successes = []float64{.001, .02, .1, .3, .5, .7, .9, .99, .999}
)

// probability is the binomial distribution by its definition, the naive twin.
func probability(n, k int32, p float64) float64 {
	a, _ := math.Lgamma(float64(n) + 1)
	b, _ := math.Lgamma(float64(k) + 1)
	c, _ := math.Lgamma(float64(n-k) + 1)
	return math.Exp(a - b - c + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
}

// Over an even grid of u a draw has the binomial distribution: exactly below the switch to the normal table, and above
// it so close that ten thousand random draws cannot tell (chi-square), with the mean n p within 1e-3 n.
func TestBinomialAgainstItsDefinition(t *testing.T) {
	const grid = 1 << 18
	for _, n := range trials {
		for _, p := range successes {
			counts := make([]int, n+1)
			mean := 0.
			for i := 0; i < grid; i++ {
				k := rng.Binomial(n, p, (float64(i)+.5)/grid)
				counts[k]++
				mean += float64(k) / grid
			}
			if math.Abs(mean-float64(n)*p) > 1e-3*float64(n) {
				t.Errorf("n %d p %g: mean %g, want %g", n, p, mean, float64(n)*p)
			}
			// The distance that chi-square adds to its degrees of freedom over 10,000 draws.
			distance, cells := 0., 0.
			for k := int32(0); k <= n; k++ {
				want := probability(n, k, p)
				if want*10_000 < 5 {
					continue
				}
				got := float64(counts[k]) / grid
				distance += 10_000 * (got - want) * (got - want) / want
				cells++
			}
			if distance > math.Sqrt(2*cells)*2.5 {
				t.Errorf("n %d p %g: chi-square of 10,000 draws would be %.1f above its mean, over %g cells", n, p, distance, cells)
			}
		}
	}
}

func TestBinomialRandomDraws(t *testing.T) {
	row := rng.New(11).At(1, 1)
	for _, n := range trials {
		for _, p := range successes {
			const draws = 10_000
			counts := make([]float64, n+1)
			for i := uint32(0); i < draws; i++ {
				counts[rng.Binomial(n, p, rng.Unit(row.Bits(i)))]++
			}
			x2, dof := 0., -1.
			for k := int32(0); k <= n; k++ {
				if want := draws * probability(n, k, p); want >= 5 {
					x2 += (counts[k] - want) * (counts[k] - want) / want
					dof++
				}
			}
			if limit := dof + 5*math.Sqrt(2*math.Max(dof, 1)) + 8; x2 > limit {
				t.Errorf("n %d p %g: chi-square %.1f over %g degrees of freedom", n, p, x2, dof)
			}
		}
	}
}

func TestBinomialEnds(t *testing.T) {
	for _, c := range []struct {
		n    int32
		p, u float64
		want int32
	}{{0, .5, .5, 0}, {-3, .5, .5, 0}, {7, 0, .99, 0}, {7, -1, .5, 0}, {7, 1, 0, 7}, {7, 2, .5, 7}, {1, .3, .69, 0}, {1, .3, .71, 1}, {1, .7, .29, 1}} {
		if got := rng.Binomial(c.n, c.p, c.u); got != c.want {
			t.Errorf("Binomial(%d, %g, %g) = %d, want %d", c.n, c.p, c.u, got, c.want)
		}
	}
	for _, u := range []float64{0, 1e-300, 1 - 0x1p-53} {
		for _, n := range []int32{1, 20, 1e6} {
			for _, p := range []float64{1e-9, .2, .5, .8, 1 - 1e-9} {
				if k := rng.Binomial(n, p, u); k < 0 || k > n {
					t.Errorf("Binomial(%d, %g, %g) = %d", n, p, u, k)
				}
			}
		}
	}
}

func BenchmarkBinomial(b *testing.B) {
	row := rng.New(1).At(1, 1)
	for _, c := range []struct {
		n int32
		p float64
	}{{2, .3}, {14, .5}, {40, .8}, {400, .9}} {
		b.Run(fmt.Sprintf("n=%d,p=%g", c.n, c.p), func(b *testing.B) {
			sum := int32(0)
			for i := 0; i < b.N; i++ {
				sum += rng.Binomial(c.n, c.p, rng.Unit(row.Bits(uint32(i))))
			}
			sink += uint64(sum)
		})
	}
}

// A batch draws what Successes does, and Fill what Bits does.
func TestBatchEqualsSingleDraws(t *testing.T) {
	var b rng.Batch
	rapid.Check(t, func(t *rapid.T) {
		key := rng.New(rapid.Uint64().Draw(t, "seed"))
		n, first := rapid.IntRange(0, rng.BatchSize).Draw(t, "draws"), rapid.Uint32().Draw(t, "first")
		row, bits, second := key.At(3, 4), make([]uint64, n), make([]uint64, rapid.IntRange(0, n+1).Draw(t, "second"))
		row.Fill(bits, second, first)
		for i := range min(n, len(second)) {
			if _, want := row.Pair(first + uint32(i)); second[i] != want {
				t.Fatalf("second bits of draw %d of %d are %#x, want %#x", i, n, second[i], want)
			}
		}
		most := rapid.SampledFrom([]uint64{1, 20, 1000, 1 << 22}).Draw(t, "most")
		typical := math.Exp(rapid.Float64Range(-20, 20).Draw(t, "odds"))
		for i, x := range bits {
			if want := row.Bits(first + uint32(i)); x != want {
				t.Fatalf("draw %d of %d has bits %#x, want %#x", i, n, x, want)
			}
			b.Trials[i], b.Bits[i] = int32(x>>40%(most+1)), uint32(x)
			b.Odds[i] = float32(typical * math.Exp(rng.Unit(key.Bits(5, uint32(i), 0))*4-2))
			if x>>32&31 == 0 {
				b.Odds[i] = []float32{0, 1, float32(math.Inf(1)), math.MaxFloat32}[x>>38&3]
			}
			if x>>32&31 == 1 {
				b.Bits[i] = []uint32{0, 1, 1 << 31, 1<<31 - 1, 1<<32 - 1, 1<<32 - 2}[x>>38%6]
			}
		}
		b.Draw(n)
		for i := range n {
			if want := rng.Successes(b.Trials[i], b.Odds[i], b.Bits[i]); b.Good[i] != want {
				t.Fatalf("draw %d: %d of %d at odds %g with bits %#x, want %d", i, b.Good[i], b.Trials[i], b.Odds[i], b.Bits[i], want)
			}
		}
	})
}

func BenchmarkBatch(b *testing.B) {
	var batch rng.Batch
	for i := range batch.Trials {
		batch.Trials[i] = []int32{866, 346, 192, 133, 96, 72, 57, 48, 38, 32, 25, 20, 14, 9, 5, 2}[i%16]
		batch.Odds[i] = .4
	}
	bits, key := make([]uint64, rng.BatchSize), rng.New(1)
	for i := range b.N {
		key.At(1, uint32(i)&0xffff).Fill(bits, nil, 0)
		for j, x := range bits {
			batch.Bits[j] = uint32(x)
		}
		batch.Draw(rng.BatchSize)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rng.BatchSize, "ns/draw")
}

func BenchmarkFill(b *testing.B) {
	bits, second := make([]uint64, rng.BatchSize), make([]uint64, rng.BatchSize)
	row := rng.New(1).At(1, 1)
	for range b.N {
		row.Fill(bits, second, 0)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rng.BatchSize, "ns/draw")
}
