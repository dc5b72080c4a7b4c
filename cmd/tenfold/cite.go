package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tenfold/sim/dataset"
	"tenfold/sim/economy"
	"tenfold/sim/output"
	"tenfold/sim/scenario"
)

func (a *app) citeCommand() *cobra.Command {
	var set []string
	c := &cobra.Command{
		Use:   "cite [FOLDER|SCENARIO]",
		Short: "Print BibTeX that names version, configuration and data of results, a scenario or the program",
		Long: "Print a BibTeX entry for a folder of results (of a run, a sweep, a comparison or demand curves), for a scenario, or for\n" +
			"the program alone. It names the version of tool and model, the hash of the configuration, which is all that decides\n" +
			"results, and the data with their vintages.",
		Example:           "  tenfold cite\n  tenfold cite central\n  tenfold cite results/central-1234abcd-s1 >> paper.bib",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: completeScenario,
		RunE: func(_ *cobra.Command, args []string) error {
			cited := &citation{key: "tenfold", version: toolVersion(), model: economy.ModelVersion, year: builtIn(a.now())}
			if len(args) == 1 {
				var err error
				if cited, err = a.cited(filepath.Clean(args[0]), args[0], set); err != nil {
					return err
				}
			}
			_, err := a.out.Write([]byte(cited.bibtex()))
			return err
		},
	}
	c.Flags().StringArrayVar(&set, "set", nil, "change a setting of the scenario: `path=value`; repeatable")
	return c
}

// citation is what a BibTeX entry says.
type citation struct {
	key, what, hash, version, model, year string
	data                                  *dataset.Economy
}

// builtIn is the year of the commit that the program was built from, where the build says it.
func builtIn(now time.Time) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.time" && len(s.Value) >= 4 {
				return s.Value[:4]
			}
		}
	}
	return fmt.Sprint(now.Year())
}

// bibtex is the entry, with a field a line.
func (c *citation) bibtex() string {
	title := "tenfold: an economy with fleets of virtual coworkers"
	if c.what != "" {
		title += ", " + c.what
	}
	note := "Model " + c.model
	if c.hash != "" {
		note += "; configuration " + c.hash + " (SHA-256)"
	}
	if c.data != nil {
		var sources []string
		for _, s := range c.data.Sources() {
			text := s.Name
			if s.Vintage != "" {
				text += " [" + s.Vintage + "]"
			}
			sources = append(sources, text)
		}
		note += "; data: " + c.data.Title
		if len(sources) > 0 {
			note += ": " + strings.Join(sources, "; ")
		}
	}
	var out strings.Builder
	fmt.Fprintf(&out, "@software{%s,\n", c.key)
	for _, f := range [][2]string{{"title", "{" + bibEscape(title) + "}"}, {"author", "{tenfold}"}, {"year", c.year}, {"version", bibEscape(c.version)}, {"note", bibEscape(note)}} {
		fmt.Fprintf(&out, "  %-7s = {%s},\n", f[0], f[1])
	}
	out.WriteString("}\n")
	return out.String()
}

// bibEscape writes what TeX reads otherwise so that it stands as it is.
func bibEscape(text string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`).Replace(text)
}

// cited finds out what a folder or a scenario is.
func (a *app) cited(dir, name string, set []string) (*citation, error) {
	for _, kind := range []struct {
		mark string
		cite func(string) (*citation, error)
	}{{"manifest.json", citedRun}, {"plan.json", a.citedSweep}, {compareFile, citedCommand}, {demandFile, citedCommand}} {
		if _, err := os.Stat(filepath.Join(dir, kind.mark)); err == nil {
			if len(set) > 0 {
				return nil, usage("--set changes a scenario, %s is a folder of results", name)
			}
			return kind.cite(dir)
		}
	}
	if info, err := os.Stat(dir); err == nil && info.IsDir() && !slices.Contains(scenario.Names(), name) {
		if err := claimsFolder(dir); err != nil {
			return nil, err
		}
		return nil, usage("%s is no folder of results: it has no manifest.json, plan.json, %s or %s", name, compareFile, demandFile)
	}
	s, err := scenario.Load(name, set, a.environ)
	if err != nil {
		return nil, misconfigured(err)
	}
	return &citation{key: fmt.Sprintf("tenfold-%s-%.8s", s.Name, s.Hash()), what: "scenario " + s.Name, hash: s.Hash(), version: toolVersion(),
		model: economy.ModelVersion, year: builtIn(a.now()), data: s.Economy}, nil
}

func citedRun(dir string) (*citation, error) {
	folder, err := output.Open(dir)
	if err != nil {
		return nil, usage("%w", err)
	}
	s, err := scenario.Load(filepath.Join(dir, "scenario.yaml"), nil, nil)
	if err != nil {
		return nil, misconfigured(err)
	}
	m := folder.Manifest
	year := fmt.Sprint(m.Execution.Started.Year())
	return &citation{key: "tenfold-" + filepath.Base(dir), what: fmt.Sprintf("run of %s with seed %d", m.Name, m.Seed), hash: m.Hash, version: m.Tool, model: m.Model, year: year, data: s.Economy}, nil
}

func (a *app) citedSweep(dir string) (*citation, error) {
	folder, err := a.reopen(dir)
	if err != nil {
		return nil, err
	}
	p := folder.Plan
	return &citation{key: "tenfold-" + filepath.Base(dir), what: fmt.Sprintf("sweep %s of %s", p.Name, count(int64(p.Runs), "run")), hash: p.Hash, version: toolVersion(), model: p.Model, year: writtenIn(dir), data: folder.Base.Economy}, nil
}

// citedCommand is a comparison or demand curves.
func citedCommand(dir string) (*citation, error) {
	mark, what := compareFile, "comparison with "
	if _, err := os.Stat(filepath.Join(dir, demandFile)); err == nil {
		mark, what = demandFile, "demand for coworker hours in "
	}
	data, err := os.ReadFile(filepath.Join(dir, mark))
	if err != nil {
		return nil, failed("%w", err)
	}
	var m struct{ Name, Baseline, Hash, Model, Version string }
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, failed("%s: %w", filepath.Join(dir, mark), err)
	}
	s, err := scenario.Load(filepath.Join(dir, "baseline.yaml"), nil, nil)
	if err != nil {
		return nil, misconfigured(err)
	}
	return &citation{key: "tenfold-" + filepath.Base(dir), what: what + m.Baseline + m.Name, hash: m.Hash, version: m.Version, model: m.Model, year: writtenIn(dir), data: s.Economy}, nil
}

// writtenIn is the year in which a folder's tables were written.
func writtenIn(dir string) string {
	for _, name := range []string{"summary.json", compareFile, demandFile, "plan.json"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			return fmt.Sprint(info.ModTime().Year())
		}
	}
	return ""
}
