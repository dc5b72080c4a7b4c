package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/exact"
	"tenfold/sim/output"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
)

func (a *app) exportCommand() *cobra.Command {
	c := group(&cobra.Command{Use: "export", Short: "Write results in the layouts of other programs"})
	c.AddCommand(a.growFactorsCommand())
	return c
}

func (a *app) growFactorsCommand() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "growfactors RUN",
		Short: "Write growth factors by year in the layout of Tax-Calculator's growfactors.csv",
		Long: "Write a run's growth factors, each year over the year before, in the layout of Tax-Calculator's growfactors.csv. Amounts\n" +
			"are in current dollars a head: the model's people stay as many as in the base year, and its trend (macro.growth,\n" +
			"macro.price_trend) is that of the scenario. The first year's factors are 1.\n\n" +
			growFactorsHelp() + "\n" +
			"With --out the file is written with a second one beside it, NAME.columns.csv, that says the same of each column.",
		Example: "  tenfold export growfactors results/central-1234abcd-s1 > growfactors.csv",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return a.growFactors(args[0], out) },
	}
	c.Flags().StringVar(&out, "out", "", "`file` to write; standard output where not given")
	return c
}

// growFactor is a column of the layout. from reads its yearly amount from a run; those without follow the trend.
type growFactor struct {
	name, doc string
	from      func(*yearly, int) float64
	words     string // what it is read from
	prices    bool   // an index of prices, whose trend is that of prices
}

// yearly are the means over years that factors are read from.
type yearly struct {
	table *series.Table
	years calendar
	means map[string][]float64
}

// share is a column that is over output, in current dollars.
func (y *yearly) share(column string, year int) float64 {
	return y.of(column)[year] * y.of("nominal_output")[year]
}

func (y *yearly) of(column string) []float64 {
	if y.means[column] == nil {
		y.means[column] = y.years.means(y.table, y.table.Index(column))
	}
	return y.means[column]
}

// property is income from property before tax; 0 where it is not taxed, so that nothing can be told.
func (y *yearly) property(year int) float64 {
	rate := y.of("capital_tax_rate")[year]
	if rate == 0 {
		return 0
	}
	return y.share("tax_property", year) / rate
}

func (y *yearly) dividends(year int) float64 {
	if p := y.property(year); p != 0 {
		return p - y.share("government_interest", year)
	}
	return 0
}

// growFactors are the columns in their order.
var growFactors = []growFactor{
	{name: "ATXPY", doc: "taxable personal income", words: "wages, own work with coworkers, property income, benefits of the unemployed", from: func(y *yearly, t int) float64 {
		if y.property(t) == 0 {
			return 0
		}
		return y.share("compensation_share", t) + y.share("own_income_share", t) + y.property(t) + y.share("benefits", t)
	}},
	{name: "ASCHF", doc: "farm income"},
	{name: "ABOOK", doc: "book profits of corporations", words: "property income other than interest", from: (*yearly).dividends},
	{name: "ACPIU", doc: "consumer prices", prices: true, words: "consumer_prices", from: func(y *yearly, t int) float64 { return y.of("consumer_prices")[t] }},
	{name: "ACPIM", doc: "prices of medical care", prices: true},
	{name: "AWAGE", doc: "wages", words: "compensation_share", from: func(y *yearly, t int) float64 { return y.share("compensation_share", t) }},
	{name: "ASCHCI", doc: "business income of the self-employed", words: "labour income of the self-employed and own work with coworkers", from: func(y *yearly, t int) float64 {
		return y.share("labour_share", t) - y.share("compensation_share", t) + y.share("own_income_share", t)
	}},
	{name: "ASCHCL", doc: "their losses"},
	{name: "ASCHEI", doc: "income from rents, royalties, partnerships", words: "property income other than interest", from: (*yearly).dividends},
	{name: "ASCHEL", doc: "losses from them"},
	{name: "AINTS", doc: "interest received", words: "government_interest", from: func(y *yearly, t int) float64 { return y.share("government_interest", t) }},
	{name: "ADIVS", doc: "dividends", words: "property income other than interest", from: (*yearly).dividends},
	{name: "ACGNS", doc: "capital gains"},
	{name: "ASOCSEC", doc: "social security benefits", words: "transfers", from: func(y *yearly, t int) float64 { return y.share("transfers", t) }},
	{name: "AUCOMP", doc: "unemployment compensation", words: "benefits", from: func(y *yearly, t int) float64 { return y.share("benefits", t) }},
	{name: "AIPD", doc: "interest paid"},
	{name: "ABENOTHER", doc: "other benefits", words: "transfers", from: func(y *yearly, t int) float64 { return y.share("transfers", t) }},
	{name: "ABENMCARE", doc: "Medicare"}, {name: "ABENMCAID", doc: "Medicaid"}, {name: "ABENSSI", doc: "supplemental security income"}, {name: "ABENSNAP", doc: "food assistance"},
	{name: "ABENWIC", doc: "food for women and infants"}, {name: "ABENHOUSING", doc: "housing assistance"}, {name: "ABENTANF", doc: "assistance to families"}, {name: "ABENVET", doc: "veterans' benefits"},
}

// origin says where a column's factors come from.
func (f *growFactor) origin() string {
	switch {
	case f.from != nil && f.prices:
		return f.words + ", with the trend of prices"
	case f.from != nil:
		return f.words
	case f.prices:
		return "held at the trend of prices"
	}
	return "held at the trend"
}

func growFactorsHelp() string {
	var held []string
	text := "Read from the run:\n"
	for i := range growFactors {
		f := &growFactors[i]
		if f.from == nil {
			held = append(held, f.name)
			continue
		}
		text += fmt.Sprintf("  %-10s %s: %s\n", f.name, f.doc, f.origin())
	}
	return text + "Held at the trend, because the model has no counterpart: " + wrap(strings.Join(held, ", "), 60) + ".\n" +
		"Where property income is not taxed it cannot be told, and its columns are held at the trend too."
}

func (a *app) growFactors(dir, out string) error {
	folder, err := output.Open(dir)
	if err != nil {
		return usage("%w", err)
	}
	if folder.Manifest.Status != output.Complete {
		return usage("%s is %s: expected a complete run", dir, folder.Manifest.Status)
	}
	t, err := folder.Table("series")
	if err != nil {
		return usage("%w", err)
	}
	s, err := scenario.Load(filepath.Join(dir, "scenario.yaml"), nil, nil)
	if err != nil {
		return misconfigured(err)
	}
	factors, columns := growFactorTables(t, s.Config.Macro.Growth, s.Config.Macro.PriceTrend)
	if out == "" {
		_, err = a.out.Write(factors)
		return err
	}
	beside := strings.TrimSuffix(out, filepath.Ext(out)) + ".columns.csv"
	for path, data := range map[string][]byte{out: factors, beside: columns} {
		if err := output.WriteFile(path, data); err != nil {
			return failed("%w", err)
		}
	}
	return a.say("%s, and %s, which says where each column comes from\n", out, beside)
}

// growFactorTables are the factors and what each column is.
func growFactorTables(t *series.Table, growth, prices float64) (factors, columns []byte) {
	y := &yearly{table: t, years: newCalendar(t), means: map[string][]float64{}}
	rows := [][]string{{"YEAR"}}
	for _, year := range y.years.years {
		rows = append(rows, []string{year})
	}
	about := [][]string{{"column", "content", "from"}}
	for i := range growFactors {
		f := &growFactors[i]
		trend, origin := exact.Exp(growth), f.origin()
		if f.prices {
			trend = exact.Exp(prices)
		}
		rows[0] = append(rows[0], f.name)
		known := f.known(y)
		if !known && f.from != nil {
			origin = "held at the trend: the run has none in some year, or does not tax it"
		}
		for k := range y.years.years {
			v := 1.
			switch {
			case k == 0:
			case !known:
				v = trend
			case f.prices:
				v = trend * f.from(y, k) / f.from(y, k-1)
			default:
				v = f.from(y, k) / f.from(y, k-1)
			}
			rows[k+1] = append(rows[k+1], strconv.FormatFloat(v, 'f', 6, 64))
		}
		about = append(about, []string{f.name, f.doc, origin})
	}
	return csvText(rows), csvText(about)
}

// known reports whether a run says all years' amounts, which a factor needs above zero.
func (f *growFactor) known(y *yearly) bool {
	for k := range y.years.years {
		if f.from == nil || !(f.from(y, k) > 0) {
			return false
		}
	}
	return true
}

func csvText(rows [][]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.WriteAll(rows) // to memory: cannot fail
	return out.Bytes()
}
