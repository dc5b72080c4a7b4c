// Package firm holds firms as columns and their rules: they adopt coworkers, integrate them with a lag and win or lose
// sales by what they cost. It knows no prices beyond one curve of cost and no economy.
//
// A sample of firms is drawn in proportion to size, as surveys of business are: each simulated firm has the same share
// of its industry's work in the base year and stands for as many real firms of its size as that share is. A real firm
// with more work than that is several simulated ones, which decide on their own.
//
// Sizes follow Axtell's (2001) Pareto law. Productivity follows from size: with demand of elasticity e between the
// goods of an industry's firms, size is in proportion to productivity^(e-1) (Melitz 2003).
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

	pull   []float64 // hazard of adoption relative to the industry's
	cost   []float64 // unit cost at equal integration, relative to the base-year mean
	offset []float64 // growth factor of a tick that undoes the base year's differences in cost
}

// Law is the distribution of firms' sizes.
type Law struct {
	Tail float64 // Pareto exponent of the number of firms by size, above 1
	Mean float64 // jobs of the mean firm
}

// New makes n firms of an industry with that many jobs. sizeHazard is the elasticity of the hazard of adoption with
// respect to size, substitution the elasticity of demand between firms, above 1.
func New(n int, jobs float64, law Law, sizeHazard, substitution float64) *Columns {
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
	pull, cost := 0., 0.
	for i := range c.Size {
		c.Size[i] *= smallest
		c.Count = append(c.Count, jobs/float64(n)/c.Size[i])
		c.Share = append(c.Share, 1/float64(n))
		c.pull = append(c.pull, exact.Pow(c.Size[i], sizeHazard))
		c.cost = append(c.cost, exact.Pow(c.Size[i], -1/(substitution-1)))
		c.offset = append(c.offset, 1)
		pull += c.pull[i] / float64(n)
		cost += c.cost[i] / float64(n)
	}
	for i := range c.pull {
		c.pull[i] /= pull
		c.cost[i] /= cost
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

// Nodes is the number of intervals in which a Growth divides the integrated share.
const Nodes = 32

// Growth is the factor by which a firm's sales grow in a tick before all are scaled to the industry's, by the share of
// its work that is integrated, at the ends of Nodes equal intervals.
type Growth [Nodes + 1]float64

// at interpolates linearly.
func (g *Growth) at(integrated float64) float64 {
	x := float64(integrated * Nodes)
	k := min(int(x), Nodes-1)
	return g[k] + float64((x-float64(k))*(g[k+1]-g[k]))
}

// Settle declares market shares in balance with costs as they are: from now on they move with what changes.
func (c *Columns) Settle(g *Growth) {
	for i, d := range c.Integrated {
		c.offset[i] = 1 / g.at(d)
	}
}

// Compete moves market shares by replicator dynamics (Silverberg, Dosi and Orsenigo 1988): a firm whose costs fell
// more than its industry's gains.
func (c *Columns) Compete(g *Growth) {
	total := 0.
	for i, d := range c.Integrated {
		c.Share[i] = float64(c.Share[i] * g.at(d) * c.offset[i])
		total += c.Share[i]
	}
	for i := range c.Share {
		c.Share[i] /= total
	}
}

// Tally is the state of an industry's firms.
type Tally struct {
	Adopted    float64 // share of the base year's work in firms that use coworkers now
	Firms      float64 // share of real firms that use coworkers
	Integrated float64 // share of work organised for coworkers
	Unmoved    float64 // the same had market shares stayed those of the base year
	Herfindahl float64 // sum of squared market shares of real firms
	Cost       float64 // unit cost at equal integration relative to the base year: what moves between firms do to productivity
}

// Sum adds up the firms of an industry with that many jobs in the base year.
func (c *Columns) Sum(jobs float64) Tally {
	var t Tally
	adopters, firms, n := 0., 0., float64(len(c.Share))
	for i, s := range c.Share {
		firms += c.Count[i]
		t.Integrated += float64(s * c.Integrated[i])
		t.Unmoved += c.Integrated[i] / n
		t.Herfindahl += float64(s * s * c.Size[i])
		t.Cost += float64(s * c.cost[i])
		if c.Adopted[i] {
			t.Adopted += 1 / n
			adopters += c.Count[i]
		}
	}
	t.Firms = adopters / firms
	// Shares sum to one but for rounding.
	t.Adopted, t.Integrated, t.Unmoved = math.Min(t.Adopted, 1), math.Min(t.Integrated, 1), math.Min(t.Unmoved, 1)
	t.Herfindahl *= n / jobs
	return t
}
