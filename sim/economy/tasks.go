package economy

import (
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/market"
	"tenfold/sim/tech"
)

// pays sets a_fk: the share of all tasks of a field, by bin, that coworkers could do and where they are cheaper than
// people, x_f share_k S((1 - kappa/w)/ramp).
func (t *technology) pays(p *plan, wage []float64) {
	for f, w := range wage {
		for i := f * tech.Bins; i < (f+1)*tech.Bins; i++ {
			p.share[i] = t.digital[f] / tech.Bins * market.SmoothStep((1-p.kappa[i]/w)/t.cfg.Tasks.Ramp)
		}
	}
}

// fieldWork sums a plan over the length bins of each field, ready for the CES of tasks. Slices are by field; E is
// kappa^(1-sigma) and K is kappa^-sigma.
type fieldWork struct {
	potential []float64 // sum a: share of tasks that coworkers could do and where they pay
	returned  []float64 // of it new tasks that people do
	used      []float64 // sum a', a' = a less returned tasks
	usedCost  []float64 // sum a' E
	plainCost []float64 // sum a E
	rental    []float64 // sum a' K rental
	review    []float64 // sum a' K review
	fallback  []float64 // sum a' K fallback
	overhead  []float64 // sum a' K overhead
	hours     []float64 // sum a' K attempts / pay: hours rented per dollar
	work      []float64 // sum a' K / pay: hours of work done per dollar
	direction []float64 // sum a' K review / (w pay): hours of people who direct and review
	compute   []float64 // hours weighted by H100-hours
	kwh       []float64 // hours weighted by electricity
	hardware  []float64 // hours weighted by what pays for hardware
	saving    []float64 // sum a (1 - kappa/w)
	byBin     []float64 // a' K attempts / pay, by field and bin: where coworkers' hours go
}

func newFieldWork(fields int) *fieldWork {
	w := &fieldWork{byBin: make([]float64, fields*tech.Bins)}
	for _, column := range w.columns() {
		*column = make([]float64, fields)
	}
	return w
}

func (w *fieldWork) columns() []*[]float64 {
	return []*[]float64{&w.potential, &w.returned, &w.used, &w.usedCost, &w.plainCost, &w.rental, &w.review,
		&w.fallback, &w.overhead, &w.hours, &w.work, &w.direction, &w.compute, &w.kwh, &w.hardware, &w.saving}
}

// sum fills w from the plan. returned[f] is the share of field f's tasks that come back to people as new tasks, per
// unit of integrated adoption; waiting coworkers' hours are rented too.
func (w *fieldWork) sum(t *technology, p *plan, wage, returned, waiting []float64, sigma float64) {
	for _, column := range w.columns() {
		clear(*column)
	}
	for f := range wage {
		from, to := f*tech.Bins, (f+1)*tech.Bins
		w.potential[f] = market.Sum(p.share[from:to])
		w.returned[f] = math.Min(returned[f], w.potential[f])
		keep := 1 - w.returned[f]/math.Max(w.potential[f], tiny)
		w.used[f] = w.potential[f] - w.returned[f]
		rented := 1 / (t.pay[f] * (1 - waiting[f]))
		for i := from; i < to; i++ {
			if p.share[i] == 0 {
				w.byBin[i] = 0
				continue
			}
			w.add(t, p, f, i, keep, wage[f], rented, sigma)
		}
	}
}

// tiny keeps shares of nothing finite.
const tiny = 1e-300

func (w *fieldWork) add(t *technology, p *plan, f, i int, keep, wage, rented, sigma float64) {
	share := p.share[i]
	k := exact.Pow(p.kappa[i], -sigma)
	cost := float64(k * p.kappa[i])
	weight := float64(share * keep * k)
	hours := float64(weight * p.attempts[i] * rented)
	offer := t.offer[p.choice[i]]
	w.usedCost[f] += float64(share * keep * cost)
	w.plainCost[f] += float64(share * cost)
	w.rental[f] += float64(weight * p.rental[i])
	w.review[f] += float64(weight * p.review[i])
	w.fallback[f] += float64(weight * p.fallback[i])
	w.overhead[f] += float64(weight * p.overhead[i])
	w.hours[f] += hours
	w.work[f] += weight / t.pay[f]
	w.direction[f] += weight * p.review[i] / (wage * t.pay[f])
	w.compute[f] += float64(hours * offer.Compute)
	w.kwh[f] += float64(hours * offer.KWh)
	w.hardware[f] += float64(hours * offer.Hardware)
	w.saving[f] += float64(share * (1 - p.kappa[i]/wage))
	w.byBin[i] = hours
}

// returnedTasks is R_f per unit of integrated adoption: n [d a_f(t - lag) - d a_f(0)]/d, new tasks that people do.
// They change who works, not what work costs.
func (w *World) returnedTasks() []float64 {
	out := make([]float64, w.fields)
	lag := int(float64(w.cfg.NewTasks.Lag/w.dt) + .5)
	integrated := w.meanIntegrated()
	if w.cfg.NewTasks.Strength == 0 || len(w.displaced) <= lag || integrated == 0 {
		return out
	}
	then, base := w.displaced[len(w.displaced)-1-lag], w.displaced[0]
	for f := range out {
		back := w.cfg.NewTasks.Strength * math.Max(0, then[f]-base[f])
		out[f] = back / integrated
	}
	return out
}
