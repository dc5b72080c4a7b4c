package sensitivity

import (
	"math"
	"slices"

	"tenfold/sim/stats"
)

// Swing is what an outcome does over the range of a factor: its means where the factor is in its lowest and its highest
// fifth.
type Swing struct {
	Factor    int
	Low, High float64
	Rank      float64 // Spearman's correlation of factor and outcome
}

// Tornado are the swings of all factors, the largest first.
func Tornado(points [][]float64, y []float64) []Swing {
	if len(y) == 0 {
		return nil
	}
	out := make([]Swing, len(points[0]))
	for f := range out {
		x := make([]float64, len(points))
		for i, p := range points {
			x[i] = p[f]
		}
		low, high := stats.Quantile(x, .2), stats.Quantile(x, .8)
		out[f] = Swing{Factor: f, Low: meanWhere(x, y, func(v float64) bool { return v <= low }),
			High: meanWhere(x, y, func(v float64) bool { return v >= high }), Rank: correlation(ranks(x), ranks(y))}
	}
	slices.SortStableFunc(out, func(a, b Swing) int {
		switch d := math.Abs(b.High-b.Low) - math.Abs(a.High-a.Low); {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	return out
}

// Interaction is how much more an outcome changes over the range of one factor when another is high than when it is low,
// in its upper and lower half.
type Interaction struct {
	A, B   int
	Effect float64
}

// Interactions are those of all pairs of factors, the largest first.
func Interactions(points [][]float64, y []float64) []Interaction {
	if len(y) == 0 {
		return nil
	}
	k := len(points[0])
	half := make([]float64, k)
	for f := range half {
		x := make([]float64, len(points))
		for i, p := range points {
			x[i] = p[f]
		}
		half[f] = stats.Quantile(x, .5)
	}
	var out []Interaction
	for a := range k {
		for b := a + 1; b < k; b++ {
			cell := func(highA, highB bool) float64 {
				sum, n := 0., 0.
				for i, p := range points {
					if (p[a] > half[a]) == highA && (p[b] > half[b]) == highB {
						sum, n = sum+y[i], n+1
					}
				}
				return over(sum, n)
			}
			out = append(out, Interaction{a, b, cell(true, true) - cell(true, false) - cell(false, true) + cell(false, false)})
		}
	}
	slices.SortStableFunc(out, func(x, y Interaction) int {
		switch d := math.Abs(y.Effect) - math.Abs(x.Effect); {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	return out
}

func meanWhere(x, y []float64, in func(float64) bool) float64 {
	sum, n := 0., 0.
	for i, v := range x {
		if in(v) {
			sum, n = sum+y[i], n+1
		}
	}
	return over(sum, n)
}

// ranks are the mean ranks of values.
func ranks(v []float64) []float64 {
	order := make([]int, len(v))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case v[a] < v[b]:
			return -1
		case v[a] > v[b]:
			return 1
		}
		return 0
	})
	out := make([]float64, len(v))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && v[order[j]] == v[order[i]] {
			j++
		}
		for _, o := range order[i:j] {
			out[o] = float64(i+j-1) / 2
		}
		i = j
	}
	return out
}

// correlation is Pearson's, 0 where one of the two does not vary.
func correlation(x, y []float64) float64 {
	n := float64(len(x))
	mx, my := 0., 0.
	for i := range x {
		mx, my = mx+x[i]/n, my+y[i]/n
	}
	xy, xx, yy := 0., 0., 0.
	for i := range x {
		xy += float64((x[i] - mx) * (y[i] - my))
		xx += float64((x[i] - mx) * (x[i] - mx))
		yy += float64((y[i] - my) * (y[i] - my))
	}
	return over(xy, math.Sqrt(float64(xx*yy)))
}
