package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/scenario"
)

func (a *app) scenariosCommand() *cobra.Command {
	return &cobra.Command{
		Use: "scenarios", Short: "List the shipped scenarios", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.listShipped(scenario.Names(), scenario.Open) },
	}
}

// listShipped prints names with their descriptions.
func (a *app) listShipped(names []string, open func(name string) (scenario.Source, error)) error {
	width := 0
	for _, name := range names {
		width = max(width, len(name))
	}
	indent := strings.Repeat(" ", width+2)
	for _, name := range names {
		source, err := open(name)
		if err != nil {
			return failed("%w", err)
		}
		text := wrap(source.Description(), a.textWidth()-len(indent))
		_, _ = fmt.Fprintf(a.out, "%-*s  %s\n", width, name, strings.ReplaceAll(text, "\n", "\n"+indent))
	}
	return nil
}
