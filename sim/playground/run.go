package playground

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"tenfold/sim/economy"
	"tenfold/sim/experiment"
	"tenfold/sim/scenario"
)

const modelVersion = economy.ModelVersion

// run is a pair at work.
type run struct {
	server *Server
	pair   *pair
	people bool // are simulated
	tell   func(*Result) error

	mu                sync.Mutex
	sizes             Sizes
	baseline, variant *curves
	draws             []drawn
	dropped           int
}

// drawn is both runs under a draw from the priors.
type drawn struct{ baseline, variant *curves }

// play runs a pair in three stages and tells what is known on the way. It returns when all is told, when tell fails and when
// the context ends.
func (s *Server) play(ctx context.Context, p *pair, tell func(*Result) error) error {
	own := sizesOf(&p.variant.Config)
	r := &run{server: s, pair: p, tell: tell, sizes: own.within(first), people: own.People > 0 && sizesOf(&p.baseline.Config).People > 0}
	more := []func(context.Context) error{}
	if r.sizes != own {
		more = append(more, r.full)
	}
	if p.Draws > 0 {
		more = append(more, r.drawAll)
	}
	if err := r.first(ctx, len(more) == 0); err != nil {
		return err
	}
	for i, stage := range more {
		if err := stage(ctx); err != nil {
			return err
		}
		if i == len(more)-1 {
			name := "draws"
			if p.Draws == 0 {
				name = "full"
			}
			return r.say(name, true, true)
		}
		if err := r.say("full", true, false); err != nil {
			return err
		}
	}
	return nil
}

// say tells what is known.
func (r *run) say(stage string, complete, last bool) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := r.collect(stage)
	out.Complete, out.Last = complete, last
	return r.tell(out)
}

// everyYears is how many years come between what the first stage tells on its way.
const everyYears = 4

// first runs baseline and variant with few agents.
func (r *run) first(ctx context.Context, last bool) error {
	workers := runtime.GOMAXPROCS(0)
	b, v, err := r.both(ctx, r.pair.baseline, r.pair.variant, func(ctx context.Context, one *scenario.Scenario, variant bool) (*curves, error) {
		return r.server.simulate(ctx, one, r.sizes.within(sizesOf(&one.Config)), workers, func(c *curves) { r.onTheWay(c, variant) })
	})
	if err != nil {
		return err
	}
	r.keep(b, v, r.sizes)
	return r.say("first", true, last)
}

// onTheWay keeps the years so far and tells of them now and then.
func (r *run) onTheWay(c *curves, variant bool) {
	r.mu.Lock()
	if variant {
		r.variant = c
	}
	if !variant || r.pair.same() {
		r.baseline = c
	}
	r.mu.Unlock()
	if variant && len(c.years)%everyYears == 0 {
		_ = r.say("first", false, false) // a reader that is gone ends the context
	}
}

func (r *run) keep(baseline, variant *curves, n Sizes) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.baseline, r.variant, r.sizes = baseline, variant, n
}

// both runs two scenarios side by side, or one where they are the same.
func (r *run) both(ctx context.Context, baseline, variant *scenario.Scenario, simulate func(_ context.Context, _ *scenario.Scenario, variant bool) (*curves, error)) (b, v *curves, err error) {
	if baseline.Hash() == variant.Hash() {
		v, err = simulate(ctx, variant, true)
		return v, v, err
	}
	group, inner := errgroup.WithContext(ctx)
	group.Go(func() (err error) { b, err = simulate(inner, baseline, false); return err })
	group.Go(func() (err error) { v, err = simulate(inner, variant, true); return err })
	return b, v, group.Wait()
}

// full is the run that was asked for, with all its agents.
func (r *run) full(ctx context.Context) error {
	n := sizesOf(&r.pair.variant.Config)
	b, v, err := r.both(ctx, r.pair.baseline, r.pair.variant, func(ctx context.Context, one *scenario.Scenario, _ bool) (*curves, error) {
		return r.server.behind(ctx, one, n.within(sizesOf(&one.Config)))
	})
	if err != nil {
		return err
	}
	r.keep(b, v, n)
	return nil
}

// behind runs a scenario in the background: no more at a time than there are processors.
func (s *Server) behind(ctx context.Context, of *scenario.Scenario, n Sizes) (*curves, error) {
	select {
	case s.cpus <- struct{}{}:
		defer func() { <-s.cpus }()
		return s.simulate(ctx, of, n, 1, nil)
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// drawAll runs baseline and variant under draws from the priors, each with both.
func (r *run) drawAll(ctx context.Context) error {
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	step := max(r.pair.Draws/4, leastDraws)
	for d := 1; d <= r.pair.Draws; d++ {
		group.Go(func() error {
			one, err := r.draw(inner, d)
			if inner.Err() != nil {
				return context.Cause(inner)
			}
			r.mu.Lock()
			if err != nil {
				r.dropped++
			} else {
				r.draws = append(r.draws, one)
			}
			n := len(r.draws)
			due := err == nil && n%step == 0 && n < r.pair.Draws
			r.mu.Unlock()
			if due {
				return r.say("draws", false, false)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if len(r.draws) == 0 {
		return fmt.Errorf("no draw from the priors could be run with both: %d were tried", r.pair.Draws)
	}
	return nil
}

// draw runs both under one draw. What differs between them keeps its values: a draw decides all else alike.
func (r *run) draw(ctx context.Context, number int) (drawn, error) {
	differ := r.pair.differing()
	flags := slices.DeleteFunc(experiment.Draw(parameters(r.pair.baseline), number), func(flag string) bool {
		key, _, _ := strings.Cut(flag, "=")
		return slices.Contains(differ, key)
	})
	baseline, err := r.pair.baseline.With(flags...)
	if err != nil {
		return drawn{}, err
	}
	variant := baseline
	if !r.pair.same() {
		if variant, err = r.pair.variant.With(flags...); err != nil {
			return drawn{}, err
		}
	}
	n := sizesOf(&r.pair.variant.Config).within(first)
	b, err := r.server.behind(ctx, baseline, n.within(sizesOf(&baseline.Config)))
	if err != nil {
		return drawn{}, err
	}
	v, err := r.server.behind(ctx, variant, n)
	return drawn{b, v}, err
}

// differing are the keys of settings that baseline and variant have at different values.
func (p *pair) differing() []string {
	var out []string
	b := parameters(p.variant)
	for _, a := range parameters(p.baseline).All() {
		if a.Value() != b.Find(a.Key).Value() {
			out = append(out, a.Key)
		}
	}
	return out
}
