package person

import "tenfold/sim/engine"

// Archive saves or loads what moves; who people are is made anew with them.
func (c *Columns) Archive(a *engine.Archive) {
	engine.Column(a, "person.state", c.State)
	engine.Column(a, "person.since", c.Since)
	engine.Column(a, "person.displaced", c.Displaced)
	engine.Column(a, "person.scar", c.Scar)
	engine.Column(a, "person.count", c.count)
	engine.Column(a, "person.weight", c.weight)
	engine.Column(a, "person.carry", c.carry)
	engine.Column(a, "person.credit", c.credit)
}
