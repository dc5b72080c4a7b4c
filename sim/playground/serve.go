package playground

import (
	"bytes"
	"context"
	_ "embed" // the page's form stands in files of its own
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"tenfold/sim/chart"
	"tenfold/sim/scenario"
)

//go:embed page.css
var ownSheet string

//go:embed page.js
var ownScript string

var sheet, script = chart.Style + ownSheet, "\"use strict\";\n" + chart.Script + ownScript

// asset serves a text that holds no secret.
func asset(kind, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind+"; charset=utf-8")
		_, _ = w.Write([]byte(text)) // a reader that is gone needs no answer
	}
}

// problem is what a request that cannot be answered gets.
type problem struct {
	Error struct {
		Message string          `json:"message"`
		Faults  scenario.Faults `json:"faults"`
	} `json:"error"`
}

func newProblem(err error) problem {
	var p problem
	p.Error.Message, p.Error.Faults = err.Error(), scenario.Faults{}
	var faults scenario.Faults
	if errors.As(err, &faults) {
		p.Error.Faults = faults
		p.Error.Message = "the settings are faulty"
	}
	return p
}

func refuse(w http.ResponseWriter, status int, format string, args ...any) {
	answer(w, status, newProblem(fmt.Errorf(format, args...)))
}

func answer(w http.ResponseWriter, status int, v any) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		status = http.StatusInternalServerError
		out.Reset()
		out.WriteString(`{"error":{"message":"a result is no number","faults":[]}}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(out.Len()))
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Now().Add(writePatience)) // only a test's writer has none
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // a reader that is gone needs no answer
	_ = control.Flush()
	_ = control.SetWriteDeadline(time.Time{}) // other requests may follow on the connection
}

// slotPatience is how long a request waits for others to end: a page ends its last run when it asks for the next.
const slotPatience = 2 * time.Second

func (s *Server) slot(ctx context.Context) (release func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, slotPatience)
	defer cancel()
	select {
	case s.slots <- struct{}{}:
		return func() { <-s.slots }, nil
	case <-ctx.Done():
		return nil, errBusy
	}
}

// serveRun answers with one JSON object, or with events where the reader accepts text/event-stream.
func (s *Server) serveRun(w http.ResponseWriter, r *http.Request) {
	begun := s.Now()
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(readPatience)) // only a test's writer has none
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); kind != "application/json" {
		refuse(w, http.StatusUnsupportedMediaType, "expected Content-Type: application/json, got %q", kind)
		return
	}
	width, err := widthOf(r, "width", 0)
	wide := width
	if err == nil {
		wide, err = widthOf(r, "wide", width)
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, "%w", err)
		return
	}
	state, err := readState(http.MaxBytesReader(w, r.Body, mostBody))
	if err != nil {
		refuse(w, http.StatusBadRequest, "%w", err)
		return
	}
	_ = control.SetReadDeadline(time.Time{}) // from here on reading only tells whether the reader is still there
	p, err := s.prepare(state)
	if err != nil {
		answer(w, http.StatusUnprocessableEntity, newProblem(err))
		return
	}
	release, err := s.slot(r.Context())
	if err != nil {
		w.Header().Set("Retry-After", "1")
		refuse(w, http.StatusTooManyRequests, "%w: %d are served, try again when one has ended", err, s.MaxRuns)
		return
	}
	release = sync.OnceFunc(release)
	defer release()
	drawn := func(out *Result) {
		out.TookMS = float64(s.Now().Sub(begun).Microseconds()) / 1000
		if width > 0 {
			out.Figures = out.figures(p, width, wide)
		}
	}
	if strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
		s.stream(w, r, p, drawn)
		return
	}
	var last *Result
	err = s.play(r.Context(), p, func(out *Result) error { last = out; return nil })
	release() // the run is over, however long its reader takes
	switch {
	case r.Context().Err() != nil: // nobody is there
	case err != nil:
		answer(w, http.StatusUnprocessableEntity, newProblem(err))
	default:
		drawn(last)
		answer(w, http.StatusOK, struct {
			*Accepted
			*Result
		}{s.accept(p), last})
	}
}

// widthOf is how wide charts are to be drawn: what the request says, or else so many pixels; 0 for no charts.
func widthOf(r *http.Request, name string, otherwise float64) (float64, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return otherwise, nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v >= 240 && v <= 1600) {
		return 0, fmt.Errorf("expected a %s of charts from 240 to 1600 pixels, got %q", name, text)
	}
	return v, nil
}

// stream answers with server-sent events: accepted, result (several), and done or error.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, p *pair, drawn func(*Result)) {
	w.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(w)
	send := func(event string, v any) error {
		data, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if err := control.SetWriteDeadline(time.Now().Add(writePatience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return err
		}
		defer func() { _ = control.SetWriteDeadline(time.Time{}) }() // other requests may follow on the connection
		if _, err := fmt.Fprintf(w, "event: %s\ndata: %s\n\n", event, data); err != nil {
			return err
		}
		return control.Flush()
	}
	begin := s.accept(p)
	begin.Settings = s.settings(p.variant)
	err := send("accepted", begin)
	if err == nil {
		err = s.play(r.Context(), p, func(out *Result) error {
			drawn(out)
			return send("result", out)
		})
	}
	if r.Context().Err() != nil {
		return
	}
	if err != nil {
		_ = send("error", newProblem(err)) // the reader may be what failed
		return
	}
	_ = send("done", struct{}{})
}

// How long a reader may take to send what it asks, and to take in an event or an answer.
const (
	readPatience  = 20 * time.Second
	writePatience = 20 * time.Second
)
