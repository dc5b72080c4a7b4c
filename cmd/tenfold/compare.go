package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/experiment"
	"tenfold/sim/scenario"
)

// compareOptions are the flags of `tenfold compare`.
type compareOptions struct {
	batch
	draws, seeds int
	years        []int
	out          string
}

// compared are the outcomes that a comparison shows, in words; people says which need simulated people.
var compared = []struct {
	column, words string
	people        bool
}{
	{"real_output", "Output", false}, {"price_level", "Price level", false}, {"unemployment_rate", "Unemployment", false},
	{"compensation_share", "Compensation share", false}, {"wage_real_mean", "Real wage, mean", false}, {"wage_real_min", "  of the worst occupation", false},
	{"income_median", "Median income, real", true}, {"income_gini", "Gini of income after tax", true}, {"income_top10_share", "Income of the top 10 %", true},
	{"wealth_gini", "Gini of wealth", true}, {"wealth_top1_share", "Wealth of the richest 1 %", true},
	{"poverty_rate", "Poverty", true}, {"compute_gini", "Gini of coworkers directed", true}, {"coworkers", "Coworkers in use", false},
	{"done", "Wage bill's tasks they do", false}, {"ai_profit_share", "Providers' profit over output", false},
	{"government_balance", "Government balance over output", false}, {"government_debt", "Government debt over output", false},
}

// byOccupation are the outcomes that a comparison has of each occupation, and lorenzCurves of each Lorenz curve.
var (
	byOccupation = []string{"wage_real", "employment"}
	lorenzCurves = []string{"income", "wealth", "directed_hours"}
	lorenzPoints = []string{"0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "0.95", "0.99", "0.999"}
)

func (a *app) compareCommand() *cobra.Command {
	var o compareOptions
	c := &cobra.Command{
		Use:   "compare BASELINE POLICY...",
		Short: "Compare policies with a scenario, run by run, and say how sure the differences are",
		Long: "Run a scenario without and with each policy, under the same draws from the priors and the same seeds, and print what\n" +
			"changes: the level in the baseline, the change under the policy, and the band that holds 80 % of draws. Where that band,\n" +
			"or the noise of simulated agents, leaves the sign open, no difference is detected. Fewer than 8 draws have a range and\n" +
			"no band, and with one seed, which does not tell the noise, they detect nothing. People are compared person by person\n" +
			"with themselves in the baseline; the government's budget with and without a response of hours and participation.\n\n" +
			"All tables are written to a folder: compare.json, a CSV file a table, tables.xlsx and a page (index.html).",
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
	f.IntVar(&o.draws, "draws", 16, "draws from the priors: `N`; the first is the scenario as it stands")
	f.IntVar(&o.seeds, "seeds", 2, "seeds a draw: `N`")
	f.IntSliceVar(&o.years, "years", []int{2030, 2035}, "years to compare; people are compared in the last")
	f.StringVar(&o.out, "out", "results", "`folder` in which the comparison's folder is made")
	o.settings(f)
	return c
}

func (a *app) compare(ctx context.Context, baseline string, policies []string, o compareOptions) error {
	switch {
	case o.draws < 1 || o.seeds < 1 || o.workers < 1:
		return usage("--draws, --seeds and --workers: expected at least 1")
	case len(o.years) == 0:
		return usage("--years: expected at least one")
	}
	if err := enough(o.draws, o.seeds, len(policies)+1); err != nil {
		return err
	}
	slices.Sort(o.years)
	o.years = slices.Compact(o.years)
	p, err := a.comparison(baseline, policies, o)
	if err != nil {
		return misconfigured(err)
	}
	progress := a.progressOf("compare", "runs", (p.Draws*p.Seeds+1)*(len(p.Names)+1), o.quiet)
	p.Progress = func(done, _ int) { progress.tick(done, "") }
	result, err := p.Compare(ctx)
	progress.end()
	if f := stop(ctx); f != nil {
		return f
	}
	if err != nil {
		return unfinished(err)
	}
	dir, err := writeComparison(o.out, p, result, compareWords(baseline, policies, o.given(a.environ), o))
	if err != nil {
		return failed("%w", err)
	}
	if o.json {
		return writeJSON(a.out, comparisonObject{dir, result})
	}
	_, err = a.out.Write([]byte(comparisonText(result, p.Baseline, a.width) + "\nFiles: " + dir + "\n"))
	return err
}

// comparisonObject is what `compare --json` prints.
type comparisonObject struct {
	CompareDir string `json:"compare_dir"`
	*experiment.Comparison
}

// compareWords are the arguments that repeat the comparison.
func compareWords(baseline string, policies, set []string, o compareOptions) []string {
	var years []string
	for _, y := range o.years {
		years = append(years, strconv.Itoa(y))
	}
	words := append([]string{"compare", baseline}, policies...)
	for _, s := range set {
		words = append(words, "--set", s)
	}
	return append(words, "--draws", strconv.Itoa(o.draws), "--seeds", strconv.Itoa(o.seeds), "--years", strings.Join(years, ","))
}

// comparison loads the baseline and all policies before anything runs, and reports what is wrong with any of them.
func (a *app) comparison(baseline string, policies []string, o compareOptions) (*experiment.Plan, error) {
	base, err := scenario.Load(baseline, o.set, a.environ)
	if err != nil {
		return nil, err
	}
	p := &experiment.Plan{Baseline: base, Draws: o.draws, Seeds: o.seeds, Workers: o.workers, Years: o.years}
	var faults scenario.Faults
	for _, policy := range policies {
		s, err := scenario.Load(baseline, o.set, a.environ, policy)
		var found scenario.Faults
		switch {
		case errors.As(err, &found):
			faults = append(faults, found...)
			continue
		case err != nil:
			return nil, err
		}
		name := strings.TrimSuffix(filepath.Base(policy), filepath.Ext(policy))
		if slices.Contains(p.Names, name) {
			return nil, usage("policy %s is named twice", name)
		}
		p.Policies, p.Names = append(p.Policies, s), append(p.Names, name)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	first, last := yearOf(base.Config.Clock.Start), yearOf(base.Config.Clock.End)
	for _, y := range o.years {
		if y < first || y > last {
			return nil, usage("--years: expected years from %d to %d, got %d", first, last, y)
		}
	}
	p.Columns = comparedColumns(base)
	return p, nil
}

// comparedColumns are what the comparison of a baseline is about.
func comparedColumns(base *scenario.Scenario) []string {
	var out []string
	people := !base.Config.MeanField && base.Config.People.Agents > 0
	for _, c := range compared {
		if people || !c.people {
			out = append(out, c.column)
		}
	}
	for _, o := range base.Economy.Occupations {
		for _, column := range byOccupation {
			out = append(out, experiment.Of("fields", column, o.Code))
		}
	}
	if people {
		for _, curve := range lorenzCurves {
			for _, at := range lorenzPoints {
				out = append(out, experiment.Of("lorenz", curve, at))
			}
		}
	}
	return out
}

func yearOf(month string) int {
	y, _ := strconv.Atoi(month[:4]) // configurations are checked before
	return y
}
