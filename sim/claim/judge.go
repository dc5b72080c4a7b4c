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

// measured are a part's values: [year][draw][seed], in draws that could be run.
type measured [][][]float64

func (f *Folder) judge(t *Test, e *evidence) (*Result, error) {
	r := &Result{ID: t.Name, Claim: t.Claim.Claim, About: t.About, Kind: t.Kind, Seeds: t.Seeds, Size: f.SizeWords(t)}
	if len(t.cases) == 0 {
		r.Seeds = 0
	}
	all := make([]measured, len(t.parts))
	var draws []int
	for d := range t.Draws {
		values, why, err := f.draw(t, e, d)
		if err != nil {
			return nil, err
		}
		if why != nil {
			if r.Dropped++; r.Why == "" {
				r.Why = fmt.Sprintf("draw %d: %v", d, why)
			}
			continue
		}
		draws = append(draws, d)
		for i := range t.parts {
			for y := range values[i] {
				if len(all[i]) <= y {
					all[i] = append(all[i], nil)
				}
				all[i][y] = append(all[i][y], values[i][y])
			}
		}
	}
	r.Draws = len(draws)
	r.decide(t, all, f.factors(t, draws))
	return r, nil
}

// draw measures all parts in one draw: [part][year][seed]; why says what keeps the draw from being counted.
func (f *Folder) draw(t *Test, e *evidence, d int) (values [][][]float64, why, err error) {
	seeds := t.Seeds
	if len(t.cases) == 0 {
		seeds = 1
	}
	values = make([][][]float64, len(t.parts))
	for s := range seeds {
		sc := &scene{runs: map[string]*record{}, set: f.settings(t, d), consumption: f.Base.Economy.Consumption, evidence: e.resample(d)}
		for _, ind := range f.Base.Economy.Industries {
			sc.compensation = append(sc.compensation, ind.GrossOutputUSD*ind.Compensation)
		}
		for name, b := range t.cases {
			run, err := f.read(b, d, s)
			if err != nil {
				return nil, nil, err
			}
			if run.Failed != "" {
				return nil, fmt.Errorf("case %s: %s", name, run.Failed), nil
			}
			sc.runs[name] = run
		}
		for i, p := range t.parts {
			if p.program == nil {
				continue
			}
			for y, year := range p.years() {
				v, why := p.measure(sc, year)
				if why != nil {
					return nil, fmt.Errorf("%s: %w", p.Name, why), nil
				}
				if s == 0 {
					values[i] = append(values[i], nil)
				}
				values[i][y] = append(values[i][y], v)
			}
		}
	}
	return values, nil, nil
}

// years are those in which a part is measured; one without a year is measured once.
func (p *part) years() []int {
	if len(p.Years) == 0 {
		return []int{0}
	}
	return p.Years
}

// decide turns measures into verdicts.
func (r *Result) decide(t *Test, all []measured, factors *factors) {
	meets := make([]bool, r.Draws)
	for d := range meets {
		meets[d] = true
	}
	decided := 0
	for i, p := range t.parts {
		part := PartResult{Name: p.Name, Kind: p.Kind, Statistic: p.Statistic, Rule: p.rule(), Why: p.Why, Unit: p.Unit, Decides: p.Decides, Alone: p.Alone}
		if len(all[i]) > 0 {
			last := part.figures(p, all[i])
			part.Verdict, part.Split = verdict(p.Kind, part.Share, r.Draws, last, factors)
			part.Depends = factors.depends(means(all[i][len(all[i])-1]))
			if p.Decides && !p.Alone && p.Kind != "assumed here" {
				decided++
				for d := range meets {
					meets[d] = meets[d] && last[d]
				}
			}
		} else {
			part.Verdict, _ = verdict(p.Kind, 0, r.Draws, nil, factors)
		}
		r.Parts = append(r.Parts, part)
	}
	r.Share = shareOf(meets)
	switch {
	case decided > 0:
		r.Verdict, r.Split = verdict(r.Kind, r.Share, r.Draws, meets, factors)
	case len(r.Parts) > 0: // parts that stand alone
		r.Verdict, r.Split, r.Share = r.Parts[0].Verdict, r.Parts[0].Split, r.Parts[0].Share
	}
}

// figures sums up a part's measures and returns which draws meet its rule in the last year.
func (r *PartResult) figures(p *part, m measured) (last []bool) {
	for y, year := range p.years() {
		v := means(m[y])
		f := Figure{Year: year, Present: v[0], Median: stats.Quantile(v, .5), Low: stats.Quantile(v, (1-band)/2), High: stats.Quantile(v, (1+band)/2)}
		f.Noise = noise(m[y])
		last = make([]bool, len(v))
		for d := range v {
			last[d] = p.met(v[d], f.Noise)
		}
		f.Share = shareOf(last)
		r.ByYear = append(r.ByYear, f)
		r.Figure = f
	}
	if len(r.ByYear) == 1 {
		r.ByYear = nil
	}
	return last
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

// noise is the standard error of a mean over seeds, pooled over draws.
func noise(m [][]float64) float64 {
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
