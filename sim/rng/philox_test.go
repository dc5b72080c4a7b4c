package rng_test

import (
	"testing"

	"tenfold/sim/rng"
)

// The reference generator is Philox only if it gives the known answers that its authors publish with Random123
// (philox2x32 with 10 rounds: counter, key, result).
func TestPhiloxKnownAnswers(t *testing.T) {
	for _, c := range []struct {
		x, y, key uint32
		want      uint64
	}{
		{0, 0, 0, 0xff1dae59_6cd10df2},
		{0xffffffff, 0xffffffff, 0xffffffff, 0x2c3f628b_ab4fd7ad},
		{0x243f6a88, 0x85a308d3, 0x13198a2e, 0xdd7ce038_f62a4c12},
	} {
		if got := philox(c.x, c.y, c.key); got != c.want {
			t.Errorf("counter %08x %08x key %08x: %016x, want %016x", c.x, c.y, c.key, got, c.want)
		}
	}
}

// draw gives the bits of a name under a seed, generator a draw for every seed.
type (
	draw      = func(s rng.Stream, agent, tick uint32) uint64
	generator = func(seed uint64) draw
)

// good generators pass every check of the battery, at the same limit.
var good = map[string]generator{
	"this package": func(seed uint64) draw { return rng.New(seed).Bits },
	"second bits": func(seed uint64) draw {
		key := rng.New(seed)
		return func(s rng.Stream, agent, tick uint32) uint64 {
			_, second := key.At(s, tick).Pair(agent)
			return second
		}
	},
	"philox": func(seed uint64) draw {
		folded := uint32(seed^seed>>24^seed>>48) << 8 // every bit of the seed reaches one bit of the short key
		return func(s rng.Stream, agent, tick uint32) uint64 { return philox(agent, tick, folded|uint32(s)) }
	},
}

// bad generators show that the checks can fail. The first two mix too little, the others spoil a good generator
// a little, each in one way: what a check must notice is written beside the check.
var bad = map[string]generator{
	"multiples": func(seed uint64) draw {
		return func(s rng.Stream, agent, tick uint32) uint64 { return (counter(s, agent, tick) + seed) * golden }
	},
	"half a mix": func(seed uint64) draw {
		return func(s rng.Stream, agent, tick uint32) uint64 {
			z := counter(s, agent, tick)*golden + seed*mixed1
			z = (z ^ z>>30) * mixed1
			return z ^ z>>27
		}
	},
	// One number in sixteen repeats its neighbour's draw.
	"echo": renamed(func(i uint64) uint64 {
		if i%16 == 15 {
			return i - 1
		}
		return i
	}),
	// One number in sixteen repeats the draw of 64 before.
	"late echo": renamed(func(i uint64) uint64 {
		if i%128 >= 120 {
			return i - 64
		}
		return i
	}),
	// One draw in sixteen has the outer bits of all bytes set.
	"leaning": func(seed uint64) draw {
		d := rng.New(seed).Bits
		return func(s rng.Stream, agent, tick uint32) uint64 {
			b := d(s, agent, tick)
			if b>>20&15 == 0 {
				b |= 0x8181818181818181
			}
			return b
		}
	},
	// Every seed is a window of a single sequence, as one mix would make it.
	"windows": func(seed uint64) draw {
		d := rng.New(0).Bits
		return func(s rng.Stream, agent, tick uint32) uint64 { return d(s, agent+uint32(seed), tick) }
	},
	// The tick is packed over the upper half of the stream.
	"tight packing": func(seed uint64) draw {
		d := rng.New(seed).Bits
		return func(s rng.Stream, agent, tick uint32) uint64 {
			return named(d, uint64(tick)<<36|uint64(s)<<32|uint64(agent))
		}
	},
}

// renamed is this package's generator asked under other numbers.
func renamed(to func(uint64) uint64) generator {
	return func(seed uint64) draw {
		d := rng.New(to(seed)).Bits
		return func(s rng.Stream, agent, tick uint32) uint64 {
			return d(rng.Stream(to(uint64(s))), uint32(to(uint64(agent))), uint32(to(uint64(tick))))
		}
	}
}

// counter packs a name into 64 bits without loss, and named draws for a packed name.
func counter(s rng.Stream, agent, tick uint32) uint64 {
	return uint64(tick)<<40 | uint64(s)<<32 | uint64(agent)
}

func named(d draw, c uint64) uint64 { return d(rng.Stream(c>>32), uint32(c), uint32(c>>40)) }

// The constants of the generator under test, all odd.
const (
	golden = 0x9e3779b97f4a7c15
	mixed1 = 0xbf58476d1ce4e5b9
	mixed2 = 0x94d049bb133111eb
)
