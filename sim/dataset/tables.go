package dataset

import "math"

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
	t := r.table("occupations.csv", []string{"code", "title", "jobs", "wage_usd_year", "alpha", "beta", "gamma", "human"}, nil)
	if t == nil {
		return
	}
	for _, w := range t.rows {
		o := Occupation{Code: w.code(), Title: t.text(w, "title"),
			Jobs: t.number(w, "jobs", 0, unlimited, false), WageUSDPerYear: t.number(w, "wage_usd_year", 0, unlimited, false),
			Alpha: t.number(w, "alpha", 0, 1, false), Beta: t.number(w, "beta", 0, 1, false),
			Gamma: t.number(w, "gamma", 0, 1, false), Human: t.number(w, "human", 0, 1, false)}
		if o.Jobs <= 0 || o.WageUSDPerYear <= 0 {
			r.fault(t.file, w.line, o.Code, "expected jobs and a wage above zero")
		}
		if !(o.Alpha <= o.Beta && o.Beta <= o.Gamma) {
			r.fault(t.file, w.line, o.Code, "expected alpha <= beta <= gamma, got %g, %g, %g", o.Alpha, o.Beta, o.Gamma)
		}
		o.Group = len(r.economy.Groups)
		r.economy.Groups = append(r.economy.Groups, o.Code)
		r.economy.Occupations = append(r.economy.Occupations, o)
	}
	if len(t.rows) == 0 {
		r.fault(t.file, 0, "", "expected at least one occupation")
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

func (r *reader) jobs() {
	r.economy.Jobs = r.grid("jobs.csv", r.industryCodes(), r.occupationCodes(), 0, unlimited, true)
}

func (r *reader) flows() {
	states := append(append([]string{"out"}, r.occupationCodes()...), "unemployed")
	r.economy.Flows = r.grid("labour_flows.csv", states, states, 0, 1, false)
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
