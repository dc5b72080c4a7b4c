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
			"Exit codes: 0 done, 1 failure in a run, 2 usage or configuration, 3 some runs of a sweep failed,\n" +
			"75 terminated, 99 a stated threshold is missed, 130 interrupted.",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	group(root)
	root.AddCommand(a.runCommand(), a.ledgerCommand(), a.benchCommand(), a.compareCommand(), a.fitCommand(), a.sweepCommand(), a.scenariosCommand(), a.policiesCommand(), a.explainCommand(), a.schemaCommand(), a.initCommand(), a.economyCommand(), a.versionCommand())
	root.AddCommand(a.reportCommand(), a.demandCommand(), a.serveCommand(), a.reproCommand(), a.citeCommand(), a.exportCommand())
	root.AddCommand(a.forecastCommand(), a.historyCommand(), a.nowcastCommand(), a.calibrateCommand())
	root.AddCommand(a.claimsCommand(), a.replicateCommand())
	root.SetHelpCommand(helpCommand(root))
	root.SetFlagErrorFunc(explainFlag)
	return root
}

// nearMiss is how many letters may differ between a word and the one that is suggested for it.
const nearMiss = 2

// group makes a command of subcommands print its help and refuse unknown ones.
func group(c *cobra.Command) *cobra.Command {
	c.SuggestionsMinimumDistance = nearMiss
	c.DisableFlagsInUseLine = true
	c.Args = cobra.ArbitraryArgs // cobra's own check says it otherwise for the root and not at all below
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return c.Help()
		}
		return unknownCommand(c, args[0])
	}
	return c
}

func unknownCommand(c *cobra.Command, word string) error {
	return usage("unknown command %q for %q%s", word, c.CommandPath(), didYouMean(c.SuggestionsFor(word)))
}

// helpCommand replaces cobra's, which calls it a success to know nothing of a command.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: "help [command]", Short: "Help about any command",
		RunE: func(_ *cobra.Command, args []string) error {
			c, rest, err := root.Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return unknownCommand(c, rest[0])
			}
			c.InitDefaultHelpFlag() // which is made late, and the text should list it
			return c.Help()
		},
	}
}

// explainFlag says what a flag expects, and adds the flags with the closest names to the message about an unknown one.
func explainFlag(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	switch {
	case c.HasSubCommands() && c.Flags().NArg() > 0: // the flag belongs to a command that there is not
		return unknownCommand(c, c.Flags().Arg(0))
	case errors.As(err, &invalid):
		f := invalid.GetFlag()
		return usage("--%s: expected %s, got %q", f.Name, valueWords(f.Value.Type()), invalid.GetValue())
	case !errors.As(err, &unknown):
		return usage("%w", err)
	}
	// cobra compares words for commands only.
	words := &cobra.Command{SuggestionsMinimumDistance: nearMiss}
	c.Flags().VisitAll(func(f *pflag.Flag) {
		words.AddCommand(&cobra.Command{Use: f.Name, Run: func(*cobra.Command, []string) {}})
	})
	var close []string
	for _, name := range words.SuggestionsFor(unknown.GetSpecifiedName()) {
		close = append(close, "--"+name)
	}
	return usage("%w%s", err, didYouMean(close))
}

func valueWords(kind string) string {
	switch kind {
	case "bool":
		return "true or false"
	case "int":
		return "a whole number"
	default:
		return "another kind of value"
	}
}

func didYouMean(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return fmt.Sprintf(", did you mean %s?", strings.Join(words, " or "))
}
