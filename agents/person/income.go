package person

import (
	"math"

	"tenfold/sim/stats"
)

// Terms are what a tick pays, in detrended dollars a year and per adult.
type Terms struct {
	Pay         []float32 // at mean skill, by state: wages of the employed, benefits of the unemployed, 0 of others
	Skill       []float32 // pay over the occupation's mean, by occupation and rank
	Transfer    []float32 // by state
	Own         []float32 // own work's net value by quantile of agency, of those with coworkers of their own
	OwnHours    []float32 // and the coworker hours a year that they direct
	Adopters    uint32    // who has coworkers of their own, of 65536
	Poorest     uint32    // households, of 65536, that have no access to them
	Occupations int
	LongTerm    uint16 // labour-market steps from which unemployment counts as long

	LabourTax      float32
	Equity, Estate Class
	Other, Debts   Class   // of what is neither, and of debts larger than that
	Prices         float32 // of what people buy, base year 1
	PovertyLine    float32 // income of an adult in base-year prices
	// Adaptability, as columns hold it, up to which people are of the slowest fifth, and from which of the fastest.
	SlowBelow, FastAbove uint8

	own    float32
	insure float32  // of what a scar takes
	state  []payout // by state
	source []source // by state
}

// payout is what a state makes of somebody's pay.
type payout struct{ wage, benefit, transfer, jobless float32 }

// Scale sets the scales that make the sample's totals the economy's.
func (t *Terms) Scale(wages, benefits, own, insured float32) {
	t.own, t.insure = own, insured
	t.state = t.state[:0]
	for s, transfer := range t.Transfer {
		p := payout{transfer: transfer}
		switch {
		case s >= t.Occupations && s < 2*t.Occupations:
			p.wage = wages
		case s >= 2*t.Occupations && s < 3*t.Occupations:
			p.benefit, p.jobless = benefits, 1
		}
		t.state = append(t.state, p)
	}
}

// Class is what one multiple of the mean holding of a class of wealth is worth and brings, usd and usd a year.
type Class struct{ Value, Income, Saved float32 }

// Earned is what a shard's persons earn before scaling.
type Earned struct{ Wages, Benefits, Own, Lost float64 }

// Measure is one sum over the persons of a group.
type Measure int

// The measures. Incomes are after tax, usd a year; households share theirs.
const (
	People Measure = iota
	Income
	Labour // before tax
	Property
	Transfers // with benefits
	OwnWork   // before tax
	NetWorth
	Consumption
	BaseIncome
	Better1 // persons whose real income is more than 1 % above the base year's
	Better5
	Worse1
	Worse5
	Unemployed
	Directed // coworker hours a year
	measures
)

// Sums are the measures of one group.
type Sums [measures]float64

// Add adds another group's sums.
func (s *Sums) Add(o *Sums) {
	for m, v := range o {
		s[m] += v
	}
}

// The groups that are told apart: tenths of base-year household income, fifths of agency.
const (
	Deciles   = 10
	Quintiles = 5
)

// Tally is what a shard's persons have in a tick.
type Tally struct {
	Decile                   [Deciles]Sums
	Agency                   [Quintiles]Sums
	Income, Wealth, Directed stats.Histogram // of adults: household income and wealth per adult, own coworker hours
	Poor                     int64
	LongTerm                 int64   // unemployed for long
	Displaced                int64   // persons displaced within the last year
	Loss                     float64 // their shares of pay lost
	Slow, Fast               Scarred // persons displaced at any time, by how fast they adapt
}

// Scarred is persons once displaced and the shares of pay that they have lost and not regained.
type Scarred struct {
	People int64
	Loss   float64
}

func (s *Scarred) add(o *Scarred) { s.People, s.Loss = s.People+o.People, s.Loss+o.Loss }

// dollars is the unit in which amounts are counted.
const dollars = 1

// Init makes the tally ready for use.
func (t *Tally) Init() {
	t.Income, t.Wealth, t.Directed = *stats.NewHistogram(dollars), *stats.NewHistogram(dollars), *stats.NewHistogram(dollars)
}

// Reset forgets everything.
func (t *Tally) Reset() {
	clear(t.Decile[:])
	clear(t.Agency[:])
	t.Poor, t.LongTerm, t.Displaced, t.Loss = 0, 0, 0, 0
	t.Slow, t.Fast = Scarred{}, Scarred{}
	t.Income.Reset()
	t.Wealth.Reset()
	t.Directed.Reset()
}

// Add adds another shard's tally.
func (t *Tally) Add(o *Tally) {
	for d := range t.Decile {
		t.Decile[d].Add(&o.Decile[d])
	}
	for q := range t.Agency {
		t.Agency[q].Add(&o.Agency[q])
	}
	t.Income.Merge(&o.Income)
	t.Wealth.Merge(&o.Wealth)
	t.Directed.Merge(&o.Directed)
	t.Poor += o.Poor
	t.LongTerm += o.LongTerm
	t.Displaced += o.Displaced
	t.Loss += o.Loss
	t.Slow.add(&o.Slow)
	t.Fast.add(&o.Fast)
}

// SetDeciles ends the endowment: it sorts everybody by the household's income of the base year; edge holds the upper ends of the tenths.
func (c *Columns) SetDeciles(edge []float32) {
	for i, y := range c.Base {
		d := 0
		for d < len(edge)-1 && y > edge[d] {
			d++
		}
		c.Decile[i] = uint8(d)
	}
	c.settle()
}

// Earn sets everybody's pay and adds it up.
func (c *Columns) Earn(t *Terms) Earned {
	var e Earned
	for i, s := range c.State {
		from := &t.source[s]
		full := t.Pay[s] * t.Skill[int(from.skills)+int(c.Rank[i])]
		p := full * (1 - c.Scar[i])
		c.pay[i] = p
		e.Lost += float64(full * c.Scar[i] * from.employed)
		e.Wages += float64(p * from.employed)
		e.Benefits += float64(p * from.jobless)
		e.Own += float64(math.Float32frombits(math.Float32bits(t.Own[c.Agency[i]]) & t.adopts(c.Adopter[i], c.Wealthy[i/2])))
	}
	return e
}

// source is where a state's skills stand in Terms.Skill, and what its pay is.
type source struct {
	skills            int32
	employed, jobless float32
}

// Prepare readies the terms for Earn; the number of occupations and skills must be set.
func (t *Terms) Prepare() {
	for s := range t.Transfer {
		var from source
		switch kind := s / t.Occupations; kind {
		case 1:
			from = source{int32((s - t.Occupations) * Ranks), 1, 0}
		case 2:
			from = source{int32((s - 2*t.Occupations) * Ranks), 0, 1}
		}
		t.source = append(t.source, from)
	}
}

// Receive pays everybody by the terms and adds up who has what. When base is true it remembers the income as that of
// the base year. steps is the number of labour-market steps in a year.
func (c *Columns) Receive(t *Terms, out *Tally, base bool, steps uint16) {
	out.Reset()
	idle, deflate := int64(0), 1/t.Prices
	var one, two person // filled in place: copying a struct just written stalls
	for h := range c.Equity {
		i, j := 2*h, 2*h+1
		n, part := float32(1), float32(1)
		c.receive(i, t, &one)
		if j < len(c.State) {
			c.receive(j, t, &two)
			n, part = 2, .5
		} else {
			two = person{}
		}
		property, wealth := c.owned(h, t)
		income := float32((float32((1-t.LabourTax)*(one.labour+one.own+two.labour+two.own))+one.transfers+two.transfers)*part) + property
		if base {
			c.remember(h, income)
		}
		shared := pooled{income, wealth, float32(income*deflate) - c.Base[i], c.Base[i]}
		out.household(c.Decile[i], n, &one, &two, &shared, t)
		for k := i; k < min(j+1, len(c.State)); k++ {
			p := &one
			if k == j {
				p = &two
			}
			if p.hours > 0 {
				out.Directed.Add(p.hours)
			} else {
				idle++
			}
			out.Agency[int(c.Agency[k])*Quintiles/Agencies].person(p, &shared)
			if p.jobless > 0 && c.Since[k] >= t.LongTerm {
				out.LongTerm++
			}
			if c.Displaced[k] < steps {
				out.Displaced++
				out.Loss += float64(c.Scar[k])
			}
			if c.Displaced[k] != Never {
				out.scarred(c.Adaptability[k], c.Scar[k], t)
			}
		}
	}
	out.Directed.AddMany(0, idle)
	c.complete(t, out)
}

// scarred counts somebody once displaced who is of the fifth that adapts slowest or fastest.
func (t *Tally) scarred(adaptability uint8, scar float32, terms *Terms) {
	one := Scarred{1, float64(scar)}
	switch {
	case adaptability <= terms.SlowBelow:
		t.Slow.add(&one)
	case adaptability >= terms.FastAbove:
		t.Fast.add(&one)
	}
}

func (c *Columns) remember(h int, income float32) {
	for i := 2 * h; i < min(2*h+2, len(c.Base)); i++ {
		c.Base[i] = income
	}
}

// person is what one adult gets apart from property, usd a year before tax, and the coworker hours that he directs.
type person struct{ labour, own, transfers, hours, jobless float32 }

func (c *Columns) receive(i int, t *Terms, p *person) {
	s, pay := &t.state[c.State[i]], c.pay[i]
	p.labour, p.transfers, p.jobless = pay*s.wage, s.transfer+float32(pay*s.benefit), s.jobless
	if t.insure > 0 {
		p.transfers += t.insured(pay, c.Scar[i], s)
	}
	a, mask := c.Agency[i], t.adopts(c.Adopter[i], c.Wealthy[i/2])
	p.own = math.Float32frombits(math.Float32bits(t.Own[a]*t.own) & mask)
	p.hours = math.Float32frombits(math.Float32bits(t.OwnHours[a]) & mask)
}

// insured is what insurance replaces of the pay that somebody employed has lost.
func (t *Terms) insured(pay, scar float32, s *payout) float32 {
	if s.wage == 0 {
		return 0
	}
	return t.insure * (pay * scar / (1 - scar))
}

// adopts is all ones for those with coworkers of their own and 0 for others: a branch here would be a coin toss.
func (t *Terms) adopts(adopter, wealthy uint16) uint32 {
	return uint32((int32(adopter)-int32(t.Adopters))>>31) &^ uint32((int32(wealthy)-int32(t.Poorest))>>31)
}

// owned is a household's property income after tax and net worth, per adult.
func (c *Columns) owned(h int, t *Terms) (income, wealth float32) {
	e, r, o := c.Equity[h], c.Estate[h], c.Other[h]
	other := &t.Other
	if o < 0 {
		other = &t.Debts
	}
	income = float32(e*t.Equity.Income) + float32(r*t.Estate.Income) + float32(o*other.Income)
	wealth = float32(e*t.Equity.Value) + float32(r*t.Estate.Value) + float32(o*other.Value)
	return income, wealth
}

// pooled is what each adult of a household has of what is shared, after tax.
type pooled struct{ income, wealth, gain, before float32 }

// household adds a household of n adults.
func (t *Tally) household(decile uint8, n float32, one, two *person, shared *pooled, terms *Terms) {
	t.Income.Add(shared.income)
	t.Wealth.Add(shared.wealth)
	if shared.gain+shared.before < terms.PovertyLine {
		t.Poor += int64(n)
	}
	s := &t.Decile[decile]
	s[Labour] += float64(one.labour + two.labour)
	s[Transfers] += float64(one.transfers + two.transfers)
	s[OwnWork] += float64(one.own + two.own)
	s[Unemployed] += float64(one.jobless + two.jobless)
	s[Directed] += float64(one.hours + two.hours)
	s.compare(float64(n), shared.gain, shared.before)
}

// person adds an adult by what he gets himself and by the household's income.
func (s *Sums) person(p *person, shared *pooled) {
	s[Income] += float64(shared.income)
	s[Labour] += float64(p.labour)
	s[Transfers] += float64(p.transfers)
	s[OwnWork] += float64(p.own)
	s[Unemployed] += float64(p.jobless)
	s[Directed] += float64(p.hours)
}

// owned is what a tenth of a shard's people have from the start and keep: persons, their income of the base year, and
// multiples of each class of wealth.
type owned struct{ people, before, equity, estate, lent, owed float64 }

// settle adds up what does not change from tick to tick.
func (c *Columns) settle() {
	c.fixed, c.fifth = [Deciles]owned{}, [Quintiles]owned{}
	for i, d := range c.Decile {
		h := i / 2
		f := &c.fixed[d]
		f.people++
		f.before += float64(c.Base[i])
		f.equity += float64(c.Equity[h])
		f.estate += float64(c.Estate[h])
		f.lent += float64(max(c.Other[h], 0))
		f.owed += float64(min(c.Other[h], 0))
		q := &c.fifth[int(c.Agency[i])*Quintiles/Agencies]
		q.people++
		q.before += float64(c.Base[i])
	}
}

// complete adds what follows from what people own.
func (c *Columns) complete(t *Terms, out *Tally) {
	of := func(f *owned, equity, estate, other, debts float32) float64 {
		return float64(f.equity*float64(equity)) + float64(f.estate*float64(estate)) + float64(f.lent*float64(other)) + float64(f.owed*float64(debts))
	}
	for d := range c.fixed {
		f, s := &c.fixed[d], &out.Decile[d]
		s[People], s[BaseIncome] = f.people, f.before
		s[Property] = of(f, t.Equity.Income, t.Estate.Income, t.Other.Income, t.Debts.Income)
		s[NetWorth] = of(f, t.Equity.Value, t.Estate.Value, t.Other.Value, t.Debts.Value)
		s[Income] = float64(float64(1-t.LabourTax)*(s[Labour]+s[OwnWork])) + s[Transfers] + s[Property]
		s[Consumption] = s[Income] - of(f, t.Equity.Saved, t.Estate.Saved, t.Other.Saved, t.Debts.Saved)
	}
	for q := range c.fifth {
		out.Agency[q][People], out.Agency[q][BaseIncome] = c.fifth[q].people, c.fifth[q].before
	}
}

// compare counts n persons by how their real income compares to the base year's.
func (s *Sums) compare(n float64, gain, before float32) {
	size := max(before, -before)
	switch {
	case gain > .05*size:
		s[Better5] += n
		s[Better1] += n
	case gain > .01*size:
		s[Better1] += n
	case gain < -.05*size:
		s[Worse5] += n
		s[Worse1] += n
	case gain < -.01*size:
		s[Worse1] += n
	}
}

// Record is one person's month as the panel has it.
type Record struct {
	State                            uint16
	Wage, Income, Wealth             float32 // usd a year before tax; usd a year after tax and usd, per adult of the household
	Displaced                        int     // labour-market steps since the last layoff, -1 for never
	Agency, Adaptability, Skill, Own float64 // quantile in (0, 1); multiple of the mean; rank in (0, 1); usd a year
}

// Read returns person i's month under the terms by which Receive paid last.
func (c *Columns) Read(i int, t *Terms) Record {
	income, wealth := c.perAdult(i/2, t)
	var own person
	c.receive(i, t, &own)
	r := Record{
		State: c.State[i], Wage: own.labour, Income: income, Wealth: wealth, Displaced: -1,
		Agency: (float64(c.Agency[i]) + .5) / Agencies, Adaptability: float64(c.Adaptability[i]) / meanAdaptability,
		Skill: (float64(c.Rank[i]) + .5) / Ranks, Own: float64(own.own),
	}
	if c.Displaced[i] != Never {
		r.Displaced = int(c.Displaced[i])
	}
	return r
}

// perAdult is what household h has per adult: income after tax, usd a year, and net worth, usd.
func (c *Columns) perAdult(h int, t *Terms) (income, wealth float32) {
	property, wealth := c.owned(h, t)
	adults, earned := float32(0), float32(0)
	for j := 2 * h; j < min(2*h+2, len(c.State)); j++ {
		var p person
		c.receive(j, t, &p)
		earned += float32((1-t.LabourTax)*(p.labour+p.own)) + p.transfers
		adults++
	}
	return earned/adults + property, wealth
}
