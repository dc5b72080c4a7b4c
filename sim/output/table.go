package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"hash"
	"os"
	"path/filepath"
	"strconv"

	"tenfold/sim/series"
)

const partEnding = ".part"

// A tableFile is a table's CSV file while it grows. It is written without a buffer in between, whole rows at a time, so
// that a killed run leaves all ticks but the last.
type tableFile struct {
	table *series.Table
	path  string // without .part
	file  *os.File
	sum   hash.Hash
	size  int64
	rows  int
	words []string // one row
}

func newTableFile(dir string, t *series.Table) (*tableFile, error) {
	path := filepath.Join(dir, t.Name+".csv")
	file, err := os.OpenFile(path+partEnding, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	return &tableFile{table: t, path: path, file: file, sum: sha256.New()}, nil
}

// append writes the rows that are new, after a header the first time.
func (t *tableFile) append() error {
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	if t.size == 0 {
		_ = w.Write(t.header()) // to memory: cannot fail
	}
	for i := t.rows; i < t.table.Rows(); i++ {
		_ = w.Write(t.row(i))
	}
	w.Flush()
	if text.Len() == 0 {
		return nil
	}
	if _, err := t.file.WriteAt(text.Bytes(), t.size); err != nil {
		return errors.Join(err, t.file.Truncate(t.size)) // no torn row; later rows begin where this one would have
	}
	t.sum.Write(text.Bytes())
	t.size += int64(text.Len())
	t.rows = t.table.Rows()
	if t.table.Passing {
		t.table.Forget()
	}
	return nil
}

func (t *tableFile) header() []string {
	var out []string
	for _, l := range t.table.Labels {
		out = append(out, l.Name)
	}
	for _, c := range t.table.Columns {
		out = append(out, c.Name)
	}
	return out
}

// row writes numbers in the fewest digits that read back as the same number.
func (t *tableFile) row(i int) []string {
	labels, values := t.table.Row(i)
	t.words = append(t.words[:0], labels...)
	for _, v := range values {
		t.words = append(t.words, strconv.FormatFloat(v, 'g', -1, 64))
	}
	return t.words
}

// close gives the file its name. Of a run that did not complete it keeps the rows that were written whole.
func (t *tableFile) close(complete bool) (File, error) {
	err := t.append()
	if err != nil && !complete {
		err = t.file.Truncate(t.size) // what is there stays, without the rows that cannot be written
	}
	err = errors.Join(err, t.file.Sync(), t.file.Close())
	out := File{Name: filepath.Base(t.path), SHA256: hex.EncodeToString(t.sum.Sum(nil)), Bytes: t.size, Rows: t.rows}
	if err != nil {
		return out, err
	}
	return out, os.Rename(t.path+partEnding, t.path)
}
