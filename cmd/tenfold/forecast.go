package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/forecast"
	"tenfold/sim/output"
	"tenfold/sim/scenario"
	"tenfold/sim/unit"
)

// forecastOptions are the flags of `tenfold forecast`.
type forecastOptions struct {
	batch
	draws               int
	years               []int
	lock, score, record string
}

// headline are the outcomes of a forecast, in words; people says which need simulated people.
var headline = []struct {
	column, words string
	people        bool
}{
	{"real_output", "Output (1: trend without AI)", false}, {"price_level", "Price level", false},
	{"unemployment_rate", "Unemployment, %", false}, {"labour_share", "Labour's share of income, %", false},
	{"wage_real_mean", "Real wage, mean (1: trend)", false}, {"income_gini", "Gini of income after tax, %", true},
	{"coworkers", "Coworkers in use", false}, {"done", "Wage bill's tasks they do, %", false},
}

// headlineYears are those shown where --years says nothing.
var headlineYears = []int{2027, 2029, 2031, 2035}

// expectations stand in the place of coworkers and firms, since a band over draws is far wider than their noise; people are
// simulated for what is shared among them.
var expectations = []string{"fleet.agents=0", "firms.agents=0", "people.agents=20k"}

func (a *app) forecastCommand() *cobra.Command {
	var o forecastOptions
	c := &cobra.Command{
		Use:   "forecast [SCENARIO]",
		Short: "Outcomes with 80 % bands over draws from the priors; lock them in a file, score them later",
		Long: "Run a scenario under draws from the priors of its parameters and print medians with the bands that hold 80 % of draws.\n" +
			"Expectations stand in the place of coworkers and firms, and 20,000 people are simulated, unless --set says otherwise.\n" +
			"The bands are those of the parameters: there is no business cycle in the model.\n\n" +
			"--lock FILE writes quantiles, date, model version and configuration, with a hash over all of it. --score FILE checks that\n" +
			"hash and compares the forecast with a CSV file of what happened (columns outcome, year, value). Outcomes are\n" +
			"named and measured as in a run's columns: shares from 0 to 1, not percent (unemployment_rate,2027,.044), indices with 1 as\n" +
			"the trend or the base year.",
		Example:           "  tenfold forecast central\n  tenfold forecast essay --draws 400 --lock essay.json\n  tenfold forecast --score essay.json --record happened.csv",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeScenario,
		RunE: func(c *cobra.Command, args []string) error {
			if o.score != "" || o.record != "" {
				return a.scoreForecast(args, o)
			}
			return a.forecast(c.Context(), append(args, defaultScenario)[0], o)
		},
	}
	f := c.Flags()
	f.IntVar(&o.draws, "draws", 200, "draws from the priors: `N`; the first is the scenario as it stands")
	f.IntSliceVar(&o.years, "years", headlineYears, "years to forecast")
	f.StringVar(&o.lock, "lock", "", "write the forecast to `FILE`, with a hash, to be scored later")
	f.StringVar(&o.score, "score", "", "score the locked forecast in `FILE`")
	f.StringVar(&o.record, "record", "", "CSV `file` of what happened: outcome, year, value (shares, not percent)")
	o.settings(f)
	return c
}

func (a *app) forecast(ctx context.Context, name string, o forecastOptions) error {
	p, err := a.forecastPlan(name, o)
	if err != nil {
		return err
	}
	if o.lock != "" {
		if _, err := os.Stat(o.lock); !errors.Is(err, os.ErrNotExist) {
			return usage("--lock: %s exists, and a locked forecast is not replaced", o.lock)
		}
	}
	progress := a.progressOf("forecast", "draws", p.Draws, o.quiet)
	p.Progress = func(done, _ int) { progress.tick(done, "") }
	f, err := p.Run(ctx)
	progress.end()
	if f := stop(ctx); f != nil {
		return f
	}
	if err != nil {
		return unfinished(err)
	}
	locked := ""
	if o.lock != "" {
		l := forecast.NewLock(f, a.now().UTC().Format("2006-01-02"), toolVersion(), forecastWords(name, o.given(a.environ, expectations...), o), string(p.Scenario.Resolved()))
		if err := output.WriteFile(o.lock, l.Bytes()); err != nil {
			return failed("%w", err)
		}
		locked = fmt.Sprintf("\nLocked: %s, sha256 %s\n", o.lock, l.SHA256)
		if o.json {
			return writeJSON(a.out, l)
		}
	}
	if o.json {
		return writeJSON(a.out, f)
	}
	_, err = a.out.Write([]byte(forecastText(f, a.width) + locked))
	return err
}

// forecastPlan loads the scenario and checks years before anything runs.
func (a *app) forecastPlan(name string, o forecastOptions) (*forecast.Plan, error) {
	if o.draws < 1 || o.workers < 1 {
		return nil, usage("--draws and --workers: expected at least 1")
	}
	if err := enough(o.draws, 1, 1); err != nil {
		return nil, err
	}
	s, err := scenario.Load(name, append(slices.Clone(expectations), o.set...), a.environ)
	if err != nil {
		return nil, misconfigured(err)
	}
	first, last := yearOf(s.Config.Clock.Start), yearOf(s.Config.Clock.End)
	years := slices.Clone(o.years)
	if slices.Equal(years, headlineYears) {
		years = slices.DeleteFunc(years, func(y int) bool { return y < first || y > last })
	}
	if len(years) == 0 {
		years = []int{last}
	}
	slices.Sort(years)
	years = slices.Compact(years)
	for _, y := range years {
		if y < first || y > last {
			return nil, usage("--years: expected years from %d to %d, got %d", first, last, y)
		}
	}
	p := &forecast.Plan{Scenario: s, Draws: o.draws, Workers: o.workers, Years: years}
	for _, h := range headline {
		if !h.people || (s.Config.People.Agents > 0 && !s.Config.MeanField) {
			p.Outcomes = append(p.Outcomes, h.column)
		}
	}
	return p, nil
}

// forecastWords is the command that repeats the forecast.
func forecastWords(name string, set []string, o forecastOptions) string {
	words := []string{"forecast", filepath.ToSlash(name)}
	for _, s := range set {
		words = append(words, "--set", s)
	}
	var years []string
	for _, y := range o.years {
		years = append(years, strconv.Itoa(y))
	}
	return commandWords(append(words, "--draws", strconv.Itoa(o.draws), "--years", strings.Join(years, ",")))
}

// forecastText is the forecast for a terminal: medians, and the bands below them.
func forecastText(f *forecast.Forecast, width int) string {
	var out strings.Builder
	who := fmt.Sprintf("expectations in place of coworkers and firms, %s simulated", people(f.People))
	if f.People == 0 {
		who = "expectations in place of agents"
	}
	about := fmt.Sprintf("%s: medians and bands of 80 %% over %s from the priors; %s", f.Scenario, count(int64(f.Draws), "draw"), who)
	if f.Dropped > 0 {
		about += fmt.Sprintf("; %s could not be run", count(int64(f.Dropped), "draw"))
	}
	out.WriteString(wrap(about, textWidth(width)) + "\n")
	const words, figure = 30, 17
	var years []int
	for _, r := range f.Rows {
		if r.Outcome == f.Rows[0].Outcome {
			years = append(years, r.Year)
		}
	}
	for chunk := range slices.Chunk(years, max((textWidth(width)-words)/figure, 1)) {
		line := pad("", words)
		for _, y := range chunk {
			line += fmt.Sprintf("%*d", figure, y)
		}
		fmt.Fprintf(&out, "\n%s\n", line)
		for _, h := range headline {
			if f.Find(h.column, chunk[0]) == nil {
				continue
			}
			medians, bands := pad(h.words, words), pad("", words)
			for _, y := range chunk {
				r := f.Find(h.column, y)
				medians += fmt.Sprintf("%*s", figure, bandCell(r.Median(), r.Unit))
				low, high := r.Band()
				bands += fmt.Sprintf("%*s", figure, bandCell(low, r.Unit)+" to "+bandCell(high, r.Unit))
			}
			fmt.Fprintf(&out, "%s\n%s\n", medians, strings.TrimRight(bands, " "))
		}
	}
	return out.String()
}

// bandCell has no more digits than a band carries.
func bandCell(v float64, u unit.Unit) string {
	switch u {
	case "share":
		return percent(100 * v)
	case "index":
		return strconv.FormatFloat(v, 'f', 2, 64)
	default:
		rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 1, 64), 64)
		return unit.Number(rounded)
	}
}
