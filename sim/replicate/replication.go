package replicate

import (
	"math"

	"tenfold/sim/exact"
	"tenfold/sim/scenario"
)

// Classes lists what a replication can be: a product or a weighting of printed numbers, this project's production, labour or
// technology code in a published setting, the whole simulator in a limit case, or a figure that nothing was fitted to. They are
// counted apart.
func Classes() []string { return []string{"arithmetic", "mechanism", "simulator", "out of sample"} }

// A Replication is a published result: a model with its inputs, and what was published of it.
type Replication struct {
	ID, Class, Model string
	File             string
	Citation         string
	Expected         []Expectation
	compute          func() (map[string]float64, error)
}

// An Expectation is one published number and how far the one obtained may be from it: the larger of both tolerances.
type Expectation struct {
	Name               string
	Published          float64
	Relative, Absolute float64
}

// Allowed is the largest difference that holds.
func (e *Expectation) Allowed() float64 {
	return math.Max(e.Absolute, float64(e.Relative*math.Abs(e.Published)))
}

// defaultTolerance is relative: four digits.
const defaultTolerance = 1e-4

// An Outcome is a published number beside the one obtained.
type Outcome struct {
	Expectation
	Obtained float64
	Holds    bool
}

// Difference is obtained less published.
func (o *Outcome) Difference() float64 { return o.Obtained - o.Published }

// A Result is what a replication came to; Err is set where it could not be made.
type Result struct {
	*Replication
	Outcomes []Outcome
	Err      error
}

// Holds reports whether all outcomes hold.
func (r *Result) Holds() bool {
	for i := range r.Outcomes {
		if !r.Outcomes[i].Holds {
			return false
		}
	}
	return r.Err == nil
}

// Run makes the replication.
func (r *Replication) Run() Result {
	out := Result{Replication: r}
	got, err := r.compute()
	if err != nil {
		out.Err = err
		return out
	}
	for _, e := range r.Expected {
		o := Outcome{Expectation: e, Obtained: got[e.Name]}
		o.Holds = math.Abs(o.Difference()) <= e.Allowed()+roundingOf(e.Published)
		out.Outcomes = append(out.Outcomes, o)
	}
	return out
}

// roundingOf keeps a tolerance of zero from asking for the last bit.
func roundingOf(x float64) float64 { return float64(math.Abs(x) * exact.Exp2(-50)) }

// A Count is how many replications, and outcomes in them, a class has, and how many hold.
type Count struct {
	Class                          string
	Replications, Held             int
	Outcomes, OutcomesHeld, Unmade int
}

// Tally counts by class, in the order of Classes, classes without replications left out.
func Tally(results []Result) []Count {
	var out []Count
	for _, class := range Classes() {
		c := Count{Class: class}
		for i := range results {
			r := &results[i]
			if r.Class != class {
				continue
			}
			c.Replications++
			c.Outcomes += len(r.Outcomes)
			if r.Err != nil {
				c.Unmade++
			}
			if r.Holds() {
				c.Held++
			}
			for k := range r.Outcomes {
				if r.Outcomes[k].Holds {
					c.OutcomesHeld++
				}
			}
		}
		if c.Replications > 0 {
			out = append(out, c)
		}
	}
	return out
}

// Faults are all that is wrong with a file.
type Faults = scenario.Faults
