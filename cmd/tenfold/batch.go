package main

import (
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tenfold/sim/scenario"
)

// batch is what commands of many runs are told alike.
type batch struct {
	set         []string // not for those whose settings are fixed
	workers     int
	json, quiet bool
}

// flags are those of batches whose settings are fixed.
func (b *batch) flags(f *pflag.FlagSet) {
	f.IntVar(&b.workers, "workers", runtime.GOMAXPROCS(0), "runs at once: `N`; changes no result")
	f.Lookup("workers").DefValue = "one a processor"
	f.BoolVar(&b.json, "json", false, "print one JSON object instead of tables")
	f.BoolVar(&b.quiet, "quiet", false, "nothing on standard error but errors")
}

// mostRuns bounds what one command makes, as mostPoints does in sim/sweep: beyond it memory ends before the runs do.
const mostRuns = 10_000_000

// enough refuses more runs than that.
func enough(draws, seeds, cases int) error {
	if n := float64(draws) * float64(seeds) * float64(cases); n > mostRuns {
		return usage("expected at most %d runs: %d draws of %d seeds in %d cases are %.0f", mostRuns, draws, seeds, cases, n)
	}
	return nil
}

// settings are the flags of batches whose settings can be changed.
func (b *batch) settings(f *pflag.FlagSet) {
	f.StringArrayVar(&b.set, "set", nil, "change a setting of all runs: `path=value`; repeatable")
	b.flags(f)
}

// given are the settings of the environment and of flags as one list of flags, which repeats a command without that
// environment. What a command fixes itself stands before flags and above the environment.
func (b *batch) given(environ []string, fixed ...string) []string {
	set, _ := scenario.FromEnvironment(environ)
	set = slices.DeleteFunc(set, func(s string) bool {
		return slices.ContainsFunc(fixed, func(f string) bool { return keyOf(f) == keyOf(s) })
	})
	return append(set, b.set...)
}

// keyOf is the path of `path=value`.
func keyOf(setting string) string {
	key, _, _ := strings.Cut(setting, "=")
	return key
}

// completeScenario completes the name of a shipped scenario, or a file.
func completeScenario(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return scenario.Names(), cobra.ShellCompDirectiveDefault
}
