package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/chart"
	"tenfold/sim/experiment"
	"tenfold/sim/output"
	"tenfold/sim/report"
	"tenfold/sim/scenario"
	"tenfold/sim/unit"
)

// demandOptions are the flags of `tenfold demand`.
type demandOptions struct {
	batch
	fields, dates, sizes []string
	out                  string
}

// demandFixed stands where --set says nothing else.
var demandFixed = []string{"mean_field=true"}

func (a *app) demandCommand() *cobra.Command {
	var o demandOptions
	c := &cobra.Command{
		Use:   "demand [SCENARIO]",
		Short: "Trace out the demand for coworker hours: what they rent for in fleets of any size",
		Long: "Run a scenario with fleets of given sizes and print what their hours are worth: the price, the rent beyond what an hour\n" +
			"costs, spending, what the whole fleet earns, the elasticity of demand, and the number of coworkers at which an hour is\n" +
			"worth no more than it costs. Each fleet stands from the start of the run: firms that always had many coworkers have\n" +
			"adopted more than firms that had few. With --fields, each occupation has a fleet of its own of that size, for its firms.\n\n" +
			"Expectations stand in the place of agents (--set mean_field=false for agents). All curves are written to a folder:\n" +
			"demand.csv, break_even.csv, demand.json, figures as SVG and a page (index.html).",
		Example:           "  tenfold demand\n  tenfold demand essay --dates 2030,2030-12 --fields all\n  tenfold demand central --fields 15-0000,43-0000 --sizes 1k,100k,10M",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeScenario,
		RunE: func(c *cobra.Command, args []string) error {
			return a.demand(c.Context(), append(args, defaultScenario)[0], o)
		},
	}
	f := c.Flags()
	f.StringSliceVar(&o.fields, "fields", []string{experiment.AllFields}, "`CODES` of occupations with a fleet each, all, or total for one fleet that all share")
	f.StringSliceVar(&o.dates, "dates", nil, "years (2030) or ticks (2030-06): `DATES`; every fourth year to the last where not given")
	f.StringSliceVar(&o.sizes, "sizes", nil, "coworkers beyond the base year's: `SIZES`; from 1k to 10bn where not given")
	f.StringVar(&o.out, "out", "results", "`folder` in which the curves' folder is made")
	o.settings(f)
	return c
}

func (a *app) demand(ctx context.Context, source string, o demandOptions) error {
	p, err := a.demandPlan(source, o)
	if err != nil {
		return misconfigured(err)
	}
	runs := (len(p.Sizes) + 1) * (1 + min(len(p.Fields), 1))
	if !p.Total {
		runs = len(p.Sizes) + 1
	}
	progress := a.progressOf("demand", "runs", runs, o.quiet)
	p.Progress = func(done, _ int) { progress.tick(done, "") }
	d, err := p.Trace(ctx)
	progress.end()
	if f := stop(ctx); f != nil {
		return f
	}
	if err != nil {
		return unfinished(err)
	}
	dir, err := writeDemand(o.out, p, d, demandWords(source, o.given(a.environ, demandFixed...), o))
	if err != nil {
		return failed("%w", err)
	}
	if o.json {
		return writeJSON(a.out, struct {
			DemandDir string `json:"demand_dir"`
			*experiment.Demand
		}{dir, d})
	}
	_, err = a.out.Write([]byte(demandText(p, d, a.textWidth()) + "\nFiles: " + dir + "\n"))
	return err
}

// demandPlan checks everything before anything runs.
func (a *app) demandPlan(source string, o demandOptions) (*experiment.DemandPlan, error) {
	if o.workers < 1 {
		return nil, usage("--workers: expected at least 1, got %d", o.workers)
	}
	base, err := scenario.Load(source, append(slices.Clone(demandFixed), o.set...), a.environ)
	if err != nil {
		return nil, err
	}
	p := &experiment.DemandPlan{Base: base, Workers: o.workers}
	if p.Sizes, err = demandSizes(o.sizes); err != nil {
		return nil, err
	}
	if p.Total, p.Fields, err = demandFields(base, o.fields); err != nil {
		return nil, err
	}
	for _, date := range o.dates {
		if !slices.Contains(p.Dates, date) {
			p.Dates = append(p.Dates, date)
		}
	}
	if len(p.Dates) == 0 {
		p.Dates = everyFourthYear(base)
	}
	for _, date := range p.Dates {
		if len(date) < 4 || !experiment.Within(base, date) {
			return nil, usage("--dates: expected years or ticks from %s to %s, got %q", base.Config.Clock.Start, base.Config.Clock.End, date)
		}
	}
	return p, nil
}

// everyFourthYear is the run's years from the last one backwards, one of four.
func everyFourthYear(base *scenario.Scenario) (out []string) {
	for y := yearOf(base.Config.Clock.End); y >= yearOf(base.Config.Clock.Start); y -= 4 {
		out = append([]string{strconv.Itoa(y)}, out...)
	}
	return out
}

// demandSizes reads numbers of coworkers, ascending; by default two a decade.
func demandSizes(words []string) (out []float64, err error) {
	if len(words) == 0 {
		for size := 1e3; size < 2e10; size *= 10 {
			out = append(out, size, 3*size)
		}
		return out[:len(out)-1], nil
	}
	for _, word := range words {
		v, err := unit.Parse(word, "")
		if err != nil || !(v > 0) || v > 1e12 {
			return nil, usage("--sizes: expected numbers of coworkers from 1 to 1e12, such as 100k, got %q", word)
		}
		out = append(out, v)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func demandFields(base *scenario.Scenario, words []string) (total bool, fields []string, err error) {
	var codes []string
	for _, o := range base.Economy.Occupations {
		codes = append(codes, o.Code)
	}
	for _, word := range words {
		switch {
		case word == experiment.AllFields:
			total = true
		case word == "all":
			total, fields = true, codes
		case slices.Contains(codes, word):
			fields = append(fields, word)
		default:
			return false, nil, usage("--fields: expected total, all or codes of occupations such as %s, got %q", codes[0], word)
		}
	}
	if !total && len(fields) == 0 {
		return false, nil, usage("--fields: expected at least one")
	}
	slices.Sort(fields)
	return total, slices.Compact(fields), nil
}

// demandWords are the arguments that repeat the curves.
func demandWords(source string, set []string, o demandOptions) []string {
	words := []string{"demand", source}
	for _, s := range set {
		words = append(words, "--set", s)
	}
	for _, f := range []struct {
		name   string
		values []string
	}{{"fields", o.fields}, {"dates", o.dates}, {"sizes", o.sizes}} {
		if len(f.values) > 0 {
			words = append(words, "--"+f.name, strings.Join(f.values, ","))
		}
	}
	return words
}

// demandFile marks a folder as that of demand curves.
const demandFile = "demand.json"

// writeDemand writes the folder of curves and returns its path.
func writeDemand(parent string, p *experiment.DemandPlan, d *experiment.Demand, arguments []string) (string, error) {
	tables := d.Tables()
	baseline, files := p.Base.Bundle()
	if err := addTables(files, tables); err != nil {
		return "", err
	}
	files["baseline.yaml"] = baseline
	titles := map[string]string{}
	for _, o := range p.Base.Economy.Occupations {
		titles[o.Code] = o.Title
	}
	var text bytes.Buffer
	if err := writeJSON(&text, struct {
		*experiment.Demand
		Command   string            `json:"command"`
		Arguments []string          `json:"arguments"`
		Version   string            `json:"version"`
		Titles    map[string]string `json:"titles"`
	}{d, commandWords(arguments), arguments, toolVersion(), titles}); err != nil {
		return "", err
	}
	files[demandFile] = text.Bytes()
	page, figures, err := report.Demand(text.Bytes())
	if err != nil {
		return "", err
	}
	if err := addTests(page); err != nil {
		return "", err
	}
	for _, c := range figures {
		files[chart.HeadOf(c).ID+".svg"] = chart.Standalone(c)
	}
	if files["index.html"], err = page.HTML(); err != nil {
		return "", err
	}
	dir := filepath.Join(parent, fmt.Sprintf("demand-%s-%s", d.Name, d.Hash[:8]))
	return dir, output.WriteBundle(dir, demandFile, files)
}

// demandText is the curves for a terminal: all points of the fleet that all share, and a line an occupation.
func demandText(p *experiment.DemandPlan, d *experiment.Demand, width int) string {
	var out strings.Builder
	how := "expectations in the place of agents"
	if !p.Base.Config.MeanField {
		how = "with agents"
	}
	out.WriteString(wrap(fmt.Sprintf("Demand for coworker hours in %s, %s; fleets stand from the start, current dollars", d.Name, how), width) + "\n")
	for i := range d.Curves {
		if c := &d.Curves[i]; c.Field == experiment.AllFields {
			demandPoints(&out, c, width)
		}
	}
	if len(p.Fields) > 0 {
		demandFieldsText(&out, d, p.Dates[len(p.Dates)-1], width)
	}
	return out.String()
}

// demandFieldsText prints a line an occupation, on a narrow terminal without what the folder's tables say too.
func demandFieldsText(out *strings.Builder, d *experiment.Demand, date string, width int) {
	fmt.Fprintf(out, "\n%s, a fleet for each occupation\n%-10s %10s %11s %11s", date, "", "hour costs", "break-even", "best fleet")
	narrow := width < 78
	if !narrow {
		fmt.Fprintf(out, " %10s %11s %10s", "rent", "earns/yr", "elasticity")
	}
	out.WriteString("\n")
	for i := range d.Curves {
		c := &d.Curves[i]
		if c.Field == experiment.AllFields || c.Date != date {
			continue
		}
		best := "-"
		if c.Best.Earns() {
			best = unit.Number(c.Best.Size)
		}
		fmt.Fprintf(out, "%-10s %10s %11s %11s", c.Field, unit.Number(c.Cost), unit.Number(c.BreakEven), best)
		if !narrow {
			fmt.Fprintf(out, " %10s %11s %10s", unit.Number(c.Best.Rent), unit.Number(c.Best.Earned), elasticity(c.Best.Elasticity))
		}
		out.WriteString("\n")
	}
}

// demandPoints prints a curve; a narrow terminal goes without the columns that follow from others.
func demandPoints(out *strings.Builder, c *experiment.DemandCurve, width int) {
	narrow := width < 78
	fmt.Fprintf(out, "\n%s\n%9s %10s %9s %9s", c.Date, "given", "in use", "usd/h", "rent")
	if !narrow {
		fmt.Fprintf(out, " %13s %13s", "spent/yr", "rent/yr")
	}
	fmt.Fprintf(out, " %10s\n", "elasticity")
	for _, q := range c.Points {
		fmt.Fprintf(out, "%9s %10s %9s %9s", unit.Number(q.Size), unit.Number(q.Coworkers), unit.Number(q.Price), unit.Number(q.Rent))
		if !narrow {
			fmt.Fprintf(out, " %13s %13s", unit.Number(q.Spending), unit.Number(q.Earned))
		}
		fmt.Fprintf(out, " %10s\n", elasticity(q.Elasticity))
	}
	best := "None of the fleets tried earns rent."
	if c.Best.Earns() {
		best = fmt.Sprintf("Of the fleets tried %s earns most rent, %s usd a year.", unit.Number(c.Best.Size), unit.Number(c.Best.Earned))
	}
	out.WriteString(wrap(fmt.Sprintf("Break-even: %s coworkers, where an hour is worth the %s usd that it costs. %s",
		unit.Number(c.BreakEven), unit.Number(c.Cost), best), width) + "\n")
}

func elasticity(v *float64) string {
	if v == nil {
		return "-"
	}
	return strconv.FormatFloat(*v, 'f', 2, 64)
}
