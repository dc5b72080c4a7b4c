package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/rs/zerolog"

	"tenfold/sim/output"
	"tenfold/sim/series"
)

// A result is what a run that completed leaves behind.
type result struct {
	*plan
	dir    string
	tables []*series.Table
	timing timing
}

// timing is what the run took. It is the only part of a result that differs from run to run.
type timing struct {
	WallS          float64 `json:"wall_s"`
	AgentSteps     int64   `json:"agent_steps"`
	AgentStepsPerS float64 `json:"agent_steps_per_s"`
	PeakRSSBytes   int64   `json:"peak_rss_bytes"`
	GoroutinesPeak int     `json:"goroutines_peak"`
}

// runFolder is where a run would be written.
func runFolder(parent string, about output.About) string {
	return filepath.Join(parent, about.FolderName())
}

// simulate runs the plan into its folder. Whatever happens after the folder exists, its manifest says so.
func (a *app) simulate(ctx context.Context, p *plan, w world, o runOptions) (*result, error) {
	if f := stop(ctx); f != nil {
		return nil, f
	}
	about := p.about(w)
	about.Execution = p.execution(a.now(), o)
	folder, err := output.Create(o.out, about, w.Tables())
	if err != nil {
		return nil, failed("%w", err)
	}
	return a.goOn(ctx, p, w, folder, about.Execution, o)
}

// execution is what is known of it beforehand.
func (p *plan) execution(begun time.Time, o runOptions) output.Execution {
	return output.Execution{Started: begun.UTC(), Workers: o.workers, Executor: p.executor, Kernels: kernels()}
}

// goOn takes the world from where it is to its end.
func (a *app) goOn(ctx context.Context, p *plan, w world, folder *output.Run, e output.Execution, o runOptions) (*result, error) {
	log, begun := a.logger(o.quiet), a.now()
	p.logStart(log, w, o.workers)
	meter := startMeter()
	progress := a.newProgress(p.name, w.Ticks(), o.quiet)
	ticks, trouble := a.steps(ctx, w, folder, progress, a.newPace(o.every))
	progress.end()

	t := a.took(begun, w, meter.stop())
	e.Finished, e.WallS, e.AgentStepsPerS, e.PeakRSSBytes = a.now().UTC(), t.WallS, t.AgentStepsPerS, t.PeakRSSBytes
	e.AgentSteps, e.GoroutinesPeak = t.AgentSteps, t.GoroutinesPeak
	if trouble != nil {
		return nil, a.abandon(folder, trouble, ticks, e)
	}
	if err := folder.Finish(output.Complete, "", ticks, e); err != nil {
		return nil, failed("%w", err)
	}
	log.Info().Str("folder", folder.Dir()).Str("took", seconds(t.WallS)).Msg("written")
	return &result{plan: p, dir: folder.Dir(), tables: w.Tables(), timing: t}, nil
}

// steps takes the world to its end and returns the number of ticks done. A signal ends it between two ticks, with a
// checkpoint.
func (a *app) steps(ctx context.Context, w world, folder *output.Run, progress progress, pace *pace) (int, *failure) {
	for n := w.Tick(); n < w.Ticks(); n++ {
		if f := stop(ctx); f != nil {
			f.error = fmt.Errorf("%w before tick %d of %d (%s)", f.error, n+1, w.Ticks(), w.Date())
			if err := folder.Checkpoint(n, w.Archive); err != nil {
				f.error = fmt.Errorf("%w; %w", f.error, err)
			}
			return n, f
		}
		if pace.due(n) {
			if err := folder.Checkpoint(n, w.Archive); err != nil {
				return n, failed("%w", err)
			}
		}
		date := w.Date()
		if err := w.Step(); err != nil {
			return n, failed("%w", err)
		}
		if err := folder.Write(); err != nil {
			return n, failed("%w", err)
		}
		progress.tick(n+1, date)
	}
	return w.Ticks(), nil
}

// abandon closes the folder of a run that did not complete.
func (a *app) abandon(folder *output.Run, f *failure, ticks int, e output.Execution) error {
	status := output.Failed
	if f.code != exitFailure {
		status = output.Interrupted
	}
	if err := folder.Finish(status, f.Error(), ticks, e); err != nil {
		f.error = fmt.Errorf("%w; %w", f.error, err)
		return f
	}
	f.dir = folder.Dir()
	f.error = fmt.Errorf("%w; %s", f.error, kept(f.dir, ticks))
	return f
}

// kept says what stands in the folder now: an earlier complete run is not replaced by one that is not.
func kept(dir string, ticks int) string {
	if found, err := output.Open(dir); err == nil && found.Manifest.Status == output.Complete {
		return "the complete run of before is kept in " + dir
	}
	return fmt.Sprintf("%s done, kept in %s", count(int64(ticks), "tick"), dir)
}

// pace says when a checkpoint is due: every so many ticks, or half a minute after the last.
type pace struct {
	every int
	now   func() time.Time
	last  time.Time
}

const checkpointAfter = 30 * time.Second

func (a *app) newPace(every int) *pace { return &pace{every, a.now, a.now()} }

func (p *pace) due(tick int) bool {
	if p.every > 0 {
		return tick > 0 && tick%p.every == 0
	}
	now := p.now()
	if now.Sub(p.last) < checkpointAfter {
		return false
	}
	p.last = now
	return true
}

func (a *app) took(begun time.Time, w world, goroutines int) timing {
	t := timing{WallS: a.now().Sub(begun).Seconds(), AgentSteps: w.AgentSteps(), PeakRSSBytes: peakRSS(), GoroutinesPeak: goroutines}
	if t.WallS > 0 {
		t.AgentStepsPerS = float64(t.AgentSteps) / t.WallS
	}
	return t
}

func (p *plan) logStart(log zerolog.Logger, w world, workers int) {
	log.Info().Str("scenario", p.name).Str("economy", p.economy).Int64("seed", p.seed).Int64("agents", p.agents).
		Int64("people", p.people).Int("ticks", w.Ticks()).Int("workers", workers).Str("hash", p.hash[:8]).Msg("running")
}

func seconds(s float64) string {
	return time.Duration(s * float64(time.Second)).Round(10 * time.Millisecond).String()
}
