package firm

import "tenfold/sim/engine"

// Archive saves or loads what moves; sizes and productivity are made anew with the firms.
func (c *Columns) Archive(a *engine.Archive) {
	engine.Column(a, "firm.share", c.Share)
	engine.Column(a, "firm.integrated", c.Integrated)
	adopted := make([]uint8, len(c.Adopted))
	for i, yes := range c.Adopted {
		if yes {
			adopted[i] = 1
		}
	}
	engine.Column(a, "firm.adopted", adopted)
	for i, n := range adopted {
		c.Adopted[i] = n == 1
	}
}
