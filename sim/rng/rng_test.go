package rng_test

import (
	"math"
	"math/bits"
	"testing"

	"tenfold/sim/rng"

	"pgregory.net/rapid"
)

// The sequence is pinned: results of old runs depend on it.
func TestGoldenSequence(t *testing.T) {
	key := rng.New(1)
	for _, c := range []struct {
		stream      rng.Stream
		agent, tick uint32
		want        uint64
	}{
		{0, 0, 0, 0x7af491fce704353b}, {1, 0, 0, 0xa8ddf4c17a7fccb6}, {0, 1, 0, 0x9f0c18b122036207}, {0, 0, 1, 0xb1948a1df7620041}, {255, 1<<32 - 1, 1<<24 - 1, 0x469842433d8b7372},
	} {
		if got := key.Bits(c.stream, c.agent, c.tick); got != c.want {
			t.Errorf("stream %d agent %d tick %d: %#x, want %#x", c.stream, c.agent, c.tick, got, c.want)
		}
	}
}

// A row gives the bits that the key names.
func TestRowEqualsKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rng.New(rapid.Uint64().Draw(t, "seed"))
		s := rng.Stream(rapid.Uint8().Draw(t, "stream"))
		agent, tick := rapid.Uint32().Draw(t, "agent"), rapid.Uint32Range(0, 1<<24-1).Draw(t, "tick")
		if key.At(s, tick).Bits(agent) != key.Bits(s, agent, tick) {
			t.Fatal("row and key differ")
		}
		if bits, _ := key.At(s, tick).Pair(agent); bits != key.Bits(s, agent, tick) {
			t.Fatal("a pair begins with other bits")
		}
	})
}

// philox is Philox2x32-10 (Salmon and others 2011), a generator with a literature of its own: whatever the tests
// below ask of this package's generator, they ask of Philox too, so that a test that fails both is the test's fault.
func philox(agent, tick uint32, key uint32) uint64 {
	x, y := agent, tick
	for round := 0; round < 10; round++ {
		high, low := bits.Mul32(0xD256D193, x)
		x, y = high^key^y, low
		key += 0x9E3779B9
	}
	return uint64(x)<<32 | uint64(y)
}

// generators draw for (stream, agent, tick) under a seed.
var generators = map[string]func(seed uint64, s rng.Stream, agent, tick uint32) uint64{
	"this package": func(seed uint64, s rng.Stream, agent, tick uint32) uint64 {
		return keys[seed].Bits(s, agent, tick)
	},
	"philox": func(seed uint64, s rng.Stream, agent, tick uint32) uint64 {
		return philox(agent, tick, uint32(seed)<<8|uint32(s))
	},
}

var keys = []rng.Key{rng.New(0), rng.New(1), rng.New(2), rng.New(3)}

const draws = 1 << 16

// chiSquare is (X2 - dof)/sqrt(2 dof) of counts that should be equal: a standard normal number, roughly.
func chiSquare(counts []int) float64 {
	total := 0
	for _, n := range counts {
		total += n
	}
	want := float64(total) / float64(len(counts))
	x2 := 0.
	for _, n := range counts {
		x2 += (float64(n) - want) * (float64(n) - want) / want
	}
	dof := float64(len(counts) - 1)
	return (x2 - dof) / math.Sqrt(2*dof)
}

// Each byte of the output is uniform over agents and over ticks.
func TestUniform(t *testing.T) {
	for name, draw := range generators {
		for shift := 0; shift < 64; shift += 8 {
			byAgent, byTick := make([]int, 256), make([]int, 256)
			for i := uint32(0); i < draws; i++ {
				byAgent[draw(1, 1, i, 7)>>shift&255]++
				byTick[draw(1, 1, 7, i)>>shift&255]++
			}
			for what, z := range map[string]float64{"agents": chiSquare(byAgent), "ticks": chiSquare(byTick)} {
				if math.Abs(z) > 5 {
					t.Errorf("%s: byte at %d over %s: chi-square at %.1f s.d.", name, shift, what, z)
				}
			}
		}
	}
}

// Draws of neighbouring agents, ticks, streams and seeds are independent: pairs of top nibbles fill a square evenly,
// and half of the bits differ.
func TestNeighboursAreIndependent(t *testing.T) {
	for name, draw := range generators {
		for what, other := range map[string]func(i uint32) uint64{
			"agents":  func(i uint32) uint64 { return draw(1, 1, i+1, 3) },
			"ticks":   func(i uint32) uint64 { return draw(1, 1, i, 4) },
			"streams": func(i uint32) uint64 { return draw(1, 2, i, 3) },
			"seeds":   func(i uint32) uint64 { return draw(2, 1, i, 3) },
		} {
			high, low, differ := make([]int, 256), make([]int, 256), 0
			for i := uint32(0); i < draws; i++ {
				a, b := draw(1, 1, i, 3), other(i)
				high[a>>60<<4|b>>60]++
				low[a&15<<4|b&15]++
				differ += bits.OnesCount64(a ^ b)
			}
			if z := chiSquare(high); math.Abs(z) > 5 {
				t.Errorf("%s, neighbouring %s: top nibbles at %.1f s.d.", name, what, z)
			}
			if z := chiSquare(low); math.Abs(z) > 5 {
				t.Errorf("%s, neighbouring %s: low nibbles at %.1f s.d.", name, what, z)
			}
			if z := (float64(differ) - 32*draws) / (4 * math.Sqrt(draws)); math.Abs(z) > 5 {
				t.Errorf("%s, neighbouring %s: bits differ at %.1f s.d. from a half", name, what, z)
			}
		}
	}
}

// No two streams, ticks or agents share a draw.
func TestStreamsDoNotOverlap(t *testing.T) {
	seen := map[uint64]bool{}
	for s := rng.Stream(0); s < 16; s++ {
		for tick := uint32(0); tick < 16; tick++ {
			for agent := uint32(0); agent < 256; agent++ {
				b := keys[1].Bits(s, agent, tick)
				if seen[b] {
					t.Fatalf("stream %d tick %d agent %d repeats a draw", s, tick, agent)
				}
				seen[b] = true
			}
		}
	}
}

func TestPermutationIsFairAndComplete(t *testing.T) {
	counts := make([]int, 5*5)
	for tick := uint32(0); tick < 20_000; tick++ {
		p := rng.Permutation(keys[2], 9, tick, 5)
		sum := int32(0)
		for i, v := range p {
			counts[i*5+int(v)]++
			sum += 1 << v
		}
		if sum != 31 {
			t.Fatalf("not a permutation: %v", p)
		}
	}
	if z := chiSquare(counts); math.Abs(z) > 5 {
		t.Errorf("places at %.1f s.d.", z)
	}
}

// The alias table against the weights it was given.
func TestAliasMeetsItsWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weight := rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0, .001, .5, 1, 7}), 16, 16).Draw(t, "weights")
		total := 0.
		for _, w := range weight {
			total += w
		}
		var a rng.Alias
		a.Reset(weight)
		got := make([]float64, 16)
		for b := uint64(0); b < 1<<20; b += 3 {
			got[a.Pick(b)] += 3. / (1 << 20)
		}
		for i, w := range weight {
			want := 0.
			switch {
			case total > 0:
				want = w / total
			case i == 0:
				want = 1
			}
			if math.Abs(got[i]-want) > 1e-4 || w == 0 && total > 0 && got[i] > 0 {
				t.Fatalf("outcome %d of weights %v has %g, want %g", i, weight, got[i], want)
			}
		}
	})
}

func BenchmarkBits(b *testing.B) {
	row := rng.New(1).At(1, 1)
	sum := uint64(0)
	for i := 0; i < b.N; i++ {
		sum += row.Bits(uint32(i))
	}
	sink = sum
}

var sink uint64
