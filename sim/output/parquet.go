package output

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"tenfold/sim/series"
)

const parquetEnding = ".parquet"

// groupRows is the rows that a writer holds in memory before it writes them as a row group.
const groupRows = 1 << 16

// A ParquetWriter writes a table as Parquet, row by row: labels as dictionaries of words, figures as doubles, compressed by
// zstd, units and descriptions among the file's metadata. The same rows give the same bytes. It belongs to one goroutine.
type ParquetWriter struct {
	to      *parquet.GenericWriter[any]
	rows    []parquet.Row
	labels  int
	columns int
}

// NewParquetWriter begins a file. The writer holds at most some ten thousands of rows in memory.
func NewParquetWriter(to io.Writer, labels []series.Label, columns []series.Column) *ParquetWriter {
	options := []parquet.WriterOption{
		parquetSchema(labels, columns), parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(groupRows),
		parquet.CreatedBy("tenfold", "1", ""),
	}
	for _, l := range labels {
		options = append(options, parquet.KeyValueMetadata(l.Name, l.Doc))
	}
	for _, c := range columns {
		text := c.Doc
		if c.Unit != "" {
			text = fmt.Sprintf("%s [%s]", c.Doc, c.Unit)
		}
		options = append(options, parquet.KeyValueMetadata(c.Name, text))
	}
	return &ParquetWriter{to: parquet.NewGenericWriter[any](to, options...), labels: len(labels), columns: len(columns)}
}

// parquetSchema keeps the order of the columns, which only a struct has.
func parquetSchema(labels []series.Label, columns []series.Column) *parquet.Schema {
	var fields []reflect.StructField
	add := func(kind reflect.Type, name, encoding string) {
		fields = append(fields, reflect.StructField{Name: "F" + strconv.Itoa(len(fields)), Type: kind,
			Tag: reflect.StructTag(fmt.Sprintf(`parquet:"%s,%s"`, name, encoding))})
	}
	for _, l := range labels {
		add(reflect.TypeFor[string](), l.Name, "dict")
	}
	for _, c := range columns {
		add(reflect.TypeFor[float64](), c.Name, "split")
	}
	return parquet.SchemaOf(reflect.New(reflect.StructOf(fields)).Interface())
}

// Append adds a row; neither slice is kept.
func (w *ParquetWriter) Append(labels []string, values []float64) error {
	row := make(parquet.Row, 0, w.labels+w.columns)
	for i, l := range labels {
		row = append(row, parquet.ByteArrayValue([]byte(l)).Level(0, 0, i))
	}
	for i, v := range values {
		row = append(row, parquet.DoubleValue(v).Level(0, 0, w.labels+i))
	}
	if len(row) != w.labels+w.columns {
		return fmt.Errorf("row of %d labels and %d values, expected %d and %d", len(labels), len(values), w.labels, w.columns)
	}
	w.rows = append(w.rows, row)
	if len(w.rows) < batch {
		return nil
	}
	return w.flush()
}

// batch is the rows that are handed over at once.
const batch = 256

func (w *ParquetWriter) flush() error {
	_, err := w.to.WriteRows(w.rows)
	w.rows = w.rows[:0]
	return err
}

// Close ends the file; what it is written to stays open.
func (w *ParquetWriter) Close() error { return errors.Join(w.flush(), w.to.Close()) }

// writeParquet writes a finished table's file beside its CSV file.
func (t *tableFile) writeParquet() (File, error) {
	path := filepath.Join(filepath.Dir(t.path), t.table.Name+parquetEnding)
	var sum *digest
	err := writeThrough(path, func(to io.Writer) error {
		sum = newDigest(to)
		w := NewParquetWriter(sum, t.table.Labels, t.table.Columns)
		if err := t.each(w.Append); err != nil {
			return err
		}
		return w.Close()
	})
	if err != nil {
		return File{}, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return File{Name: filepath.Base(path), SHA256: sum.text(), Bytes: sum.bytes, Rows: t.rows}, nil
}

// each calls visit with every row: from memory, or from the CSV file where the rows are too many to keep.
func (t *tableFile) each(visit func(labels []string, values []float64) error) error {
	if t.table.Passing {
		return EachRow(t.path, len(t.table.Labels), visit)
	}
	for i := range t.table.Rows() {
		if err := visit(t.table.Row(i)); err != nil {
			return err
		}
	}
	return nil
}

// EachRow calls visit with every row of a CSV file that begins with a header and so many labels. The slices hold until the next
// row.
func EachRow(path string, labels int, visit func(labels []string, values []float64) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // only read
	r := csv.NewReader(file)
	r.ReuseRecord = true
	if _, err := r.Read(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	var values []float64
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		values = values[:0]
		for _, text := range record[labels:] {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				line, _ := r.FieldPos(0)
				return fmt.Errorf("%s:%d: expected a number, got %q", path, line, text)
			}
			values = append(values, v)
		}
		if err := visit(record[:labels], values); err != nil {
			return err
		}
	}
}

// Parquet writes a whole table.
func Parquet(to io.Writer, t *series.Table) error {
	w := NewParquetWriter(to, t.Labels, t.Columns)
	for i := range t.Rows() {
		if err := w.Append(t.Row(i)); err != nil {
			return err
		}
	}
	return w.Close()
}
