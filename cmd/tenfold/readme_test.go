package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"tenfold/sim/output"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
	"tenfold/sim/unit"
)

var update = flag.Bool("update", false, "write what commands print and what runs give into the README")

const readmePath = "../../README.md"

// A block of the README between fences.
type block struct{ language, body string }

var fence = regexp.MustCompile("(?ms)^```([a-z]*)\n(.*?)^```$")

func blocks(text string) []block {
	var out []block
	for _, m := range fence.FindAllStringSubmatch(text, -1) {
		out = append(out, block{m[1], m[2]})
	}
	return out
}

// Every command of the README runs, and prints what the README says where it says so.
func TestReadmeCommands(t *testing.T) {
	if runtime.GOOS == "windows" || raceDetector {
		t.Skip("the README's commands are for a shell, and run without the race detector")
	}
	data, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	tool, dir := filepath.Join(t.TempDir(), "tenfold"), newcomersFolder(t)
	if out, err := exec.Command("go", "build", "-o", tool, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var printed string
	tests := 0
	for _, b := range blocks(text) {
		switch b.language {
		case "sh":
			printed = ""
			for command := range strings.Lines(b.body) {
				if strings.TrimSpace(command) == "go test ./..." {
					tests++
					continue
				}
				printed += shell(t, dir, strings.ReplaceAll(command, "go run ./cmd/tenfold", tool))
			}
		case "yaml":
			name := regexp.MustCompile(`(?m)^name: (\S+)`).FindStringSubmatch(b.body)[1]
			if err := os.WriteFile(filepath.Join(dir, name+".yaml"), []byte(b.body), 0o644); err != nil {
				t.Fatal(err)
			}
		case "text":
			if *update {
				text = strings.Replace(text, "```text\n"+b.body+"```", "```text\n"+printed+"```", 1)
			} else if b.body != printed {
				t.Errorf("the README shows\n%s\nthe command prints\n%s", b.body, printed)
			}
		default:
			t.Errorf("a block in %q", b.language)
		}
	}
	if tests == 0 {
		t.Error("the README does not name the test command")
	}
	if *update {
		writeReadme(t, text)
	}
}

// newcomersFolder has what a fresh clone has and the README's commands read.
func newcomersFolder(t *testing.T) string {
	dir := t.TempDir()
	configs, err := filepath.Abs("../../configs")
	if err == nil {
		err = os.Symlink(configs, filepath.Join(dir, "configs"))
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func shell(t *testing.T, dir, command string) string {
	t.Helper()
	command = strings.ReplaceAll(command, "/tmp/results", filepath.Join(dir, "elsewhere"))
	c := exec.Command("sh", "-c", command)
	var stdout, stderr bytes.Buffer
	c.Dir, c.Stdout, c.Stderr = dir, &stdout, &stderr
	if err := c.Run(); err != nil {
		t.Errorf("%s: %v\n%s", command, err, stderr.String())
	}
	return stdout.String()
}

const (
	tableMark = "<!-- scenarios -->\n\n"
	tableEnd  = "\n\n<!-- end -->"
)

// The README's table of scenarios is what runs of them give.
func TestReadmeScenarios(t *testing.T) {
	if raceDetector {
		t.Skip("the same runs are made without the race detector")
	}
	data, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	before, after, ok := strings.Cut(string(data), tableMark)
	if !ok {
		t.Fatal("the README has no table of scenarios")
	}
	shown, rest, _ := strings.Cut(after, tableEnd)
	want := scenarioTable(t)
	if *update {
		writeReadme(t, before+tableMark+want+tableEnd+rest)
	} else if shown != want {
		t.Errorf("the README shows\n%s\nruns give\n%s", shown, want)
	}
}

func scenarioTable(t *testing.T) string {
	lines := []string{
		"| scenario | output | price level | unemployment, % | compensation share, % | tasks done, % | blocked by price in 2031, % | hour of the newest generation, usd |",
		"|---|---|---|---|---|---|---|---|",
	}
	output := map[string]float64{}
	for _, name := range scenario.Names() {
		s := runToTable(t, name)
		c := newCalendar(s)
		year := func(column string, year int) float64 { return c.means(s, s.Index(column))[year-2025] }
		output[name] = year("real_output", 2035)
		lines = append(lines, fmt.Sprintf("| `%s` | %.3f | %.3f | %.1f | %.1f | %.1f | %.1f | %s |", name,
			output[name], year("price_level", 2035), 100*year("unemployment_rate", 2035), 100*year("compensation_share", 2035),
			100*year("done", 2035), 100*year("blocked_by_price", 2031), unit.Number(year("frontier_price", 2035))))
	}
	less := func(name string) float64 { return 100 * (1 - output["moore"]/output[name]) }
	return strings.Join(lines, "\n") + fmt.Sprintf("\n\nOutput of 2035 in `moore` is %.1f %% less than in `central` and %.1f %% less than in `essay`.",
		less("central"), less("essay"))
}

// runToTable runs a scenario into a folder and reads the table "series" back from its file.
func runToTable(t *testing.T, name string) *series.Table {
	t.Helper()
	parent := t.TempDir()
	var stderr bytes.Buffer
	if code := run(t.Context(), environment{
		args: []string{"run", name, "--quiet", "--out", parent}, stdout: new(bytes.Buffer), stderr: &stderr,
		exit: os.Exit, now: time.Now, load: loadScenario,
	}); code != exitOK {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	folders, err := filepath.Glob(filepath.Join(parent, "*"))
	if err != nil || len(folders) != 1 {
		t.Fatalf("%v %v", folders, err)
	}
	folder, err := output.Open(folders[0])
	if err != nil {
		t.Fatal(err)
	}
	s, err := folder.Table("series")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func writeReadme(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(readmePath, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
