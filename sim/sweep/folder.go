package sweep

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"tenfold/sim/economy"
	"tenfold/sim/output"
)

// Form is the version of a sweep folder's form.
const Form = 1

const (
	planFile   = "plan.json"
	partFolder = "parts"
)

// Plan is a sweep folder's plan.json: what the sweep is, how to make it again, and how its runs are cut into chunks.
type Plan struct {
	Form    int      `json:"form"`
	Name    string   `json:"name"`
	Hash    string   `json:"hash"`
	Model   string   `json:"model"`
	Origin  Origin   `json:"origin"`
	Runs    int      `json:"runs"`
	Points  int      `json:"points"`
	Seeds   int      `json:"seeds"`
	Columns []string `json:"columns"`
	Factors []string `json:"factors"`
	Chunks  []int    `json:"chunks"` // the first run of each, and at the end the number of runs
}

// Origin is where a sweep comes from: what its runs are made of again on another machine.
type Origin struct {
	Experiment string   `json:"experiment"` // a shipped name or an absolute path
	Set        []string `json:"set,omitempty"`
	Environ    []string `json:"environ,omitempty"` // TENFOLD_ variables
	Seeds      int      `json:"seeds,omitempty"`   // 0: what the experiment says
	Stage      []string `json:"stage,omitempty"`   // factors of a second stage
}

// Folder is a sweep with its folder.
type Folder struct {
	*Sweep
	Dir  string
	Plan Plan
}

// chunkSteps is the agent-steps of a chunk: some seconds of work, so that little is lost when a machine goes down.
const (
	chunkSteps  = 150e6
	leastChunks = 64
)

// Open makes the sweep's folder in its parent, or finds the one that is there. steps is the agent-steps of a chunk; 0 leaves
// it to the sweep.
func Open(parent string, s *Sweep, origin Origin, steps float64) (*Folder, error) {
	return open(filepath.Join(parent, s.FolderName()), s, origin, steps)
}

func open(dir string, s *Sweep, origin Origin, steps float64) (*Folder, error) {
	f := &Folder{Sweep: s, Dir: dir}
	found, err := ReadPlan(dir)
	switch {
	case err == nil && found.Hash == s.Hash():
		f.Plan = *found
		return f, nil
	case err == nil:
		return nil, fmt.Errorf("%s holds another sweep (hash %.8s, expected %.8s): move it away", dir, found.Hash, s.Hash())
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, partFolder), 0o755); err != nil {
		return nil, fmt.Errorf("cannot make the folder of the sweep: %w", err)
	}
	f.Plan = f.newPlan(origin, steps)
	data, err := json.MarshalIndent(f.Plan, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := output.WriteFile(filepath.Join(dir, planFile), append(data, '\n')); err != nil {
		return nil, fmt.Errorf("cannot write the plan: %w", err)
	}
	return f, nil
}

func (f *Folder) newPlan(origin Origin, steps float64) Plan {
	p := Plan{Form: Form, Name: f.Experiment.Name, Hash: f.Hash(), Model: economy.ModelVersion, Origin: origin, Runs: f.Runs(), Points: len(f.Points), Seeds: f.Seeds, Columns: f.columns()}
	for _, factor := range f.Factors {
		p.Factors = append(p.Factors, factor.Key)
	}
	if steps == 0 { // few runs are cut so that several workers are busy to the end
		steps = min(chunkSteps, f.Estimate(0).Steps/leastChunks)
	}
	sum := 0.
	for i := range f.Runs() {
		one := f.size(i).steps
		if i == 0 || sum+one > steps {
			p.Chunks, sum = append(p.Chunks, i), 0
		}
		sum += one
	}
	p.Chunks = append(p.Chunks, f.Runs())
	return p
}

// ReadPlan reads a sweep folder's plan. Where there is none the error is fs.ErrNotExist.
func ReadPlan(dir string) (*Plan, error) {
	path := filepath.Join(dir, planFile)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := &Plan{}
	if err := json.Unmarshal(data, p); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	switch n := len(p.Chunks); {
	case p.Form != Form:
		return nil, fmt.Errorf("%s: expected form %d of a sweep, got %d", path, Form, p.Form)
	case n < 2 || p.Chunks[0] != 0 || p.Chunks[n-1] != p.Runs:
		return nil, fmt.Errorf("%s: chunks do not cover the %d runs", path, p.Runs)
	}
	return p, nil
}

// ChunkCount is the number of chunks.
func (p *Plan) ChunkCount() int { return len(p.Chunks) - 1 }

// runsOf are the first run of a chunk and the one after its last.
func (p *Plan) runsOf(chunk int) (from, until int) { return p.Chunks[chunk], p.Chunks[chunk+1] }
