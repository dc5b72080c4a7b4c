package main

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var golden = flag.Bool("golden", false, "write the golden texts anew")

// TestMain puts this binary on the path as tenfold, so that scripts and tests start the program as users do.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tenfold": main})
}

// Each script has its own folder, which holds the teaching economy as economy/, for a script to spoil.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		UpdateScripts:      *golden,
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("GORACE", "atexit_sleep_ms=0") // or each process ends a second late under the race detector
			return os.CopyFS(filepath.Join(env.WorkDir, "economy"), os.DirFS("../../configs/economies/teaching-3x3"))
		},
		Condition: func(name string) (bool, error) {
			_, err := os.Stat("/dev/full")
			return name == "devfull" && err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "edit": edit, "same": same, "note": note,
		},
	})
}

// exits runs tenfold and compares its exit code: `exits 2 run x.yaml`.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec("tenfold", args[1:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// edit replaces what matches in a file: `edit FILE REGEXP REPLACEMENT`.
func edit(ts *testscript.TestScript, _ bool, args []string) {
	data := []byte(ts.ReadFile(args[0]))
	changed := regexp.MustCompile(args[1]).ReplaceAll(data, []byte(args[2]))
	if bytes.Equal(data, changed) {
		ts.Fatalf("%s does not match %s", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), changed, 0o644))
}

// same compares the file of that name in the one run folder of each parent: `same results other/results series.csv`.
func same(ts *testscript.TestScript, neg bool, args []string) {
	var texts []string
	for _, parent := range args[:2] {
		found, err := filepath.Glob(filepath.Join(ts.MkAbs(parent), "*", args[2]))
		ts.Check(err)
		if len(found) != 1 {
			ts.Fatalf("%s: expected one run folder with %s, got %v", parent, args[2], found)
		}
		texts = append(texts, ts.ReadFile(found[0]))
	}
	if (texts[0] == texts[1]) == neg {
		ts.Fatalf("%s in %s and %s: same is %t", args[2], args[0], args[1], !neg)
	}
}

// note keeps what a pattern's first group matches in standard output as a variable: `note HASH '"hash": "(.*)"'`.
func note(ts *testscript.TestScript, _ bool, args []string) {
	found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if found == nil {
		ts.Fatalf("standard output has no %s", args[1])
	}
	ts.Setenv(args[0], found[1])
}
