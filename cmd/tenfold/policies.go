package main

import (
	"github.com/spf13/cobra"

	"tenfold/sim/scenario"
)

func (a *app) policiesCommand() *cobra.Command {
	return &cobra.Command{
		Use: "policies [NAME|FILE]", Short: "List the shipped policies, or print one with what its levers do",
		Long: "List the shipped policies, or check one, the name of a shipped one or the path of a file, and print it with units and with\n" +
			"what its levers do. What is printed can be saved, changed and given to `tenfold run --policy FILE`.\n" +
			"NAME@2028-01:2030-12 is the policy with its levers in force from and until those months; either may be left out.",
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return scenario.PolicyNames(), cobra.ShellCompDirectiveDefault
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listShipped(scenario.PolicyNames(), scenario.PolicySource)
			}
			p, err := scenario.OpenPolicy(args[0])
			if err != nil {
				return misconfigured(err)
			}
			_, err = a.out.Write(p.Text())
			return err
		},
	}
}
