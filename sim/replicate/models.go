package replicate

import "math"

// A model is something that replications can run.
type model struct {
	name, says      string
	inputs, outputs []string
	// read reads the inputs and returns what makes the outputs.
	read func(*inputReader) func() (map[string]float64, error)
}

// models lists them.
func models() []model {
	return []model{
		{"task-ces", "output, wage and rent of an economy of tasks that people do and capital can do", []string{"sigma", "productivity", "labour", "capital", "automated", "free_share", "reallocation"},
			[]string{"output", "wage", "rent", "labour_share", "peak_wage", "peak_automated", "output_gain"}, readTasks},
		{"hulten", "productivity from savings weighted by shares of output", []string{"items", "capital_share", "years"}, []string{"tfp", "gdp", "tfp_per_year", "gdp_per_year"}, readHulten},
		{"growth-accounting", "incomes from growth and shares, or growth under full automation",
			[]string{"growth_per_year", "years", "base_growth", "labour_share_start", "labour_share_end", "productivity", "depreciation", "saving_share"},
			[]string{"output", "capital", "labour", "growth"}, readGrowth},
		{"labour-flows", "unemployment and vacancies where people look for work in neighbouring occupations",
			[]string{"occupations", "separation", "opening", "adjustment", "demand", "years", "long_term_steps", "step_weeks", "adjacency"},
			[]string{"unemployment", "vacancies", "long_term_share", "peak_unemployment", "peak_year"}, readLabour},
		{"trend", "least squares of logarithms on dates", []string{"points", "table", "version", "sample", "value"},
			[]string{"doubling_days", "doubling_months", "factor_per_year", "r2", "points"}, readTrend},
		{"coworker-task", "time and money that a coworker with review saves on a task",
			[]string{"task_minutes", "task_usd", "review_minutes", "review_usd", "model_minutes", "model_usd", "success", "persistence"}, []string{"speedup", "saving", "attempts"}, readCoworker},
		{"aggregation", "mean of a table's column", []string{"table", "column", "weight"}, []string{"mean", "rows"}, readAggregation},
		{"simulator", "the whole simulator", []string{"scenario", "set", "until"}, nil, readSimulator},
	}
}

// A Description of a model says what it is and what its inputs and outputs are called; no outputs: those of the run.
type Description struct {
	Name, Says      string
	Inputs, Outputs []string
}

// Models describes all models.
func Models() []Description {
	var out []Description
	for _, m := range models() {
		out = append(out, Description{m.name, m.says, m.inputs, m.outputs})
	}
	return out
}

func modelNames() []string {
	var out []string
	for _, m := range models() {
		out = append(out, m.name)
	}
	return out
}

func find(name string) *model {
	for _, m := range models() {
		if m.name == name {
			return &m
		}
	}
	return nil
}

// most bounds inputs that have no bound of their own.
const most = 1e15

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
