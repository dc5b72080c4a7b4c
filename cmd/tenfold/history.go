package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/history"
)

// historyOptions are the flags of `tenfold history`.
type historyOptions struct {
	batch
	draws int
}

func (a *app) historyCommand() *cobra.Command {
	var o historyOptions
	c := &cobra.Command{
		Use:   "history",
		Short: "The model on 1987 to 2019, with the price of computing as the only technology",
		Long: "Run production, prices and the labour market over 1987 to 2019 with the fall in the price of computing as the only\n" +
			"technology, and compare the labour share and the middle occupations' share of employment with what happened. Settings and\n" +
			"marks were fixed before the first run (configs/history/computing.yaml). The exit code is 99 where a mark is missed.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.history(c.Context(), o) },
	}
	f := c.Flags()
	f.IntVar(&o.draws, "draws", 0, "draws of elasticities, frictions, adoption and new tasks: `N`; 0 for as many as were fixed beforehand")
	o.flags(f)
	return c
}

func (a *app) history(ctx context.Context, o historyOptions) error {
	if o.draws < 0 || o.workers < 1 {
		return usage("--draws: expected at least 0; --workers: at least 1")
	}
	if err := enough(o.draws, 1, 1); err != nil {
		return err
	}
	t, err := history.Load()
	if err != nil {
		return failed("%w", err)
	}
	if o.draws == 0 {
		o.draws = t.Draws.Number
	}
	progress := a.progressOf("history", "runs", o.draws, o.quiet)
	r, err := t.Run(ctx, o.draws, o.workers, func(done, _ int) { progress.tick(done, "") })
	progress.end()
	if f := stop(ctx); f != nil {
		return f
	}
	if err != nil {
		return failed("%w", err)
	}
	if o.json {
		err = writeJSON(a.out, r)
	} else {
		_, err = a.out.Write([]byte(historyText(r, a.width)))
	}
	if err != nil {
		return err
	}
	missed := 0
	for _, p := range r.Paths {
		if !p.Met {
			missed++
		}
	}
	if missed > 0 {
		return &failure{error: fmt.Errorf("%s missed", count(int64(missed), "mark")), code: exitThreshold, told: true}
	}
	return nil
}

// shownEvery is the years between two rows of the text.
const shownEvery = 4

func historyText(r *history.Result, width int) string {
	var out strings.Builder
	last := len(r.Years) - 1
	fmt.Fprintf(&out, "%s\n", wrap(fmt.Sprintf("%d to %d with the price of computing as the only technology: changes in points; bands of 80 %% over %s",
		r.Years[0], r.Years[last], count(int64(r.Draws), "draw")), textWidth(width)))
	for _, p := range r.Paths {
		fmt.Fprintf(&out, "\n%s\n  %-6s %8s %9s\n", p.Words, "", "model, %", "record, %")
		for y := 0; y <= last; y += shownEvery {
			record := "no table"
			if len(p.Observed) > 0 {
				record = percent(100 * p.Observed[y])
			}
			fmt.Fprintf(&out, "  %-6d %8s %9s\n", r.Years[y], percent(100*p.Model[y]), record)
		}
		record := "the record's is not in a table"
		if points, known := p.ObservedChange(); known {
			model, still := p.Distances()
			record = fmt.Sprintf("the record's is %+.1f, and the paths since %d lie %.1f points apart (root mean square; the record and no change: %.1f)", points, r.Years[0], model, still)
		}
		verdict := "missed"
		if p.Met {
			verdict = "met"
		}
		fmt.Fprintf(&out, "%s\n", wrap(fmt.Sprintf("Change %+.1f (80 %% of draws: %+.1f to %+.1f); %s. Mark, fixed beforehand: %s by more than %g points: %s, in %.0f %% of draws. With computers equally able in all occupations the change is %+.1f.",
			p.Change(), p.Low, p.High, record, direction(p.Mark.Sign), p.Mark.Least, verdict, 100*p.RightWay, p.Uniform), textWidth(width)))
	}
	return out.String()
}

func direction(sign int) string {
	if sign < 0 {
		return "falls"
	}
	return "rises"
}
