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
		RunE: func(*cobra.Command, []string) error {
			names := scenario.Names()
			width := 0
			for _, name := range names {
				width = max(width, len(name))
			}
			for _, name := range names {
				source, err := scenario.Open(name)
				if err != nil {
					return failed("%w", err)
				}
				indent := strings.Repeat(" ", width+2)
				text := wrap(leadingComment(string(source.Data)), a.textWidth()-len(indent))
				_, _ = fmt.Fprintf(a.out, "%-*s  %s\n", width, name, strings.ReplaceAll(text, "\n", "\n"+indent))
			}
			return nil
		},
	}
}

// leadingComment is the comment at a file's head, as one line.
func leadingComment(text string) string {
	var words []string
	for line := range strings.Lines(text) {
		comment, ok := strings.CutPrefix(strings.TrimSpace(line), "#")
		if !ok {
			break
		}
		words = append(words, strings.Fields(comment)...)
	}
	return strings.Join(words, " ")
}
