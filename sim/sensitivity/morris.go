package sensitivity

import "math"

// Effect is Morris' measures of a factor over trajectories: the mean of elementary effects, of their sizes, and their
// standard deviation, which is large where the effect depends on other factors or is not linear.
type Effect struct {
	Mean, Size Estimate
	Spread     float64
}

// Morris measures k factors from outcomes and points in the order of design.Morris.
func Morris(y []float64, points [][]float64, k int) []Effect {
	n := len(y) / (k + 1)
	effects := make([][]float64, k)
	for t := range n {
		for s := range k {
			i := t*(k+1) + s
			f, change := changed(points[i], points[i+1])
			effects[f] = append(effects[f], (y[i+1]-y[i])/change)
		}
	}
	out := make([]Effect, k)
	for f, e := range effects {
		out[f].Mean = bootstrap(len(e), func(rows []int) float64 { return meanOf(e, rows, false) })
		out[f].Size = bootstrap(len(e), func(rows []int) float64 { return meanOf(e, rows, true) })
		v := 0.
		for _, x := range e {
			v += float64((x - out[f].Mean.Value) * (x - out[f].Mean.Value))
		}
		if len(e) > 1 {
			out[f].Spread = math.Sqrt(v / float64(len(e)-1))
		}
	}
	return out
}

// changed is the factor in which two points differ, and by how much.
func changed(a, b []float64) (factor int, change float64) {
	for k := range a {
		if a[k] != b[k] {
			return k, b[k] - a[k]
		}
	}
	return 0, 1
}

func meanOf(v []float64, rows []int, sizes bool) float64 {
	sum := 0.
	for _, i := range rows {
		if sizes {
			sum += math.Abs(v[i])
		} else {
			sum += v[i]
		}
	}
	return sum / float64(len(rows))
}
