package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/output"
	"tenfold/sim/scenario"
)

// runOptions are the flags of `tenfold run`.
type runOptions struct {
	set                 []string
	policies            []string
	seed                string
	meanField           bool
	workers             int
	panel               int
	ledger              bool
	executor            string
	every               int
	resume              string
	out                 string
	report              bool
	json, quiet, dryRun bool
}

const defaultScenario = "central"

func (a *app) runCommand() *cobra.Command {
	var o runOptions
	c := &cobra.Command{
		Use:   "run [SCENARIO]",
		Short: "Run a scenario and print a summary by year",
		Long: "Run a scenario, the name of a shipped one or the path of a YAML file, and print a summary by year.\n" +
			"Flags win over the environment (TENFOLD_FLEET__AGENTS=1000), the environment over the file.",
		Example:           "  tenfold run\n  tenfold run moore --seed 2\n  tenfold run my.yaml --set fleet.agents=1M --set price.fall=4x/yr\n  tenfold run --policy basic-income --policy my-policy.yaml",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeScenario,
		RunE:              func(c *cobra.Command, args []string) error { return a.runScenario(c, args, o) },
	}
	f := c.Flags()
	f.StringArrayVar(&o.set, "set", nil, "change a setting: `path=value`; repeatable")
	f.StringArrayVar(&o.policies, "policy", nil, "put a policy in force, beside those of the scenario: `NAME|FILE`; repeatable")
	f.StringVar(&o.seed, "seed", "", "the same as --set seed=`N`")
	f.BoolVar(&o.meanField, "mean-field", false, "the same as --set mean_field=true: expectations in place of agents")
	f.IntVar(&o.workers, "workers", runtime.GOMAXPROCS(0), "goroutines that step agents: `N`; changes no result")
	f.Lookup("workers").DefValue = "one a processor"
	f.StringVar(&o.executor, "executor", "", "the same as --set engine.executor=`shards|goroutines`; changes no result")
	f.IntVar(&o.every, "checkpoint-every", 0, "write a checkpoint every `N` ticks instead of every half minute")
	f.StringVar(&o.resume, "resume", "", "go on with the run in `folder` from its last checkpoint")
	f.IntVar(&o.panel, "panel", 0, "the same as --set people.panel=`N`: write the months of N persons")
	f.BoolVar(&o.ledger, "ledger", false, "the same as --set ledger=true: write the transaction-flow matrix of each year")
	f.StringVar(&o.out, "out", "results", "`folder` in which the run's folder is made")
	f.BoolVar(&o.report, "report", false, "write a page with charts into the run's folder too (report.html), as tenfold report does")
	f.BoolVar(&o.json, "json", false, "print one JSON object instead of the summary")
	f.BoolVar(&o.quiet, "quiet", false, "nothing on standard error but errors")
	f.BoolVar(&o.dryRun, "dry-run", false, "check everything, say what would run, write nothing")
	cobra.CheckErr(c.RegisterFlagCompletionFunc("policy", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return scenario.PolicyNames(), cobra.ShellCompDirectiveDefault
	}))
	return c
}

// shorthands are the flags that stand for a setting.
var shorthands = []struct{ flag, key string }{
	{"seed", "seed"}, {"mean-field", "mean_field"}, {"panel", "people.panel"}, {"executor", "engine.executor"}, {"ledger", "ledger"},
}

// settings are the flags as path=value pairs. The shorthands come last and so win.
func (o runOptions) settings(c *cobra.Command) []string {
	out := append([]string(nil), o.set...)
	for _, s := range shorthands {
		if f := c.Flags().Lookup(s.flag); f.Changed {
			out = append(out, s.key+"="+f.Value.String())
		}
	}
	return out
}

// blame names the shorthand where a setting that it gave, and --set did not, is at fault.
func (o runOptions) blame(c *cobra.Command, err error) error {
	var faults scenario.Faults
	if !errors.As(err, &faults) {
		return err
	}
	faults = slices.Clone(faults)
	for i := range faults {
		for _, s := range shorthands {
			set := slices.ContainsFunc(o.set, func(pair string) bool {
				key, _, _ := strings.Cut(pair, "=")
				return strings.TrimSpace(key) == s.key
			})
			if f := &faults[i]; f.File == "--set" && f.Path == s.key && !set && c.Flags().Changed(s.flag) {
				f.File, f.Path = "--"+s.flag, ""
			}
		}
	}
	return faults
}

func (a *app) runScenario(c *cobra.Command, args []string, o runOptions) error {
	switch {
	case o.workers < 1:
		return usage("--workers: expected at least 1, got %d", o.workers)
	case o.out == "":
		return usage("--out: expected a folder, got nothing")
	case o.every < 0:
		return usage("--checkpoint-every: expected a number of ticks, got %d", o.every)
	case c.Flags().Changed("resume"):
		return a.resumeRun(c, args, o)
	}
	source := defaultScenario
	if len(args) == 1 {
		source = args[0]
	}
	p, err := a.load(source, o.settings(c), a.environ, o.policies...)
	if err != nil {
		return misconfigured(o.blame(c, err))
	}
	w, err := p.start(o.workers)
	if err != nil {
		return misconfigured(err)
	}
	defer w.Close()
	if o.dryRun {
		return a.printPlan(p, w, o)
	}
	r, err := a.simulate(c.Context(), p, w, o)
	if err != nil {
		return err
	}
	return a.printResult(r, o)
}

func (a *app) printResult(r *result, o runOptions) error {
	if o.report {
		if err := a.writeReport([]string{r.dir}, filepath.Join(r.dir, reportFile)); err != nil {
			return err
		}
	}
	if o.json {
		return writeJSON(a.out, r.object())
	}
	_, err := a.out.Write([]byte(r.summary(a.width)))
	return err
}

// printPlan says what a run would do.
func (a *app) printPlan(p *plan, w world, o runOptions) error {
	about := p.about(w)
	folder := runFolder(o.out, about)
	if o.json {
		return writeJSON(a.out, planObject{DryRun: true, RunDir: folder, Name: p.name, Hash: p.hash, Seed: p.seed, Sizes: about.Sizes})
	}
	_, err := fmt.Fprintf(a.out, "%s\nhash      %s\nticks     %d\nfolder    %s\nNothing was written.\n", p.heading(), p.hash, w.Ticks(), folder)
	return err
}

// about is what the run folder says of the plan.
func (p *plan) about(w world) output.About {
	return output.About{
		Name: p.name, Hash: p.hash, Seed: p.seed, Tool: toolVersion(), Model: p.model,
		Sizes:    output.Sizes{Agents: p.agents, People: p.people, Firms: p.firms, Ticks: w.Ticks()},
		Policies: p.policies, Scenario: p.scenario, Files: p.files,
	}
}
