package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tenfold/sim/series"
)

// About is what is known of a run before its first tick.
type About struct {
	Name      string
	Hash      string // 64 hexadecimal digits: all that can change results
	Seed      int64
	Tool      string // version of the program
	Model     string // version of the model
	Sizes     Sizes
	Policies  []string          // names of those in force
	Scenario  []byte            // resolved, as YAML
	Files     map[string][]byte // what the scenario needs besides, by path inside the folder
	Execution Execution         // what is known of it already: Started and Workers
}

// FolderName is the name of the run's folder in its parent.
func (a About) FolderName() string {
	return fmt.Sprintf("%s-%s-s%d", a.Name, a.Hash[:min(hashDigits, len(a.Hash))], a.Seed)
}

const hashDigits = 8

// A Run is a run folder that is being written.
type Run struct {
	dir      string // where the results will stand
	work     string // where they are written: dir, or a sibling as long as an earlier complete run stands there
	lock     *lock
	manifest Manifest
	tables   []*tableFile
}

// Create makes the folder of a run that is about to begin and takes its lock, making the parent where it is missing.
// On an error nothing is left behind. Tables may grow until Finish; Write stores their new rows.
func Create(parent string, about About, tables []*series.Table) (*Run, error) {
	if err := about.check(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, fmt.Errorf("cannot make the folder for results: %w", err)
	}
	r := &Run{dir: filepath.Join(parent, about.FolderName()), manifest: newManifest(about)}
	var err error
	if r.lock, err = acquire(r.sibling("lock")); err != nil {
		if errors.Is(err, errLocked) {
			return nil, fmt.Errorf("another process is writing %s: wait for it or choose another folder", r.dir)
		}
		return nil, fmt.Errorf("cannot write results: %w", err)
	}
	if err := r.begin(about, tables); err != nil {
		r.discard()
		r.lock.release()
		return nil, fmt.Errorf("cannot write results: %w", err)
	}
	return r, nil
}

// check refuses names that would put the folder elsewhere than into its parent.
func (a About) check() error {
	name := a.FolderName()
	if a.Name == "" || len(a.Hash) < hashDigits || strings.HasPrefix(name, ".") || filepath.Base(name) != name || strings.Contains(name, `\`) {
		return fmt.Errorf("no name for a run folder: %q", name)
	}
	return nil
}

// Dir is the run's folder, relative when the parent was.
func (r *Run) Dir() string { return r.dir }

// sibling is a hidden name beside the folder.
func (r *Run) sibling(ending string) string { return beside(r.dir, ending) }

func (r *Run) begin(about About, tables []*series.Table) error {
	if err := r.place(); err != nil {
		return err
	}
	if err := os.Mkdir(r.work, 0o755); err != nil {
		return err
	}
	if err := r.writeManifest(); err != nil {
		return err
	}
	if err := r.writeFixed(about, tables); err != nil {
		return err
	}
	for _, t := range tables {
		file, err := newTableFile(r.work, t)
		if err != nil {
			return err
		}
		r.tables = append(r.tables, file)
	}
	// The names of tables first: a checkpoint counts on them.
	return errors.Join(syncFolder(r.work), syncFolder(filepath.Dir(r.work)))
}

// writeFixed writes the files that are known before the first tick, in the order of their names.
func (r *Run) writeFixed(about About, tables []*series.Table) error {
	fixed, err := Explain(tables)
	if err != nil {
		return err
	}
	fixed["scenario.yaml"] = about.Scenario
	for name, data := range about.Files {
		if !filepath.IsLocal(name) {
			return fmt.Errorf("file outside the run folder: %q", name)
		}
		fixed[name] = data
	}
	for _, name := range sortedKeys(fixed) {
		if err := writeAtomic(filepath.Join(r.work, filepath.FromSlash(name)), fixed[name]); err != nil {
			return err
		}
		r.manifest.Files = append(r.manifest.Files, describeFile(name, fixed[name]))
	}
	return nil
}

// Write appends the rows that the tables have gained since the last call.
func (r *Run) Write() error {
	for _, t := range r.tables {
		if err := t.append(); err != nil {
			return fmt.Errorf("cannot write results: %w", err)
		}
	}
	return nil
}

// Finish ends the run with a status other than Running and a message for those that are not Complete. Tables keep
// the rows they have. Where an earlier complete run of the same hash stands, only a complete one takes its place.
func (r *Run) Finish(status Status, message string, ticks int, e Execution) error {
	defer r.lock.release()
	r.manifest.Status, r.manifest.Message = status, message
	r.manifest.Sizes.TicksDone, r.manifest.Execution = ticks, e
	if status != Complete && r.work != r.dir {
		r.discard()
		return nil
	}
	err := r.seal()
	if err == nil && r.work != r.dir {
		err = replace(r.work, r.dir, r.sibling("old"))
	}
	if err == nil {
		return nil
	}
	err = fmt.Errorf("cannot write results: %w", err)
	if r.work != r.dir {
		r.discard()
	} else if status == Complete {
		r.manifest.Status, r.manifest.Message = Failed, err.Error()
		_ = r.writeManifest() // the first error is the one to report; without this the folder still says running
	}
	return err
}

// seal gives the tables their names and writes the manifest last.
func (r *Run) seal() error {
	var errs []error
	for _, t := range r.tables {
		file, err := t.close(r.manifest.Status == Complete)
		errs = append(errs, err)
		r.manifest.Files = append(r.manifest.Files, file)
		if r.manifest.Status == Complete && err == nil {
			columnar, err := t.writeParquet()
			errs = append(errs, err)
			r.manifest.Files = append(r.manifest.Files, columnar)
		}
	}
	r.tables = nil
	slices.SortFunc(r.manifest.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	if err := errors.Join(append(errs, syncFolder(r.work))...); err != nil {
		return err
	}
	if err := r.writeManifest(); err != nil || r.manifest.Status != Complete {
		return err
	}
	return os.RemoveAll(filepath.Join(r.work, checkpointFolder)) // not before: a run killed while it ends goes on from it
}

// discard removes what was written, for runs that leave nothing behind.
func (r *Run) discard() {
	for _, t := range r.tables {
		_ = t.file.Close() // the file goes
	}
	if r.work != "" {
		_ = os.RemoveAll(r.work) // nothing depends on what remains: the next run removes it
	}
}

// place decides where to write. It clears away what a run that did not complete left, and nothing else.
func (r *Run) place() error {
	if err := os.RemoveAll(r.sibling("new")); err != nil {
		return err
	}
	if err := restore(r.sibling("old"), r.dir); err != nil {
		return err
	}
	kind, err := look(r.dir)
	switch {
	case err != nil:
		return err
	case kind == foreign:
		return fmt.Errorf("%s exists and is no run folder: move it away", r.dir)
	case kind == finished:
		r.work = r.sibling("new")
		return nil
	case kind == leftover:
		err = os.RemoveAll(r.dir)
	}
	if err == nil {
		r.work = r.dir
	}
	return err
}

type contents int

const (
	nothing  contents = iota
	leftover          // of a run that did not complete
	finished          // a complete run
	foreign           // not ours
)

func look(dir string) (contents, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nothing, nil
	}
	if err != nil {
		return foreign, err
	}
	m, err := readManifest(dir)
	switch {
	case err == nil && m.Status == Complete:
		return finished, nil
	case err == nil:
		return leftover, nil
	}
	for _, e := range entries { // killed before its manifest stood: nothing but hidden temporary files
		if !strings.HasPrefix(e.Name(), ".") {
			return foreign, nil
		}
	}
	return leftover, nil
}
