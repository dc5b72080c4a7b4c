//go:build linux

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// sweepFile is an experiment of many small runs in chunks of their own.
func sweepFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "many.yaml")
	const text = `
set: [mean_field=true, clock.end=2026-12]
design: halton
size: 40
factors:
  - {setting: price.fall, from: 3, to: 30, scale: log}
  - {setting: review.minimum, from: .05, to: .3}
outcomes: [{column: real_output, at: final}, {column: unemployment_rate, at: peak}]
`
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// collected are the files of the one sweep folder in a parent, but for the plan.
func collected(t *testing.T, out string) map[string]string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(out, "many-*", "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, path := range found {
		if filepath.Base(path) != "plan.json" {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files[filepath.Base(path)] = string(data)
		}
	}
	return files
}

func sameFiles(t *testing.T, got, want map[string]string) {
	t.Helper()
	if len(got) != len(want) || len(want) < 10 {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s differs", name)
		}
	}
}

// A sweep that is killed again and again, at random moments, loses no run and counts none twice: what it leaves in the end
// is what an undisturbed one leaves, to the byte.
func TestKilledSweep(t *testing.T) {
	kills := 3
	if os.Getenv("TEST_HEAVY") != "" {
		kills = 50
	}
	experiment, undisturbed, out := sweepFile(t), t.TempDir(), t.TempDir()
	begun := time.Now()
	if p := start(t, "sweep", experiment, "--quiet", "--out", undisturbed); p.ended(t) != exitOK {
		t.Fatal(&p.log)
	}
	took := time.Since(begun)
	random := rand.New(rand.NewPCG(1, 2))
	for killed := 0; killed < kills; {
		p := start(t, "sweep", experiment, "--quiet", "--out", out)
		time.Sleep(time.Duration(random.Int64N(int64(took))))
		_ = p.Process.Kill() // one that has ended cannot be killed
		if code := p.ended(t); code == exitOK {
			sameFiles(t, collected(t, out), collected(t, undisturbed))
			if err := os.RemoveAll(out); err != nil { // and from the start again
				t.Fatal(err)
			}
			continue
		} else if code != -1 {
			t.Fatalf("exit code %d\n%s", code, &p.log)
		}
		killed++
	}
	if p := start(t, "sweep", experiment, "--quiet", "--out", out); p.ended(t) != exitOK {
		t.Fatal(&p.log)
	}
	sameFiles(t, collected(t, out), collected(t, undisturbed))
}

// Ctrl-C ends a sweep within a run and keeps what is done; a second sweep in the folder is refused meanwhile.
func TestInterruptedSweep(t *testing.T) {
	experiment, out := sweepFile(t), t.TempDir()
	p := start(t, "sweep", experiment, "--quiet", "--out", out, "--workers", "1", "--set", "clock.tick=week")
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if done, _ := filepath.Glob(filepath.Join(out, "many-*", "parts", "*.done.json")); len(done) > 1 {
			break
		}
	}
	second := start(t, "sweep", experiment, "--quiet", "--out", out, "--set", "clock.tick=week")
	if code := second.ended(t); code != exitFailure || !strings.Contains(second.log.String(), "another process is writing") {
		t.Errorf("second sweep: exit code %d\n%s", code, &second.log)
	}
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := p.ended(t); code != exitInterrupted || !strings.Contains(p.log.String(), "the same command goes on") {
		t.Errorf("exit code %d\n%s", code, &p.log)
	}
	if left, _ := filepath.Glob(filepath.Join(out, "many-*", "*.csv")); len(left) > 0 {
		t.Errorf("tables of an unfinished sweep: %v", left)
	}
}

// mounted is a small file system of its own for a test; flags such as MS_RDONLY can be set later.
func mounted(t *testing.T, options string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		if os.Getenv("TEST_HEAVY") != "" {
			t.Fatalf("cannot mount a small file system, which the heavy tests need: %v", err)
		}
		t.Skipf("cannot mount a small file system (needs root): %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

// A disk that is full is a clear error, whether runs or tables do not fit any more; what is done is kept, and with more and
// more room the sweep goes on to the same bytes.
func TestSweepOnAFullDisk(t *testing.T) {
	experiment, undisturbed, disk := sweepFile(t), t.TempDir(), mounted(t, "size=128k")
	if p := start(t, "sweep", experiment, "--quiet", "--out", undisturbed); p.ended(t) != exitOK {
		t.Fatal(&p.log)
	}
	partly, collecting := 0, 0
	for room := 128; ; room += 64 {
		if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, fmt.Sprintf("size=%dk", room)); err != nil {
			t.Fatal(err)
		}
		p := start(t, "sweep", experiment, "--quiet", "--out", disk)
		code := p.ended(t)
		done, err := filepath.Glob(filepath.Join(disk, "many-*", "parts", "*.done.json"))
		if code == exitOK {
			break
		}
		if code != exitFailure || !strings.Contains(p.log.String(), "no space left on device") || err != nil || len(done) == 0 || room > 4096 {
			t.Fatalf("%d kB: exit code %d, %d parts done, %v\n%s", room, code, len(done), err, &p.log)
		}
		if len(done) < 40 {
			partly++
		} else {
			collecting++
		}
	}
	if partly == 0 || collecting == 0 {
		t.Errorf("the disk was full %d times during runs and %d times while tables were written", partly, collecting)
	}
	sameFiles(t, collected(t, disk), collected(t, undisturbed))
}

// A clock that jumps to and fro by hours, and files that say they were written long ago or are yet to be, change nothing.
func TestSweepUnderAClockThatJumps(t *testing.T) {
	experiment, undisturbed, out := sweepFile(t), t.TempDir(), t.TempDir()
	sweeping := func(out string, now func() time.Time) *session {
		s := in(loadScenario, "sweep", experiment, "--out", out)
		s.now = now
		return s.succeed(t)
	}
	sweeping(undisturbed, time.Now)
	var calls atomic.Int64
	jumping := func() time.Time {
		return time.Now().Add(time.Duration(calls.Add(1)%5-2) * 7 * time.Hour)
	}
	sweeping(out, jumping)
	if calls.Load() < 3 {
		t.Errorf("the clock was read %d times", calls.Load())
	}
	sameFiles(t, collected(t, out), collected(t, undisturbed))
	parts, err := filepath.Glob(filepath.Join(out, "many-*", "parts", "*"))
	if err != nil || len(parts) != 80 {
		t.Fatalf("%d parts, %v", len(parts), err)
	}
	for i, path := range parts {
		at := time.Unix(int64(i%3)*3_000_000_000, 0) // 1970, 2065, 2160
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(parts[1]); err != nil { // one part is to be made again, and no other
		t.Fatal(err)
	}
	sweeping(out, jumping)
	made := 0
	for _, path := range parts {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if age := time.Since(info.ModTime()).Abs(); age < time.Hour {
			made++
		}
	}
	if made != 2 {
		t.Errorf("%d files of parts are new, want 2: a part and what says that it is done", made)
	}
	sameFiles(t, collected(t, out), collected(t, undisturbed))
}

// A folder that cannot be written to is a clear error.
func TestSweepInAReadOnlyFolder(t *testing.T) {
	experiment, disk := sweepFile(t), mounted(t, "size=1m")
	if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	p := start(t, "sweep", experiment, "--quiet", "--out", disk)
	if code := p.ended(t); code != exitFailure || !strings.Contains(p.log.String(), "read-only file system") {
		t.Errorf("exit code %d\n%s", code, &p.log)
	}
}
