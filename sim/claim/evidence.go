package claim

import (
	"tenfold/sim/rng"
)

// evidence is records from outside the model. Draw 0 is the record as it stands, any other a resample of it.
type evidence struct {
	draw int
}

// newEvidence reads the records that are shipped.
func newEvidence() (*evidence, error) {
	return &evidence{}, nil
}

// resample is the evidence as a draw sees it.
func (e *evidence) resample(draw int) *evidence {
	next := *e
	next.draw = draw
	return &next
}

const blends = rng.Stream(3)

// functions are those that expressions can call.
func (e *evidence) functions() map[string]any {
	return map[string]any{
		"blend": e.blend,
	}
}

// blend is the share of input in the tokens that are paid for: three quarters as price lists are commonly summed up, and
// anything from none to all in other draws.
func (e *evidence) blend() float64 {
	if e.draw == 0 {
		return .75
	}
	return rng.Unit(rng.New(drawSeed).Bits(blends, uint32(e.draw), 0))
}
