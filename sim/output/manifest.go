package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"time"
)

// ManifestSchema is the version of the manifest's form.
const ManifestSchema = 1

const manifestFile = "manifest.json"

// Status is how far a run has come.
type Status string

// The statuses of a run. A folder that says Running and has no lock belongs to a run that was killed.
const (
	Running     Status = "running"
	Complete    Status = "complete"
	Interrupted Status = "interrupted"
	Failed      Status = "failed"
)

// Manifest says what a run folder holds and how it came about.
type Manifest struct {
	Schema    int       `json:"schema_version"`
	Status    Status    `json:"status"`
	Message   string    `json:"message,omitempty"` // why the run did not complete
	Name      string    `json:"name"`
	Hash      string    `json:"hash"`
	Seed      int64     `json:"seed"`
	Tool      string    `json:"tool_version"`
	Model     string    `json:"model_version"`
	Go        string    `json:"go_version"`
	GOARCH    string    `json:"goarch"`
	GOAMD64   string    `json:"goamd64,omitempty"`
	Sizes     Sizes     `json:"sizes"`
	Policies  []string  `json:"policies"` // names of those in force
	Files     []File    `json:"files"`
	Execution Execution `json:"execution"`
}

// Sizes are the dimensions of a run.
type Sizes struct {
	Agents    int64 `json:"agents"` // simulated coworkers
	People    int64 `json:"people"` // simulated people
	Firms     int64 `json:"firms"`
	Ticks     int   `json:"ticks"`
	TicksDone int   `json:"ticks_done"`
}

// File is one file of the folder.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Rows   int    `json:"rows,omitempty"` // of a table, without its header
}

// Execution is what may differ between two runs of the same hash.
type Execution struct {
	Started        time.Time `json:"started,omitzero"`
	Finished       time.Time `json:"finished,omitzero"`
	WallS          float64   `json:"wall_s"`
	Workers        int       `json:"workers"`
	Executor       string    `json:"executor,omitempty"`
	Kernels        string    `json:"kernels,omitempty"`
	AgentSteps     int64     `json:"agent_steps,omitempty"`
	GoroutinesPeak int       `json:"goroutines_peak,omitempty"`
	Resumed        []int     `json:"resumed_after_ticks,omitempty"`
	AgentStepsPerS float64   `json:"agent_steps_per_s"`
	PeakRSSBytes   int64     `json:"peak_rss_bytes"`
}

func newManifest(a About) Manifest {
	return Manifest{
		Schema: ManifestSchema, Status: Running, Name: a.Name, Hash: a.Hash, Seed: a.Seed,
		Tool: a.Tool, Model: a.Model, Go: runtime.Version(), GOARCH: runtime.GOARCH, GOAMD64: buildSetting("GOAMD64"),
		Sizes: a.Sizes, Policies: append([]string{}, a.Policies...), Files: []File{}, Execution: a.Execution,
	}
}

// buildSetting is what the compiler was told, or "" when the binary does not say.
func buildSetting(key string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}

func (r *Run) writeManifest() error {
	data, err := marshal(r.manifest)
	if err != nil {
		return err
	}
	return writeAtomic(filepath.Join(r.work, manifestFile), data)
}

func readManifest(dir string) (Manifest, error) {
	var m Manifest
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("%s: %w", filepath.Join(dir, manifestFile), err)
	}
	if m.Schema != ManifestSchema {
		return m, fmt.Errorf("%s: expected schema_version %d, got %d", filepath.Join(dir, manifestFile), ManifestSchema, m.Schema)
	}
	return m, nil
}

// marshal writes JSON for people: indented, with <, > and & as they are.
func marshal(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(v)
	return out.Bytes(), err
}

// Describe is what a list of files says of one.
func Describe(name string, data []byte) File { return describeFile(name, data) }

func describeFile(name string, data []byte) File {
	sum := sha256.Sum256(data)
	return File{Name: name, SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(data))}
}

func sortedKeys(m map[string][]byte) []string { return slices.Sorted(maps.Keys(m)) }
