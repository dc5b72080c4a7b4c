package coworker_test

import (
	"slices"
	"testing"

	"tenfold/agents/coworker"
	"tenfold/sim/rng"
	"tenfold/sim/tech"

	"pgregory.net/rapid"
)

// shard is a random shard with its offer: any generations, bins, skills and carried hours.
func shard(t *rapid.T, n int) (*coworker.Columns, *coworker.Work) {
	w := &coworker.Work{
		Hours:   coworker.Fixed(rapid.OneOf(rapid.Just(0.), rapid.Float64Range(0, 800)).Draw(t, "hours")),
		Waiting: coworker.Fixed(rapid.Float64Range(0, 50).Draw(t, "waiting")),
		Idle:    coworker.Fixed(rapid.Float64Range(0, 50).Draw(t, "idle")),
		Latest:  rapid.Uint8().Draw(t, "latest"),
		Upgrade: rapid.OneOf(rapid.Just(uint32(0)), rapid.Uint32()).Draw(t, "upgrade"),
	}
	w.ReviewMin, w.ReviewVar = rapid.Float64Range(0, .2).Draw(t, "min"), rapid.Float64Range(0, 2).Draw(t, "var")
	shortest := rapid.SampledFrom([]float64{.0005, .05, 1, 100}).Draw(t, "shortest")
	weights := make([]float64, tech.Bins)
	for k := range w.Length {
		w.Length[k] = coworker.Fixed(rapid.Float64Range(shortest, 2000).Draw(t, "length"))
		weights[k] = rapid.Float64Range(0, 1).Draw(t, "weight")
		for class := range w.Odds {
			w.Odds[class][k] = rapid.OneOf(rapid.SampledFrom([]float32{0, 1, 1e30}), rapid.Float32Range(0, 1e-3), rapid.Float32Range(0, 20)).Draw(t, "odds")
		}
	}
	w.Pick.Reset(weights)
	c := fleet(n, rapid.Float64Range(0, 2).Draw(t, "spread"))
	state := rng.New(rapid.Uint64().Draw(t, "state")).At(0, 0)
	for i := range c.Bin {
		b := state.Bits(uint32(i))
		c.Generation[i], c.Bin[i] = w.Latest-uint8(b&7)*uint8(b>>3&7), uint8(b>>8&15)
		if b>>16&3 > 0 {
			c.Carried[i] = int32(uint64(w.Length[c.Bin[i]]-1) * (b >> 32) >> 32)
		}
	}
	return c, w
}

func clone(c *coworker.Columns, from, to int) *coworker.Columns {
	return &coworker.Columns{
		Generation: slices.Clone(c.Generation[from:to]), Bin: slices.Clone(c.Bin[from:to]), Ease: slices.Clone(c.Ease[from:to]),
		Carried: slices.Clone(c.Carried[from:to]), Done: slices.Clone(c.Done[from:to]), Failed: slices.Clone(c.Failed[from:to]),
		Reviewed: slices.Clone(c.Reviewed[from:to]),
	}
}

func same(t *rapid.T, got, want *coworker.Columns) {
	t.Helper()
	for i := range want.Bin {
		g := [...]any{got.Generation[i], got.Bin[i], got.Ease[i], got.Carried[i], got.Done[i], got.Failed[i], got.Reviewed[i]}
		w := [...]any{want.Generation[i], want.Bin[i], want.Ease[i], want.Carried[i], want.Done[i], want.Failed[i], want.Reviewed[i]}
		if g != w {
			t.Fatalf("coworker %d is %v, want %v", i, g, w)
		}
	}
}

// A shard steps as its coworkers do one by one, and as its parts do, to the last bit.
func TestStepEqualsItsParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 1500).Draw(t, "coworkers")
		whole, w := shard(t, n)
		single := clone(whole, 0, n)
		cut := rapid.IntRange(0, n).Draw(t, "cut")
		left, right := clone(whole, 0, cut), clone(whole, cut, n)
		key := rng.New(rapid.Uint64().Draw(t, "seed"))
		first, from := rapid.Uint32().Draw(t, "first"), rapid.Uint32Range(0, 1<<20).Draw(t, "tick")
		for tick := from; tick < from+4; tick++ {
			got := whole.Step(w, key, first, tick)
			if lost := got.Unaccounted(w); lost != 0 {
				t.Fatalf("%d units of hours unaccounted for", lost)
			}

			var ones coworker.Tally
			k := coworker.NewTick(w, key, first, tick)
			for i := range single.Bin {
				single.StepOne(i, &k, &ones)
			}
			ones.Available, ones.Waiting, ones.Idle = int64(n)*(w.Hours+w.Waiting+w.Idle), int64(n)*w.Waiting, int64(n)*w.Idle
			if got != ones {
				t.Fatalf("tally %+v, one by one %+v", got, ones)
			}
			same(t, whole, single)

			parts, other := left.Step(w, key, first, tick), right.Step(w, key, first+uint32(cut), tick)
			parts.Add(&other)
			if got != parts {
				t.Fatalf("tally %+v, in two parts %+v", got, parts)
			}
			same(t, left, clone(whole, 0, cut))
			same(t, right, clone(whole, cut, n))
		}
	})
}

func TestStepAllocatesNothing(t *testing.T) {
	c, w, key := fleet(1000, .3), offer(173, .4, 1, 3, 9, 40), rng.New(1)
	if n := testing.AllocsPerRun(10, func() { c.Step(w, key, 0, 1) }); n > 0 {
		t.Errorf("%g allocations", n)
	}
}
