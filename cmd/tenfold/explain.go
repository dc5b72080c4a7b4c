package main

import (
	"fmt"
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
			explained := listKeys
			if len(args) > 0 {
				explained = func() (string, error) { return explainKey(args[0]) }
			}
			text, err := explained()
			if err != nil {
				return err
			}
			return a.say("%s", hangingLines(text, a.textWidth()))
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
func explainKey(key string) (string, error) {
	text, unknown := scenario.Explain(settings(), key)
	if unknown == nil {
		return text, nil
	}
	tables, err := emptyTables()
	if err != nil {
		return "", err
	}
	var found []string
	for _, t := range tables {
		if i := t.Index(key); i >= 0 {
			found = append(found, columnText(t, t.Columns[i]))
		}
	}
	if text, known := scenario.ExplainLever(key); known {
		found = append(found, text)
	}
	if found == nil {
		return "", usage("%w", unknown)
	}
	return strings.Join(found, "\n"), nil
}

func columnText(t *series.Table, c series.Column) string {
	var w strings.Builder
	fmt.Fprintf(&w, "%s (column of %s.csv)\n\n  %s\n\n", c.Name, t.Name, c.Doc)
	if c.Unit != "" {
		fmt.Fprintf(&w, "  %-9s %s\n", "unit", c.Unit)
	}
	if better := c.Better.String(); better != "" {
		fmt.Fprintf(&w, "  %-9s %s\n", "better", better)
	}
	return w.String()
}

// listKeys lists settings by group, then columns by table.
func listKeys() (string, error) {
	var out strings.Builder
	set := settings().All()
	width := 0
	for _, p := range set {
		width = max(width, len(p.Key))
	}
	last := ""
	for i, p := range set {
		group, _, _ := strings.Cut(p.Key, ".")
		if i > 0 && group != last && (strings.Contains(p.Key, ".") || strings.Contains(set[i-1].Key, ".")) {
			out.WriteString("\n")
		}
		last = group
		fmt.Fprintf(&out, "%-*s  %s\n", width, p.Key, p.Doc)
	}
	tables, err := emptyTables()
	if err != nil {
		return "", err
	}
	for _, t := range tables {
		fmt.Fprintf(&out, "\nColumns of %s.csv: %s\n", t.Name, t.Doc)
		for _, c := range t.Columns {
			fmt.Fprintf(&out, "%-*s  %s\n", width, c.Name, c.Doc)
		}
	}
	out.WriteString("\nLevers of policies:\n")
	for _, l := range policy.Levers() {
		fmt.Fprintf(&out, "%-*s  %s\n", width, l, l.Definition().Doc)
	}
	return out.String(), nil
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
