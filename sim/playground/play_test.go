package playground_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tenfold/sim/economy"
	"tenfold/sim/playground"
	"tenfold/sim/scenario"
)

// yearly is the means of a column by a loop over the rows of a run.
func yearly(t testing.TB, s *scenario.Scenario, column string) []float64 {
	t.Helper()
	w, err := economy.New(s.Config, s.Economy, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for w.Tick() < w.Ticks() {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
	table := w.Tables()[0]
	var out []float64
	for year := 2025; year <= 2035; year++ {
		sum, n := 0., 0.
		for i := range table.Rows() {
			if labels, row := table.Row(i); strings.HasPrefix(labels[0], strconv.Itoa(year)) {
				sum, n = sum+row[table.Index(column)], n+1
			}
		}
		out = append(out, sum/n)
	}
	return out
}

// The curves are those of the run that the command reproduces, to the bit.
func TestCurvesAreThoseOfTheRun(t *testing.T) {
	path := smallScenario(t)
	server := serve(t, func(o *playground.Options) { o.Scenario = path })
	got := ask(t, server, `{"set": {"price.fall": "4x/yr"}, "policies": [{"name": "basic-income", "from": "2028-01"}], "seed": 3, "agents": 1500}`)
	base, err := scenario.Load(path, []string{"seed=3", "fleet.agents=1500", "people.agents=1500"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenario.Load(path, []string{"seed=3", "fleet.agents=1500", "people.agents=1500", "price.fall=4"}, nil, "basic-income@2028-01")
	if err != nil {
		t.Fatal(err)
	}
	if got.Hash != s.Hash() || got.BaselineHash != base.Hash() {
		t.Errorf("hashes %s %s", got.Hash, got.BaselineHash)
	}
	for _, column := range []string{"real_output", "wage_real_min"} {
		o := got.outcome(t, column)
		if want := yearly(t, s, column); !slices.Equal(o.Variant.Values, want) {
			t.Errorf("%s: %v, want %v", column, o.Variant.Values, want)
		}
		if want := yearly(t, base, column); !slices.Equal(o.Baseline.Values, want) {
			t.Errorf("%s: baseline %v, want %v", column, o.Baseline.Values, want)
		}
	}
	if o := got.outcome(t, "unemployment_rate"); o.Variant.Values[10] < 1 {
		t.Errorf("unemployment %v is no percentage", o.Variant.Values)
	}
	for i := range got.Obstacles[0].Values {
		sum := 0.
		for _, o := range got.Obstacles {
			sum += o.Values[i]
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("obstacles add up to %v", sum)
		}
	}
}

// reproduced loads what a command says.
func reproduced(t testing.TB, command string) *scenario.Scenario {
	t.Helper()
	words := regexp.MustCompile(`'[^']*'|\S+`).FindAllString(command, -1)
	for i := range words {
		words[i] = strings.Trim(words[i], "'")
	}
	if words[0] != "tenfold" || words[1] != "run" {
		t.Fatalf("command %q", command)
	}
	var set, policies []string
	for i := 3; i+1 < len(words); i += 2 {
		switch words[i] {
		case "--set":
			set = append(set, words[i+1])
		case "--policy":
			policies = append(policies, words[i+1])
		default:
			t.Fatalf("command %q", command)
		}
	}
	s, err := scenario.Load(words[2], set, nil, policies...)
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	return s
}

// Command and file of any state give a run of the same hash.
func TestCommandAndFileReproduce(t *testing.T) {
	dir := t.TempDir()
	server := serve(t, func(o *playground.Options) {
		o.Environ = []string{"TENFOLD_REVIEW__DECLINE=.1", "TENFOLD_PRICE__FALL=5", "TENFOLD_ADOPTION__LAG=1"}
	})
	values := map[string][]string{"price.fall": {"3", "10x/yr", "2x/18 months"}, "review.minimum": {".2"}, "review.slope": {"0.4 h/h"}, "tasks.ceiling": {"gamma", "alpha"},
		"resources.training_compute.growth": {"4x/yr"}, "resources.algorithms.growth": {"2"}, "clock.end": {"2026-12"}, "macro.growth": {"3%"}, "fleet.mode": {"fixed"}, "economy": {"teaching-3x3"}}
	keys := []string{"price.fall", "review.minimum", "review.slope", "tasks.ceiling", "resources.training_compute.growth", "resources.algorithms.growth", "clock.end", "fleet.mode"}
	rapid.Check(t, func(r *rapid.T) {
		state := playground.State{Scenario: rapid.SampledFrom([]string{"", "moore", "no-ai"}).Draw(r, "scenario")}
		set := map[string]string{"clock.end": "2026-12", "economy": "teaching-3x3"}
		for _, k := range rapid.SliceOfNDistinct(rapid.SampledFrom(keys), 0, 5, rapid.ID).Draw(r, "keys") {
			set[k] = rapid.SampledFrom(values[k]).Draw(r, k)
		}
		if rapid.Bool().Draw(r, "policy") {
			state.Policies = []playground.Law{{Name: "basic-income", From: "2026-03"}, {Name: "open-models", Until: "2026-06"}}
		}
		state.Agents = 1000
		body, err := json.Marshal(struct {
			playground.State
			Set map[string]string `json:"set"`
		}{state, set})
		if err != nil {
			t.Fatal(err)
		}
		got := ask(t, server, string(body))
		if s := reproduced(t, got.Command); s.Hash() != got.Hash {
			r.Fatalf("%s: hash %s, want %s", got.Command, s.Hash(), got.Hash)
		}
		file := filepath.Join(dir, "again.yaml")
		if err := os.WriteFile(file, []byte(got.YAML), 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := scenario.Load(file, nil, nil)
		if err != nil || s.Hash() != got.Hash {
			r.Fatalf("%v\n%s", err, got.YAML)
		}
	})
}

// A scenario that lists policies itself is written out whole, since a list takes the place of a list.
func TestFileOfAScenarioWithPolicies(t *testing.T) {
	path := filepath.Join(t.TempDir(), "listing.yaml")
	if err := os.WriteFile(path, []byte(small+"policies: [open-models]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	got := ask(t, serve(t, func(o *playground.Options) { o.Scenario = path }), `{"policies": [{"name": "basic-income"}]}`)
	again := filepath.Join(t.TempDir(), "again.yaml")
	if err := os.WriteFile(again, []byte(got.YAML), 0o644); err != nil {
		t.Fatal(err)
	}
	if s, err := scenario.Load(again, nil, nil); err != nil || s.Hash() != got.Hash {
		t.Errorf("%v\n%s", err, got.YAML)
	}
	if !slices.Equal(got.Difference, []string{"With the policy basic-income"}) {
		t.Error(got.Difference)
	}
}

// Bands are those of draws run one by one: what the reader set is held, all else is drawn alike for both.
func TestBandsAreThoseOfDraws(t *testing.T) {
	server := serve(t)
	got := ask(t, server, `{"set": {"price.fall": 4}, "draws": 5}`)
	if got.Draws+got.Dropped != 5 || got.Stage != "draws" || !got.Last || !got.Complete {
		t.Fatalf("%+v", got.Result)
	}
	o := got.outcome(t, "real_output")
	if o.Change == nil || !o.Change.Band || o.Change.Low > o.Change.High || o.Change.Year != 2035 {
		t.Fatalf("%+v", o.Change)
	}
	for i := range o.Variant.Values {
		if i > 0 && !(o.Variant.Low[i] < o.Variant.High[i] && o.Baseline.Low[i] < o.Baseline.High[i]) {
			t.Errorf("no band in %d", o.Variant.Years[i])
		}
	}
	// Where nothing is drawn that matters, the change is the same in all draws: with a slower price both are drawn alike, so
	// the band of the change is narrower than that of the level.
	if change, level := (o.Change.High-o.Change.Low)/100, o.Variant.High[10]-o.Variant.Low[10]; change >= level {
		t.Errorf("the change is as uncertain (%v) as the level (%v)", change, level)
	}
}

// Sentences are about changes of a sure sign, and say no other digits than the band carries.
func TestSentences(t *testing.T) {
	got := ask(t, serve(t), `{"set": {"review.minimum": 0.9}, "draws": 12}`)
	told := 0
	for _, o := range got.Outcomes {
		c := o.Change
		for _, s := range got.Sentences {
			if !strings.Contains(s, c.BandWords) || !strings.Contains(s, c.Words) {
				continue
			}
			told++
			if c.Low <= 0 && c.High >= 0 {
				t.Errorf("%q has no sure sign: %v to %v", s, c.Low, c.High)
			}
			if (c.Value < 0) != strings.Contains(s, "lower") {
				t.Errorf("%q: %v", s, c.Value)
			}
		}
	}
	if told == 0 || len(got.Sentences) > 5 {
		t.Errorf("sentences %q", got.Sentences)
	}
	if got := ask(t, serve(t), `{}`); len(got.Sentences) != 0 {
		t.Errorf("without draws %q", got.Sentences)
	}
	if got := ask(t, serve(t), `{"draws": 5}`); len(got.Sentences) == 0 || !strings.HasPrefix(got.Sentences[0], "In 2035, output is ") || strings.Contains(strings.Join(got.Sentences, " "), "higher") {
		t.Errorf("of the baseline alone %q", got.Sentences)
	}
}

// Stages come in order, the first on its way, and what changed nothing is not run twice.
func TestStages(t *testing.T) {
	server := serve(t)
	lines, stop := events(t, request(t, server, "POST", "/api/run?width=400", `{"set": {"price.fall": 5}, "agents": 20000, "draws": 4}`))
	defer stop()
	var seen []string
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if event, is := strings.CutPrefix(lines.Text(), "event: "); is && event != "result" {
			seen = append(seen, event)
		}
		var r playground.Result
		if !ok || json.Unmarshal([]byte(data), &r) != nil || r.Stage == "" {
			continue
		}
		seen = append(seen, fmt.Sprintf("%s %t", r.Stage, r.Complete))
		if len(r.Figures) != 13 || (r.Figures[0].CSV != "") != r.Complete || !strings.HasPrefix(r.Figures[0].SVG, "<svg") {
			t.Errorf("figures %d", len(r.Figures))
		}
		if r.Stage == "first" && r.Agents.Coworkers != 10_000 || r.Stage == "draws" && r.Agents.Coworkers != 20_000 {
			t.Errorf("%s: %+v", r.Stage, r.Agents)
		}
	}
	if got, want := strings.Join(seen, ", "), "accepted, first false, first false, first true, full true, draws true, done"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A run in which the model breaks down is told as such, in an object and in events, and the server goes on.
func TestFailedRun(t *testing.T) {
	server := serve(t)
	const state = `{"set": {"horizon.doubling": 0.1}}`
	status, _, body := answer(t, request(t, server, "POST", "/api/run", state))
	if status != 422 || !strings.Contains(string(body), "tick 108 (2034-01)") {
		t.Errorf("%d %s", status, body)
	}
	lines, stop := events(t, request(t, server, "POST", "/api/run", state))
	defer stop()
	all := ""
	for lines.Scan() {
		all += lines.Text() + "\n"
	}
	if !strings.Contains(all, "event: error\ndata: {\"error\":{\"message\":\"tick 108 (2034-01)") || strings.Contains(all, "event: done") {
		t.Errorf("%.2000s", all)
	}
	ask(t, server, "{}")
}

// A mean field has no people, and what is about people is left out.
func TestMeanField(t *testing.T) {
	path := filepath.Join(t.TempDir(), "expected.yaml")
	if err := os.WriteFile(path, []byte("extends: central\neconomy: teaching-3x3\nmean_field: true\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	got := ask(t, serve(t, func(o *playground.Options) { o.Scenario = path }), `{"set": {"price.fall": 3}}`)
	if len(got.Outcomes) != 10 || got.Agents.Coworkers != 0 || got.Stage != "first" || !got.Last {
		t.Errorf("%d outcomes, %+v, %s", len(got.Outcomes), got.Agents, got.Stage)
	}
}
