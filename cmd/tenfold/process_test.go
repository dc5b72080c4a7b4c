//go:build unix

package main

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"tenfold/sim/output"
)

// A process is the program on its own, as a user or a scheduler starts it.
type process struct {
	*exec.Cmd
	log bytes.Buffer
}

func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command("tenfold", args...)}
	p.Stderr = &p.log
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() }) // one that has ended cannot be killed
	return p
}

// ended waits and returns the exit code, -1 for a process that a signal killed.
func (p *process) ended(t *testing.T) int {
	t.Helper()
	var exit *exec.ExitError
	if err := p.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return p.ProcessState.ExitCode()
}

// agents are many enough for half a second, so that a signal finds the run at work and a bar is seen to move.
var agents = []string{"--set", "fleet.agents=100k", "--set", "people.agents=100k"}

// endless is a clock with years to spare after the signal.
var endless = append([]string{"--set", "clock.end=2099-12", "--set", "clock.tick=week"}, agents...)

func runIn(out string, more ...string) []string {
	return append([]string{"run", "--quiet", "--out", out}, more...)
}

// underWay waits for the first rows of a run below the folder and returns the run's folder.
func underWay(t *testing.T, out string, p *process) string {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(time.Millisecond) {
		found, err := filepath.Glob(filepath.Join(out, "*", "series.csv.part"))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 {
			continue
		}
		if info, err := os.Stat(found[0]); err == nil && info.Size() > 0 {
			return filepath.Dir(found[0])
		}
	}
	_ = p.Process.Kill()
	_ = p.Wait() // so that the log is whole
	t.Fatalf("no run in %s\n%s", out, &p.log)
	return ""
}

func TestInterruptedProcess(t *testing.T) {
	out := t.TempDir()
	p := start(t, runIn(out, endless...)...)
	dir := underWay(t, out, p)

	// Meanwhile another process may not write there, but may elsewhere.
	second := start(t, runIn(out, endless...)...)
	if code := second.ended(t); code != exitFailure || !strings.Contains(second.log.String(), "another process is writing "+dir) {
		t.Errorf("second process: exit code %d\n%s", code, &second.log)
	}
	third := start(t, runIn(out, "--mean-field", "--set", "clock.end=2025-01")...)
	if code := third.ended(t); code != exitOK {
		t.Errorf("another run in the same parent: exit code %d\n%s", code, &third.log)
	}

	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := p.ended(t); code != exitInterrupted {
		t.Errorf("exit code %d\n%s", code, &p.log)
	}
	f, err := output.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if m := f.Manifest; m.Status != output.Interrupted || m.Sizes.TicksDone < 1 || f.Verify() != nil {
		t.Errorf("manifest %+v, %v", m, f.Verify())
	}
	if left, _ := filepath.Glob(filepath.Join(out, ".*")); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestTerminatedProcess(t *testing.T) {
	out := t.TempDir()
	p := start(t, runIn(out, endless...)...)
	underWay(t, out, p)
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := p.ended(t); code != exitTerminated || !strings.HasPrefix(p.log.String(), "tenfold: terminated before tick ") {
		t.Errorf("exit code %d\n%s", code, &p.log)
	}
}

// killed starts the run of agents and kills it at its first rows.
func killed(t *testing.T, out string) (dir string) {
	t.Helper()
	p := start(t, runIn(out, agents...)...)
	dir = underWay(t, out, p)
	if err := p.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if code := p.ended(t); code != -1 {
		t.Fatalf("the run was faster than the signal: exit code %d", code)
	}
	return dir
}

// runAfterKill does the same run whole and expects one complete folder and nothing else.
func runAfterKill(t *testing.T, out string) {
	t.Helper()
	next := start(t, runIn(out, agents...)...)
	if code := next.ended(t); code != exitOK {
		t.Fatalf("exit code %d\n%s", code, &next.log)
	}
	if m := manifest(t, out); m.Status != output.Complete {
		t.Errorf("status %s", m.Status)
	}
	for _, pattern := range []string{".*", "*/*.part"} {
		if left, _ := filepath.Glob(filepath.Join(out, pattern)); len(left) > 0 {
			t.Errorf("left %v", left)
		}
	}
}

func TestKilledProcess(t *testing.T) {
	out := t.TempDir()
	dir := killed(t, out)
	if m := manifest(t, out); m.Status != output.Running {
		t.Errorf("status %s", m.Status)
	}
	if parts, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(parts) != 6 {
		t.Errorf("tables %v", parts)
	}
	runAfterKill(t, out)

	// A kill while the same run is done again leaves the complete one as it stands.
	again := killed(t, out)
	if !strings.HasSuffix(again, ".new") {
		t.Errorf("written in %s, where the complete run stands", again)
	}
	if f, err := output.Open(dir); err != nil || f.Manifest.Status != output.Complete || f.Verify() != nil {
		t.Errorf("the complete run changed: %v", err)
	}
	runAfterKill(t, out)
}

// A run that is killed at any moments and resumed each time loses at most the ticks since its last checkpoint and ends
// with the tables of an undisturbed run.
func TestKilledProcessIsResumed(t *testing.T) {
	sized := []string{"--set", "fleet.agents=30k", "--set", "people.agents=30k", "--set", "clock.tick=week", "--checkpoint-every", "5", "--ledger"}
	undisturbed := t.TempDir()
	begun := time.Now()
	if p := start(t, runIn(undisturbed, sized...)...); p.ended(t) != exitOK {
		t.Fatalf("%s", &p.log)
	}
	takes := time.Since(begun)
	kills := 6
	if os.Getenv("TEST_HEAVY") != "" {
		kills = 50
	}
	out := t.TempDir()
	p := start(t, runIn(out, sized...)...)
	dir := underWay(t, out, p)
	random := rand.New(rand.NewPCG(1, 2))
	killed, ended := 0, false
	for range kills {
		time.Sleep(time.Duration(random.Int64N(int64(takes) / 5)))
		_ = p.Process.Kill() // it may have ended
		if ended = p.ended(t) == exitOK; ended {
			break
		}
		killed++
		stored, kept := ticksStored(t, dir), lastCheckpoint(t, dir)
		if manifest(t, out).Status != output.Complete && stored-kept > 5+1 { // a complete one needs none
			t.Errorf("kill %d: %d ticks stored, the last checkpoint is after %d", killed, stored, kept)
		}
		p = start(t, "run", "--resume", dir, "--quiet", "--checkpoint-every", "5")
	}
	if !ended {
		if code := p.ended(t); code != exitOK {
			t.Fatalf("exit code %d\n%s", code, &p.log)
		}
	}
	if last := start(t, "run", "--resume", dir, "--quiet"); last.ended(t) != exitOK {
		t.Fatalf("%s", &last.log)
	}
	t.Logf("killed %d times in a run of %v", killed, takes)
	sameTables(t, "killed and resumed", tablesOf(t, out), tablesOf(t, undisturbed))
	if f, err := output.Open(dir); err != nil || f.Verify() != nil {
		t.Errorf("%v, %v", err, f.Verify())
	}
}

// ticksStored is the number of rows of a killed run's table "series".
func ticksStored(t *testing.T, dir string) int {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "series.csv.part"))
	if errors.Is(err, fs.ErrNotExist) { // it was killed while it ended
		data, err = os.ReadFile(filepath.Join(dir, "series.csv"))
	}
	if err != nil {
		t.Fatal(err)
	}
	return max(bytes.Count(data, []byte("\n"))-1, 0)
}

// lastCheckpoint is the tick after which it was made, 0 for none.
func lastCheckpoint(t *testing.T, dir string) (tick int) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "checkpoint", "tick-*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		n, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(path), "tick-"))
		if err != nil {
			t.Fatal(err)
		}
		tick = max(tick, n)
	}
	return tick
}
