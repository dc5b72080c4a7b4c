package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// root is the tree of verbs. To add one: a file with a function that returns its command, and its name here.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "tenfold",
		Short: "Simulate an economy with fleets of virtual coworkers whose price falls tenfold a year",
		Long: "tenfold simulates an economy with fleets of virtual coworkers whose price falls tenfold a year.\n\n" +
			"Begin with `tenfold run`, which runs the scenario `central`, and `tenfold scenarios`.\n" +
			"Exit codes: 0 done, 1 failure in a run, 2 usage or configuration, 75 terminated, 130 interrupted.",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(a.runCommand(), a.scenariosCommand(), a.explainCommand(), a.schemaCommand(), a.economyCommand(), a.versionCommand())
	root.SetFlagErrorFunc(explainFlag)
	return root
}

// group makes a command of subcommands refuse unknown ones, which cobra does for the root only.
func group(c *cobra.Command) *cobra.Command {
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return c.Help()
		}
		return usage("unknown command %q for %q%s", args[0], c.CommandPath(), didYouMean(c.SuggestionsFor(args[0])))
	}
	return c
}

// explainFlag adds the flags with the closest names to the message about an unknown one.
func explainFlag(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return usage("%w", err)
	}
	// cobra compares words for commands only.
	words := &cobra.Command{SuggestionsMinimumDistance: 2}
	c.Flags().VisitAll(func(f *pflag.Flag) {
		words.AddCommand(&cobra.Command{Use: f.Name, Run: func(*cobra.Command, []string) {}})
	})
	var close []string
	for _, name := range words.SuggestionsFor(unknown.GetSpecifiedName()) {
		close = append(close, "--"+name)
	}
	return usage("%w%s", err, didYouMean(close))
}

func didYouMean(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return fmt.Sprintf(", did you mean %s?", strings.Join(words, " or "))
}
