package main

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/nowcast"
	"tenfold/sim/unit"
)

// nowcastOptions are the flags of `tenfold nowcast`.
type nowcastOptions struct {
	batch
	draws int
}

func (a *app) nowcastCommand() *cobra.Command {
	var o nowcastOptions
	c := &cobra.Command{
		Use:   "nowcast [SCENARIO]",
		Short: "The model from January 2023 on against what has happened since, with the coverage of its bands",
		Long: "Start a scenario (observed-prices where none is named) in January 2023 with the prices and horizons on record and compare\n" +
			"unemployment, payrolls, productivity, earnings and adoption with what happened. Three forecasts are scored: the model's\n" +
			"band over draws from the priors; the same with the shocks that trends met since 1990, for the model has no business\n" +
			"cycle; and the trend without the model. Set-up and records stand in configs/history.",
		Example:           "  tenfold nowcast\n  tenfold nowcast central --draws 400",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeScenario,
		RunE: func(c *cobra.Command, args []string) error {
			return a.nowcast(c.Context(), append(args, "")[0], o)
		},
	}
	f := c.Flags()
	f.IntVar(&o.draws, "draws", 200, "draws from the priors: `N`")
	o.settings(f)
	return c
}

func (a *app) nowcast(ctx context.Context, source string, o nowcastOptions) error {
	if o.draws < 1 || o.workers < 1 {
		return usage("--draws and --workers: expected at least 1")
	}
	if err := enough(o.draws, 1, 1); err != nil {
		return err
	}
	p, err := nowcast.New(source, o.set, a.environ)
	if err != nil {
		return misconfigured(err)
	}
	progress := a.progressOf("nowcast", "draws", o.draws, o.quiet)
	p.Draws, p.Workers, p.Progress = o.draws, o.workers, func(done, _ int) { progress.tick(done, "") }
	r, err := p.Run(ctx)
	progress.end()
	if f := stop(ctx); f != nil {
		return f
	}
	if err != nil {
		return unfinished(err)
	}
	if o.json {
		return writeJSON(a.out, r)
	}
	_, err = a.out.Write([]byte(nowcastText(r, a.width)))
	return err
}

func nowcastText(r *nowcast.Result, width int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n", wrap(fmt.Sprintf("%s from %s with prices and horizons on record, %s from the priors. Bands hold 80 %%; * marks one that does not hold what happened.",
		r.Scenario, r.Start, count(int64(r.Draws), "draw")), textWidth(width)))
	most := 0.
	for from := 0; from < len(r.Rows); {
		first := &r.Rows[from]
		rows := listing{indent: "  ", heads: []string{"", "happened", "model", "parameters", "with shocks", "trend"}, words: 1}
		for ; from < len(r.Rows) && r.Rows[from].Series == first.Series; from++ {
			row := &r.Rows[from]
			happened := "no figure"
			if row.Known {
				happened = bandFigure(row.Observed, row.Unit)
			}
			rows.add(row.Date, happened, bandFigure(row.Draws.Median, row.Unit), bandText(&row.Draws, row), bandText(row.Shocks, row), bandText(row.Trend, row))
			if row.Series != "adoption" {
				most = math.Max(most, math.Abs(row.Told))
			}
		}
		fmt.Fprintf(&out, "\n%s\n%s", wrap(strings.TrimSuffix(first.Words+", "+unitWords(first.Unit), ", "), textWidth(width)), rows.text(width))
	}
	out.WriteString("\n")
	for _, survey := range []bool{false, true} {
		words := "The economy's series"
		if survey {
			words = "The survey of firms"
		}
		for _, s := range r.Summaries(survey) {
			fmt.Fprintf(&out, "%s\n", wrap(fmt.Sprintf("%s, %s: %d of %d inside (80 %% expected), interval score over the trend's %.2f", words, s.Kind, s.Inside, s.Rows, s.Ratio), textWidth(width)))
		}
	}
	fmt.Fprintf(&out, "\n%s\n", wrap(fmt.Sprintf("The model's effect on the economy's series is at most %.2f standard deviations of the shocks: these years cannot tell it from none.", most), textWidth(width)))
	fmt.Fprintf(&out, "\n%s\n", wrap(fmt.Sprintf("Employment by occupation, %% since %s, all employment's trend apart (the record: no figure in the tables)", r.Start), textWidth(width)))
	n, occupations := len(r.Occupations), listing{indent: "  ", heads: []string{"", "median", "80 %"}, words: 1}
	for i, o := range r.Occupations {
		if i < 3 || i >= n-3 {
			occupations.add(o.Title, fmt.Sprintf("%.1f", 100*o.Growth), fmt.Sprintf("%.1f to %.1f", 100*o.Low, 100*o.High))
		}
	}
	out.WriteString(occupations.text(width))
	return out.String()
}

// bandText is a band with a mark where it misses.
func bandText(b *nowcast.Band, row *nowcast.Row) string {
	if b == nil {
		return "-"
	}
	text := bandFigure(b.Low, row.Unit) + " to " + bandFigure(b.High, row.Unit)
	if row.Known && !b.Inside {
		return "* " + text
	}
	return text
}

// bandFigure has the digits in which series of a few years differ.
func bandFigure(v float64, u unit.Unit) string {
	switch u {
	case "share":
		return strconv.FormatFloat(100*v, 'f', 2, 64)
	case "usd/h":
		return strconv.FormatFloat(v, 'f', 2, 64)
	case "people":
		return strconv.FormatFloat(v/1e6, 'f', 1, 64) + "M"
	default:
		return strconv.FormatFloat(v/1e3, 'f', 1, 64) + "k"
	}
}
