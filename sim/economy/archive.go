package economy

import (
	"fmt"

	"tenfold/sim/engine"
)

// Archive saves the state of the run, or loads it into a world just made of the same configuration and tables: all that
// a tick hands to the next. What calibration fixes and what a tick makes anew is not in it, nor are the tables' rows.
func (w *World) Archive(a *engine.Archive) {
	engine.Count(a, "world.tick", &w.tick)
	engine.Value(a, "world.steps", &w.steps)
	w.archiveState(a)
	w.archiveTechnology(a)
	w.archiveMarkets(a)
	w.archiveBooks(a)
	for s := range w.fleet.shards {
		w.fleet.shards[s].cols.Archive(a)
	}
	w.archivePeople(a)
	w.archiveFirms(a)
	for _, g := range w.guests {
		if g.Archive != nil {
			g.Archive(a)
		}
	}
}

func (w *World) archiveFirms(a *engine.Archive) {
	m := &w.firms
	for s := range m.curve {
		engine.Column(a, "firms.cost", m.curve[s].Cost[:])
		engine.Column(a, "firms.growth", m.curve[s].Growth[:])
	}
	for _, c := range m.cols {
		c.Archive(a)
	}
	for _, c := range m.cohorts {
		c.Archive(a)
	}
	if a.Loading() && a.Good() {
		w.sumFirms()
	}
}

func (w *World) archiveState(a *engine.Archive) {
	s := &w.state
	for _, c := range []struct {
		name   string
		column []float64
	}{
		{"wage", s.wage}, {"adopted", s.adopted}, {"integrated", s.integrated}, {"saving", s.saving}, {"realised", s.realised},
		{"waiting", s.waiting}, {"field_rent", s.fieldRent}, {"unemployment", s.unemployment},
	} {
		engine.Column(a, c.name, c.column)
	}
	for _, c := range []struct {
		name  string
		value *float64
	}{
		{"capital_return", &s.capitalReturn}, {"land_rent", &s.landRent}, {"capital_realised", &s.capitalRealised},
		{"land_realised", &s.landRealised}, {"productivity", &s.productivity}, {"electricity", &s.electricity},
		{"capacity", &s.capacity}, {"multiplier", &s.multiplier}, {"scarcity_rent", &s.scarcityRent},
		{"luxury_taste", &s.luxuryTaste}, {"consumption", &s.consumption}, {"imports", &s.imports},
		{"energy_bill", &s.energyBill}, {"capital", &s.capital}, {"debt", &s.debt}, {"foreign", &s.foreign},
		{"research_base", &s.researchBase}, {"last_hours", &s.lastHours}, {"lost_pay", &s.lostPay}, {"margin", &s.margin}, {"prices_before", &s.pricesBefore}, {"policy_cost", &s.policyCost}, {"peoples_worth", &s.peoplesWorth}, {"worst_book", &s.worstBook},
	} {
		engine.Value(a, c.name, c.value)
	}
	n := len(s.displaced)
	engine.Count(a, "displaced.ticks", &n)
	if a.Loading() {
		s.displaced = nil
	}
	for i := 0; i < n && a.Good(); i++ {
		if a.Loading() {
			s.displaced = append(s.displaced, make([]float64, w.fields))
		}
		engine.Column(a, "displaced", s.displaced[i])
	}
}

// archiveTechnology keeps the intelligence of each generation, from which what it can do follows.
func (w *World) archiveTechnology(a *engine.Archive) {
	t := w.tech
	engine.Value(a, "technology.extra", &t.extra)
	engine.Value(a, "technology.behind", &t.behind)
	engine.Value(a, "training.orders", &w.training.orders)
	engine.Value(a, "training.budget", &w.training.budget)
	engine.Count(a, "technology.next", &t.next)
	engine.Flag(a, "technology.late", &t.late)
	var released []float64
	for _, g := range t.generation {
		released = append(released, float64(g.number), g.date, g.intelligence)
	}
	engine.Slice(a, "technology.released", &released)
	if !a.Loading() || !a.Good() {
		return
	}
	if len(released)%3 != 0 {
		a.Fail(fmt.Errorf("%d numbers of generations, expected three each", len(released)))
		return
	}
	t.generation, t.offer = nil, nil
	for g := released; len(g) > 0; g = g[3:] {
		t.add(int(g[0]), g[1], g[2])
	}
}

func (w *World) archiveMarkets(a *engine.Archive) {
	l, y, p, m := &w.labour, &w.flows, &w.providers, &w.money
	engine.Column(a, "labour.stock", l.stock)
	engine.Column(a, "labour.demand", y.demand)
	engine.Column(a, "labour.demand_before", y.demandBefore)
	for _, c := range []struct {
		name  string
		value *float64
	}{
		{"labour.hours", &l.hours}, {"labour.entry", &l.entry}, {"labour.lost", &l.monthly.lost}, {"labour.found", &l.monthly.found},
		{"labour.moved", &l.monthly.moved}, {"own_work.adopters", &w.own.adopters},
		{"providers.hardware", &p.hardware}, {"providers.price", &p.price}, {"providers.orders", &p.orders}, {"providers.opening", &p.opening},
		{"money.income", &m.income}, {"money.scale", &m.scale}, {"money.inflation", &m.inflation}, {"money.level", &m.level}, {"money.rate", &m.rate},
	} {
		engine.Value(a, c.name, c.value)
	}
	for f := range w.fleet.class {
		engine.Column(a, "fleet.class", w.fleet.class[f][:])
	}
	engine.Count(a, "fleet.released", &w.fleet.released)
}

func (w *World) archiveBooks(a *engine.Archive) {
	for _, x := range []*tornqvist{&w.index.output, &w.index.withNewUses, &w.index.consumer} {
		engine.Value(a, "index.log", &x.log)
		engine.Column(a, "index.price", x.price)
		engine.Column(a, "index.weight", x.weight)
	}
	for _, v := range []*float64{&w.worth.capitalPrice, &w.worth.land, &w.worth.luxury, &w.worth.shares, &w.worth.publicShares} {
		engine.Value(a, "worth", v)
	}
	engine.Value(a, "tax.consumption", &w.flows.consumptionRate)
	engine.Value(a, "tax.labour", &w.flows.labourRate)
	if w.cfg.Ledger {
		engine.Slice(a, "year.flows", &w.yearBooks.flows)
		engine.Slice(a, "year.stocks", &w.yearBooks.stocks)
	}
}

func (w *World) archivePeople(a *engine.Archive) {
	p := &w.people
	if p.agents == 0 {
		return
	}
	engine.Value(a, "people.moved", &p.moved)
	for s := range p.shards {
		p.shards[s].cols.Archive(a)
	}
}
