package economy

import (
	"tenfold/sim/exact"
	"tenfold/sim/market"
)

// tornqvist is a chained price index: d ln P = sum_i (s_i + s'_i)/2 ln(p_i/p'_i).
type tornqvist struct {
	log           float64
	price, weight []float64
}

func (t *tornqvist) start(price, value []float64) {
	t.log = 0
	t.price = append([]float64(nil), price...)
	t.weight = shares(value)
}

func (t *tornqvist) move(price, value []float64) {
	for i, s := range shares(value) {
		if price[i] > 0 && t.price[i] > 0 {
			t.log += float64(.5 * (s + t.weight[i]) * exact.Log(price[i]/t.price[i]))
		}
		t.price[i], t.weight[i] = price[i], s
	}
}

func (t *tornqvist) level() float64 { return exact.Exp(t.log) }

// priceIndex holds the run's price indices: of final goods and luxury, the same with new uses, and of what people buy.
type priceIndex struct {
	output, withNewUses, consumer tornqvist
	baseOutput                    float64
	price, value                  []float64
}

func (x *priceIndex) start(w *World) {
	x.baseOutput = w.flows.output
	price, value := x.final(w, w.now.demand)
	x.output.start(price, value)
	price, value = x.final(w, w.now.consumption)
	x.consumer.start(price, value)
	price, value = x.more(w)
	x.withNewUses.start(price, value)
}

func (x *priceIndex) move(w *World) {
	x.output.move(x.final(w, w.now.demand))
	x.consumer.move(x.final(w, w.now.consumption))
	x.withNewUses.move(x.more(w))
}

// final lists the prices of industries' goods and of luxury, and what is spent on them.
func (x *priceIndex) final(w *World, spent []float64) (price, value []float64) {
	x.price = append(append(x.price[:0], w.now.price...), w.luxuryPrice())
	x.value = append(append(x.value[:0], spent...), w.now.luxury)
	return x.price, x.value
}

// more adds new uses, priced at the capability of the base year.
func (x *priceIndex) more(w *World) (price, value []float64) {
	price, value = x.final(w, w.now.demand)
	return append(price, w.now.newUsePrice/w.newUsePrice0), append(value, w.now.newUses)
}

// luxuryPrice is spending over a supply that is fixed.
func (w *World) luxuryPrice() float64 {
	if w.acc.Luxury == 0 {
		return 1
	}
	return w.now.luxury / w.acc.Luxury
}

// realWage is the wage index of field f in consumer prices.
func (w *World) realWage(f int) float64 { return w.wage[f] / w.pricesPaid() }

// realWages are the mean over occupations at base-year employment, the lowest and the highest index.
func (w *World) realWages() (mean, least, most float64) {
	least, most = w.realWage(0), w.realWage(0)
	sum := 0.
	for f, e := range w.labour.start {
		r := w.realWage(f)
		sum += float64(e * r)
		least, most = min(least, r), max(most, r)
	}
	return sum / market.Sum(w.labour.start), least, most
}
