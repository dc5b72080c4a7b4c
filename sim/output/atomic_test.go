package output

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// What killed writers left goes; hidden files of the user's stay, whatever dots they have.
func TestOnlyLeftFilesAreCleared(t *testing.T) {
	dir := t.TempDir()
	left, err := os.CreateTemp(dir, unnamed("plan.json"))
	if err = errors.Join(err, left.Close()); err != nil {
		t.Fatal(err)
	}
	kept := []string{".12345", ".DS_Store", ".gitignore.old", ".plan.json.swp", ".sweep.csv.12a", "plan.json", "plan.json.123"}
	for _, name := range kept {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	folder := ".mine.2024"
	kept = append(kept, folder)
	slices.Sort(kept)
	if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := ClearUnnamed(dir); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	slices.Sort(got)
	if !slices.Equal(got, kept) {
		t.Errorf("left %v, want %v", got, kept)
	}
}
