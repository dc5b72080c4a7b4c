// Command tenfold simulates an economy with fleets of virtual coworkers. See README.md, or `tenfold --help`.
//
// main is a function of arguments, environment, standard streams, signals and the file system; each verb has a file of
// its own and leaves the work to the packages below sim. Results go to standard output, everything else to standard
// error.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"
)

// environment is all that the program knows of its surroundings but for the file system.
type environment struct {
	args     []string // without the program's name
	environ  []string
	stdout   io.Writer
	stderr   io.Writer
	width    int  // columns of standard output; 0 when it is no terminal
	terminal bool // standard error is one
	signals  <-chan os.Signal
	exit     func(code int) // ends the process at once
	now      func() time.Time
	load     loader
}

func main() {
	// A reader that goes away, as in `tenfold run | head -1`, makes writes fail; it must not kill a run.
	signal.Ignore(syscall.SIGPIPE)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	os.Exit(run(context.Background(), environment{
		args:     os.Args[1:],
		environ:  os.Environ(),
		stdout:   os.Stdout,
		stderr:   os.Stderr,
		width:    terminalWidth(os.Stdout),
		terminal: term.IsTerminal(int(os.Stderr.Fd())),
		signals:  signals,
		exit:     os.Exit,
		now:      time.Now,
		load:     loadScenario,
	}))
}

// terminalWidth is 0 for what is no terminal.
func terminalWidth(f *os.File) int {
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// run is the whole program. It returns the exit code.
func run(ctx context.Context, env environment) int {
	ctx, stop := watch(ctx, env.signals, env.exit)
	defer stop()
	out := &results{to: env.stdout}
	a := &app{environment: env, out: out}
	root := a.root()
	root.SetArgs(env.args)
	root.SetOut(out)
	root.SetErr(env.stderr)
	err := root.ExecuteContext(ctx)
	if err == nil && out.err != nil {
		err = failed("cannot write to standard output: %w", out.err)
	}
	return a.report(err)
}

// app is what the verbs share.
type app struct {
	environment
	out *results
}

// wantsJSON looks at the arguments as they stand, since they may be the very thing that is wrong.
func (a *app) wantsJSON() bool {
	return slices.ContainsFunc(a.args, func(arg string) bool {
		value, given := strings.CutPrefix(arg, "--json=")
		wanted, _ := strconv.ParseBool(value)
		return arg == "--json" || (given && wanted)
	})
}

// results is standard output. After the reader has gone away it takes everything and keeps nothing; any other error is
// kept, since results that were not written must not look like success.
type results struct {
	to   io.Writer
	gone bool
	err  error
}

// Write never fails: what went wrong is looked at once, at the end.
func (r *results) Write(p []byte) (int, error) {
	if r.gone || r.err != nil {
		return len(p), nil
	}
	_, err := r.to.Write(p)
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) {
		r.gone = true
	} else {
		r.err = err
	}
	return len(p), nil
}
