package person

import (
	"math"
	"slices"
)

// Prospects are what a month pays, with the chances to be employed and unemployed of those who last worked in an occupation:
// what the month holds in store for somebody before luck decides. Two months compare by them person by person, where incomes
// would compare the luck of draws.
type Prospects struct {
	terms                Terms
	employed, unemployed []float32 // chances by occupation
}

// NewProspects keeps the terms by which Receive paid last and the chances, by occupation.
func NewProspects(t *Terms, employed, unemployed []float32) *Prospects {
	p := &Prospects{terms: *t, employed: employed, unemployed: unemployed}
	p.terms.Pay, p.terms.Transfer = slices.Clone(t.Pay), slices.Clone(t.Transfer)
	p.terms.Own, p.terms.OwnHours = slices.Clone(t.Own), slices.Clone(t.OwnHours)
	return p
}

// expectation is what somebody may expect apart from property, before tax and scaling.
type expectation struct{ wage, benefit, own, lost, transfer float32 }

func (c *Columns) expect(i int, p *Prospects) expectation {
	t, s := &p.terms, int(c.State[i])
	own := math.Float32frombits(math.Float32bits(t.Own[c.Agency[i]]) & t.adopts(c.Adopter[i], c.Wealthy[i/2]))
	if s == 3*t.Occupations {
		return expectation{own: own, transfer: t.Transfer[s]}
	}
	f := s % t.Occupations
	work, search := t.Occupations+f, 2*t.Occupations+f
	atWork, jobless := p.employed[f], p.unemployed[f]
	full := t.Skill[f*Ranks+int(c.Rank[i])]
	kept := full * (1 - c.Scar[i])
	return expectation{
		wage:    float32(atWork * kept * t.Pay[work]),
		benefit: float32(jobless * kept * t.Pay[search]),
		lost:    float32(atWork * full * c.Scar[i] * t.Pay[work]),
		own:     own,
		transfer: float32(atWork*t.Transfer[work]) + float32(jobless*t.Transfer[search]) +
			float32((1-atWork-jobless)*t.Transfer[f]),
	}
}

// Expect adds up what the persons may expect, before scaling.
func (c *Columns) Expect(p *Prospects) Earned {
	var e Earned
	for i := range c.State {
		x := c.expect(i, p)
		e.Wages += float64(x.wage)
		e.Benefits += float64(x.benefit)
		e.Own += float64(x.own)
		e.Lost += float64(x.lost)
	}
	return e
}

// Scales make a sample's totals the economy's.
type Scales struct{ Wages, Benefits, Own, Insured float32 }

// AddExpected adds to each person's place the income after tax, per adult of the household and in prices of the base year, that
// the prospects hold in store: usd a year. Skill, what displacement took, agency and what the household owns are the
// persons' own.
func (c *Columns) AddExpected(p *Prospects, scale Scales, into []float64) {
	t := &p.terms
	for h := range c.Equity {
		property, _ := c.owned(h, t)
		i, end := 2*h, min(2*h+2, len(c.State))
		earned := float32(0)
		for j := i; j < end; j++ {
			x := c.expect(j, p)
			earned += float32((1-t.LabourTax)*(float32(x.wage*scale.Wages)+float32(x.own*scale.Own))) + x.transfer
			earned += float32(x.benefit*scale.Benefits) + float32(x.lost*scale.Insured)
		}
		income := float64(earned/float32(end-i)+property) / float64(t.Prices)
		for j := i; j < end; j++ {
			into[j] += income
		}
	}
}
