package sweep

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"tenfold/sim/output"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
)

// Summary is a collected sweep's summary.json.
type Summary struct {
	Name     string            `json:"name"`
	Hash     string            `json:"hash"`
	Model    string            `json:"model"`
	Runs     int               `json:"runs"`
	Failed   map[string]string `json:"failed"` // what went wrong, by run
	Outcomes []Result          `json:"outcomes"`
	Files    []output.File     `json:"files"`
}

// Result is an outcome over all runs that did not fail.
type Result struct {
	Name    string   `json:"name"`
	Mean    Figure   `json:"mean"`
	Low     Figure   `json:"low"` // 10 and 90 % quantiles over points
	Median  Figure   `json:"median"`
	High    Figure   `json:"high"`
	AtLeast *float64 `json:"at_least,omitempty"`
	AtMost  *float64 `json:"at_most,omitempty"`
	Missed  int      `json:"missed"` // runs beyond a threshold
}

// Figure is a number of an outcome: NaN where all runs failed, which JSON does not know and has as null.
type Figure float64

// MarshalJSON writes a number as encoding/json does.
func (f Figure) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(f)) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(f))
}

// summaryFile marks a folder as collected.
const summaryFile = "summary.json"

// collector gathers parts into tables.
type collector struct {
	*Folder
	ticks, runs *output.Stream
	words       []int // factors whose values are words, by place
	numbers     []int // the others
	outcomes    [][]float64
	failed      map[string]string
	files       []output.File
}

// Collect makes the sweep's tables from its parts, which must all be there: ticks (a row a run and tick), runs (a row a run),
// points (over seeds), and what the design tells about sensitivity, as CSV and Parquet, with views for DuckDB and readers.
// The same parts give the same bytes. Only one process may collect in a folder; what killed ones left is cleared away.
func (f *Folder) Collect() (*Summary, error) {
	unlock, err := output.Lock(f.Dir)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := output.ClearUnnamed(f.Dir); err != nil {
		return nil, err
	}
	c := &collector{Folder: f, failed: map[string]string{}}
	c.sortFactors()
	ticks, runs := c.tickTable(), c.runTable()
	if c.ticks, err = output.NewStream(f.Dir, ticks); err != nil {
		return nil, err
	}
	defer c.ticks.Abandon()
	if c.runs, err = output.NewStream(f.Dir, runs); err != nil {
		return nil, err
	}
	defer c.runs.Abandon()
	for chunk := range f.Plan.ChunkCount() {
		if err := c.part(chunk); err != nil {
			return nil, err
		}
	}
	for _, s := range []*output.Stream{c.ticks, c.runs} {
		files, err := s.Close()
		if err != nil {
			return nil, err
		}
		c.files = append(c.files, files...)
	}
	return c.finish(append([]*series.Table{ticks, runs}, f.Analyse(c.outcomes)...))
}

// sortFactors tells factors of numbers from those of words.
func (c *collector) sortFactors() {
	for k := range c.Factors {
		numeric := c.Factors[k].Kind != "policy"
		for _, v := range c.Factors[k].Values {
			_, err := strconv.ParseFloat(v, 64)
			numeric = numeric && err == nil
		}
		if numeric {
			c.numbers = append(c.numbers, k)
		} else {
			c.words = append(c.words, k)
		}
	}
}

func factorName(f *scenario.Factor) string { return strings.ReplaceAll(f.Key, ".", "_") }

// described are the labels and columns of all tables by run.
func (c *collector) described() (labels []series.Label, columns []series.Column) {
	labels = []series.Label{{Name: "run", Doc: "Name of the run: its point and its seed."}}
	for _, k := range c.words {
		labels = append(labels, series.Label{Name: factorName(&c.Factors[k]), Doc: "Factor " + c.Factors[k].Key + "."})
	}
	columns = []series.Column{{Name: "point", Doc: "Number of the design's point, from 0."}, {Name: "seed", Doc: "Seed of the run."}}
	for _, k := range c.numbers {
		columns = append(columns, series.Column{Name: factorName(&c.Factors[k]), Doc: "Factor " + c.Factors[k].Key + "."})
	}
	return labels, columns
}

func (c *collector) tickTable() *series.Table {
	labels, columns := c.described()
	for _, name := range c.columns() {
		columns = append(columns, series.Column{Name: "out_" + columnName(name), Doc: "Column " + name + " of the run."})
	}
	return series.New("ticks", "The sweep's runs, a row a run and tick.", append(labels, series.Label{Name: "date", Doc: "Tick of the run."}), columns)
}

func (c *collector) runTable() *series.Table {
	labels, columns := c.described()
	for _, o := range c.Outcomes {
		columns = append(columns, series.Column{Name: o.Name(), Doc: outcomeDoc(o)})
	}
	return series.New("runs", "The sweep's runs, a row a run; outcomes of runs that failed are NaN.", labels, columns)
}

func outcomeDoc(o scenario.Outcome) string {
	switch o.At {
	case "peak":
		return "Largest value of " + o.Column + " over the run."
	case "final":
		return "Last value of " + o.Column + "."
	}
	return fmt.Sprintf("Mean of %s over %d.", o.Column, o.Year)
}

// row is what stands before a run's figures.
func (c *collector) row(i int) (labels []string, values []float64) {
	words, numbers := c.Values(i / c.Seeds)
	labels = []string{c.Name(i)}
	for _, k := range c.words {
		labels = append(labels, words[k])
	}
	values = []float64{float64(i / c.Seeds), float64(c.Base.Config.Seed + int64(i%c.Seeds))}
	for _, k := range c.numbers {
		values = append(values, numbers[k])
	}
	return labels, values
}

// part adds the rows of a chunk in the order of runs.
func (c *collector) part(chunk int) error {
	d, err := c.Check(chunk)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("chunk %d of %d is still to be run: `tenfold sweep` goes on with what is missing", chunk, c.Plan.ChunkCount())
	}
	if err != nil {
		return fmt.Errorf("%w: `tenfold sweep` makes its runs again", err)
	}
	for name, why := range d.Failed {
		c.failed[name] = why
	}
	file, err := os.Open(c.Folder.part(chunk))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // only read
	lines := bufio.NewScanner(file)
	lines.Buffer(make([]byte, 1<<16), 1<<24)
	from, until := c.Plan.runsOf(chunk)
	more := lines.Scan()
	for i := from; i < until; i++ {
		m := newMeter(c.Sweep)
		labels, values := c.row(i)
		for more && runOf(lines.Text()) == i {
			date, figures, err := parse(lines.Text(), len(c.columns()))
			if err != nil {
				return fmt.Errorf("%s: %w", c.Folder.part(chunk), err)
			}
			if err := c.ticks.Append(append(slices.Clone(labels), date), append(slices.Clone(values), figures...)); err != nil {
				return err
			}
			m.add(date, figures)
			more = lines.Scan()
		}
		outcomes := m.outcomes()
		c.outcomes = append(c.outcomes, outcomes)
		if err := c.runs.Append(labels, append(values, outcomes...)); err != nil {
			return err
		}
	}
	return lines.Err()
}

func runOf(line string) int {
	text, _, _ := strings.Cut(line, ",")
	i, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return i
}

func parse(line string, columns int) (date string, figures []float64, err error) {
	fields := strings.Split(line, ",")
	if len(fields) != columns+2 {
		return "", nil, fmt.Errorf("expected %d figures, got %q", columns, line)
	}
	for _, text := range fields[2:] {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return "", nil, fmt.Errorf("expected a number, got %q", text)
		}
		figures = append(figures, v)
	}
	return fields[1], figures, nil
}

// A meter reads a run's outcomes tick by tick.
type meter struct {
	sweep *Sweep
	at    []int // column of each outcome
	sum   []float64
	n     []float64
}

func newMeter(s *Sweep) *meter {
	m := &meter{sweep: s, sum: make([]float64, len(s.Outcomes)), n: make([]float64, len(s.Outcomes))}
	columns := s.columns()
	for _, o := range s.Outcomes {
		m.at = append(m.at, slices.Index(columns, o.Column))
	}
	return m
}

func (m *meter) add(date string, figures []float64) {
	for k, o := range m.sweep.Outcomes {
		v := figures[m.at[k]]
		switch {
		case o.At == "final" || o.At == "peak" && (m.n[k] == 0 || v > m.sum[k]):
			m.sum[k], m.n[k] = v, 1
		case o.At == "year" && strings.HasPrefix(date, strconv.Itoa(o.Year)):
			m.sum[k], m.n[k] = m.sum[k]+v, m.n[k]+1
		}
	}
}

// outcomes are NaN where the run has no rows.
func (m *meter) outcomes() []float64 {
	out := make([]float64, len(m.sum))
	for k := range out {
		out[k] = m.sum[k] / m.n[k]
	}
	return out
}

// finish writes the small tables and what explains all of them.
func (c *collector) finish(tables []*series.Table) (*Summary, error) {
	for _, t := range tables[2:] {
		s, err := output.NewStream(c.Dir, t)
		if err != nil {
			return nil, err
		}
		for i := range t.Rows() {
			labels, values := t.Row(i)
			if err := s.Append(labels, values); err != nil {
				s.Abandon()
				return nil, err
			}
		}
		files, err := s.Close()
		if err != nil {
			return nil, err
		}
		c.files = append(c.files, files...)
	}
	fixed, err := output.Explain(tables)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"columns.json", "read.R", "read.py", "views.sql"} {
		if err := output.WriteFile(filepath.Join(c.Dir, name), fixed[name]); err != nil {
			return nil, err
		}
		c.files = append(c.files, output.Describe(name, fixed[name]))
	}
	s := &Summary{Name: c.Experiment.Name, Hash: c.Plan.Hash, Model: c.Plan.Model, Runs: c.Sweep.Runs(), Failed: c.failed, Outcomes: c.results(), Files: c.files}
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, err
	}
	return s, output.WriteFile(filepath.Join(c.Dir, summaryFile), append(data, '\n'))
}

// results are the outcomes over all runs.
func (c *collector) results() []Result {
	var out []Result
	for k, o := range c.Outcomes {
		r := Result{Name: o.Name(), AtLeast: o.AtLeast, AtMost: o.AtMost}
		var values []float64
		for _, run := range c.outcomes {
			v := run[k]
			if math.IsNaN(v) {
				continue
			}
			values = append(values, v)
			if o.AtLeast != nil && v < *o.AtLeast || o.AtMost != nil && v > *o.AtMost {
				r.Missed++
			}
		}
		mean, low, median, high := spread(values)
		r.Mean, r.Low, r.Median, r.High = Figure(mean), Figure(low), Figure(median), Figure(high)
		out = append(out, r)
	}
	return out
}
