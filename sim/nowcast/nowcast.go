// Package nowcast starts the model in January 2023 with the prices and horizons on record and compares the years since with
// what happened: how often the 80 % band held it, and by a proper score whether it did better than a trend.
//
// The model's bands are those of parameters. Three forecasts are scored: those bands alone; the same with the shocks that
// trends met in earlier years, since the model has no business cycle; and the trend without the model, with the same shocks.
package nowcast

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/exact"
	"tenfold/sim/experiment"
	"tenfold/sim/forecast"
	"tenfold/sim/param"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
	"tenfold/sim/stats"
	"tenfold/sim/unit"
)

// Band is a forecast of one figure.
type Band struct {
	Median float64 `json:"median"`
	Low    float64 `json:"low"` // 80 %
	High   float64 `json:"high"`
	Inside bool    `json:"inside"`
	Score  float64 `json:"interval_score"`
}

func (b *Band) score(observed float64) {
	b.Inside = forecast.Inside(b.Low, b.High, observed)
	b.Score = forecast.IntervalScore(b.Low, b.High, observed, 1-forecast.Coverage)
}

// Row is a series at a date.
type Row struct {
	Series   string    `json:"series"`
	Words    string    `json:"words"`
	Unit     unit.Unit `json:"unit"`
	Date     string    `json:"date"`
	Observed float64   `json:"observed"` // 0 where not known
	Known    bool      `json:"known"`
	Draws    Band      `json:"draws"`              // of parameters alone
	Shocks   *Band     `json:"shocks,omitempty"`   // parameters and shocks
	Trend    *Band     `json:"trend,omitempty"`    // shocks around the trend
	Told     float64   `json:"effect_over_shocks"` // the model's median effect, in standard deviations of shocks
}

// Result is what came out.
type Result struct {
	Scenario    string       `json:"scenario"`
	Start       string       `json:"start"`
	Draws       int          `json:"draws"`
	Dropped     int          `json:"dropped_draws"`
	Rows        []Row        `json:"rows"`
	Occupations []Occupation `json:"occupations"`
}

// Occupation is the model's growth of an occupation's employment, of which there is no record.
type Occupation struct {
	Code   string  `json:"code"`
	Title  string  `json:"title"`
	Growth float64 `json:"growth"` // median from the start to the last year, without the trend of all employment
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
}

// seriesList are the series of the year's means: how the model's effect on each is read off a run.
var seriesList = []struct {
	name, words string
	unit        unit.Unit
	trend       bool // goes on growing
	effect      func(r *reading) float64
}{
	{"unemployment", "Unemployment rate", "share", false, func(r *reading) float64 { return r.unemployment }},
	{"payrolls", "Payroll jobs", "people", true, func(r *reading) float64 { return r.employment }},
	{"output_per_job", "Real output per payroll job", "usd/yr", true, func(r *reading) float64 { return r.output - r.employment }},
	{"real_earnings", "Real hourly earnings", "usd/h", true, func(r *reading) float64 { return r.wage }},
}

// reading is what a run says of a year, against the state in which it starts: a difference of rates, logs of the rest.
type reading struct{ unemployment, employment, output, wage float64 }

var readColumns = []string{"unemployment_rate", "employment", "real_output", "wage_real_mean"}

// Plan is a nowcast.
type Plan struct {
	Setup    *Setup
	Scenario *scenario.Scenario
	Draws    int
	Workers  int
	Progress func(done, of int)

	macro  map[string]*Annual
	survey []Reading
	years  []int
	halves []half
}

// half is half a year of the survey.
type half struct {
	label  string
	months []string // of the run
	mean   float64
	middle float64
	n      int
}

// New is the shipped nowcast, of the shipped scenario where none is named.
func New(source string, set, environ []string) (*Plan, error) {
	p := &Plan{}
	var err error
	if p.Setup, p.macro, p.survey, err = load(); err != nil {
		return nil, err
	}
	if source == "" {
		source = p.Setup.Scenario
	}
	if p.Scenario, err = scenario.Load(source, append(p.Setup.settings(), set...), environ); err != nil {
		return nil, err
	}
	last, _ := strconv.Atoi(p.Scenario.Config.Clock.End[:4]) // checked before
	for y := p.firstYear(); y <= last; y++ {
		p.years = append(p.years, y)
	}
	p.halves = halvesOf(p.survey, p.Scenario.Config.Clock.Begin(), float64(last+1))
	return p, nil
}

func (p *Plan) firstYear() int { return int(p.Scenario.Config.Clock.Begin()) }

// halvesOf groups a survey's readings by half-years, with the months in which they fall.
func halvesOf(survey []Reading, from, until float64) []half {
	var out []half
	for _, r := range survey {
		if r.Date < from || r.Date >= until {
			continue
		}
		year, month := int(r.Date), int(12*(r.Date-math.Floor(r.Date)))
		label := fmt.Sprintf("%d-H%d", year, 1+month/6)
		if len(out) == 0 || out[len(out)-1].label != label {
			out = append(out, half{label: label})
		}
		h := &out[len(out)-1]
		h.months = append(h.months, fmt.Sprintf("%d-%02d", year, month+1))
		h.mean, h.middle, h.n = h.mean+r.Value, h.middle+r.Date, h.n+1
	}
	for i := range out {
		out[i].mean /= float64(out[i].n)
		out[i].middle /= float64(out[i].n)
	}
	return out
}

// draw is a draw from the priors: what is on record stays, and what starts otherwise has priors of its own.
func (p *Plan) draw(set *param.Set, draw int) []string {
	if draw == 0 {
		return nil
	}
	for key, ends := range p.Setup.Priors { // in any order: each has its own
		if q := set.Find(key); q != nil {
			q.Prior(ends[0], ends[1])
		}
	}
	return slices.DeleteFunc(experiment.Draw(set, draw), func(s string) bool {
		key, _, _ := strings.Cut(s, "=")
		return slices.ContainsFunc(p.Setup.Known, func(known string) bool { return key == known || strings.HasPrefix(key, known+".") })
	})
}

// Run runs all draws and scores them.
func (p *Plan) Run(ctx context.Context) (*Result, error) {
	e := experiment.Ensemble{Scenario: p.Scenario, Draws: p.Draws, Workers: p.Workers, Draw: p.draw, Progress: p.Progress, Read: p.read()}
	runs, err := e.Run(ctx)
	if err != nil {
		return nil, err
	}
	out := &Result{Scenario: p.Scenario.Name, Start: p.Scenario.Config.Clock.Start, Draws: len(runs.Draws), Dropped: runs.Dropped}
	for _, s := range seriesList {
		for y, year := range p.years {
			var effects []float64
			for _, v := range runs.Values {
				effects = append(effects, s.effect(p.readingOf(v, y)))
			}
			t := trend{record: p.macro[s.name], logs: s.trend}
			if s.trend {
				t.years = p.Setup.TrendYears
			}
			row := p.row(&t, year, effects)
			row.Series, row.Words, row.Unit = s.name, s.words, s.unit
			out.Rows = append(out.Rows, row)
		}
	}
	for k := range p.halves {
		out.Rows = append(out.Rows, p.surveyRow(k, runs.Column(len(readColumns)*len(p.years)+k)))
	}
	out.Occupations = p.occupations(runs)
	return out, nil
}

// read takes the yearly means, then firms that use AI by half-year of the survey, then employment by occupation in the last
// year.
func (p *Plan) read() func([]*series.Table) []float64 {
	var fields []string
	for _, o := range p.Scenario.Economy.Occupations {
		fields = append(fields, experiment.Of("fields", "employment", o.Code))
	}
	return func(tables []*series.Table) []float64 {
		out := experiment.Yearly(readColumns, p.years)(tables)
		t := tables[0]
		using, byMonth := t.Index("firms_using"), map[string]float64{}
		for i := range t.Rows() {
			labels, row := t.Row(i)
			byMonth[labels[0]] = row[using]
		}
		for _, h := range p.halves {
			mean := 0.
			for _, m := range h.months {
				mean += byMonth[m] / float64(h.n)
			}
			out = append(out, mean)
		}
		return append(out, experiment.Yearly(fields, p.years[len(p.years)-1:])(tables)...)
	}
}

// occupations are sorted by growth.
func (p *Plan) occupations(runs *experiment.Runs) []Occupation {
	jobs := 0.
	for _, o := range p.Scenario.Economy.Occupations {
		jobs += o.Jobs
	}
	employed := p.Scenario.Economy.Anchors["employment"].Value
	var out []Occupation
	for f, o := range p.Scenario.Economy.Occupations {
		growth := runs.Column(len(readColumns)*len(p.years) + len(p.halves) + f)
		for i := range growth {
			growth[i] = growth[i]/(employed*o.Jobs/jobs) - 1
		}
		out = append(out, Occupation{o.Code, o.Title, stats.Quantile(growth, .5), stats.Quantile(growth, .1), stats.Quantile(growth, .9)})
	}
	slices.SortStableFunc(out, func(a, b Occupation) int { return cmp.Compare(a.Growth, b.Growth) })
	return out
}

// readingOf is a draw's year.
func (p *Plan) readingOf(v []float64, y int) *reading {
	n := len(p.years)
	anchors := p.Scenario.Economy.Anchors
	return &reading{unemployment: v[y] - anchors["unemployment_rate"].Value, employment: exact.Log(v[n+y] / anchors["employment"].Value),
		output: exact.Log(v[2*n+y]), wage: exact.Log(v[3*n+y])}
}

// row is a yearly series in a year: the trend, with the model's effects, with shocks, alone.
func (p *Plan) row(t *trend, year int, effects []float64) Row {
	origin := p.firstYear() - 1
	base, shock := t.at(origin, year), t.error(p.Setup.TrendFrom, origin, year-origin)
	value := func(x float64) float64 { return t.add(base, x) }
	r := Row{Date: strconv.Itoa(year), Told: stats.Quantile(effects, .5) / shock}
	r.Draws = bandOf(effects, value)
	shocks, trend := bandOf(blur(effects, shock), value), bandOf(blur([]float64{0}, shock), value)
	r.Shocks, r.Trend = &shocks, &trend
	r.observe(t.record.At(year))
	return r
}

// surveyRow is a half-year of the survey.
func (p *Plan) surveyRow(k int, using []float64) Row {
	h := p.halves[k]
	r := Row{Series: "adoption", Words: "Firms that use AI (Census survey)", Unit: "share", Date: h.label, Draws: bandOf(using, func(x float64) float64 { return x })}
	if h.middle > p.Setup.SurveyUntil {
		middle, spread := oddsTrend(p.survey, p.Setup.SurveyUntil, h.middle, h.n)
		trend := bandOf(blur([]float64{middle}, spread), shareOf)
		r.Trend = &trend
	}
	r.observe(h.mean)
	return r
}

func (r *Row) observe(v float64) {
	if r.Known = !math.IsNaN(v); !r.Known {
		return
	}
	r.Observed = v
	for _, b := range []*Band{&r.Draws, r.Shocks, r.Trend} {
		if b != nil {
			b.score(v)
		}
	}
}

// bandOf is the band of values after a rising transformation.
func bandOf(x []float64, value func(float64) float64) Band {
	return Band{Median: value(stats.Quantile(x, .5)), Low: value(stats.Quantile(x, .1)), High: value(stats.Quantile(x, .9))}
}

// blur adds to every value the quantiles of a normal distribution, so that the result is a sample of the sum.
func blur(x []float64, deviation float64) []float64 {
	var out []float64
	for _, v := range x {
		for i := range normals {
			out = append(out, v+float64(deviation*exact.NormalQuantile((float64(i)+.5)/normals)))
		}
	}
	return out
}

const normals = 999

// Summary is how a kind of forecast did over the rows that it has.
type Summary struct {
	Kind   string  `json:"kind"`
	Rows   int     `json:"rows"`
	Inside int     `json:"inside"`
	Ratio  float64 `json:"score_over_trend"` // interval scores over the trend's, geometric mean over rows that have both
}

// Summaries are those of the years' series, then of the survey.
func (r *Result) Summaries(survey bool) []Summary {
	kinds := []struct {
		name string
		of   func(*Row) *Band
	}{{"parameters alone", func(r *Row) *Band { return &r.Draws }}, {"with shocks", func(r *Row) *Band { return r.Shocks }}, {"trend", func(r *Row) *Band { return r.Trend }}}
	var out []Summary
	for _, k := range kinds {
		s, logs, both := Summary{Kind: k.name}, 0., 0.
		for i := range r.Rows {
			row := &r.Rows[i]
			b := k.of(row)
			if !row.Known || b == nil || (row.Series == "adoption") != survey {
				continue
			}
			if s.Rows++; b.Inside {
				s.Inside++
			}
			if row.Trend != nil {
				logs, both = logs+exact.Log(b.Score/row.Trend.Score), both+1
			}
		}
		if both > 0 {
			s.Ratio = exact.Exp(logs / both)
		}
		if s.Rows > 0 {
			out = append(out, s)
		}
	}
	return out
}
