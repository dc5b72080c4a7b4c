package main

import (
	"encoding/json"
	"io"

	"tenfold/sim/output"
	"tenfold/sim/series"
)

// resultObject is what `run --json` prints.
type resultObject struct {
	RunDir  string            `json:"run_dir"`
	Name    string            `json:"name"`
	Hash    string            `json:"hash"`
	Seed    int64             `json:"seed"`
	Metrics map[string]metric `json:"metrics"`
	Timing  timing            `json:"timing"`
}

// metric is one column of the table "series".
type metric struct {
	Final    float64 `json:"final"`
	Peak     float64 `json:"peak"` // largest value
	PeakDate string  `json:"peak_date"`
}

// planObject is what `run --dry-run --json` prints.
type planObject struct {
	DryRun bool         `json:"dry_run"`
	RunDir string       `json:"run_dir"`
	Name   string       `json:"name"`
	Hash   string       `json:"hash"`
	Seed   int64        `json:"seed"`
	Sizes  output.Sizes `json:"sizes"`
}

// errorObject is what --json prints when something went wrong.
type errorObject struct {
	RunDir string      `json:"run_dir,omitempty"` // what is kept of the run
	Error  errorDetail `json:"error"`
}

type errorDetail struct {
	Code    int     `json:"code"`
	Message string  `json:"message"`
	Faults  []fault `json:"faults"`
}

func (f *failure) object() errorObject {
	return errorObject{RunDir: f.dir, Error: errorDetail{f.code, f.Error(), append([]fault{}, f.faults...)}}
}

func (r *result) object() resultObject {
	return resultObject{RunDir: r.dir, Name: r.name, Hash: r.hash, Seed: r.seed, Metrics: metrics(find(r.tables, "series")), Timing: r.timing}
}

// metrics are the final and largest values of each column. A table without rows has none.
func metrics(t *series.Table) map[string]metric {
	out := map[string]metric{}
	if t == nil || t.Rows() == 0 {
		return out
	}
	for i, c := range t.Columns {
		_, last := t.Row(t.Rows() - 1)
		m := metric{Final: last[i]}
		for r := range t.Rows() {
			labels, values := t.Row(r)
			if r == 0 || values[i] > m.Peak {
				m.Peak, m.PeakDate = values[i], labels[0]
			}
		}
		out[c.Name] = m
	}
	return out
}

// find is the table of that name, or nil.
func find(tables []*series.Table, name string) *series.Table {
	for _, t := range tables {
		if t.Name == name {
			return t
		}
	}
	return nil
}

func writeJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(v); err != nil {
		return failed("cannot write the result as JSON: %w", err)
	}
	return nil
}
