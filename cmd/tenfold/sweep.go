package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tenfold/sim/scenario"
	"tenfold/sim/sweep"
	"tenfold/sim/unit"
)

// sweepOptions are the flags of `tenfold sweep`.
type sweepOptions struct {
	batch
	out, memory  string
	seeds        int
	keep, dryRun bool
}

func (a *app) sweepCommand() *cobra.Command {
	var o sweepOptions
	c := &cobra.Command{
		Use:   "sweep [EXPERIMENT]",
		Short: "Run an experiment: many runs that differ by a design, in a folder that survives being stopped",
		Long: "Run an experiment, the name of a shipped one or a file: many runs that differ by the points of a design and by seeds.\n" +
			"What is done stays done: the same command goes on with what is missing, after Ctrl-C, a kill or a power cut.\n" +
			"Tables (ticks, runs, points, and what the design tells about sensitivity) are written as CSV and Parquet.\n\n" +
			"`tenfold sweep` without an experiment lists those that are shipped. The commands below are the steps one by one, for\n" +
			"machines that share a folder, under Slurm or Kubernetes.",
		Example: "  tenfold sweep cost-curve\n  tenfold sweep sensitivity --workers 4\n  tenfold sweep my-experiment.yaml --dry-run",
		Args:    cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return scenario.ExperimentNames(), cobra.ShellCompDirectiveDefault
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listShipped(scenario.ExperimentNames(), scenario.ExperimentSource)
			}
			return a.sweep(c.Context(), args[0], o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.out, "out", "results", "`folder` in which the sweep's folder is made")
	f.IntVar(&o.seeds, "seeds", 0, "seeds a point: `N`; 0 for what the experiment says")
	f.StringVar(&o.memory, "memory", "", "most memory that runs take together: `SIZE` such as 8G; four fifths of what is free where not given")
	f.BoolVar(&o.keep, "keep-going", false, "go on after a run that fails")
	f.BoolVar(&o.dryRun, "dry-run", false, "check everything, say how many runs and what they take, write nothing")
	o.settings(f)
	c.AddCommand(a.sweepVerbs()...)
	return c
}

func (a *app) sweep(ctx context.Context, name string, o sweepOptions) error {
	bytes, err := memoryFor(o.memory)
	switch {
	case err != nil:
		return err
	case o.workers < 1 || o.seeds < 0:
		return usage("--workers, --seeds: expected at least 1")
	}
	s, origin, err := a.openSweep(name, o)
	if err != nil {
		return err
	}
	if err := o.within(s, bytes); err != nil {
		return err
	}
	if o.dryRun {
		return a.drySweep(s, o, bytes)
	}
	folder, err := sweep.Open(o.out, s, origin, 0)
	if err != nil {
		return failed("%w", err)
	}
	sum, err := a.runSweep(ctx, folder, o, bytes)
	if err != nil {
		return err
	}
	if s.Then != nil {
		if !o.json {
			if _, err := a.out.Write([]byte(sweepText(folder, sum, a.width) + "\n")); err != nil {
				return err
			}
		}
		if folder, sum, err = a.secondStage(ctx, folder, origin, o, bytes); err != nil {
			return err
		}
	}
	return a.printSweep(folder, sum, o.json)
}

// openSweep reads the experiment and says where it comes from.
func (a *app) openSweep(name string, o sweepOptions) (*sweep.Sweep, sweep.Origin, error) {
	e, err := scenario.LoadExperiment(name, o.set, a.environ)
	if err != nil {
		return nil, sweep.Origin{}, misconfigured(err)
	}
	if o.seeds > 0 {
		e.Seeds = o.seeds
	}
	origin := sweep.Origin{Experiment: name, Set: o.set, Seeds: o.seeds}
	if !slices.Contains(scenario.ExperimentNames(), name) {
		if path, err := filepath.Abs(name); err == nil {
			origin.Experiment = path
		}
	}
	for _, pair := range a.environ {
		if strings.HasPrefix(pair, "TENFOLD_") {
			origin.Environ = append(origin.Environ, pair)
		}
	}
	s, err := sweep.New(e)
	if err != nil {
		return nil, origin, usage("%w", err)
	}
	return s, origin, nil
}

// runSweep makes what is missing and collects.
func (a *app) runSweep(ctx context.Context, folder *sweep.Folder, o sweepOptions, bytes float64) (*sweep.Summary, error) {
	log := a.logger(o.quiet)
	progress := a.progressOf("sweep "+folder.Experiment.Name, "runs", folder.Runs(), o.quiet)
	err := folder.Run(ctx, sweep.Local{Workers: o.workers, Bytes: bytes, Keep: o.keep || folder.Expected,
		Progress: func(done, _ int) { progress.tick(done, "") },
		Warn:     func(text string) { log.Warn().Msg(text) }})
	progress.end()
	if f := stop(ctx); f != nil {
		f.error = fmt.Errorf("%w; what is done is kept in %s: the same command goes on", f.error, folder.Dir)
		return nil, f
	}
	if errors.Is(err, sweep.ErrRun) {
		return nil, &failure{error: fmt.Errorf("%w; --keep-going goes on without it", err), code: exitSomeRuns}
	}
	if err != nil {
		return nil, failed("%w", err)
	}
	sum, err := folder.Collect()
	if err != nil {
		return nil, failed("%w", err)
	}
	return sum, nil
}

// secondStage runs the factors that mattered most.
func (a *app) secondStage(ctx context.Context, first *sweep.Folder, origin sweep.Origin, o sweepOptions, bytes float64) (*sweep.Folder, *sweep.Summary, error) {
	outcomes, err := first.ReadOutcomes()
	if err != nil {
		return nil, nil, failed("%w", err)
	}
	origin.Stage = first.Top(outcomes, first.Then.Top)
	s, err := sweep.New(first.Second(origin.Stage))
	if err != nil {
		return nil, nil, failed("%w", err)
	}
	if err := o.within(s, bytes); err != nil {
		return nil, nil, err
	}
	folder, err := sweep.Open(first.Dir, s, origin, 0)
	if err != nil {
		return nil, nil, failed("%w", err)
	}
	sum, err := a.runSweep(ctx, folder, o, bytes)
	return folder, sum, err
}

// drySweep says what a sweep would take. Time is measured by one run of the base.
func (a *app) drySweep(s *sweep.Sweep, o sweepOptions, bytes float64) error {
	e := s.Estimate(0)
	perStep, err := s.Pace(a.now)
	if err != nil {
		return failed("%w", err)
	}
	hours := e.Steps * perStep / 3600
	dir := filepath.Join(o.out, s.FolderName())
	if o.json {
		return writeJSON(a.out, struct {
			DryRun    bool    `json:"dry_run"`
			SweepDir  string  `json:"sweep_dir"`
			Hash      string  `json:"hash"`
			Runs      int     `json:"runs"`
			CoreHours float64 `json:"core_hours"`
			RunBytes  float64 `json:"run_bytes"`
			DiskBytes float64 `json:"disk_bytes"`
		}{true, dir, s.Hash(), e.Runs, hours, e.RunBytes, e.DiskBytes})
	}
	text := fmt.Sprintf("%s: %s of %s and %s, design %s\n", s.Experiment.Name, count(int64(e.Runs), "run"), count(int64(len(s.Points)), "point"), count(int64(s.Seeds), "seed"), s.Design)
	text += fmt.Sprintf("Time: %s core-hours, %s on %s (from one run of the base, now)\n", unit.Number(hours), (time.Duration(hours * 3600 / float64(o.workers) * 1e9)).Round(time.Second), count(int64(o.workers), "worker"))
	text += fmt.Sprintf("Memory: %sB for the largest run, %sB for all at once\n", unit.Number(e.RunBytes), unit.Number(atOnce(e.RunBytes, o.workers, bytes)))
	text += fmt.Sprintf("Disk: about %sB in %s\n", unit.Number(e.DiskBytes), dir)
	if s.Then != nil {
		text += fmt.Sprintf("Then: design %s of the %d factors that matter most, size %d\n", s.Then.Design, s.Then.Top, s.Then.Size)
	}
	_, err = a.out.Write([]byte(text))
	return err
}

// printSweep prints the outcomes over all points and says what went wrong.
func (a *app) printSweep(f *sweep.Folder, s *sweep.Summary, asJSON bool) error {
	missed := 0
	for _, r := range s.Outcomes {
		missed += r.Missed
	}
	if asJSON {
		if err := writeJSON(a.out, struct {
			SweepDir string `json:"sweep_dir"`
			*sweep.Summary
		}{f.Dir, s}); err != nil {
			return err
		}
	} else if _, err := a.out.Write([]byte(sweepText(f, s, a.width))); err != nil {
		return err
	}
	switch {
	case len(s.Failed) > 0 && !f.Expected:
		return &failure{error: fmt.Errorf("%d of %s failed: summary.json says why", len(s.Failed), count(int64(s.Runs), "run")), code: exitSomeRuns, told: true}
	case missed > 0:
		return &failure{error: fmt.Errorf("%s beyond a threshold", count(int64(missed), "outcome")), code: exitThreshold, told: true}
	}
	return nil
}

// memoryFor is what runs may take together, bytes: what the flag says, or four fifths of what is free; 0 where that is not
// known.
func memoryFor(flag string) (float64, error) {
	if flag == "" {
		return .8 * freeMemory(), nil
	}
	size := 1.
	text := strings.TrimSuffix(strings.TrimSuffix(strings.ToUpper(flag), "B"), "I")
	for i, letter := range "KMGT" {
		if rest, ok := strings.CutSuffix(text, string(letter)); ok {
			text = rest
			for range i + 1 {
				size *= 1024
			}
		}
	}
	v, err := unit.Parse(text, "")
	if err != nil || !(v > 0) {
		return 0, usage("--memory: expected a size such as 8G, got %q", flag)
	}
	return v * size, nil
}

// within refuses a limit of memory that the largest run does not keep. Where none is given such a run goes alone.
func (o *sweepOptions) within(s *sweep.Sweep, bytes float64) error {
	if o.memory == "" {
		return nil
	}
	if largest := s.Estimate(0).RunBytes; bytes < largest {
		return usage("--memory: expected at least the %sB that the largest run of %s takes, got %q", unit.Number(largest), s.Experiment.Name, o.memory)
	}
	return nil
}

// atOnce is what the runs of all workers take, bytes, in the room that there is; 0: any.
func atOnce(run float64, workers int, room float64) float64 {
	all := run * float64(workers)
	if room > 0 {
		all = min(all, max(room, run))
	}
	return all
}

// freeMemory is what the system says that programs can take, bytes; 0 where it does not.
func freeMemory() float64 {
	data, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		var kilobytes float64
		if n, _ := fmt.Sscanf(line, "MemAvailable: %f kB", &kilobytes); n == 1 {
			return kilobytes * 1024
		}
	}
	return 0
}
