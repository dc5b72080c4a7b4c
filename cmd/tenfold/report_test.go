package main

import (
	"os"
	"path/filepath"
	"testing"

	"tenfold/sim/browsertest"
)

// Pages of real runs, of any shape, load without complaint, and no two labels of their charts collide.
func TestPagesOfRuns(t *testing.T) {
	if raceDetector {
		t.Skip("the same runs are made without the race detector")
	}
	small := []string{"--quiet", "--report", "--set", "fleet.agents=2000", "--set", "people.agents=2000", "--set", "firms.agents=500"}
	b := browsertest.Open(t, "", browsertest.Phone, 800)
	for name, args := range map[string][]string{
		"central": {"central"}, "still": {"no-ai", "--set", "clock.end=2028-12"}, "essay": {"essay", "--mean-field"},
		"months": {"central", "--set", "clock.end=2025-05"}, "weeks": {"moore", "--set", "clock.tick=week", "--set", "clock.end=2026-06"},
		"detailed": {"central", "--mean-field", "--set", "economy=us-2024-detailed"}, "teaching": {"central", "--set", "economy=teaching-3x3"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "detailed" && os.Getenv("TEST_HEAVY") == "" {
				t.Skip("831 occupations: TEST_HEAVY=1 shows them")
			}
			parent := t.TempDir()
			tenfold(t, append(append([]string{"run"}, args...), append(small, "--out", parent)...)...)
			b.Go("file://" + filepath.Join(onlyFolder(t, parent, "*"), reportFile))
			if got := b.Colliding(); got != "" {
				t.Errorf("labels collide:\n%s", got)
			}
			if got := b.Text(`document.body.innerText.match(/\bNaN\b|\bInf\b|%!|undefined/) || ""`); got != "" {
				t.Errorf("the page says %s", got)
			}
			if got := b.TooWide(); got != 0 {
				t.Errorf("%d pixels too wide", got)
			}
			if got := b.Faults(); len(got) > 0 {
				t.Errorf("complaints: %q", got)
			}
		})
	}
}
