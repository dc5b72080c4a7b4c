// Package history runs the model's production, prices and labour market over 1987 to 2019 with the fall in the price of
// computing as the only technology, and looks whether the labour share and the middle occupations' share of employment went
// the way they did. Settings and marks stand in configs/history/computing.yaml and were fixed before the first run.
package history

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"tenfold/configs"
	"tenfold/sim/experiment"
	"tenfold/sim/param"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
	"tenfold/sim/stats"
)

// Test is what was fixed beforehand.
type Test struct {
	StandsFor struct{ Start, End int } `yaml:"stands_for"`
	Set       map[string]string        `yaml:"set"`
	Draws     struct {
		Number int      `yaml:"number"`
		Of     []string `yaml:"of"`
	} `yaml:"draws"`
	Marks []Mark `yaml:"marks"`

	order    []string // of the settings
	routine  map[string]float64
	middle   map[string]bool
	observed map[int]float64 // labour share
}

// Mark is a sign that the change from the first to the last year should have, and its least size in points.
type Mark struct {
	Outcome string  `yaml:"outcome" json:"outcome"`
	Words   string  `yaml:"words" json:"words"`
	Sign    int     `yaml:"sign" json:"sign"`
	Least   float64 `yaml:"least" json:"least_points"`
}

// Met reports whether a change, in points, counts as one of the mark's sign.
func (m *Mark) Met(points float64) bool { return points*float64(m.Sign) > m.Least }

// Load reads the shipped test.
func Load() (*Test, error) {
	t := &Test{routine: map[string]float64{}, middle: map[string]bool{}, observed: map[int]float64{}}
	data, err := configs.FS.ReadFile("history/computing.yaml")
	if err != nil {
		return nil, err
	}
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return nil, err
	}
	if err := root.Decode(t); err != nil {
		return nil, err
	}
	for i, n := 0, root.Content[0]; i < len(n.Content); i += 2 {
		if n.Content[i].Value == "set" {
			for k := 0; k < len(n.Content[i+1].Content); k += 2 {
				t.order = append(t.order, n.Content[i+1].Content[k].Value)
			}
		}
	}
	for _, row := range table("history/routine.csv") {
		if t.routine[row[0]], err = strconv.ParseFloat(row[1], 64); err != nil {
			return nil, err
		}
		t.middle[row[0]] = row[2] == "1"
	}
	for _, row := range table("history/labour_share.csv") {
		year, err1 := strconv.Atoi(row[0])
		share, err2 := strconv.ParseFloat(row[1], 64)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("history/labour_share.csv: %v", row)
		}
		t.observed[year] = share
	}
	return t, nil
}

// table is the rows of a shipped file below its header.
func table(name string) [][]string {
	data, err := configs.FS.ReadFile(name)
	if err != nil {
		panic(err) // embedded in the program
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		panic(err)
	}
	return rows[1:]
}

// Path is an outcome over the years for which the run stands.
type Path struct {
	Outcome  string    `json:"outcome"`
	Words    string    `json:"words"`
	Model    []float64 `json:"model"`
	Observed []float64 `json:"observed,omitempty"` // none where no table has it
	Low      float64   `json:"change_low"`         // of the change, points: 80 % of draws
	High     float64   `json:"change_high"`
	RightWay float64   `json:"draws_that_meet_the_mark"` // share
	Uniform  float64   `json:"change_with_uniform_exposure"`
	Mark     Mark      `json:"mark"`
	Met      bool      `json:"met"`
}

// Change is the model's change from the first to the last year, in points.
func (p *Path) Change() float64 { return 100 * (p.Model[len(p.Model)-1] - p.Model[0]) }

// ObservedChange is that of the record.
func (p *Path) ObservedChange() (points float64, known bool) {
	if len(p.Observed) == 0 {
		return 0, false
	}
	return 100 * (p.Observed[len(p.Observed)-1] - p.Observed[0]), true
}

// Distances are the root mean square distances, in points, between the changes since the first year in the record and those
// of the model, and those of a path on which nothing changes.
func (p *Path) Distances() (model, still float64) {
	for y := range p.Observed {
		record := p.Observed[y] - p.Observed[0]
		off := p.Model[y] - p.Model[0] - record
		model, still = model+float64(off*off), still+float64(record*record)
	}
	n := float64(max(len(p.Observed), 1))
	return 100 * math.Sqrt(model/n), 100 * math.Sqrt(still/n)
}

// Result is the test's outcome.
type Result struct {
	Years   []int   `json:"years"`
	Draws   int     `json:"draws"`
	Dropped int     `json:"dropped_draws"`
	Paths   []*Path `json:"outcomes"`
}

// Run runs the test over draws; 0 stands for as many as were fixed beforehand.
func (t *Test) Run(ctx context.Context, draws, workers int, progress func(done, of int)) (*Result, error) {
	if draws == 0 {
		draws = t.Draws.Number
	}
	s, err := t.scenario()
	if err != nil {
		return nil, err
	}
	e := experiment.Ensemble{Scenario: s, Draws: draws, Workers: workers, Draw: t.draw, Progress: progress,
		Prepare: func(s *scenario.Scenario) { t.expose(s, false) }, Read: t.read(s)}
	runs, err := e.Run(ctx)
	if err != nil {
		return nil, err
	}
	e.Draws, e.Progress, e.Prepare = 1, nil, func(s *scenario.Scenario) { t.expose(s, true) }
	uniform, err := e.Run(ctx)
	if err != nil {
		return nil, err
	}
	out := &Result{Draws: len(runs.Draws), Dropped: runs.Dropped}
	n := t.StandsFor.End - t.StandsFor.Start + 1
	for y := range n {
		out.Years = append(out.Years, t.StandsFor.Start+y)
	}
	for k, m := range t.Marks {
		p := &Path{Outcome: m.Outcome, Words: m.Words, Mark: m, Model: runs.Values[0][k*n : (k+1)*n]}
		var changes []float64
		for _, v := range runs.Values {
			c := 100 * (v[k*n+n-1] - v[k*n])
			changes = append(changes, c)
			if m.Met(c) {
				p.RightWay += 1 / float64(len(runs.Values))
			}
		}
		p.Low, p.High = stats.Quantile(changes, .1), stats.Quantile(changes, .9)
		p.Uniform = 100 * (uniform.Values[0][k*n+n-1] - uniform.Values[0][k*n])
		p.Met = m.Met(p.Change())
		if m.Outcome == "labour_share" {
			for _, y := range out.Years {
				p.Observed = append(p.Observed, t.observed[y])
			}
		}
		out.Paths = append(out.Paths, p)
	}
	return out, nil
}

func (t *Test) scenario() (*scenario.Scenario, error) {
	var set []string
	for _, key := range t.order {
		set = append(set, key+"="+t.Set[key])
	}
	return scenario.Load("central", set, nil)
}

// draw keeps of a draw from the priors what the test is about.
func (t *Test) draw(set *param.Set, draw int) []string {
	var out []string
	for _, s := range experiment.Draw(set, draw) {
		for _, of := range t.Draws.Of {
			key, _, _ := strings.Cut(s, "=")
			if key == of || strings.HasPrefix(key, of+".") {
				out = append(out, s)
			}
		}
	}
	return out
}

// expose sets the share of each occupation's tasks that computers can do: of the table, or the same for all, weighted by
// jobs.
func (t *Test) expose(s *scenario.Scenario, uniform bool) {
	tasks := &s.Config.Tech.Tasks
	tasks.Ceiling, tasks.Shares = "file", nil
	mean, jobs := 0., 0.
	for _, o := range s.Economy.Occupations {
		x := t.routine[s.Economy.Groups[o.Group]]
		mean, jobs = mean+float64(x*o.Jobs), jobs+o.Jobs
		tasks.Shares = append(tasks.Shares, x)
	}
	for i := range tasks.Shares {
		if uniform {
			tasks.Shares[i] = mean / jobs
		}
	}
}

// read takes the marks' outcomes by year.
func (t *Test) read(s *scenario.Scenario) func([]*series.Table) []float64 {
	first := int(s.Config.Clock.Begin())
	var years []int
	for y := range t.StandsFor.End - t.StandsFor.Start + 1 {
		years = append(years, first+y)
	}
	columns := []string{"labour_share"}
	for _, o := range s.Economy.Occupations {
		columns = append(columns, experiment.Of("fields", "employment", o.Code))
	}
	return func(tables []*series.Table) []float64 {
		all := experiment.Yearly(columns, years)(tables)
		n := len(years)
		out := append([]float64(nil), all...)[:n:n]
		for y := range n {
			middle, total := 0., 0.
			for f, o := range s.Economy.Occupations {
				jobs := all[(1+f)*n+y]
				total += jobs
				if t.middle[s.Economy.Groups[o.Group]] {
					middle += jobs
				}
			}
			out = append(out, middle/total)
		}
		return out
	}
}
