package economy

import (
	"fmt"

	"tenfold/sim/dataset"
	"tenfold/sim/market"
)

// Accounts is one consistent base year: the tables of an economy reconciled so that every industry's costs equal its
// output and income equals expenditure, in dollars of the base year. Luxury and uses nobody had before are goods of
// their own, carved out of the output, consumption and surplus of the industry that sells them.
type Accounts struct {
	Jobs         [][]float64 // [industry][occupation], published jobs after pooling
	Load         []float64   // compensation over (jobs x mean wage), by industry
	MeanLoad     float64
	Compensation [][]float64 // [industry][occupation], usd
	GrossOutput  []float64
	Inputs       [][]float64 // coefficients, [supplying][using]
	Imports      []float64   // per unit of output
	Taxes        []float64   // per unit of output
	Surplus      []float64   // usd

	Consumption, Investment, Government, NetExports []float64
	Luxury, NewUses                                 float64
	GDP                                             float64
}

// NewAccounts reconciles the tables: they are scaled from their year to the base year's output; jobs that statistics
// count in one industry and pay in another are moved; final demand is what the input-output table implies, spread in
// the proportions of the final-demand table, with national totals kept and net exports as the residual.
func NewAccounts(e *dataset.Economy, luxuryShare, newUsesShare float64) (*Accounts, error) {
	n := len(e.Industries)
	a := &Accounts{GDP: e.Anchors["gdp"].Value * anchorScale(e)}
	tableGDP := 0.
	for _, s := range e.Industries {
		tableGDP += float64(s.GrossOutputUSD * (s.Compensation + s.Taxes + s.Surplus))
	}
	scale := a.GDP / tableGDP

	a.Jobs = scaledJobs(e)
	a.GrossOutput = make([]float64, n)
	compensation := make([]float64, n)
	for i, s := range e.Industries {
		a.GrossOutput[i] = s.GrossOutputUSD * scale
		compensation[i] = s.Compensation * a.GrossOutput[i]
	}
	if err := a.pool(e, compensation); err != nil {
		return nil, err
	}
	a.pay(e, compensation)
	a.finalDemand(e, scale)
	a.carve(e, luxuryShare, newUsesShare)
	return a, nil
}

// scaledJobs fills suppressed cells by scaling each occupation to its published total.
func scaledJobs(e *dataset.Economy) [][]float64 {
	jobs := make([][]float64, len(e.Industries))
	total := make([]float64, len(e.Occupations))
	for i := range jobs {
		jobs[i] = append([]float64(nil), e.Jobs[i]...)
		for f, j := range jobs[i] {
			total[f] += j
		}
	}
	for i := range jobs {
		for f := range jobs[i] {
			jobs[i][f] *= e.Occupations[f].Jobs / total[f]
		}
	}
	return jobs
}

// pool moves jobs from industries whose public part is paid in another's compensation (schools and hospitals: jobs in
// education and health, pay in government) until pay per job is the same multiple of the mean wage in all of them.
func (a *Accounts) pool(e *dataset.Economy, compensation []float64) error {
	if e.PublicInto < 0 {
		return nil
	}
	paid, bill := compensation[e.PublicInto], wageBill(e, a.Jobs[e.PublicInto])
	for _, k := range e.PublicFrom {
		paid += compensation[k]
		bill += wageBill(e, a.Jobs[k])
	}
	load := paid / bill
	for _, k := range e.PublicFrom {
		keep := compensation[k] / (load * wageBill(e, a.Jobs[k]))
		if keep > 1 {
			return fmt.Errorf("public_pool: industry %s pays more per job than the pool; it has no jobs to move", e.Industries[k].Code)
		}
		for f, j := range a.Jobs[k] {
			a.Jobs[e.PublicInto][f] += j - float64(j*keep)
			a.Jobs[k][f] = j * keep
		}
	}
	return nil
}

func wageBill(e *dataset.Economy, jobs []float64) float64 {
	sum := 0.
	for f, j := range jobs {
		sum += float64(j * e.Occupations[f].WageUSDPerYear)
	}
	return sum
}

func (a *Accounts) pay(e *dataset.Economy, compensation []float64) {
	a.Load = make([]float64, len(a.Jobs))
	a.Compensation = make([][]float64, len(a.Jobs))
	bills := 0.
	for i, jobs := range a.Jobs {
		bill := wageBill(e, jobs)
		bills += bill
		a.Load[i] = compensation[i] / bill
		a.Compensation[i] = make([]float64, len(jobs))
		for f, j := range jobs {
			a.Compensation[i][f] = j * e.Occupations[f].WageUSDPerYear * a.Load[i]
		}
	}
	a.MeanLoad = market.Sum(compensation) / bills
}

func (a *Accounts) finalDemand(e *dataset.Economy, scale float64) {
	n := len(a.GrossOutput)
	a.Consumption, a.Investment = make([]float64, n), make([]float64, n)
	a.Government, a.NetExports = make([]float64, n), make([]float64, n)
	implied := make([]float64, n)
	for r := range implied {
		implied[r] = a.GrossOutput[r] - market.Dot(e.Inputs[r], a.GrossOutput)
	}
	spread := func(table, out []float64) {
		sum := 0.
		for r := range out {
			total := e.Consumption[r] + e.Investment[r] + e.Government[r] + e.NetExports[r]
			if total != 0 {
				out[r] = implied[r] * table[r] / total
			}
			sum += out[r]
		}
		want := market.Sum(table) * scale
		for r := range out {
			if sum != 0 {
				out[r] *= want / sum
			}
		}
	}
	spread(e.Consumption, a.Consumption)
	spread(e.Investment, a.Investment)
	spread(e.Government, a.Government)
	for r := range implied {
		a.NetExports[r] = implied[r] - a.Consumption[r] - a.Investment[r] - a.Government[r]
	}
}

// carve makes luxury (sold by real estate) and new uses (sold by information) goods of their own: output, consumption
// and surplus of the industry fall by the same dollars, so nothing else moves. Coefficients are restated per unit of
// the remaining output.
func (a *Accounts) carve(e *dataset.Economy, luxuryShare, newUsesShare float64) {
	n := len(a.GrossOutput)
	total := market.Sum(a.Consumption)
	a.Luxury, a.NewUses = luxuryShare*total, newUsesShare*total
	full := append([]float64(nil), a.GrossOutput...)
	a.Surplus = make([]float64, n)
	for i, s := range e.Industries {
		a.Surplus[i] = s.Surplus * full[i]
	}
	for _, c := range []struct {
		industry int
		amount   float64
	}{{e.RealEstate, a.Luxury}, {e.Information, a.NewUses}} {
		a.GrossOutput[c.industry] -= c.amount
		a.Consumption[c.industry] -= c.amount
		a.Surplus[c.industry] -= c.amount
	}
	a.Imports, a.Taxes = make([]float64, n), make([]float64, n)
	a.Inputs = make([][]float64, n)
	for r := range a.Inputs {
		a.Inputs[r] = make([]float64, n)
		for s := range a.Inputs[r] {
			a.Inputs[r][s] = e.Inputs[r][s] * full[s] / a.GrossOutput[s]
		}
	}
	for s, ind := range e.Industries {
		inputs := 0.
		for r := range e.Inputs {
			inputs += e.Inputs[r][s]
		}
		// Imports close the column exactly: the published shares are rounded to six digits.
		imports := 1 - inputs - ind.Compensation - ind.Taxes - ind.Surplus
		a.Imports[s] = imports * full[s] / a.GrossOutput[s]
		a.Taxes[s] = ind.Taxes * full[s] / a.GrossOutput[s]
	}
}

// anchorScale turns the anchor gdp, stated in billions in some tables, into dollars.
func anchorScale(e *dataset.Economy) float64 {
	if e.Anchors["gdp"].Unit == "usd bn" {
		return 1e9
	}
	return 1
}
