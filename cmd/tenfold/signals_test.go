package main

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"tenfold/sim/output"
)

// long is a run that a test stops: a tick takes a millisecond, and at the third the signals arrive.
func long(t *testing.T, signals chan<- os.Signal, send ...os.Signal) loader {
	t.Helper()
	return fake(10_000, func(tick int) error {
		if tick == 2 {
			for _, s := range send {
				signals <- s
			}
		}
		time.Sleep(time.Millisecond)
		return nil
	})
}

func TestFirstSignalEndsTheTick(t *testing.T) {
	for signal, want := range map[os.Signal]struct {
		code int
		word string
	}{os.Interrupt: {exitInterrupted, "interrupted"}, syscall.SIGTERM: {exitTerminated, "terminated"}} {
		out, signals := t.TempDir(), make(chan os.Signal)
		s := in(long(t, signals, signal), "run", "--json", "--out", out)
		s.signals = signals
		got := object[errorObject](t, s.run())
		if s.code != want.code || got.Error.Code != want.code || !strings.HasPrefix(got.Error.Message, want.word+" before tick ") || got.RunDir == "" {
			t.Errorf("%s: exit code %d, %+v", signal, s.code, got)
		}
		m := manifest(t, out)
		if m.Status != output.Interrupted || m.Sizes.TicksDone < 3 || m.Sizes.TicksDone >= m.Sizes.Ticks || !strings.HasPrefix(m.Message, want.word) {
			t.Errorf("%s: manifest %+v", signal, m)
		}
		f, err := output.Open(got.RunDir)
		if err != nil || f.Verify() != nil {
			t.Fatalf("%s: what is kept does not fit its manifest: %v", signal, err)
		}
		if table, err := f.Table("series"); err != nil || table.Rows() != m.Sizes.TicksDone {
			t.Errorf("%s: table %v, %v", signal, table, err)
		}
	}
}

func TestSecondSignalExitsAtOnce(t *testing.T) {
	signals, exited := make(chan os.Signal), make(chan int)
	s := in(fake(3, func(tick int) error {
		if tick == 1 {
			signals <- os.Interrupt
			signals <- syscall.SIGTERM
			if code := <-exited; code != exitTerminated { // the tick has not ended
				t.Errorf("exit code %d", code)
			}
		}
		return nil
	}), "run", "--quiet", "--out", t.TempDir())
	s.signals, s.exit = signals, func(code int) { exited <- code }
	if s.run(); s.code != exitInterrupted {
		t.Errorf("the first signal counts: exit code %d", s.code)
	}
}

func TestSignalBeforeTheFirstTickLeavesNothing(t *testing.T) {
	out, signals := t.TempDir(), make(chan os.Signal)
	load := fake(3, nil)
	s := in(func(source string, set, environ []string, policies ...string) (*plan, error) {
		signals <- os.Interrupt
		time.Sleep(10 * time.Millisecond)
		return load(source, set, environ, policies...)
	}, "run", "--out", out)
	s.signals = signals
	if s.run(); s.code != exitInterrupted {
		t.Errorf("exit code %d", s.code)
	}
	if entries, err := os.ReadDir(out); err != nil || len(entries) > 0 {
		t.Errorf("left %v, %v", entries, err)
	}
}
