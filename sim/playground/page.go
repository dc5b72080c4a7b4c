package playground

import (
	"bytes"
	_ "embed" // the page's form stands in a file of its own
	"html/template"
	"net/http"
	"slices"
	"strconv"
)

//go:embed page.html
var form string

// controlGroup is the controls under one heading.
type controlGroup struct {
	Title    string
	Controls []control
}

// figureBox is where a figure will stand.
type figureBox struct{ ID, Title, Unit string }

// newPage writes the page, which is the same for every reader: what changes comes as events.
func (s *Server) newPage(start *pair) ([]byte, error) {
	var groups []controlGroup
	for _, c := range s.controls {
		if n := len(groups); n == 0 || groups[n-1].Title != c.Group {
			groups = append(groups, controlGroup{Title: c.Group})
		}
		last := &groups[len(groups)-1]
		last.Controls = append(last.Controls, c)
	}
	var boxes []figureBox
	for _, o := range outcomes {
		boxes = append(boxes, figureBox{figureID(o.column), o.words, o.unit})
	}
	boxes = append(boxes, figureBox{obstaclesID, obstaclesTitle, obstaclesUnit})
	t, err := template.New("page").Funcs(template.FuncMap{"thousands": thousands}).Parse(form)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, map[string]any{
		"Scenario": s.start, "Scenarios": s.scenarios, "Groups": groups, "Laws": s.laws, "Figures": boxes, "Endpoints": endpoints,
		"First": start.variant.Config.Clock.Start, "Last": start.variant.Config.Clock.End, "Seed": start.variant.Config.Seed,
		"Sizes": s.offeredSizes(start), "Own": sizesOf(&start.variant.Config), "Unfit": unfit, "Tests": s.Tests, "Version": s.Version, "Model": modelVersion,
	})
	return out.Bytes(), err
}

// offeredSizes are numbers of agents that can be asked for.
func (s *Server) offeredSizes(start *pair) []int64 {
	var out []int64
	for _, n := range []int64{10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000} {
		if n <= s.MaxAgents && n != sizesOf(&start.variant.Config).Coworkers {
			out = append(out, n)
		}
	}
	return slices.Compact(out)
}

// thousands writes 10000 as 10,000.
func thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// servePage shows the page to those who come with the token.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if !s.knows(r) {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(stranger)) // a reader that is gone needs no answer
		return
	}
	_, _ = w.Write(s.page)
}

const stranger = `<!doctype html><html lang="en"><meta charset="utf-8"><title>tenfold playground</title>
<h1>Open the address that tenfold serve printed</h1>
<p>It holds a token, which changes with every start. A link of an earlier start still works: put what follows its # behind the address of this start.</p></html>`
