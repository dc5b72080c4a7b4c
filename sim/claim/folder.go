package claim

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"golang.org/x/sync/errgroup"

	"tenfold/sim/output"
)

// Folder is where the runs of claims are kept: parts/BLOCK/dDRAW-sSEED.json.gz, written in one piece each. A file that is
// there, whole and with all columns that are wanted is a run that is done, whoever made it.
type Folder struct {
	*Plan
	Dir string
}

// FolderName is the name of the plan's folder in its parent. Runs of all full plans share one, and those of quick ones
// another: what a run is follows from its own name.
func (p *Plan) FolderName() string {
	if p.Quick {
		return "claims-quick"
	}
	return "claims"
}

func (f *Folder) part(b *Block, draw, seed int) string {
	return filepath.Join(f.Dir, "parts", b.Key, fmt.Sprintf("d%04d-s%d.json.gz", draw, seed+1))
}

// job is a run that is to be made.
type job struct {
	block      *Block
	draw, seed int
}

// read is a run's record; fs.ErrNotExist where it is still to be made.
func (f *Folder) read(b *Block, draw, seed int) (*record, error) {
	file, err := os.Open(f.part(b, draw, seed))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	r := &record{}
	unzip, err := gzip.NewReader(file)
	if err == nil {
		err = json.NewDecoder(unzip).Decode(r)
	}
	if err == nil { // what follows the object, and the checksum
		_, err = io.Copy(io.Discard, unzip)
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s is damaged: %w", file.Name(), err)
	case !r.has(b):
		return nil, fmt.Errorf("%s has other columns: %w", file.Name(), fs.ErrNotExist)
	}
	return r, nil
}

// Missing is the number of runs that are still to be made.
func (f *Folder) Missing() int { return len(f.missing(context.Background(), func(string) {})) }

// missing are the runs still to be made, draw by draw, so that a run that was stopped can be judged with fewer draws.
// Damaged files count as missing and are named to warn. When the context ends, so does the search.
func (f *Folder) missing(ctx context.Context, warn func(string)) []job {
	var out []job
	seeds := f.Seeds
	for _, b := range f.Blocks {
		seeds = max(seeds, b.Seeds)
	}
	for seed := range seeds {
		for draw := range f.Draws {
			if ctx.Err() != nil {
				return out
			}
			for _, b := range f.Blocks {
				if draw >= b.Draws || seed >= b.Seeds {
					continue
				}
				_, err := f.read(b, draw, seed)
				if err == nil {
					continue
				}
				if !errors.Is(err, fs.ErrNotExist) {
					warn(err.Error() + "; its run is made again")
				}
				out = append(out, job{b, draw, seed})
			}
		}
	}
	return out
}

// Local says how runs are made on this machine.
type Local struct {
	Workers  int // runs at once; changes no result
	Progress func(done, of int)
	Warn     func(text string)
}

// Run makes all runs that are missing. Only one process may do so in a folder. When the context ends, runs in the middle are
// lost and all others stand.
func (f *Folder) Run(ctx context.Context, l Local) error {
	for _, b := range f.Blocks {
		if err := os.MkdirAll(filepath.Join(f.Dir, "parts", b.Key), 0o755); err != nil {
			return fmt.Errorf("cannot make the folder of the claims: %w", err)
		}
	}
	if err := os.MkdirAll(f.Dir, 0o755); err != nil { // claims without runs
		return fmt.Errorf("cannot make the folder of the claims: %w", err)
	}
	unlock, err := output.Lock(f.Dir)
	if err != nil {
		return err
	}
	defer unlock()
	jobs := f.missing(ctx, l.Warn)
	group, running := errgroup.WithContext(ctx)
	group.SetLimit(l.Workers)
	var lock sync.Mutex
	done, all := f.Runs()-len(jobs), f.Runs()
	for _, j := range jobs {
		if running.Err() != nil {
			break
		}
		group.Go(func() error {
			if err := f.make(running, j); err != nil {
				return err
			}
			lock.Lock()
			defer lock.Unlock()
			done++
			l.Progress(done, all)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("%w; what is done is kept in %s", err, f.Dir)
	}
	return context.Cause(ctx)
}

// make makes a run and leaves its file.
func (f *Folder) make(ctx context.Context, j job) error {
	r, err := j.block.run(ctx, j.draw, j.seed)
	if err != nil {
		return err
	}
	return output.WriteThrough(f.part(j.block, j.draw, j.seed), func(to io.Writer) error {
		zip := gzip.NewWriter(to)
		return errors.Join(json.NewEncoder(zip).Encode(r), zip.Close())
	})
}
