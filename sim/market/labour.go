package market

import (
	"fmt"
	"math"
	"slices"

	"tenfold/sim/exact"
)

// Block is a part of a table of flows with a known total: rows and columns from, to. The diagonal does not count.
type Block struct {
	Row, Column [2]int
	Total       float64
}

// Balance scales a table of flows by blocks, rows and columns in turn (RAS, Stone and Brown 1962) until every row and
// every column sums to its stock, so that the flows leave the stocks as they are, and blocks to their totals. It
// changes flow in place and returns the number of sweeps, or an error when maxSweeps do not bring every row within
// tolerance (relative).
func Balance(flow Matrix, stock []float64, blocks []Block, tolerance float64, maxSweeps int) (int, error) {
	worst := 0.
	for sweep := 1; sweep <= maxSweeps; sweep++ {
		for _, b := range blocks {
			b.scale(flow)
		}
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

func (b *Block) scale(flow Matrix) {
	part := func(i int) []float64 { return flow.Row(i)[b.Column[0]:b.Column[1]] }
	total := 0.
	for i := b.Row[0]; i < b.Row[1]; i++ {
		for j, x := range part(i) {
			if i != b.Column[0]+j {
				total += x
			}
		}
	}
	if total == 0 {
		return
	}
	by := b.Total / total
	for i := b.Row[0]; i < b.Row[1]; i++ {
		for j := range part(i) {
			if i != b.Column[0]+j {
				part(i)[j] *= by
			}
		}
	}
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
	Adjustment float64   // share of the gap between wanted and actual jobs closed in a month, by hiring or layoff
	Boost      float64   // inflows grow at most to this multiple of base-year rates
	Entry      float64   // entry into the labour force relative to the base year
	Retraining []float64 // by occupation: share of its unemployed who take up another one in a month
}

// Rates are the monthly chances of moving in the base year, by group of occupations. Matrices say where people of a
// group find jobs other than in their own occupation: [from group][to group].
type Rates struct {
	Leave, Lose     []float64 // employed: out of the labour force, unemployed
	Search, OwnOut  []float64 // out: unemployed, back into the own occupation
	GiveUp, OwnLook []float64 // unemployed: out, back into the own occupation
	Out, Look, Move Matrix    // out, unemployed, employed: into a group
	Where           Matrix    // of those who change group, rows summing to one: where they go
}

// Moves are persons who move in one step. Those hired into a group spread over its occupations as Into says.
type Moves struct {
	Leave, Lose, Layoff, Search, OwnOut, GiveUp, OwnLook []float64   // by occupation
	Out, Look, Move, Retrain                             [][]float64 // [occupation][group]
	Into                                                 []float64   // by occupation, summing to one in each group
}

// Clone is a copy that outlives the next step.
func (m *Moves) Clone() *Moves {
	out := *m
	for _, v := range []*[]float64{&out.Leave, &out.Lose, &out.Layoff, &out.Search, &out.OwnOut, &out.GiveUp, &out.OwnLook, &out.Into} {
		*v = slices.Clone(*v)
	}
	for _, t := range []*[][]float64{&out.Out, &out.Look, &out.Move, &out.Retrain} {
		*t = slices.Clone(*t)
		for i := range *t {
			(*t)[i] = slices.Clone((*t)[i])
		}
	}
	return &out
}

// Flows is the labour market of F occupations in G groups over a month or a part of it: rates say where people go,
// matching says how many. Stocks have 3F entries: F out of the labour force, F employed, F unemployed, each with its
// last occupation.
//
//	layoffs_f  = gamma max(0, E_f - D_f)
//	wanted_f   = quits_f + gamma (D_f - E_f) + layoffs_f
//	inflows    = base-year inflows * min(wanted_f / pool_f, boost)
type Flows struct {
	rates Rates
	group []int
	share []float64 // of each occupation in its group
	now   Moves
	scale []float64 // of inflows, by occupation
	into  []float64 // by group, scratch
}

// NewFlows takes the group of each occupation and its share in the group's jobs.
func NewFlows(group []int, share []float64, rates Rates) *Flows {
	f := len(group)
	l := &Flows{rates: rates, group: group, share: share, scale: make([]float64, f), into: make([]float64, rates.Move.N)}
	m := &l.now
	for _, v := range []*[]float64{&m.Leave, &m.Lose, &m.Layoff, &m.Search, &m.OwnOut, &m.GiveUp, &m.OwnLook, &m.Into} {
		*v = make([]float64, f)
	}
	for _, t := range []*[][]float64{&m.Out, &m.Look, &m.Move, &m.Retrain} {
		*t = make([][]float64, f)
		for i := range *t {
			(*t)[i] = make([]float64, rates.Move.N)
		}
	}
	return l
}

// Rates are the base year's.
func (l *Flows) Rates() *Rates { return &l.rates }

// Share is each occupation's share in its group, over which those who retrain spread.
func (l *Flows) Share() []float64 { return l.share }

// Step returns the persons who move over `months` months, at most one, when occupation f wants demand[f] jobs, and
// moves them. The result is valid until the next call.
func (l *Flows) Step(stock, demand []float64, m Matching, months float64) *Moves {
	l.atBaseRates(stock, m, months)
	l.match(stock, demand, m, months)
	l.limit(stock)
	l.apply(stock)
	return &l.now
}

// atBaseRates lets people move as in the base year.
func (l *Flows) atBaseRates(stock []float64, m Matching, months float64) {
	r, now, f := &l.rates, &l.now, len(l.group)
	for i, g := range l.group {
		out, employed, looking := float64(stock[i]*months), float64(stock[f+i]*months), float64(stock[2*f+i]*months)
		out *= m.Entry
		now.Leave[i], now.Lose[i] = float64(employed*r.Leave[g]), float64(employed*r.Lose[g])
		now.Search[i], now.OwnOut[i] = float64(out*r.Search[g]), float64(out*r.OwnOut[g])
		now.GiveUp[i], now.OwnLook[i] = float64(looking*r.GiveUp[g]), float64(looking*r.OwnLook[g])
		retrain := 0.
		if m.Retraining != nil {
			retrain = float64(looking * m.Retraining[i])
		}
		outTo, lookTo, moveTo, where := r.Out.Row(g), r.Look.Row(g), r.Move.Row(g), r.Where.Row(g)
		for h := range outTo {
			now.Out[i][h] = float64(out * outTo[h])
			now.Look[i][h] = float64(looking * lookTo[h])
			now.Move[i][h] = float64(employed * moveTo[h])
			now.Retrain[i][h] = float64(retrain * where[h])
		}
	}
}

// match scales inflows to the jobs on offer and lays off where there are too few.
func (l *Flows) match(stock, demand []float64, m Matching, months float64) {
	r, now, f := &l.rates, &l.now, len(l.group)
	l.sumInto()
	pool := append([]float64(nil), l.into...)
	clear(l.into)
	for i, g := range l.group {
		jobs := stock[f+i]
		gap := demand[i] - jobs
		now.Layoff[i] = closing(float64(m.Adjustment*months), -gap)
		quits := float64(jobs * months * (r.Leave[g] + r.Lose[g] + Sum(r.Move.Row(g))))
		wanted := math.Max(0, quits+float64(m.Adjustment*months*gap)+now.Layoff[i])
		l.scale[i] = 1
		if p := now.OwnOut[i] + now.OwnLook[i] + float64(l.share[i]*pool[g]); p > 0 {
			l.scale[i] = math.Min(wanted/p, m.Boost)
		}
		now.OwnOut[i] *= l.scale[i]
		now.OwnLook[i] *= l.scale[i]
		now.Into[i] = float64(l.share[i] * l.scale[i])
		l.into[g] += now.Into[i]
	}
	for i, g := range l.group {
		if l.into[g] > 0 {
			now.Into[i] /= l.into[g]
		} else {
			now.Into[i] = l.share[i]
		}
		for h, scale := range l.into {
			now.Out[i][h] *= scale
			now.Look[i][h] *= scale
			now.Move[i][h] *= scale
		}
	}
}

// closing is the part of a gap that is closed, none where there is none.
func closing(part, gap float64) float64 { return float64(part * math.Max(0, gap)) }

// sumInto adds up those who would be hired into each group from elsewhere.
func (l *Flows) sumInto() {
	clear(l.into)
	for i := range l.group {
		for h := range l.into {
			l.into[h] += l.now.Out[i][h] + l.now.Look[i][h] + l.now.Move[i][h]
		}
	}
}

// mostLeave is the largest share of a state that may leave it in one step.
const mostLeave = .95

// limit keeps every state from losing more people than it has.
func (l *Flows) limit(stock []float64) {
	now, f := &l.now, len(l.group)
	for i := range l.group {
		keep(stock[i], now.Out[i], nil, &now.Search[i], &now.OwnOut[i])
		keep(stock[f+i], now.Move[i], nil, &now.Leave[i], &now.Lose[i], &now.Layoff[i])
		keep(stock[2*f+i], now.Look[i], now.Retrain[i], &now.GiveUp[i], &now.OwnLook[i])
	}
}

func keep(stock float64, groups, further []float64, single ...*float64) {
	leaving := Sum(groups) + Sum(further)
	for _, x := range single {
		leaving += *x
	}
	if leaving <= mostLeave*stock {
		return
	}
	scale := mostLeave * stock / leaving
	for _, x := range single {
		*x *= scale
	}
	for _, list := range [][]float64{groups, further} {
		for h := range list {
			list[h] *= scale
		}
	}
}

// apply moves the stocks.
func (l *Flows) apply(stock []float64) {
	now, f := &l.now, len(l.group)
	l.sumInto()
	retrained := make([]float64, len(l.into))
	for i := range l.group {
		stock[i] += now.Leave[i] + now.GiveUp[i] - now.Search[i] - now.OwnOut[i] - Sum(now.Out[i])
		stock[f+i] += now.OwnOut[i] + now.OwnLook[i] - now.Leave[i] - now.Lose[i] - now.Layoff[i] - Sum(now.Move[i])
		stock[2*f+i] += now.Lose[i] + now.Layoff[i] + now.Search[i] - now.GiveUp[i] - now.OwnLook[i] - Sum(now.Look[i]) - Sum(now.Retrain[i])
		for h, x := range now.Retrain[i] {
			retrained[h] += x
		}
	}
	for i, g := range l.group {
		stock[f+i] += float64(now.Into[i] * l.into[g])
		stock[2*f+i] += float64(l.share[i] * retrained[g])
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
