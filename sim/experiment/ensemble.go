package experiment

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"tenfold/sim/dataset"
	"tenfold/sim/economy"
	"tenfold/sim/param"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
	"tenfold/sim/unit"
)

// Ensemble is a scenario under draws of what is uncertain.
type Ensemble struct {
	Scenario *scenario.Scenario
	Draws    int                                     // draw 0 is the present values
	Workers  int                                     // runs at once; changes no result
	Draw     func(set *param.Set, draw int) []string // from the priors where nil
	Prepare  func(s *scenario.Scenario)              // changes what no setting can; none where nil
	Read     func(tables []*series.Table) []float64  // what is kept of a run
	Progress func(done, of int)
}

// Runs are what came out, by draw: those that could be run, in ascending order.
type Runs struct {
	Draws   []int
	Values  [][]float64
	Dropped int // draws without a base year, or that left the model's domain
}

// Run runs all draws. It returns an error when the context ends and when no draw can be run.
func (e *Ensemble) Run(ctx context.Context) (*Runs, error) {
	values, failures := make([][]float64, e.Draws), make([]error, e.Draws)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(e.Workers, 1))
	var telling sync.Mutex
	done := 0
	for d := range e.Draws {
		group.Go(func() error {
			values[d], failures[d] = e.run(ctx, d)
			telling.Lock()
			defer telling.Unlock()
			if done++; e.Progress != nil {
				e.Progress(done, e.Draws)
			}
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, context.Cause(ctx)
	}
	out := &Runs{}
	for d, v := range values {
		if failures[d] == nil {
			out.Draws, out.Values = append(out.Draws, d), append(out.Values, v)
		}
	}
	if out.Dropped = e.Draws - len(out.Draws); len(out.Draws) == 0 {
		return nil, fmt.Errorf("no draw could be run: %w", failures[0])
	}
	return out, nil
}

func (e *Ensemble) run(ctx context.Context, draw int) ([]float64, error) {
	choose := e.Draw
	if choose == nil {
		choose = Draw
	}
	s, err := e.Scenario.With(choose(scenarioSet(e.Scenario), draw)...)
	if err != nil {
		return nil, err
	}
	if e.Prepare != nil {
		e.Prepare(s)
	}
	return Simulate(ctx, s, e.Read)
}

// ErrNoBaseYear says that tables and settings do not go together: there is no year for a run to start from.
var ErrNoBaseYear = errors.New("no base year")

// unstarted is the error of a world that could not be made; it is ErrNoBaseYear too, and says no more for it.
type unstarted struct{ error }

func (u unstarted) Unwrap() error { return u.error }

func (u unstarted) Is(target error) bool { return target == ErrNoBaseYear }

func begin(c economy.Config, data *dataset.Economy) (*economy.World, error) {
	w, err := economy.New(c, data, 1)
	if err != nil {
		return nil, unstarted{err}
	}
	return w, nil
}

// BaseYear makes a scenario's base year and says what is wrong with it.
func BaseYear(s *scenario.Scenario) error {
	w, err := begin(s.Config, s.Economy)
	if err == nil {
		w.Close()
	}
	return err
}

// Simulate runs a scenario to its end and reads it.
func Simulate(ctx context.Context, s *scenario.Scenario, read func([]*series.Table) []float64) ([]float64, error) {
	w, err := begin(s.Config, s.Economy)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	if err := steps(ctx, w, func() {}); err != nil {
		return nil, err
	}
	return read(w.Tables()), nil
}

// Yearly reads means of years, column by column and year by year.
func Yearly(columns []string, years []int) func([]*series.Table) []float64 {
	return func(tables []*series.Table) []float64 {
		var out []float64
		for _, row := range read(tables, columns, years) {
			out = append(out, row...)
		}
		return out
	}
}

// Units are those of a scenario's columns.
func Units(s *scenario.Scenario, columns []string) ([]unit.Unit, error) {
	w, err := begin(s.Config, s.Economy)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return unitsOf(w.Tables(), columns), nil
}

// Column are the values at a place of what was read, by draw.
func (r *Runs) Column(k int) []float64 {
	out := make([]float64, len(r.Values))
	for d, v := range r.Values {
		out[d] = v[k]
	}
	return out
}
