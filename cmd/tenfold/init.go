package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tenfold/configs"
	"tenfold/sim/output"
	"tenfold/sim/scenario"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use: "init DIR", Short: "Begin a project: a folder with a scenario, a policy and an experiment to change",
		Long: "Write a scenario, a policy and an experiment into a folder, each with what it is for and small enough to be changed at\n" +
			"once, and the schemas with which editors complete and check them. Files that are there already are left alone.",
		Args: cobra.ExactArgs(1), Example: "  tenfold init my-project && cd my-project && tenfold run scenario.yaml --policy policy.yaml",
		RunE: func(_ *cobra.Command, args []string) error { return a.begin(args[0]) },
	}
}

// begin writes what is not there yet, and says what to do with it.
func (a *app) begin(dir string) error {
	files := map[string][]byte{}
	names, err := fs.Glob(configs.FS, "start/*")
	if err != nil {
		return failed("%w", err)
	}
	for i, name := range names {
		names[i] = filepath.Base(name)
		if files[names[i]], err = configs.FS.ReadFile(name); err != nil {
			return failed("%w", err)
		}
	}
	for _, schema := range []struct {
		name string
		make func() ([]byte, error)
	}{
		{"scenario.schema.json", func() ([]byte, error) { return scenario.Schema(settings()) }},
		{"policy.schema.json", scenario.PolicySchema},
	} {
		if files[schema.name], err = schema.make(); err != nil {
			return failed("%w", err)
		}
		names = append(names, schema.name)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return failed("%w", err)
	}
	for _, name := range names {
		path := filepath.Join(dir, name)
		switch _, err := os.Lstat(path); {
		case err == nil:
			err = a.say("%s is there already\n", path)
			if err != nil {
				return err
			}
			continue
		case !errors.Is(err, fs.ErrNotExist):
			return failed("%w", err)
		}
		if err := output.WriteFile(path, files[name]); err != nil {
			return failed("%w", err)
		}
		if err := a.say("%s\n", path); err != nil {
			return err
		}
	}
	return a.say("\nIn that folder: tenfold run scenario.yaml --policy policy.yaml, tenfold compare scenario.yaml policy.yaml,\ntenfold sweep experiment.yaml\n")
}
