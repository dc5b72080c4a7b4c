package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tenfold/sim/output"
)

// resumeRun goes on with the run in a folder: from its last checkpoint, from the start when it has none, and a complete
// one prints what it printed.
func (a *app) resumeRun(c *cobra.Command, args []string, o runOptions) error {
	if err := onlyResume(c, args); err != nil {
		return err
	}
	dir := filepath.Clean(o.resume)
	folder, err := output.Open(dir)
	if err != nil {
		return usage("--resume: %w", err)
	}
	p, err := a.load(filepath.Join(dir, "scenario.yaml"), o.settings(c), nil)
	if err != nil {
		return misconfigured(o.blame(c, err))
	}
	if m := folder.Manifest; p.hash != m.Hash {
		return usage("--resume: the scenario of %s has hash %.8s here, its manifest says %.8s (model version %s, here %s): it was made by another version or changed",
			dir, p.hash, m.Hash, m.Model, p.model)
	}
	if folder.Manifest.Status == output.Complete {
		return a.printComplete(p, folder, o)
	}
	checkpoint, warnings, err := folder.Resumable()
	if err != nil {
		return failed("%w", err)
	}
	log := a.logger(o.quiet)
	for _, w := range warnings {
		log.Warn().Str("checkpoint", w).Msg("not used")
	}
	w, err := p.start(o.workers)
	if err != nil {
		return misconfigured(err)
	}
	defer w.Close()
	o.out = filepath.Dir(dir)
	if checkpoint == nil {
		if want := runFolder(o.out, p.about(w)); want != dir {
			return usage("--resume: %s has no checkpoint and is not called %s: run its scenario anew", dir, filepath.Base(want))
		}
		r, err := a.simulate(c.Context(), p, w, o)
		if err != nil {
			return err
		}
		return a.printResult(r, o)
	}
	e := p.execution(a.now(), o)
	e.Resumed = append(folder.Manifest.Execution.Resumed, checkpoint.Tick)
	run, err := output.Resume(dir, checkpoint, e, w.Tables(), w.Archive)
	if err != nil {
		return failed("%w", err)
	}
	log.Info().Int("tick", checkpoint.Tick).Str("folder", dir).Msg("resumed")
	r, err := a.goOn(c.Context(), p, w, run, e, o)
	if err != nil {
		return err
	}
	return a.printResult(r, o)
}

// onlyResume refuses what a run that goes on cannot change.
func onlyResume(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("--resume goes on with the run's own scenario: leave out %s", strings.Join(args, " "))
	}
	var err error
	c.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "set", "policy", "seed", "mean-field", "panel", "ledger", "out", "dry-run":
			err = errors.Join(err, fmt.Errorf("--resume goes on with the run as it is: leave out --%s", f.Name))
		}
	})
	if err != nil {
		return usage("%w", err)
	}
	return nil
}

// printComplete prints what the run printed when it ended.
func (a *app) printComplete(p *plan, folder *output.Folder, o runOptions) error {
	tables, err := folder.Tables()
	if err != nil {
		return failed("%w", err)
	}
	e := folder.Manifest.Execution
	return a.printResult(&result{plan: p, dir: folder.Dir, tables: tables, timing: timing{WallS: e.WallS, AgentSteps: e.AgentSteps,
		AgentStepsPerS: e.AgentStepsPerS, PeakRSSBytes: e.PeakRSSBytes, GoroutinesPeak: e.GoroutinesPeak}}, o)
}
