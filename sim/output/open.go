package output

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"tenfold/sim/series"
)

// A Folder is a run folder to read.
type Folder struct {
	Dir      string
	Manifest Manifest
}

// Open reads a run folder's manifest. The run need not be complete: look at Manifest.Status.
func Open(dir string) (*Folder, error) {
	m, err := readManifest(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is no run folder: it has no %s", dir, manifestFile)
	}
	if err != nil {
		return nil, err
	}
	return &Folder{Dir: dir, Manifest: m}, nil
}

// Verify compares every file with its digest in the manifest and names all that differ.
func (f *Folder) Verify() error {
	var errs []error
	for _, want := range f.Manifest.Files {
		path := filepath.Join(f.Dir, filepath.FromSlash(want.Name))
		data, err := os.ReadFile(path)
		if err != nil {
			errs = append(errs, err)
		} else if got := describeFile(want.Name, data); got.SHA256 != want.SHA256 {
			errs = append(errs, fmt.Errorf("%s: content differs from the manifest (%d bytes, expected %d)", path, got.Bytes, want.Bytes))
		}
	}
	return errors.Join(errs...)
}

// Tables reads all tables, in the order in which they were described.
func (f *Folder) Tables() ([]*series.Table, error) {
	tables, err := readColumns(f.Dir)
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		if err := f.fill(t); err != nil {
			return nil, err
		}
	}
	return tables, nil
}

// Table reads the table of that name.
func (f *Folder) Table(name string) (*series.Table, error) {
	tables, err := readColumns(f.Dir)
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		if t.Name == name {
			return t, f.fill(t)
		}
	}
	return nil, fmt.Errorf("%s: %w %s", f.Dir, ErrNoTable, name)
}

// ErrNoTable says that the run wrote no table of that name.
var ErrNoTable = errors.New("the run has no table")

// fill reads a table's rows, whose columns must be those described and whose bytes those that the manifest knows.
func (f *Folder) fill(t *series.Table) error {
	path := filepath.Join(f.Dir, t.Name+".csv")
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for _, want := range f.Manifest.Files {
		if want.Name == t.Name+".csv" && describeFile(want.Name, data).SHA256 != want.SHA256 {
			return fmt.Errorf("%s: content differs from the manifest (%d bytes, expected %d)", path, len(data), want.Bytes)
		}
	}
	if err := fillFrom(t, csv.NewReader(bytes.NewReader(data))); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func fillFrom(t *series.Table, r *csv.Reader) error {
	rows, err := r.ReadAll()
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return nil // the run ended before its first tick
	}
	if err := checkHeader(t, rows[0]); err != nil {
		return err
	}
	for i, row := range rows[1:] {
		values, err := numbers(row[len(t.Labels):])
		if err != nil {
			return fmt.Errorf("line %d: %w", i+2, err)
		}
		t.Append(row[:len(t.Labels)], values)
	}
	return nil
}

func checkHeader(t *series.Table, header []string) error {
	want := (&tableFile{table: t}).header()
	if len(want) != len(header) {
		return fmt.Errorf("expected %d columns, got %d", len(want), len(header))
	}
	for i, name := range want {
		if header[i] != name {
			return fmt.Errorf("expected column %d to be %s, got %q", i+1, name, header[i])
		}
	}
	return nil
}

func numbers(words []string) ([]float64, error) {
	out := make([]float64, len(words))
	for i, word := range words {
		v, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil, fmt.Errorf("expected a number, got %q", word)
		}
		out[i] = v
	}
	return out, nil
}
