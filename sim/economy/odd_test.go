package economy_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"sort"
	"strings"
	"testing"

	"tenfold/configs"
	"tenfold/sim/economy"
	"tenfold/sim/param"
	"tenfold/sim/policy"
	"tenfold/sim/series"
	"tenfold/sim/unit"
)

var update = flag.Bool("update", false, "write what the code says and what runs give into ODD.md")

const oddPath = "ODD.md"

// oddBlocks are the parts of the model's document that the code writes.
var oddBlocks = []struct {
	name  string
	heavy bool // takes many runs: written and looked at in full with TEST_HEAVY=1 only
	write func(testing.TB) string
}{
	{"phases", false, phaseList}, {"inputs", false, inputTable}, {"parameters", false, parameterTable},
	{"columns", false, columnTables}, {"levers", false, leverTable},
	{"labour share", false, shareTable}, {"objections", true, objectionTable}, {"influence", true, influenceTable}, {"agents", true, agentTable},
}

// The model's document holds what the code says of itself, and figures that runs give.
func TestODD(t *testing.T) {
	data, err := os.ReadFile(oddPath)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, b := range oddBlocks {
		begin, end := "<!-- "+b.name+" -->\n\n", "\n\n<!-- end of "+b.name+" -->"
		before, rest, ok := strings.Cut(text, begin)
		shown, after, closed := strings.Cut(rest, end)
		switch {
		case !ok || !closed:
			t.Errorf("ODD.md has no block %q", b.name)
		case *update && (heavy() || !b.heavy):
			text = before + begin + b.write(t) + end + after
		case b.heavy && !heavy():
			if strings.Count(shown, "\n") < 5 {
				t.Errorf("block %q of ODD.md is not filled", b.name)
			}
		default:
			if want := b.write(t); shown != want {
				t.Errorf("block %q of ODD.md is stale (go test ./sim/economy -run ODD -update): %s", b.name, firstDifference(shown, want))
			}
		}
	}
	if *update {
		if err := os.WriteFile(oddPath, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d is\n%s\nexpected\n%s", i+1, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d lines, expected %d", len(x), len(y))
}

// Nothing is missing: the document names every parameter, column, lever and phase where it lists them, and has the parts
// that the ODD protocol asks for.
func TestODDIsComplete(t *testing.T) {
	data, err := os.ReadFile(oddPath)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	var want []string
	var c economy.Config
	for _, p := range economy.Parameters(&c).All() {
		want = append(want, "`"+p.Key+"`")
	}
	for _, table := range allTables(t) {
		for _, column := range table.Columns {
			want = append(want, "`"+column.Name+"`")
		}
	}
	for _, l := range policy.Levers() {
		want = append(want, "`"+l.String()+"`")
	}
	names, _ := economy.Phases()
	for _, n := range names {
		want = append(want, "**"+n+"**")
	}
	for _, h := range []string{"Purpose and patterns", "Entities, state variables and scales", "Process overview and scheduling", "Design concepts",
		"Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction", "Stochasticity", "Collectives", "Observation",
		"Initialisation", "Input data", "Submodels"} {
		want = append(want, "# "+h)
	}
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("ODD.md does not name %s", w)
		}
	}
}

// One meaning a symbol: no symbol stands twice in the table of symbols.
func TestSymbolsHaveOneMeaning(t *testing.T) {
	data, err := os.ReadFile(oddPath)
	if err != nil {
		t.Fatal(err)
	}
	_, part, ok := strings.Cut(string(data), "## Symbols\n")
	part, _, closed := strings.Cut(part, "\n## ")
	if !ok || !closed {
		t.Fatal("ODD.md has no table of symbols")
	}
	seen := map[string]bool{}
	for _, row := range regexp.MustCompile(`(?m)^\| \$([^$]+)\$ \|`).FindAllStringSubmatch(part, -1) {
		if seen[row[1]] {
			t.Errorf("symbol %s stands twice", row[1])
		}
		seen[row[1]] = true
	}
	if len(seen) < 60 {
		t.Errorf("%d symbols", len(seen))
	}
}

func phaseList(testing.TB) string {
	names, says := economy.Phases()
	var lines []string
	for i, n := range names {
		lines = append(lines, fmt.Sprintf("%d. **%s**: %s", i+1, n, says[i]))
	}
	return strings.Join(lines, "\n")
}

// cell keeps text inside a table's cell.
func cell(s string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ", "_", "\\_", "*", "\\*", "<", "&lt;").Replace(s)
}

// prose is the same for sentences, in which names stand between backticks.
func prose(s string) string { return strings.NewReplacer("|", "\\|", "\n", " ").Replace(s) }

func unitName(u unit.Unit) string {
	if u == "" {
		return "1"
	}
	return cell(string(u))
}

func parameterTable(testing.TB) string {
	var c economy.Config
	lines := []string{"| parameter | default | accepted | prior | unit | meaning | source |", "|---|---|---|---|---|---|---|"}
	for _, p := range economy.Parameters(&c).All() {
		number := func(v float64) string { return unit.Format(v, "") }
		def, accepted, prior := fmt.Sprintf("%v", p.Default), "", ""
		switch p.Kind {
		case param.Float:
			def, accepted = number(p.Default.(float64)), number(p.Min)+" to "+number(p.Max)
		case param.Int:
			def, accepted = number(float64(p.Default.(int64))), number(p.Min)+" to "+number(p.Max)
		case param.Choice:
			accepted = strings.Join(p.Choices, ", ")
		}
		if p.HasPrior() {
			prior = number(p.Low) + " to " + number(p.High)
		}
		lines = append(lines, fmt.Sprintf("| `%s` | %s | %s | %s | %s | %s | %s |", p.Key, cell(def), cell(accepted), prior, unitName(p.Unit), prose(p.Doc), cell(p.Source)))
	}
	return strings.Join(lines, "\n")
}

// allTables are the tables of a run that keeps everything.
func allTables(t testing.TB) []*series.Table {
	return newWorld(t, 1, "fleet.agents=1000", "people.agents=1000", "firms.agents=100", "people.panel=1", "ledger=true", "clock.end=2025-01").Tables()
}

func columnTables(t testing.TB) string {
	var parts []string
	for _, table := range allTables(t) {
		var labels []string
		for _, l := range table.Labels {
			labels = append(labels, "`"+l.Name+"` ("+strings.TrimSuffix(l.Doc, ".")+")")
		}
		lines := []string{"### Table `" + table.Name + "`\n", prose(table.Doc) + " Labels: " + strings.Join(labels, "; ") + ".\n", "| column | unit | meaning |", "|---|---|---|"}
		for _, c := range table.Columns {
			lines = append(lines, fmt.Sprintf("| `%s` | %s | %s |", c.Name, unitName(c.Unit), prose(c.Doc)))
		}
		parts = append(parts, strings.Join(lines, "\n"))
	}
	return strings.Join(parts, "\n\n")
}

func leverTable(testing.TB) string {
	lines := []string{"| lever | neutral level | accepted | unit | meaning |", "|---|---|---|---|---|"}
	for _, l := range policy.Levers() {
		d := l.Definition()
		neutral := unit.Format(d.Neutral, "")
		if d.Setting != "" {
			neutral = "`" + d.Setting + "`"
		} else if d.Neutral > 1e300 {
			neutral = "none"
		}
		most := unit.Format(d.Max, "")
		if d.Max > 1e300 {
			most = "any"
		}
		lines = append(lines, fmt.Sprintf("| `%s` | %s | %s to %s | %s | %s |", d.Name, neutral, unit.Format(d.Min, ""), most, unitName(d.Unit), prose(d.Doc)))
	}
	return strings.Join(lines, "\n")
}

// inputTable lists the shipped tables by the comments at their heads, and the anchors.
func inputTable(t testing.TB) string {
	lines := []string{"| file | content | source | vintage |", "|---|---|---|---|"}
	for _, folder := range []string{"economies/us-2024", "technology"} {
		files, err := fs.Glob(configs.FS, folder+"/*.csv")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			text, err := fs.ReadFile(configs.FS, name)
			if err != nil {
				t.Fatal(err)
			}
			head := map[string]string{}
			for line := range strings.Lines(string(text)) {
				line, comment := strings.CutPrefix(strings.TrimSpace(line), "# ")
				if !comment {
					break
				}
				if key, value, ok := strings.Cut(line, ": "); ok && (key == "source" || key == "vintage" || key == "unit") {
					head[key] = value
				} else {
					head["content"] = strings.TrimSpace(head["content"] + " " + line)
				}
			}
			lines = append(lines, fmt.Sprintf("| `%s` | %s | %s | %s |", name, prose(head["content"]), cell(head["source"]), cell(head["vintage"])))
		}
	}
	anchors := tables(t, "us-2024").Anchors
	var names []string
	for name := range anchors {
		names = append(names, name)
	}
	sort.Strings(names)
	lines = append(lines, "", "| anchor | value | unit | source | vintage |", "|---|---|---|---|---|")
	for _, n := range names {
		a := anchors[n]
		lines = append(lines, fmt.Sprintf("| `%s` | %g | %s | %s | %s |", n, a.Value, cell(a.Unit), cell(a.Source), cell(a.Vintage)))
	}
	return strings.Join(lines, "\n")
}
