package coworker

import "tenfold/sim/engine"

// Archive saves or loads what coworkers' work changes; their skills are made anew with them.
func (c *Columns) Archive(a *engine.Archive) {
	engine.Column(a, "coworker.generation", c.Generation)
	engine.Column(a, "coworker.bin", c.Bin)
	engine.Column(a, "coworker.carried", c.Carried)
	engine.Column(a, "coworker.done", c.Done)
	engine.Column(a, "coworker.failed", c.Failed)
	engine.Column(a, "coworker.reviewed", c.Reviewed)
}
