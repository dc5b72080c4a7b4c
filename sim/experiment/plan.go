package experiment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"tenfold/sim/economy"
	"tenfold/sim/param"
	"tenfold/sim/policy"
	"tenfold/sim/scenario"
	"tenfold/sim/unit"
)

// Plan says what is compared with what.
type Plan struct {
	Baseline *scenario.Scenario
	Names    []string             // of the policies
	Policies []*scenario.Scenario // the baseline under each
	Draws    int                  // from the priors, the present values first
	Seeds    int
	Workers  int      // runs at once
	Columns  []string // outcomes: of the table "series", or as Of names them
	Years    []int    // in ascending order; people are compared in the last
	Progress func(done, of int)
}

// comparing is a plan at work: what its runs leave, by case. Case 0 is the baseline, case c policy c-1.
type comparing struct {
	*Plan
	context  context.Context
	results  []outcome // by case, draw and seed
	failures []error
	static   []budget // by case, at the present values and the first seed, with behaviour that does not respond
	notes    []error  // why there is none, by case
	blocks   []block  // by draw and seed
	solved   []solution
	units    []unit.Unit // by column
	known    sync.Once   // units
	done     atomic.Int64
	telling  sync.Mutex
}

// outcome is what is kept of a run.
type outcome struct {
	means  [][]float64 // by column and year
	budget budget
}

// solution is the policies of a case under a draw, with equal costs solved for: the same for all seeds.
type solution struct {
	once     sync.Once
	policies []policy.Policy
	err      error
}

// Compare runs the plan. It returns an error when the context ends and when no draw can be run in all cases.
func (p *Plan) Compare(ctx context.Context) (*Comparison, error) {
	cases := len(p.Names) + 1
	runs := cases * p.Draws * p.Seeds
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(p.Workers)
	c := &comparing{Plan: p, context: ctx, results: make([]outcome, runs), failures: make([]error, runs), static: make([]budget, cases),
		notes: make([]error, cases), blocks: make([]block, p.Draws*p.Seeds), solved: make([]solution, cases*p.Draws)}
	for d := range p.Draws {
		for s := range p.Seeds {
			b := &c.blocks[d*p.Seeds+s]
			b.open(cases, len(p.Baseline.Economy.Occupations))
			baseline := func() error { return c.finish(0, d, s, b, runs+cases) }
			if cases == 1 {
				group.Go(baseline)
			}
			for k := 1; k < cases; k++ {
				group.Go(func() error {
					err := c.finish(k, d, s, b, runs+cases)
					if b.close(c.failures[c.at(k, d, s)] == nil) && err == nil {
						err = baseline()
					}
					return err
				})
			}
		}
	}
	for k := range cases {
		group.Go(func() error {
			c.static[k], c.notes[k] = c.runStatic(k)
			return c.tell(runs + cases)
		})
	}
	if err := group.Wait(); err != nil {
		return nil, context.Cause(ctx)
	}
	return c.collect()
}

func (c *comparing) at(k, draw, seed int) int { return (k*c.Draws+draw)*c.Seeds + seed }

// finish runs a case and counts it as done.
func (c *comparing) finish(k, draw, seed int, b *block, of int) error {
	i := c.at(k, draw, seed)
	c.results[i], c.failures[i] = c.run(k, draw, seed, b)
	return c.tell(of)
}

// tell counts a run as done.
func (c *comparing) tell(of int) error {
	if c.Progress != nil {
		c.telling.Lock()
		defer c.telling.Unlock()
		c.Progress(int(c.done.Add(1)), of)
	}
	return c.context.Err()
}

// configure is the configuration of a case under a draw and a seed.
func (c *comparing) configure(k, draw, seed int) (*scenario.Scenario, error) {
	s := c.Baseline
	if k > 0 {
		s = c.Policies[k-1]
	}
	settings := append(Draw(scenarioSet(c.Baseline), draw), fmt.Sprintf("seed=%d", c.Baseline.Config.Seed+int64(seed)))
	next, err := s.With(settings...)
	if err != nil {
		return nil, err
	}
	solved := &c.solved[k*c.Draws+draw]
	solved.once.Do(func() {
		var config economy.Config
		config, _, solved.err = EqualCost(next.Config, next.Economy, next.Targets)
		solved.policies = config.Policies
	})
	next.Config.Policies = slices.Clone(solved.policies)
	return next, solved.err
}

// run is one run to its end.
func (c *comparing) run(k, draw, seed int, b *block) (outcome, error) {
	s, err := c.configure(k, draw, seed)
	if err != nil {
		return outcome{}, err
	}
	w, err := begin(s.Config, s.Economy)
	if err != nil {
		return outcome{}, err
	}
	defer w.Close()
	after, end := b.watch(k, w, c.Years[len(c.Years)-1])
	if err := steps(c.context, w, after); err != nil {
		return outcome{}, err
	}
	end()
	c.known.Do(func() { c.units = unitsOf(w.Tables(), c.Columns) })
	return outcome{read(w.Tables(), c.Columns, c.Years), newBudget(w.Tables()[0], c.budgetYears())}, nil
}

// runStatic is the budget at the present values when hours and participation do not respond.
func (c *comparing) runStatic(k int) (budget, error) {
	s, err := c.configure(k, 0, 0)
	if err != nil {
		return budget{}, err
	}
	s.Config.Behaviour.Mode = "static"
	w, err := begin(s.Config, s.Economy)
	if err != nil {
		return budget{}, err
	}
	defer w.Close()
	if err := steps(c.context, w, func() {}); err != nil {
		return budget{}, err
	}
	return newBudget(w.Tables()[0], c.budgetYears()), nil
}

// steps takes the world to its end and calls after each tick what looks at it.
func steps(ctx context.Context, w *economy.World, after func()) error {
	for w.Tick() < w.Ticks() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := w.Step(); err != nil {
			return err
		}
		after()
	}
	return nil
}

// Hash names everything that can change what the comparison says, as hexadecimal SHA-256.
func (p *Plan) Hash() string {
	sum := sha256.New()
	fmt.Fprintln(sum, "compare", p.Baseline.Hash(), p.Draws, p.Seeds, p.Columns, p.Years)
	for k, s := range p.Policies {
		fmt.Fprintln(sum, p.Names[k], s.Hash())
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// scenarioSet is the scenario's parameters with their values.
func scenarioSet(s *scenario.Scenario) *param.Set {
	c := s.Config
	return economy.Parameters(&c)
}
