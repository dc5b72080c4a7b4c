package playground

import (
	"net/http"

	"tenfold/sim/scenario"
)

// description tells a program how to ask: what GET /api answers.
type description struct {
	Version   string           `json:"version"`
	Model     string           `json:"model"`
	Endpoints []endpoint       `json:"endpoints"`
	Scenarios []string         `json:"scenarios"`
	Economies []string         `json:"economies"`
	Policies  []law            `json:"policies"`
	Settings  []control        `json:"settings"` // those of the page; all others of `tenfold explain` are taken too, but names of files
	Outcomes  []describedCurve `json:"outcomes"`
	Limits    map[string]int64 `json:"limits"`
}

type endpoint struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Says   string `json:"says"`
}

type describedCurve struct {
	Column string `json:"column"`
	Words  string `json:"words"`
	Unit   string `json:"unit"`
}

// endpoints are the interface in words, for the page and for help.
var endpoints = []endpoint{
	{"GET", "/api", "This description: scenarios, policies, settings with units, ranges and sources, outcomes, limits."},
	{"POST", "/api/run", "Runs the state in the body, with Content-Type: application/json, and answers with one object: what differs from the baseline, hash, command, YAML, outcomes by year with bands, sentences. " +
		`A state is {"scenario": NAME, "baseline": NAME, "set": {KEY: VALUE}, "policies": [{"name", "from", "until"}], "seed": N, "agents": N, "draws": N}; all may be left out.`},
	{"POST", "/api/run", "With Accept: text/event-stream the same as events: accepted, then result after every few years and stage (first, full, draws), then done or error. A run ends when its reader goes away."},
	{"POST", "/api/run?width=560", "Adds figures to each result: SVG for pages, and once a stage is complete its data as CSV and a drawing as a file."},
}

func (s *Server) serveDescription(w http.ResponseWriter, _ *http.Request) {
	d := description{Version: s.Version, Model: modelVersion, Endpoints: endpoints, Scenarios: s.scenarios, Economies: scenario.Economies(),
		Policies: s.laws, Settings: s.controls,
		Limits: map[string]int64{"agents": s.MaxAgents, "runs": int64(s.MaxRuns), "draws": mostDraws, "policies": mostLaws, "ticks": mostTicks, "bytes": mostBody}}
	for _, o := range outcomes {
		d.Outcomes = append(d.Outcomes, describedCurve{o.column, o.words, o.unit})
	}
	answer(w, http.StatusOK, d)
}
