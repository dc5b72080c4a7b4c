package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/cluster"
	"tenfold/sim/sweep"
)

// The back ends of a sweep.
const (
	backendLocal      = "local"
	backendSlurm      = "slurm"
	backendKubernetes = "k8s-manifest"
)

// sweepVerbs are the steps of a sweep one by one, for machines that share a folder.
func (a *app) sweepVerbs() []*cobra.Command {
	return []*cobra.Command{a.sweepPlanCommand(), a.sweepExecCommand(), a.sweepSubmitCommand(), a.sweepStatusCommand(), a.sweepCancelCommand(), a.sweepCollectCommand()}
}

func (a *app) sweepPlanCommand() *cobra.Command {
	var o sweepOptions
	var minutes float64
	c := &cobra.Command{
		Use: "plan EXPERIMENT", Short: "Make a sweep's folder and cut its runs into chunks", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if !(minutes > 0) {
				return usage("--minutes: expected more than 0")
			}
			if o.seeds < 0 {
				return usage("--seeds: expected at least 1")
			}
			s, origin, err := a.openSweep(args[0], o)
			if err != nil {
				return err
			}
			pace, err := s.Pace(a.now)
			if err != nil {
				return failed("%w", err)
			}
			folder, err := sweep.Open(o.out, s, origin, max(minutes*60/max(pace, 1e-12), 1))
			if err != nil {
				return failed("%w", err)
			}
			return a.say("%s\n%s in %s\n", folder.Dir, count(int64(folder.Runs()), "run"), count(int64(folder.Plan.ChunkCount()), "chunk"))
		},
	}
	f := c.Flags()
	f.StringArrayVar(&o.set, "set", nil, "change a setting of all runs: `path=value`; repeatable")
	f.StringVar(&o.out, "out", "results", "`folder` in which the sweep's folder is made")
	f.IntVar(&o.seeds, "seeds", 0, "seeds a point: `N`; 0 for what the experiment says")
	f.Float64Var(&minutes, "minutes", 10, "`minutes` of work in a chunk, as this machine works")
	return c
}

func (a *app) say(format string, args ...any) error {
	_, err := fmt.Fprintf(a.out, format, args...)
	return err
}

// reopen finds the sweep of a folder.
func (a *app) reopen(dir string) (*sweep.Folder, error) {
	folder, err := sweep.Reopen(dir)
	if err != nil {
		return nil, misconfigured(err)
	}
	return folder, nil
}

func (a *app) sweepExecCommand() *cobra.Command {
	chunk := -1
	var keep bool
	c := &cobra.Command{
		Use: "exec FOLDER", Short: "Run one chunk of a planned sweep, unless it is done", Args: cobra.ExactArgs(1),
		Long: "Run one chunk of a planned sweep and write its part, unless that is there and whole. What a task of a scheduler runs:\n" +
			"without --chunk its number is SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX. Ended by TERM, it exits with 75 and leaves nothing.",
		RunE: func(c *cobra.Command, args []string) error {
			number, err := chunkOf(chunk, a.environ)
			if err != nil {
				return err
			}
			folder, err := a.reopen(args[0])
			if err != nil {
				return err
			}
			if n := folder.Plan.ChunkCount(); number >= n {
				return usage("--chunk: expected a number from 0 to %d, got %d", n-1, number)
			}
			return a.execChunk(c.Context(), folder, number, keep)
		},
	}
	c.Flags().IntVar(&chunk, "chunk", -1, "`number` of the chunk, from 0")
	c.Flags().Lookup("chunk").DefValue = "that of the scheduler's task"
	c.Flags().BoolVar(&keep, "keep-going", false, "record runs that fail and go on")
	return c
}

func (a *app) execChunk(ctx context.Context, folder *sweep.Folder, chunk int, keep bool) error {
	err := folder.Exec(ctx, chunk, keep || folder.Expected, func() {})
	switch f := stop(ctx); {
	case f != nil:
		return f
	case errors.Is(err, sweep.ErrRun):
		return &failure{error: err, code: exitSomeRuns}
	case err != nil:
		return failed("%w", err)
	}
	return nil
}

// chunkOf is the number that the flag or the scheduler gives.
func chunkOf(flag int, environ []string) (int, error) {
	if flag >= 0 {
		return flag, nil
	}
	for _, name := range []string{"SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"} {
		for _, pair := range environ {
			if text, ok := strings.CutPrefix(pair, name+"="); ok {
				n, err := strconv.Atoi(text)
				if err != nil || n < 0 {
					return 0, usage("%s: expected the number of a chunk, got %q", name, text)
				}
				return n, nil
			}
		}
	}
	return 0, usage("which chunk? expected --chunk N, SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX")
}

// submitOptions are the flags of `tenfold sweep submit`.
type submitOptions struct {
	backend                      string
	minutes, memory, parallelism int
	options                      []string
	keep                         bool
	image, claim, mount, program string
}

func (a *app) sweepSubmitCommand() *cobra.Command {
	var o submitOptions
	c := &cobra.Command{
		Use: "submit FOLDER", Short: "Hand what is missing of a planned sweep to a scheduler", Args: cobra.ExactArgs(1),
		Long: "Hand the chunks that are missing to Slurm as a job array, print the manifest of a Kubernetes Indexed Job, or run them\n" +
			"here. Chunks that are done, wait or run are not sent again; those that Slurm holds are withdrawn and sent anew.",
		Example: "  tenfold sweep submit results/my-sweep-0123abcd --backend slurm --sbatch=--partition=short\n" +
			"  tenfold sweep submit results/my-sweep-0123abcd --backend k8s-manifest --image my/tenfold:1 --claim results | kubectl apply -f -",
		RunE: func(c *cobra.Command, args []string) error { return a.submit(c.Context(), args[0], o) },
	}
	f := c.Flags()
	f.StringVar(&o.backend, "backend", backendSlurm, "`NAME`: local, slurm or k8s-manifest")
	f.IntVar(&o.minutes, "minutes", 60, "time limit of a task, `minutes`")
	f.IntVar(&o.memory, "memory", 0, "memory of a task, `MB`; 0 for what the largest run takes")
	f.StringArrayVar(&o.options, "sbatch", nil, "further `option` of sbatch; repeatable")
	f.BoolVar(&o.keep, "keep-going", false, "record runs that fail and go on")
	f.StringVar(&o.program, "program", "", "`path` of tenfold on the nodes; this program where not given")
	f.StringVar(&o.image, "image", "tenfold", "container `image` (k8s-manifest)")
	f.StringVar(&o.claim, "claim", "tenfold", "persistent volume `claim` that holds the folder (k8s-manifest)")
	f.StringVar(&o.mount, "mount", "/results", "`path` where it is mounted (k8s-manifest)")
	f.IntVar(&o.parallelism, "parallelism", 100, "tasks at once: `N` (k8s-manifest)")
	return c
}

func (a *app) submit(ctx context.Context, dir string, o submitOptions) error {
	switch {
	case !slices.Contains([]string{backendLocal, backendSlurm, backendKubernetes}, o.backend):
		return usage("--backend: expected one of local, slurm, k8s-manifest, got %q", o.backend)
	case o.parallelism < 1:
		return usage("--parallelism: expected at least 1 task at once, got %d", o.parallelism)
	case o.memory < 0:
		return usage("--memory: expected a number of MB, or 0 for what the largest run takes, got %d", o.memory)
	case o.minutes < 1:
		return usage("--minutes: expected at least 1, got %d", o.minutes)
	}
	folder, err := a.reopen(dir)
	if err != nil {
		return err
	}
	if o.backend == backendKubernetes {
		return a.manifest(folder, o)
	}
	var queued []cluster.Task
	if o.backend == backendSlurm { // before what is missing is looked at: a chunk that ends in between is not sent again
		if queued, err = (cluster.Slurm{}).Queue(ctx, folder.Dir); err != nil {
			return failed("%w", err)
		}
	}
	missing, err := a.missing(folder)
	switch {
	case err != nil:
		return err
	case len(missing) == 0:
		return a.say("nothing is missing: tenfold sweep collect %s\n", dir)
	case o.backend == backendLocal:
		for _, chunk := range missing {
			if err := a.execChunk(ctx, folder, chunk, o.keep); err != nil {
				return err
			}
		}
		return a.say("%s done\n", count(int64(len(missing)), "chunk"))
	}
	return a.submitSlurm(ctx, folder, queued, missing, o)
}

// missing are the chunks still to be run; damaged parts are named on standard error.
func (a *app) missing(folder *sweep.Folder) ([]int, error) {
	log := a.logger(false)
	missing, err := folder.Missing(func(text string) { log.Warn().Msg(text) })
	if err != nil {
		return nil, failed("%w", err)
	}
	return missing, nil
}

// job is what every task needs. Memory is what the largest run takes, and as much again for the program.
func (o *submitOptions) job(folder *sweep.Folder) (cluster.Job, error) {
	program, err := os.Executable()
	if o.program != "" {
		program, err = o.program, nil
	}
	if err != nil {
		return cluster.Job{}, failed("cannot find this program's path: %w", err)
	}
	dir, err := filepath.Abs(folder.Dir)
	if err != nil {
		return cluster.Job{}, failed("%w", err)
	}
	mb := o.memory
	if mb == 0 {
		mb = int(folder.Estimate(0).RunBytes*2/1e6) + 200
	}
	return cluster.Job{Name: filepath.Base(dir), Program: program, Dir: dir, Keep: o.keep, MB: mb, Minutes: o.minutes, Options: o.options}, nil
}

// submitSlurm sends what is missing and not queued.
func (a *app) submitSlurm(ctx context.Context, folder *sweep.Folder, queued []cluster.Task, missing []int, o submitOptions) error {
	job, err := o.job(folder)
	if err != nil {
		return err
	}
	waiting, held := map[int]bool{}, []cluster.Task{}
	for _, t := range queued {
		if t.State == cluster.Held {
			held = append(held, t)
			continue
		}
		waiting[t.Chunk] = true
	}
	if err := (cluster.Slurm{}).Withdraw(ctx, held); err != nil {
		return failed("%w", err)
	}
	var send []int
	for _, chunk := range missing {
		if !waiting[chunk] {
			send = append(send, chunk)
		}
	}
	if len(send) == 0 {
		return a.say("%s missing, all of them wait or run already: tenfold sweep status %s\n", count(int64(len(missing)), "chunk"), folder.Dir)
	}
	batches, err := cluster.Slurm{}.Submit(ctx, job, send)
	if err != nil {
		return failed("%w", err)
	}
	for _, b := range batches {
		if err := a.say("job %s: chunks %s", b.ID, b.Tasks); err != nil {
			return err
		}
		if b.Offset > 0 {
			if err := a.say(", from chunk %d on", b.Offset); err != nil {
				return err
			}
		}
		if err := a.say("\n"); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) manifest(folder *sweep.Folder, o submitOptions) error {
	job, err := o.job(folder)
	if err != nil {
		return err
	}
	if o.program == "" {
		job.Program = "tenfold"
	}
	job.Dir = o.mount + "/" + filepath.Base(job.Dir)
	data, err := cluster.Kubernetes{Image: o.image, Claim: o.claim, Mount: o.mount, Parallelism: o.parallelism}.Manifest(job, folder.Plan.ChunkCount())
	if err != nil {
		return failed("%w", err)
	}
	_, err = a.out.Write(data)
	return err
}

func (a *app) sweepStatusCommand() *cobra.Command {
	return &cobra.Command{
		Use: "status FOLDER", Short: "Say what of a planned sweep is done, waits, runs or is missing", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			folder, err := a.reopen(args[0])
			if err != nil {
				return err
			}
			// The queue first: a chunk that ends in between is done, and would otherwise be in neither.
			var queued []cluster.Task
			if batches, err := (cluster.Slurm{}).Batches(folder.Dir); err == nil && len(batches) > 0 {
				if queued, err = (cluster.Slurm{}).Queue(c.Context(), folder.Dir); err != nil {
					return failed("%w", err)
				}
			}
			missing, err := a.missing(folder)
			if err != nil {
				return err
			}
			states := map[string]int{}
			known := map[int]bool{}
			var order []string
			for _, t := range queued {
				if known[t.Chunk] || !slices.Contains(missing, t.Chunk) {
					continue
				}
				known[t.Chunk] = true
				if states[t.State] == 0 {
					order = append(order, t.State)
				}
				states[t.State]++
			}
			left := len(missing) - len(known)
			text := fmt.Sprintf("%d of %s done", folder.Plan.ChunkCount()-len(missing), count(int64(folder.Plan.ChunkCount()), "chunk"))
			for _, state := range order {
				text += fmt.Sprintf(", %d %s", states[state], strings.ToLower(state))
			}
			if left > 0 {
				text += fmt.Sprintf(", %d missing", left)
			}
			return a.say("%s\n", text)
		},
	}
}

func (a *app) sweepCancelCommand() *cobra.Command {
	return &cobra.Command{
		Use: "cancel FOLDER", Short: "Take back what a scheduler still has of a sweep; what is done stays", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if _, err := sweep.ReadPlan(args[0]); errors.Is(err, fs.ErrNotExist) {
				return usage("%s is no folder of a sweep", args[0])
			}
			if err := (cluster.Slurm{}).Cancel(c.Context(), args[0]); err != nil {
				return failed("%w", err)
			}
			return nil
		},
	}
}

func (a *app) sweepCollectCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "collect FOLDER", Short: "Make the tables of a sweep whose chunks are all done", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			folder, err := a.reopen(args[0])
			if err != nil {
				return err
			}
			sum, err := folder.Collect()
			if err != nil {
				return failed("%w", err)
			}
			return a.printSweep(folder, sum, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object instead of tables")
	return c
}
