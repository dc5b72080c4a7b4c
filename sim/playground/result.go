package playground

import (
	"math"
	"slices"

	"tenfold/sim/stats"
)

// Result is what is known after a stage, or on the way through it.
type Result struct {
	Stage     string     `json:"stage"`    // "first", "full" or "draws"
	Complete  bool       `json:"complete"` // the stage is
	Last      bool       `json:"last"`     // and no other follows
	Agents    Sizes      `json:"agents"`   // of the lines
	Draws     int        `json:"draws"`    // in the bands
	Dropped   int        `json:"dropped"`  // draws that could not be run with both
	Outcomes  []Series   `json:"outcomes"`
	Obstacles []Obstacle `json:"obstacles"`
	Sentences []string   `json:"sentences"`
	Figures   []Figure   `json:"figures,omitempty"`
	TookMS    float64    `json:"took_ms"` // since the request
}

// Series is an outcome by year.
type Series struct {
	Column   string  `json:"column"`
	Words    string  `json:"words"`
	Unit     string  `json:"unit"`
	Baseline Curve   `json:"baseline"`
	Variant  Curve   `json:"variant"`
	Change   *Change `json:"change,omitempty"` // in the last year that both have
}

// Curve is means by year, with the band that holds 80 % of draws where there is one.
type Curve struct {
	Years  []int     `json:"years"`
	Values []float64 `json:"values"`
	Low    []float64 `json:"low,omitempty"`
	High   []float64 `json:"high,omitempty"`
}

// Change is the variant against the baseline; the band is over draws, each with both.
type Change struct {
	Year  int     `json:"year"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"` // "%" of the baseline or "points", after a space
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	Band  bool    `json:"band"` // there are draws

	// In words, to the digits that the band leaves.
	Short     string `json:"short"`
	Words     string `json:"words"`
	BandWords string `json:"band_words"`
}

// Obstacle is a layer of what becomes of tasks, shares of the base year's wage bill in the variant.
type Obstacle struct {
	Column string    `json:"column"`
	Words  string    `json:"words"`
	Values []float64 `json:"values"`
}

// band is the part of draws that an interval holds.
const band = .8

// collect makes a result of what has run so far.
func (r *run) collect(stage string) *Result {
	out := &Result{Stage: stage, Agents: r.sizes, Draws: len(r.draws), Dropped: r.dropped}
	for i := range outcomes {
		if o := &outcomes[i]; !o.people || r.people {
			out.Outcomes = append(out.Outcomes, r.series(o))
		}
	}
	for _, o := range obstacles {
		out.Obstacles = append(out.Obstacles, Obstacle{o.column, o.words, slices.Clone(r.variant.of(o.column))})
	}
	out.Sentences = out.sentences(r.pair)
	return out
}

func (r *run) series(o *outcome) Series {
	s := Series{Column: o.column, Words: o.words, Unit: o.unit}
	s.Baseline = newCurve(o, r.baseline, r.draws, func(d drawn) *curves { return d.baseline })
	s.Variant = newCurve(o, r.variant, r.draws, func(d drawn) *curves { return d.variant })
	s.Change = r.change(o)
	return s
}

func newCurve(o *outcome, c *curves, draws []drawn, of func(drawn) *curves) Curve {
	out := Curve{Years: []int{}, Values: []float64{}}
	if c == nil {
		return out
	}
	out.Years = slices.Clone(c.years)
	for i, year := range c.years {
		out.Values = append(out.Values, c.of(o.column)[i]*o.factor)
		if len(draws) < leastDraws {
			continue
		}
		var all []float64
		for _, d := range draws {
			if v, ok := of(d).at(o.column, year); ok {
				all = append(all, v*o.factor)
			}
		}
		out.Low = append(out.Low, stats.Quantile(all, (1-band)/2))
		out.High = append(out.High, stats.Quantile(all, (1+band)/2))
	}
	return out
}

// leastDraws give a band.
const leastDraws = 4

// change compares in the last year that all runs have; nil where there is nothing to compare.
func (r *run) change(o *outcome) *Change {
	if r.baseline == nil || r.variant == nil || len(r.baseline.years) == 0 || len(r.variant.years) == 0 || r.pair.same() {
		return nil
	}
	year := min(r.baseline.years[len(r.baseline.years)-1], r.variant.years[len(r.variant.years)-1])
	c := &Change{Year: year, Unit: points, Band: len(r.draws) >= leastDraws}
	if o.relative {
		c.Unit = percent
	}
	var ok bool
	if c.Value, ok = o.differ(r.baseline, r.variant, year); !ok {
		return nil
	}
	if c.Band {
		var all []float64
		for _, d := range r.draws {
			if v, ok := o.differ(d.baseline, d.variant, year); ok {
				all = append(all, v)
			}
		}
		c.Low, c.High = stats.Quantile(all, (1-band)/2), stats.Quantile(all, (1+band)/2)
	}
	c.tell()
	return c
}

// differ is the change of an outcome in a year as it is shown.
func (o *outcome) differ(baseline, variant *curves, year int) (float64, bool) {
	a, okA := baseline.at(o.column, year)
	b, okB := variant.at(o.column, year)
	switch {
	case !okA || !okB || math.IsNaN(a) || math.IsNaN(b):
		return 0, false
	case !o.relative:
		return (b - a) * o.factor, true
	case a == 0:
		return 0, false
	}
	return 100 * (b/a - 1), true
}
