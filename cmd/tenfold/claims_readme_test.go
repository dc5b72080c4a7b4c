package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tenfold/sim/claim"
)

const (
	claimsPath = "../../configs/validation/claims.csv"
	claimsMark = "<!-- claims -->\n\n"
)

// committedClaims is the table that a run of all claims has left.
func committedClaims(t *testing.T) (rows []claim.Row, comment string) {
	t.Helper()
	data, err := os.ReadFile(claimsPath)
	if err == nil {
		rows, comment, err = claim.ReadCSV(data)
	}
	if err != nil {
		t.Fatal(err)
	}
	return rows, comment
}

// The README's table of claims is the committed one.
func TestReadmeClaimsTable(t *testing.T) {
	data, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	before, after, ok := strings.Cut(string(data), claimsMark)
	if !ok {
		t.Fatal("the README has no table of claims")
	}
	shown, rest, _ := strings.Cut(after, tableEnd)
	want := claimsTable(t)
	if *update {
		writeReadme(t, before+claimsMark+want+tableEnd+rest)
	} else if shown != want {
		t.Errorf("the README shows\n%s\nthe committed table gives\n%s", shown, want)
	}
}

// claimsTable is a line a claim, and one a part where parts have verdicts of their own.
func claimsTable(t *testing.T) string {
	rows, comment := committedClaims(t)
	alone := map[string]bool{"fleet/thousand": true, "compute-budget/cutting": true, "marshal-2035/energy": true, "marshal-2035/everybody": true, "policy-matters/median": true}
	lines := []string{comment + ".", "", "| claim | kind | what is measured | median (80 % band) | met | verdict |", "|---|---|---|---|---|---|"}
	for _, r := range rows {
		if strings.Contains(r.ID, "/") && !alone[r.ID] {
			continue
		}
		band, met := "", r.Robust
		if r.Measured != "" {
			band = fmt.Sprintf("%s (%s to %s)", r.Measured, r.Low, r.High)
		}
		if r.Verdict == claim.Assumed {
			met = ""
		}
		lines = append(lines, fmt.Sprintf("| `%s` | %s | %s | %s | %s | %s |", r.ID, r.Kind, r.Statistic, band, met, r.Verdict))
	}
	return strings.Join(lines, "\n")
}

// runClaims runs claims into a folder and reads their table.
func runClaims(t *testing.T, args ...string) []claim.Row {
	t.Helper()
	parent := t.TempDir()
	var stderr bytes.Buffer
	if code := run(t.Context(), environment{
		args: append([]string{"claims", "--quiet", "--out", parent}, args...), stdout: new(bytes.Buffer), stderr: &stderr,
		exit: os.Exit, now: time.Now, load: loadScenario,
	}); code != exitOK {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	folders, err := filepath.Glob(filepath.Join(parent, "claims*", "claims.csv"))
	if err != nil || len(folders) != 1 {
		t.Fatalf("%v %v", folders, err)
	}
	data, err := os.ReadFile(folders[0])
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := claim.ReadCSV(data)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// What the committed table says comes out again: of a claim without runs always, of others in the heavy form.
func TestCommittedClaimsAreReproduced(t *testing.T) {
	rows, _ := committedClaims(t)
	names := []string{"150x"}
	if os.Getenv("TEST_HEAVY") != "" {
		names = append(names, "moore", "energy")
	}
	draws := 0
	for _, r := range rows {
		draws = max(draws, r.Draws)
	}
	for _, name := range names {
		for _, got := range runClaims(t, name, "--draws", fmt.Sprint(draws)) {
			for _, want := range rows {
				if want.ID == got.ID && want != got {
					t.Errorf("%s: got %+v, committed %+v", name, got, want)
				}
			}
		}
	}
}

// The quick form of all claims ends, with a line for each and none whose draws all fail.
func TestQuickClaims(t *testing.T) {
	if os.Getenv("TEST_HEAVY") == "" {
		t.Skip("two core-minutes: TEST_HEAVY=1 runs it")
	}
	seen := 0
	for _, r := range runClaims(t, "--quick") {
		if !strings.Contains(r.ID, "/") {
			seen++
		}
		if r.Verdict == claim.NoResult {
			t.Errorf("%s: %s", r.ID, r.Verdict)
		}
	}
	if seen != 25 {
		t.Errorf("%d claims, want 25", seen)
	}
}
