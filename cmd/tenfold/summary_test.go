package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tenfold/sim/unit"
)

// The run's folder has a short name here, so that no word is longer than the narrowest terminal.
func TestSummaryFitsTheTerminal(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, args := range [][]string{
		{"run", "--quiet", "--mean-field", "--set", "clock.tick=quarter"},
		{"run", "--quiet", "--mean-field", "--set", "clock.tick=quarter", "no-ai"},
		{"run", "--quiet", "--mean-field", "--set", "economy=teaching-3x3", "--set", "clock.end=2025-03"},
		{"scenarios"},
		{"policies"},
		{"calibrate", "wages"},
	} {
		for _, width := range []int{40, 60, 80, 100, 200} {
			s := in(loadScenario, args...)
			s.width = width
			for line := range strings.Lines(s.succeed(t).out.String()) {
				if got := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); got > width {
					t.Errorf("%v: %d columns in a terminal of %d: %s", args, got, width, line)
				}
			}
		}
	}
}

// Nobody's terminal is so narrow, but nothing may break.
func TestSummaryOfNoWidth(t *testing.T) {
	for _, width := range []int{-1, 1, 2, 7, 20} {
		s := in(fake(48, nil), "run", "--quiet", "--out", t.TempDir())
		s.width = width
		if out := s.succeed(t).out.String(); !strings.Contains(out, "Unemployment") || !strings.Contains(out, "2028") {
			t.Errorf("width %d:\n%s", width, out)
		}
	}
}

func TestSummaryText(t *testing.T) {
	for _, width := range []int{0, 40, 80} {
		t.Chdir(t.TempDir())
		s := in(fake(48, nil), "run", "--quiet")
		s.width = width
		compareGolden(t, fmt.Sprintf("summary-%d.txt", width), s.succeed(t).out.String())
	}
}

// Of coworkers and of what is spent on them, those of firms have a row of their own, below all.
func TestSummaryTellsFirmsCoworkers(t *testing.T) {
	t.Chdir(t.TempDir())
	s := in(loadScenario, "run", "--quiet", "--mean-field", "--set", "economy=teaching-3x3", "--set", "clock.tick=quarter", "--set", "clock.end=2025-03")
	out := s.succeed(t).out.String()
	for _, of := range []string{"Coworkers in use .*\n  of them by firms .*\nWage bill's tasks they do", "Spending on coworkers .*\n  of it by firms "} {
		if !regexp.MustCompile(of).MatchString(out) {
			t.Errorf("no %s in\n%s", of, out)
		}
	}
}

// compareGolden compares with a file of testdata, or writes it under the flag -golden.
func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join(source, "testdata", name)
	if *golden {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		v    float64
		want string
	}{
		{0, "0.0"}, {2.3e-15, "0.0"}, {-1e-14, "0.0"}, {9e-7, "0.0"}, {math.Copysign(0, -1), "0.0"},
		{2e-6, "<0.01"}, {.0049, "<0.01"}, {-.0049, ">-0.01"}, {.005, "0.01"}, {.0123, "0.01"},
		{.073, "0.07"}, {-.073, "-0.07"}, {.0949, "0.09"}, {.095, "0.1"}, {.0999, "0.1"}, {.1, "0.1"}, {61.26, "61.3"}, {100, "100.0"},
	} {
		if got := percent(c.v); got != c.want {
			t.Errorf("percent(%g) = %s, want %s", c.v, got, c.want)
		}
	}
}

func TestCell(t *testing.T) {
	for _, c := range []struct {
		v    float64
		unit unit.Unit
		want string
	}{
		{.5, "share", "50.0"}, {1, "index", "1.000"}, {12345, "index", "12.35k"}, {2.5e9, "usd/yr", "2.5bn"}, {.0156, "usd/h", "0.0156"},
	} {
		if got := cell(c.v, c.unit); got != c.want {
			t.Errorf("%g %s: %s, want %s", c.v, c.unit, got, c.want)
		}
	}
}

func TestSpreadHoldsBothEnds(t *testing.T) {
	for n := 1; n < 40; n++ {
		for k := 1; k < 10; k++ {
			got := spread(n, k)
			if len(got) != min(n, k) || got[0] != 0 || (k > 1 && got[len(got)-1] != n-1) || !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
				t.Errorf("spread(%d, %d) = %v", n, k, got)
			}
		}
	}
}

func TestWrapKeepsAllWords(t *testing.T) {
	text := "Of all the words in this sentence Kraftfahrzeughaftpflichtversicherung is the longest"
	for width := -1; width < 100; width++ {
		got := wrap(text, width)
		if strings.Join(strings.Fields(got), " ") != text {
			t.Fatalf("width %d: %q", width, got)
		}
		for line := range strings.Lines(got) {
			if line = strings.TrimSuffix(line, "\n"); len(line) > width && strings.Contains(line, " ") {
				t.Errorf("width %d: line %q", width, line)
			}
		}
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -999: "-999"} {
		if got := thousands(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestPeriodsCoverAllYears(t *testing.T) {
	years := []string{"2025", "2026", "2027", "2028", "2029"}
	names := "aabca"
	if got := periods(years, func(year int) string { return names[year : year+1] }); got != "a 2025-2026, b 2027, c 2028, a 2029" {
		t.Errorf("got %s", got)
	}
}
