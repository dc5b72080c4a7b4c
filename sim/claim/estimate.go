package claim

import (
	"context"
	"fmt"
	"time"
)

// Estimate is what the runs of claims take.
type Estimate struct {
	Runs, Missing int
	CoreSeconds   float64 // of those that are missing
}

// solving is how many runs with expectations a policy of equal cost takes to be solved for: two for the costs that are met
// and some steps of the secant rule.
const solving = 8

// Estimate measures one run of each size that is missing, at the present values.
func (f *Folder) Estimate(ctx context.Context, now func() time.Time) (Estimate, error) {
	missing := f.missing(ctx, func(string) {})
	if ctx.Err() != nil {
		return Estimate{}, context.Cause(ctx)
	}
	e := Estimate{Runs: f.Runs(), Missing: len(missing)}
	pace := map[string]float64{}
	for _, j := range missing {
		size := j.block.Size
		if err := f.pace(pace, size, now); err != nil {
			return e, err
		}
		e.CoreSeconds += pace[size]
		if j.block.EqualCosts() {
			if err := f.pace(pace, "mean-field", now); err != nil {
				return e, err
			}
			e.CoreSeconds += float64(solving * pace["mean-field"])
		}
	}
	return e, nil
}

// pace times a run of that size once.
func (f *Folder) pace(known map[string]float64, size string, now func() time.Time) error {
	if known[size] > 0 {
		return nil
	}
	base := *f.Plan
	base.blocks = map[string]*Block{}
	b := base.block(baseOf(f.Plan), size)
	begun := now()
	r, err := b.run(context.Background(), 0, 0)
	if err == nil && r.Failed != "" {
		err = fmt.Errorf("the base does not run: %s", r.Failed)
	}
	known[size] = max(now().Sub(begun).Seconds(), 1e-3)
	return err
}
