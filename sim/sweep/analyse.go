package sweep

import (
	"cmp"
	"math"
	"path/filepath"
	"slices"

	"tenfold/sim/design"
	"tenfold/sim/output"
	"tenfold/sim/scenario"
	"tenfold/sim/sensitivity"
	"tenfold/sim/series"
	"tenfold/sim/stats"
)

// spread is the mean and the quantiles at 10, 50 and 90 %; NaN without values.
func spread(v []float64) (mean, low, median, high float64) {
	if len(v) == 0 {
		return math.NaN(), math.NaN(), math.NaN(), math.NaN()
	}
	for _, x := range v {
		mean += x / float64(len(v))
	}
	return mean, stats.Quantile(v, .1), stats.Quantile(v, .5), stats.Quantile(v, .9)
}

// Analyse makes the tables of a design from the outcomes by run: points, and by design sensitivity, tornado, interactions.
func (s *Sweep) Analyse(outcomes [][]float64) []*series.Table {
	tables := []*series.Table{s.points(outcomes)}
	switch s.Design {
	case "morris":
		tables = append(tables, s.morris(outcomes))
	case "sobol":
		tables = append(tables, s.sobol(outcomes))
		if s.SecondOrder {
			tables = append(tables, s.pairs(outcomes))
		}
	}
	return append(tables, s.tornado(outcomes), s.interactions(outcomes))
}

var (
	outcomeLabel = series.Label{Name: "outcome", Doc: "Outcome, as a column of runs is called."}
	factorLabel  = series.Label{Name: "factor", Doc: "Factor: a setting, a parameter or \"policy\"."}
)

// byPoint are the means over a point's seeds of outcome k; NaN where all failed.
func (s *Sweep) byPoint(outcomes [][]float64, k int) []float64 {
	out := make([]float64, len(s.Points))
	for p := range out {
		sum, n := 0., 0.
		for seed := range s.Seeds {
			if v := outcomes[p*s.Seeds+seed][k]; !math.IsNaN(v) {
				sum, n = sum+v, n+1
			}
		}
		out[p] = sum / n
	}
	return out
}

// points is a row a point and outcome: mean and quantiles over seeds.
func (s *Sweep) points(outcomes [][]float64) *series.Table {
	labels := []series.Label{outcomeLabel}
	for k := range s.Factors {
		labels = append(labels, series.Label{Name: factorName(&s.Factors[k]), Doc: "Factor " + s.Factors[k].Key + "."})
	}
	t := series.New("points", "Outcomes by point of the design, over its seeds; those of points whose runs all failed are NaN.", labels, []series.Column{
		{Name: "point", Doc: "Number of the point."}, {Name: "runs", Doc: "Runs that did not fail."}, {Name: "mean", Doc: "Mean over them."},
		{Name: "low", Doc: "10 % quantile."}, {Name: "median", Doc: "Median."}, {Name: "high", Doc: "90 % quantile."},
		{Name: "standard_error", Doc: "Standard error of the mean; 0 with one run."},
	})
	for p := range s.Points {
		words, _ := s.Values(p)
		for k, o := range s.Outcomes {
			var values []float64
			for seed := range s.Seeds {
				if v := outcomes[p*s.Seeds+seed][k]; !math.IsNaN(v) {
					values = append(values, v)
				}
			}
			mean, low, median, high := spread(values)
			t.Append(append([]string{o.Name()}, words...), []float64{float64(p), float64(len(values)), mean, low, median, high, standardError(values, mean)})
		}
	}
	return t
}

func standardError(v []float64, mean float64) float64 {
	switch len(v) {
	case 0:
		return math.NaN()
	case 1:
		return 0
	}
	sum := 0.
	for _, x := range v {
		sum += float64((x - mean) * (x - mean))
	}
	n := float64(len(v))
	return math.Sqrt(sum / (n - 1) / n)
}

// whole keeps the blocks of so many points in which no outcome is missing.
func whole(y []float64, points []design.Point, per int) (kept []float64, at [][]float64) {
	for i := 0; i+per <= len(y); i += per {
		if slices.ContainsFunc(y[i:i+per], math.IsNaN) {
			continue
		}
		kept = append(kept, y[i:i+per]...)
		for _, p := range points[i : i+per] {
			at = append(at, p)
		}
	}
	return kept, at
}

func (s *Sweep) morris(outcomes [][]float64) *series.Table {
	t := series.New("sensitivity", "Morris' elementary effects: change of the outcome over the whole range of a factor.", []series.Label{outcomeLabel, factorLabel}, []series.Column{
		{Name: "mean", Doc: "Mean effect."}, {Name: "mean_low", Doc: "Lower end of its bootstrap interval of 90 %."}, {Name: "mean_high", Doc: "Upper end."},
		{Name: "size", Doc: "Mean size of effects, by which factors are ranked."}, {Name: "size_low", Doc: "Lower end of its interval."}, {Name: "size_high", Doc: "Upper end."},
		{Name: "spread", Doc: "Standard deviation of effects: large where others matter for it or it is not linear."},
	})
	for k, o := range s.Outcomes {
		for f, e := range s.effects(outcomes, k) {
			t.Append([]string{o.Name(), s.Factors[f].Key}, []float64{e.Mean.Value, e.Mean.Low, e.Mean.High, e.Size.Value, e.Size.Low, e.Size.High, e.Spread})
		}
	}
	return t
}

func (s *Sweep) effects(outcomes [][]float64, k int) []sensitivity.Effect {
	y, points := whole(s.byPoint(outcomes, k), s.Points, len(s.Factors)+1)
	return sensitivity.Morris(y, points, len(s.Factors))
}

func (s *Sweep) sobol(outcomes [][]float64) *series.Table {
	t := series.New("sensitivity", "Sobol' indices: shares of the outcome's variance.", []series.Label{outcomeLabel, factorLabel}, []series.Column{
		{Name: "first", Unit: "share", Doc: "What goes away when the factor is known."}, {Name: "first_low", Unit: "share", Doc: "Lower end of its bootstrap interval of 90 %."}, {Name: "first_high", Unit: "share", Doc: "Upper end."},
		{Name: "total", Unit: "share", Doc: "What remains when all others are known."}, {Name: "total_low", Unit: "share", Doc: "Lower end of its interval."}, {Name: "total_high", Unit: "share", Doc: "Upper end."},
	})
	n := len(s.Factors)
	for k, o := range s.Outcomes {
		y, _ := whole(s.byPoint(outcomes, k), s.Points, design.PerBase(n, s.SecondOrder))
		for f, i := range sensitivity.Sobol(y, n, s.SecondOrder) {
			t.Append([]string{o.Name(), s.Factors[f].Key}, []float64{i.First.Value, i.First.Low, i.First.High, i.Total.Value, i.Total.Low, i.Total.High})
		}
	}
	return t
}

func (s *Sweep) pairs(outcomes [][]float64) *series.Table {
	t := series.New("pairs", "Second-order Sobol' indices.", []series.Label{outcomeLabel, {Name: "a", Doc: "Factor."}, {Name: "b", Doc: "Factor."}}, []series.Column{
		{Name: "index", Unit: "share", Doc: "What both explain together beyond what each does alone."}, {Name: "low", Unit: "share", Doc: "Lower end of its bootstrap interval of 90 %."}, {Name: "high", Unit: "share", Doc: "Upper end."}})
	n := len(s.Factors)
	for k, o := range s.Outcomes {
		y, _ := whole(s.byPoint(outcomes, k), s.Points, design.PerBase(n, true))
		for _, p := range sensitivity.SobolPairs(y, n) {
			t.Append([]string{o.Name(), s.Factors[p.A].Key, s.Factors[p.B].Key}, []float64{p.Index.Value, p.Index.Low, p.Index.High})
		}
	}
	return t
}

func (s *Sweep) tornado(outcomes [][]float64) *series.Table {
	t := series.New("tornado", "Mean of an outcome where a factor is in the lowest and in the highest fifth of its range, the largest difference first.", []series.Label{outcomeLabel, factorLabel}, []series.Column{
		{Name: "low", Doc: "Mean in the lowest fifth."}, {Name: "high", Doc: "Mean in the highest fifth."}, {Name: "rank_correlation", Doc: "Spearman's correlation of factor and outcome."}})
	for k, o := range s.Outcomes {
		y, points := whole(s.byPoint(outcomes, k), s.Points, 1)
		for _, w := range sensitivity.Tornado(points, y) {
			t.Append([]string{o.Name(), s.Factors[w.Factor].Key}, []float64{w.Low, w.High, w.Rank})
		}
	}
	return t
}

func (s *Sweep) interactions(outcomes [][]float64) *series.Table {
	t := series.New("interactions", "By how much more an outcome changes from the lower to the upper half of one factor when another is in its upper half, the largest first.",
		[]series.Label{outcomeLabel, {Name: "a", Doc: "Factor."}, {Name: "b", Doc: "Factor."}}, []series.Column{{Name: "effect", Doc: "Difference of differences, in the outcome's unit."}})
	for k, o := range s.Outcomes {
		y, points := whole(s.byPoint(outcomes, k), s.Points, 1)
		for _, i := range sensitivity.Interactions(points, y) {
			t.Append([]string{o.Name(), s.Factors[i.A].Key, s.Factors[i.B].Key}, []float64{i.Effect})
		}
	}
	return t
}

// Top are the keys of the factors that matter most in a Morris design, by their mean rank over outcomes.
func (s *Sweep) Top(outcomes [][]float64, n int) []string {
	rank := make([]float64, len(s.Factors))
	for k := range s.Outcomes {
		effects := s.effects(outcomes, k)
		order := make([]int, len(effects))
		for f := range order {
			order[f] = f
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(effects[b].Size.Value, effects[a].Size.Value) })
		for place, f := range order {
			rank[f] += float64(place)
		}
	}
	order := make([]int, len(s.Factors))
	for f := range order {
		order[f] = f
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank[a], rank[b]) })
	var keys []string
	for _, f := range order[:min(n, len(order))] {
		keys = append(keys, s.Factors[f].Key)
	}
	return keys
}

// Second is the experiment of the second stage, of the named factors and those that it brings.
func (s *Sweep) Second(keys []string) *scenario.Experiment {
	next := *s.Experiment
	next.Name = s.Experiment.Name + "-2"
	next.Design, next.Size, next.SecondOrder, next.Then, next.Factors = s.Then.Design, s.Then.Size, s.Then.SecondOrder, nil, nil
	for _, f := range s.Factors {
		if slices.Contains(keys, f.Key) {
			next.Factors = append(next.Factors, f)
		}
	}
	next.Factors = append(next.Factors, s.Then.Factors...)
	return &next
}

// ReadOutcomes reads the outcomes by run from a collected sweep.
func (f *Folder) ReadOutcomes() ([][]float64, error) {
	c := &collector{Folder: f}
	c.sortFactors()
	labels, columns := c.described()
	skip := len(columns)
	var out [][]float64
	err := output.EachRow(filepath.Join(f.Dir, "runs.csv"), len(labels), func(_ []string, values []float64) error {
		out = append(out, slices.Clone(values[skip:]))
		return nil
	})
	return out, err
}
