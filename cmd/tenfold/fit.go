package main

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/configs"
	"tenfold/sim/chart"
	"tenfold/sim/dataset"
	"tenfold/sim/fit"
	"tenfold/sim/output"
)

// fitOptions are the flags of `tenfold fit`.
type fitOptions struct {
	columns               fit.Columns
	kind, method          string
	where                 []string
	from, until, gridEnd  string
	first, samples        int
	thresholds            []float64
	level                 float64
	fragment, base, graph string
	json                  bool
}

// recordFolder is where shipped records are.
const recordFolder = "technology"

func (a *app) fitCommand() *cobra.Command {
	var o fitOptions
	c := &cobra.Command{
		Use:   "fit FILE",
		Short: "Fit the fall of prices or the growth of task horizons from a table of records",
		Long: "Fit straight lines to logarithms of prices or of task horizons by date, from a CSV table or a shipped one\n" +
			"(" + strings.Join(fittable(), ", ") + "), and print how fast they fall or grow, with\n" +
			"intervals: with the normal distribution, with Student's, and over samples of models drawn with replacement. Columns\n" +
			"are found by their names, or named with --date, --value, --score.\n\n" +
			"Methods: ols takes all points, record those lower (of horizons: higher) than all before them, grid the cheapest price every\n" +
			"30 days of models with at least a score, hedonic all points with the score beside the date.\n\n" +
			"--write makes a scenario of the fit, to be run or extended: price.fall, or horizon.doubling and horizon.start.",
		Example: "  tenfold fit horizon_record --where version=1.1 --from 2023 --method record --write horizon.yaml\n  tenfold fit prices.csv --score quality --threshold 50,60",
		Args:    cobra.ExactArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return fittable(), cobra.ShellCompDirectiveDefault
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.fit(args[0], o) },
	}
	f := c.Flags()
	f.StringVar(&o.columns.Date, "date", "", "column of dates")
	f.StringVar(&o.columns.Value, "value", "", "column of prices or horizons")
	f.StringVar(&o.columns.Score, "score", "", "column of capability scores")
	f.StringVar(&o.kind, "kind", "", "price or horizon; by the name of the column of values if not given")
	f.StringVar(&o.method, "method", "", "only this method: "+strings.Join(fit.Methods(), ", "))
	f.StringArrayVar(&o.where, "where", nil, "keep rows whose `COLUMN=TEXT`; may be repeated")
	f.StringVar(&o.from, "from", "", "fit points from this date on; those before may still hold the record")
	f.StringVar(&o.until, "until", "", "keep rows up to this date")
	f.IntVar(&o.first, "first", 0, "fit only the first `N` points by date")
	f.Float64SliceVar(&o.thresholds, "threshold", nil, "`SCORES` whose price a grid follows; those of models that were the most able at release if not given")
	f.Lookup("threshold").DefValue = "" // "[]" would be printed
	f.StringVar(&o.gridEnd, "grid-until", "", "date at which a grid ends; the last row's if not given")
	f.Float64Var(&o.level, "level", .9, "level of the intervals")
	f.IntVar(&o.samples, "samples", 2000, "bootstrap samples")
	f.StringVar(&o.fragment, "write", "", "write a scenario with what was fitted to `FILE`")
	f.StringVar(&o.base, "extends", "central", "scenario that the written one extends")
	f.StringVar(&o.graph, "svg", "", "draw points and lines to `FILE`")
	f.BoolVar(&o.json, "json", false, "print one JSON object")
	return c
}

// recordNames are the shipped records.
func recordNames() []string {
	entries, _ := fs.ReadDir(configs.FS, recordFolder)
	var out []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".csv"); ok {
			out = append(out, name)
		}
	}
	return out
}

// fittable are those whose dates and values are found without flags.
func fittable() []string {
	return slices.DeleteFunc(recordNames(), func(name string) bool {
		data, err := configs.FS.ReadFile(recordFolder + "/" + name + ".csv")
		return err != nil || !fit.Known(data)
	})
}

func (a *app) fit(name string, o fitOptions) error {
	keep, q, err := o.selection()
	if err != nil {
		return err
	}
	file, data, err := readRecord(name)
	if err != nil {
		return err
	}
	table, err := fit.Read(file, data, o.columns, keep)
	if err != nil {
		return misconfigured(err)
	}
	f, err := o.fitted(file, table, q)
	if err != nil {
		return err
	}
	var outside error // of what the scenario accepts, which the fit is printed for all the same
	if o.fragment != "" {
		if outside, err = f.write(o.fragment, o.base); err != nil {
			return err
		}
	}
	if o.graph != "" {
		if err := output.WriteFile(o.graph, chart.Standalone(f.chart())); err != nil {
			return failed("%w", err)
		}
	}
	if o.json {
		err = writeJSON(a.out, f.object())
	} else {
		err = a.say("%s", f.text(a.textWidth()))
	}
	if err == nil {
		err = outside
	}
	return err
}

// readRecord finds a table: a shipped record by its name, or a file.
func readRecord(name string) (file string, data []byte, err error) {
	if slices.Contains(recordNames(), name) {
		file = recordFolder + "/" + name + ".csv"
		data, err = configs.FS.ReadFile(file)
		return "configs/" + file, data, err
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(name, `/\.`):
		return "", nil, usage("no record is called %q; shipped: %s", name, strings.Join(fittable(), ", "))
	case err == nil && !info.Mode().IsRegular():
		return "", nil, usage("expected a CSV file, got %q, which is none", name)
	case err == nil && info.Size() > mostRecord:
		return "", nil, usage("expected a file of at most %d bytes, %q has %d", mostRecord, name, info.Size())
	case err == nil:
		data, err = os.ReadFile(name)
	}
	if err != nil {
		return "", nil, usage("cannot read the table: %w", err)
	}
	return name, data, nil
}

// mostRecord bounds a table of records.
const mostRecord = 16 << 20

// selection reads the flags that choose rows, and checks the others.
func (o *fitOptions) selection() (keep fit.Selection, q fit.Options, err error) {
	var wrong []string
	date := func(flag, text string, target *float64) {
		if text == "" {
			return
		}
		var ok bool
		if *target, ok = fit.Date(text); !ok {
			wrong = append(wrong, "--"+flag+": expected a date such as 2025-01-31, 2025-01 or 2025.08, got "+text)
		}
	}
	date("from", o.from, &q.From)
	date("until", o.until, &keep.Until)
	date("grid-until", o.gridEnd, &q.Until)
	for _, w := range o.where {
		column, text, ok := strings.Cut(w, "=")
		if !ok {
			wrong = append(wrong, "--where: expected COLUMN=TEXT, got "+w)
		}
		keep.Where = append(keep.Where, fit.Equal{Column: strings.TrimSpace(column), Text: strings.TrimSpace(text)})
	}
	if o.method != "" && !slices.Contains(fit.Methods(), o.method) {
		wrong = append(wrong, "--method: expected one of "+strings.Join(fit.Methods(), ", ")+", got "+o.method)
	}
	if o.kind != "" && o.kind != "price" && o.kind != "horizon" {
		wrong = append(wrong, "--kind: expected price or horizon, got "+o.kind)
	}
	if !(o.level > 0 && o.level < 1) {
		wrong = append(wrong, "--level: expected a share between 0 and 1")
	}
	if o.samples < 10 || o.samples > 1_000_000 {
		wrong = append(wrong, "--samples: expected a number from 10 to 1000000")
	}
	if o.first < 0 {
		wrong = append(wrong, "--first: expected a number of points")
	}
	if slices.ContainsFunc(o.thresholds, func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }) {
		wrong = append(wrong, "--threshold: expected numbers")
	}
	if wrong != nil {
		return keep, q, usage("%s", strings.Join(wrong, "; "))
	}
	q.Level, q.Samples, q.Thresholds, q.First = o.level, o.samples, o.thresholds, o.first
	return keep, q, nil
}

// fitted fits the table as the flags say.
func (o *fitOptions) fitted(file string, table *fit.Table, q fit.Options) (*fittedRecord, error) {
	f := &fittedRecord{file: file, columns: table.Columns, level: o.level, price: fit.IsPrice(table.Columns.Value), empty: table.Empty}
	if o.kind != "" {
		f.price = o.kind == "price"
	}
	q.Falling, q.Methods = f.price, []string{"record", "ols"}
	switch {
	case o.method != "":
		q.Methods = []string{o.method}
	case f.price:
		q.Methods = []string{"grid", "record", "hedonic", "ols"}
	}
	f.curves, f.notes = fit.Curves(table.Points, q)
	if len(f.curves) == 0 {
		path := table.Columns.Value
		return nil, misconfigured(dataset.Faults{{File: file, Path: path, Message: "nothing can be fitted: " + strings.Join(f.notes, "; ")}})
	}
	return f, nil
}
