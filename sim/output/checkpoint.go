package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tenfold/sim/engine"
	"tenfold/sim/series"
)

const (
	checkpointFolder = "checkpoint"
	checkpointPrefix = "tick-"
	checkpointsKept  = 2
)

// A Checkpoint is a file from which a run can go on.
type Checkpoint struct {
	Tick int
	path string
}

// Checkpoint stores the state of the run after a tick, with how far its tables are written. A reader sees the whole
// checkpoint or none; the last two are kept.
func (r *Run) Checkpoint(tick int, state func(*engine.Archive)) error {
	if err := r.checkpoint(tick, state); err != nil {
		return fmt.Errorf("cannot write a checkpoint: %w", err)
	}
	return nil
}

func (r *Run) checkpoint(tick int, state func(*engine.Archive)) error {
	header := engine.Header{Model: r.manifest.Model, Hash: r.manifest.Hash, Tick: tick}
	for _, t := range r.tables {
		if err := t.file.Sync(); err != nil { // what the checkpoint counts on must be there after it
			return err
		}
		header.Marks = append(header.Marks, engine.Mark{Name: t.table.Name, Rows: t.rows, Bytes: t.size})
	}
	dir := filepath.Join(r.work, checkpointFolder)
	switch err := os.Mkdir(dir, 0o755); {
	case errors.Is(err, fs.ErrExist):
	case err != nil:
		return err
	default: // its name must be there after what stands in it
		if err := syncFolder(r.work); err != nil {
			return err
		}
	}
	err := writeThrough(filepath.Join(dir, fmt.Sprintf("%s%08d", checkpointPrefix, tick)), func(w io.Writer) error {
		a := engine.Save(w, header)
		state(a)
		return a.Close()
	})
	if err != nil {
		return err
	}
	found, err := checkpoints(r.work)
	if err != nil {
		return err
	}
	for _, old := range found[min(checkpointsKept, len(found)):] {
		if err := os.Remove(old.path); err != nil {
			return err
		}
	}
	return nil
}

// checkpoints lists a folder's, the newest first.
func checkpoints(dir string) ([]Checkpoint, error) {
	entries, err := os.ReadDir(filepath.Join(dir, checkpointFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var out []Checkpoint
	for _, e := range entries {
		var tick int
		if n, _ := fmt.Sscanf(e.Name(), checkpointPrefix+"%d", &tick); n == 1 && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, Checkpoint{tick, filepath.Join(dir, checkpointFolder, e.Name())})
		}
	}
	slices.SortFunc(out, func(a, b Checkpoint) int { return b.Tick - a.Tick })
	return out, err
}

// Resumable reads the checkpoints of a run folder: the newest that is whole, or nil when there is none. Damaged ones are
// named in the warnings; when all are damaged, that is an error.
func (f *Folder) Resumable() (c *Checkpoint, warnings []string, err error) {
	found, err := checkpoints(f.Dir)
	if err != nil {
		return nil, nil, err
	}
	for i := range found {
		if err := found[i].check(f.Manifest); err != nil {
			warnings = append(warnings, fmt.Sprintf("%s: %v", found[i].path, err))
			continue
		}
		return &found[i], warnings, nil
	}
	if len(found) > 0 {
		return nil, nil, fmt.Errorf("no checkpoint can be used: %s", strings.Join(warnings, "; "))
	}
	return nil, nil, nil
}

// check reads all of the file and compares it with the run that it shall belong to.
func (c *Checkpoint) check(m Manifest) error {
	file, err := os.Open(c.path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // only read
	if err := engine.Verify(file); err != nil {
		return err
	}
	a, header, err := c.open()
	if err != nil {
		return err
	}
	a.Abandon()
	switch {
	case header.Hash != m.Hash:
		return fmt.Errorf("belongs to another run: hash %.8s, expected %.8s", header.Hash, m.Hash)
	case header.Model != m.Model:
		return fmt.Errorf("belongs to version %s of the model, expected %s", header.Model, m.Model)
	}
	return nil
}

func (c *Checkpoint) open() (*engine.Archive, engine.Header, error) {
	data, err := os.Open(c.path)
	if err != nil {
		return nil, engine.Header{}, err
	}
	a, h, err := engine.Load(data)
	if err != nil {
		return nil, h, errors.Join(err, data.Close())
	}
	a.OnClose(data.Close)
	return a, h, nil
}

// Resume goes on with a run from a checkpoint: it takes the folder's lock, cuts the tables back to where they were,
// reads their rows into tables, which must be empty, and loads the state.
func Resume(dir string, c *Checkpoint, e Execution, tables []*series.Table, state func(*engine.Archive)) (*Run, error) {
	r := &Run{dir: dir, work: dir}
	var err error
	if r.lock, err = acquire(r.sibling("lock")); err != nil {
		if errors.Is(err, errLocked) {
			return nil, fmt.Errorf("another process is writing %s: wait for it", dir)
		}
		return nil, err
	}
	if err := r.resume(c, e, tables, state); err != nil {
		for _, t := range r.tables {
			_ = t.file.Close() // nothing was written
		}
		r.lock.release()
		return nil, fmt.Errorf("cannot resume %s: %w", dir, err)
	}
	return r, nil
}

func (r *Run) resume(c *Checkpoint, e Execution, tables []*series.Table, state func(*engine.Archive)) error {
	var err error
	if r.manifest, err = readManifest(r.dir); err != nil {
		return err
	}
	a, header, err := c.open()
	if err != nil {
		return err
	}
	state(a)
	if err := a.Close(); err != nil {
		return fmt.Errorf("%s: %w", c.path, err)
	}
	if len(header.Marks) != len(tables) {
		return fmt.Errorf("%s: expected %d tables, got %d", c.path, len(tables), len(header.Marks))
	}
	for i, t := range tables {
		mark := header.Marks[i]
		if mark.Name != t.Name {
			return fmt.Errorf("%s: expected table %s, got %s", c.path, t.Name, mark.Name)
		}
		file, err := reopenTableFile(r.dir, t, mark)
		if err != nil {
			return err
		}
		r.tables = append(r.tables, file)
		r.manifest.Files = slices.DeleteFunc(r.manifest.Files, func(f File) bool { return f.Name == filepath.Base(file.path) })
	}
	r.manifest.Status, r.manifest.Message, r.manifest.Execution = Running, "", e
	return r.writeManifest()
}

// reopenTableFile cuts a table's file back to the mark and reads its rows.
func reopenTableFile(dir string, t *series.Table, mark engine.Mark) (*tableFile, error) {
	path := filepath.Join(dir, t.Name+".csv")
	if _, err := os.Stat(path); err == nil { // the run had ended
		if err := os.Rename(path, path+partEnding); err != nil {
			return nil, err
		}
	}
	file, err := os.OpenFile(path+partEnding, os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	out := &tableFile{table: t, path: path, file: file, sum: sha256.New()}
	if err := out.cutBack(mark); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path+partEnding, err), file.Close())
	}
	return out, nil
}

func (t *tableFile) cutBack(mark engine.Mark) error {
	info, err := t.file.Stat()
	if err != nil {
		return err
	}
	if info.Size() < mark.Bytes {
		return fmt.Errorf("has %d bytes, the checkpoint counts on %d", info.Size(), mark.Bytes)
	}
	data := make([]byte, mark.Bytes)
	if _, err := io.ReadFull(t.file, data); err != nil {
		return err
	}
	if err := t.read(data, mark.Rows); err != nil {
		return err
	}
	if err := t.file.Truncate(mark.Bytes); err != nil {
		return err
	}
	_, err = t.file.Seek(mark.Bytes, io.SeekStart)
	t.sum.Write(data)
	t.size, t.rows = mark.Bytes, mark.Rows
	return err
}

// read puts the rows into the table, but for tables that forget theirs.
func (t *tableFile) read(data []byte, rows int) error {
	if t.table.Passing {
		t.table.Skip(rows)
		return nil
	}
	if err := fillFrom(t.table, csv.NewReader(bytes.NewReader(data))); err != nil {
		return err
	}
	if got := t.table.Rows(); got != rows {
		return fmt.Errorf("has %d rows, the checkpoint counts on %d", got, rows)
	}
	return nil
}
