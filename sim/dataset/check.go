package dataset

import "math"

// Tolerances of the checks: published shares are rounded to six digits, jobs are suppressed in small cells, and the
// commodity rows that belong to no industry are left out of final demand.
const (
	shareTolerance       = 2e-5
	flowTolerance        = 1e-3
	wealthTolerance      = 1e-3
	jobsTolerance        = .03
	finalDemandTolerance = .02
)

// check compares totals across tables.
func (r *reader) check() {
	r.checkCosts()
	r.checkJobs()
	r.checkWages()
	r.checkFinalDemand()
	r.checkFlows()
	r.checkWealth()
}

// checkCosts: each industry's inputs, imports, compensation, taxes and surplus are its gross output.
func (r *reader) checkCosts() {
	for s, i := range r.economy.Industries {
		inputs := 0.
		for _, row := range r.economy.Inputs {
			inputs += row[s]
		}
		if sum := inputs + i.Imports + i.Compensation + i.Taxes + i.Surplus; math.Abs(sum-1) > shareTolerance {
			r.fault("industries.csv", 0, i.Code, "costs are %.6f of gross output, expected 1: inputs %.6f, imports %.6f, compensation %.6f, taxes %.6f, surplus %.6f",
				sum, inputs, i.Imports, i.Compensation, i.Taxes, i.Surplus)
		}
		if inputs >= 1 {
			r.fault("inputs.csv", 0, i.Code, "expected inputs below 1 per unit of output, got %.6f", inputs)
		}
	}
}

// checkJobs: industries have the jobs of occupations.csv but for suppressed cells. Those weigh little in a group; a
// small occupation of a larger group may be missing from most industries.
func (r *reader) checkJobs() {
	e := r.economy
	published, total := make([]float64, len(e.Groups)), make([]float64, len(e.Groups))
	for f, o := range e.Occupations {
		sum := 0.
		for _, row := range e.Jobs {
			sum += row[f]
		}
		published[o.Group] += sum
		total[o.Group] += o.Jobs
		switch {
		case sum == 0:
			r.fault("jobs.csv", 0, o.Code, "expected jobs in at least one industry")
		case sum/o.Jobs-1 > jobsTolerance:
			r.fault("jobs.csv", 0, o.Code, "jobs by industry sum to %.0f, occupations.csv has %.0f", sum, o.Jobs)
		}
	}
	for g, code := range e.Groups {
		if sum := published[g]; sum > 0 && 1-sum/total[g] > jobsTolerance {
			r.fault("jobs.csv", 0, code, "jobs by industry sum to %.0f, occupations.csv has %.0f", sum, total[g])
		}
	}
	for i, row := range e.Jobs {
		if sum(row) == 0 {
			r.fault("jobs.csv", 0, e.Industries[i].Code, "expected an industry with jobs")
		}
	}
}

// checkWages: whoever earns more than a percentile, and no more than the next, earns at least that, so that the
// percentiles bound the mean from below.
func (r *reader) checkWages() {
	for _, o := range r.economy.Occupations {
		least, last := 0., 0.
		for i, share := range [...]float64{.15, .25, .25, .15, .1} {
			last = max(last, o.Percentiles[i])
			least += float64(share * last)
		}
		if o.WageUSDPerYear < least {
			r.fault("wages.csv", 0, o.Code, "the percentiles make the mean wage at least %.0f, occupations.csv has %.0f", least, o.WageUSDPerYear)
		}
	}
}

// checkFinalDemand: what is finally bought is what is made less inputs.
func (r *reader) checkFinalDemand() {
	e := r.economy
	bought, made := sum(e.Consumption)+sum(e.Investment)+sum(e.Government)+sum(e.NetExports), 0.
	for s, i := range e.Industries {
		made += i.GrossOutputUSD
		for _, row := range e.Inputs {
			made -= float64(row[s] * i.GrossOutputUSD)
		}
	}
	if math.Abs(bought/made-1) > finalDemandTolerance {
		r.fault("final_demand.csv", 0, "", "final demand is %.6g usd, output less inputs is %.6g", bought, made)
	}
	for _, use := range []struct {
		name   string
		values []float64
	}{{"consumption", e.Consumption}, {"investment", e.Investment}} {
		if sum(use.values) <= 0 {
			r.fault("final_demand.csv", 0, use.name, "expected a total above zero, got %.6g", sum(use.values))
		}
	}
}

func (r *reader) checkFlows() {
	states := r.states()
	for i, row := range r.economy.Flows {
		if math.Abs(sum(row)-1) > flowTolerance {
			r.fault("labour_flows.csv", 0, states[i], "probabilities sum to %.6f, expected 1", sum(row))
		}
	}
}

func (r *reader) checkWealth() {
	columns := map[string]func(WealthGroup) float64{
		"population": func(g WealthGroup) float64 { return g.Population }, "net_worth": func(g WealthGroup) float64 { return g.NetWorth },
		"equity": func(g WealthGroup) float64 { return g.Equity }, "real_estate": func(g WealthGroup) float64 { return g.RealEstate },
	}
	for _, name := range []string{"population", "net_worth", "equity", "real_estate"} {
		total := 0.
		for _, g := range r.economy.Wealth {
			total += columns[name](g)
		}
		if math.Abs(total-1) > wealthTolerance {
			r.fault("wealth.csv", 0, name, "shares sum to %.6f, expected 1", total)
		}
	}
}

func sum(v []float64) float64 {
	total := 0.
	for _, x := range v {
		total += x
	}
	return total
}
