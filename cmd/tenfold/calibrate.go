package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/calibrate"
	"tenfold/sim/economy"
	"tenfold/sim/output"
	"tenfold/sim/scenario"
	"tenfold/sim/unit"
)

// calibrateOptions are the flags of `tenfold calibrate`.
type calibrateOptions struct {
	batch
	without []string
	write   string
	quick   bool
}

func (a *app) calibrateCommand() *cobra.Command {
	var o calibrateOptions
	c := &cobra.Command{
		Use:   "calibrate [SCENARIO]",
		Short: "Choose parameters of adoption and frictions by simulated moments, and say what the moments do not tell",
		Long: "Choose parameters so that the model, started in January 2023 with prices and horizons on record, comes as near as it can\n" +
			"to the Census survey of adoption, labour flows, the hours of work that AI assists, the loss of pay after displacement (an\n" +
			"event study on simulated persons) and the base year. Printed are moments with errors and misses, the Jacobian, the J\n" +
			"statistic, estimates with standard errors, and the directions in which the moments tell less than the priors, which count as\n" +
			"one observation each. `tenfold calibrate wages` estimates the slope of wages on unemployment from the record.",
		Example:           "  tenfold calibrate central --write calibrated.yaml\n  tenfold calibrate --quick --without hours\n  tenfold calibrate wages",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeScenario,
		RunE: func(c *cobra.Command, args []string) error {
			return a.calibrate(c.Context(), append(args, defaultScenario)[0], o)
		},
	}
	f := c.Flags()
	f.StringSliceVar(&o.without, "without", nil, "leave out a moment: `NAME`; repeatable")
	f.StringVar(&o.write, "write", "", "write the estimates that the moments tell to a scenario `FILE`")
	f.BoolVar(&o.quick, "quick", false, "a fifth of the persons and half the steps")
	o.settings(f)
	c.AddCommand(a.wagesCommand())
	return c
}

func (a *app) calibrate(ctx context.Context, name string, o calibrateOptions) error {
	if o.workers < 1 {
		return usage("--workers: expected at least 1")
	}
	s, err := scenario.Load(name, o.set, a.environ)
	if err != nil {
		return misconfigured(err)
	}
	c, err := calibrate.New(s, o.quick, o.without)
	if err != nil {
		return usage("%w", err)
	}
	p := c.Problem()
	p.Workers = o.workers
	most := 1 + (p.Steps+1)*2*len(p.Parameters) + p.Steps
	progress := a.progressOf("calibrate", "evaluations at most", most, o.quiet)
	p.Progress = func(done int) { progress.tick(done, "") }
	f, err := p.Fit(ctx)
	progress.end()
	if f := stop(ctx); f != nil {
		return f
	}
	if err != nil {
		return failed("%w", err)
	}
	written := ""
	if o.write != "" {
		text, err := c.Fragment(ctx, f)
		if err != nil {
			return failed("%w", err)
		}
		if err := output.WriteFile(o.write, []byte(text)); err != nil {
			return failed("%w", err)
		}
		written = "\nWritten: " + o.write + "\n"
	}
	if o.json {
		return writeJSON(a.out, f)
	}
	_, err = a.out.Write([]byte(fitText(s.Name, f, a.width) + written))
	return err
}

func fitText(name string, f *calibrate.Fit, width int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n\n", wrap(fmt.Sprintf("%s: simulated moments, distance %.1f at the start and J %.1f at the end, %.1f degrees of freedom, p %.2g, %s",
		name, f.Before, f.J, f.Free, f.P, count(int64(f.Runs), "evaluation")), textWidth(width)))
	moments := listing{heads: []string{"Moment (weight: 1/s.e. squared; off: in s.e.)", "data", "s.e.", "start", "model", "off"}, words: 1}
	for _, m := range f.Moments {
		spread := unit.Number(m.Error)
		if m.Logs {
			spread = "log " + spread
		}
		moments.add(m.Words, unit.Number(m.Value), spread, unit.Number(m.Before), unit.Number(m.Model), fmt.Sprintf("%+.1f", m.Off))
	}
	estimates := listing{heads: []string{"Parameter", "start", "prior", "estimate", "s.e.", "told by the moments"}, words: 1}
	for _, e := range f.Estimates {
		estimate, spread, told := unit.Number(e.Value), unit.Number(e.Error), fmt.Sprintf("%.0f %%", 100*e.Identified)
		switch {
		case e.AtBound:
			told = "at the prior's end, " + told
		case !e.Told():
			estimate, spread, told = "-", "-", "not identified, "+told
		}
		estimates.add(e.Key, unit.Number(e.Start), unit.Number(e.Low)+" to "+unit.Number(e.High), estimate, spread, told)
	}
	out.WriteString(moments.text(width) + "\n" + estimates.text(width))
	fmt.Fprintf(&out, "\n%s\n", wrap("Directions, from what is told best: singular value, and the parameters that make it up", textWidth(width)))
	for _, d := range f.Directions {
		fmt.Fprintf(&out, "%s\n", hanging(fmt.Sprintf("%7.2f  ", d.Singular), directionWords(f, &d), textWidth(width)))
	}
	for _, pair := range f.Alike() {
		out.WriteString(hanging("  ", pair, textWidth(width)) + "\n")
	}
	fmt.Fprintf(&out, "%s\n\n%s\n", wrap("Below 1 the moments tell less than the priors, which count as one observation each.", textWidth(width)),
		wrap("Jacobian, standard errors of the moment a quarter of the prior's range", textWidth(width)))
	out.WriteString(jacobianText(f, width))
	return out.String()
}

// directionWords names the parameters with the largest weights.
func directionWords(f *calibrate.Fit, d *calibrate.Direction) string {
	order := make([]int, len(d.Weights))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(math.Abs(d.Weights[b]), math.Abs(d.Weights[a])) })
	var words []string
	for _, j := range order {
		if w := d.Weights[j]; math.Abs(w) >= .15 {
			words = append(words, fmt.Sprintf("%+.2f %s", w, f.Estimates[j].Key))
		}
	}
	return strings.Join(words, " ")
}

// jacobianText has a row a moment and the parameters that move it.
func jacobianText(f *calibrate.Fit, width int) string {
	rows := listing{indent: "  ", heads: []string{"Moment", "moved by"}, words: 2}
	for i, row := range f.Jacobian {
		var words []string
		for j, v := range row {
			if math.Abs(v) >= .05 {
				_, key, _ := strings.Cut(f.Estimates[j].Key, ".")
				words = append(words, key+" "+strconv.FormatFloat(v, 'f', 1, 64))
			}
		}
		if words == nil {
			words = []string{"nothing"}
		}
		rows.add(f.Moments[i].Words, strings.Join(words, ", "))
	}
	return rows.text(width)
}

func (a *app) wagesCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "wages",
		Short: "The slope of wages on unemployment in the record, beside the defaults",
		Long: "Estimate chi, the yearly growth of wages per unit by which unemployment is below what it usually is, from the United States by\n" +
			"year (configs/history/macro.csv), with standard errors that allow for errors correlated over two years, on both sides of\n" +
			"the gap, in six specifications; the first was chosen before the estimates were seen.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			slopes, err := calibrate.WageSlopes()
			if err != nil {
				return failed("%w", err)
			}
			if asJSON {
				return writeJSON(a.out, slopes)
			}
			_, err = a.out.Write([]byte(wagesText(slopes, a.width)))
			return err
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object instead of tables")
	return c
}

func wagesText(slopes []calibrate.Slope, width int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n\n", wrap("chi: growth of hourly earnings a year per unit by which unemployment is below what it usually is (standard error; 80 %), in all and where the gap is positive (up) and negative (down)", textWidth(width)))
	band := func(c *calibrate.Coef) string {
		return fmt.Sprintf("%.2f (%.2f; %.2f to %.2f)", c.Value, c.Error, c.Band80[0], c.Band80[1])
	}
	least, most := math.Inf(1), math.Inf(-1)
	for i := range slopes {
		s := &slopes[i]
		fmt.Fprintf(&out, "%s\n", wrap(fmt.Sprintf("%s, %s: %s", s.Words, s.Years, band(&s.Chi)), textWidth(width)))
		fmt.Fprintf(&out, "%s\n", hanging("  ", fmt.Sprintf("up %s, down %s, equal: p %.2f", band(&s.Up), band(&s.Down), s.Equal), textWidth(width)))
		least, most = math.Min(least, s.Chi.Value), math.Max(most, s.Chi.Value)
	}
	var c economy.Config
	economy.Parameters(&c).Defaults()
	first := &slopes[0].Chi
	zero := "does not exclude"
	if first.Band95[0] > 0 || first.Band95[1] < 0 {
		zero = "excludes"
	}
	fmt.Fprintf(&out, "\n%s\n", wrap(fmt.Sprintf("Defaults: labour.wage_up %g, labour.wage_down %g. Estimates go from %.2f to %.2f by the specification, and the 95 %% interval of the first, which was chosen beforehand, is %.2f to %.2f and %s a slope of zero: it is barely identified by these years.",
		c.Labour.WageUp, c.Labour.WageDown, least, most, first.Band95[0], first.Band95[1], zero), textWidth(width)))
	return out.String()
}
