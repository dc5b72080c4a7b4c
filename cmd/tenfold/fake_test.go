package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tenfold/sim/economy"
	"tenfold/sim/engine"
	"tenfold/sim/output"
	"tenfold/sim/series"
	"tenfold/sim/unit"
)

// A fakeWorld has known figures and does in each tick what a test wants.
type fakeWorld struct {
	ticks, done int
	tables      []*series.Table
	step        func(tick int) error // nil to do nothing more
}

func (w *fakeWorld) Ticks() int              { return w.ticks }
func (w *fakeWorld) Date() string            { return fmt.Sprintf("%d-%02d", 2025+w.done/12, 1+w.done%12) }
func (w *fakeWorld) Tables() []*series.Table { return w.tables }
func (w *fakeWorld) AgentSteps() int64       { return 30 * int64(w.done) }
func (w *fakeWorld) Tick() int               { return w.done }
func (w *fakeWorld) Close()                  {}

// Archive keeps the number of ticks done.
func (w *fakeWorld) Archive(a *engine.Archive) { engine.Count(a, "done", &w.done) }

// Step moves all figures evenly from the first tick to the last.
func (w *fakeWorld) Step() error {
	if w.step != nil {
		if err := w.step(w.done); err != nil {
			return err
		}
	}
	far, date := float64(w.done)/float64(w.ticks), w.Date()
	w.tables[0].Append([]string{date}, []float64{1 + .25*far, .04 + .02*far, 1 - .1*far, 1e6 + 2e9*far, 4 - 3.99*far, .6 * far, .3, .1 - .1*far, 2e-17 + 3e-5*far, .6 - .5*far})
	w.tables[1].Append([]string{date, "11"}, []float64{100 + 50*far, 1e7 * far})
	w.tables[1].Append([]string{date, "12"}, []float64{200 - 50*far, 3e7 * far})
	w.tables[2].Append([]string{date, "A"}, []float64{1})
	w.done++
	return nil
}

func newFakeWorld(ticks int, step func(int) error) *fakeWorld {
	date := series.Label{Name: "date", Doc: "Tick."}
	var columns []series.Column
	for _, c := range []struct {
		name   string
		unit   unit.Unit
		better series.Direction
	}{
		{"real_output", "index", series.HigherIsBetter}, {"unemployment_rate", "share", series.LowerIsBetter},
		{"price_level", "index", series.Neither}, {"coworkers", "coworkers", series.Neither},
		{"coworker_hour_price", "usd/h", series.LowerIsBetter}, {"done", "share", series.Neither},
		{"blocked_by_ceiling", "share", series.Neither}, {"blocked_by_capability", "share", series.Neither},
		{"blocked_by_price", "share", series.Neither}, {"blocked_by_adoption", "share", series.Neither},
	} {
		columns = append(columns, series.Column{Name: c.name, Unit: c.unit, Better: c.better, Doc: "Made up."})
	}
	return &fakeWorld{ticks: ticks, step: step, tables: []*series.Table{
		series.New("series", "A row a tick.", []series.Label{date}, columns),
		series.New("fields", "A row a tick and occupation.", []series.Label{date, {Name: "occupation", Doc: "Code."}}, []series.Column{
			{Name: "employment", Unit: "people", Doc: "Made up."}, {Name: "coworkers", Unit: "coworkers", Doc: "Made up."},
		}),
		series.New("industries", "A row a tick and industry.", []series.Label{date, {Name: "industry", Doc: "Code."}}, []series.Column{
			{Name: "price", Unit: "index", Doc: "Made up."},
		}),
	}}
}

// fake loads a made-up plan whatever it is asked for.
func fake(ticks int, step func(tick int) error) loader {
	return func(string, []string, []string, ...string) (*plan, error) {
		return &plan{
			name: "fake", hash: strings.Repeat("0123456789abcdef", 4), economy: "made-up", seed: 7, model: economy.ModelVersion,
			first: "2025-01", last: "2028-12", agents: 10, people: 20,
			titles:   map[string]string{"11": "Management and Whatever Else There Is Occupations", "12": "Gardening"},
			scenario: []byte("name: fake\n"),
			start:    func(int) (world, error) { return newFakeWorld(ticks, step), nil },
		}, nil
	}
}

// A session is one call of the program in this process.
type session struct {
	environment
	out, log bytes.Buffer
	code     int
}

// in prepares a call in surroundings without terminals, where nothing but the clock moves.
func in(load loader, args ...string) *session {
	s := &session{}
	s.environment = environment{
		args: args, stdout: &s.out, stderr: &s.log, now: time.Now, load: load,
		exit: func(int) { panic("no second signal was sent") },
	}
	return s
}

func (s *session) run() *session {
	s.code = run(context.Background(), s.environment)
	return s
}

// succeed runs and expects success.
func (s *session) succeed(t *testing.T) *session {
	t.Helper()
	if s.run(); s.code != exitOK {
		t.Fatalf("exit code %d\n%s", s.code, &s.log)
	}
	return s
}

// manifest is that of the only run below the folder.
func manifest(t *testing.T, parent string) output.Manifest {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(parent, "*", "manifest.json"))
	if err != nil || len(dirs) != 1 {
		t.Fatalf("expected one run in %s, got %v, %v", parent, dirs, err)
	}
	f, err := output.Open(filepath.Dir(dirs[0]))
	if err != nil {
		t.Fatal(err)
	}
	return f.Manifest
}

// object reads what a session printed as one JSON object without fields that T does not have.
func object[T any](t *testing.T, s *session) T {
	t.Helper()
	var out T
	d := json.NewDecoder(&s.out)
	d.DisallowUnknownFields()
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	if d.More() {
		t.Error("more than one object on standard output")
	}
	return out
}
