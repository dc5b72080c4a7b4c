// Package design makes the points of experiments: rows of the unit cube, one coordinate a factor, the same for the same
// arguments. What a coordinate means (a level of a list, a quantile of a prior) is the business of whoever asks.
//
// All functions are pure. A point's number never changes for a given design, so that a run can be named by it.
//
// To add a design: one function that returns points, and its property in the test.
package design

import (
	"math"

	"tenfold/sim/rng"
)

// Point is one row of a design, in [0, 1) by factor.
type Point []float64

// Levels is every combination of levels, the last factor varying fastest: point coordinates are the middles of as many
// equal parts as a factor has levels.
func Levels(levels []int) []Point {
	total := 1
	for _, n := range levels {
		total *= n
	}
	out := make([]Point, total)
	for i := range out {
		out[i] = make(Point, len(levels))
		rest := i
		for k := len(levels) - 1; k >= 0; k-- {
			out[i][k] = middle(rest%levels[k], levels[k])
			rest /= levels[k]
		}
	}
	return out
}

// Zip takes the first level of all factors, then the second, and so on.
func Zip(n, factors int) []Point {
	out := make([]Point, n)
	for i := range out {
		out[i] = make(Point, factors)
		for k := range out[i] {
			out[i][k] = middle(i, n)
		}
	}
	return out
}

func middle(i, n int) float64 { return (float64(i) + .5) / float64(n) }

// LatinHypercube is n points of which every n-th part of every factor holds exactly one (McKay, Beckman and Conover 1979).
func LatinHypercube(n, factors int, seed uint64) []Point {
	out, random := empty(n, factors), newSource(seed)
	for k := range factors {
		order := rng.Permutation(random.Key, 0, uint32(k), n)
		for i := range n {
			out[i][k] = (float64(order[i]) + random.uniform(k+1, i)) / float64(n)
		}
	}
	return out
}

// Halton is n points of the sequence with prime bases, every digit of every factor permuted at random (Owen 2017, "A
// randomized Halton algorithm in R"): as it stands, the sequence draws lines through the later factors of early points. More
// points leave those before as they are.
func Halton(n, factors int, seed uint64) []Point {
	out, random := empty(n, factors), newSource(seed)
	for k, base := range primes(factors) {
		shuffled := newDigits(random.Key, k, base)
		for i := range n {
			out[i][k] = shuffled.inverse(i)
		}
	}
	return out
}

// digits are the permutations of a factor's digits, by place, down to what a double can tell apart.
type digits struct {
	base  int
	order [][]int32
}

func newDigits(key rng.Key, factor, base int) digits {
	d := digits{base: base}
	for place := 1.; place > 1e-16; place /= float64(base) {
		d.order = append(d.order, rng.Permutation(key, rng.Stream(factor%256), uint32(len(d.order)+64*(factor/256)), base))
	}
	return d
}

// inverse mirrors the permuted digits of i at the point.
func (d *digits) inverse(i int) float64 {
	x, place := 0., 1/float64(d.base)
	for _, order := range d.order {
		x += float64(float64(order[i%d.base]) * place)
		i /= d.base
		place /= float64(d.base)
	}
	return math.Min(x, 1-1e-16)
}

func primes(n int) []int {
	var out []int
	for c := 2; len(out) < n; c++ {
		prime := true
		for _, p := range out {
			if p*p > c {
				break
			}
			prime = prime && c%p != 0
		}
		if prime {
			out = append(out, c)
		}
	}
	return out
}

// Morris is trajectories through a grid of levels: from a random point, one factor after another, in random order, changes
// by Step(levels), up or down (Morris 1991). Trajectory t is points t(k+1) to t(k+1)+k of k factors.
func Morris(trajectories, factors, levels int, seed uint64) []Point {
	var out []Point
	step, random := Step(levels), newSource(seed)
	for t := range trajectories {
		order := rng.Permutation(random.Key, 0, uint32(t), factors)
		point := make(Point, factors)
		for k := range point {
			// Levels whose step up stays within the cube; half of all factors begin above and step down.
			choices := levels - int(math.Round(step*float64(levels-1)))
			point[k] = math.Floor(random.uniform(2*t+1, k)*float64(choices)) / float64(levels-1)
			if random.uniform(2*t+2, k) < .5 {
				point[k] += step
			}
		}
		out = append(out, point)
		for _, k := range order {
			next := append(Point(nil), out[len(out)-1]...)
			if next[k]+step <= 1+1e-9 {
				next[k] += step
			} else {
				next[k] -= step
			}
			out = append(out, next)
		}
	}
	return out
}

// Step is the change of a factor in a trajectory: levels / 2(levels-1), about half the range, with which all levels are
// equally likely.
func Step(levels int) float64 {
	return float64((levels)/2) / float64(levels-1)
}

// Sobol is the points from which Sobol' indices are estimated (Saltelli 2010): n base points A and B and, for each factor, A
// with that factor from B; with pairs also B with that factor from A. The order is A_i, B_i, AB_i1.., BA_i1.., for each i.
func Sobol(n, factors int, pairs bool, seed uint64) []Point {
	base := Halton(n, 2*factors, seed)
	var out []Point
	for i := range n {
		a, b := base[i][:factors:factors], base[i][factors:]
		out = append(out, a, b)
		for k := range factors {
			out = append(out, with(a, k, b[k]))
		}
		if !pairs {
			continue
		}
		for k := range factors {
			out = append(out, with(b, k, a[k]))
		}
	}
	return out
}

// PerBase is the number of points that Sobol makes of one base point.
func PerBase(factors int, pairs bool) int {
	if pairs {
		return 2*factors + 2
	}
	return factors + 2
}

func with(p Point, k int, v float64) Point {
	out := append(Point(nil), p...)
	out[k] = v
	return out
}

func empty(n, factors int) []Point {
	out := make([]Point, n)
	for i := range out {
		out[i] = make(Point, factors)
	}
	return out
}

// source is a seed's random numbers, named by stream and index.
type source struct{ rng.Key }

func newSource(seed uint64) source { return source{rng.New(seed)} }

func (s source) uniform(stream, i int) float64 {
	return rng.Unit(s.Bits(rng.Stream(stream%256), uint32(i), uint32(stream/256)))
}
