package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"tenfold/sim/experiment"
	"tenfold/sim/scenario"
	"tenfold/sim/unit"
)

// A comparer prints a comparison.
type comparer struct {
	*experiment.Comparison
	base  *scenario.Scenario
	width int
	strings.Builder
}

// comparisonText is the comparison for a terminal: all policies at a glance, then a block a policy.
func comparisonText(c *experiment.Comparison, base *scenario.Scenario, width int) string {
	t := &comparer{Comparison: c, base: base, width: width}
	about := fmt.Sprintf("%s against %s: %s from the priors, %s each", listed(c.Policies), c.Baseline, count(int64(c.Draws), "draw"), count(int64(c.Seeds), "seed"))
	if c.Dropped > 0 {
		about += fmt.Sprintf("; %s could not be run", count(int64(c.Dropped), "draw"))
	}
	t.paragraph(about)
	if len(c.Policies) > 1 {
		t.glance()
	}
	for k, policy := range c.Policies {
		fmt.Fprintf(t, "\n%s\n", policy)
		for _, d := range c.Difference[k] {
			t.paragraph("  " + d)
		}
		t.outcomes(policy)
		t.noise(policy)
		t.people(policy)
		t.extremes(policy)
		t.budget(policy)
	}
	t.WriteString("\n")
	t.paragraph("Shares are in per cent and their changes in points; other changes are in per cent of the baseline. " + t.bandWords())
	return t.String()
}

func (t *comparer) paragraph(text string) {
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	for line := range strings.SplitSeq(wrap(text, textWidth(t.width)-len(indent)), "\n") {
		t.WriteString(indent + line + "\n")
	}
}

// bandWords say what the bands are, what was done about noise, and what pairing was worth.
func (t *comparer) bandWords() string {
	text := t.spanWords() + " " + t.noiseWords()
	if t.Free > 0 && t.Pairing > 0 {
		text += fmt.Sprintf(" Common draws and seeds make the standard error over seeds %.1f times smaller than other seeds would (by outcome: changes.csv, column pairing).", t.Pairing)
	}
	return text
}

func (t *comparer) spanWords() string {
	switch t.Span {
	case experiment.SpanOne:
		return "One draw from the priors says nothing of how results depend on parameters."
	case experiment.SpanRange:
		text := fmt.Sprintf("The range is from the least to the largest of %d draws, too few for a band", t.Draws)
		if t.Tested {
			text += "; a difference has one sign in all of them"
		}
		return text + "."
	}
	return "The band holds 80 % of draws."
}

func (t *comparer) noiseWords() string {
	switch {
	case !t.Sampled:
		return "No agents are simulated, so there is no noise."
	case !t.Tested:
		return fmt.Sprintf("With one seed the noise of simulated agents is not measured: %s (at least %d draws or 2 seeds can).", tooFew, experiment.EnoughDraws)
	case t.Free == 0:
		return "The noise of simulated agents is not measured with one seed; each draw's is inside the band."
	}
	return fmt.Sprintf("A difference is detected beyond %.1f standard errors over seeds, Student's %g %% for %s. That noise does not hold what a small sample does to levels in all seeds alike.",
		t.Student, 100*experiment.Confidence, degrees(t.Free))
}

const tooFew = "too few draws or seeds to detect a difference"

func degrees(n int) string {
	if n == 1 {
		return "1 degree of freedom"
	}
	return fmt.Sprintf("%d degrees of freedom", n)
}

// series are a policy's rows of the whole economy.
func (t *comparer) series(policy string) []experiment.Row {
	var out []experiment.Row
	for _, r := range t.Rows {
		if r.Policy == policy && !strings.Contains(r.Column, "/") {
			out = append(out, r)
		}
	}
	return out
}

// glance is all policies beside each other in the last year; what is not detected is left out.
func (t *comparer) glance() {
	last := t.Years[len(t.Years)-1]
	if !t.Tested {
		fmt.Fprintf(t, "\nChanges in %d: %s\n", last, tooFew)
		return
	}
	fmt.Fprintf(t, "\nChanges in %d (·: no detected difference)\n", last)
	for k, policy := range t.Policies {
		fmt.Fprintf(t, "  [%d] %s\n", k+1, policy)
	}
	const words, figure = 31, 10
	fit := max((textWidth(t.width)-words)/figure, 1)
	for from := 0; from < len(t.Policies); from += fit {
		chunk := t.Policies[from:min(from+fit, len(t.Policies))]
		line := strings.Repeat(" ", words)
		for k := range chunk {
			line += fmt.Sprintf("%*s", figure, fmt.Sprintf("[%d]", from+k+1))
		}
		t.WriteString(line + "\n")
		for i, r := range t.series(chunk[0]) {
			if r.Year != last {
				continue
			}
			line := pad(wordsOf(r.Column), words)
			for _, policy := range chunk {
				other := t.series(policy)[i]
				cell := "·"
				if other.Detected {
					cell = difference(other.Change, other.Baseline, other.Unit)
				}
				line += strings.Repeat(" ", max(figure-len([]rune(cell)), 0)) + cell
			}
			t.WriteString(line + "\n")
		}
	}
}

// outcomes are a line an outcome and year.
func (t *comparer) outcomes(policy string) {
	t.WriteString(strings.TrimRight(fmt.Sprintf("%-31s %5s %9s %9s   %s", "", "year", "baseline", "change", t.spanHead()), " ") + "\n")
	for _, r := range t.series(policy) {
		words := ""
		if r.Year == t.Years[0] {
			words = wordsOf(r.Column)
		}
		fmt.Fprintf(t, "%-31s %5d %9s %9s   %s\n", words, r.Year, cell(r.Baseline, r.Unit), difference(r.Change, r.Baseline, r.Unit), t.verdict(&r.Effect, r.Baseline, r.Unit))
	}
}

// noise is a footnote: the standard error over seeds where it is largest, as shares of the baseline.
func (t *comparer) noise(policy string) {
	if t.Free == 0 {
		return
	}
	rows := t.series(policy)
	slices.SortStableFunc(rows, func(a, b experiment.Row) int { return cmp.Compare(relative(&b), relative(&a)) })
	var worst []string
	for _, r := range rows {
		if len(worst) < 3 && relative(&r) > 0 {
			worst = append(worst, fmt.Sprintf("%s %d %s", strings.ToLower(strings.TrimSpace(wordsOf(r.Column))), r.Year, strings.TrimPrefix(difference(r.Noise, r.Baseline, r.Unit), "+")))
		}
	}
	if len(worst) > 0 {
		t.paragraph("Simulation noise (standard error over seeds), where it is largest: " + strings.Join(worst, ", ") + ".")
	}
}

func relative(r *experiment.Row) float64 {
	if r.Baseline == 0 {
		return 0
	}
	return r.Noise / math.Abs(r.Baseline)
}

// people say who gains and who loses, person by person.
func (t *comparer) people(policy string) {
	by := map[string][]experiment.GroupRow{}
	for _, g := range t.Groups {
		if g.Policy == policy {
			by[g.By] = append(by[g.By], g)
		}
	}
	if len(by) == 0 {
		return
	}
	all := by[experiment.ByAll][0]
	t.paragraph(fmt.Sprintf("People in %d, each against themselves in the baseline, before luck: expected real income changes by %s (%s); %s are better and %s worse off by more than 1 %%, %s and %s by more than 5 %%.",
		t.Years[len(t.Years)-1], points(all.Gain.Change), t.verdict(&all.Gain, 1, "index"), part(all.Better1), part(all.Worse1), part(all.Better5), part(all.Worse5)))
	for _, kind := range []string{experiment.ByTenth, experiment.ByFifth} {
		fmt.Fprintf(t, "%-20s %9s %-24s %17s %17s\n", "By "+kind, "gain", "  "+t.spanHead(), "better >1 % >5 %", "worse >1 % >5 %")
		for _, g := range by[kind] {
			fmt.Fprintf(t, "%20s %9s   %-22s %9s %7s %9s %7s\n", g.Group, points(g.Gain.Change), t.verdict(&g.Gain, 1, "index"), part(g.Better1), part(g.Better5), part(g.Worse1), part(g.Worse5))
		}
	}
}

func points(v float64) string         { return signedPercent(100*v) + " %" }
func part(e experiment.Effect) string { return percent(100*e.Change) + " %" }

// extremes name the occupations whose wage or employment changes most, among those where a difference is detected.
func (t *comparer) extremes(policy string) {
	last := t.Years[len(t.Years)-1]
	for _, outcome := range []struct{ column, words string }{{"wage_real", "Real wage"}, {"employment", "Employment"}} {
		var rows []experiment.Row
		for _, r := range t.Rows {
			if r.Policy == policy && r.Year == last && strings.HasPrefix(r.Column, "fields/"+outcome.column+"/") && r.Detected && r.Baseline != 0 {
				rows = append(rows, r)
			}
		}
		if len(rows) == 0 {
			fmt.Fprintf(t, "%s by occupation: %s\n", outcome.words, t.undetected())
			continue
		}
		slices.SortStableFunc(rows, func(a, b experiment.Row) int { return cmp.Compare(a.Change/a.Baseline, b.Change/b.Baseline) })
		low, high := rows[0], rows[len(rows)-1]
		t.paragraph(fmt.Sprintf("%s by occupation in %d: from %s (%s) to %s (%s); a difference in %d of %d.", outcome.words, last,
			difference(low.Change, low.Baseline, low.Unit), t.title(low), difference(high.Change, high.Baseline, high.Unit), t.title(high), len(rows), len(t.base.Economy.Occupations)))
	}
}

// title is the occupation of a row.
func (t *comparer) title(r experiment.Row) string {
	code := r.Column[strings.LastIndex(r.Column, "/")+1:]
	for _, o := range t.base.Economy.Occupations {
		if o.Code == code && o.Title != "" {
			return o.Title
		}
	}
	return code
}

// budget is the change of the government's budget in current dollars: as many years as fit, and the totals.
func (t *comparer) budget(policy string) {
	var rows []experiment.BudgetRow
	for _, r := range t.Budget {
		if r.Policy == policy {
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 || len(rows[0].Years) == 0 {
		return
	}
	const words, figure = 36, 9
	years := rows[0].Years
	shown := spread(len(years), min(max((textWidth(t.width)-words-2*(figure+1))/figure, 0), len(years)))
	fmt.Fprintf(t, "Budget, change in bn usd of the day, %d to %d; the last column without a response of hours and participation\n", years[0], years[len(years)-1])
	line := strings.Repeat(" ", words)
	for _, y := range shown {
		line += fmt.Sprintf("%*d", figure, years[y])
	}
	t.WriteString(line + fmt.Sprintf("%*s%*s\n", figure, "total", figure+1, "static"))
	for _, r := range rows {
		line := pad(r.Words, words)
		for _, y := range shown {
			line += fmt.Sprintf("%*s", figure, billions(r.Responsive[y], 1))
		}
		responsive, static := r.Totals()
		line += fmt.Sprintf("%*s", figure, billions(responsive, 1))
		if r.Static != nil {
			line += fmt.Sprintf("%*s", figure+1, billions(static, 1))
		}
		t.WriteString(line + "\n")
	}
}

// spanHead heads the column of verdicts.
func (t *comparer) spanHead() string {
	switch {
	case t.Span != experiment.SpanOne:
		return t.Span
	case t.Free > 0:
		return fmt.Sprintf("%g %% over seeds", 100*experiment.Confidence)
	}
	return ""
}

// verdict is the span of a change, or that no difference is detected. Of untested changes it is no more than the span.
func (t *comparer) verdict(e *experiment.Effect, baseline float64, u unit.Unit) string {
	switch {
	case t.Tested && !e.Detected:
		return t.undetected()
	case t.Span != experiment.SpanOne:
		return difference(e.Low, baseline, u) + " to " + difference(e.High, baseline, u)
	case !t.Tested:
		return "not tested"
	case t.Free == 0:
		return "no noise"
	}
	return "± " + strings.TrimPrefix(difference(t.Student*e.Noise, baseline, u), "+") + " (noise)"
}

func (t *comparer) undetected() string {
	if t.Tested {
		return "no detected difference"
	}
	return tooFew
}

// wordsOf name an outcome.
func wordsOf(column string) string {
	for _, c := range compared {
		if c.column == column {
			return c.words
		}
	}
	return column
}

// difference is in points for shares, in years for stocks over flows, and in per cent of the baseline for the rest.
func difference(change, baseline float64, u unit.Unit) string {
	if u == "yr" {
		return fmt.Sprintf("%+.4f", change)
	}
	if u == "share" || baseline == 0 {
		text := cell(change, u)
		if change > 0 {
			text = "+" + text
		}
		return text
	}
	return points(change / math.Abs(baseline))
}

// signedPercent has two decimals and says of what is smaller which sign it has.
func signedPercent(v float64) string {
	switch text := fmt.Sprintf("%+.2f", v); {
	case math.Abs(v) < dust:
		return "0.00"
	case text == "+0.00":
		return "+<0.01"
	case text == "-0.00":
		return ">-0.01"
	default:
		return text
	}
}

// listed joins names by commas.
func listed(names []string) string { return strings.Join(names, ", ") }
