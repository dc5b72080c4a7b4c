package main

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// A matrix fits the terminal: where entries and figures do not fit side by side, entries stand above.
func TestMatrixInANarrowTerminal(t *testing.T) {
	m := &matrix{year: "2030", sectors: []string{"people", "firms", "ai providers", "government", "rest of world", "sum"}, rows: []matrixRow{
		{"current", "wages", []float64{1.4e13, -1.4e13, 0, 0, 0, 1e-3}},
		{"opening balance", "land", []float64{2e13, 0, 0, 0, 0, 2e13}},
	}}
	wide, narrow := m.text(0), m.text(70)
	if !strings.Contains(wide, "\n  wages    14000.0   -14000.0          0") {
		t.Errorf("wide:\n%s", wide)
	}
	if !strings.Contains(narrow, "\n  wages\n    14000.0   -14000.0          0") {
		t.Errorf("narrow:\n%s", narrow)
	}
	if tiny := m.text(50); !strings.Contains(tiny, "\n  wages\n   14000  -14000       0") || !strings.Contains(tiny, "govern-") {
		t.Errorf("tiny:\n%s", tiny)
	}
	for line := range strings.Lines(narrow) {
		if utf8.RuneCountInString(strings.TrimRight(line, "\n")) > 70 {
			t.Errorf("wider than 70: %q", line)
		}
	}
}
