package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/economy"
	"tenfold/sim/param"
	"tenfold/sim/policy"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [KEY]",
		Short: "Explain a setting, a group of settings, a column of results or a lever; list them all",
		Args:  cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return keys(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listKeys()
			}
			return a.explainKey(args[0])
		},
	}
}

func (a *app) schemaCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema of scenario files, for completion in editors", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.printSchema(scenario.Schema(settings())) },
	}
	c.AddCommand(&cobra.Command{
		Use: "policy", Short: "Print the JSON Schema of policy files", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.printSchema(scenario.PolicySchema()) },
	})
	return c
}

func (a *app) printSchema(schema []byte, err error) error {
	if err != nil {
		return failed("%w", err)
	}
	_, err = a.out.Write(schema)
	return err
}

// settings are all parameters at their defaults.
func settings() *param.Set {
	set := economy.Parameters(&economy.Config{})
	set.Defaults()
	return set
}

func keys() []string {
	var out []string
	for _, p := range settings().All() {
		out = append(out, p.Key)
	}
	return append(out, policy.Names()...)
}

// explainKey looks among settings first, then among columns and levers.
func (a *app) explainKey(key string) error {
	text, unknown := scenario.Explain(settings(), key)
	if unknown == nil {
		_, err := io.WriteString(a.out, text)
		return err
	}
	tables, err := emptyTables()
	if err != nil {
		return err
	}
	found := false
	for _, t := range tables {
		if i := t.Index(key); i >= 0 {
			if found {
				_, _ = fmt.Fprintln(a.out)
			}
			printColumn(a.out, t, t.Columns[i])
			found = true
		}
	}
	if text, known := scenario.ExplainLever(key); known {
		if found {
			_, _ = fmt.Fprintln(a.out)
		}
		_, _ = io.WriteString(a.out, text)
		found = true
	}
	if !found {
		return usage("%w", unknown)
	}
	return nil
}

func printColumn(w io.Writer, t *series.Table, c series.Column) {
	_, _ = fmt.Fprintf(w, "%s (column of %s.csv)\n\n  %s\n\n", c.Name, t.Name, c.Doc)
	if c.Unit != "" {
		_, _ = fmt.Fprintf(w, "  %-9s %s\n", "unit", c.Unit)
	}
	if better := c.Better.String(); better != "" {
		_, _ = fmt.Fprintf(w, "  %-9s %s\n", "better", better)
	}
}

// listKeys lists settings by group, then columns by table.
func (a *app) listKeys() error {
	set := settings().All()
	width := 0
	for _, p := range set {
		width = max(width, len(p.Key))
	}
	last := ""
	for i, p := range set {
		group, _, _ := strings.Cut(p.Key, ".")
		if i > 0 && group != last && (strings.Contains(p.Key, ".") || strings.Contains(set[i-1].Key, ".")) {
			_, _ = fmt.Fprintln(a.out)
		}
		last = group
		_, _ = fmt.Fprintf(a.out, "%-*s  %s\n", width, p.Key, p.Doc)
	}
	tables, err := emptyTables()
	if err != nil {
		return err
	}
	for _, t := range tables {
		_, _ = fmt.Fprintf(a.out, "\nColumns of %s.csv: %s\n", t.Name, t.Doc)
		for _, c := range t.Columns {
			_, _ = fmt.Fprintf(a.out, "%-*s  %s\n", width, c.Name, c.Doc)
		}
	}
	_, _ = fmt.Fprintln(a.out, "\nLevers of policies:")
	for _, l := range policy.Levers() {
		_, _ = fmt.Fprintf(a.out, "%-*s  %s\n", width, l, l.Definition().Doc)
	}
	return nil
}

// emptyTables are all that the default scenario can write, before its first tick, made with few agents.
func emptyTables() ([]*series.Table, error) {
	p, err := loadScenario(defaultScenario, []string{"fleet.agents=0", "people.agents=1000", "people.panel=1", "firms.agents=0", "ledger=true"}, nil)
	if err != nil {
		return nil, misconfigured(err)
	}
	w, err := p.start(1)
	if err != nil {
		return nil, misconfigured(err)
	}
	return w.Tables(), nil
}
