package economy

import (
	"math"
	"slices"

	"tenfold/agents/coworker"
	"tenfold/sim/engine"
	"tenfold/sim/exact"
	"tenfold/sim/market"
	"tenfold/sim/rng"
	"tenfold/sim/tech"
)

// fleet is the simulated coworkers, by shards of one field each, and what they did in the tick.
type fleet struct {
	agents  int
	inField []int // agents by field
	shards  []fleetShard
	work    []coworker.Work  // by field
	tally   []coworker.Tally // by field

	class    [][coworker.Classes]float64 // expected share of coworkers by class of their newest generation, by field
	released int                         // generations on the market at the last tick
	outcome  []outcome                   // by field
}

type fleetShard struct {
	field int
	first uint32
	cols  *coworker.Columns
	tally coworker.Tally

	// With a goroutine an agent: the agents, and what they share in a tick.
	agents *engine.Coroutines
	now    coworker.Tick
}

// step lets the shard's coworkers work for a tick.
func (s *fleetShard) step(w *coworker.Work, key rng.Key, tick uint32) {
	if s.agents == nil {
		s.tally = s.cols.Step(w, key, s.first, tick)
		return
	}
	s.now, s.tally = coworker.NewTick(w, key, s.first, tick), coworker.Tally{}
	s.agents.Step()
	w.Offered(s.agents.Len(), &s.tally)
}

// spawn gives each coworker a goroutine of its own.
func (s *fleetShard) spawn() {
	s.agents = engine.Spawn(len(s.cols.Bin), func(i int, wait func() bool) {
		for wait() {
			s.cols.StepOne(i, &s.now, &s.tally)
		}
	})
}

// close ends the goroutines.
func (fl *fleet) close() {
	for s := range fl.shards {
		if a := fl.shards[s].agents; a != nil {
			a.Stop()
		}
	}
}

// outcome is what a field's coworkers did, per year and for all real coworkers that its agents stand for.
type outcome struct {
	hours      float64 // worked on attempts, human-equivalent
	success    float64 // share of attempted hours that succeeded
	done       float64 // tasks
	failed     float64 // tasks
	review     float64 // persons' hours
	waiting    float64 // hours
	unassigned float64 // hours
	ratio      float64 // success relative to the plan's expectation
}

// Kernels names the loops in which coworkers step: "portable", or those of the machine's vectors.
func Kernels() string { return coworker.Kernels() }

// leastPerField is how many agents a field has at least, when there are enough.
const leastPerField = 30

// newFleet makes the coworkers: agents by field in proportion to its digital jobs.
func (w *World) newFleet() {
	fl := &w.fleet
	fl.work, fl.tally = make([]coworker.Work, w.fields), make([]coworker.Tally, w.fields)
	fl.class, fl.outcome = make([][coworker.Classes]float64, w.fields), make([]outcome, w.fields)
	fl.released = len(w.tech.generation)
	for f := range fl.class {
		fl.class[f][0] = 1
	}
	fl.inField = make([]int, w.fields)
	if w.cfg.MeanField || w.cfg.Fleet.Agents == 0 {
		return
	}
	digital := make([]float64, w.fields)
	for f, o := range w.data.Occupations {
		digital[f] = o.Jobs * w.tech.digital[f]
	}
	fl.agents = int(w.cfg.Fleet.Agents)
	fl.inField = allot(fl.agents, digital, min(leastPerField, fl.agents/w.fields))
	first := 0
	for f, n := range fl.inField {
		order := rng.Permutation(w.key, coworker.StreamOrder, uint32(f), n)
		for _, r := range engine.Blocks(n, 1) {
			fl.shards = append(fl.shards, fleetShard{field: f, first: uint32(first + r.From),
				cols: coworker.New(order[r.From:r.To], n, w.cfg.Coworkers.Spread, w.cfg.Tech.Horizon.Slope, uint8(fl.released-1))})
		}
		first += n
	}
	// The largest first, so that no worker is left with one when all else is done.
	slices.SortStableFunc(fl.shards, func(a, b fleetShard) int { return len(b.cols.Bin) - len(a.cols.Bin) })
	if w.cfg.Executor == "goroutines" {
		w.pool.Each(len(fl.shards), func(s int) { fl.shards[s].spawn() })
	}
}

// allot divides n agents in proportion to weight, each at least `least`, by largest remainders.
func allot(n int, weight []float64, least int) []int {
	out := make([]int, len(weight))
	rest := float64(n - least*len(weight))
	part := shares(weight)
	given := 0
	remainder := make([]float64, len(weight))
	for i, s := range part {
		whole := math.Floor(rest * s)
		remainder[i] = float64(rest*s) - whole
		out[i] = least + int(whole)
		given += out[i]
	}
	for ; given < n; given++ {
		best := 0
		for i, r := range remainder {
			if r > remainder[best] {
				best = i
			}
		}
		out[best]++
		remainder[best]--
	}
	return out
}

// coworkersWork hands each field's demand to its coworkers, lets them work, and averages what they did into the
// field's realised success, which sets the cost of their work from the next tick on.
func (w *World) coworkersWork() error {
	fl := &w.fleet
	w.updateClasses()
	for f := range fl.work {
		w.offerWork(f)
		fl.tally[f] = coworker.Tally{}
	}
	tick := uint32(w.tick)
	w.pool.Each(len(fl.shards), func(s int) {
		shard := &fl.shards[s]
		shard.step(&fl.work[shard.field], w.key, tick)
	})
	w.steps += int64(fl.agents)
	for s := range fl.shards {
		fl.tally[fl.shards[s].field].Add(&fl.shards[s].tally)
	}
	for f := range fl.tally {
		if lost := fl.tally[f].Unaccounted(&fl.work[f]); lost != 0 {
			return w.breakdown("coworkers", "occupation %s: %.6g of %.6g coworker hours are unaccounted for", w.data.Occupations[f].Code, coworker.Hours(lost), coworker.Hours(fl.tally[f].Available))
		}
		w.observe(f)
	}
	return nil
}

// updateClasses moves the expected shares of generation classes: a release makes everybody one class older, and the
// tick's chance takes up the newest.
func (w *World) updateClasses() {
	fl := &w.fleet
	up := w.upgradeChance()
	for ; fl.released < len(w.tech.generation); fl.released++ {
		for f := range fl.class {
			c := &fl.class[f]
			last := coworker.Classes - 1
			c[last] += c[last-1]
			copy(c[1:last], c[:last-1])
			c[0] = 0
		}
	}
	for f := range fl.class {
		c := &fl.class[f]
		for age := 1; age < coworker.Classes; age++ {
			c[0] += float64(up * c[age])
			c[age] *= 1 - up
		}
	}
}

// upgradeChance is the chance of taking up the newest generation within a tick.
func (w *World) upgradeChance() float64 {
	if w.cfg.Coworkers.UpgradeLag == 0 {
		return 1
	}
	return 1 - exact.Exp(-12*w.dt/w.cfg.Coworkers.UpgradeLag)
}

// offerWork states what field f offers each of its coworkers.
func (w *World) offerWork(f int) {
	work := &w.fleet.work[f]
	hours := w.cfg.Coworkers.yearly() * w.dt
	busy := w.utilisation(f)
	idle := coworker.Fixed(hours * (1 - busy))
	waiting := coworker.Fixed(hours * busy * w.waiting[f])
	work.Idle, work.Waiting = idle, waiting
	work.Hours = coworker.Fixed(hours) - idle - waiting
	if busy == 0 {
		work.Hours, work.Idle = 0, coworker.Fixed(hours)
	}
	from, to := f*tech.Bins, (f+1)*tech.Bins
	work.Pick.Reset(w.work.byBin[from:to])
	for k, l := range w.tech.length {
		work.Length[k] = coworker.Fixed(l)
	}
	for c := range work.Odds {
		for k := range work.Odds[c] {
			g := w.tech.generation[w.plan.class[c][from+k]]
			work.Odds[c][k] = float32(g.odds[from+k])
			work.Expected[c][k] = g.success[from+k]
		}
	}
	work.Latest = uint8(len(w.tech.generation) - 1)
	work.Upgrade = uint32(math.Min(w.upgradeChance()*(1<<32), math.MaxUint32))
	review := w.cfg.Tech.Review.At(w.techDate())
	work.ReviewMin, work.ReviewVar = review.Least, review.Failing()
}

// utilisation is the share of coworkers' hours that are asked for: all where as many work as pay, less in a given
// fleet larger than what pays, none in a field where nothing pays.
func (w *World) utilisation(f int) float64 {
	if w.fieldHours[f] <= 0 {
		return 0
	}
	switch {
	case w.cfg.Fleet.byField():
		return math.Min(w.fieldHours[f]/w.fieldSupply[f], 1)
	case w.cfg.Fleet.limited():
		return math.Min(w.now.hours()/w.limit(), 1)
	default:
		return 1
	}
}

// observe reads what field f's coworkers did and updates its realised success:
//
//	ratio = (successful hours + n0 p)/(expected successful hours + n0 p)
//
// averaged with a half-life; without agents the expectation over generation classes takes its place.
func (w *World) observe(f int) {
	expected, ratio := w.expectation(f)
	o := &w.fleet.outcome[f]
	if w.fleet.inField[f] > 0 && w.fleet.work[f].Hours > 0 {
		ratio = w.sample(f, o)
	} else {
		*o = expected
	}
	o.ratio = ratio
	if w.fieldHours[f] <= 0 {
		return
	}
	forget := 1 - exact.Exp2(-12*w.dt/w.cfg.Coworkers.HalfLife)
	w.realised[f] += float64(forget * (ratio - w.realised[f]))
}

// sample is the outcome of field f as its agents had it.
func (w *World) sample(f int, o *outcome) (ratio float64) {
	t, work := &w.fleet.tally[f], &w.fleet.work[f]
	successful, tried, expected, done, attempts := 0., 0., 0., 0., 0.
	for k := range t.Attempts {
		l := coworker.Hours(work.Length[k])
		n, s := float64(t.Attempts[k]), float64(t.Successes[k])
		successful += float64(l * s)
		tried += float64(l * n)
		expected += float64(l * n * work.Expected[0][k])
		done += s
		attempts += n
	}
	scale := w.fieldHours[f] / coworker.Hours(t.Available-t.Idle) // real hours a year for simulated ones of the tick
	mean := w.meanSuccess(f)
	n0 := float64(w.cfg.Coworkers.PriorHours * mean)
	*o = outcome{hours: tried * scale, done: done * scale, failed: (attempts - done) * scale, review: coworker.Hours(t.Review) * scale,
		waiting: coworker.Hours(t.Waiting) * scale, unassigned: coworker.Hours(t.Idle) * scale, success: successful / math.Max(tried, tiny)}
	return (successful + n0) / (expected + n0)
}

// meanSuccess is what the plan expects over the hours demanded of field f.
func (w *World) meanSuccess(f int) float64 {
	from := f * tech.Bins
	sum, total := 0., 0.
	for k := 0; k < tech.Bins; k++ {
		h := w.work.byBin[from+k]
		sum += float64(h * w.fleet.work[f].Expected[0][k])
		total += h
	}
	return sum / math.Max(total, tiny)
}

// expectation is the outcome of field f with expectations in the place of agents, and its ratio to the plan.
func (w *World) expectation(f int) (o outcome, ratio float64) {
	work, class := &w.fleet.work[f], &w.fleet.class[f]
	bins := w.work.byBin[f*tech.Bins : (f+1)*tech.Bins]
	total := market.Sum(bins)
	if total == 0 {
		return outcome{ratio: 1}, 1
	}
	plan := 0.
	hours := float64(w.fieldHours[f] * (1 - w.waiting[f]))
	review := w.cfg.Tech.Review.At(w.techDate())
	for k, h := range bins {
		part := h / total
		plan += float64(part * work.Expected[0][k])
		for c, share := range class {
			p := work.Expected[c][k]
			tried := part * share
			tasks := tried * hours / w.tech.length[k]
			o.success += float64(tried * p)
			o.done += float64(tasks * p)
			o.failed += float64(tasks * (1 - p))
			o.review += float64(tried * hours * review.Hours(p))
		}
	}
	o.hours = hours
	o.waiting = w.fieldHours[f] - hours
	if busy := w.utilisation(f); busy > 0 {
		o.unassigned = w.fieldHours[f]/busy - w.fieldHours[f]
	}
	return o, o.success / plan
}
