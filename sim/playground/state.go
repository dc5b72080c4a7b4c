package playground

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tenfold/sim/economy"
	"tenfold/sim/param"
	"tenfold/sim/scenario"
)

// State is what a reader chooses: the body of a request, and what a link holds. Its zero value is the scenario of the start.
type State struct {
	Scenario string          `json:"scenario,omitempty"` // shipped, or that of the start
	Baseline string          `json:"baseline,omitempty"` // what it is compared with, likewise
	Set      map[string]text `json:"set,omitempty"`      // settings by key, as behind --set
	Policies []Law           `json:"policies,omitempty"`
	Seed     *int64          `json:"seed,omitempty"`   // the scenario's where it is left out
	Agents   int64           `json:"agents,omitempty"` // coworkers and people each; 0: as the scenario says
	Draws    int             `json:"draws,omitempty"`  // from the priors, for bands
}

// Law is a shipped policy and, where they are not its own, the months in which it is in force.
type Law struct {
	Name  string `json:"name"`
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
}

// text is a value as it is written; numbers and truth values may stand without quotes.
type text string

// UnmarshalJSON reads a text, a number or a truth value.
func (t *text) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '"':
		return json.Unmarshal(data, (*string)(t))
	case '{', '[', 'n':
		return errors.New("expected the value of a setting as text or a number")
	}
	*t = text(data)
	return nil
}

// Limits of what may be asked.
const (
	mostBody    = 64 << 10
	mostDraws   = 200
	mostLaws    = 8
	mostTicks   = 600
	LeastAgents = 1000 // of each kind
)

// readState reads a request's body strictly.
func readState(body io.Reader) (*State, error) {
	data, err := io.ReadAll(body)
	if err != nil {
		return nil, fmt.Errorf("expected at most %d bytes of JSON: %w", mostBody, err)
	}
	out := &State{}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(out); err != nil {
		return nil, fmt.Errorf("expected a JSON object with scenario, baseline, set, policies, seed, agents, draws: %s", inWords(err))
	}
	if d.More() {
		return nil, errors.New("expected one JSON object, got more behind it")
	}
	return out, nil
}

// parts are what the parts of a state look like.
var parts = map[string]string{
	"scenario": "a text", "baseline": "a text", "set": `an object such as {"price.fall": 5}`,
	"policies":      `a list of objects such as {"name": "basic-income", "from": "2028-01"}`,
	"policies.name": "a text", "policies.from": "a month as text", "policies.until": "a month as text",
	"seed": "a whole number", "agents": "a whole number", "draws": "a whole number",
}

// inWords is what a decoder says, without this program's types.
func inWords(err error) string {
	var wrong *json.UnmarshalTypeError
	switch {
	case !errors.As(err, &wrong):
		return strings.TrimPrefix(err.Error(), "json: ")
	case parts[wrong.Field] == "":
		return "got " + wrong.Value
	}
	return fmt.Sprintf("%s: expected %s, got %s", wrong.Field, parts[wrong.Field], wrong.Value)
}

// A pair is a state as two scenarios, ready to run.
type pair struct {
	*State
	source            string // of the variant: a shipped name, or a path
	baseline, variant *scenario.Scenario
	flags             []string // of the variant
	laws              []string // references to policies
}

// same tells that there is nothing to compare.
func (p *pair) same() bool { return p.baseline.Hash() == p.variant.Hash() }

// withEnvironment puts the environment's settings before flags that do not set the same: a command or a file that says what was run
// has to hold them too.
func withEnvironment(flags, environ []string) []string {
	var out []string
	outer, _ := scenario.FromEnvironment(environ)
	for _, set := range outer {
		key, _, _ := strings.Cut(set, "=")
		if !slices.ContainsFunc(flags, func(f string) bool { return strings.HasPrefix(f, key+"=") }) {
			out = append(out, set)
		}
	}
	return append(out, flags...)
}

// prepare checks a state, with all its faults at once.
func (s *Server) prepare(state *State) (*pair, error) {
	if state.Scenario == "" {
		state.Scenario = s.start
	}
	if state.Baseline == "" {
		state.Baseline = s.start
	}
	faults := s.check(state)
	if len(faults) > 0 {
		return nil, faults
	}
	p := &pair{State: state, source: s.source(state.Scenario)}
	common := state.common()
	p.flags = withEnvironment(append(slices.Clone(common), state.settings()...), s.Environ)
	for _, l := range state.Policies {
		p.laws = append(p.laws, scenario.Dated(l.Name, l.From, l.Until))
	}
	var err error
	if p.baseline, err = scenario.Load(s.source(state.Baseline), common, s.Environ); err != nil {
		return nil, err
	}
	if p.variant, err = scenario.Load(p.source, p.flags, s.Environ, p.laws...); err != nil {
		return nil, err
	}
	for _, one := range []*scenario.Scenario{p.baseline, p.variant} {
		faults = append(faults, s.limits(one)...)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return p, nil
}

// common are the flags that baseline and variant share.
func (st *State) common() []string {
	var out []string
	if st.Seed != nil {
		out = append(out, "seed="+strconv.FormatInt(*st.Seed, 10))
	}
	if st.Agents > 0 {
		out = append(out, fmt.Sprintf("fleet.agents=%d", st.Agents), fmt.Sprintf("people.agents=%d", st.Agents))
	}
	return out[:len(out):len(out)]
}

// settings are the reader's own, in the order of their keys.
func (st *State) settings() []string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(st.Set)) {
		out = append(out, key+"="+string(st.Set[key]))
	}
	return out
}

// reserved are settings that the playground decides itself or that a page has no use for.
var reserved = []string{"name", "seed", "mean_field", "ledger", "engine.executor", "engine.shards", "fleet.agents", "people.agents", "people.panel", "firms.agents"}

// check looks at what may not reach the loader: names of files above all.
func (s *Server) check(st *State) scenario.Faults {
	var out scenario.Faults
	add := func(path, format string, args ...any) {
		out = append(out, scenario.Fault{File: "request", Path: path, Message: fmt.Sprintf(format, args...)})
	}
	for _, one := range [][2]string{{"scenario", st.Scenario}, {"baseline", st.Baseline}} {
		if !slices.Contains(s.scenarios, one[1]) {
			add(one[0], "expected one of %s, got %q", strings.Join(s.scenarios, ", "), one[1])
		}
	}
	out = append(out, checkSettings(st.Set)...)
	if len(st.Policies) > mostLaws {
		add("policies", "expected at most %d policies, got %d", mostLaws, len(st.Policies))
		return out
	}
	for i, l := range st.Policies {
		at := fmt.Sprintf("policies[%d]", i)
		switch {
		case slices.ContainsFunc(s.laws, func(known law) bool { return known.Name == l.Name }):
		case slices.Contains(scenario.PolicyNames(), l.Name):
			add(at, "%s is of a size that many runs have to find: use `tenfold compare`", l.Name)
		default:
			add(at, "expected a shipped policy (%s), got %q", strings.Join(scenario.PolicyNames(), ", "), l.Name)
		}
		for _, month := range []string{l.From, l.Until} { // anything else could be read as part of a path
			if _, _, err := param.ParseMonth(month); month != "" && err != nil {
				add(at, "%s", err)
			}
		}
	}
	if st.Agents != 0 && (st.Agents < LeastAgents || st.Agents > s.MaxAgents) {
		add("agents", "expected %d to %d, or 0 for what the scenario says, got %d", LeastAgents, s.MaxAgents, st.Agents)
	}
	if st.Draws < 0 || st.Draws > mostDraws {
		add("draws", "expected 0 to %d, got %d", mostDraws, st.Draws)
	}
	return out
}

// checkSettings lets through what is the key of a setting to the letter: the loader takes spaces off keys, so that whatever
// is only like a key could be one that names a file.
func checkSettings(settings map[string]text) scenario.Faults {
	var out scenario.Faults
	add := func(path, format string, args ...any) {
		out = append(out, scenario.Fault{File: "request", Path: path, Message: fmt.Sprintf(format, args...)})
	}
	set := economy.Parameters(&economy.Config{})
	var known []string
	for _, p := range set.All() {
		known = append(known, p.Key)
	}
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		p := set.Find(key)
		switch value := string(settings[key]); {
		case p == nil && (strings.Contains(key, "=") || strings.ContainsFunc(key, unicode.IsSpace)):
			add("set", "expected the name of a setting, got %q%s", key, scenario.Suggest(strings.TrimSpace(key), known))
		case p == nil:
			add(key, "unknown key%s", scenario.Suggest(key, known))
		case slices.Contains(reserved, key):
			add(key, "the playground sets it: see seed and agents of the request")
		case key == "economy" && !slices.Contains(scenario.Economies(), value):
			add(key, "expected a shipped economy (%s), got %q: no file is read on request", strings.Join(scenario.Economies(), ", "), value)
		case p.Kind == param.Text && key != "economy":
			add(key, "no file is read on request: write a scenario with it and start `tenfold serve` with that")
		}
	}
	return out
}

// limits are what only a loaded scenario shows.
func (s *Server) limits(one *scenario.Scenario) scenario.Faults {
	var out scenario.Faults
	c := &one.Config
	if n := c.Clock.Ticks(); n > mostTicks {
		out = append(out, scenario.Fault{File: "request", Path: "clock.end", Message: fmt.Sprintf("expected at most %d ticks, got %d", mostTicks, n)})
	}
	if most := max(c.Fleet.Agents, c.People.Agents, c.Firms.Agents); !c.MeanField && most > s.MaxAgents {
		out = append(out, scenario.Fault{File: "request", Path: "agents", Message: fmt.Sprintf("the scenario %s has %d agents of a kind, and %d are served: ask for fewer, or start with --max-agents", one.Name, most, s.MaxAgents)})
	}
	if len(one.Targets) > 0 {
		out = append(out, scenario.Fault{File: "request", Path: "policies", Message: "a policy is of a size that many runs have to find: use `tenfold compare`"})
	}
	return out
}
