package claim

import (
	"fmt"
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/stats"
)

// never is the date of what does not happen in a run.
const never = 2100

// vocabulary is the functions of expressions, besides those of the language (min, max, sum, mean, median, abs, map, filter).
var vocabulary = map[string]func(...any) (any, error){
	"ln":    ofNumber(exact.Log),
	"exp":   ofNumber(exact.Exp),
	"sqrt":  ofNumber(math.Sqrt),
	"log10": ofNumber(func(v float64) float64 { return exact.Log(v) / exact.Log(10) }),
	// pow(a, b) is a to the power b.
	"pow": ofTwo(func(a, b float64) float64 { return exact.Exp(b * exact.Log(a)) }),
	// quantile(list, p), and what a list holds: at(list, 0) is the first.
	"quantile": ofListAndNumber(stats.Quantile),
	"at":       ofListAndNumber(func(v []float64, i float64) float64 { return v[int(math.Max(0, math.Min(i, float64(len(v)-1))))] }),
	// Lists item by item.
	"over":   ofLists(func(a, b float64) float64 { return a / b }),
	"times":  ofLists(func(a, b float64) float64 { return float64(a * b) }),
	"minus":  ofLists(func(a, b float64) float64 { return a - b }),
	"scaled": ofListBy(func(a, by float64) float64 { return float64(a * by) }),
	"lnall":  ofOne(exact.Log),
	"absall": ofOne(math.Abs),
	// shares(list) sums to one; weighted(list, weights) is a mean; slope(y, x) that of least squares.
	"shares":   func(a ...any) (any, error) { return ofOneList(a, shares) },
	"weighted": ofPair(weighted),
	"slope":    ofPair(slope),
	// part_below(list, weights, level) is the share of weight whose value lies below.
	"part_below": ofPairAndNumber(partBelow),
	// first(years, list, level) is the date, a straight line between the middles of years, at which the list reaches the level.
	"first": ofPairAndNumber(first),
	// reaches(x, y, level) is the x at which y, between points a straight line, reaches the level; 2100 where it does not.
	"reaches": ofPairAndNumber(reaches),
	// growth(list) is the growth over the item before, none for the first.
	"growth": func(a ...any) (any, error) { return ofOneList(a, growth) },
	// shapley(i, v000, v100, v010, v110, v001, v101, v011, v111) is the share of switch i in what three switches do together.
	"shapley": ofNumbers(9, shapley),
}

func ofNumber(f func(float64) float64) func(...any) (any, error) {
	return ofNumbers(1, func(v []float64) float64 { return f(v[0]) })
}

func ofTwo(f func(a, b float64) float64) func(...any) (any, error) {
	return ofNumbers(2, func(v []float64) float64 { return f(v[0], v[1]) })
}

func ofNumbers(n int, f func([]float64) float64) func(...any) (any, error) {
	return func(a ...any) (any, error) {
		v, err := numbers(append([]any{}, a...))
		if err == nil && len(v) != n {
			err = fmt.Errorf("expected %d numbers, got %d", n, len(v))
		}
		if err != nil {
			return nil, err
		}
		return f(v), nil
	}
}

// lists takes n lists of one length, and numbers after them.
func lists(a []any, n, more int) (out [][]float64, rest []float64, err error) {
	if len(a) != n+more {
		return nil, nil, fmt.Errorf("expected %d arguments, got %d", n+more, len(a))
	}
	for i := range a {
		if i >= n {
			v, err := number(a[i])
			if err != nil {
				return nil, nil, err
			}
			rest = append(rest, v)
			continue
		}
		v, err := numbers(a[i])
		if err == nil && (len(v) == 0 || len(out) > 0 && len(v) != len(out[0])) {
			err = fmt.Errorf("expected lists of one length, not empty")
		}
		if err != nil {
			return nil, nil, err
		}
		out = append(out, v)
	}
	return out, rest, nil
}

func ofListAndNumber(f func([]float64, float64) float64) func(...any) (any, error) {
	return func(a ...any) (any, error) {
		l, rest, err := lists(a, 1, 1)
		if err != nil {
			return nil, err
		}
		return f(l[0], rest[0]), nil
	}
}

func ofLists(f func(a, b float64) float64) func(...any) (any, error) {
	return func(a ...any) (any, error) {
		l, _, err := lists(a, 2, 0)
		if err != nil {
			return nil, err
		}
		out := make([]float64, len(l[0]))
		for i := range out {
			out[i] = f(l[0][i], l[1][i])
		}
		return out, nil
	}
}

func ofListBy(f func(a, by float64) float64) func(...any) (any, error) {
	return func(a ...any) (any, error) {
		l, rest, err := lists(a, 1, 1)
		if err != nil {
			return nil, err
		}
		out := make([]float64, len(l[0]))
		for i := range out {
			out[i] = f(l[0][i], rest[0])
		}
		return out, nil
	}
}

func ofOneList(a []any, f func([]float64) []float64) (any, error) {
	l, _, err := lists(a, 1, 0)
	if err != nil {
		return nil, err
	}
	return f(l[0]), nil
}

func ofOne(f func(float64) float64) func(...any) (any, error) {
	return func(a ...any) (any, error) {
		return ofOneList(a, func(v []float64) []float64 {
			out := make([]float64, len(v))
			for i := range v {
				out[i] = f(v[i])
			}
			return out
		})
	}
}

func ofPair(f func(a, b []float64) float64) func(...any) (any, error) {
	return func(a ...any) (any, error) {
		l, _, err := lists(a, 2, 0)
		if err != nil {
			return nil, err
		}
		return f(l[0], l[1]), nil
	}
}

func ofPairAndNumber(f func(a, b []float64, c float64) float64) func(...any) (any, error) {
	return func(a ...any) (any, error) {
		l, rest, err := lists(a, 2, 1)
		if err != nil {
			return nil, err
		}
		return f(l[0], l[1], rest[0]), nil
	}
}

func total(v []float64) float64 {
	sum := 0.
	for _, x := range v {
		sum += x
	}
	return sum
}

func shares(v []float64) []float64 {
	out, sum := make([]float64, len(v)), total(v)
	for i := range v {
		out[i] = v[i] / sum
	}
	return out
}

func weighted(v, weights []float64) float64 {
	sum := 0.
	for i := range v {
		sum += float64(v[i] * weights[i])
	}
	return sum / total(weights)
}

func slope(y, x []float64) float64 {
	n := float64(len(x))
	my, mx, up, down := total(y)/n, total(x)/n, 0., 0.
	for i := range x {
		up += float64((x[i] - mx) * (y[i] - my))
		down += float64((x[i] - mx) * (x[i] - mx))
	}
	return up / down
}

func partBelow(v, weights []float64, level float64) float64 {
	sum := 0.
	for i := range v {
		if v[i] < level {
			sum += weights[i]
		}
	}
	return sum / total(weights)
}

func first(years, v []float64, level float64) float64 {
	at := reaches(years, v, level)
	if at == years[0] || at == never {
		return at // reached from the start, or never
	}
	return at + .5
}

func reaches(x, y []float64, level float64) float64 {
	for i := range y {
		switch {
		case y[i] < level:
		case i == 0:
			return x[0]
		default:
			return x[i-1] + float64((x[i]-x[i-1])*(level-y[i-1])/(y[i]-y[i-1]))
		}
	}
	return never
}

func growth(v []float64) []float64 {
	out := make([]float64, len(v))
	for i := 1; i < len(v); i++ {
		out[i] = v[i]/v[i-1] - 1
	}
	return out
}

// shapley takes a switch's number and outcomes by the switches that are on, the first switch counting fastest. A switch's
// share is its mean contribution over the orders in which the three can be put on, over what all three do.
func shapley(v []float64) float64 {
	i, on := int(v[0]), v[1:]
	sum := 0.
	for without := range 8 {
		if without&(1<<i) != 0 {
			continue
		}
		weight := 1. / 3 // none or both of the others are on
		if n := without&1 + without>>1&1 + without>>2&1; n == 1 {
			weight = 1. / 6
		}
		sum += float64(weight * (on[without|1<<i] - on[without]))
	}
	return sum / (on[7] - on[0])
}
