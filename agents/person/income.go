package person

import "tenfold/sim/stats"

// Terms are what a tick pays, in detrended dollars a year and per adult.
type Terms struct {
	Pay         []float32 // at mean skill, by state: wages of the employed, benefits of the unemployed, 0 of others
	Skill       []float32 // pay over the occupation's mean, by occupation and rank
	Transfer    []float32 // by state
	Own         []float32 // own work's net value by quantile of agency, of those with coworkers of their own
	OwnHours    []float32 // and the coworker hours a year that they direct
	Adopters    uint32    // who has coworkers of their own, of 65536
	Occupations int

	// Scales that make the sample's totals the economy's.
	WageScale, BenefitScale, OwnScale float32

	LabourTax             float32
	Equity, Estate, Other Class
	Prices                float32 // of what people buy, base year 1
	PovertyLine           float32 // income of an adult in base-year prices
}

// Class is what one multiple of the mean holding of a class of wealth is worth and brings, usd and usd a year.
type Class struct{ Value, Income, Saved float32 }

// Earned is what a shard's persons earn before scaling.
type Earned struct{ Wages, Benefits, Own float64 }

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
	Displaced                int64   // persons displaced within the last year
	Loss                     float64 // their shares of pay lost
}

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
	t.Poor, t.Displaced, t.Loss = 0, 0, 0
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
	t.Displaced += o.Displaced
	t.Loss += o.Loss
}

// SetDeciles sorts everybody by the household's income of the base year; edge holds the upper ends of the tenths.
func (c *Columns) SetDeciles(edge []float32) {
	for i, y := range c.Base {
		d := 0
		for d < len(edge)-1 && y > edge[d] {
			d++
		}
		c.Decile[i] = uint8(d)
	}
}

// Earn sets everybody's pay and adds it up.
func (c *Columns) Earn(t *Terms) Earned {
	var e Earned
	first, last := uint16(t.Occupations), uint16(2*t.Occupations)
	for i, s := range c.State {
		p := t.Pay[s]
		switch {
		case p == 0:
		case s < last:
			p *= t.Skill[int(s-first)*Ranks+int(c.Rank[i])] * (1 - c.Scar[i])
			e.Wages += float64(p)
		default:
			p *= t.Skill[int(s-last)*Ranks+int(c.Rank[i])]
			e.Benefits += float64(p)
		}
		c.pay[i] = p
		if uint32(c.Adopter[i]) < t.Adopters {
			e.Own += float64(t.Own[c.Agency[i]])
		}
	}
	return e
}

// Receive pays everybody by the terms and adds up who has what. When base is true it remembers the income as that of
// the base year. steps is the number of labour-market steps in a year.
func (c *Columns) Receive(t *Terms, out *Tally, base bool, steps uint16) {
	out.Reset()
	for h := range c.Equity {
		i := 2 * h
		j := min(i+1, len(c.State)-1)
		one, two := c.receive(i, t), person{}
		persons := float32(1)
		if j > i {
			two = c.receive(j, t)
			persons = 2
		}
		c.household(h, persons, one, two, t, out, base)
		c.agency(i, one, t, out)
		c.loss(i, out, steps)
		if j > i {
			c.agency(j, two, t, out)
			c.loss(j, out, steps)
		}
	}
}

// person is what one adult gets apart from property.
type person struct {
	labour, own, transfers, hours, unemployed float32
}

func (p *person) afterTax(t *Terms) float32 {
	return float32((1-t.LabourTax)*(p.labour+p.own)) + p.transfers
}

func (c *Columns) receive(i int, t *Terms) person {
	s := c.State[i]
	var p person
	p.transfers = t.Transfer[s]
	switch f := uint16(t.Occupations); {
	case s >= f && s < 2*f:
		p.labour = c.pay[i] * t.WageScale
	case s >= 2*f && s < 3*f:
		p.transfers += float32(c.pay[i] * t.BenefitScale)
		p.unemployed = 1
	}
	if uint32(c.Adopter[i]) < t.Adopters {
		a := c.Agency[i]
		p.own, p.hours = t.Own[a]*t.OwnScale, t.OwnHours[a]
	}
	return p
}

// household pools two adults' incomes.
func (c *Columns) household(h int, persons float32, one, two person, t *Terms, out *Tally, base bool) {
	e, r, o := c.Equity[h], c.Estate[h], c.Other[h]
	property := float32(e*t.Equity.Income) + float32(r*t.Estate.Income) + float32(o*t.Other.Income)
	wealth := float32(e*t.Equity.Value) + float32(r*t.Estate.Value) + float32(o*t.Other.Value)
	saved := float32(e*t.Equity.Saved) + float32(r*t.Estate.Saved) + float32(o*t.Other.Saved)
	income := (one.afterTax(t)+two.afterTax(t))/persons + property
	if base {
		c.Base[2*h] = income
		if persons == 2 {
			c.Base[2*h+1] = income
		}
	}
	out.Income.Add(income)
	out.Wealth.Add(wealth)
	real, before := income/t.Prices, c.Base[2*h]
	if real < t.PovertyLine {
		out.Poor += int64(persons)
	}
	n := float64(persons)
	s := &out.Decile[c.Decile[2*h]]
	s[People] += n
	s[Income] += float64(n * float64(income))
	s[Labour] += float64(one.labour + two.labour)
	s[Property] += float64(n * float64(property))
	s[Transfers] += float64(one.transfers + two.transfers)
	s[OwnWork] += float64(one.own + two.own)
	s[NetWorth] += float64(n * float64(wealth))
	s[Consumption] += float64(n * float64(income-saved))
	s[BaseIncome] += float64(n * float64(before))
	s[Unemployed] += float64(one.unemployed + two.unemployed)
	s[Directed] += float64(one.hours + two.hours)
	gain := real - before
	better(s, n, gain, before)
}

// better counts n persons by how their real income compares to the base year's.
func better(s *Sums, n float64, gain, before float32) {
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

// agency adds person i to its fifth of agency, with its own income.
func (c *Columns) agency(i int, p person, t *Terms, out *Tally) {
	out.Directed.Add(p.hours)
	h := i / 2
	property := float32(c.Equity[h]*t.Equity.Income) + float32(c.Estate[h]*t.Estate.Income) + float32(c.Other[h]*t.Other.Income)
	s := &out.Agency[int(c.Agency[i])*Quintiles/Agencies]
	s[People]++
	s[Income] += float64(p.afterTax(t) + property)
	s[Labour] += float64(p.labour)
	s[Property] += float64(property)
	s[Transfers] += float64(p.transfers)
	s[OwnWork] += float64(p.own)
	s[Directed] += float64(p.hours)
	s[Unemployed] += float64(p.unemployed)
}

func (c *Columns) loss(i int, out *Tally, steps uint16) {
	if c.Displaced[i] < steps {
		out.Displaced++
		out.Loss += float64(c.Scar[i])
	}
}
