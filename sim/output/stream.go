package output

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"tenfold/sim/series"
)

// A Stream writes a table of any length as CSV and Parquet, row by row, into files that get their names when it is closed.
type Stream struct {
	table   *series.Table
	dir     string
	files   [2]*os.File // CSV, Parquet; nil when renamed
	csv     *csv.Writer
	parquet *ParquetWriter
	sums    [2]*digest
	rows    int
	words   []string
}

// NewStream begins the files of a table, of which only the description is used.
func NewStream(dir string, t *series.Table) (*Stream, error) {
	s := &Stream{table: t, dir: dir}
	for i, ending := range []string{".csv", parquetEnding} {
		file, err := os.CreateTemp(dir, unnamed(t.Name+ending))
		if err != nil {
			s.Abandon()
			return nil, err
		}
		s.files[i], s.sums[i] = file, newDigest(file)
	}
	s.csv, s.parquet = csv.NewWriter(s.sums[0]), NewParquetWriter(s.sums[1], t.Labels, t.Columns)
	err := s.csv.Write((&tableFile{table: t}).header())
	if err != nil {
		s.Abandon()
	}
	return s, err
}

// Append writes a row; neither slice is kept.
func (s *Stream) Append(labels []string, values []float64) error {
	s.words = append(s.words[:0], labels...)
	for _, v := range values {
		s.words = append(s.words, strconv.FormatFloat(v, 'g', -1, 64))
	}
	s.rows++
	return errors.Join(s.csv.Write(s.words), s.parquet.Append(labels, values))
}

// Close gives the files their names and describes them.
func (s *Stream) Close() ([]File, error) {
	s.csv.Flush()
	err := errors.Join(s.csv.Error(), s.parquet.Close())
	var out []File
	for i, ending := range []string{".csv", parquetEnding} {
		name, file := s.table.Name+ending, s.files[i]
		err = errors.Join(err, file.Chmod(0o644), file.Sync())
		if err == nil {
			err = errors.Join(file.Close(), os.Rename(file.Name(), filepath.Join(s.dir, name)))
			s.files[i] = nil
		}
		out = append(out, File{Name: name, SHA256: s.sums[i].text(), Bytes: s.sums[i].bytes, Rows: s.rows})
	}
	if err != nil {
		s.Abandon()
		return nil, err
	}
	return out, syncFolder(s.dir)
}

// Abandon removes what is not named yet.
func (s *Stream) Abandon() {
	for i, file := range s.files {
		if file != nil {
			_ = file.Close()           // it goes
			_ = os.Remove(file.Name()) // what remains is hidden and harmless
			s.files[i] = nil
		}
	}
}
