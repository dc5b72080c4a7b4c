// Package playground serves a local page on which a reader changes a scenario and sees at once what comes of it, and the
// JSON interface behind that page.
//
// It answers in three steps: a first run with few agents, which streams year by year; the run that was asked for, to the bit
// what `tenfold run` gives; and paired draws from the priors, for bands. A run ends when its reader goes away.
//
// The handler reads no file but those that its caller named at the start, and answers only to this machine, to its own
// pages and to who has the token: guard.go. It may be called concurrently.
//
// To let readers change another parameter: a line in controls.go. To show another outcome: one in outcomes.go.
package playground

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"tenfold/sim/report"
	"tenfold/sim/scenario"
)

// Options say what is served.
type Options struct {
	Scenario  string         // that the page begins with: a shipped name, or a path
	Environ   []string       // as for runs
	Version   string         // of the program, for readers
	Tests     report.Section // what the model has been tested against
	MaxAgents int64          // of each kind in a run
	MaxRuns   int            // at a time; further ones wait shortly and are refused
	Token     string         // who has it may ask; "" for a random one
	Now       func() time.Time
}

// Server is the playground.
type Server struct {
	Options
	start     string   // what the scenario of the start is called
	scenarios []string // that can be chosen
	controls  []control
	laws      []law
	slots     chan struct{} // runs that are answered
	cpus      chan struct{} // runs in the background
	known     cache
	page      []byte
}

// New checks the scenario and returns the playground that begins with it.
func New(o Options) (*Server, error) {
	if o.MaxAgents < LeastAgents || o.MaxRuns < 1 {
		return nil, fmt.Errorf("expected at least %d agents and one run at a time", LeastAgents)
	}
	s := &Server{Options: o, scenarios: scenario.Names(), slots: make(chan struct{}, o.MaxRuns),
		cpus: make(chan struct{}, runtime.GOMAXPROCS(0)), known: cache{}}
	s.start = o.Scenario
	if !slices.Contains(s.scenarios, o.Scenario) {
		s.start = named(o.Scenario, s.scenarios)
		s.scenarios = append([]string{s.start}, s.scenarios...)
	}
	if o.Now == nil {
		s.Now = time.Now
	}
	if o.Token == "" {
		s.Token = newToken()
	}
	first, err := s.prepare(&State{})
	if err != nil {
		return nil, err
	}
	if s.controls, err = newControls(first.baseline, s.Environ); err != nil {
		return nil, err
	}
	if s.laws, err = newLaws(); err != nil {
		return nil, err
	}
	s.page, err = s.newPage(first)
	return s, err
}

// named is what a file is called among what is shipped: no path of this machine stands on a page or in a link.
func named(path string, shipped []string) string {
	file := filepath.Base(path)
	if name := strings.TrimSuffix(file, filepath.Ext(file)); !slices.Contains(shipped, name) {
		return name
	}
	return file
}

// source is the shipped name or the path of what can be chosen.
func (s *Server) source(choice string) string {
	if choice == s.start {
		return s.Scenario
	}
	return choice
}

// newToken is 192 random bits.
func newToken() string {
	var b [24]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Handler answers requests to the address host:port. Its requests' contexts have to end with their readers, as net/http's do.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.servePage)
	mux.HandleFunc("GET /play.js", asset("text/javascript", script))
	mux.HandleFunc("GET /play.css", asset("text/css", sheet))
	mux.Handle("GET /api", s.withToken(s.serveDescription))
	mux.Handle("POST /api/run", s.withToken(s.serveRun))
	return s.guard(mux)
}

var errBusy = errors.New("too many runs at a time")
