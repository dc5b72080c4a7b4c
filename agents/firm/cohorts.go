package firm

import "tenfold/sim/engine"

// Cohorts are the firms of an industry as expectations: what a sample without end would do. Row 0 are firms that do not
// use coworkers, row 1 those that did in the base year, and each further row those that began in the same tick. Firms of
// all sizes adopt alike here.
type Cohorts struct {
	share      []float64 // of the industry's work
	base       []float64 // of the base year's work
	integrated []float64
	offset     []float64
}

// NewCohorts makes an industry of which the share `adopted` of work is in firms that use coworkers and the share
// `integrated` is organised for them.
func NewCohorts(adopted, integrated float64) *Cohorts {
	c := &Cohorts{share: []float64{1 - adopted, adopted}, integrated: []float64{0, 0}, offset: []float64{1, 1}}
	c.base = append(c.base, c.share...)
	if adopted > 0 {
		c.integrated[1] = min(integrated/adopted, 1)
	}
	return c
}

// Step is Columns.Step for all firms alike.
func (c *Cohorts) Step(hazard, stay, begun float64) {
	for i := 1; i < len(c.integrated); i++ {
		c.integrated[i] = 1 - float64((1-c.integrated[i])*stay)
	}
	c.share = append(c.share, c.share[0]*hazard)
	c.base = append(c.base, c.base[0]*hazard)
	c.integrated = append(c.integrated, begun)
	c.offset = append(c.offset, c.offset[0])
	c.share[0] *= 1 - hazard
	c.base[0] *= 1 - hazard
}

// Settle is Columns.Settle.
func (c *Cohorts) Settle(k *Curve) {
	for i, d := range c.integrated {
		c.offset[i] = 1 / at(&k.Growth, d)
	}
}

// Compete is Columns.Compete.
func (c *Cohorts) Compete(k *Curve) { compete(c.share, c.integrated, c.offset, k) }

// Sum is Columns.Sum; there are no single firms whose concentration could be told.
func (c *Cohorts) Sum(k *Curve) Tally {
	t := Tally{Productivity: 1}
	cost := 0.
	for i, s := range c.share {
		t.Integrated += float64(s * c.integrated[i])
		t.Unmoved += float64(c.base[i] * c.integrated[i])
		cost += float64(s * at(&k.Cost, c.integrated[i]))
		if i > 0 {
			t.Adopted += c.base[i]
		}
	}
	t.Firms = t.Adopted
	t.round(cost, k)
	return t
}

// Archive saves or loads all rows.
func (c *Cohorts) Archive(a *engine.Archive) {
	engine.Slice(a, "cohorts.share", &c.share)
	engine.Slice(a, "cohorts.base", &c.base)
	engine.Slice(a, "cohorts.integrated", &c.integrated)
	engine.Slice(a, "cohorts.offset", &c.offset)
}
