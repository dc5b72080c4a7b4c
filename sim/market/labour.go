package market

import (
	"fmt"
	"math"

	"tenfold/sim/exact"
)

// Balance scales a table of flows by rows and columns in turn (RAS, Stone and Brown 1962) until every row and every
// column sums to its stock, so that the flows leave the stocks as they are. It changes flow in place and returns the
// number of sweeps, or an error when maxSweeps do not bring every row within tolerance (relative).
func Balance(flow Matrix, stock []float64, tolerance float64, maxSweeps int) (int, error) {
	worst := 0.
	for sweep := 1; sweep <= maxSweeps; sweep++ {
		scaleRows(flow, stock)
		scaleColumns(flow, stock)
		worst = 0
		for i, x := range stock {
			worst = math.Max(worst, math.Abs(Sum(flow.Row(i))/x-1))
		}
		if worst < tolerance {
			return sweep, nil
		}
	}
	return maxSweeps, fmt.Errorf("labour flows do not balance: a row is still off by %.2g of its stock after %d sweeps", worst, maxSweeps)
}

func scaleRows(flow Matrix, stock []float64) {
	for i, x := range stock {
		row := flow.Row(i)
		scale := x / Sum(row)
		for j := range row {
			row[j] *= scale
		}
	}
}

func scaleColumns(flow Matrix, stock []float64) {
	total := make([]float64, flow.N)
	for i := 0; i < flow.N; i++ {
		for j, v := range flow.Row(i) {
			total[j] += v
		}
	}
	for j, x := range stock {
		total[j] = x / total[j]
	}
	for i := 0; i < flow.N; i++ {
		row := flow.Row(i)
		for j := range row {
			row[j] *= total[j]
		}
	}
}

// Matching holds the friction of hiring and separation.
type Matching struct {
	Adjustment float64 // share of the gap between wanted and actual jobs closed in a month, by hiring or layoff
	Boost      float64 // inflows grow at most to this multiple of base-year rates
}

// Flows is the labour market of F occupations in a month or a part of it: the matrix says where people go, matching
// says how many. States are F out of the labour force, F employed, F unemployed, each with its last occupation.
//
//	layoffs_f  = gamma max(0, E_f - D_f)
//	wanted_f   = quits_f + gamma (D_f - E_f) + layoffs_f
//	inflows    = base-year inflows * min(wanted_f / pool_f, boost)
type Flows struct {
	Occupations int
	base        Matrix // monthly transition probabilities of the base year
	now         Matrix // this step's probabilities, off the diagonal
}

// NewFlows takes monthly transition probabilities between the 3F states.
func NewFlows(occupations int, base Matrix) *Flows {
	return &Flows{Occupations: occupations, base: base, now: NewMatrix(base.N)}
}

// Step returns the probabilities of moving between states (off the diagonal; the diagonal is zero) over `months`
// months, at most one, when occupation f wants demand[f] jobs. stock has 3F entries. The result is valid until the next call.
func (l *Flows) Step(stock, demand []float64, m Matching, months float64) Matrix {
	f := l.Occupations
	n := 3 * f
	for i := 0; i < n; i++ {
		base, now := l.base.Row(i), l.now.Row(i)
		for j := range now {
			now[j] = base[j] * months
		}
		now[i] = 0
	}
	for k := 0; k < f; k++ {
		employed := f + k
		jobs := stock[employed]
		gap := demand[k] - jobs
		layoffs := float64(m.Adjustment * months * math.Max(0, -gap))
		quits := float64(jobs * months * (1 - l.base.A[employed*n+employed]))
		wanted := math.Max(0, quits+float64(m.Adjustment*months*gap)+layoffs)
		pool := 0.
		for i := 0; i < n; i++ {
			pool += float64(stock[i] * l.now.A[i*n+employed])
		}
		scale := 1.
		if pool > 0 {
			scale = math.Min(wanted/pool, m.Boost)
		}
		for i := 0; i < n; i++ {
			l.now.A[i*n+employed] *= scale
		}
		l.now.A[employed*n+2*f+k] += layoffs / math.Max(jobs, 1)
	}
	l.limit()
	return l.now
}

// mostLeave is the largest share of a state that may leave it in one step.
const mostLeave = .95

func (l *Flows) limit() {
	for i := 0; i < l.now.N; i++ {
		row := l.now.Row(i)
		leaving := Sum(row)
		if leaving <= mostLeave {
			continue
		}
		for j := range row {
			row[j] *= mostLeave / leaving
		}
	}
}

// Wages moves wage indices over dt years by a wage curve: d ln w_f = chi (u*_f - u_f) dt, chi up when labour is
// scarcer than in the base year and down when it is more plentiful. No wage falls below the best outside option
// floor[f]. It changes wage in place.
func Wages(wage, unemployment, natural, floor []float64, up, down, dt float64) {
	for f := range wage {
		gap := natural[f] - unemployment[f]
		chi := down
		if gap > 0 {
			chi = up
		}
		wage[f] = math.Max(wage[f]*exact.Exp(dt*chi*gap), floor[f])
	}
}

// Base is the monthly transition matrix of the base year.
func (l *Flows) Base() Matrix { return l.base }
