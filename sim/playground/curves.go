package playground

import (
	"context"
	"slices"
	"strconv"
	"sync"

	"tenfold/sim/economy"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
)

// curves are a run's means by year.
type curves struct {
	years  []int
	values [][]float64 // by column and year
}

// of is the column's values, nil where there are none.
func (c *curves) of(column string) []float64 {
	if c == nil {
		return nil
	}
	return c.values[slices.Index(columns(), column)]
}

// at is the column's value in a year, if the run has it.
func (c *curves) at(column string, year int) (float64, bool) {
	if c == nil {
		return 0, false
	}
	i := slices.Index(c.years, year)
	if i < 0 {
		return 0, false
	}
	return c.of(column)[i], true
}

// Sizes are how many agents a run simulates.
type Sizes struct {
	Coworkers int64 `json:"coworkers"`
	People    int64 `json:"people"`
	Firms     int64 `json:"firms"`
}

// first are the sizes of the first answer and of draws: ten thousand coworkers and as few others as give quiet curves.
var first = Sizes{10_000, 4_000, 1_000}

func sizesOf(c *economy.Config) Sizes {
	if c.MeanField {
		return Sizes{}
	}
	return Sizes{c.Fleet.Agents, c.People.Agents, c.Firms.Agents}
}

// within is no more of any kind than the other has.
func (s Sizes) within(most Sizes) Sizes {
	return Sizes{min(s.Coworkers, most.Coworkers), min(s.People, most.People), min(s.Firms, most.Firms)}
}

// configure is a scenario's configuration with so many agents.
func configure(s *scenario.Scenario, n Sizes) economy.Config {
	c := s.Config
	c.Policies = slices.Clone(c.Policies)
	if !c.MeanField {
		c.Fleet.Agents, c.People.Agents, c.Firms.Agents = n.Coworkers, n.People, n.Firms
	}
	c.Ledger, c.People.Panel, c.Executor = false, 0, "shards"
	return c
}

// simulate runs a scenario with so many agents and tells of each year that is done. What ran before is remembered.
func (s *Server) simulate(ctx context.Context, of *scenario.Scenario, n Sizes, workers int, tell func(*curves)) (*curves, error) {
	key := of.Hash() + " " + strconv.FormatInt(n.Coworkers, 10) + " " + strconv.FormatInt(n.People, 10) + " " + strconv.FormatInt(n.Firms, 10)
	if c := s.known.find(key); c != nil {
		return c, nil
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	w, err := economy.New(configure(of, n), of.Economy, workers)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	sum := newSums(w.Tables()[0])
	for w.Tick() < w.Ticks() {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err := w.Step(); err != nil {
			return nil, err
		}
		if sum.add() && tell != nil {
			tell(sum.whole())
		}
	}
	out := sum.close()
	s.known.keep(key, out)
	return out, nil
}

// sums adds up the rows of a table by year.
type sums struct {
	table *series.Table
	at    []int // of columns
	year  int   // that is being added up
	n     float64
	total []float64
	done  curves
}

func newSums(t *series.Table) *sums {
	s := &sums{table: t, done: curves{values: make([][]float64, len(columns()))}}
	for _, column := range columns() {
		s.at = append(s.at, t.Index(column))
	}
	s.total = make([]float64, len(s.at))
	return s
}

// add takes the last row in and tells whether a year was completed by it.
func (s *sums) add() bool {
	labels, row := s.table.Row(s.table.Rows() - 1)
	year, _ := strconv.Atoi(labels[0][:4]) // dates are written by the model
	completed := year != s.year && s.n > 0
	if completed {
		s.end()
	}
	s.year, s.n = year, s.n+1
	for k, at := range s.at {
		s.total[k] += row[at]
	}
	return completed
}

func (s *sums) end() {
	s.done.years = append(s.done.years, s.year)
	for k := range s.total {
		s.done.values[k] = append(s.done.values[k], s.total[k]/s.n)
		s.total[k] = 0
	}
	s.n = 0
}

// whole is a copy of the years so far.
func (s *sums) whole() *curves {
	out := &curves{years: slices.Clone(s.done.years)}
	for _, v := range s.done.values {
		out.values = append(out.values, slices.Clone(v))
	}
	return out
}

func (s *sums) close() *curves {
	if s.n > 0 {
		s.end()
	}
	return &s.done
}

// cache remembers the curves of runs, the latest ones.
type cache struct {
	mu    sync.Mutex
	by    map[string]*curves
	order []string // the oldest first
}

// mostKnown runs take about a megabyte.
const mostKnown = 1000

func (c *cache) find(key string) *curves {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.by[key]
}

func (c *cache) keep(key string, v *curves) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[string]*curves{}
	}
	if c.by[key] == nil {
		c.order = append(c.order, key)
	}
	c.by[key] = v
	for len(c.order) > mostKnown {
		delete(c.by, c.order[0])
		c.order = c.order[1:]
	}
}
