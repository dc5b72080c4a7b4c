package playground

// An outcome is a column that the page shows and the interface gives, as means by year.
type outcome struct {
	column, words, unit string
	factor              float64 // from the column's unit to the one shown
	log, people         bool    // people: needs simulated people
	relative            bool    // changes are in per cent of the baseline
	told                string  // how a sentence calls it, "" for none
}

// trendUnit is that of indices against the trend.
const trendUnit = "1 is the trend without coworkers"

// outcomes in the order in which they are shown: a chart each.
var outcomes = []outcome{
	{column: "real_output", words: "Output", unit: trendUnit, factor: 1, relative: true, told: "output"},
	{column: "unemployment_rate", words: "Unemployment", unit: "% of the labour force", factor: 100, told: "unemployment"},
	{column: "wage_real_mean", words: "Real wage, mean", unit: trendUnit, factor: 1, relative: true, told: "the mean real wage"},
	{column: "wage_real_min", words: "Real wage of the worst occupation", unit: trendUnit, factor: 1, relative: true, told: "the real wage of the worst occupation"},
	{column: "labour_share", words: "Labour's share of income", unit: "%", factor: 100, told: "labour's share of income"},
	{column: "price_level", words: "Price level", unit: trendUnit, factor: 1, relative: true, told: "the price level"},
	{column: "income_median", words: "Median income after tax", unit: "thousand usd a year, real, detrended", factor: 1e-3, people: true, relative: true, told: "median income"},
	{column: "income_gini", words: "Gini coefficient of income after tax", unit: "%", factor: 100, people: true, told: "the Gini coefficient of income"},
	{column: "coworkers", words: "Coworkers in use", unit: "full-time coworkers, log scale", factor: 1, log: true, relative: true, told: "the number of coworkers in use"},
	{column: "coworker_hour_price", words: "Price of a coworker hour as used", unit: "usd, log scale", factor: 1, log: true, relative: true},
	{column: "ai_spending_share", words: "Spending on coworkers", unit: "% of output", factor: 100, told: "spending on coworkers, over output,"},
	{column: "government_balance", words: "Government balance", unit: "% of output", factor: 100, told: "the government's balance over output"},
}

// obstacles are the layers of the chart of what stands in the way, from the bottom; they sum to one.
var obstacles = []struct{ column, words string }{
	{"done", "done"}, {"blocked_by_adoption", "adoption"}, {"blocked_by_new_tasks", "new tasks"}, {"blocked_by_compute", "compute"},
	{"blocked_by_price", "price"}, {"blocked_by_review", "review"}, {"blocked_by_capability", "failure"}, {"blocked_by_ceiling", "not digital"},
}

// columns are all that is kept of a run.
func columns() []string {
	var out []string
	for _, o := range outcomes {
		out = append(out, o.column)
	}
	for _, o := range obstacles {
		out = append(out, o.column)
	}
	return out
}
