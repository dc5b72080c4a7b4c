package main

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/experiment"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
	"tenfold/sim/unit"
)

// compareOptions are the flags of `tenfold compare`.
type compareOptions struct {
	set                   []string
	draws, seeds, workers int
	years                 []int
	json, quiet           bool
}

// compared are the outcomes that a comparison shows, in words.
var compared = []struct{ column, words string }{
	{"real_output", "Output"}, {"price_level", "Price level"}, {"unemployment_rate", "Unemployment"},
	{"compensation_share", "Compensation share"}, {"wage_real_mean", "Real wage, mean"}, {"wage_real_min", "  of the worst occupation"},
	{"income_median", "Median income, real"}, {"income_gini", "Gini of income after tax"}, {"wealth_top1_share", "Wealth of the richest 1 %"},
	{"poverty_rate", "Poverty"}, {"compute_gini", "Gini of coworkers directed"}, {"coworkers", "Coworkers in use"},
	{"done", "Wage bill's tasks they do"}, {"ai_profit_share", "Providers' profit over output"},
	{"government_balance", "Government balance over output"}, {"government_debt", "Government debt over output"},
}

func (a *app) compareCommand() *cobra.Command {
	var o compareOptions
	c := &cobra.Command{
		Use:   "compare BASELINE POLICY...",
		Short: "Compare policies with a scenario, run by run, and say how sure the differences are",
		Long: "Run a scenario without and with each policy, under the same draws from the priors and the same seeds, and print what\n" +
			"changes: the level in the baseline, the change under the policy, and the band that holds 80 % of draws. Where that band,\n" +
			"or the noise of simulated agents, leaves the sign open, no difference is detected.",
		Example: "  tenfold compare central basic-income public-ownership\n  tenfold compare essay my-policy.yaml --draws 40 --set people.agents=50k",
		Args:    cobra.MinimumNArgs(2),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return scenario.Names(), cobra.ShellCompDirectiveDefault
			}
			return scenario.PolicyNames(), cobra.ShellCompDirectiveDefault
		},
		RunE: func(c *cobra.Command, args []string) error { return a.compare(c.Context(), args[0], args[1:], o) },
	}
	f := c.Flags()
	f.StringArrayVar(&o.set, "set", nil, "change a setting of all runs: `path=value`; repeatable")
	f.IntVar(&o.draws, "draws", 16, "draws from the priors: `N`; the first is the scenario as it stands")
	f.IntVar(&o.seeds, "seeds", 2, "seeds a draw: `N`")
	f.IntSliceVar(&o.years, "years", []int{2030, 2035}, "years to compare")
	f.IntVar(&o.workers, "workers", runtime.GOMAXPROCS(0), "runs at once: `N`; changes no result")
	f.Lookup("workers").DefValue = "one a processor"
	f.BoolVar(&o.json, "json", false, "print one JSON object instead of tables")
	f.BoolVar(&o.quiet, "quiet", false, "nothing on standard error but errors")
	return c
}

func (a *app) compare(ctx context.Context, baseline string, policies []string, o compareOptions) error {
	switch {
	case o.draws < 1 || o.seeds < 1 || o.workers < 1:
		return usage("--draws, --seeds and --workers: expected at least 1")
	case len(o.years) == 0:
		return usage("--years: expected at least one")
	}
	p, err := a.comparison(baseline, policies, o)
	if err != nil {
		return misconfigured(err)
	}
	progress := a.newProgress("compare", p.Draws*p.Seeds*(len(p.Names)+1), o.quiet)
	p.Progress = func(done, of int) { progress.tick(done, fmt.Sprintf("run %d of %d", done, of)) }
	result, err := p.Compare(ctx)
	progress.end()
	if f := stop(ctx); f != nil {
		return f
	}
	if err != nil {
		return failed("%w", err)
	}
	if o.json {
		return writeJSON(a.out, result)
	}
	_, err = a.out.Write([]byte(comparisonText(result, o.years, a.width)))
	return err
}

// comparison loads the baseline and finds all policies before anything runs.
func (a *app) comparison(baseline string, policies []string, o compareOptions) (*experiment.Plan, error) {
	base, err := scenario.Load(baseline, o.set, a.environ)
	if err != nil {
		return nil, err
	}
	under := []*scenario.Scenario{base}
	var names []string
	for _, policy := range policies {
		s, err := scenario.Load(baseline, o.set, a.environ, policy)
		if err != nil {
			return nil, err
		}
		under = append(under, s)
		names = append(names, strings.TrimSuffix(filepath.Base(policy), filepath.Ext(policy)))
	}
	first, last := yearOf(base.Config.Clock.Start), yearOf(base.Config.Clock.End)
	for _, y := range o.years {
		if y < first || y > last {
			return nil, usage("--years: expected years from %d to %d, got %d", first, last, y)
		}
	}
	p := &experiment.Plan{Baseline: base, Names: names, Draws: o.draws, Seeds: o.seeds, Workers: o.workers, Years: o.years,
		Under: func(policy int, settings []string) (*scenario.Scenario, error) {
			return under[policy+1].With(settings...)
		}}
	for _, c := range compared {
		if base.Config.MeanField && (c.column == "income_median" || c.column == "income_gini" || c.column == "wealth_top1_share" || c.column == "poverty_rate" || c.column == "compute_gini") {
			continue
		}
		p.Columns = append(p.Columns, c.column)
	}
	if !base.Config.MeanField && base.Config.People.Agents > 0 {
		for _, g := range groups {
			for k := range g.n {
				for _, column := range g.columns {
					p.Columns = append(p.Columns, experiment.Of(g.table, column, strconv.Itoa(k+1)))
				}
			}
		}
	}
	return p, nil
}

// groups are who a comparison tells apart, and what it says of them in the last year.
var groups = []struct {
	table, words string
	n            int
	columns      []string
}{
	{"people", "tenth of the base year's income", 10, []string{"equivalent_variation", "better_off_5", "worse_off_5"}},
	{"agency", "fifth of agency", 5, []string{"equivalent_variation"}},
}

// groupsText says how groups of people fare in the last year: a line a group. People are grouped as the baseline has them
// in the base year, which no policy has reached yet.
func groupsText(c *experiment.Comparison, policy string, year, width int) string {
	var out strings.Builder
	find := func(column string) *experiment.Row {
		for i := range c.Rows {
			if r := &c.Rows[i]; r.Policy == policy && r.Column == column && r.Year == year {
				return r
			}
		}
		return nil
	}
	for _, g := range groups {
		if find(experiment.Of(g.table, g.columns[0], "1")) == nil {
			continue
		}
		head := fmt.Sprintf("By %s, %d: equivalent variation in points of base-year income", g.words, year)
		if len(g.columns) > 1 {
			head += "; people more than 5 % better and worse off than in the base year, in points"
		}
		out.WriteString(wrap(head, textWidth(width)) + "\n")
		for k := range g.n {
			line := fmt.Sprintf("%4d", k+1)
			for _, column := range g.columns {
				r := find(experiment.Of(g.table, column, strconv.Itoa(k+1)))
				line += fmt.Sprintf("   %7s %-22s", figure(r.Change, "share", true), verdict(*r, "share"))
			}
			out.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
	return out.String()
}

func yearOf(month string) int {
	y, _ := strconv.Atoi(month[:4]) // configurations are checked before
	return y
}

// comparisonText is a block a policy: a line an outcome and year.
func comparisonText(c *experiment.Comparison, years []int, width int) string {
	var out strings.Builder
	units := map[string]series.Column{}
	if tables, err := emptyTables(); err == nil {
		for _, column := range tables[0].Columns {
			units[column.Name] = column
		}
	}
	about := fmt.Sprintf("%s against %s: %s from the priors, %s each", strings.Join(c.Policies, ", "), c.Baseline, count(int64(c.Draws), "draw"), count(int64(c.Seeds), "seed"))
	if c.Dropped > 0 {
		about += fmt.Sprintf("; %s could not be run", count(int64(c.Dropped), "draw"))
	}
	out.WriteString(wrap(about, textWidth(width)) + "\n")
	pairing, rows := 0., 0.
	for _, policy := range c.Policies {
		fmt.Fprintf(&out, "\n%s\n%-34s %5s %10s %10s   %s\n", policy, "", "year", "baseline", "change", "80 % of draws")
		for _, r := range c.Rows {
			if r.Policy != policy || strings.Contains(r.Column, "/") {
				continue
			}
			pairing, rows = pairing+math.Log(math.Max(r.Pairing, 1e-9)), rows+1
			fmt.Fprintf(&out, "%-34s %5d %10s %10s   %s\n", words(r.Column, years, r.Year), r.Year, figure(r.Baseline, units[r.Column].Unit, false), change(r, units[r.Column].Unit), verdict(r, units[r.Column].Unit))
		}
		out.WriteString(groupsText(c, policy, years[len(years)-1], width))
	}
	out.WriteString("\n" + wrap(fmt.Sprintf("Shares are in per cent, their changes in points; other changes are in per cent of the baseline. Noise of simulated agents is inside the band. Common draws and seeds make the standard error over seeds %.1f times smaller than other seeds would.", math.Exp(pairing/math.Max(rows, 1))), textWidth(width)) + "\n")
	return out.String()
}

// words name an outcome in its first year, and leave it out in the others.
func words(column string, years []int, year int) string {
	if year != years[0] {
		return ""
	}
	for _, c := range compared {
		if c.column == column {
			return c.words
		}
	}
	return column
}

// figure is a level, or a signed difference of shares.
func figure(v float64, u unit.Unit, signed bool) string {
	text := cell(v, u)
	if signed && v > 0 {
		text = "+" + text
	}
	return text
}

// change is in points for shares and years, and in per cent of the baseline for the rest.
func change(r experiment.Row, u unit.Unit) string {
	return difference(r.Change, r.Baseline, u)
}

func difference(change, baseline float64, u unit.Unit) string {
	if u == "share" || u == "yr" || baseline == 0 {
		return figure(change, u, true)
	}
	return fmt.Sprintf("%+.2f %%", 100*change/math.Abs(baseline))
}

func verdict(r experiment.Row, u unit.Unit) string {
	if !r.Detected {
		return "no detected difference"
	}
	return difference(r.Low, r.Baseline, u) + " to " + difference(r.High, r.Baseline, u)
}
