package scenario_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"tenfold/configs"
	"tenfold/sim/economy"
	"tenfold/sim/param"
	"tenfold/sim/scenario"
)

func load(t *testing.T, source string, set ...string) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Load(source, set, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func must(s *scenario.Scenario, err error) *scenario.Scenario {
	if err != nil {
		panic(err)
	}
	return s
}

func file(t testing.TB, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func settings() *param.Set { return economy.Parameters(&economy.Config{}) }

func TestShippedScenariosLoadUnderTheirOwnName(t *testing.T) {
	names := scenario.Names()
	if !slices.Contains(names, "central") {
		t.Fatalf("expected central among %v", names)
	}
	hashes := map[string]string{}
	for _, name := range names {
		s := load(t, name)
		if s.Name != name {
			t.Errorf("expected %s, got %s", name, s.Name)
		}
		if other := hashes[s.Hash()]; other != "" {
			t.Errorf("%s and %s have the same hash", name, other)
		}
		hashes[s.Hash()] = name
		src, err := scenario.Open(name)
		if err != nil || !bytes.HasPrefix(src.Data, []byte("# ")) {
			t.Errorf("%s: expected a comment at the top (%v)", name, err)
		}
	}
}

func TestObservedPricesFollowTheShippedRecord(t *testing.T) {
	s := load(t, "observed-prices")
	if n := len(s.Config.Tech.Price.Record); n < 2 {
		t.Errorf("expected a record of prices, got %d points", n)
	}
	if len(s.Inputs) != 1 || s.Inputs[0].Key != "price.curve" {
		t.Errorf("expected the record among the inputs, got %v", s.Inputs)
	}
}

func TestDigitalSharesCoverEveryOccupationOnce(t *testing.T) {
	central, dir := load(t, "central"), t.TempDir()
	table := "code,share\n"
	for _, o := range central.Economy.Occupations {
		table += o.Code + ",0.25\n"
	}
	file(t, dir, "shares.csv", table)
	file(t, dir, "partial.csv", "code,share\nnowhere,2\n")
	s := load(t, "central", "tasks.ceiling=file", "tasks.file="+filepath.Join(dir, "shares.csv"))
	if n := len(s.Config.Tech.Tasks.Shares); n != len(central.Economy.Occupations) {
		t.Errorf("expected a share an occupation, got %d", n)
	}
	_, err := central.With("tasks.ceiling=file", "tasks.file="+filepath.Join(dir, "partial.csv"))
	if err == nil || !strings.Contains(err.Error(), "partial.csv:2: code: expected a code of the economy's occupations (such as 11-0000)") {
		t.Errorf("expected a fault with its line, got %v", err)
	}
	file(t, dir, "typo.csv", "# shares\ncode,shrae,code\nnowhere,2,1\n")
	_, err = central.With("tasks.ceiling=file", "tasks.file="+filepath.Join(dir, "typo.csv"))
	for _, want := range []string{"typo.csv:2: shrae: unknown column", "did you mean share", "share: missing column", "code: expected each column once"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, got %v", want, err)
		}
	}
}

func TestEssayDiffersFromCentralInThreeSettings(t *testing.T) {
	got := scenario.Difference(load(t, "central"), load(t, "essay"))
	var keys []string
	for _, d := range got {
		keys = append(keys, strings.Fields(d)[0])
	}
	if want := []string{"horizon.outside_computing", "energy.efficiency_gain", "tasks.ceiling"}; !cmp.Equal(keys, want) {
		t.Errorf("expected %v, got %v", want, got)
	}
	if want := "energy.efficiency_gain 4.6x/yr -> 10x/yr"; got[1] != want {
		t.Errorf("expected %q, got %q", want, got[1])
	}
	if want := "tasks.ceiling beta -> gamma"; got[2] != want {
		t.Errorf("expected %q, got %q", want, got[2])
	}
}

func TestSourcesThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	file(t, dir, "a.yaml", "extends: b.yaml\n")
	file(t, dir, "b.yaml", "extends: a.yaml\n")
	file(t, dir, "self.yaml", "extends: self.yaml\n")
	file(t, dir, "economy.yaml", "economy: nowhere\n")
	file(t, dir, "prices.yaml", "price: {curve: file, file: missing.csv}\n")
	file(t, dir, "fallen.csv", "date,price\n2025-01,1\n2024-01,-1\n")
	file(t, dir, "fallen.yaml", "price: {curve: file, file: fallen.csv}\n")
	file(t, dir, "contradiction.yaml", "name: x\nclock:\n  end: 2024-01\n")
	for source, want := range map[string]string{
		"centrel":                                "did you mean central?",
		"nothing-like-it-at-all":                 "shipped: central",
		"":                                       "got nothing",
		dir:                                      "expected a file, got the folder",
		filepath.Join(dir, "missing.yaml"):       "no such file",
		filepath.Join(dir, "a.yaml"):             "a extends itself",
		filepath.Join(dir, "self.yaml"):          "self extends itself",
		filepath.Join(dir, "economy.yaml"):       "economy.yaml:1:10: economy: expected a shipped economy (",
		filepath.Join(dir, "prices.yaml"):        "prices.yaml:1:28: price.file: cannot read",
		filepath.Join(dir, "fallen.yaml"):        "fallen.csv:3: date: expected a date after",
		filepath.Join(dir, "contradiction.yaml"): "contradiction.yaml:3:8: clock.end: ",
	} {
		_, err := scenario.Load(source, nil, nil)
		var faults scenario.Faults
		if !errors.As(err, &faults) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: expected %q, got %v", source, want, err)
		}
	}
}

func TestAVariantIsRelativeToItsFile(t *testing.T) {
	dir := t.TempDir()
	file(t, dir, "base.yaml", "name: base\nprice: {curve: file, file: tables/prices.csv}\n")
	file(t, dir, "tables/prices.csv", "date,price\n2024-01,10\n2025-01,1\n2026.0,0.1\n")
	s := load(t, file(t, dir, "deep/My variant.yaml", "extends: ../base.yaml\nseed: 7\n"))
	if s.Name != "My-variant" || s.Config.Seed != 7 || len(s.Config.Tech.Price.Record) != 3 {
		t.Fatalf("got name %s, seed %d, record %v", s.Name, s.Config.Seed, s.Config.Tech.Price.Record)
	}
	yaml, files := s.Bundle()
	for name, data := range files {
		file(t, filepath.Join(dir, "run"), name, string(data))
	}
	again := load(t, file(t, dir, "run/scenario.yaml", string(yaml)))
	if again.Hash() != s.Hash() || again.Name != s.Name {
		t.Errorf("expected the bundle to run as the scenario does, got\n%s", yaml)
	}
	before := s.Hash()
	file(t, dir, "tables/prices.csv", "date,price\n2024-01,10\n2025-01,2\n2026.0,0.1\n")
	if same, err := s.With("seed=7"); err != nil || same.Hash() != before {
		t.Errorf("expected a variant to keep the table that was read (%v)", err)
	}
	if load(t, s.Source).Hash() == before {
		t.Error("expected another hash for another table")
	}
}

func TestPathOfTheFleet(t *testing.T) {
	dir := t.TempDir()
	s := load(t, "central", "fleet.mode=path", "fleet.file="+file(t, dir, "fleet.csv", "date,size\n2025-01,1e6\n2030.0,1e9\n"))
	if path := s.Config.Fleet.Path; len(path) != 2 || path[1].Year != 5 || path[1].Index != 1e9 {
		t.Errorf("got %v", path)
	}
	if again, _ := bundled(t, s); again.Hash() != s.Hash() {
		t.Error("the bundle has another hash")
	}
	for text, want := range map[string]string{
		"date,size\n2025-01,1e6\n2030-01,0\n": `fleet.csv:3: size: expected a number from 1e-30 to 1e+30, got "0"`,
		"date,size\n2025-01,1e6\n":            "fleet.csv:2: expected at least two dates, got one",
		"date,price\n2025-01,1e6\n":           "fleet.csv:1: price: unknown column: expected date, size",
	} {
		_, err := s.With("fleet.file=" + file(t, t.TempDir(), "fleet.csv", text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if _, err := scenario.Load("central", []string{"fleet.mode=path"}, nil); err == nil || !strings.Contains(err.Error(), "fleet.file: expected the path of a CSV file, got nothing") {
		t.Errorf("got %v", err)
	}
}

func TestHashChangesExactlyWithValues(t *testing.T) {
	dir := t.TempDir()
	base := load(t, file(t, dir, "a.yaml", "name: a\nseed: 3\nprice:\n  fall: 5x/yr\n  launch: 2\n"))
	same := load(t, file(t, dir, "b.yaml", "# another\nprice: {launch: 2.0, fall: 5} # order\nname: b\nseed: 3\ntasks: {ceiling: beta}\n"))
	if base.Hash() != same.Hash() {
		t.Error("expected the same hash whatever the name, comments, order and spelled-out defaults")
	}
	seen := map[string]string{base.Hash(): "the scenario"}
	for _, set := range []string{"seed=4", "price.fall=5.000000000000001", "mean_field=true", "clock.tick=week", "clock.end=2035-11", "fleet.agents=1"} {
		s, err := base.With(set)
		if err != nil {
			t.Fatal(err)
		}
		if other := seen[s.Hash()]; other != "" {
			t.Errorf("%s has the hash of %s", set, other)
		}
		seen[s.Hash()] = set
		if s.Economy != base.Economy {
			t.Error("expected shared tables")
		}
	}
	if got, want := scenario.Difference(base, must(base.With("price.fall=5.000000000000001"))), []string{"price.fall 5 -> 5.000000000000001"}; !cmp.Equal(got, want) {
		t.Errorf("expected %v, got %v", want, got)
	}
	back, err := base.With("seed=4", "seed=3")
	if err != nil || back.Hash() != base.Hash() {
		t.Errorf("expected the first hash again (%v)", err)
	}
}

func TestResolvedRoundTrips(t *testing.T) {
	for _, name := range scenario.Names() {
		s := load(t, name)
		again := load(t, file(t, t.TempDir(), "again.yaml", string(s.Resolved())))
		if diff := cmp.Diff(s.Config, again.Config); diff != "" || s.Hash() != again.Hash() {
			t.Errorf("%s: %s", name, diff)
		}
		if !bytes.Equal(s.Resolved(), again.Resolved()) {
			t.Errorf("%s: expected the same text", name)
		}
	}
}

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := scenario.Schema(settings())
	if err != nil {
		t.Fatal(err)
	}
	return compiled(t, text)
}

func compiled(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("scenario.json", document); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile("scenario.json")
}

// asJSON reads YAML as a schema checker sees it.
func asJSON(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSchemaAcceptsWhatLoads(t *testing.T) {
	s := schema(t)
	for _, name := range scenario.Names() {
		data, err := configs.FS.ReadFile("scenarios/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range [][]byte{data, load(t, name).Resolved()} {
			if err := s.Validate(asJSON(t, text)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestSchemaRefusesWhatDoesNotLoad(t *testing.T) {
	s := schema(t)
	for _, text := range []string{
		"sead: 1", "price: {fal: 1}", "price: {fall: 0}", "price: {fall: true}", "price: {fall: fast}", "price: {curve: more}",
		"fleet: {agents: 1.9}", "fleet: {agents: -1}", "clock: {start: 2025}", "name: 1", "mean_field: 1", "price: 1", "seed: null",
	} {
		if s.Validate(asJSON(t, []byte(text))) == nil {
			t.Errorf("%s: expected to be refused", text)
		}
		if _, err := scenario.Load(file(t, t.TempDir(), "x.yaml", text), nil, nil); err == nil {
			t.Errorf("%s: expected not to load", text)
		}
	}
}

func TestExplain(t *testing.T) {
	text, err := scenario.Explain(settings(), "price.fall")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"price.fall", "a number", "x/yr", "default", "accepted", "prior", "source", "TENFOLD_PRICE__FALL"} {
		if !strings.Contains(text, want) {
			t.Errorf("expected %q in\n%s", want, text)
		}
	}
	group, err := scenario.Explain(settings(), "price")
	if err != nil || !strings.Contains(group, "price.curve") || strings.Contains(group, "energy.use") {
		t.Errorf("expected the settings of the group, got %v\n%s", err, group)
	}
	if _, err := scenario.Explain(settings(), "prise.fall"); err == nil || !strings.Contains(err.Error(), "did you mean price.fall?") {
		t.Errorf("expected a suggestion, got %v", err)
	}
}

func TestEverySettingIsExplained(t *testing.T) {
	for _, p := range settings().All() {
		if p.Key != strings.ToLower(p.Key) {
			t.Errorf("%s: expected lower case: the layers do not tell cases apart", p.Key)
		}
		if p.Doc == "" || p.Source == "" {
			t.Errorf("%s: expected a sentence and a source", p.Key)
		}
		if err := p.Set(p.Default); err != nil {
			t.Errorf("%s: the default is refused: %v", p.Key, err)
		}
	}
}
