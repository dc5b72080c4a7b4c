package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/replicate"
	"tenfold/sim/scenario"
)

func (a *app) replicateCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "replicate [NAME|FILE...]",
		Short: "Make published results anew with this program's own code, and compare",
		Long: "Run replications: published results with their inputs, made anew by the bundles, the labour market, the task costs and the\n" +
			"trends that the simulator uses, and by the whole simulator in limit cases. Without a name all that are shipped run\n" +
			"(configs/replications); a file of your own can give any of the models other inputs.\n\n" +
			"Classes are counted apart: arithmetic, mechanism, simulator, out of sample. The exit code is 99 where one misses.\n\n" + modelHelp(),
		Example: "  tenfold replicate\n  tenfold replicate korinek-suh-start my-automation.yaml --json",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return replicate.Names(), cobra.ShellCompDirectiveDefault
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.replicate(args, asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return c
}

// modelHelp lists the models with inputs and outputs.
func modelHelp() string {
	var out strings.Builder
	out.WriteString("Models, what they take and what they give:\n")
	for _, m := range replicate.Models() {
		outputs := strings.Join(m.Outputs, ", ")
		if outputs == "" {
			outputs = "any column of the results, in the last month; tfp, domar_saving, tfp_over_domar_saving"
		}
		text := wrap(fmt.Sprintf("%s: %s -> %s", m.Name, strings.Join(m.Inputs, ", "), outputs), widest-2)
		out.WriteString("  " + strings.ReplaceAll(text, "\n", "\n    ") + "\n")
	}
	return strings.TrimRight(out.String(), "\n")
}

func (a *app) replicate(names []string, asJSON bool) error {
	if len(names) == 0 {
		names = replicate.Names()
	}
	var faults scenario.Faults
	var all []*replicate.Replication
	for _, name := range names {
		r, err := replicate.Open(name)
		var wrong scenario.Faults
		switch {
		case errors.As(err, &wrong):
			faults = append(faults, wrong...)
		case err != nil:
			return failed("%w", err)
		default:
			all = append(all, r)
		}
	}
	if faults != nil {
		return misconfigured(faults)
	}
	results := make([]replicate.Result, len(all))
	for i, r := range all {
		results[i] = r.Run()
	}
	if asJSON {
		if err := writeJSON(a.out, replicationsObject(results)); err != nil {
			return err
		}
	} else if err := a.say("%s", replicationsText(results, a.textWidth())); err != nil {
		return err
	}
	return verdict(results)
}

// verdict is the error that gives the exit code.
func verdict(results []replicate.Result) error {
	var missed, unmade []string
	for i := range results {
		switch r := &results[i]; {
		case r.Err != nil:
			unmade = append(unmade, r.ID)
		case !r.Holds():
			missed = append(missed, r.ID)
		}
	}
	switch {
	case unmade != nil:
		return &failure{error: fmt.Errorf("not made: %s", strings.Join(unmade, ", ")), code: exitFailure, told: true}
	case missed != nil:
		return &failure{error: fmt.Errorf("missed: %s", strings.Join(missed, ", ")), code: exitThreshold, told: true}
	}
	return nil
}

// replicationsText is a block a replication, by class, and the count of each class.
func replicationsText(results []replicate.Result, width int) string {
	var out strings.Builder
	for _, c := range replicate.Tally(results) {
		fmt.Fprintf(&out, "%s\n", strings.ToUpper(c.Class[:1])+c.Class[1:])
		for i := range results {
			if r := &results[i]; r.Class == c.Class {
				replicationText(&out, r, width)
			}
		}
		out.WriteString("\n")
	}
	for _, c := range replicate.Tally(results) {
		line := fmt.Sprintf("%s: %d of %s hold", c.Class, c.Held, count(int64(c.Replications), "replication"))
		if c.Unmade > 0 {
			line += fmt.Sprintf(", %d not made", c.Unmade)
		}
		out.WriteString(wrap(fmt.Sprintf("%s (%d of %s)", line, c.OutcomesHeld, count(int64(c.Outcomes), "number")), width) + "\n")
	}
	return out.String()
}

// replicationText is one replication: a line an outcome, or two where the width has no room.
func replicationText(out *strings.Builder, r *replicate.Result, width int) {
	fmt.Fprintf(out, "\n  %s\n", r.ID)
	if r.Citation != "" {
		fmt.Fprintf(out, "%s\n", hanging("    ", r.Citation, width))
	}
	if r.Err != nil {
		fmt.Fprintf(out, "%s\n", hanging("    ", "not made: "+r.Err.Error(), width))
		return
	}
	const narrow, column, longest = 76, 23, 36
	name := min(column+width-narrow, longest) // columns of names
	row := func(words ...any) {
		fmt.Fprintf(out, "    %s %13s %13s %10s  %s\n", words...)
	}
	if width >= narrow {
		row(pad("", name), "published", "obtained", "difference", "verdict")
	}
	for _, o := range r.Outcomes {
		published, obtained, difference := digits(o.Published), digits(o.Obtained), strconv.FormatFloat(o.Difference(), 'e', 1, 64)
		if width >= narrow {
			row(pad(clip(o.Name, name), name), published, obtained, difference, word(o.Holds))
			continue
		}
		fmt.Fprintf(out, "%s\n", hanging("    ", fmt.Sprintf("%s: %s published, %s obtained, %s, %s", o.Name, published, obtained, difference, word(o.Holds)), width))
	}
}

func digits(v float64) string { return strconv.FormatFloat(v, 'g', 7, 64) }

// replicationsJSON is what `replicate --json` prints.
type replicationsJSON struct {
	Replications []replicationJSON `json:"replications"`
	Classes      []classJSON       `json:"classes"`
	Missed       []string          `json:"missed"`
	NotMade      []string          `json:"not_made"`
}

type replicationJSON struct {
	ID       string        `json:"id"`
	Class    string        `json:"class"`
	Model    string        `json:"model"`
	Source   string        `json:"source"`
	File     string        `json:"file"`
	Outcomes []outcomeJSON `json:"outcomes"`
	Verdict  string        `json:"verdict"` // holds, misses or not made
	Error    string        `json:"error,omitempty"`
}

type outcomeJSON struct {
	Name       string   `json:"name"`
	Published  float64  `json:"published"`
	Obtained   float64  `json:"obtained"`
	Difference float64  `json:"difference"`
	Relative   *float64 `json:"relative_difference,omitempty"` // where the published number is not zero
	Allowed    float64  `json:"allowed"`
	Verdict    string   `json:"verdict"`
}

type classJSON struct {
	Class        string `json:"class"`
	Replications int    `json:"replications"`
	Hold         int    `json:"hold"`
	Miss         int    `json:"miss"`
	NotMade      int    `json:"not_made"`
	Outcomes     int    `json:"outcomes"`
	OutcomesHold int    `json:"outcomes_hold"`
}

func replicationsObject(results []replicate.Result) replicationsJSON {
	out := replicationsJSON{Replications: []replicationJSON{}, Missed: []string{}, NotMade: []string{}, Classes: []classJSON{}}
	for i := range results {
		r := &results[i]
		row := replicationJSON{ID: r.ID, Class: r.Class, Model: r.Model, Source: r.Citation, File: r.File, Outcomes: []outcomeJSON{}, Verdict: word(r.Holds())}
		switch {
		case r.Err != nil:
			row.Verdict, row.Error = "not made", r.Err.Error()
			out.NotMade = append(out.NotMade, r.ID)
		case !r.Holds():
			out.Missed = append(out.Missed, r.ID)
		}
		for _, o := range r.Outcomes {
			line := outcomeJSON{Name: o.Name, Published: o.Published, Obtained: o.Obtained, Difference: o.Difference(), Allowed: o.Allowed(), Verdict: word(o.Holds)}
			if o.Published != 0 {
				line.Relative = finite(o.Difference() / math.Abs(o.Published))
			}
			row.Outcomes = append(row.Outcomes, line)
		}
		out.Replications = append(out.Replications, row)
	}
	for _, c := range replicate.Tally(results) {
		out.Classes = append(out.Classes, classJSON{c.Class, c.Replications, c.Held, c.Replications - c.Held - c.Unmade, c.Unmade, c.Outcomes, c.OutcomesHeld})
	}
	return out
}

func word(holds bool) string {
	if holds {
		return "holds"
	}
	return "misses"
}
