package output_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"tenfold/sim/output"
	"tenfold/sim/series"
)

var (
	someLabels  = []series.Label{{Name: "date", Doc: "When."}, {Name: "who", Doc: "Who."}}
	someColumns = []series.Column{{Name: "zebra", Unit: "usd", Doc: "Much."}, {Name: "ant", Doc: "Little."}}
)

type someRow struct {
	labels []string
	values []float64
}

func write(t rapid.TB, rows []someRow) []byte {
	t.Helper()
	var out bytes.Buffer
	w := output.NewParquetWriter(&out, someLabels, someColumns)
	for _, r := range rows {
		if err := w.Append(r.labels, r.values); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func read(t rapid.TB, data []byte) (names []string, rows []someRow) {
	t.Helper()
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range file.Schema().Fields() {
		names = append(names, f.Name())
	}
	for _, group := range file.RowGroups() {
		r := group.Rows()
		for buffer := make([]parquet.Row, 7); ; {
			n, err := r.ReadRows(buffer)
			for _, row := range buffer[:n] {
				rows = append(rows, someRow{[]string{row[0].String(), row[1].String()}, []float64{row[2].Double(), row[3].Double()}})
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return names, rows
}

// What is written is read back to the bit, in its order, and the same rows give the same bytes.
func TestParquet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows []someRow
		for range rapid.IntRange(0, 600).Draw(t, "rows") {
			rows = append(rows, someRow{[]string{rapid.SampledFrom([]string{"", "2025-01", "a,b", "ü\n"}).Draw(t, "date"), rapid.String().Draw(t, "who")},
				[]float64{rapid.SampledFrom([]float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), 1e-320}).Draw(t, "odd"), rapid.Float64().Draw(t, "value")}})
		}
		data := write(t, rows)
		if !bytes.Equal(data, write(t, rows)) {
			t.Fatal("other bytes the second time")
		}
		names, got := read(t, data)
		if len(names) != 4 || names[0] != "date" || names[2] != "zebra" || names[3] != "ant" || len(got) != len(rows) {
			t.Fatalf("columns %v, %d of %d rows", names, len(got), len(rows))
		}
		for i, want := range rows {
			for k := range want.labels {
				if got[i].labels[k] != want.labels[k] {
					t.Fatalf("row %d: %q, want %q", i, got[i].labels[k], want.labels[k])
				}
			}
			for k := range want.values {
				if math.Float64bits(got[i].values[k]) != math.Float64bits(want.values[k]) {
					t.Fatalf("row %d: %g, want %g", i, got[i].values[k], want.values[k])
				}
			}
		}
	})
	if err := output.NewParquetWriter(io.Discard, someLabels, someColumns).Append([]string{"x"}, nil); err == nil {
		t.Error("a row that is too short is taken")
	}
}

// More rows than a row group holds are read back too.
func TestParquetGroups(t *testing.T) {
	var rows []someRow
	for i := range 150_000 {
		rows = append(rows, someRow{[]string{"d", "w"}, []float64{float64(i), 1}})
	}
	data := write(t, rows)
	if _, got := read(t, data); len(got) != len(rows) || got[149_999].values[0] != 149_999 {
		t.Errorf("%d rows", len(got))
	}
}

// Rows of a CSV file are those that were written; a faulty figure is named with its line.
func TestEachRow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(path, []byte("who,much\na,1.5\nb,NaN\nc,x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var got []string
	err := output.EachRow(path, 1, func(labels []string, values []float64) error {
		got = append(got, labels[0])
		return nil
	})
	if err == nil || err.Error() != path+`:4: expected a number, got "x"` || len(got) != 2 {
		t.Errorf("%v, %v", got, err)
	}
}
