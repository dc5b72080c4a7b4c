package experiment

import (
	"fmt"
	"math"

	"tenfold/sim/economy"
	"tenfold/sim/exact"
	"tenfold/sim/unit"
)

// Comparison is what came out.
type Comparison struct {
	Baseline   string     `json:"baseline"`
	Policies   []string   `json:"policies"`
	Hash       string     `json:"hash"`       // of all that can change the figures
	Model      string     `json:"model"`      // its version
	Difference [][]string `json:"difference"` // what each policy sets otherwise than the baseline, in words
	Years      []int      `json:"years"`
	Draws      int        `json:"draws"` // that could be run
	Dropped    int        `json:"dropped_draws"`
	Seeds      int        `json:"seeds"`
	Tests
	Pairing float64     `json:"pairing"` // by how much common draws and seeds shrink the standard error over seeds, geometric mean over outcomes
	Rows    []Row       `json:"rows"`
	Groups  []GroupRow  `json:"groups"`
	Budget  []BudgetRow `json:"budget"`
	Notes   []string    `json:"notes,omitempty"`
}

// Row is one outcome in a year under a policy.
type Row struct {
	Policy   string    `json:"policy"`
	Column   string    `json:"outcome"`
	Unit     unit.Unit `json:"unit"`
	Year     int       `json:"year"`
	Baseline float64   `json:"baseline"` // mean over draws and seeds
	Effect
	Pairing float64 `json:"pairing"` // by how much pairing shrinks the noise against other seeds; 1 where there is none
}

// GroupRow is what a policy does to a group of people in the last year, person by person, all as shares. The people are the
// baseline's, and their incomes what each could expect in the baseline and under the policy: see economy.Prospects.
type GroupRow struct {
	Policy string  `json:"policy"`
	By     string  `json:"by"`
	Group  string  `json:"group"`
	People float64 `json:"people"` // of all
	Gain   Effect  `json:"gain"`   // of expected real income, over the group's in the baseline: equivalent variation
	// People whose own expected real income is better or worse than in the baseline by more than 1 and 5 %.
	Better1 Effect `json:"better_off_1"`
	Better5 Effect `json:"better_off_5"`
	Worse1  Effect `json:"worse_off_1"`
	Worse5  Effect `json:"worse_off_5"`
}

// collect compares run by run. A draw without a base year, or that leaves the model's domain in the baseline or under a
// policy, is dropped for all.
func (c *comparing) collect() (*Comparison, error) {
	draws, failure := c.whole()
	if len(draws) == 0 {
		return nil, fmt.Errorf("no draw could be run: %w", failure)
	}
	out := &Comparison{Baseline: c.Baseline.Name, Policies: c.Names, Hash: c.Hash(), Model: economy.ModelVersion,
		Years: c.Years, Draws: len(draws), Dropped: c.Draws - len(draws), Seeds: c.Seeds, Tests: newTests(sampled(c.Baseline), len(draws), c.Seeds)}
	for k := range c.Names {
		out.Difference = append(out.Difference, differences(c.Baseline, c.Policies[k], c.solved[(k+1)*c.Draws].policies))
		out.Rows = append(out.Rows, c.rows(k, draws, &out.Tests)...)
		out.Groups = append(out.Groups, c.groups(k, draws, &out.Tests)...)
	}
	out.Pairing = pairing(out.Rows)
	out.Budget = c.budgets()
	for k, err := range c.notes {
		if err != nil {
			out.Notes = append(out.Notes, fmt.Sprintf("no budget with static behaviour of case %d: %v", k, err))
		}
	}
	return out, nil
}

// whole are the draws that ran in all cases and seeds, and why one did not.
func (c *comparing) whole() (draws []int, failure error) {
	for d := range c.Draws {
		whole := true
		for k := range len(c.Names) + 1 {
			for s := range c.Seeds {
				if err := c.failures[c.at(k, d, s)]; err != nil {
					whole, failure = false, err
				}
			}
		}
		if whole {
			draws = append(draws, d)
		}
	}
	return draws, failure
}

// rows compares a policy's outcomes with the baseline's.
func (c *comparing) rows(policy int, draws []int, tests *Tests) []Row {
	var out []Row
	for k, column := range c.Columns {
		for y, year := range c.Years {
			base, with := make([][]float64, len(draws)), make([][]float64, len(draws))
			for i, d := range draws {
				for s := range c.Seeds {
					base[i] = append(base[i], c.results[c.at(0, d, s)].means[k][y])
					with[i] = append(with[i], c.results[c.at(policy+1, d, s)].means[k][y])
				}
			}
			row := compareRuns(tests, base, with)
			row.Policy, row.Column, row.Year, row.Unit = c.Names[policy], column, year, c.units[k]
			out = append(out, row)
		}
	}
	return out
}

// groups gathers what a policy does to groups of people over draws and seeds.
func (c *comparing) groups(policy int, draws []int, tests *Tests) []GroupRow {
	first := c.blocks[draws[0]*c.Seeds].groups
	if len(first) == 0 {
		return nil
	}
	var codes []string
	for _, o := range c.Baseline.Economy.Occupations {
		codes = append(codes, o.Code)
	}
	var out []GroupRow
	for g, group := range groupList(codes) {
		row := GroupRow{Policy: c.Names[policy], By: group.By, Group: group.Name}
		var effects [measures]Effect
		for m := range effects {
			values := make([][]float64, len(draws))
			for i, d := range draws {
				for s := range c.Seeds {
					b := &c.blocks[d*c.Seeds+s]
					values[i] = append(values[i], b.groups[policy][g].value[m])
				}
			}
			effects[m] = tests.effect(values, 1)
		}
		row.People = first[policy][g].people / first[policy][0].people
		row.Gain, row.Better1, row.Better5, row.Worse1, row.Worse5 = effects[gain], effects[better1], effects[better5], effects[worse1], effects[worse5]
		if row.People > 0 {
			out = append(out, row)
		}
	}
	return out
}

// compareRuns compares runs by draw and seed.
func compareRuns(tests *Tests, base, with [][]float64) Row {
	var r Row
	changes := make([][]float64, len(base))
	apart := 0.
	for d := range base {
		for s := range base[d] {
			changes[d] = append(changes[d], with[d][s]-base[d][s])
		}
		r.Baseline += mean(base[d]) / float64(len(base))
		apart += (variance(base[d]) + variance(with[d])) / float64(len(base))
	}
	r.Effect, r.Pairing = tests.effect(changes, r.Baseline), 1
	if r.Noise > 0 {
		r.Pairing = math.Sqrt(apart/float64(len(base)*len(base[0]))) / r.Noise
	}
	return r
}

// pairing is the geometric mean over outcomes that have noise.
func pairing(rows []Row) float64 {
	sum, n := 0., 0.
	for _, r := range rows {
		if r.Noise > 0 && r.Pairing > 0 {
			sum, n = sum+exact.Log(r.Pairing), n+1
		}
	}
	return exact.Exp(sum / math.Max(n, 1))
}

func mean(v []float64) float64 {
	sum := 0.
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// variance is the unbiased one over seeds, 0 with one.
func variance(v []float64) float64 {
	if len(v) < 2 {
		return 0
	}
	m, sum := mean(v), 0.
	for _, x := range v {
		sum += float64((x - m) * (x - m))
	}
	return sum / float64(len(v)-1)
}
