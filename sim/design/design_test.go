package design_test

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"tenfold/sim/design"
)

// Every n-th part of every factor of a Latin hypercube holds one point.
func TestLatinHypercube(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k := rapid.IntRange(1, 60).Draw(t, "n"), rapid.IntRange(1, 9).Draw(t, "k")
		points := design.LatinHypercube(n, k, rapid.Uint64().Draw(t, "seed"))
		for f := range k {
			hit := make([]int, n)
			for _, p := range points {
				hit[int(p[f]*float64(n))]++
			}
			for part, times := range hit {
				if times != 1 {
					t.Fatalf("factor %d: part %d holds %d points", f, part, times)
				}
			}
		}
	})
}

// A grid holds every combination once, and a zip the n-th level of all.
func TestGrid(t *testing.T) {
	seen := map[[3]int]bool{}
	points := design.Levels([]int{2, 3, 4})
	for _, p := range points {
		seen[[3]int{int(p[0] * 2), int(p[1] * 3), int(p[2] * 4)}] = true
	}
	if len(points) != 24 || len(seen) != 24 {
		t.Errorf("%d points, %d combinations", len(points), len(seen))
	}
	for i, p := range design.Zip(5, 3) {
		for _, v := range p {
			if int(v*5) != i {
				t.Errorf("point %d of a zip: %v", i, p)
			}
		}
	}
}

// Points of the Halton sequence are in the cube, more points leave the first as they are, and they fill the cube more
// evenly than random ones: each half, third and so on of each factor holds its share to within a few points.
func TestHalton(t *testing.T) {
	few, many := design.Halton(100, 12, 3), design.Halton(900, 12, 3)
	if !reflect.DeepEqual(few, many[:100]) {
		t.Error("more points change the first")
	}
	for f := range 12 {
		for _, parts := range []int{2, 3, 5} {
			count := make([]int, parts)
			for _, p := range many {
				if p[f] < 0 || p[f] >= 1 {
					t.Fatalf("%v is outside the cube", p)
				}
				count[int(p[f]*float64(parts))]++
			}
			for _, n := range count {
				if math.Abs(float64(n)-900/float64(parts)) > 40 {
					t.Errorf("factor %d: a part of %d holds %d of 900", f, parts, n)
				}
			}
		}
	}
}

// A trajectory changes every factor once, by the step, between levels of the grid.
func TestMorris(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, k, levels := rapid.IntRange(1, 6).Draw(t, "r"), rapid.IntRange(1, 12).Draw(t, "k"), 2*rapid.IntRange(1, 4).Draw(t, "half")
		points := design.Morris(r, k, levels, rapid.Uint64().Draw(t, "seed"))
		if len(points) != r*(k+1) {
			t.Fatalf("%d points", len(points))
		}
		for i := range points {
			for _, v := range points[i] {
				if place := v * float64(levels-1); math.Abs(place-math.Round(place)) > 1e-9 || v < 0 || v > 1+1e-9 {
					t.Fatalf("%g is no level of %d", v, levels)
				}
			}
		}
		for trajectory := range r {
			moved := map[int]bool{}
			for s := range k {
				a, b := points[trajectory*(k+1)+s], points[trajectory*(k+1)+s+1]
				for f := range a {
					if d := math.Abs(b[f] - a[f]); d > 0 {
						if math.Abs(d-design.Step(levels)) > 1e-9 || moved[f] {
							t.Fatalf("factor %d moves by %g", f, d)
						}
						moved[f] = true
					}
				}
			}
			if len(moved) != k {
				t.Fatalf("%d of %d factors move", len(moved), k)
			}
		}
	})
}

// The points for Sobol' indices differ from A and B in one factor each.
func TestSobolPoints(t *testing.T) {
	const n, k = 7, 4
	for _, pairs := range []bool{false, true} {
		points := design.Sobol(n, k, pairs, 1)
		per := design.PerBase(k, pairs)
		if len(points) != n*per {
			t.Fatalf("%d points", len(points))
		}
		for i := range n {
			a, b := points[i*per], points[i*per+1]
			for f := range k {
				for g := range k {
					from, other := a, b
					if g == f {
						from, other = b, a
					}
					if points[i*per+2+f][g] != from[g] || pairs && points[i*per+2+k+f][g] != other[g] {
						t.Fatalf("base %d, factor %d", i, f)
					}
				}
			}
		}
	}
}

// The factors of few points are nearly independent, also the later ones, whose bases are larger than the number of points.
func TestHaltonDrawsNoLines(t *testing.T) {
	const n, k = 64, 18
	points := design.Halton(n, k, 1)
	worst := 0.
	for a := range k {
		for b := range a {
			sum := 0.
			for _, p := range points {
				sum += 12 * (p[a] - .5) * (p[b] - .5) / n
			}
			worst = math.Max(worst, math.Abs(sum))
		}
	}
	if worst > .45 {
		t.Errorf("two factors of %d points have a correlation of %.2f", n, worst)
	}
}
