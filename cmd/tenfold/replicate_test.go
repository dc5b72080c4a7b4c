package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"tenfold/sim/fit"
	"tenfold/sim/replicate"
)

const replicationTable = "../../configs/validation/replications.csv"

// The shipped table of replications, which pages show, is what the code gives.
func TestReplicationTable(t *testing.T) {
	want := tableOfReplications(t)
	if *update {
		if err := os.WriteFile(replicationTable, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(replicationTable)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has\n%s\nthe code gives\n%s\n(go test ./cmd/tenfold -run ReplicationTable -update writes it)", replicationTable, got, want)
	}
}

// tableOfReplications is a row an outcome, by class.
func tableOfReplications(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	out.WriteString("# Replications of published results\n# source: tenfold replicate\n# unit: of the published numbers\n")
	w := csv.NewWriter(&out)
	var results []replicate.Result
	for _, name := range replicate.Names() {
		r, err := replicate.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		results = append(results, r.Run())
	}
	rows := [][]string{{"id", "class", "outcome", "published", "obtained", "verdict", "citation"}}
	for _, c := range replicate.Tally(results) {
		for _, r := range results {
			if r.Class != c.Class {
				continue
			}
			if r.Err != nil {
				t.Fatalf("%s: %v", r.ID, r.Err)
			}
			for _, o := range r.Outcomes {
				rows = append(rows, []string{r.ID, r.Class, o.Name, strconv.FormatFloat(o.Published, 'g', -1, 64), digits(o.Obtained), word(o.Holds), r.Citation})
			}
		}
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// On a narrow terminal no line is wider than it, long words apart.
func TestReplicationsAndFitsOnNarrowTerminals(t *testing.T) {
	r, err := replicate.Open("korinek-suh-start")
	if err != nil {
		t.Fatal(err)
	}
	o := fitOptions{where: []string{"version=1.1"}, level: .9, samples: 50}
	keep, q, err := o.selection()
	if err != nil {
		t.Fatal(err)
	}
	file, data, err := readRecord("horizon_record")
	if err != nil {
		t.Fatal(err)
	}
	table, err := fit.Read(file, data, o.columns, keep)
	if err != nil {
		t.Fatal(err)
	}
	f, err := o.fitted(file, table, q)
	if err != nil {
		t.Fatal(err)
	}
	for _, width := range []int{40, 60, 76, 100} {
		for _, text := range []string{replicationsText([]replicate.Result{r.Run()}, width), f.text(width)} {
			for line := range strings.Lines(text) {
				if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > width {
					t.Errorf("width %d: %d in %q", width, n, line)
				}
			}
		}
	}
}
