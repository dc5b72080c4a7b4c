package sweep

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"tenfold/sim/scenario"
)

// ErrChanged says that what a sweep is made of is no longer what it was when the sweep was planned.
var ErrChanged = errors.New("it has changed since the sweep was planned")

// Reopen makes the sweep of a folder again from where it came.
func Reopen(dir string) (*Folder, error) {
	p, err := ReadPlan(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is no folder of a sweep: it has no %s", dir, planFile)
	}
	if err != nil {
		return nil, err
	}
	e, err := scenario.LoadExperiment(p.Origin.Experiment, p.Origin.Set, p.Origin.Environ)
	if err != nil {
		return nil, err
	}
	if p.Origin.Seeds > 0 {
		e.Seeds = p.Origin.Seeds
	}
	s, err := New(e)
	if err != nil {
		return nil, err
	}
	if p.Origin.Stage != nil && s.Then != nil {
		if s, err = New(s.Second(p.Origin.Stage)); err != nil {
			return nil, err
		}
	}
	if got := s.Hash(); got != p.Hash {
		return nil, fmt.Errorf("%s: %w (hash %.8s, expected %.8s)", p.Origin.Experiment, ErrChanged, got, p.Hash)
	}
	return open(filepath.Clean(dir), s, p.Origin, 0)
}

// ReadSummary reads a collected sweep's summary. Where there is none the error is fs.ErrNotExist.
func ReadSummary(dir string) (*Summary, error) {
	path := filepath.Join(dir, summaryFile)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	s := &Summary{}
	if err := json.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}
