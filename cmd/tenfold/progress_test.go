package main

import (
	"strings"
	"testing"
	"time"
)

// ticking is a clock on which each look takes a second.
func ticking() func() time.Time {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	return func() time.Time {
		at = at.Add(time.Second)
		return at
	}
}

func progressLines(s *session) int { return strings.Count(s.log.String(), " ticks, ") }

func TestPlainLinesWhereNobodyWatches(t *testing.T) {
	for _, c := range []struct {
		name     string
		terminal bool
		environ  []string
		want     int // lines of 48 ticks of a second: one every tenth, the last without
	}{
		{"no terminal", false, nil, 9},
		{"terminal", true, nil, 0},
		{"terminal of a build machine", true, []string{"CI=true"}, 9},
		{"terminal of no build machine", true, []string{"CI=false"}, 0},
		{"dumb terminal", true, []string{"TERM=xterm", "TERM=dumb"}, 9},
	} {
		s := in(fake(48, nil), "run", "--out", t.TempDir())
		s.terminal, s.environ, s.now = c.terminal, c.environ, ticking()
		if got := progressLines(s.succeed(t)); got != c.want {
			t.Errorf("%s: %d lines, want %d\n%s", c.name, got, c.want, &s.log)
		}
	}
	s := in(fake(48, nil), "run", "--out", t.TempDir())
	s.now = ticking()
	if !strings.Contains(s.succeed(t).log.String(), "fake 2025-05: 5 of 48 ticks, 10 %") {
		t.Errorf("lines\n%s", &s.log)
	}
}

// A run of hours says every half a minute that it lives, and one of a moment says nothing.
func TestPlainLinesAreFew(t *testing.T) {
	s := in(fake(1000, nil), "run", "--out", t.TempDir())
	s.now = ticking()
	// Lines and checkpoints ask the clock once a tick each, which moves it by a second.
	if got := progressLines(s.succeed(t)); got != 66 {
		t.Errorf("%d lines in 2000 seconds", got)
	}
	if got := progressLines(in(fake(1000, nil), "run", "--out", t.TempDir()).succeed(t)); got != 0 {
		t.Errorf("%d lines in a moment", got)
	}
}

// The remaining time of long sweeps is that of a proportion, also where the first that is told is the first of all.
func TestRemainingTime(t *testing.T) {
	for _, c := range []struct {
		first, done, ticks int
		spent              time.Duration
		want               string
	}{
		{1, 50_000, 400_000, 12 * time.Hour, "about 84h0m0s left"},
		{101, 200, 400, 100 * time.Second, "about 3m20s left"},
		{1, 1, 10_000_000, 100 * time.Hour, "about 2500000h0m0s left"},
	} {
		var out strings.Builder
		begun := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		now := begun
		l := &lines{to: &out, name: "sweep", noun: "runs", ticks: c.ticks, now: func() time.Time { return now }, begun: begun, printed: begun}
		l.tick(c.first, "")
		now = begun.Add(c.spent)
		l.tick(c.done, "")
		if !strings.Contains(out.String(), c.want) {
			t.Errorf("%q, want %s", out.String(), c.want)
		}
	}
}

func TestColourOnlyWhereItShows(t *testing.T) {
	for _, c := range []struct {
		terminal bool
		environ  []string
		want     bool
	}{
		{false, nil, false}, {true, nil, true}, {true, []string{"NO_COLOR=1"}, false}, {true, []string{"NO_COLOR="}, true},
		{true, []string{"TERM=dumb"}, false}, {true, []string{"CI=1"}, true},
	} {
		s := in(fake(3, nil), "run", "--out", t.TempDir())
		s.terminal, s.environ = c.terminal, c.environ
		if got := strings.Contains(s.succeed(t).log.String(), "\x1b["); got != c.want {
			t.Errorf("terminal %t, %v: colour %t\n%q", c.terminal, c.environ, got, &s.log)
		}
	}
}

func TestQuietSaysNothing(t *testing.T) {
	s := in(fake(48, nil), "run", "--quiet", "--out", t.TempDir())
	s.terminal, s.now = true, ticking()
	if s.succeed(t).log.Len() > 0 {
		t.Errorf("got %q", &s.log)
	}
}
