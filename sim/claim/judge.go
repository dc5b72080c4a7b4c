package claim

import (
	"fmt"
	"math"

	"tenfold/sim/stats"
)

// Verdicts. Nothing but the numbers chooses among the first three.
const (
	Holds    = "holds"
	Only     = "holds only if"
	Fails    = "does not hold"
	Assumed  = "assumed here"
	Outside  = "not in this model"
	NoResult = "no draw could be run"
)

// The shares of draws at which a verdict changes, and the part of draws that a band holds.
const (
	robust = .9
	frail  = .1
	band   = .8
)

// Result is what came out for a claim.
type Result struct {
	ID      string       `json:"id"`
	Claim   string       `json:"claim"`
	About   string       `json:"about,omitempty"`
	Kind    string       `json:"kind"`
	Share   float64      `json:"robust_share"` // of draws that meet all parts that decide
	Verdict string       `json:"verdict"`
	Split   *Split       `json:"split,omitempty"`
	Draws   int          `json:"draws"` // that could be run in all cases
	Dropped int          `json:"dropped_draws"`
	Why     string       `json:"dropped_why,omitempty"` // of the first draw that was dropped
	Seeds   int          `json:"seeds"`
	Size    string       `json:"size"`
	Parts   []PartResult `json:"parts"`
}

// PartResult is what came out for a part. Its figures are those of the year that decides.
type PartResult struct {
	Name      string       `json:"name"`
	Kind      string       `json:"kind"`
	Statistic string       `json:"statistic"`
	Rule      string       `json:"rule"`
	Why       string       `json:"why,omitempty"`
	Unit      string       `json:"unit,omitempty"`
	Decides   bool         `json:"decides"`
	Alone     bool         `json:"alone"`
	Figure                 // in the year that decides
	Draws     int          `json:"draws"` // in which it could be measured
	Verdict   string       `json:"verdict"`
	Split     *Split       `json:"split,omitempty"`
	Depends   []Dependence `json:"depends_on,omitempty"`
	ByYear    []Figure     `json:"by_year,omitempty"`
}

// Figure is a measure over draws in a year.
type Figure struct {
	Year    int     `json:"year,omitempty"`
	Present float64 `json:"present"`  // at the present values of parameters, mean over seeds
	Median  float64 `json:"measured"` // over draws
	Low     float64 `json:"low"`      // 80 % band over draws
	High    float64 `json:"high"`
	Noise   float64 `json:"noise"`        // standard error over seeds, typical of a draw; 0 with one seed
	Share   float64 `json:"robust_share"` // of draws that meet the rule
}

// Judge reads the runs and decides all claims.
func (f *Folder) Judge() ([]Result, error) {
	e, err := newEvidence()
	if err != nil {
		return nil, err
	}
	var out []Result
	for _, t := range f.Claims {
		r, err := f.judge(t, e)
		if err != nil {
			return nil, fmt.Errorf("claim %s: %w", t.Name, err)
		}
		out = append(out, *r)
	}
	return out, nil
}

// taken is what was measured of a part: the draws in which it could be, and by year, draw and seed its values.
type taken struct {
	draws  []int
	values [][][][]float64
}

func (f *Folder) judge(t *Test, e *evidence) (*Result, error) {
	r := &Result{ID: t.Name, Claim: t.Claim.Claim, About: t.About, Kind: t.Kind, Seeds: t.Seeds, Size: f.SizeWords(t)}
	if len(t.cases) == 0 {
		r.Seeds = 0
	}
	all := make([]taken, len(t.parts))
	var draws []int
	for d := range t.Draws {
		values, faults, err := f.draw(t, e, d)
		if err != nil {
			return nil, err
		}
		if why := t.fatal(faults); why != nil {
			if r.Dropped++; r.Why == "" {
				r.Why = fmt.Sprintf("draw %d: %v", d, why)
			}
			continue
		}
		draws = append(draws, d)
		for i := range t.parts {
			if faults[i] == nil {
				all[i].add(d, values[i])
			}
		}
	}
	r.Draws = len(draws)
	r.decide(f, t, all, draws)
	return r, nil
}

// fatal is why a draw is not counted: a part that decides cannot be measured. Draws in which a part that is only reported
// cannot are left out of that part.
func (t *Test) fatal(faults []error) error {
	for i, p := range t.parts {
		if p.Decides && faults[i] != nil {
			return fmt.Errorf("%s: %w", p.Name, faults[i])
		}
	}
	return nil
}

// add takes a draw's values by year and seed.
func (m *taken) add(draw int, values [][][]float64) {
	m.draws = append(m.draws, draw)
	for y := range values {
		if len(m.values) <= y {
			m.values = append(m.values, nil)
		}
		m.values[y] = append(m.values[y], values[y])
	}
}

// draw measures all parts in one draw: [part][year][seed], and what keeps a part from being measured.
func (f *Folder) draw(t *Test, e *evidence, d int) (values [][][][]float64, faults []error, err error) {
	seeds := t.Seeds
	if len(t.cases) == 0 {
		seeds = 1
	}
	values, faults = make([][][][]float64, len(t.parts)), make([]error, len(t.parts))
	for s := range seeds {
		sc := &scene{runs: map[string]*record{}, set: f.settings(d), consumption: f.Base.Economy.Consumption, evidence: e.resample(d)}
		for _, ind := range f.Base.Economy.Industries {
			sc.compensation = append(sc.compensation, ind.GrossOutputUSD*ind.Compensation)
		}
		for name, b := range t.cases {
			if sc.runs[name], err = f.read(b, d, s); err != nil {
				return nil, nil, err
			}
		}
		for i, p := range t.parts {
			if p.program == nil || faults[i] != nil {
				continue
			}
			for y, year := range p.years() {
				v, fault := p.measure(sc, year)
				if fault != nil {
					faults[i] = fault
					break
				}
				if s == 0 {
					values[i] = append(values[i], nil)
				}
				values[i][y] = append(values[i][y], v)
			}
		}
	}
	return values, faults, nil
}

// years are those in which a part is measured; one without a year is measured once.
func (p *part) years() []int {
	if len(p.Years) == 0 {
		return []int{0}
	}
	return p.Years
}

// decide turns measures into verdicts.
func (r *Result) decide(f *Folder, t *Test, all []taken, draws []int) {
	meets := make([]bool, r.Draws)
	for d := range meets {
		meets[d] = true
	}
	decided := 0
	for i, p := range t.parts {
		part := PartResult{Name: p.Name, Kind: p.Kind, Statistic: p.Statistic, Rule: p.rule(), Why: p.Why, Unit: p.Unit, Decides: p.Decides, Alone: p.Alone}
		var last []bool
		factors := &factors{}
		if len(all[i].values) > 0 {
			if !p.Sobol && len(p.references) > 0 {
				factors = f.factors(all[i].draws)
			}
			last = part.figures(p, all[i].values, factors)
		}
		part.Draws = len(all[i].draws)
		part.Verdict, part.Split = verdict(p.Kind, part.Share, part.Draws, last, factors)
		if p.Decides && !p.Alone && p.Kind != "assumed here" && p.Kind != "outside" {
			decided++
			for d := range meets {
				meets[d] = meets[d] && last[d]
			}
		}
		r.Parts = append(r.Parts, part)
	}
	r.Share = shareOf(meets)
	switch {
	case decided > 0:
		r.Verdict, r.Split = verdict(r.Kind, r.Share, r.Draws, meets, f.factors(draws))
	case len(r.Parts) > 0: // parts that stand alone
		r.Verdict, r.Split, r.Share = r.Parts[0].Verdict, r.Parts[0].Split, r.Parts[0].Share
	}
}

// figures sums up a part's measures and returns which draws meet its rule in the last year.
func (r *PartResult) figures(p *part, m [][][][]float64, factors *factors) (last []bool) {
	for y, year := range p.years() {
		v, noise := overSeeds(m[y], p.Sobol)
		f := Figure{Year: year, Present: v[0], Median: stats.Quantile(v, .5), Low: stats.Quantile(v, (1-band)/2), High: stats.Quantile(v, (1+band)/2), Noise: noise}
		last = make([]bool, len(v))
		for d := range v {
			last[d] = p.met(v[d], f.Noise)
		}
		f.Share = shareOf(last)
		r.ByYear = append(r.ByYear, f)
		r.Figure, r.Depends = f, factors.depends(v)
	}
	if len(r.ByYear) == 1 {
		r.ByYear = nil
	}
	return last
}

// overSeeds is the measure by draw, a mean over seeds, and its standard error, pooled over draws.
func overSeeds(m [][][]float64, sobol bool) (v []float64, noise float64) {
	if sobol {
		mean := make([][]float64, len(m))
		for d := range m {
			mean[d] = make([]float64, outcomes)
			for _, one := range m[d] {
				for k := range one {
					mean[d][k] += one[k] / float64(len(m[d]))
				}
			}
		}
		return sharesOfVariance(mean), 0
	}
	plain := make([][]float64, len(m))
	for d := range m {
		for _, one := range m[d] {
			plain[d] = append(plain[d], one[0])
		}
	}
	return means(plain), noiseOf(plain)
}

// met is the rule: beyond the threshold, by as many standard errors as it asks for.
func (p *part) met(v, noise float64) bool {
	margin := float64(p.Sure * noise)
	return (p.Above == nil || v > *p.Above+margin) && (p.Below == nil || v < *p.Below-margin)
}

// rule is the rule in words, where the file has none.
func (p *part) rule() string {
	if p.Rule != "" || p.program == nil {
		return p.Rule
	}
	text := ""
	switch {
	case p.Above != nil && p.Below != nil:
		text = fmt.Sprintf("between %g and %g", *p.Above, *p.Below)
	case p.Above != nil:
		text = fmt.Sprintf("above %g", *p.Above)
	case p.Below != nil:
		text = fmt.Sprintf("below %g", *p.Below)
	default:
		return "no threshold"
	}
	if p.Sure > 0 {
		text += fmt.Sprintf(" by %g standard errors over seeds", p.Sure)
	}
	if n := len(p.Years); n > 1 {
		text += fmt.Sprintf(" in %d", p.Years[n-1])
	}
	return text
}

// verdict follows from the share of draws that meet a rule.
func verdict(kind string, share float64, draws int, met []bool, f *factors) (string, *Split) {
	switch {
	case kind == "outside":
		return Outside, nil
	case draws == 0:
		return NoResult, nil
	case kind == "assumed here":
		return Assumed, nil
	case share >= robust:
		return Holds, nil
	case share <= frail:
		return Fails, nil
	}
	return Only, f.split(met)
}

func means(m [][]float64) []float64 {
	out := make([]float64, len(m))
	for d := range m {
		out[d] = total(m[d]) / float64(len(m[d]))
	}
	return out
}

// noiseOf is the standard error of a mean over seeds, pooled over draws.
func noiseOf(m [][]float64) float64 {
	sum, n := 0., 0
	for _, seeds := range m {
		k := float64(len(seeds))
		if k < 2 {
			return 0
		}
		mean := total(seeds) / k
		for _, v := range seeds {
			sum += float64((v-mean)*(v-mean)) / (k - 1) / k
		}
		n++
	}
	if n == 0 {
		return 0
	}
	return math.Sqrt(sum / float64(n))
}

func shareOf(met []bool) float64 {
	n := 0.
	for _, m := range met {
		if m {
			n++
		}
	}
	return n / math.Max(float64(len(met)), 1)
}
