package dataset

import (
	"math"
	"slices"
	"strings"
)

const unlimited = math.MaxFloat64

func codesOf[T any](list []T, code func(T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = code(v)
	}
	return out
}

func (r *reader) occupationCodes() []string {
	return codesOf(r.economy.Occupations, func(o Occupation) string { return o.Code })
}

func (r *reader) industryCodes() []string {
	return codesOf(r.economy.Industries, func(i Industry) string { return i.Code })
}

func (r *reader) occupations() {
	t := r.table("occupations.csv", []string{"code", "title", "jobs", "wage_usd_year", "alpha", "beta", "gamma", "human"}, nil, "group")
	if t == nil {
		return
	}
	for _, w := range t.rows {
		o := Occupation{Code: w.code(), Title: t.text(w, "title"), Group: r.group(t, w),
			Jobs: t.number(w, "jobs", 0, unlimited, false), WageUSDPerYear: t.number(w, "wage_usd_year", 0, unlimited, false),
			Alpha: t.number(w, "alpha", 0, 1, false), Beta: t.number(w, "beta", 0, 1, false),
			Gamma: t.number(w, "gamma", 0, 1, false), Human: t.number(w, "human", 0, 1, false)}
		if o.Jobs <= 0 || o.WageUSDPerYear <= 0 {
			r.fault(t.file, w.line, o.Code, "expected jobs and a wage above zero")
		}
		if !(o.Alpha <= o.Beta && o.Beta <= o.Gamma) {
			r.fault(t.file, w.line, o.Code, "expected alpha <= beta <= gamma, got %g, %g, %g", o.Alpha, o.Beta, o.Gamma)
		}
		r.economy.Occupations = append(r.economy.Occupations, o)
	}
	if len(t.rows) == 0 {
		r.fault(t.file, 0, "", "expected at least one occupation")
	}
	for i, o := range r.economy.Occupations {
		if g := slices.Index(r.economy.Groups, o.Code); g >= 0 && g != o.Group {
			r.fault(t.file, t.rows[i].line, o.Code, "expected codes of groups that no occupation outside of them has")
		}
	}
}

// group is the number of an occupation's group, which has the occupation's own code in a table without groups.
func (r *reader) group(t *table, w row) int {
	code := w.code()
	if t.has("group") {
		if code = t.text(w, "group"); code == "" {
			r.fault(t.file, w.line, w.code()+" group", "expected the code of a group, got nothing")
		}
	}
	i := slices.Index(r.economy.Groups, code)
	if i < 0 {
		i, r.economy.Groups = len(r.economy.Groups), append(r.economy.Groups, code)
	}
	return i
}

// percentiles are the columns of wages.csv.
var percentiles = []string{"p10", "p25", "p50", "p75", "p90"}

// wages reads percentiles of wages; blanks are not published.
func (r *reader) wages() {
	t := r.table("wages.csv", append([]string{"code"}, percentiles...), r.occupationCodes())
	if t == nil {
		return
	}
	for f, w := range t.rows {
		last := 0.
		for i, column := range percentiles {
			v := t.number(w, column, 0, unlimited, true)
			r.economy.Occupations[f].Percentiles[i] = v
			switch {
			case strings.TrimSpace(t.text(w, column)) == "":
			case v == 0:
				r.fault(t.file, w.line, w.code()+" "+column, "expected a wage above zero, or a blank where none is published")
			case v < last:
				r.fault(t.file, w.line, w.code()+" "+column, "expected percentiles that rise, got %g after %g", v, last)
			}
			last = max(last, v)
		}
	}
}

// leastImports allows for rounding in the source, which leaves small negative imports.
const leastImports = -.01

func (r *reader) industries() {
	t := r.table("industries.csv", []string{"code", "title", "gross_output_usd_bn", "compensation", "taxes", "surplus", "imports"}, nil)
	if t == nil {
		return
	}
	for _, w := range t.rows {
		i := Industry{Code: w.code(), Title: t.text(w, "title"), GrossOutputUSD: t.number(w, "gross_output_usd_bn", 0, unlimited, false) * 1e9,
			Compensation: t.number(w, "compensation", 0, 1, false), Taxes: t.number(w, "taxes", -1, 1, false),
			Surplus: t.number(w, "surplus", 0, 1, false), Imports: t.number(w, "imports", leastImports, 1, false)}
		if i.GrossOutputUSD <= 0 || i.Compensation <= 0 {
			r.fault(t.file, w.line, i.Code, "expected gross output and compensation above zero")
		}
		r.economy.Industries = append(r.economy.Industries, i)
	}
	if len(t.rows) == 0 {
		r.fault(t.file, 0, "", "expected at least one industry")
	}
}

// grid reads a table of numbers by two lists of codes.
func (r *reader) grid(file string, rows, columns []string, least, most float64, blank bool) [][]float64 {
	t := r.table(file, append([]string{"code"}, columns...), rows)
	if t == nil {
		return nil
	}
	out := make([][]float64, len(t.rows))
	for i, w := range t.rows {
		for _, c := range columns {
			out[i] = append(out[i], t.number(w, c, least, most, blank))
		}
	}
	return out
}

func (r *reader) inputs() {
	r.economy.Inputs = r.grid("inputs.csv", r.industryCodes(), r.industryCodes(), 0, 1, false)
}

// jobs reads a row an occupation, as occupations.csv has them: there are more of them than of industries.
func (r *reader) jobs() {
	byOccupation := r.grid("jobs.csv", r.occupationCodes(), r.industryCodes(), 0, unlimited, true)
	if byOccupation == nil {
		return
	}
	r.economy.Jobs = make([][]float64, len(r.economy.Industries))
	for i := range r.economy.Jobs {
		for _, row := range byOccupation {
			r.economy.Jobs[i] = append(r.economy.Jobs[i], row[i])
		}
	}
}

// states are those that people move between.
func (r *reader) states() []string {
	return append(append([]string{"out"}, r.economy.Groups...), "unemployed")
}

func (r *reader) flows() {
	r.economy.Flows = r.grid("labour_flows.csv", r.states(), r.states(), 0, 1, false)
}

func (r *reader) finalDemand() {
	t := r.table("final_demand.csv", []string{"code", "consumption", "investment", "government", "net_exports"}, r.industryCodes())
	if t == nil {
		return
	}
	for _, w := range t.rows {
		usd := func(column string, least float64) float64 { return t.number(w, column, least, unlimited, false) * 1e9 }
		r.economy.Consumption = append(r.economy.Consumption, usd("consumption", 0))
		r.economy.Investment = append(r.economy.Investment, usd("investment", -unlimited)) // inventories may fall
		r.economy.Government = append(r.economy.Government, usd("government", 0))
		r.economy.NetExports = append(r.economy.NetExports, usd("net_exports", -unlimited))
	}
}

func (r *reader) wealth() {
	t := r.table("wealth.csv", []string{"code", "title", "population", "net_worth", "equity", "real_estate"}, nil)
	if t == nil {
		return
	}
	for _, w := range t.rows {
		r.economy.Wealth = append(r.economy.Wealth, WealthGroup{Code: w.code(), Title: t.text(w, "title"),
			Population: t.number(w, "population", 0, 1, false), NetWorth: t.number(w, "net_worth", -1, 1, false),
			Equity: t.number(w, "equity", 0, 1, false), RealEstate: t.number(w, "real_estate", 0, 1, false)})
	}
}
