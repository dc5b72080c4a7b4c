package scenario

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tenfold/sim/economy"
)

// readText reads a file's text with flags and environment into a fresh configuration.
func readText(text string, set, environ []string) (economy.Config, error) {
	var c economy.Config
	src := Source{Name: "test", File: "test.yaml", Data: []byte(text), dir: ".", id: "test"}
	layers, err := read(economy.Parameters(&c), src, set, environ, nil)
	if err == nil {
		_, err = layers.fill(economy.Parameters(&c))
	}
	return c, err
}

func faultsIn(t *testing.T, err error) Faults {
	t.Helper()
	var f Faults
	if !errors.As(err, &f) {
		t.Fatalf("expected faults, got %v", err)
	}
	return f
}

func TestBadFilesAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		line int
		path string
		want string
	}{
		"unknown key":            {"name: a\nprice:\n  fal: 10\n", 3, "price.fal", "did you mean price.fall?"},
		"unknown group":          {"prise:\n  fall: 10\n", 1, "prise", "did you mean price?"},
		"key in the wrong case":  {"Seed: 1\n", 1, "Seed", "did you mean seed?"},
		"key in no group":        {"fall: 10\n", 1, "fall", "did you mean price.fall?"},
		"far from every key":     {"xyzzyxyzzyxyzzy: 10\n", 1, "xyzzyxyzzyxyzzy", "unknown key"},
		"dotted key":             {"price.fall: 10\n", 1, `price.fall`, "nested lines"},
		"wrong type":             {"price:\n  fall: true\n", 2, "price.fall", "expected a number in x/yr, got true"},
		"fraction of a coworker": {"fleet:\n  agents: 1.9\n", 2, "fleet.agents", "nothing is rounded"},
		"fraction in quotes":     {"fleet: {agents: \"1.9\"}\n", 1, "fleet.agents", "nothing is rounded"},
		"bad unit":               {"price:\n  fall: 10 bananas\n", 2, "price.fall", "bananas"},
		"endless quantity":       {"price: {fall: 1" + strings.Repeat("x", 500) + "}\n", 1, "price.fall", "xxx..."},
		"negative size":          {"fleet:\n  agents: -1\n", 2, "fleet.agents", "expected a whole number from"},
		"beyond 2^53":            {"seed: 9007199254740993\n", 1, "seed", "2^53"},
		"octal":                  {"seed: 010\n", 1, "seed", "expected a whole number, got 010"},
		"hexadecimal":            {"seed: 0x10\n", 1, "seed", "expected a whole number"},
		"too large":              {"price: {fall: 1e999}\n", 1, "price.fall", "1e999"},
		"duplicate key":          {"seed: 1\nseed: 1\n", 2, "seed", "first in line 1"},
		"duplicate group":        {"price: {fall: 3}\nseed: 1\nprice: {launch: 1}\n", 3, "price", "first in line 1"},
		"null":                   {"seed:\n", 1, "seed", "got nothing"},
		"null in a group":        {"price:\n", 1, "price", "expected a group of settings (curve, fall, launch, exponent, ...), got nothing"},
		"not a number":           {"price: {fall: .nan}\n", 1, "price.fall", "got .nan"},
		"infinite":               {"price: {fall: .inf}\n", 1, "price.fall", "got .inf"},
		"list":                   {"price:\n  fall: [1, 2]\n", 2, "price.fall", "got a list"},
		"group for a leaf":       {"seed: {a: 1}\n", 1, "seed", "got a group of settings"},
		"leaf for a group":       {"price: 10\n", 1, "price", "expected a group"},
		"list at the root":       {"- seed\n", 1, "", "got a list"},
		"word at the root":       {"central\n", 1, "", `got "central"`},
		"number for text":        {"name: 2025\n", 1, "name", "put it in quotes"},
		"number for a choice":    {"price: {curve: 10}\n", 1, "price.curve", "expected one of tenfold"},
		"unknown choice":         {"price: {curve: more}\n", 1, "price.curve", "did you mean moore?"},
		"yes for a switch":       {"mean_field: yes\n", 1, "mean_field", "expected true or false"},
		"true in quotes":         {"mean_field: \"true\"\n", 1, "mean_field", "expected true or false"},
		"day for a month":        {"clock: {start: 2025-01-01}\n", 1, "clock.start", "a month such as 2025-01"},
		"month 13":               {"clock: {start: 2025-13}\n", 1, "clock.start", "a month such as 2025-01"},
		"month with a sign":      {"clock: {start: 2025-+1}\n", 1, "clock.start", "a month such as 2025-01"},
		"year for a month":       {"clock: {start: 2025}\n", 1, "clock.start", "a month such as 2025-01"},
		"alias":                  {"seed: &a 1\n", 1, "seed", "anchors and aliases"},
		"merge key":              {"price: {<<: {fall: 3}}\n", 1, "price.", "merge keys"},
		"two documents":          {"seed: 1\n---\nseed: 2\n", 2, "", "expected one document"},
		"number as a key":        {"1: 2\n", 1, "", "expected the name of a setting"},
		"list as a key":          {"? [a]\n: 2\n", 1, "", "expected the name of a setting"},
		"binary":                 {"\x7fELF\x00\x01", 1, "", "control character U+007F"},
		"NUL":                    {"seed: 1\n\x00", 2, "", "control character U+0000"},
		"not UTF-8":              {"seed: 1\nname: \xff\xfe\n", 2, "", "0xff"},
		"truncated":              {"price: {fall: 10", 1, "", "not YAML"},
		"truncated quotes":       {"name: \"cen", 1, "", "not YAML"},
		"tabs":                   {"price:\n\tfall: 10\n", 2, "", "not YAML"},
		"empty":                  {"", 0, "", "empty"},
		"only a comment":         {"# central\n", 0, "", "empty"},
		"too long":               {"#" + strings.Repeat("x", mostBytes), 0, "", "at most"},
		"slash in the name":      {"name: a/b\n", 1, "name", "letters"},
		"no name":                {"name: \"\"\n", 1, "name", "letters"},
		"unknown parent":         {"extends: centrel\n", 1, "extends", "did you mean central?"},
		"number as a parent":     {"extends: 1\n", 1, "extends", "expected the name of a scenario"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readText(c.text, nil, nil)
			faults := faultsIn(t, err)
			f := faults[0]
			if len(faults) != 1 || f.File != "test.yaml" || f.Line != c.line || !strings.HasPrefix(f.Path, c.path) || !strings.Contains(f.Message, c.want) {
				t.Errorf("expected test.yaml:%d: %s: ...%s..., got\n%v", c.line, c.path, c.want, err)
			}
		})
	}
}

func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	text := "name: a\nsead: 1\nprice:\n  fall: .5x/yr\n  curve: more\nfleet: {agents: 1.5}\n"
	_, err := readText(text, []string{"price.fall", "x=1", "price=1", "extends=essay", "seed="}, []string{"TENFOLD_SEAD=1", "TENFOLD_SEED=-1", "HOME=/"})
	want := []struct {
		file         string
		line, column int
		path         string
	}{
		{"test.yaml", 2, 1, "sead"}, {"test.yaml", 4, 9, "price.fall"}, {"test.yaml", 5, 10, "price.curve"}, {"test.yaml", 6, 17, "fleet.agents"},
		{"environment", 0, 0, "TENFOLD_SEAD"}, {"environment", 0, 0, "seed"},
		{"--set", 0, 0, "price.fall"}, {"--set", 0, 0, "x"}, {"--set", 0, 0, "price"}, {"--set", 0, 0, "extends"}, {"--set", 0, 0, "seed"},
	}
	faults := faultsIn(t, err)
	if len(faults) != len(want) {
		t.Fatalf("expected %d faults, got\n%v", len(want), err)
	}
	for i, w := range want {
		f := faults[i]
		if f.File != w.file || f.Line != w.line || f.Column != w.column || f.Path != w.path {
			t.Errorf("expected %v, got %v", w, f)
		}
	}
	if got := strings.Count(err.Error(), "\n") + 1; got != len(want) {
		t.Errorf("expected a line a fault, got %d lines", got)
	}
	if !strings.Contains(err.Error(), "did you mean TENFOLD_SEED?") {
		t.Errorf("expected a suggestion for the variable, got\n%v", err)
	}
}

func TestAFileThatIsNoScenarioIsReportedBriefly(t *testing.T) {
	var text strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&text, "key%d: 1\n", i)
	}
	_, err := readText(text.String(), nil, nil)
	if n := len(faultsIn(t, err)); n != mostFaults+1 {
		t.Errorf("expected %d faults and a note, got %d", mostFaults, n)
	}
}

func TestQuantitiesAreReadWithTheirUnits(t *testing.T) {
	text := `
seed: 9007199254740992
people: {agents: 1e6}
fleet: {agents: 1M, size: 2.5k}
price: {fall: 10x/yr, launch: 2.5 usd/h}
horizon: {doubling: "4.23 months", start: .5}
clock: {start: 2025-01, end: "2030-12", tick: quarter}
mean_field: true
`
	c, err := readText(text, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := []any{c.Name, c.Seed, c.People.Agents, c.Fleet.Agents, c.Fleet.Size, c.Tech.Price.Fall, c.Tech.Price.Launch,
		c.Tech.Horizon.Doubling, c.Tech.Horizon.Start, c.Clock.Start, c.Clock.End, c.Clock.Tick, c.MeanField}
	want := []any{"test", int64(1 << 53), int64(1e6), int64(1e6), 2500., 10., 2.5, 4.23, .5, "2025-01", "2030-12", "quarter", true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFlagsWinOverEnvironmentOverFileOverParentOverDefault(t *testing.T) {
	const file = "extends: essay\nprice: {fall: 2}\n"
	for _, c := range []struct {
		text         string
		set, environ []string
		fall         float64
	}{
		{"seed: 1\n", nil, nil, 10},
		{file, nil, nil, 2},
		{file, nil, []string{"TENFOLD_PRICE__FALL=3x/yr"}, 3},
		{file, []string{"price.fall=4"}, []string{"TENFOLD_PRICE__FALL=3"}, 4},
		{file, []string{"price.fall=4", "price.fall=5x/yr"}, []string{"TENFOLD_PRICE__FALL=3"}, 5},
	} {
		got, err := readText(c.text, c.set, c.environ)
		if err != nil {
			t.Fatal(err)
		}
		if got.Tech.Price.Fall != c.fall {
			t.Errorf("%q %v %v: expected %g, got %g", c.text, c.set, c.environ, c.fall, got.Tech.Price.Fall)
		}
	}
	c, err := readText(file, nil, nil)
	if err != nil || c.Tech.Tasks.Ceiling != "gamma" || c.Tech.Energy.Gain != 10 || c.Name != "test" {
		t.Errorf("expected essay's settings under the file's own name, got %s %g %s %v", c.Tech.Tasks.Ceiling, c.Tech.Energy.Gain, c.Name, err)
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{"name: a\n", "price: {fall: 10x/yr}\n", "a: &b [*b]\n", "? !!binary x\n: - y", "seed: !!int x", "extends: essay\n", "\ufeffseed: 1", "--- |\n x\n..."} {
		f.Add(text, "seed=1", "TENFOLD_SEED=1")
	}
	f.Fuzz(func(t *testing.T, text, flag, variable string) {
		if strings.Contains(text, extendsKey) && !strings.Contains(text, "essay") {
			return // would read files of the machine
		}
		c, err := readText(text, []string{flag}, []string{variable})
		if err != nil {
			if faultsIn(t, err); err.Error() == "" {
				t.Error("expected a message")
			}
			return
		}
		again, err := readText(string(canonical(economy.Parameters(&c), nil)), nil, nil)
		if err != nil || len(difference(economy.Parameters(&c), economy.Parameters(&again))) > 0 {
			t.Errorf("expected the same configuration again, got %v", err)
		}
	})
}

func FuzzPolicy(f *testing.F) {
	for _, text := range []string{"levers: [{lever: access, level: .5}]", "levers: [{lever: fleet_cap, path: [{year: 2026, level: 1M}], from: 2026-01}]\nfinancing: debt", "a: &b [*b]", "levers: [{}, [], 1]"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, pathKey) || strings.Contains(text, scaledKey) {
			return // would read files of the machine
		}
		read := func(text []byte) (*Policy, Faults) {
			p := readPolicy(Source{Name: "test", File: "test.yaml", Data: text, dir: ".", id: "test"})
			_, faults := p.during(span{"2025-01", "2035-12"})
			return p, faults
		}
		p, faults := read([]byte(text))
		if len(faults) > 0 {
			if faults.Error() == "" {
				t.Error("expected a message")
			}
			return
		}
		again, faults := read(p.Text())
		if len(faults) > 0 || again.content(span{}) != p.content(span{}) || again.Name != p.Name {
			t.Errorf("expected the same policy again, got %v from\n%s", faults, p.Text())
		}
	})
}

// Flags made from the environment set what the environment sets.
func TestEnvironmentAsFlags(t *testing.T) {
	environ := []string{"HOME=/", "TENFOLD_SEED=2", "TENFOLD_PRICE__FALL=3x/yr", "TENFOLD_SEAD=1", "TENFOLD_SEED=4", "TENFOLDER=1"}
	set, rest := FromEnvironment(environ)
	if want := []string{"seed=4", "price.fall=3x/yr"}; !slices.Equal(set, want) {
		t.Errorf("flags %q, want %q", set, want)
	}
	if want := []string{"HOME=/", "TENFOLDER=1"}; !slices.Equal(rest, want) {
		t.Errorf("the rest is %q, want %q", rest, want)
	}
	under, err := Load("central", nil, slices.Delete(environ, 3, 4))
	if err != nil {
		t.Fatal(err)
	}
	if flags, err := Load("central", set, rest); err != nil || flags.Hash() != under.Hash() {
		t.Errorf("%v: other settings", err)
	}
}
