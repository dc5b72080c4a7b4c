package report

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/chart"
	"tenfold/sim/unit"
)

// comparison is what is read of compare.json.
type comparison struct {
	Baseline, Hash, Model, Command, Version string
	Policies                                []string
	Difference                              [][]string
	Years                                   []int
	Draws, Seeds                            int
	Sampled, Tested                         bool
	Span                                    string // what low and high are
	Student                                 float64
	Free                                    int `json:"degrees_of_freedom"`
	Dropped                                 int `json:"dropped_draws"`
	Pairing                                 float64
	Rows                                    []compared
	Groups                                  []grouped
	Budget                                  []budgeted
	Words, Titles                           map[string]string
}

type effect struct {
	Change, Low, High, Noise float64
	Detected                 bool
}

type compared struct {
	Policy, Outcome, Unit string
	Year                  int
	Baseline              float64
	Pairing               float64
	effect
}

// UnmarshalJSON reads the change beside the rest.
func (c *compared) UnmarshalJSON(data []byte) error {
	type plain compared
	if err := json.Unmarshal(data, (*plain)(c)); err != nil {
		return err
	}
	return json.Unmarshal(data, &c.effect)
}

type grouped struct {
	Policy, By, Group string
	People            float64
	Gain              effect
	Better1           effect `json:"better_off_1"`
	Better5           effect `json:"better_off_5"`
	Worse1            effect `json:"worse_off_1"`
	Worse5            effect `json:"worse_off_5"`
}

type budgeted struct {
	Policy, Item, Words string
	Years               []int
	Responsive, Static  []float64
}

// Comparison is the page of a comparison of policies; data is its compare.json.
func Comparison(data []byte) (*Page, error) {
	c := &comparison{}
	if err := json.Unmarshal(data, c); err != nil {
		return nil, fmt.Errorf("compare.json: %w", err)
	}
	if len(c.Years) == 0 || len(c.Policies) == 0 || len(c.Difference) != len(c.Policies) {
		return nil, fmt.Errorf("compare.json: no comparison: it lacks years, policies or what they set")
	}
	if c.Span == "" {
		return nil, fmt.Errorf("compare.json: it lacks \"span\", what low and high are: an earlier version made it; compare again with its \"command\"")
	}
	p := &Page{Title: fmt.Sprintf("%s against %s", strings.Join(c.Policies, ", "), c.Baseline), Lead: c.lead()}
	p.Sections = append(p.Sections, c.settings(), c.effects())
	if curves := c.lorenz(); len(curves.Figures) > 0 {
		p.Sections = append(p.Sections, curves)
	}
	for _, policy := range c.Policies {
		p.Sections = append(p.Sections, c.policy(policy))
	}
	p.Sections = append(p.Sections, c.reading())
	p.Facts = []Fact{{"Command", c.Command}, {"Hash", c.Hash}, {"Version", c.Version}, {"Model", c.Model},
		{"Draws from the priors", strconv.Itoa(c.Draws)}, {"Seeds a draw", strconv.Itoa(c.Seeds)}}
	return p, nil
}

func (c *comparison) last() int { return c.Years[len(c.Years)-1] }

// find is an outcome under a policy in the last year.
func (c *comparison) find(policy, outcome string) *compared {
	i := slices.IndexFunc(c.Rows, func(r compared) bool {
		return r.Policy == policy && r.Outcome == outcome && r.Year == c.last()
	})
	if i < 0 {
		return nil
	}
	return &c.Rows[i]
}

func (c *comparison) words(outcome string) string {
	if w := strings.TrimSpace(c.Words[outcome]); w != "" {
		return w
	}
	return outcome
}

// told are the outcomes that sentences and charts are about, in order.
var told = []string{"real_output", "unemployment_rate", "wage_real_mean", "income_median", "income_gini", "poverty_rate", "compensation_share", "government_balance"}

const mostSentences = 5

// lead is a sentence a policy with the changes whose sign is sure.
func (c *comparison) lead() []string {
	var out []string
	for _, policy := range c.Policies {
		if len(out) == mostSentences {
			break
		}
		if !c.Tested {
			out = append(out, fmt.Sprintf("Under %s nothing is said to change: these are too few draws or seeds to detect a difference.", policy))
			continue
		}
		var parts []string
		for _, outcome := range told {
			if r := c.find(policy, outcome); r != nil && r.Detected && len(parts) < 3 {
				parts = append(parts, fmt.Sprintf("%s changes by %s (%s)", strings.ToLower(c.words(outcome)), r.rounded(), c.band(r)))
			}
		}
		if len(parts) == 0 {
			out = append(out, fmt.Sprintf("Under %s no difference from %s is detected in %d in any of the main outcomes.", policy, c.Baseline, c.last()))
			continue
		}
		out = append(out, fmt.Sprintf("Under %s, in %d, %s.", policy, c.last(), strings.Join(parts, ", ")))
	}
	return out
}

// factor and sign turn a change into what is shown: points for shares, per cent of the baseline for the rest.
func (r *compared) factor() (factor float64, sign string) {
	if r.Unit == "share" {
		return 100, " points"
	}
	if r.Unit == "yr" || r.Baseline == 0 {
		return 1, ""
	}
	return 100 / math.Abs(r.Baseline), " %"
}

// rounded is the change with no more digits than its band carries.
func (r *compared) rounded() string {
	f, sign := r.factor()
	return signed(r.Change*f, (r.High-r.Low+r.Noise)*f) + sign
}

// signed prints a change to the digit that a width of uncertainty leaves: no more than two of the width's own.
func signed(v, width float64) string {
	decimals := 2
	if width > 0 {
		decimals = int(math.Min(math.Max(math.Ceil(-math.Log10(width/3)), 0), 6))
	}
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	for v != 0 && decimals < 6 && strings.Trim(text, "-0.") == "" { // an end of a band that does not reach zero is none
		decimals++
		text = strconv.FormatFloat(v, 'f', decimals, 64)
	}
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	if v > 0 {
		text = "+" + text
	}
	return strings.Replace(text, "-", "−", 1)
}

func (c *comparison) settings() Section {
	s := Section{Title: "What is compared"}
	for k, policy := range c.Policies {
		s.List = append(s.List, policy+": "+strings.Join(c.Difference[k], "; "))
	}
	s.Text = fmt.Sprintf("The baseline is the scenario %s. Each policy runs under the same draws and seeds.", c.Baseline)
	return s
}

// effects is a chart an outcome, a line a policy.
func (c *comparison) effects() Section {
	s := Section{Title: fmt.Sprintf("Changes in %d", c.last()),
		Text: "Dots are means over draws and seeds, " + c.lines() + "rings mark changes whose sign is open."}
	if !c.Tested {
		s.Text += " All are open: these are too few draws or seeds to detect a difference."
	}
	for _, outcome := range told {
		v := &chart.Intervals{Head: chart.Head{ID: "change-" + strings.ReplaceAll(outcome, "_", "-"), Title: c.words(outcome) + fmt.Sprintf(", %d", c.last()), Source: "simulated, " + c.Hash[:min(8, len(c.Hash))]}}
		for _, policy := range c.Policies {
			r := c.find(policy, outcome)
			if r == nil {
				continue
			}
			f, sign := r.factor()
			v.Unit = "change against the baseline," + map[string]string{" points": " percentage points", " %": " %"}[sign]
			row := chart.Interval{Label: policy, Value: r.Change * f, Low: r.Low * f, High: r.High * f, Open: !r.Detected, Text: r.rounded()}
			if row.Open {
				row.Text, row.Colour = c.open(), chart.Colours-1
			}
			v.Rows = append(v.Rows, row)
		}
		if len(v.Rows) > 0 {
			s.Figures = append(s.Figures, v)
		}
	}
	return s
}

// lorenz is the Lorenz curves of the last year, with and without the policies.
func (c *comparison) lorenz() Section {
	s := Section{Title: fmt.Sprintf("Lorenz curves, %d", c.last())}
	for _, of := range []struct{ column, title string }{{"income", "Income after tax"}, {"wealth", "Net worth"}, {"directed_hours", "Coworker hours that people direct"}} {
		l := &chart.Lines{Head: chart.Head{ID: "lorenz-" + strings.ReplaceAll(of.column, "_", "-"), Title: of.title, Unit: "% held by the poorest x % of people", Source: "simulated, " + c.Hash[:min(8, len(c.Hash))]}, XTitle: "% of people"}
		for k, policy := range append([]string{""}, c.Policies...) {
			line := chart.Line{Name: policy, Points: []chart.Point{{X: 0, Y: 0}}, Colour: k - 1}
			from := policy
			if k == 0 {
				line.Name, line.Colour, line.Dashed, from = c.Baseline, chart.Colours-1, true, c.Policies[0]
			}
			for _, r := range c.Rows {
				part := strings.Split(r.Outcome, "/")
				if r.Policy != from || r.Year != c.last() || len(part) != 3 || part[0] != "lorenz" || part[1] != of.column {
					continue
				}
				at, _ := strconv.ParseFloat(part[2], 64)
				y := r.Baseline
				if k > 0 {
					y += r.Change
				}
				line.Points = append(line.Points, chart.Point{X: 100 * at, Y: 100 * y})
			}
			if len(line.Points) > 1 {
				line.Points = append(line.Points, chart.Point{X: 100, Y: 100})
				l.Lines = append(l.Lines, line)
			}
		}
		if len(l.Lines) > 0 {
			s.Figures = append(s.Figures, l)
		}
	}
	return s
}

// policy is who gains, which occupations change and what the government pays under one policy, and all outcomes.
func (c *comparison) policy(policy string) Section {
	s := Section{Title: policy}
	for _, by := range []struct{ kind, title string }{{"tenth of income", "Gain by tenth of income"}, {"fifth of agency", "Gain by fifth of agency"}} {
		if v := c.gains(policy, by.kind, by.title); len(v.Rows) > 0 {
			s.Figures = append(s.Figures, v)
		}
	}
	for _, of := range []struct{ column, title string }{{"wage_real", "Real wage by occupation"}, {"employment", "Employment by occupation"}} {
		if v := c.occupations(policy, of.column, of.title); len(v.Rows) > 0 {
			s.Figures = append(s.Figures, v)
		}
	}
	if t := c.people(policy); len(t.Rows) > 1 {
		s.Tables = append(s.Tables, t)
	}
	if t := c.budget(policy); len(t.Rows) > 1 {
		s.Tables = append(s.Tables, t)
	}
	s.Tables = append(s.Tables, c.outcomes(policy))
	return s
}

func (c *comparison) gains(policy, kind, title string) *chart.Intervals {
	v := &chart.Intervals{Head: chart.Head{ID: slug("gain-" + policy + "-" + kind), Title: title + fmt.Sprintf(", %d", c.last()),
		Unit: "expected real income against the same people's in the baseline, %", Source: "simulated, " + c.Hash[:min(8, len(c.Hash))]}}
	for _, g := range c.Groups {
		if g.Policy == policy && g.By == kind {
			v.Rows = append(v.Rows, c.interval(g.Group, &g.Gain, 100))
		}
	}
	return v
}

func (c *comparison) interval(label string, e *effect, factor float64) chart.Interval {
	row := chart.Interval{Label: label, Value: e.Change * factor, Low: e.Low * factor, High: e.High * factor, Open: !e.Detected,
		Text: signed(e.Change*factor, (e.High-e.Low+e.Noise)*factor) + " %"}
	if row.Open {
		row.Text, row.Colour = c.open(), chart.Colours-1
	}
	return row
}

const mostRows = 25

func (c *comparison) occupations(policy, column, title string) *chart.Intervals {
	v := &chart.Intervals{Head: chart.Head{ID: slug(column + "-" + policy), Title: title + fmt.Sprintf(", %d", c.last()),
		Unit: "change against the baseline, %", Source: "simulated, " + c.Hash[:min(8, len(c.Hash))]}}
	for _, r := range c.Rows {
		part := strings.Split(r.Outcome, "/")
		if r.Policy != policy || r.Year != c.last() || len(part) != 3 || part[0] != "fields" || part[1] != column || r.Baseline == 0 {
			continue
		}
		label := strings.TrimSuffix(c.Titles[part[2]], " Occupations")
		if label == "" {
			label = part[2]
		}
		v.Rows = append(v.Rows, c.interval(shorten(label, 34), &r.effect, 100/math.Abs(r.Baseline)))
	}
	if len(v.Rows) > mostRows { // of detailed occupations, those that change most
		slices.SortStableFunc(v.Rows, func(a, b chart.Interval) int { return int(math.Copysign(1, math.Abs(b.Value)-math.Abs(a.Value))) })
		v.Rows = v.Rows[:mostRows]
		v.Title += fmt.Sprintf(" (the %d that change most)", mostRows)
	}
	return v
}

func shorten(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return strings.TrimRight(string(r[:most-1]), " ,") + "…"
	}
	return text
}

func slug(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(text))
}

func (c *comparison) people(policy string) Table {
	t := Table{Caption: "Winners and losers in " + strconv.Itoa(c.last()) + ": % of the group whose expected real income differs from their own in the baseline", Numbers: 2,
		Rows: [][]string{{"by", "group", "gain, %", "better by > 1 %", "> 5 %", "worse by > 1 %", "> 5 %"}}}
	for _, g := range c.Groups {
		if g.Policy != policy {
			continue
		}
		name := g.Group
		if title := c.Titles[g.Group]; title != "" {
			name = title
		}
		row := []string{g.By, name, signed(100*g.Gain.Change, 100*(g.Gain.High-g.Gain.Low+g.Gain.Noise))}
		for _, e := range []effect{g.Better1, g.Better5, g.Worse1, g.Worse5} {
			row = append(row, strconv.FormatFloat(100*e.Change, 'f', 1, 64))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (c *comparison) budget(policy string) Table {
	t := Table{Caption: "The government's budget: change in bn usd of the day; static: hours and participation do not respond", Numbers: 2}
	for _, b := range c.Budget {
		if b.Policy != policy {
			continue
		}
		if t.Rows == nil {
			head := []string{"item", "behaviour"}
			for _, y := range b.Years {
				head = append(head, strconv.Itoa(y))
			}
			t.Rows = append(t.Rows, append(head, "total"))
		}
		for _, of := range []struct {
			name   string
			values []float64
		}{{"responsive", b.Responsive}, {"static", b.Static}} {
			if of.values == nil {
				continue
			}
			row, total := []string{b.Words, of.name}, 0.
			for _, v := range of.values {
				row, total = append(row, billions(v)), total+v
			}
			t.Rows = append(t.Rows, append(row, billions(total)))
		}
	}
	return t
}

func billions(v float64) string {
	text := strconv.FormatFloat(v/1e9, 'f', 1, 64)
	if text == "-0.0" {
		text = "0.0"
	}
	return strings.Replace(text, "-", "−", 1)
}

func (c *comparison) outcomes(policy string) Table {
	t := Table{Caption: "Outcomes: level in the baseline and change", Numbers: 1, Rows: [][]string{{"outcome", "year", "baseline", "change", c.Span, "noise", "pairing"}}}
	for _, r := range c.Rows {
		if r.Policy != policy || strings.Contains(r.Outcome, "/") {
			continue
		}
		f, sign := r.factor()
		level := unit.Number(r.Baseline)
		if r.Unit == "share" {
			level = strconv.FormatFloat(100*r.Baseline, 'f', 1, 64) + " %"
		}
		width := (r.High - r.Low + r.Noise) * f
		noise, pairing := "not measured", ""
		if !c.Sampled || c.Free > 0 {
			noise, pairing = strconv.FormatFloat(r.Noise*f, 'g', 2, 64), strconv.FormatFloat(r.Pairing, 'f', 1, 64)
		}
		t.Rows = append(t.Rows, []string{c.words(r.Outcome), strconv.Itoa(r.Year), level, signed(r.Change*f, width) + sign, c.verdict(&r, width), noise, pairing})
	}
	return t
}

// reading says how the figures are to be read, and what not to use them for.
func (c *comparison) reading() Section {
	s := Section{Title: "How to read it", List: []string{
		"Changes are paired: the same draw from the parameters' priors and the same seed, with and without the policy.",
		c.known() + " " + c.tests(),
		"People are the baseline's, and their income is what each could expect: the chances of work of those who last worked in the same occupation, before luck.",
		"It is no forecast of any firm, occupation or region, and no ground for decisions about single people.",
	}}
	if c.Free > 0 && c.Pairing > 0 {
		s.List = append(s.List, fmt.Sprintf("Common draws and seeds make the standard error over seeds %.1f times smaller than other seeds would (geometric mean over outcomes).", c.Pairing))
	}
	if c.Dropped > 0 {
		s.List = append(s.List, fmt.Sprintf("%d draws could not be run in all cases and are left out of all.", c.Dropped))
	}
	return s
}
