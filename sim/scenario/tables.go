package scenario

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"tenfold/configs"
	"tenfold/sim/dataset"
)

const economyKey = "economy"

// tables loads the economy, or takes it from a scenario with the same one.
func (s *Scenario) tables(from *Scenario) Faults {
	if from != nil && from.Config.Economy == s.Config.Economy && from.place(economyKey).dir == s.place(economyKey).dir {
		s.Economy = from.Economy
		return nil
	}
	at := s.place(economyKey)
	folder, err := EconomyFolder(s.Config.Economy, at.dir)
	if err == nil {
		s.Economy, err = folder.Load()
	}
	var faults dataset.Faults
	if !errors.As(err, &faults) {
		return s.located(economyKey, err)
	}
	var out Faults
	for _, f := range faults {
		out = append(out, Fault{File: f.File, Line: f.Line, Path: f.Path, Message: f.Message})
	}
	return out
}

// EconomyFolder finds a shipped economy by its name, or else a folder, by its path from dir. What a folder extends is
// found in the same way from the folder.
func EconomyFolder(ref, dir string) (dataset.Folder, error) {
	if !strings.ContainsAny(ref, `/\`) && slices.Contains(Economies(), ref) {
		library, err := fs.Sub(configs.FS, economyFolder)
		if err != nil {
			return dataset.Folder{}, err
		}
		return dataset.Named(library, path.Join("configs", economyFolder), ref)
	}
	shown := ref
	if dir != "" && !filepath.IsAbs(ref) {
		shown = filepath.Join(dir, ref)
	}
	info, err := os.Stat(shown)
	switch {
	case ref == "" || errors.Is(err, fs.ErrNotExist):
		return dataset.Folder{}, fmt.Errorf("expected a shipped economy (%s) or a folder, got %s%s",
			strings.Join(Economies(), ", "), quote(ref), suggest(ref, Economies()))
	case err != nil:
		return dataset.Folder{}, fmt.Errorf("cannot read %s: %w", printable(shown), cause(err))
	case !info.IsDir():
		return dataset.Folder{}, fmt.Errorf("expected a folder, got the file %s", printable(shown))
	}
	return dataset.Folder{FS: os.DirFS(shown), Shown: shown, ID: "disk:" + identity(shown),
		Base: func(name string) (dataset.Folder, error) { return EconomyFolder(name, shown) }}, nil
}
