package output

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
)

// writeAtomic writes a file so that a reader, or a machine that loses power, sees all of it or what was there before.
func writeAtomic(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return writeThrough(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// writeThrough is writeAtomic for content that is made while it is written.
func writeThrough(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), unnamed(filepath.Base(path)))
	if err != nil {
		return err
	}
	err = write(f)
	if err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the error is what matters
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// unnamed are files that have not got their names yet.
func unnamed(name string) string { return "." + name + ".*" }

// leftName is what os.CreateTemp makes of unnamed: digits in the place of the star.
var leftName = regexp.MustCompile(`^\..+\.[0-9]+$`)

// ClearUnnamed removes from a folder the files that killed writers left without their names. Nobody else may be writing there.
func ClearUnnamed(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if e.Type().IsRegular() && leftName.MatchString(e.Name()) {
			err = errors.Join(err, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

// syncFolder makes renames in a folder durable. Windows cannot and does not need to.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// replace puts fresh in the place of dir. Where the system can swap two names, there is no moment without a complete
// folder; elsewhere there is a short one, which restore ends should the process die in it.
func replace(fresh, dir, old string) error {
	if err := exchange(fresh, dir); err == nil {
		return errors.Join(syncFolder(filepath.Dir(dir)), os.RemoveAll(fresh))
	}
	if err := os.Rename(dir, old); err != nil {
		return err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return errors.Join(syncFolder(filepath.Dir(dir)), os.RemoveAll(old))
}

// restore undoes or completes a replacement in whose middle a process died.
func restore(old, dir string) error {
	_, err := os.Stat(dir)
	if err == nil {
		return os.RemoveAll(old)
	}
	if err = os.Rename(old, dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// WriteFile writes a file in an existing folder so that a reader, or a machine that loses power, sees all of it or what was
// there before.
func WriteFile(path string, data []byte) error { return writeAtomic(path, data) }

// WriteThrough is WriteFile for content that is made while it is written. Two processes that write one file at once each
// leave it whole.
func WriteThrough(path string, write func(io.Writer) error) error { return writeThrough(path, write) }
