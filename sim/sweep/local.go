package sweep

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"tenfold/sim/output"
)

// Local says how a sweep runs on this machine.
type Local struct {
	Workers  int     // runs at once
	Bytes    float64 // of memory that runs may take together; 0: all that they want
	Keep     bool    // goes on after a run that fails
	Progress func(done, of int)
	Warn     func(text string)
}

// Missing are the chunks that are still to be run. Damaged parts count as missing and are named to warn.
func (f *Folder) Missing(warn func(string)) ([]int, error) {
	var out []int
	for chunk := range f.Plan.ChunkCount() {
		_, err := f.Check(chunk)
		switch {
		case err == nil:
			continue
		case !errors.Is(err, fs.ErrNotExist):
			warn(err.Error() + "; its runs are made again")
		}
		out = append(out, chunk)
	}
	return out, nil
}

// Run makes all runs that are missing, the longest first, never more at once than fit into memory. Only one process may run a
// sweep in a folder. When the context ends, chunks in the middle are lost and all others stand.
func (f *Folder) Run(ctx context.Context, l Local) error {
	unlock, err := output.Lock(f.Dir)
	if err != nil {
		return err
	}
	defer unlock()
	missing, err := f.Missing(l.Warn)
	if err != nil {
		return err
	}
	left := 0
	cost := make([]size, f.Plan.ChunkCount())
	for _, chunk := range missing {
		from, until := f.Plan.runsOf(chunk)
		left += until - from
		for i := from; i < until; i++ {
			one := f.size(i)
			cost[chunk].steps += one.steps
			cost[chunk].bytes = max(cost[chunk].bytes, one.bytes)
		}
	}
	slices.SortStableFunc(missing, func(a, b int) int { return cmp.Compare(cost[b].steps, cost[a].steps) })
	room := semaphore.NewWeighted(int64(max(l.Bytes, 1)))
	group, running := errgroup.WithContext(ctx)
	group.SetLimit(l.Workers)
	var lock sync.Mutex
	done := f.Runs() - left
	after := func() {
		lock.Lock()
		defer lock.Unlock()
		done++
		l.Progress(done, f.Runs())
	}
	for _, chunk := range missing {
		weight := int64(0)
		if l.Bytes > 0 { // one that is larger than all room runs alone
			weight = min(int64(cost[chunk].bytes), int64(l.Bytes))
		}
		if err := room.Acquire(running, weight); err != nil {
			break
		}
		group.Go(func() error {
			defer room.Release(weight)
			return f.Exec(running, chunk, l.Keep, after)
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("%w; what is done is kept in %s", err, f.Dir)
	}
	return context.Cause(ctx) // chunks may not have begun
}
