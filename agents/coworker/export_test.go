//go:build goexperiment.simd && amd64

package coworker

// Portable runs f without the vector kernel of this package.
func Portable(f func()) {
	was := vector
	vector = false
	defer func() { vector = was }()
	f()
}
