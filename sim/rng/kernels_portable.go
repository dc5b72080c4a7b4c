//go:build !(goexperiment.simd && amd64)

package rng

func fill(r Row, bits, second []uint64, first uint32) { fillPortable(r, bits, second, first) }

func drawBatch(b *Batch, n int) { drawPortable(b, n) }

// Kernels names the loops in use: portable, or avx512.
func Kernels() string { return "portable" }

// scratch is what a vector kernel needs.
type scratch struct{}

var _ = Batch{}.scratch
