//go:build !(goexperiment.simd && amd64)

package coworker

// Kernels names the loops in use: portable, or avx512.
func Kernels() string { return "portable" }

// stepVector steps as many of a block's first coworkers as a vector kernel can, and returns their number.
func (c *Columns) stepVector(*Tick, *block, uint32, *Tally) int { return 0 }

func (s *scratch) prepareVector(*Tick) {}

// scratch is what a vector kernel needs.
type scratch struct{}
