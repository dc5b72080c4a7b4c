//go:build goexperiment.simd && amd64

package coworker_test

import (
	"testing"

	"tenfold/agents/coworker"
	"tenfold/sim/rng"

	"pgregory.net/rapid"
)

// The vector kernel does what the portable passes do, to the last bit, in all columns and tallies.
func TestVectorEqualsPortable(t *testing.T) {
	if coworker.Kernels() != "avx512" {
		t.Skip("this processor has no AVX-512")
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 1500).Draw(t, "coworkers")
		fast, w := shard(t, n)
		plain := clone(fast, 0, n)
		key, first := rng.New(rapid.Uint64().Draw(t, "seed")), rapid.Uint32().Draw(t, "first")
		for tick := uint32(0); tick < 4; tick++ {
			got := fast.Step(w, key, first, tick)
			var want coworker.Tally
			coworker.Portable(func() { want = plain.Step(w, key, first, tick) })
			if got != want {
				t.Fatalf("tally %+v, portable %+v", got, want)
			}
			same(t, fast, plain)
		}
	})
}
