package output_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tenfold/sim/output"
	"tenfold/sim/series"
)

func small() *series.Table {
	t := series.New("small", "A table.", []series.Label{{Name: "who", Doc: "Somebody."}}, []series.Column{{Name: "much", Unit: "usd", Doc: "How much."}})
	t.Append([]string{"a"}, []float64{1.5})
	t.Append([]string{"b,c"}, []float64{-2e9})
	return t
}

// A workbook has a sheet a table with its numbers, and one that says what they are; the same content gives the same bytes.
func TestWorkbook(t *testing.T) {
	facts := []output.Fact{{Name: "hash", Value: "abc"}}
	one, err := output.Workbook(facts, []*series.Table{small()})
	if err != nil {
		t.Fatal(err)
	}
	two, err := output.Workbook(facts, []*series.Table{small()})
	if err != nil || !bytes.Equal(one, two) {
		t.Errorf("other bytes the second time: %v", err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(one))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"A1": "who", "B1": "much", "A3": "b,c", "B2": "1.5", "B3": "-2000000000"} {
		if got, err := f.GetCellValue("small", cell, excelize.Options{RawCellValue: true}); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", cell, got, want, err)
		}
	}
	about, err := f.GetRows("about")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, row := range about {
		text.WriteString(strings.Join(row, "|") + "\n")
	}
	for _, want := range []string{"hash|abc\n", "sheet small|A table.\n", "much|How much.|usd\n"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in\n%s", want, text.String())
		}
	}
}

// A bundle is all there or as it was before; what is no bundle is left alone.
func TestBundle(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "bundle")
	write := func(files map[string][]byte) error { return output.WriteBundle(dir, "mark", files) }
	for _, content := range []string{"one", "two"} {
		if err := write(map[string][]byte{"mark": []byte(content), "a/b.csv": output.CSV(small())}); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(dir, "mark")); err != nil || string(got) != content {
			t.Errorf("mark is %q, want %q (%v)", got, content, err)
		}
	}
	if got, err := os.ReadFile(filepath.Join(dir, "a", "b.csv")); err != nil || string(got) != "who,much\na,1.5\n\"b,c\",-2e+09\n" {
		t.Errorf("%q, %v", got, err)
	}
	if err := write(map[string][]byte{"mark": nil, "../x": nil}); err == nil {
		t.Error("a file outside the folder is taken")
	}
	if got, err := os.ReadFile(filepath.Join(dir, "mark")); err != nil || string(got) != "two" {
		t.Errorf("after a failure mark is %q (%v)", got, err)
	}
	if err := os.Remove(filepath.Join(dir, "mark")); err != nil {
		t.Fatal(err)
	}
	if err := write(map[string][]byte{"mark": nil}); err == nil || !strings.Contains(err.Error(), "move it away") {
		t.Errorf("a foreign folder is replaced: %v", err)
	}
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(entries) != 1 {
		t.Errorf("beside the bundle: %v, %v", entries, err)
	}
}
