package output

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"tenfold/sim/series"
)

// CSV is a whole table as a file's content.
func CSV(t *series.Table) []byte {
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	file := tableFile{table: t}
	_ = w.Write(file.header()) // to memory: cannot fail
	for i := range t.Rows() {
		_ = w.Write(file.row(i))
	}
	w.Flush()
	return text.Bytes()
}

// WriteBundle writes a folder of finished files in one go: a reader sees all of them or what was there before. A folder of
// that name is replaced where it holds the file mark, which every bundle of this kind has, and refused otherwise.
func WriteBundle(dir, mark string, files map[string][]byte) error {
	if _, ok := files[mark]; !ok {
		return fmt.Errorf("the files for %s lack %s", dir, mark)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("cannot make the folder for results: %w", err)
	}
	guard, err := acquire(beside(dir, "lock"))
	if errors.Is(err, errLocked) {
		return fmt.Errorf("another process is writing %s: wait for it or choose another folder", dir)
	}
	if err != nil {
		return fmt.Errorf("cannot write results: %w", err)
	}
	defer guard.release()
	if err := writeBundle(dir, mark, files); err != nil {
		return fmt.Errorf("cannot write results: %w", err)
	}
	return nil
}

func writeBundle(dir, mark string, files map[string][]byte) error {
	fresh, old := beside(dir, "new"), beside(dir, "old")
	if err := errors.Join(os.RemoveAll(fresh), restore(old, dir)); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	exists := err == nil && len(entries) > 0
	if _, err := os.Stat(filepath.Join(dir, mark)); exists && err != nil {
		return fmt.Errorf("%s exists and holds no %s: move it away", dir, mark)
	}
	defer os.RemoveAll(fresh) // what remains of a failure
	for _, name := range sortedKeys(files) {
		if !filepath.IsLocal(name) || strings.HasPrefix(name, ".") {
			return fmt.Errorf("file outside the folder: %s", strconv.Quote(name))
		}
		if err := writeAtomic(filepath.Join(fresh, filepath.FromSlash(name)), files[name]); err != nil {
			return err
		}
	}
	if exists {
		return replace(fresh, dir, old)
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(dir))
}

// beside is a hidden name beside a folder.
func beside(dir, ending string) string {
	return filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+"."+ending)
}
