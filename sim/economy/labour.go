package economy

import (
	"fmt"
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/market"
)

// labourMarket holds expected stocks of adults by state: F out of the labour force but attached to it, F employed,
// F unemployed, by last occupation; and those outside for good.
type labourMarket struct {
	fields  int
	stock   []float64
	outside float64
	adults  float64
	group   []int     // of each occupation
	share   []float64 // of each occupation in its group's jobs
	flows   *market.Flows
	moved   []market.Moves // of this tick, by labour step
	sweeps  int            // of the balancing
	hours   float64        // worked by an employed person relative to the base year
	entry   float64        // into the labour force relative to the base year
	monthly monthlyRates   // of the last tick, or the base year
	start   []float64      // employed in the base year
}

// monthlyRates are shares of the employed who lose their job and who change group, and of the unemployed who find one.
type monthlyRates struct{ lost, found, moved float64 }

// note reads the rates of one labour step from persons who moved and stocks before it.
func (l *labourMarket) note(m *market.Moves, before []float64, months float64) {
	f := l.fields
	lost, found, moved := market.Sum(m.Lose)+market.Sum(m.Layoff), market.Sum(m.OwnLook), 0.
	for i := range m.Look {
		found += market.Sum(m.Look[i])
		moved += market.Sum(m.Move[i])
	}
	employed, unemployed := market.Sum(before[f:2*f])*months, market.Sum(before[2*f:])*months
	l.monthly = monthlyRates{lost / employed, found / unemployed, moved / employed}
}

// noteBase reads the rates of the base year.
func (l *labourMarket) noteBase() {
	stock := append([]float64(nil), l.stock...)
	m := l.flows.Step(stock, l.start, market.Matching{Boost: 1, Entry: 1}, 1)
	l.note(m, l.stock, 1)
}

func (l *labourMarket) employed(f int) float64   { return l.stock[l.fields+f] }
func (l *labourMarket) unemployed(f int) float64 { return l.stock[2*l.fields+f] }

func (l *labourMarket) totals() (employed, unemployed float64) {
	f := l.fields
	return market.Sum(l.stock[f : 2*f]), market.Sum(l.stock[2*f:])
}

// newLabour balances the monthly transition probabilities of the tables, which are by group of occupations, so that
// they leave the base year's stocks as they are. Job changes between groups are scaled to labour.moves: most of the raw
// ones are coding noise. Within a group stocks and inflows follow jobs, which leaves the occupations' stocks as they
// are too.
func (w *World) newLabour() error {
	l := &w.labour
	l.fields, l.hours, l.entry = w.fields, 1, 1
	l.group, l.share = w.occupationGroups()
	p := normalisedRows(w.data.Flows)
	anchors := w.data.Anchors
	employed, u := anchors["employment"].Value, anchors["unemployment_rate"].Value
	unemployed := employed * u / (1 - u)
	out := (employed+unemployed)/anchors["participation_rate"].Value - employed - unemployed
	attached := float64(w.cfg.Labour.Attached * out)
	l.outside, l.adults = out-attached, employed+unemployed+out
	w.unemploymentBase = u
	byGroup := w.baseStocks(p, employed, unemployed, out, attached)
	l.stock = make([]float64, 3*w.fields)
	groups := len(byGroup) / 3
	for i, g := range l.group {
		for kind := range 3 {
			l.stock[kind*w.fields+i] = l.share[i] * byGroup[kind*groups+g]
		}
	}
	l.start = append([]float64(nil), l.stock[w.fields:2*w.fields]...)
	rates, err := w.baseRates(p, byGroup, out, attached)
	if err != nil {
		return fmt.Errorf("base year: %w", err)
	}
	l.flows = market.NewFlows(l.group, l.share, rates)
	l.noteBase()
	l.moved = make([]market.Moves, w.labourSteps())
	w.unemployment0 = make([]float64, w.fields)
	for k := range w.unemployment0 {
		w.unemployment0[k] = l.unemployed(k) / (l.unemployed(k) + l.employed(k))
	}
	w.unemployment = append([]float64(nil), w.unemployment0...)
	return nil
}

// groups is the number of groups of occupations.
func (w *World) groups() int { return len(w.data.Groups) }

// occupationGroups are the group of each occupation and its share in the group's jobs.
func (w *World) occupationGroups() (group []int, share []float64) {
	jobs := make([]float64, w.groups())
	for _, o := range w.data.Occupations {
		group = append(group, o.Group)
		jobs[o.Group] += o.Jobs
	}
	for _, o := range w.data.Occupations {
		share = append(share, o.Jobs/jobs[o.Group])
	}
	return group, share
}

func normalisedRows(table [][]float64) [][]float64 {
	out := make([][]float64, len(table))
	for i := range table {
		out[i] = shares(table[i])
	}
	return out
}

// baseStocks spreads, by group, the employed by published jobs, the unemployed by where they come from and those out
// of the labour force by who leaves it. p is the table: state 0 out, 1..G employed, G+1 unemployed.
func (w *World) baseStocks(p [][]float64, employed, unemployed, out, attached float64) []float64 {
	g := len(p) - 2
	stock := make([]float64, 3*g)
	jobs := 0.
	for _, o := range w.data.Occupations {
		jobs += o.Jobs
	}
	for _, o := range w.data.Occupations {
		stock[g+o.Group] += float64(o.Jobs / jobs * employed)
	}
	toOut := 0.
	for k := range g {
		toOut += float64(stock[g+k] * p[1+k][0])
	}
	into := make([]float64, g)
	for k := range into {
		stock[k] = attached * stock[g+k] * p[1+k][0] / toOut
		into[k] = float64(stock[g+k]*p[1+k][g+1]) + float64(out*p[0][g+1]*stock[k]/attached)
	}
	for k, s := range shares(into) {
		stock[2*g+k] = unemployed * s
	}
	return stock
}

// baseRates are the balanced monthly rates of the base year by group.
func (w *World) baseRates(p [][]float64, stock []float64, out, attached float64) (market.Rates, error) {
	g := len(p) - 2
	r := market.Rates{Out: market.NewMatrix(g), Look: market.NewMatrix(g), Move: market.NewMatrix(g)}
	for _, v := range []*[]float64{&r.Leave, &r.Lose, &r.Search, &r.OwnOut, &r.GiveUp, &r.OwnLook} {
		*v = make([]float64, g)
	}
	var rate []float64
	r.Where, rate = w.moveRates(p, stock)
	flow, ownOut, ownLook := w.baseProbabilities(p, r.Where, rate, out/attached)
	for i, x := range stock {
		row := flow.Row(i)
		for j := range row {
			row[j] *= x
		}
	}
	var err error
	if w.labour.sweeps, err = market.Balance(flow, stock, w.publishedFlows(stock), 1e-13, 300_000); err != nil {
		return r, err
	}
	for i, x := range stock {
		row := flow.Row(i)
		for j := range row {
			row[j] /= x
		}
	}
	for k := range g {
		outRow, jobRow, lookRow := flow.Row(k), flow.Row(g+k), flow.Row(2*g+k)
		r.Search[k], r.Leave[k], r.Lose[k], r.GiveUp[k] = outRow[2*g+k], jobRow[k], jobRow[2*g+k], lookRow[k]
		r.OwnOut[k], r.OwnLook[k] = float64(ownOut[k]*outRow[g+k]), float64(ownLook[k]*lookRow[g+k])
		for h := range g {
			r.Out.Row(k)[h], r.Look.Row(k)[h] = outRow[g+h], lookRow[g+h]
			if h != k {
				r.Move.Row(k)[h] = jobRow[g+h]
			}
		}
		r.Out.Row(k)[k] -= r.OwnOut[k]
		r.Look.Row(k)[k] -= r.OwnLook[k]
	}
	return r, nil
}

// publishedFlows are the totals that balancing keeps: moves between groups, and those between employment and
// unemployment where the tables state them. What does not fit falls on the moves into and out of the labour force,
// which are measured worst.
func (w *World) publishedFlows(stock []float64) []market.Block {
	g := len(stock) / 3
	employed, unemployed := market.Sum(stock[g:2*g]), market.Sum(stock[2*g:])
	job, look := [2]int{g, 2 * g}, [2]int{2 * g, 3 * g}
	blocks := []market.Block{{Row: job, Column: job, Total: w.cfg.Labour.Moves * employed}}
	if a, ok := w.data.Anchors["eu_rate"]; ok {
		blocks = append(blocks, market.Block{Row: job, Column: look, Total: a.Value * employed})
	}
	if a, ok := w.data.Anchors["ue_rate"]; ok {
		blocks = append(blocks, market.Block{Row: look, Column: job, Total: a.Value * unemployed})
	}
	return blocks
}

// baseProbabilities are the monthly moves between the 3G states before balancing. Hires go to the last occupation
// with probability labour.own_occupation and elsewhere as the table says; ownOut and ownLook are the shares of hires
// into the own group that are hires into the own occupation. perAttached is those out of the labour force over those
// attached to it.
func (w *World) baseProbabilities(p [][]float64, where market.Matrix, rate []float64, perAttached float64) (m market.Matrix, ownOut, ownLook []float64) {
	g := len(p) - 2
	m, ownOut, ownLook = market.NewMatrix(3*g), make([]float64, g), make([]float64, g)
	own := w.cfg.Labour.OwnOccupation
	hire := func(row, from []float64, scale float64, k int) (ownShare float64) {
		total := 0.
		for j := range g {
			h := float64(from[1+j] * scale)
			total += h
			row[g+j] += float64((1 - own) * h)
		}
		kept := float64(own * total)
		row[g+k] += kept
		return ratio(kept, row[g+k])
	}
	for k := range g {
		outRow, jobRow, lookRow := m.Row(k), m.Row(g+k), m.Row(2*g+k)
		ownOut[k] = hire(outRow, p[0], perAttached, k)
		outRow[2*g+k] = p[0][g+1] * perAttached
		for j := range g {
			jobRow[g+j] = where.Row(k)[j] * rate[k]
		}
		jobRow[k], jobRow[2*g+k] = p[1+k][0], p[1+k][g+1]
		ownLook[k] = hire(lookRow, p[g+1], 1, k)
		lookRow[k] = p[g+1][0]
	}
	for i := range 3 * g {
		row := m.Row(i)
		row[i] = 0
		if leaving := market.Sum(row); leaving > mostLeaving { // few attached people cannot carry all published hires
			for j := range row {
				row[j] *= mostLeaving / leaving
			}
		}
		row[i] = 1 - market.Sum(row)
	}
	return m, ownOut, ownLook
}

// mostLeaving is the largest share of a state that leaves it in a month of the base year, before balancing.
const mostLeaving = .9

// moveRates are where the employed of a group go who change group, and the monthly rate at which they do, scaled to
// labour.moves on average.
func (w *World) moveRates(p [][]float64, stock []float64) (where market.Matrix, rate []float64) {
	g := len(p) - 2
	where, rate = market.NewMatrix(g), make([]float64, g)
	movers, employed := 0., 0.
	for k := range rate {
		for j := range g {
			if j != k {
				rate[k] += p[1+k][1+j]
			}
		}
		for j := range g {
			if j != k && rate[k] > 0 {
				where.Row(k)[j] = p[1+k][1+j] / rate[k]
			}
		}
		movers += float64(stock[g+k] * rate[k])
		employed += stock[g+k]
	}
	if movers == 0 {
		return where, rate
	}
	for k := range rate {
		rate[k] *= w.cfg.Labour.Moves * employed / movers
	}
	return where, rate
}

// matchLabour moves expected stocks: the rates say where people go, matching says how many. Ticks longer than a month
// are cut into months, since monthly probabilities do not add beyond one.
func (w *World) matchLabour() error {
	l := &w.labour
	friction := market.Matching{Adjustment: w.cfg.Labour.Adjustment, Boost: w.cfg.Labour.Boost, Entry: l.entry, Retraining: w.retraining()}
	for m := range l.moved {
		before := append([]float64(nil), l.stock...)
		now := l.flows.Step(l.stock, w.expectedDemand((float64(m)+.5)/float64(len(l.moved))), friction, w.labourMonths())
		if len(l.moved) > 1 {
			now = now.Clone()
		}
		l.moved[m] = *now
		l.note(now, before, w.labourMonths())
	}
	for i, x := range l.stock {
		if !(x > 0) {
			return w.breakdown("labour", "state %d of occupation %s would hold %.3g persons", i/w.fields, w.data.Occupations[i%w.fields].Code, x)
		}
	}
	w.queueForReview()
	w.respond()
	return nil
}

// retraining is the share of each occupation's unemployed who take up another one in a month: labour.retraining of
// those beyond the base year's rate, so that nobody retrains while nothing changes.
func (w *World) retraining() []float64 {
	out := make([]float64, w.fields)
	for f, u := range w.unemployment {
		out[f] = w.cfg.Labour.Retraining * math.Max(0, 1-w.unemployment0[f]/u)
	}
	return out
}

// respond lets hours and participation follow what work pays after tax relative to the base year, and hours what comes
// without work:
//
//	hours = pay^substitution * unearned^income,   entry = pay^participation
func (w *World) respond() {
	l, b := &w.labour, &w.cfg.Behaviour
	if b.Mode == "static" || !w.begun {
		return
	}
	pay, unearned := w.workPays()
	l.hours = exact.Pow(pay, b.Hours) * exact.Pow(math.Max(unearned, leastUnearned), b.Income)
	l.entry = math.Min(exact.Pow(pay, b.Participation), mostEntry)
}

// workPays is real pay after tax, and real income per adult that comes without work, relative to the base year.
func (w *World) workPays() (pay, unearned float64) {
	pay, _, _ = w.realWages()
	return pay * w.keptOfPay(), w.unearned() / w.pricesPaid() / w.unearned0
}

// unearned is disposable income from property and transfers, usd a year.
func (w *World) unearned() float64 {
	y := &w.flows
	return y.disposable - float64((1-y.labourRate)*(y.wages+y.own)) - y.benefits
}

// mostEntry bounds entry into the labour force, leastUnearned the income effect where unearned income vanishes.
const (
	mostEntry     = 2.
	leastUnearned = .05
)

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

// payElsewhere is the mean wage index where the movers of each occupation go.
func (w *World) payElsewhere() []float64 {
	l := &w.labour
	byGroup := make([]float64, w.groups())
	for i, g := range l.group {
		byGroup[g] += float64(l.share[i] * w.wage[i])
	}
	out := make([]float64, w.fields)
	for i, g := range l.group {
		out[i] = market.Dot(l.flows.Rates().Where.Row(g), byGroup)
	}
	return out
}

// adjustWages moves wages along the wage curve, unless they clear their markets in every tick. No wage falls below the best outside option: what the occupations pay
// that its movers go to, less the loss of moving, and a share of the mean wage.
func (w *World) adjustWages() error {
	l, f := &w.labour, w.fields
	u := make([]float64, f)
	floor := make([]float64, f)
	mean := market.Sum(w.wage) / float64(f)
	elsewhere := w.payElsewhere()
	for k := range u {
		now := l.unemployed(k) / (l.unemployed(k) + l.employed(k))
		u[k], w.unemployment[k] = (w.unemployment[k]+now)/2, now
		floor[k] = math.Max((1-w.cfg.Labour.Outside)*elsewhere[k], w.cfg.Labour.OverallFloor*mean)
	}
	if w.flexible() {
		return nil
	}
	w.indexWages()
	market.Wages(w.wage, u, w.unemployment0, floor, w.cfg.Labour.WageUp, w.cfg.Labour.WageDown, w.dt)
	return nil
}

// indexWages lets wages follow the part labour.indexation of what consumer prices have changed by against their trend.
func (w *World) indexWages() {
	now := w.index.consumer.log
	part := w.cfg.Labour.Indexation * (now - w.pricesBefore)
	w.pricesBefore = now
	if part == 0 {
		return
	}
	for f := range w.wage {
		w.wage[f] *= exact.Exp(part)
	}
}
