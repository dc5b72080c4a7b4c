package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/dataset"
	"tenfold/sim/experiment"
	"tenfold/sim/scenario"
	"tenfold/sim/unit"
)

func (a *app) economyCommand() *cobra.Command {
	c := group(&cobra.Command{Use: "economy", Short: "Look at the tables of an economy"})
	c.AddCommand(&cobra.Command{
		Use:   "check DIR",
		Short: "Check an economy's tables and print its sizes and totals, or every fault",
		Long: "Check the tables of an economy, a folder or the name of a shipped one, and print its sizes and totals, or every fault.\n" +
			"A note says so where the tables are sound but a run with default settings has no base year to start from.",
		Args: cobra.ExactArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return scenario.Economies(), cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.checkEconomy(args[0]) },
	})
	return c
}

func (a *app) checkEconomy(name string) error {
	folder, err := scenario.EconomyFolder(name, "")
	if err != nil {
		return usage("%w", err)
	}
	e, err := folder.Load()
	if err != nil {
		return misconfigured(err)
	}
	_, err = fmt.Fprint(a.out, describeEconomy(e, folder.Shown)+baseYearNote(name, a.textWidth()))
	return err
}

// baseYearNote says what keeps a run with default settings from starting. Tables for limit cases need others, and are no
// worse for it. Expectations stand in the place of agents, for speed.
func baseYearNote(name string, width int) string {
	s, err := scenario.Load(defaultScenario, []string{"economy=" + name, "mean_field=true"}, nil)
	if err == nil {
		err = experiment.BaseYear(s)
	}
	if err == nil {
		return ""
	}
	return wrap(fmt.Sprintf("Note: the tables are sound, but `tenfold run --set economy=%s` needs other settings: %s", name, err), width) + "\n"
}

func describeEconomy(e *dataset.Economy, shown string) string {
	var out strings.Builder
	row := func(title, format string, args ...any) {
		fmt.Fprintf(&out, "  %-22s %s\n", title, fmt.Sprintf(format, args...))
	}
	fmt.Fprintf(&out, "OK: %s, %s (%s)\n", shown, e.Title, e.Name)
	row("base year", "%d", e.BaseYear)
	if n := len(e.Occupations); len(e.Groups) < n {
		row("occupations", "%d in %d groups", n, len(e.Groups))
	} else {
		row("occupations", "%d", n)
	}
	row("industries", "%d", len(e.Industries))
	row("wealth groups", "%d", len(e.Wealth))
	jobs, wages, output := 0., 0., 0.
	for _, o := range e.Occupations {
		jobs += o.Jobs
		wages += float64(o.Jobs * o.WageUSDPerYear)
	}
	for _, i := range e.Industries {
		output += i.GrossOutputUSD
	}
	row("jobs", "%s", unit.Number(jobs))
	row("wages", "%s %s/yr", unit.Number(wages), strings.ToLower(e.Currency))
	row("gross output", "%s %s/yr", unit.Number(output), strings.ToLower(e.Currency))
	for _, use := range []struct {
		name   string
		values []float64
	}{{"consumption", e.Consumption}, {"investment", e.Investment}, {"government", e.Government}, {"net exports", e.NetExports}} {
		total := 0.
		for _, v := range use.values {
			total += v
		}
		row(use.name, "%s %s/yr", unit.Number(total), strings.ToLower(e.Currency))
	}
	return out.String()
}

// titles are the names of an economy's occupations and industries, by code.
func titles(e *dataset.Economy) map[string]string {
	out := map[string]string{}
	for _, o := range e.Occupations {
		out[o.Code] = o.Title
	}
	for _, i := range e.Industries {
		out[i.Code] = i.Title
	}
	return out
}
