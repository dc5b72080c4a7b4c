package report

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"tenfold/sim/chart"
	"tenfold/sim/output"
	"tenfold/sim/series"
)

// About is what a page says of a run beside what its tables hold.
type About struct {
	Titles     map[string]string // of occupations and industries, by code
	Difference []string          // what it sets otherwise than the default scenario
	Settings   map[string]string // values in words, by key
	Command    string            // makes it again
}

// A Run is the folder of a complete run, read.
type Run struct {
	Dir      string
	Manifest output.Manifest
	About    About

	alike   string // what runs that differ only by seed share
	tables  map[string]*table
	periods []float64      // middles, decimal years
	period  map[string]int // by date
	perYear int
}

// table is a table with its rows by item, such as an occupation: rows without one have the item "".
type table struct {
	*series.Table
	items []string
	rows  map[string][]int
}

// longRun is from how many years on quarters are shown instead of ticks.
const longRun = 3.

// OpenRun reads a run folder, whose run must be complete.
func OpenRun(dir string) (*Run, error) {
	folder, err := output.Open(dir)
	if err != nil {
		return nil, err
	}
	if status := folder.Manifest.Status; status != output.Complete {
		return nil, fmt.Errorf("%s: the run is %s after %d of %d ticks: `tenfold run --resume %s` goes on with it", dir, status, folder.Manifest.Sizes.TicksDone, folder.Manifest.Sizes.Ticks, dir)
	}
	tables, err := folder.Tables()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(dir, "scenario.yaml"))
	if err != nil {
		return nil, err
	}
	r := &Run{Dir: dir, Manifest: folder.Manifest, tables: map[string]*table{}}
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "seed:") {
			r.alike += line
		}
	}
	for _, t := range tables {
		r.tables[t.Name] = byItem(t)
	}
	if s := r.tables["series"]; s == nil || s.Rows() == 0 || s.Index("year") < 0 {
		return nil, fmt.Errorf("%s: the run has no series", dir)
	}
	r.setPeriods()
	return r, nil
}

func byItem(t *series.Table) *table {
	out := &table{Table: t, rows: map[string][]int{}}
	for i := range t.Rows() {
		labels, _ := t.Row(i)
		item := strings.Join(labels[min(1, len(labels)):], "/")
		if out.rows[item] == nil {
			out.items = append(out.items, item)
		}
		out.rows[item] = append(out.rows[item], i)
	}
	return out
}

// setPeriods makes quarters of the ticks of long runs.
func (r *Run) setPeriods() {
	s := r.tables["series"]
	year := s.Column("year")
	first, _ := s.Row(0)
	switch {
	case strings.Contains(first[0], "W"):
		r.perYear = 52
	case strings.Contains(first[0], "Q"):
		r.perYear = 4
	default:
		r.perYear = 12
	}
	if year[len(year)-1]-year[0] >= longRun {
		r.perYear = 4
	}
	r.period = map[string]int{}
	last := math.Inf(-1)
	for i, y := range year {
		at := math.Floor(float64(y*float64(r.perYear)) + 1e-6)
		if at != last {
			r.periods = append(r.periods, (at+.5)/float64(r.perYear))
			last = at
		}
		labels, _ := s.Row(i)
		r.period[labels[0]] = len(r.periods) - 1
	}
}

// of is a column's means by period for an item; nil where the run has none.
func (r *Run) of(name, column, item string) []float64 {
	t := r.tables[name]
	if t == nil || t.Index(column) < 0 || len(t.rows[item]) == 0 {
		return nil
	}
	out, n, c := make([]float64, len(r.periods)), make([]float64, len(r.periods)), t.Index(column)
	for _, i := range t.rows[item] {
		labels, values := t.Row(i)
		p, ok := r.period[labels[0]]
		if !ok {
			return nil
		}
		out[p] += values[c]
		n[p]++
	}
	for p := range out {
		out[p] /= n[p]
	}
	return out
}

// items are those of a table, in its order.
func (r *Run) items(name string) []string {
	if t := r.tables[name]; t != nil {
		return t.items
	}
	return nil
}

// years are the first and the last.
func (r *Run) years() (first, last int) {
	return int(math.Floor(r.periods[0])), int(math.Floor(r.periods[len(r.periods)-1]))
}

// in is the mean of values by period over a year; NaN where there are none.
func (r *Run) in(values []float64, year int) float64 {
	sum, n := 0., 0.
	for p, x := range r.periods {
		if values != nil && int(math.Floor(x)) == year {
			sum, n = sum+values[p], n+1
		}
	}
	return sum / n
}

// points are values over time; those that are no numbers are left out.
func (r *Run) points(values []float64) []chart.Point {
	var out []chart.Point
	for p, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			out = append(out, chart.Point{X: r.periods[p], Y: v})
		}
	}
	return out
}

func (r *Run) title(code string) string {
	if t := r.About.Titles[code]; t != "" {
		return strings.TrimSuffix(t, " Occupations")
	}
	return code
}

// hasPeople says whether people were simulated.
func (r *Run) hasPeople() bool { return r.Manifest.Sizes.People > 0 }
