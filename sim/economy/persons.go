package economy

import "tenfold/agents/person"

// Origin is who a simulated person was in the base year: what no policy has touched.
type Origin struct {
	Tenth      int // 0..9, of the household's income
	Fifth      int // 0..4, of agency
	Occupation int // the last one, by the economy's order; -1 for those outside the labour force for good
}

// Origins are those of all simulated persons. It panics after the first tick.
func (w *World) Origins() []Origin {
	w.beforeFirstTick("Origins")
	out := make([]Origin, w.people.agents)
	for s := range w.people.shards {
		first, c := int(w.people.shards[s].first), w.people.shards[s].cols
		for i, state := range c.State {
			o := Origin{Tenth: int(c.Decile[i]), Fifth: int(c.Agency[i]) * person.Quintiles / person.Agencies, Occupation: -1}
			if int(state) < 3*w.fields {
				o.Occupation = int(state) % w.fields
			}
			out[first+i] = o
		}
	}
	return out
}

// Prospects are what a tick held in store for people before luck decided.
type Prospects struct {
	month  *person.Prospects
	totals person.Earned // usd a year of all adults, as the economy pays them; Lost: what insurance replaces
}

// Prospects are those of the last tick: its wages, transfers, taxes, prices and returns, and the chances to be employed and
// unemployed of those who last worked in an occupation.
func (w *World) Prospects() Prospects {
	f, stock, y := w.fields, w.labour.stock, &w.flows
	employed, unemployed := make([]float32, f), make([]float32, f)
	for i := range f {
		if all := stock[i] + stock[f+i] + stock[2*f+i]; all > 0 {
			employed[i], unemployed[i] = float32(stock[f+i]/all), float32(stock[2*f+i]/all)
		}
	}
	totals := person.Earned{Wages: y.wages, Benefits: y.benefits, Own: y.own, Lost: y.insured}
	return Prospects{person.NewProspects(&w.people.terms, employed, unemployed), totals}
}

// AddExpectedIncomes adds to each simulated person's place the real income, usd a year per adult of the household in prices of
// the base year, detrended, that the prospects hold in store, which may be another world's of the same economy. As always
// totals are the economy's: what the other world's people have gained by changing occupations and by fewer layoffs is spread
// over all in proportion to what they earn.
func (w *World) AddExpectedIncomes(p Prospects, into []float64) {
	shards := w.people.shards
	sums := make([]person.Earned, len(shards))
	w.pool.Each(len(shards), func(s int) { sums[s] = shards[s].cols.Expect(p.month) })
	var all person.Earned
	for _, e := range sums {
		all.Wages += e.Wages
		all.Benefits += e.Benefits
		all.Own += e.Own
		all.Lost += e.Lost
	}
	each := float64(w.people.agents) / w.labour.adults
	scale := person.Scales{Wages: scaled(p.totals.Wages*each, all.Wages), Benefits: scaled(p.totals.Benefits*each, all.Benefits),
		Own: scaled(p.totals.Own*each, all.Own), Insured: scaled(p.totals.Lost*each, all.Lost)}
	w.pool.Each(len(shards), func(s int) {
		shards[s].cols.AddExpected(p.month, scale, into[shards[s].first:])
	})
}
