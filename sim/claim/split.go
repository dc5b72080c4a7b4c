package claim

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/economy"
	"tenfold/sim/rng"
	"tenfold/sim/sensitivity"
	"tenfold/sim/unit"
)

// Split is the best single split of draws: on one side of the threshold a claim is met more often than on the other.
type Split struct {
	Parameter string    `json:"parameter"`
	Unit      unit.Unit `json:"unit,omitempty"`
	Above     bool      `json:"above"` // the side on which it is met more often
	Threshold float64   `json:"threshold"`
	Inside    float64   `json:"share_inside"` // of draws on that side that meet it
	Outside   float64   `json:"share_outside"`
}

// Dependence is a parameter on which a measure depends.
type Dependence struct {
	Parameter string  `json:"parameter"`
	Rank      float64 `json:"rank_correlation"`
}

// factors are what draws differ by: [draw][parameter].
type factors struct {
	names  []string
	units  []unit.Unit
	points [][]float64
}

// fewDraws do not tell what a measure depends on.
const fewDraws = 16

// factors of draws. Few draws have none.
func (p *Plan) factors(draws []int) *factors {
	f := &factors{}
	if len(draws) < fewDraws {
		return f
	}
	config := p.Base.Config
	set := economy.Parameters(&config)
	for _, s := range Drawn(p.Base, 1) {
		key, _, _ := strings.Cut(s, "=")
		if param := set.Find(key); key != "tasks.ceiling" {
			f.names, f.units = append(f.names, key), append(f.units, param.Unit)
		}
	}
	for _, d := range draws {
		values := p.settings(d) // of draw 0 too
		point := make([]float64, len(f.names))
		for k, name := range f.names {
			point[k] = values[name].(float64)
		}
		f.points = append(f.points, point)
	}
	return f
}

// settings are the numbers that a draw sets or leaves as they are, by path.
func (p *Plan) settings(draw int) map[string]any {
	config := p.Base.Config
	out := map[string]any{}
	for _, param := range economy.Parameters(&config).All() {
		if v, ok := param.Value().(float64); ok {
			out[param.Key] = v
		}
	}
	for _, s := range Drawn(p.Base, draw) {
		key, text, _ := strings.Cut(s, "=")
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			out[key] = v
		}
	}
	return out
}

// fewest is the part of draws that either side of a split holds at least.
const fewest = .05

// split finds the parameter and the threshold at which the sides are purest: least Gini impurity, as in a decision tree of
// one node (Breiman et al. 1984). It is nil without parameters or draws to split, and where draws that meet the rule by chance
// would as often be split as well: with many parameters some threshold always looks good.
func (f *factors) split(met []bool) *Split {
	orders := f.orders()
	best, least := f.purest(met, orders)
	if best == nil {
		return nil
	}
	shuffled, key, asPure := slices.Clone(met), rng.New(drawSeed), 1
	for try := range shuffles {
		for i := len(shuffled) - 1; i > 0; i-- { // Fisher and Yates
			j := min(int(rng.Unit(key.Bits(shuffling, uint32(try), uint32(i)))*float64(i+1)), i)
			shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
		}
		if _, impurity := f.purest(shuffled, orders); impurity <= least+1e-12 {
			asPure++
		}
	}
	if float64(asPure) > significance*(shuffles+1) {
		return nil
	}
	return best
}

// A split counts where at most so large a share of shuffles is as pure (a permutation test over all parameters at once).
const (
	shuffles     = 399
	significance = .05
)

// purest is the best split and its impurity.
func (f *factors) purest(met []bool, orders [][]int) (best *Split, least float64) {
	n := len(met)
	side := max(1, int(math.Ceil(fewest*float64(n))))
	least = math.Inf(1)
	all := count(met)
	for k, order := range orders {
		yes := 0.
		for i := 0; i+1 < n; i++ {
			if met[order[i]] {
				yes++
			}
			if i+1 < side || n-i-1 < side {
				continue
			}
			low, high := f.points[order[i]][k], f.points[order[i+1]][k]
			if low == high {
				continue
			}
			left, right := float64(i+1), float64(n-i-1)
			p, q := yes/left, (all-yes)/right
			if impurity := float64(left*p*(1-p)) + float64(right*q*(1-q)); impurity < least-1e-12 {
				least = impurity
				best = &Split{Parameter: f.names[k], Unit: f.units[k], Above: q > p, Threshold: (low + high) / 2, Inside: max(p, q), Outside: min(p, q)}
			}
		}
	}
	return best, least
}

// orders are the draws by each parameter.
func (f *factors) orders() [][]int {
	out := make([][]int, len(f.names))
	for k := range out {
		out[k] = f.order(k)
	}
	return out
}

// order are the draws by a parameter.
func (f *factors) order(k int) []int {
	out := make([]int, len(f.points))
	for i := range out {
		out[i] = i
	}
	slices.SortStableFunc(out, func(a, b int) int {
		switch x, y := f.points[a][k], f.points[b][k]; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return out
}

func count(met []bool) float64 {
	n := 0.
	for _, m := range met {
		if m {
			n++
		}
	}
	return n
}

// most is how many parameters are named on which a measure depends, and weak the rank correlation below which none is.
const (
	most = 3
	weak = .25
)

// depends are the parameters with which a measure correlates most, by ranks.
func (f *factors) depends(y []float64) []Dependence {
	if len(f.names) == 0 || len(y) < 2 {
		return nil
	}
	swings := sensitivity.Tornado(f.points, y)
	slices.SortStableFunc(swings, func(a, b sensitivity.Swing) int {
		switch x, y := math.Abs(a.Rank), math.Abs(b.Rank); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	var out []Dependence
	for _, s := range swings {
		if len(out) < most && math.Abs(s.Rank) >= weak {
			out = append(out, Dependence{f.names[s.Factor], s.Rank})
		}
	}
	return out
}
