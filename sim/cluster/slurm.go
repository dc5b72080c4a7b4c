// Package cluster hands the chunks of a sweep to a scheduler that is there already: Slurm as job arrays, Kubernetes as the
// manifest of an Indexed Job. What a chunk does is the same everywhere (`tenfold sweep exec`), and what is done is what the
// sweep's folder says; what the scheduler says is a hint.
//
// A Slurm may be used by one goroutine at a time. Nothing here runs a model.
package cluster

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/output"
)

// Job is what every task of a sweep needs.
type Job struct {
	Name    string
	Program string   // path of tenfold on the nodes
	Dir     string   // the sweep's folder on the nodes
	Keep    bool     // runs that fail are recorded
	MB      int      // memory of a task
	Minutes int      // its time limit
	Options []string // further options of sbatch, as they stand
}

// Slurm submits job arrays with the commands of the cluster.
type Slurm struct{}

// A Batch is an array that was submitted: task t of job ID is chunk Offset+t.
type Batch struct {
	ID     string `json:"id"`
	Offset int    `json:"offset"`
	Tasks  string `json:"tasks"` // "0-4,7"
}

const jobsFile = "slurm-jobs.json"

// Submit sends chunks as arrays, each below the cluster's MaxArraySize, and notes them in the sweep's folder. A task that is
// asked to end has a minute for it.
func (s Slurm) Submit(ctx context.Context, job Job, chunks []int) ([]Batch, error) {
	most, err := s.maxArraySize(ctx)
	if err != nil {
		return nil, err
	}
	noted, err := s.Batches(job.Dir)
	if err != nil {
		return nil, err
	}
	var sent []Batch
	for offset, group := range groups(chunks, most) {
		b := Batch{Offset: offset * most, Tasks: ranges(group)}
		script := filepath.Join(job.Dir, fmt.Sprintf("slurm-%d.sh", b.Offset))
		if err := output.WriteFile(script, []byte(job.script(b.Offset))); err != nil {
			return sent, err
		}
		args := append([]string{"--parsable", "--array=" + b.Tasks, "--job-name=" + job.Name, "--signal=B:TERM@60", "--requeue",
			"--output=" + filepath.Join(job.Dir, "slurm-%A_%a.log"), "--open-mode=append", "--time=" + strconv.Itoa(max(job.Minutes, 1)), "--mem=" + strconv.Itoa(max(job.MB, 1)), "--cpus-per-task=1"}, job.Options...)
		out, err := command(ctx, "sbatch", append(args, script)...)
		if err != nil {
			return sent, err
		}
		b.ID, _, _ = strings.Cut(strings.TrimSpace(out), ";")
		sent = append(sent, b)
		data, err := json.MarshalIndent(append(noted, sent...), "", "  ")
		if err == nil {
			err = output.WriteFile(filepath.Join(job.Dir, jobsFile), append(data, '\n'))
		}
		if err != nil {
			return sent, fmt.Errorf("job %s is submitted but could not be noted: %w", b.ID, err)
		}
	}
	return sent, nil
}

// script is what a task runs. exec lets signals reach the program itself.
func (j *Job) script(offset int) string {
	keep := ""
	if j.Keep {
		keep = " --keep-going"
	}
	return fmt.Sprintf("#!/bin/sh\nexec %s sweep exec %s --chunk $((SLURM_ARRAY_TASK_ID + %d))%s\n", quoted(j.Program), quoted(j.Dir), offset, keep)
}

// quoted is a word for a shell.
func quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// groups divides ascending chunks by arrays of so many; the keys are the arrays' numbers, in order.
func groups(chunks []int, most int) func(yield func(int, []int) bool) {
	return func(yield func(int, []int) bool) {
		for i := 0; i < len(chunks); {
			array, j := chunks[i]/most, i
			var group []int
			for ; j < len(chunks) && chunks[j]/most == array; j++ {
				group = append(group, chunks[j]-array*most)
			}
			if !yield(array, group) {
				return
			}
			i = j
		}
	}
}

// ranges writes ascending numbers as Slurm reads them: "0-4,7".
func ranges(numbers []int) string {
	var out []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if j == i {
			out = append(out, strconv.Itoa(numbers[i]))
		} else {
			out = append(out, fmt.Sprintf("%d-%d", numbers[i], numbers[j]))
		}
		i = j + 1
	}
	return strings.Join(out, ",")
}

// numbers reads what ranges writes, with steps and limits as squeue may print them ("0-4%2").
func numbers(text string) []int {
	var out []int
	text, _, _ = strings.Cut(text, "%")
	for part := range strings.SplitSeq(strings.Trim(text, "[]"), ",") {
		from, to, isRange := strings.Cut(part, "-")
		a, err := strconv.Atoi(from)
		if err != nil {
			continue
		}
		b := a
		if isRange {
			if b, err = strconv.Atoi(to); err != nil {
				continue
			}
		}
		for k := a; k <= b; k++ {
			out = append(out, k)
		}
	}
	return out
}

var arraySize = regexp.MustCompile(`(?m)^MaxArraySize\s*=\s*(\d+)`)

func (s Slurm) maxArraySize(ctx context.Context) (int, error) {
	out, err := command(ctx, "scontrol", "show", "config")
	if err != nil {
		return 0, err
	}
	if found := arraySize.FindStringSubmatch(out); found != nil {
		if n, err := strconv.Atoi(found[1]); err == nil && n > 1 {
			return n, nil
		}
	}
	return 0, errors.New("scontrol show config says no MaxArraySize above 1: job arrays are switched off")
}

// Batches are the arrays that were submitted for a sweep.
func (s Slurm) Batches(dir string) ([]Batch, error) {
	data, err := os.ReadFile(filepath.Join(dir, jobsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Batch
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, jobsFile), err)
	}
	return out, nil
}

// Task is a chunk that the cluster still has.
type Task struct {
	Chunk int
	State string // PENDING, RUNNING and so on, as Slurm names them; HELD where it waits for somebody to release it
	id    string // "12_3"
}

// Held is the state of a task that will not run by itself: Slurm holds those that it could not launch on a node that died.
const Held = "HELD"

// Queue lists a sweep's chunks that wait or run, by chunk. Jobs that Slurm has forgotten are over.
func (s Slurm) Queue(ctx context.Context, dir string) ([]Task, error) {
	batches, err := s.Batches(dir)
	if err != nil || len(batches) == 0 {
		return nil, err
	}
	var out []Task
	for _, b := range batches {
		text, err := command(ctx, "squeue", "--noheader", "--array", "--format=%F %K %T %r", "--jobs="+b.ID)
		if err != nil {
			if strings.Contains(err.Error(), "Invalid job id") {
				continue
			}
			return nil, err
		}
		for line := range strings.Lines(text) {
			fields := strings.Fields(line)
			if len(fields) < 3 {
				continue
			}
			state := fields[2]
			if reason := strings.ToLower(strings.Join(fields[3:], " ")); state == "PENDING" && strings.Contains(reason, "held") {
				state = Held
			}
			for _, task := range numbers(fields[1]) {
				out = append(out, Task{b.Offset + task, state, fmt.Sprintf("%s_%d", fields[0], task)})
			}
		}
	}
	slices.SortFunc(out, func(a, b Task) int { return cmp.Compare(a.Chunk, b.Chunk) })
	return out, nil
}

// Withdraw takes tasks back, so that their chunks can be sent again.
func (s Slurm) Withdraw(ctx context.Context, tasks []Task) error {
	for _, t := range tasks {
		if _, err := command(ctx, "scancel", t.id); err != nil {
			return err
		}
	}
	return nil
}

// Cancel ends what the cluster still has of a sweep.
func (s Slurm) Cancel(ctx context.Context, dir string) error {
	batches, err := s.Batches(dir)
	if err != nil {
		return err
	}
	for _, b := range batches {
		if _, err := command(ctx, "scancel", b.ID); err != nil && !strings.Contains(err.Error(), "Invalid job id") {
			return err
		}
	}
	return nil
}

// command runs a command of the cluster and returns what it prints.
func command(ctx context.Context, name string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, name, args...)
	var out, log bytes.Buffer
	c.Stdout, c.Stderr = &out, &log
	err := c.Run()
	if errors.Is(err, exec.ErrNotFound) {
		return "", fmt.Errorf("%s is not here: is this a machine from which jobs can be submitted to Slurm?", name)
	}
	if err != nil {
		return "", fmt.Errorf("%s: %s", name, cmp.Or(strings.TrimSpace(log.String()), err.Error()))
	}
	return out.String(), nil
}
