package experiment

import (
	"fmt"
	"strconv"

	"tenfold/sim/series"
	"tenfold/sim/unit"
)

// Tables are the comparison as tables of numbers, with a description of every column: what files are written from.
func (c *Comparison) Tables() []*series.Table {
	return []*series.Table{c.changes(), c.occupations(), c.lorenz(), c.people(), c.budget(), c.settings(), c.tests()}
}

var (
	policyLabel  = series.Label{Name: "policy", Doc: "What is compared with the baseline."}
	outcomeLabel = series.Label{Name: "outcome", Doc: "Column of the run's tables."}
	unitLabel    = series.Label{Name: "unit", Doc: "Unit of the outcome."}
	yearLabel    = series.Label{Name: "year", Doc: "Mean over the ticks of that year."}
)

// effectColumns describe a change, with names that begin with the prefix.
func effectColumns(prefix, what string, u unit.Unit) []series.Column {
	return []series.Column{
		{Name: prefix + "change", Unit: u, Doc: what + ": mean over draws and seeds."},
		{Name: prefix + "low", Unit: u, Doc: fmt.Sprintf("Lower end of the band that holds 80 %% of draws from the priors, each the mean over its seeds; the least of fewer than %d draws.", EnoughDraws)},
		{Name: prefix + "high", Unit: u, Doc: "Upper end of that band; the largest of few draws."},
		{Name: prefix + "noise", Unit: u, Doc: "Standard error over seeds, from a finite number of agents; 0 without agents, and with one seed, which does not tell it (table tests)."},
		{Name: prefix + "detected", Doc: "1 where draws and noise leave no doubt of the sign, 0 where no difference is detected, which draws and seeds may be too few for (table tests)."},
	}
}

func (e *Effect) values() []float64 {
	return []float64{e.Change, e.Low, e.High, e.Noise, one(e.Detected)}
}

func rowColumns() []series.Column {
	columns := append([]series.Column{{Name: "baseline", Doc: "Level in the baseline: mean over draws and seeds, in the outcome's unit."}},
		effectColumns("", "Change under the policy against the baseline with the same draw and seed, in the outcome's unit", "")...)
	return append(columns, series.Column{Name: "pairing", Doc: "By how much common draws and seeds shrink the standard error over seeds; 1 where there is no noise."})
}

func (r *Row) figures() []float64 {
	return append(append([]float64{r.Baseline}, r.values()...), r.Pairing)
}

func (c *Comparison) changes() *series.Table {
	t := series.New("changes", "Outcomes of the whole economy, a row a policy, outcome and year.",
		[]series.Label{policyLabel, outcomeLabel, unitLabel, yearLabel}, rowColumns())
	for i := range c.Rows {
		r := &c.Rows[i]
		if table, column, _ := Parts(r.Column); table == "series" {
			t.Append([]string{r.Policy, column, string(r.Unit), strconv.Itoa(r.Year)}, r.figures())
		}
	}
	return t
}

func (c *Comparison) occupations() *series.Table {
	t := series.New("occupations", "Outcomes by occupation, a row a policy, occupation, outcome and year.",
		[]series.Label{policyLabel, {Name: "occupation", Doc: "Code of the economy's tables."}, outcomeLabel, unitLabel, yearLabel}, rowColumns())
	for i := range c.Rows {
		r := &c.Rows[i]
		if table, column, group := Parts(r.Column); table == "fields" {
			t.Append([]string{r.Policy, group, column, string(r.Unit), strconv.Itoa(r.Year)}, r.figures())
		}
	}
	return t
}

func (c *Comparison) lorenz() *series.Table {
	t := series.New("lorenz", "Lorenz curves with and without the policy, a row a policy, curve, point and year.",
		[]series.Label{policyLabel, {Name: "of", Doc: "income, wealth or directed_hours: what is shared."}, {Name: "poorest", Doc: "Share of people, from those who have least."}, yearLabel}, rowColumns())
	for i := range c.Rows {
		r := &c.Rows[i]
		if table, column, group := Parts(r.Column); table == "lorenz" {
			t.Append([]string{r.Policy, column, group, strconv.Itoa(r.Year)}, r.figures())
		}
	}
	return t
}

func (c *Comparison) people() *series.Table {
	columns := []series.Column{{Name: "people", Unit: "share", Doc: "Share of all adults in the group."}}
	for _, m := range []struct{ prefix, what string }{
		{"gain_", "Change of the group's expected real income over that in the baseline: its equivalent variation"},
		{"better_off_1_", "Adults whose own expected real income is more than 1 % above that in the baseline"},
		{"better_off_5_", "The same for 5 %"},
		{"worse_off_1_", "Adults whose own expected real income is more than 1 % below that in the baseline"},
		{"worse_off_5_", "The same for 5 %"},
	} {
		columns = append(columns, effectColumns(m.prefix, m.what, "share")...)
	}
	t := series.New("people", "The baseline's people in the last year and what each could expect under the policy, a row a policy and group of the base year: before luck, with the chances of work of those who last worked in the same occupation.",
		[]series.Label{policyLabel, {Name: "by", Doc: "What people are grouped by, as they were in the base year."}, {Name: "group", Doc: "1 is the poorest or lowest; occupations by code, \"none\" outside the labour force for good."}}, columns)
	for i := range c.Groups {
		g := &c.Groups[i]
		row := []float64{g.People}
		for _, e := range []*Effect{&g.Gain, &g.Better1, &g.Better5, &g.Worse1, &g.Worse5} {
			row = append(row, e.values()...)
		}
		t.Append([]string{g.Policy, g.By, g.Group}, row)
	}
	return t
}

func (c *Comparison) budget() *series.Table {
	var columns []series.Column
	if len(c.Budget) > 0 {
		for _, y := range c.Budget[0].Years {
			columns = append(columns, series.Column{Name: "usd_" + strconv.Itoa(y), Unit: "usd", Doc: "Change of the flow in that year, current dollars."})
		}
	}
	columns = append(columns, series.Column{Name: "usd_total", Unit: "usd", Doc: "Sum over the years."})
	t := series.New("budget", "What the policy changes in the government's budget at the present values of parameters and the first seed, a row a policy, item and behaviour.",
		[]series.Label{policyLabel, {Name: "item", Doc: "Revenue, outlay or the balance."}, {Name: "behaviour", Doc: "responsive: hours and participation respond; static: they do not."}}, columns)
	for i := range c.Budget {
		r := &c.Budget[i]
		responsive, static := r.Totals()
		t.Append([]string{r.Policy, r.Words, "responsive"}, append(append([]float64{}, r.Responsive...), responsive))
		if r.Static != nil {
			t.Append([]string{r.Policy, r.Words, "static"}, append(append([]float64{}, r.Static...), static))
		}
	}
	return t
}

func (c *Comparison) settings() *series.Table {
	t := series.New("settings", "What each policy sets otherwise than the baseline.",
		[]series.Label{policyLabel, {Name: "difference", Doc: "In words: before -> with the policy."}}, nil)
	for k, name := range c.Policies {
		for _, d := range c.Difference[k] {
			t.Append([]string{name, d}, nil)
		}
	}
	return t
}

func (c *Comparison) tests() *series.Table {
	t := series.New("tests", "What the draws and seeds of the comparison can tell.", []series.Label{{Name: "span", Doc: "What the columns low and high of other tables are: \"" + SpanBand + "\", \"" + SpanRange + "\" from the least to the largest, or \"" + SpanOne + "\"."}},
		[]series.Column{
			{Name: "draws", Doc: "Draws from the priors that could be run."},
			{Name: "seeds", Doc: "Seeds a draw."},
			{Name: "sampled", Doc: "1 where agents are simulated, so that seeds differ; 0 without noise."},
			{Name: "tested", Doc: fmt.Sprintf("1 where a difference can be detected; 0 where agents are simulated with one seed and fewer than %d draws.", EnoughDraws)},
			{Name: "degrees_of_freedom", Doc: "Of the noise: seeds less one, in each draw; 0 where noise is not measured."},
			{Name: "student", Doc: fmt.Sprintf("The two-sided %g %% quantile of Student's t: a detected change is larger than so many standard errors; 0 where noise is not measured.", 100*Confidence)},
		})
	t.Append([]string{c.Span}, []float64{float64(c.Draws), float64(c.Seeds), one(c.Sampled), one(c.Tested), float64(c.Free), c.Student})
	return t
}

// one is 1 for what is so.
func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
