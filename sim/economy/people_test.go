package economy

import (
	"math"
	"os"
	"slices"
	"testing"

	"tenfold/agents/coworker"
	"tenfold/agents/person"
)

// The sample's wages have the published percentiles of every occupation within 2 %.
func TestWagePercentilesAreMet(t *testing.T) {
	w := smallWorld(t, func(c *Config) { c.People.Agents = 300_000; c.Tech.Frozen = true })
	wages := make([][]float64, w.fields)
	for s := range w.people.shards {
		c := w.people.shards[s].cols
		for i, state := range c.State {
			if f := int(state); f < 3*w.fields { // skill is what people keep whether they have a job or not
				o := f % w.fields
				skill := w.people.terms.Skill[o*len(w.people.terms.Skill)/w.fields+int(c.Rank[i])]
				wages[o] = append(wages[o], w.data.Occupations[o].WageUSDPerYear*float64(skill))
			}
		}
	}
	compared := 0
	for o, list := range wages {
		slices.Sort(list)
		for k, p := range []float64{.1, .25, .5, .75, .9} {
			want := w.data.Occupations[o].Percentiles[k]
			if want == 0 {
				continue
			}
			compared++
			if got := list[int(p*float64(len(list)))]; math.Abs(got/want-1) > .02 {
				t.Errorf("%s: percentile %g of wages is %.0f, published %.0f", w.data.Occupations[o].Code, 100*p, got, want)
			}
		}
	}
	if compared < 80 {
		t.Errorf("%d percentiles compared", compared)
	}
}

// What persons receive adds up to what the economy pays, by kind of income, whatever the sample.
func TestPersonsIncomesAddUpToTheEconomys(t *testing.T) {
	w := smallWorld(t, func(c *Config) { c.People.Agents = 5001; c.Tech.Tasks.Ceiling = "gamma" })
	for i := 0; i < 60; i++ {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.advanceTechnology(); err != nil { // people move after they are paid: pay them again
		t.Fatal(err)
	}
	if err := w.distribute(); err != nil {
		t.Fatal(err)
	}
	all, y := w.people.everybody(), &w.flows
	real := w.labour.adults / float64(w.people.agents)
	for name, c := range map[string]struct{ got, want, tolerance float64 }{
		"wages":    {real * all[person.Labour], y.wages, 1e-5},
		"own work": {real * all[person.OwnWork], y.own, 1e-5},
		"property": {real * all[person.Property], (1 - w.cfg.Government.CapitalTax) * w.property(y), .01}, // an odd adult is a household of one
		"income":   {real * all[person.Income], y.disposable, .02},                                        // transfers go to states, whose sample is whole persons
	} {
		if math.Abs(c.got/c.want-1) > c.tolerance {
			t.Errorf("%s: %g to persons, %g paid", name, c.got, c.want)
		}
	}
}

// A million people and a million coworkers take at most 64 and 32 bytes each at rest.
func TestBytesPerAgent(t *testing.T) {
	if b := person.BytesPerAgent; b > 64 {
		t.Errorf("%d bytes a person", b)
	}
	if b := coworker.BytesPerAgent; b > 32 {
		t.Errorf("%d bytes a coworker", b)
	}
}

// The hours that somebody takes of coworkers of his own leave most, against a search over all that he could direct, and
// never more than he can direct.
func TestOwnWorkLeavesMost(t *testing.T) {
	o := OwnWork{Directing: 20, Elasticity: .5}
	for _, m := range []ownMarket{{limit: 1e12, value: 40, price: 4, most: 1e6}, {limit: 1e12, value: 40, price: .01, most: 200}, {limit: 1e12, value: 3, price: 50, most: 1e6}} {
		hours, value := o.choose(&m, 1.1)
		best := 0.
		for k := range 200_000 {
			h := m.most * float64(k) / 200_000
			if m.most > 1e5 {
				h = 1e4 * float64(k) / 200_000
			}
			best = math.Max(best, m.value*1.1*math.Sqrt(20*h)-m.price*h)
		}
		if got := value - m.price*hours; got < best*(1-1e-4) || hours > m.most {
			t.Errorf("%+v: %g hours leave %g, at best %g", m, hours, got, best)
		}
	}
}

// Sampled unemployment stays within .02 points of the expected one at a million persons.
func TestMillionPersonsFollowExpectations(t *testing.T) {
	if os.Getenv("TEST_HEAVY") == "" {
		t.Skip("a million persons for eleven years: with TEST_HEAVY=1 only")
	}
	w := smallWorld(t, func(c *Config) { c.People.Agents = 1_000_000 })
	for w.Tick() < w.Ticks() {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
		employed, jobless, _ := w.sampleCount()
		e, u := w.labour.totals()
		if d := math.Abs(float64(jobless)/float64(employed+jobless) - u/(e+u)); d > .0002 {
			t.Fatalf("%s: sampled and expected unemployment differ by %.4f points", w.Date(), 100*d)
		}
	}
}
