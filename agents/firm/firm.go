// Package firm holds firms as columns and their rules: they adopt coworkers, integrate them with a lag and win or lose
// sales by what they cost. It knows no prices beyond one curve of cost and no economy.
//
// A sample of firms is drawn in proportion to size, as surveys of business are: each simulated firm has the same share
// of its industry's work in the base year and stands for as many real firms of its size as that share is. A real firm
// with more work than that is several simulated ones, which decide on their own.
//
// Sizes follow Axtell's (2001) Pareto law. What a firm makes of an hour of work rises with its size; work that moves to
// larger firms raises an industry's productivity by as much as revenue per job differs.
//
// Columns belong to one goroutine at a time.
package firm

import (
	"math"

	"tenfold/sim/exact"
)

// Columns are the firms of one industry, from the smallest to the largest in the base year.
type Columns struct {
	Size       []float64 // jobs of the real firm in the base year
	Count      []float64 // real firms that it stands for
	Share      []float64 // of the industry's work, now
	Adopted    []bool
	Integrated []float64 // share of its work organised for coworkers

	pull         []float64 // hazard of adoption relative to the industry's
	productivity []float64 // at equal integration, relative to the base-year mean
	offset       []float64 // growth factor of a tick that undoes the base year's differences in cost
}

// Law is the distribution of firms' sizes.
type Law struct {
	Tail float64 // Pareto exponent of the number of firms by size, above 1
	Mean float64 // jobs of the mean firm
}

// New makes n firms of an industry with that many jobs. sizeHazard and sizeProductivity are the elasticities of the hazard
// of adoption and of productivity with respect to size.
func New(n int, jobs float64, law Law, sizeHazard, sizeProductivity float64) *Columns {
	c := &Columns{Adopted: make([]bool, n), Integrated: make([]float64, n)}
	firms := math.Max(jobs/law.Mean, 1)
	ends := 1 - exact.Pow(firms, (1-law.Tail)/law.Tail) // the largest of so many is firms^(1/tail) times the smallest
	power := -1 / (law.Tail - 1)
	count := 0.
	for i := range n {
		// Size at a mid quantile of work: a share 1 - x^(1-tail) of it is in firms smaller than x times the smallest.
		size := exact.Pow(1-float64((float64(i)+.5)/float64(n)*ends), power)
		c.Size = append(c.Size, size)
		count += jobs / float64(n) / size
	}
	smallest := count / firms
	pull, productivity := 0., 0.
	for i := range c.Size {
		c.Size[i] *= smallest
		c.Count = append(c.Count, jobs/float64(n)/c.Size[i])
		c.Share = append(c.Share, 1/float64(n))
		c.pull = append(c.pull, exact.Pow(c.Size[i], sizeHazard))
		c.productivity = append(c.productivity, exact.Pow(c.Size[i], sizeProductivity))
		c.offset = append(c.offset, 1)
		pull += c.pull[i] / float64(n)
		productivity += c.productivity[i] / float64(n)
	}
	for i := range c.pull {
		c.pull[i] /= pull
		c.productivity[i] /= productivity
	}
	return c
}

// Start lets the share `adopted` of firms use coworkers in the base year, drawn as Step draws, with equally integrated
// work that is the share `integrated` of the industry's, as far as the adopters' work allows.
func (c *Columns) Start(adopted, integrated, draw float64) {
	c.Step(adopted, draw, 1, 0)
	share := 0.
	for i, a := range c.Adopted {
		if a {
			share += c.Share[i]
		}
	}
	for i, a := range c.Adopted {
		if a {
			c.Integrated[i] = math.Min(integrated/share, 1)
		}
	}
}

// Step lets firms that do not use coworkers begin to, each with the chance `hazard` times its pull, and adopters'
// work follow their decision. The chances are laid end to end in the order of size and a firm adopts where a grid of
// step one, shifted by draw in [0, 1), hits its own: systematic sampling (Madow and Madow 1944), which keeps every
// firm's chance and spreads adopters over sizes. The part of an adopter's work that is not integrated shrinks by the
// factor stay; who adopts now ends the tick with the part begun integrated.
func (c *Columns) Step(hazard, draw, stay, begun float64) {
	for i, a := range c.Adopted {
		if a {
			c.Integrated[i] = 1 - float64((1-c.Integrated[i])*stay)
			continue
		}
		draw += float64(hazard * c.pull[i])
		if draw >= 1 {
			draw -= math.Floor(draw)
			c.Adopted[i], c.Integrated[i] = true, begun
		}
	}
}

// Nodes is the number of intervals in which a Curve divides the integrated share.
const Nodes = 32

// Curve is what the integrated share of a firm's work does to it in a tick, at the ends of Nodes equal intervals.
type Curve struct {
	Cost   [Nodes + 1]float64 // unit cost
	Growth [Nodes + 1]float64 // factor by which sales grow before all are scaled to the industry's
}

// at interpolates linearly.
func at(table *[Nodes + 1]float64, integrated float64) float64 {
	x := float64(integrated * Nodes)
	k := min(int(x), Nodes-1)
	return table[k] + float64((x-float64(k))*(table[k+1]-table[k]))
}

// Settle declares market shares in balance with costs as they are: from now on they move with what changes.
func (c *Columns) Settle(k *Curve) {
	for i, d := range c.Integrated {
		c.offset[i] = 1 / at(&k.Growth, d)
	}
}

// Compete moves market shares by replicator dynamics (Silverberg, Dosi and Orsenigo 1988): a firm whose costs fell
// more than its industry's gains.
func (c *Columns) Compete(k *Curve) { compete(c.Share, c.Integrated, c.offset, k) }

func compete(share, integrated, offset []float64, k *Curve) {
	total := 0.
	for i, d := range integrated {
		share[i] = float64(share[i] * at(&k.Growth, d) * offset[i])
		total += share[i]
	}
	for i := range share {
		share[i] /= total
	}
}

// Tally is the state of an industry's firms.
type Tally struct {
	Adopted      float64 // share of the base year's work in firms that use coworkers now
	Firms        float64 // share of real firms that use coworkers
	Integrated   float64 // share of work organised for coworkers
	Unmoved      float64 // the same had market shares stayed those of the base year
	Herfindahl   float64 // sum of squared market shares of real firms
	Productivity float64 // at equal integration, relative to the base year: what moves between firms make of it
	Unevenness   float64 // mean unit cost of firms over the cost of a firm with the mean share integrated
}

// Sum adds up the firms of an industry with that many jobs in the base year.
func (c *Columns) Sum(jobs float64, k *Curve) Tally {
	var t Tally
	adopters, firms, cost, n := 0., 0., 0., float64(len(c.Share))
	for i, s := range c.Share {
		firms += c.Count[i]
		t.Integrated += float64(s * c.Integrated[i])
		t.Unmoved += c.Integrated[i] / n
		t.Herfindahl += float64(s * s * c.Size[i])
		t.Productivity += float64(s * c.productivity[i])
		cost += float64(s * at(&k.Cost, c.Integrated[i]))
		if c.Adopted[i] {
			t.Adopted += 1 / n
			adopters += c.Count[i]
		}
	}
	t.Firms = adopters / firms
	t.Herfindahl *= n / jobs
	t.round(cost, k)
	return t
}

// round takes off what rounding adds to sums of shares, and compares costs.
func (t *Tally) round(cost float64, k *Curve) {
	t.Adopted, t.Integrated, t.Unmoved = math.Min(t.Adopted, 1), math.Min(t.Integrated, 1), math.Min(t.Unmoved, 1)
	t.Unevenness = cost / at(&k.Cost, t.Integrated)
}

// Even is the curve of an industry whose costs do not depend on integration.
func Even() Curve {
	var k Curve
	for i := range k.Cost {
		k.Cost[i], k.Growth[i] = 1, 1
	}
	return k
}
