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

// leastBeside is the width of a description that still stands beside its name; a narrower one stands below it.
const leastBeside = 20

// listShipped prints names with their descriptions.
func (a *app) listShipped(names []string, open func(name string) (scenario.Source, error)) error {
	width := 0
	for _, name := range names {
		width = max(width, len(name))
	}
	indent, beside := strings.Repeat(" ", width+2), true
	if a.textWidth()-len(indent) < leastBeside {
		indent, beside = "  ", false
	}
	for _, name := range names {
		source, err := open(name)
		if err != nil {
			return failed("%w", err)
		}
		text := wrap(source.Description(), a.textWidth()-len(indent))
		text = strings.ReplaceAll(text, "\n", "\n"+indent)
		if beside {
			_, _ = fmt.Fprintf(a.out, "%-*s  %s\n", width, name, text)
		} else {
			_, _ = fmt.Fprintf(a.out, "%s\n%s%s\n", name, indent, text)
		}
	}
	return nil
}
