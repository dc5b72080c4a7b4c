package coworker

import (
	"math"
	"math/bits"
	"testing"

	"pgregory.net/rapid"
)

// Multiplication with an inverse divides hours exactly, near multiples of the length too.
func TestInversesDivideExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.OneOf(rapid.Int64Range(shortestLength, longestLength),
			rapid.Custom(func(t *rapid.T) int64 { return 1 << rapid.IntRange(12, 30).Draw(t, "power") })).Draw(t, "length")
		multiple := rapid.Uint64Range(0, math.MaxUint32/uint64(length)).Draw(t, "times") * uint64(length)
		for _, hours := range []uint64{multiple, multiple + uint64(length) - 1, rapid.Uint64Range(0, math.MaxUint32).Draw(t, "hours"), math.MaxUint32} {
			hours = min(hours, math.MaxUint32)
			if got, _ := bits.Mul64(hours, inverse(length)); got != hours/uint64(length) {
				t.Fatalf("%d over %d is %d, not %d", hours, length, got, hours/uint64(length))
			}
		}
	})
}
