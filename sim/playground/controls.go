package playground

import (
	"math"
	"slices"
	"strings"

	"tenfold/sim/economy"
	"tenfold/sim/param"
	"tenfold/sim/scenario"
	"tenfold/sim/unit"
)

// A Mark is a figure of the data on a control's scale.
type Mark struct {
	Value float64 `json:"value"`
	Words string  `json:"words"`
}

// A control is a parameter that the page offers, with what is declared of it.
type control struct {
	Key     string    `json:"key"`
	Group   string    `json:"group"`
	Words   string    `json:"words"`
	Doc     string    `json:"doc"`
	Unit    unit.Unit `json:"unit,omitempty"`
	Default string    `json:"default"`
	Source  string    `json:"source"`
	Choices []string  `json:"choices,omitempty"` // instead of a scale
	Low     float64   `json:"low"`               // of the scale
	High    float64   `json:"high"`
	Log     bool      `json:"log,omitempty"`
	Prior   []float64 `json:"prior,omitempty"` // its ends, where there is one
	Marks   []Mark    `json:"marks,omitempty"`
	needs   [2]string // a setting and the value at which this one counts
}

// offered are the parameters that decide most of what comes out, in the order of the page. Without a range a scale covers
// the prior, the marks and what the shipped scenarios say.
var offered = []control{
	{Group: "Price and technology", Key: "price.curve", Words: "Path of prices"},
	{Key: "price.fall", Words: "A given capability gets cheaper by", needs: [2]string{"price.curve", "tenfold"},
		Marks: []Mark{{1.59, "twofold in 18 months"}, {11.7, "list prices 2023 to 2026, end to end"}, {18, "the same, least squares"}, {38.3, "claimed 150-fold in 16.5 months"}}},
	{Key: "price.launch", Words: "Hour of a coworker of 2025 at launch"},
	{Key: "horizon.doubling", Words: "Length of tasks they finish doubles in", Marks: []Mark{{6.07, "METR, all dates"}, {4.23, "METR, from 2023 on"}}},
	{Key: "horizon.outside_computing", Words: "That length outside computing", Marks: []Mark{{1. / 37, "Remote Labor Index"}, {1, "GDPval"}}},
	{Key: "compute.growth", Words: "Compute grows by"},
	{Key: "feedback.strength", Words: "Research by coworkers feeds back"},

	{Group: "Work and review", Key: "tasks.ceiling", Words: "Tasks that can be done digitally"},
	{Key: "tasks.quantile", Words: "Quantile of those shares", Low: 0, High: 1, needs: [2]string{"tasks.ceiling", "quantile"}},
	{Key: "review.minimum", Words: "Review of an hour that succeeds"},
	{Key: "review.slope", Words: "Further review as they fail"},
	{Key: "review.decline", Words: "Review hours decline by"},
	{Key: "new_tasks.strength", Words: "Displaced tasks return as new ones", Marks: []Mark{{.5, "later decades"}, {1, "earlier decades"}}},
	{Key: "substitution.value_added", Words: "Labour and capital replace each other", Marks: []Mark{{.3, "studies, corrected"}, {.9, "studies, mean"}}},

	{Group: "Firms and people", Key: "adoption.adopted", Words: "Firms that use coworkers in 2025", Marks: []Mark{{.0702, "survey, in producing"}, {.118, "survey, any use"}}},
	{Key: "adoption.imitation", Words: "Firms adopt by example", Marks: []Mark{{.418, "survey 2023 to 2025"}}},
	{Key: "adoption.lag", Words: "From adoption to integration"},
	{Key: "new_uses.elasticity", Words: "New uses as hours get cheaper"},
	{Key: "labour.own_occupation", Words: "Hired back into the own occupation"},

	{Group: "Fleet", Key: "fleet.mode", Words: "How many coworkers there are"},
	{Key: "fleet.size", Words: "Size of a fixed fleet", Low: 1e6, High: 1e10, Log: true, needs: [2]string{"fleet.mode", "fixed"}},
}

// fromFiles are choices that need a file.
var fromFiles = []string{"file", "path"}

// newControls fills in what is declared of each parameter. A scale has room for what every scenario says.
func newControls(start *scenario.Scenario, environ []string) ([]control, error) {
	all := []*scenario.Scenario{start}
	for _, name := range scenario.Names() {
		s, err := scenario.Load(name, nil, environ)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	set := parameters(start)
	out, group := slices.Clone(offered), ""
	for i := range out {
		c := &out[i]
		if c.Group == "" {
			c.Group = group
		}
		group = c.Group
		p := set.Find(c.Key)
		c.Doc, c.Unit, c.Source, c.Default = p.Doc, p.Unit, p.Source, shown(p, p.Default)
		for _, choice := range p.Choices {
			if !slices.Contains(fromFiles, choice) {
				c.Choices = append(c.Choices, choice)
			}
		}
		if c.Choices == nil {
			c.scale(p, all)
		}
	}
	return out, nil
}

func (c *control) scale(p *param.Parameter, all []*scenario.Scenario) {
	if p.HasPrior() {
		c.Prior = []float64{p.Low, p.High}
	}
	if c.Low == c.High {
		c.Low, c.High = p.Low, p.High
		c.Log = p.Low > 0 && p.High/p.Low > 10
		for _, s := range all {
			v := parameters(s).Find(c.Key).Value().(float64)
			c.Low, c.High = math.Min(c.Low, v), math.Max(c.High, v)
		}
		for _, m := range c.Marks {
			c.Low, c.High = math.Min(c.Low, m.Value), math.Max(c.High, m.Value)
		}
	}
}

// parameters are a scenario's, with their values.
func parameters(s *scenario.Scenario) *param.Set {
	c := s.Config
	return economy.Parameters(&c)
}

// shown is a value with its unit.
func shown(p *param.Parameter, v any) string {
	switch v := v.(type) {
	case float64:
		return unit.Format(v, p.Unit)
	case string:
		return v
	}
	return strings.TrimSpace(strings.Join([]string{plain(v), string(p.Unit)}, " "))
}

// law is a policy that can be put in force.
type law struct {
	Name  string `json:"name"`
	Doc   string `json:"doc"`
	From  string `json:"from"` // as its file says; "" for the run's
	Until string `json:"until"`
}

func newLaws() ([]law, error) {
	var out []law
	for _, name := range scenario.PolicyNames() {
		p, err := scenario.OpenPolicy(name)
		if err != nil {
			return nil, err
		}
		if from, until := p.Months(); !p.Sought() {
			out = append(out, law{name, p.Description, from, until})
		}
	}
	return out, nil
}

// setting is what a control shows of a scenario.
type setting struct {
	Text   string  `json:"text"`
	Value  float64 `json:"value"` // on the scale
	Counts bool    `json:"counts"`
}

// settings are what the controls show of a scenario, by key.
func (s *Server) settings(of *scenario.Scenario) map[string]setting {
	set, out := parameters(of), map[string]setting{}
	for i := range s.controls {
		c := &s.controls[i]
		p := set.Find(c.Key)
		one := setting{Text: shown(p, p.Value()), Counts: c.needs[0] == "" || set.Find(c.needs[0]).Value() == c.needs[1]}
		one.Value, _ = p.Value().(float64)
		out[c.Key] = one
	}
	return out
}
