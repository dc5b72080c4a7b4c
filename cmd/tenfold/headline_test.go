package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"tenfold/sim/forecast"
)

const (
	headlineMark  = "<!-- headline -->\n\n"
	headlineDraws = 200
)

// The README's headline is what 200 draws from the priors give. That takes a minute, so that it is looked at in full with
// TEST_HEAVY=1 only; otherwise the table has to have the right shape.
func TestReadmeHeadline(t *testing.T) {
	data, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	before, after, ok := strings.Cut(string(data), headlineMark)
	if !ok {
		t.Fatal("the README has no headline")
	}
	shown, rest, _ := strings.Cut(after, tableEnd)
	if !*update && os.Getenv("TEST_HEAVY") == "" {
		checkHeadlineShape(t, shown)
		t.Skip("200 runs: with TEST_HEAVY=1 only")
	}
	a := &app{}
	p, err := a.forecastPlan("central", forecastOptions{draws: headlineDraws, batch: batch{workers: 4}, years: headlineYears})
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := headlineTable(f, headlineYears); *update {
		writeReadme(t, before+headlineMark+want+tableEnd+rest)
	} else if shown != want {
		t.Errorf("the README shows\n%s\nruns give\n%s", shown, want)
	}
}

func checkHeadlineShape(t *testing.T, shown string) {
	lines := strings.Split(shown, "\n")
	if len(lines) != len(headline)+2 {
		t.Fatalf("the headline has %d lines", len(lines))
	}
	for i, h := range headline {
		if cells := strings.Split(lines[i+2], "|"); strings.TrimSpace(cells[1]) != h.words || len(cells) != len(headlineYears)+3 {
			t.Errorf("line %d is %q", i+3, lines[i+2])
		}
	}
}

// The table says what the forecast says.
func TestHeadlineTable(t *testing.T) {
	f := &forecast.Forecast{Levels: forecast.Levels}
	for _, h := range headline {
		f.Rows = append(f.Rows, forecast.Row{Outcome: h.column, Unit: "share", Year: 2027, Quantiles: []float64{.101, .2, .305, .4, .5}})
	}
	lines := strings.Split(headlineTable(f, []int{2027}), "\n")
	if len(lines) != len(headline)+2 || lines[2] != "| Output (1: trend without AI) | 30.5 (10.1 to 50.0) |" {
		t.Errorf("%q", lines)
	}
}

// headlineTable is the forecast as a table for the README.
func headlineTable(f *forecast.Forecast, years []int) string {
	head, rule := "| median (80 % of draws) |", "|---|"
	for _, y := range years {
		head, rule = head+fmt.Sprintf(" %d |", y), rule+"---|"
	}
	lines := []string{head, rule}
	for _, h := range headline {
		line := "| " + h.words + " |"
		for _, y := range years {
			r := f.Find(h.column, y)
			low, high := r.Band()
			line += fmt.Sprintf(" %s (%s to %s) |", bandCell(r.Median(), r.Unit), bandCell(low, r.Unit), bandCell(high, r.Unit))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
