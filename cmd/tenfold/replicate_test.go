package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"strconv"
	"testing"

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
