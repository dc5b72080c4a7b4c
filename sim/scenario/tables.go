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
	folder, shown, err := economyFS(s.Config.Economy, at.dir)
	if err != nil {
		return Faults{at.fault(economyKey, "%s", err)}
	}
	if s.Economy, err = dataset.Load(folder); err != nil {
		return economyFaults(err, at, shown)
	}
	return nil
}

// economyFS finds the folder of an economy and how messages show it.
func economyFS(ref, dir string) (folder fs.FS, shown string, err error) {
	if !strings.ContainsAny(ref, `/\`) && slices.Contains(Economies(), ref) {
		shown = path.Join(economyFolder, ref)
		folder, err = fs.Sub(configs.FS, shown)
		return folder, "configs/" + shown, err
	}
	shown = ref
	if !filepath.IsAbs(ref) {
		shown = filepath.Join(dir, ref)
	}
	info, err := os.Stat(shown)
	switch {
	case ref == "" || errors.Is(err, fs.ErrNotExist):
		return nil, "", fmt.Errorf("expected a shipped economy (%s) or a folder, got %s%s",
			strings.Join(Economies(), ", "), quote(ref), suggest(ref, Economies()))
	case err != nil:
		return nil, "", fmt.Errorf("cannot read %s: %w", printable(shown), cause(err))
	case !info.IsDir():
		return nil, "", fmt.Errorf("expected a folder, got the file %s", printable(shown))
	}
	return os.DirFS(shown), shown, nil
}

// economyFaults puts the folder before the names of faulty files.
func economyFaults(err error, at place, shown string) Faults {
	var faults dataset.Faults
	if !errors.As(err, &faults) {
		return Faults{at.fault(economyKey, "%s", err)}
	}
	var out Faults
	for _, f := range faults {
		out = append(out, Fault{File: path.Join(shown, f.File), Line: f.Line, Path: f.Path, Message: f.Message})
	}
	return out
}
