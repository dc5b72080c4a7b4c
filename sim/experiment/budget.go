package experiment

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/series"
)

// budgetItem is a line of the government's budget: a column of shares of output, and whether it adds to the balance.
type budgetItem struct {
	column, words string
	sign          float64
}

// budgetItems lists the government's budget: revenue, outlays, balance.
var budgetItems = []budgetItem{
	{"tax_labour", "Tax on labour income", 1},
	{"tax_property", "Tax on property income", 1},
	{"tax_production", "Taxes on production", 1},
	{"tax_consumption", "Tax on consumption", 1},
	{"tax_compute", "Tax on coworker hours, less subsidy", 1},
	{"compute_rebates", "Rebates of providers", 1},
	{"government_purchases", "Purchases", -1},
	{"transfers", "Transfers", -1},
	{"benefits", "Benefits of the unemployed", -1},
	{"basic_income", "Basic income", -1},
	{"compute_budgets", "Compute budgets", -1},
	{"wage_insurance", "Wage insurance", -1},
	{"government_interest", "Interest", -1},
	{"government_balance", "Balance", 0},
}

// budget is the government's budget in current dollars: [item][year].
type budget [][]float64

// newBudget adds up a run's budget by year.
func newBudget(t *series.Table, years []int) budget {
	output := t.Index("nominal_output")
	out := make(budget, len(budgetItems))
	for k, item := range budgetItems {
		out[k] = make([]float64, len(years))
		at := t.Index(item.column)
		for y, year := range years {
			sum, n := 0., 0.
			for i := range t.Rows() {
				if labels, row := t.Row(i); strings.HasPrefix(labels[0], strconv.Itoa(year)) {
					sum, n = sum+float64(row[at]*row[output]), n+1
				}
			}
			out[k][y] = sum / math.Max(n, 1)
		}
	}
	return out
}

// window is the years of a budget table.
const window = 10

// budgetYears are the ten years from the one in which the first policy starts, as far as the run goes.
func (p *Plan) budgetYears() []int {
	first, last := yearOf(p.Baseline.Config.Clock.End), yearOf(p.Baseline.Config.Clock.End)
	for _, under := range p.Policies {
		for _, law := range under.Config.Policies {
			for _, s := range law.Settings {
				first = min(first, int(s.From))
			}
		}
	}
	first = max(first, yearOf(p.Baseline.Config.Clock.Start))
	var years []int
	for y := first; y <= last && len(years) < window; y++ {
		years = append(years, y)
	}
	return years
}

func yearOf(month string) int {
	y, _ := strconv.Atoi(month[:4]) // configurations are checked before
	return y
}

// BudgetRow is what a policy changes in a line of the government's budget, current usd by year.
type BudgetRow struct {
	Policy     string    `json:"policy"`
	Item       string    `json:"item"` // a column of the table "series"
	Words      string    `json:"words"`
	Years      []int     `json:"years"`
	Responsive []float64 `json:"responsive"`       // hours and participation respond
	Static     []float64 `json:"static,omitempty"` // they do not
}

// Totals are the sums over years.
func (r *BudgetRow) Totals() (responsive, static float64) {
	for i, v := range r.Responsive {
		responsive += v
		if r.Static != nil {
			static += r.Static[i]
		}
	}
	return responsive, static
}

// budgets compares the policies' budgets with the baseline's, at the present values of parameters and the first seed.
func (c *comparing) budgets() []BudgetRow {
	var out []BudgetRow
	if c.failures[c.at(0, 0, 0)] != nil {
		return nil
	}
	years := c.budgetYears()
	for k := 1; k <= len(c.Names); k++ {
		if c.failures[c.at(k, 0, 0)] != nil {
			continue
		}
		for i, item := range budgetItems {
			row := BudgetRow{Policy: c.Names[k-1], Item: item.column, Words: item.words, Years: years,
				Responsive: minus(c.results[c.at(k, 0, 0)].budget[i], c.results[c.at(0, 0, 0)].budget[i])}
			if c.notes[0] == nil && c.notes[k] == nil {
				row.Static = minus(c.static[k][i], c.static[0][i])
			}
			if item.sign == 0 || slices.ContainsFunc(append(slices.Clone(row.Responsive), row.Static...), func(v float64) bool { return v != 0 }) {
				out = append(out, row)
			}
		}
	}
	return out
}

func minus(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] - b[i]
	}
	return out
}
