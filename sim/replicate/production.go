package replicate

import (
	"errors"
	"fmt"

	"go.yaml.in/yaml/v3"

	"tenfold/sim/exact"
	"tenfold/sim/market"
)

// leastSigma is the least elasticity of substitution that the bundles are made for.
const leastSigma, mostSigma = .01, 100

// readTasks: an economy of tasks, or an input made free in one.
func readTasks(r *inputReader) func() (map[string]float64, error) {
	sigma := r.float("sigma", leastSigma, mostSigma)
	if r.alternatives([]string{"productivity", "labour", "capital", "automated"}, []string{"free_share", "reallocation"}) {
		share, moved := r.float("free_share", 0, 1), r.truth("reallocation")
		r.outputs = []string{"output_gain"}
		return func() (map[string]float64, error) {
			gain := market.FreedGain(share, sigma, moved)
			if !finite(gain) {
				return nil, errors.New("output has no bound: an input is free, and at an elasticity of one and more the others are not needed")
			}
			return map[string]float64{"output_gain": gain}, nil
		}
	}
	e := market.TaskEconomy{Sigma: sigma, Productivity: r.float("productivity", 1e-9, most), Labour: r.float("labour", 1e-9, most), Capital: r.float("capital", 1e-9, most)}
	automated := r.optional("automated", 0, 0, 1)
	r.outputs = []string{"output", "wage", "rent", "labour_share", "peak_wage", "peak_automated"}
	if !r.has("automated") {
		r.outputs = []string{"peak_wage", "peak_automated"}
	}
	return func() (map[string]float64, error) {
		at := e.At(automated)
		peak, wage := e.Peak()
		return map[string]float64{"output": at.Output, "wage": at.Wage, "rent": at.Rent, "labour_share": at.LabourShare, "peak_wage": wage, "peak_automated": peak}, nil
	}
}

// readHulten: growth of productivity is the sum of savings weighted by shares of output (Hulten 1978), and output follows with
// the capital that comes with it.
func readHulten(r *inputReader) func() (map[string]float64, error) {
	var shares, savings []float64
	r.each("items", func(at string, item *yaml.Node) {
		values := r.group(at, item, []string{"share", "saving"})
		read := func(key string) float64 {
			if values[key] == nil {
				r.report(item, join(at, key), "expected a share, got nothing")
				return 0
			}
			return r.bounded(join(at, key), values[key], -1, 1)
		}
		shares, savings = append(shares, read("share")), append(savings, read("saving"))
	})
	capital, years := r.optional("capital_share", 0, 0, .99), r.optional("years", 10, 1e-3, 1e4)
	return func() (map[string]float64, error) {
		tfp := market.Dot(shares, savings)
		gdp := tfp / (1 - capital)
		return map[string]float64{"tfp": tfp, "gdp": gdp, "tfp_per_year": tfp / years, "gdp_per_year": gdp / years}, nil
	}
}

// readGrowth: what capital and labour receive when output grows faster than a baseline and the labour share moves, or growth
// where everything is automated and output is A(K+L).
func readGrowth(r *inputReader) func() (map[string]float64, error) {
	if r.alternatives([]string{"growth_per_year", "years", "base_growth", "labour_share_start", "labour_share_end"}, []string{"productivity", "depreciation", "saving_share"}) {
		a, worn, saved := r.float("productivity", 0, most), r.float("depreciation", 0, 1), r.float("saving_share", 0, 1)
		r.outputs = []string{"growth"}
		return func() (map[string]float64, error) {
			// What another unit of capital makes once tasks are all automated, and labour beside it no longer matters.
			rent := market.TaskEconomy{Sigma: .5, Productivity: a, Labour: 1, Capital: 1}.At(1).Rent
			return map[string]float64{"growth": float64(saved*rent) - worn}, nil
		}
	}
	growth, years, base := r.float("growth_per_year", -.99, 100), r.float("years", 0, 1000), r.float("base_growth", -.99, 1e6)
	start, end := r.float("labour_share_start", .01, .99), r.float("labour_share_end", 0, 1)
	r.outputs = []string{"output", "capital", "labour"}
	return func() (map[string]float64, error) {
		output := exact.Pow(1+growth, years) / (1 + base)
		if !finite(output) {
			return nil, fmt.Errorf("output would be %g times the baseline's", output)
		}
		return map[string]float64{"output": output - 1, "capital": output*(1-end)/(1-start) - 1, "labour": output*end/start - 1}, nil
	}
}
