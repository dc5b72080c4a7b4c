package market

import (
	"fmt"
	"math"
)

// Matrix is a dense n x n matrix by rows.
type Matrix struct {
	N int
	A []float64
}

// NewMatrix makes an n x n matrix of zeros.
func NewMatrix(n int) Matrix { return Matrix{N: n, A: make([]float64, n*n)} }

// Row is row i, shared with the matrix.
func (m Matrix) Row(i int) []float64 { return m.A[i*m.N : (i+1)*m.N] }

// Times stores m x in out and returns it.
func (m Matrix) Times(x, out []float64) []float64 {
	for i := range out {
		out[i] = Dot(m.Row(i), x)
	}
	return out
}

// Dot is the inner product of two slices of equal length, summed from the first element on.
func Dot(a, b []float64) float64 {
	sum := 0.
	for i, v := range a {
		sum += float64(v * b[i])
	}
	return sum
}

// Sum adds from the first element on.
func Sum(a []float64) float64 {
	sum := 0.
	for _, v := range a {
		sum += v
	}
	return sum
}

// Inverse inverts by Gauss-Jordan elimination with partial pivoting. It returns an error for a singular matrix.
func (m Matrix) Inverse() (Matrix, error) {
	n := m.N
	work, inv := NewMatrix(n), NewMatrix(n)
	copy(work.A, m.A)
	for i := 0; i < n; i++ {
		inv.A[i*n+i] = 1
	}
	for col := 0; col < n; col++ {
		pivot := largestBelow(work, col)
		if work.A[pivot*n+col] == 0 {
			return inv, fmt.Errorf("market: singular matrix (column %d)", col)
		}
		swapRows(work, pivot, col)
		swapRows(inv, pivot, col)
		eliminate(work, inv, col)
	}
	return inv, nil
}

func largestBelow(m Matrix, col int) int {
	best := col
	for i := col + 1; i < m.N; i++ {
		if math.Abs(m.A[i*m.N+col]) > math.Abs(m.A[best*m.N+col]) {
			best = i
		}
	}
	return best
}

func swapRows(m Matrix, i, j int) {
	if i == j {
		return
	}
	a, b := m.Row(i), m.Row(j)
	for k := range a {
		a[k], b[k] = b[k], a[k]
	}
}

func eliminate(work, inv Matrix, col int) {
	n := work.N
	scale := 1 / work.A[col*n+col]
	for k := 0; k < n; k++ {
		work.A[col*n+k] *= scale
		inv.A[col*n+k] *= scale
	}
	for i := 0; i < n; i++ {
		factor := work.A[i*n+col]
		if i == col || factor == 0 {
			continue
		}
		for k := 0; k < n; k++ {
			work.A[i*n+k] -= float64(factor * work.A[col*n+k])
			inv.A[i*n+k] -= float64(factor * inv.A[col*n+k])
		}
	}
}
