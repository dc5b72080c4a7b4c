package economy

import (
	"fmt"
	"math"

	"tenfold/sim/market"
)

// labourMarket holds expected stocks of adults by state: F out of the labour force but attached to it, F employed,
// F unemployed, by last occupation; and those outside for good.
type labourMarket struct {
	fields  int
	stock   []float64
	outside float64
	adults  float64
	flows   *market.Flows
	moves   market.Matrix   // where the movers of an occupation go, rows summing to one
	moved   []market.Matrix // persons moving between states, by labour step of this tick
	sweeps  int             // of the balancing
	start   []float64       // employed in the base year
}

func (l *labourMarket) employed(f int) float64   { return l.stock[l.fields+f] }
func (l *labourMarket) unemployed(f int) float64 { return l.stock[2*l.fields+f] }

func (l *labourMarket) totals() (employed, unemployed float64) {
	f := l.fields
	return market.Sum(l.stock[f : 2*f]), market.Sum(l.stock[2*f:])
}

// newLabour balances the monthly transition probabilities of the tables so that they leave the base year's stocks as
// they are. Job changes between occupations are scaled to labour.moves: most of the raw ones are coding noise.
func (w *World) newLabour() error {
	l := &w.labour
	l.fields = w.fields
	f, n := w.fields, 3*w.fields
	p := normalisedRows(w.data.Flows)
	anchors := w.data.Anchors
	employed, u := anchors["employment"].Value, anchors["unemployment_rate"].Value
	unemployed := employed * u / (1 - u)
	out := (employed+unemployed)/anchors["participation_rate"].Value - employed - unemployed
	attached := float64(w.cfg.Labour.Attached * out)
	l.outside, l.adults = out-attached, employed+unemployed+out
	l.stock = baseStocks(w, p, employed, unemployed, out, attached)
	l.start = append([]float64(nil), l.stock[f:2*f]...)

	flow := w.baseProbabilities(p, out, attached)
	for i := 0; i < n; i++ {
		row := flow.Row(i)
		for j := range row {
			row[j] *= l.stock[i]
		}
	}
	var err error
	if l.sweeps, err = market.Balance(flow, l.stock, 1e-13, 100_000); err != nil {
		return fmt.Errorf("base year: %w", err)
	}
	for i := 0; i < n; i++ {
		row := flow.Row(i)
		total := market.Sum(row)
		for j := range row {
			row[j] /= total
		}
	}
	l.flows = market.NewFlows(f, flow)
	for m := 0; m < w.labourSteps(); m++ {
		l.moved = append(l.moved, market.NewMatrix(n))
	}
	w.unemployment0 = make([]float64, f)
	for k := range w.unemployment0 {
		w.unemployment0[k] = l.unemployed(k) / (l.unemployed(k) + l.employed(k))
	}
	w.unemployment = append([]float64(nil), w.unemployment0...)
	return nil
}

func normalisedRows(table [][]float64) [][]float64 {
	out := make([][]float64, len(table))
	for i := range table {
		out[i] = shares(table[i])
	}
	return out
}

// baseStocks spreads the employed by published jobs, the unemployed by where they come from and those out of the
// labour force by who leaves it. p is the table: state 0 out, 1..F employed, F+1 unemployed.
func baseStocks(w *World, p [][]float64, employed, unemployed, out, attached float64) []float64 {
	f := w.fields
	stock := make([]float64, 3*f)
	jobs := 0.
	for _, o := range w.data.Occupations {
		jobs += o.Jobs
	}
	toOut := 0.
	for k, o := range w.data.Occupations {
		stock[f+k] = o.Jobs / jobs * employed
		toOut += float64(stock[f+k] * p[1+k][0])
	}
	into := make([]float64, f)
	for k := range into {
		stock[k] = attached * stock[f+k] * p[1+k][0] / toOut
		into[k] = float64(stock[f+k]*p[1+k][f+1]) + float64(out*p[0][f+1]*stock[k]/attached)
	}
	for k, s := range shares(into) {
		stock[2*f+k] = unemployed * s
	}
	return stock
}

// baseProbabilities are the monthly moves between the 3F states before balancing. Hires go to the last occupation
// with probability labour.own_occupation and elsewhere as the table says.
func (w *World) baseProbabilities(p [][]float64, out, attached float64) market.Matrix {
	l, f := &w.labour, w.fields
	m := market.NewMatrix(3 * f)
	scale := w.moveScale(p)
	own := w.cfg.Labour.OwnOccupation
	hire := func(row []float64, from []float64, perAttached float64, k int) {
		total := 0.
		for j := 0; j < f; j++ {
			h := float64(from[1+j] * perAttached)
			total += h
			row[f+j] += float64((1 - own) * h)
		}
		row[f+k] += float64(own * total)
	}
	for k := 0; k < f; k++ {
		outRow, jobRow, lookRow := m.Row(k), m.Row(f+k), m.Row(2*f+k)
		hire(outRow, p[0], out/attached, k)
		outRow[2*f+k] = p[0][f+1] * out / attached
		for j := 0; j < f; j++ {
			jobRow[f+j] = l.moves.A[k*f+j] * scale[k]
		}
		jobRow[k], jobRow[2*f+k] = p[1+k][0], p[1+k][f+1]
		hire(lookRow, p[f+1], 1, k)
		lookRow[k] = p[f+1][0]
	}
	for i := 0; i < 3*f; i++ {
		row := m.Row(i)
		row[i] = 0
		if leaving := market.Sum(row); leaving > mostLeaving { // few attached people cannot carry all published hires
			for j := range row {
				row[j] *= mostLeaving / leaving
			}
		}
		row[i] = 1 - market.Sum(row)
	}
	return m
}

// mostLeaving is the largest share of a state that leaves it in a month of the base year, before balancing.
const mostLeaving = .9

// moveScale fills the matrix of where movers go and returns, by occupation, the monthly rate of moving.
func (w *World) moveScale(p [][]float64) []float64 {
	l, f := &w.labour, w.fields
	l.moves = market.NewMatrix(f)
	rate := make([]float64, f)
	movers, employed := 0., 0.
	for k := range rate {
		for j := 0; j < f; j++ {
			if j != k {
				rate[k] += p[1+k][1+j]
			}
		}
		for j := 0; j < f; j++ {
			if j != k && rate[k] > 0 {
				l.moves.A[k*f+j] = p[1+k][1+j] / rate[k]
			}
		}
		movers += float64(l.stock[f+k] * rate[k])
		employed += l.stock[f+k]
	}
	if movers == 0 {
		return rate
	}
	for k := range rate {
		rate[k] *= w.cfg.Labour.Moves * employed / movers
	}
	return rate
}

// matchLabour moves expected stocks: the matrix says where people go, matching says how many. Ticks longer than a
// month are cut into months, since monthly probabilities do not add beyond one.
func (w *World) matchLabour() error {
	l := &w.labour
	friction := market.Matching{Adjustment: w.cfg.Labour.Adjustment, Boost: w.cfg.Labour.Boost}
	for m, moved := range l.moved {
		clear(moved.A)
		p := l.flows.Step(l.stock, w.expectedDemand((float64(m)+.5)/float64(len(l.moved))), friction, w.labourMonths())
		before := append([]float64(nil), l.stock...)
		for i, x := range before {
			row, out := p.Row(i), moved.Row(i)
			for j, share := range row {
				if share == 0 {
					continue
				}
				n := float64(x * share)
				out[j] = n
				l.stock[i] -= n
				l.stock[j] += n
			}
		}
	}
	for i, x := range l.stock {
		if !(x > 0) {
			return w.breakdown("labour", "state %d of occupation %s would hold %.3g persons", i/w.fields, w.data.Occupations[i%w.fields].Code, x)
		}
	}
	w.queueForReview()
	return nil
}

// expectedDemand is the jobs wanted when a part of the way to the next tick's middle is done: demand moves on as it did
// in the last tick. Without it a longer tick would mean a longer lag.
func (w *World) expectedDemand(part float64) []float64 {
	y := &w.flows
	out := make([]float64, w.fields)
	for f, now := range y.demand {
		out[f] = math.Max(now+float64(part*(now-y.demandBefore[f])), 0)
	}
	return out
}

func (w *World) labourSteps() int      { return max(1, int(math.Floor(float64(12*w.dt)+.5))) }
func (w *World) labourMonths() float64 { return 12 * w.dt / float64(w.labourSteps()) }

// queueForReview sets the share of their hours that coworkers wait because their field has fewer people than its work
// demands: reviewers are short in the proportion in which people are.
func (w *World) queueForReview() {
	for f, want := range w.flows.demand {
		short := 1 - w.labour.employed(f)/want
		if short < rounding {
			short = 0
		}
		w.waiting[f] = math.Min(short, mostWaiting)
	}
}

// rounding is a shortage that is none.
const rounding = 1e-12

// mostWaiting keeps the cost of a coworker's hour finite when hardly anybody is left to review.
const mostWaiting = .9

// adjustWages moves wages along the wage curve. No wage falls below the best outside option: what the occupations pay
// that its movers go to, less the loss of moving, and a share of the mean wage.
func (w *World) adjustWages() error {
	l, f := &w.labour, w.fields
	u := make([]float64, f)
	floor := make([]float64, f)
	mean := market.Sum(w.wage) / float64(f)
	for k := range u {
		now := l.unemployed(k) / (l.unemployed(k) + l.employed(k))
		u[k], w.unemployment[k] = (w.unemployment[k]+now)/2, now
		elsewhere := (1 - w.cfg.Labour.Outside) * market.Dot(l.moves.Row(k), w.wage)
		floor[k] = math.Max(elsewhere, w.cfg.Labour.OverallFloor*mean)
	}
	market.Wages(w.wage, u, w.unemployment0, floor, w.cfg.Labour.WageUp, w.cfg.Labour.WageDown, w.dt)
	return nil
}
