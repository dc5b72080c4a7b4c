//go:build linux

package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// claimFile is a claim of many short runs.
func claimFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "short.yaml")
	const text = `claim: short runs end soon
kind: model
size: mean-field
cases:
  - name: moore
    set: [price.curve=moore]
parts:
  - statistic: output
    measure: base.real_output - moore.real_output
    above: 0
    years: [2025, 2026]
`
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// claimsOf are the tables of a claims folder in a parent.
func claimsOf(t *testing.T, out string) string {
	t.Helper()
	text := ""
	for _, name := range []string{"claims.csv", "claims.json"} {
		data, err := os.ReadFile(filepath.Join(out, "claims", name))
		if err != nil {
			t.Fatal(err)
		}
		text += string(data)
	}
	return text
}

// Claims that are killed again and again, at random moments, lose no run: what they leave in the end is what undisturbed
// ones leave, to the byte.
func TestKilledClaims(t *testing.T) {
	kills := 3
	if os.Getenv("TEST_HEAVY") != "" {
		kills = 20
	}
	undisturbed, out := t.TempDir(), t.TempDir()
	args := []string{"claims", claimFile(t), "--draws", "20", "--quiet", "--set", "clock.end=2026-12", "--out"}
	begun := time.Now()
	if p := start(t, append(args, undisturbed)...); p.ended(t) != exitOK {
		t.Fatal(&p.log)
	}
	took := time.Since(begun)
	random := rand.New(rand.NewPCG(1, 2))
	for killed := 0; killed < kills; {
		p := start(t, append(args, out)...)
		time.Sleep(time.Duration(random.Int64N(int64(took))))
		_ = p.Process.Kill() // one that has ended cannot be killed
		if code := p.ended(t); code == exitOK {
			if claimsOf(t, out) != claimsOf(t, undisturbed) {
				t.Error("killed claims came out otherwise")
			}
			if err := os.RemoveAll(out); err != nil { // and from the start again
				t.Fatal(err)
			}
			continue
		} else if code != -1 {
			t.Fatalf("exit code %d\n%s", code, &p.log)
		}
		killed++
	}
	if p := start(t, append(args, out)...); p.ended(t) != exitOK {
		t.Fatal(&p.log)
	}
	if claimsOf(t, out) != claimsOf(t, undisturbed) {
		t.Error("killed claims came out otherwise")
	}
}

// Ctrl-C ends claims within a run and keeps what is done.
func TestInterruptedClaims(t *testing.T) {
	out := t.TempDir()
	p := start(t, "claims", claimFile(t), "--quiet", "--out", out, "--workers", "1", "--set", "clock.tick=week")
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if done, _ := filepath.Glob(filepath.Join(out, "claims", "parts", "*", "*.json.gz")); len(done) > 1 {
			break
		}
	}
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := p.ended(t); code != exitInterrupted || !strings.Contains(p.log.String(), "the same command goes on") {
		t.Errorf("exit code %d\n%s", code, &p.log)
	}
	if _, err := os.Stat(filepath.Join(out, "claims", "claims.csv")); err == nil {
		t.Error("a table of unfinished claims")
	}
}
