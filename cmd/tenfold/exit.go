package main

import (
	"errors"
	"fmt"
	"io"

	"tenfold/sim/dataset"
	"tenfold/sim/experiment"
	"tenfold/sim/scenario"
)

// The exit codes.
const (
	exitOK          = 0
	exitFailure     = 1 // in a run, or of the disk
	exitUsage       = 2 // or configuration
	exitSomeRuns    = 3 // of a sweep failed
	exitTerminated  = 75
	exitThreshold   = 99 // a stated threshold is missed
	exitInterrupted = 130
)

// A failure is an error with its exit code.
type failure struct {
	error
	code   int
	faults []fault
	dir    string // run folder that was kept, if any
	told   bool   // the result stands on standard output, and shows what is wrong with it
}

// Unwrap gives what went wrong.
func (f *failure) Unwrap() error { return f.error }

// A fault is one thing wrong with a configuration or a table, and where it stands.
type fault = scenario.Fault

func failed(format string, args ...any) *failure {
	return &failure{error: fmt.Errorf(format, args...), code: exitFailure}
}

func usage(format string, args ...any) *failure {
	return &failure{error: fmt.Errorf(format, args...), code: exitUsage}
}

// unfinished is a failure of many runs: of usage where the settings leave no year to start from, as for a single run.
func unfinished(err error) *failure {
	if errors.Is(err, experiment.ErrNoBaseYear) {
		return usage("%w", err)
	}
	return failed("%w", err)
}

// misconfigured is a failure with all the faults that err carries.
func misconfigured(err error) *failure {
	f := &failure{error: err, code: exitUsage}
	var settings scenario.Faults
	var tables dataset.Faults
	switch {
	case errors.As(err, &settings):
		f.faults = settings
	case errors.As(err, &tables):
		for _, t := range tables {
			f.faults = append(f.faults, fault{File: t.File, Line: t.Line, Path: t.Path, Message: t.Message})
		}
	}
	switch n := len(f.faults); n {
	case 0:
	case 1:
		f.error = errors.New("1 fault")
	default:
		f.error = fmt.Errorf("%d faults", n)
	}
	return f
}

// report tells what went wrong, for people on standard error and for programs on standard output, and returns the
// exit code. What is not a failure of ours is cobra's: a fault of usage.
func (a *app) report(err error) int {
	if err == nil {
		return exitOK
	}
	var f *failure
	if !errors.As(err, &f) {
		f = usage("%w", err)
	}
	f.print(a.stderr)
	if a.wantsJSON() && !f.told {
		_ = writeJSON(a.out, f.object()) // the exit code tells it too
	}
	return f.code
}

// print ignores errors of w: there is nowhere left to tell them.
func (f *failure) print(w io.Writer) {
	_, _ = fmt.Fprintf(w, "tenfold: %s\n", f.error)
	for _, one := range f.faults {
		_, _ = fmt.Fprintf(w, "  %s\n", one)
	}
}
