package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/economy"
	"tenfold/sim/output"
	"tenfold/sim/scenario"
	"tenfold/sim/sweep"
)

// reproOptions are the flags of `tenfold repro`.
type reproOptions struct {
	workers     int
	json, quiet bool
}

func (a *app) reproCommand() *cobra.Command {
	var o reproOptions
	c := &cobra.Command{
		Use:   "repro FOLDER",
		Short: "Run what made a folder of results again and compare the tables, hash by hash",
		Long: "Run what made a folder of results again, in a place of its own, and compare every table's SHA-256: of a run from its\n" +
			"scenario.yaml, of a sweep from the experiment that its plan.json names, of a comparison or of demand curves from the\n" +
			"command that they state. The folder itself is only read.\n\n" +
			"Exit code 0 when all tables are the same bytes, 1 when one differs.",
		Example: "  tenfold repro results/central-1234abcd-s1",
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return a.repro(c.Context(), filepath.Clean(args[0]), o) },
	}
	f := c.Flags()
	f.IntVar(&o.workers, "workers", runtime.GOMAXPROCS(0), "goroutines or runs at once: `N`; changes no result")
	f.Lookup("workers").DefValue = "one a processor"
	f.BoolVar(&o.json, "json", false, "print one JSON object instead of a table")
	f.BoolVar(&o.quiet, "quiet", false, "nothing on standard error but errors")
	return c
}

// makers are the versions that can change results.
type makers struct {
	Tool  string `json:"tool_version,omitempty"`
	Model string `json:"model_version"`
	Go    string `json:"go_version,omitempty"`
	Arch  string `json:"goarch,omitempty"`
}

// reproduced is a table of the folder and of the new run.
type reproduced struct {
	Name  string `json:"name"`
	Was   string `json:"sha256"`
	Is    string `json:"again,omitempty"` // none: the new run has no such table
	Spoil bool   `json:"changed_since,omitempty"`
	Same  bool   `json:"same"`
}

// reproduction is what `repro --json` prints.
type reproduction struct {
	Folder string       `json:"folder"`
	Same   bool         `json:"same"`
	Made   makers       `json:"made_by"`
	Here   makers       `json:"here"`
	Tables []reproduced `json:"tables"`
}

func here() makers {
	return makers{toolVersion(), economy.ModelVersion, runtime.Version(), runtime.GOARCH}
}

// original is a folder that can be made again: its tables and what makes them in another place.
type original struct {
	made  makers
	files []output.File // those that the folder lists; only tables are compared
	again func(parent string) ([]output.File, error)
}

func (a *app) repro(ctx context.Context, dir string, o reproOptions) error {
	if o.workers < 1 {
		return usage("--workers: expected at least 1, got %d", o.workers)
	}
	found, err := a.original(ctx, dir, o)
	if err != nil {
		return err
	}
	parent, err := os.MkdirTemp("", "tenfold-repro-")
	if err != nil {
		return failed("cannot make a folder for the new run: %w", err)
	}
	defer func() { _ = os.RemoveAll(parent) }() // of no use any more
	fresh, err := found.again(parent)
	if f := stop(ctx); f != nil { // what was made is not kept
		return f
	}
	if err != nil {
		return err
	}
	r := reproduction{Folder: dir, Same: true, Made: found.made, Here: here()}
	for _, was := range found.files {
		if !isTable(was.Name) {
			continue
		}
		t := reproduced{Name: was.Name, Was: was.SHA256}
		if i := slices.IndexFunc(fresh, func(f output.File) bool { return f.Name == was.Name }); i >= 0 {
			t.Is = fresh[i].SHA256
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(was.Name)))
		t.Spoil = err != nil || output.Describe(was.Name, data).SHA256 != was.SHA256
		t.Same = t.Is == t.Was && !t.Spoil
		r.Same = r.Same && t.Same
		r.Tables = append(r.Tables, t)
	}
	return a.printRepro(&r, o)
}

func isTable(name string) bool {
	return !strings.Contains(name, "/") && (strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".parquet"))
}

func (a *app) printRepro(r *reproduction, o reproOptions) error {
	var differ []string
	text := fmt.Sprintf("%s: made again\n", r.Folder)
	for _, t := range r.Tables {
		what := "same"
		switch {
		case t.Spoil:
			what = "changed since it was written"
		case t.Is == "":
			what = "not made again"
		case !t.Same:
			what = fmt.Sprintf("differs: %.8s", t.Is)
		}
		text += fmt.Sprintf("  %-24s %.8s  %s\n", t.Name, t.Was, what)
		if !t.Same {
			differ = append(differ, t.Name)
		}
	}
	text += versionsText(r.Made, r.Here)
	var err error
	if o.json {
		err = writeJSON(a.out, r)
	} else {
		_, err = a.out.Write([]byte(text))
	}
	switch {
	case err != nil:
		return err
	case len(r.Tables) == 0:
		return failed("%s lists no tables", r.Folder)
	case len(differ) > 0:
		return &failure{error: fmt.Errorf("%d of %s differ: %s", len(differ), count(int64(len(r.Tables)), "table"), strings.Join(differ, ", ")), code: exitFailure}
	}
	return nil
}

// versionsText says which versions differ between the two.
func versionsText(made, here makers) (text string) {
	for _, v := range []struct{ what, was, is string }{
		{"tenfold ", made.Tool, here.Tool}, {"model ", made.Model, here.Model}, {"", made.Go, here.Go}, {"", made.Arch, here.Arch},
	} {
		if v.was != "" && v.was != v.is {
			text += fmt.Sprintf("Made with %s%s, made again with %s\n", v.what, v.was, v.is)
		}
	}
	return text
}

// original finds out what made a folder.
func (a *app) original(ctx context.Context, dir string, o reproOptions) (*original, error) {
	for _, kind := range []struct {
		mark string
		open func(context.Context, string, reproOptions) (*original, error)
	}{{"manifest.json", a.originalRun}, {"plan.json", a.originalSweep}, {compareFile, a.originalCommand}, {demandFile, a.originalCommand}} {
		if _, err := os.Stat(filepath.Join(dir, kind.mark)); err == nil {
			return kind.open(ctx, dir, o)
		}
	}
	if err := claimsFolder(dir); err != nil {
		return nil, err
	}
	return nil, usage("%s is no folder of results: it has no manifest.json, plan.json, %s or %s", dir, compareFile, demandFile)
}

// sameModel refuses to make again what another version of the model made.
func sameModel(dir, model string) error {
	if model != economy.ModelVersion {
		return failed("%s was made by version %s of the model, this is version %s: build that version of tenfold to make it again", dir, model, economy.ModelVersion)
	}
	return nil
}

func (a *app) originalRun(ctx context.Context, dir string, o reproOptions) (*original, error) {
	folder, err := output.Open(dir)
	if err != nil {
		return nil, usage("%w", err)
	}
	m := folder.Manifest
	if m.Status != output.Complete {
		return nil, usage("%s is %s: only complete runs can be compared (`tenfold run --resume` goes on with it)", dir, m.Status)
	}
	if err := sameModel(dir, m.Model); err != nil {
		return nil, err
	}
	p, err := a.load(filepath.Join(dir, "scenario.yaml"), nil, nil)
	if err != nil {
		return nil, misconfigured(err)
	}
	if p.hash != m.Hash {
		return nil, failed("%s: scenario.yaml has hash %.8s, the manifest says %.8s: it, or a table of a shipped economy, has changed", dir, p.hash, m.Hash)
	}
	return &original{makers{m.Tool, m.Model, m.Go, m.GOARCH}, m.Files, func(parent string) ([]output.File, error) {
		w, err := p.start(o.workers)
		if err != nil {
			return nil, misconfigured(err)
		}
		defer w.Close()
		r, err := a.simulate(ctx, p, w, runOptions{out: parent, workers: o.workers, quiet: o.quiet})
		if err != nil {
			return nil, err
		}
		fresh, err := output.Open(r.dir)
		if err != nil {
			return nil, failed("%w", err)
		}
		return fresh.Manifest.Files, nil
	}}, nil
}

func (a *app) originalSweep(ctx context.Context, dir string, o reproOptions) (*original, error) {
	plan, err := sweep.ReadPlan(dir)
	if err != nil {
		return nil, failed("%w", err)
	}
	if err := sameModel(dir, plan.Model); err != nil {
		return nil, err
	}
	was, err := sweep.ReadSummary(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("%s is not collected yet: `tenfold sweep collect %s`", dir, dir)
	}
	if err != nil {
		return nil, failed("%w", err)
	}
	folder, err := a.reopen(dir)
	if err != nil {
		return nil, err
	}
	return &original{makers{Model: plan.Model}, was.Files, func(parent string) ([]output.File, error) {
		bytes, err := memoryFor("")
		if err != nil {
			return nil, err
		}
		again, err := sweep.Open(parent, folder.Sweep, plan.Origin, 0)
		if err != nil {
			return nil, failed("%w", err)
		}
		sum, err := a.runSweep(ctx, again, sweepOptions{batch: batch{workers: o.workers, quiet: o.quiet}, keep: len(was.Failed) > 0}, bytes)
		if err != nil {
			return nil, err
		}
		return sum.Files, nil
	}}, nil
}

// originalCommand is a folder that states the arguments that made it.
func (a *app) originalCommand(ctx context.Context, dir string, o reproOptions) (*original, error) {
	mark := compareFile
	if _, err := os.Stat(filepath.Join(dir, demandFile)); err == nil {
		mark = demandFile
	}
	data, err := os.ReadFile(filepath.Join(dir, mark))
	if err != nil {
		return nil, failed("%w", err)
	}
	var m struct {
		Hash, Model, Version string
		Arguments            []string
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, failed("%s: %w", filepath.Join(dir, mark), err)
	}
	if err := sameModel(dir, m.Model); err != nil {
		return nil, err
	}
	if len(m.Arguments) == 0 {
		return nil, usage("%s does not state the arguments that made it", filepath.Join(dir, mark))
	}
	files, err := tablesIn(dir)
	if err != nil {
		return nil, err
	}
	return &original{makers{Tool: m.Version, Model: m.Model}, files, func(parent string) ([]output.File, error) {
		env := a.environment
		_, env.environ = scenario.FromEnvironment(a.environ) // the arguments hold what decided the results
		env.args, env.stdout, env.signals = append(slices.Clone(m.Arguments), "--out", parent, "--workers", fmt.Sprint(o.workers)), io.Discard, nil
		if o.quiet {
			env.args = append(env.args, "--quiet")
		}
		if code := run(ctx, env); code != exitOK {
			return nil, &failure{error: fmt.Errorf("tenfold %s ended with %d", strings.Join(m.Arguments, " "), code), code: code}
		}
		made, err := filepath.Glob(filepath.Join(parent, "*", mark))
		if err != nil || len(made) != 1 {
			return nil, failed("tenfold %s left no folder", strings.Join(m.Arguments, " "))
		}
		if name := filepath.Base(filepath.Dir(made[0])); !strings.HasSuffix(name, m.Hash[:min(8, len(m.Hash))]) {
			return nil, failed("made again it is %s: what it is made of has changed (hash %.8s)", name, m.Hash)
		}
		return tablesIn(filepath.Dir(made[0]))
	}}, nil
}

// tablesIn describes the tables of a folder that lists no files.
func tablesIn(dir string) (out []output.File, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, failed("%w", err)
	}
	for _, e := range entries {
		if !isTable(e.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, failed("%w", err)
		}
		out = append(out, output.Describe(e.Name(), data))
	}
	return out, nil
}
