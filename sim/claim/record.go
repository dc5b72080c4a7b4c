package claim

import (
	"context"
	"strconv"
	"strings"

	"tenfold/sim/economy"
	"tenfold/sim/experiment"
	"tenfold/sim/scenario"
	"tenfold/sim/series"
)

// record is what is kept of a run: means by year.
type record struct {
	Failed string                 `json:"failed,omitempty"` // what went wrong, and nothing else
	Years  []int                  `json:"years,omitempty"`
	Series map[string][]float64   `json:"series,omitempty"` // by column and year
	Groups map[string][]string    `json:"groups,omitempty"` // of a table, in its order
	Lists  map[string][][]float64 `json:"lists,omitempty"`  // by table/column, year and group
}

// columnsOf are the columns of the base's results: those of the table series, and table/column of others.
func columnsOf(base *scenario.Scenario) (map[string]bool, error) {
	c := base.Config
	c.MeanField, c.Fleet.Agents, c.Firms.Agents, c.People.Agents = false, 0, 0, min(max(c.People.Agents, 2), 100)
	w, err := economy.New(c, base.Economy, 1)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	out := map[string]bool{}
	for _, t := range w.Tables() {
		for _, column := range t.Columns {
			name := t.Name + "/" + column.Name
			if t.Name == "series" {
				name = column.Name
			}
			out[name] = true
		}
	}
	return out, nil
}

// run makes the run of a draw and a seed. What goes wrong in the model is kept; only the end of the context is an error.
func (b *Block) run(ctx context.Context, draw, seed int) (*record, error) {
	fail := func(err error) (*record, error) {
		return &record{Failed: strings.ReplaceAll(err.Error(), "\n", "; ")}, nil
	}
	s, err := b.Scenario(draw, seed)
	if err != nil {
		return fail(err)
	}
	config, _, err := experiment.EqualCost(s.Config, s.Economy, s.Targets)
	if err != nil {
		return fail(err)
	}
	w, err := economy.New(config, s.Economy, 1)
	if err != nil {
		return fail(err)
	}
	defer w.Close()
	for w.Tick() < w.Ticks() {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err := w.Step(); err != nil {
			return fail(err)
		}
	}
	return b.keep(w.Tables()), nil
}

// keep takes means by year of all columns of the table series and of the lists that are wanted.
func (b *Block) keep(tables []*series.Table) *record {
	r := &record{Series: map[string][]float64{}, Groups: map[string][]string{}, Lists: map[string][][]float64{}}
	for _, t := range tables {
		y := newYearly(t)
		if t.Name == "series" {
			r.Years = y.years
		}
		for k, column := range t.Columns {
			name := t.Name + "/" + column.Name
			switch {
			case t.Name == "series":
				for year := range y.years {
					r.Series[column.Name] = append(r.Series[column.Name], y.sum[year][0][k]/y.ticks[year])
				}
			case b.lists[name]:
				r.Groups[t.Name] = y.groups
				r.Lists[name] = y.list(k)
			}
		}
	}
	for name := range b.lists {
		if r.Lists[name] == nil {
			r.Lists[name] = [][]float64{} // runs of this size have no such table
		}
	}
	return r
}

// yearly are the sums of a table by year, group and column.
type yearly struct {
	years  []int
	groups []string
	ticks  []float64
	sum    [][][]float64
}

func newYearly(t *series.Table) *yearly {
	y := &yearly{}
	group := map[string]int{}
	for i := range t.Rows() {
		labels, row := t.Row(i)
		year, _ := strconv.Atoi(labels[0][:4])
		if n := len(y.years); n == 0 || y.years[n-1] != year {
			y.years, y.ticks, y.sum = append(y.years, year), append(y.ticks, 0), append(y.sum, nil)
		}
		at := len(y.years) - 1
		last := labels[len(labels)-1]
		if len(labels) == 1 {
			last = ""
		}
		g, known := group[last]
		if !known {
			g = len(y.groups)
			group[last], y.groups = g, append(y.groups, last)
		}
		for len(y.sum[at]) <= g {
			y.sum[at] = append(y.sum[at], make([]float64, len(t.Columns)))
		}
		for k, v := range row {
			y.sum[at][g][k] += v
		}
		if g == 0 {
			y.ticks[at]++
		}
	}
	return y
}

// list is a column by year and group.
func (y *yearly) list(column int) [][]float64 {
	out := make([][]float64, len(y.years))
	for at := range y.years {
		for g := range y.sum[at] {
			out[at] = append(out[at], y.sum[at][g][column]/y.ticks[at])
		}
	}
	return out
}

// has reports whether the record holds what the block wants.
func (r *record) has(b *Block) bool {
	if r.Failed != "" {
		return true
	}
	for name := range b.lists {
		if r.Lists[name] == nil {
			return false
		}
	}
	return len(r.Years) > 0
}

// value is a column in a year (a number, or a list over groups), or over all years where year is 0.
func (r *record) value(column string, year int) (any, bool) {
	if year == 0 {
		return r.path(column)
	}
	at := -1
	for i, y := range r.Years {
		if y == year {
			at = i
		}
	}
	if at < 0 {
		return nil, false
	}
	if isList(column) {
		list, ok := r.Lists[column]
		return pick(list, at), ok
	}
	v, ok := r.path(column)
	if !ok {
		return nil, false
	}
	return v[at], true
}

func pick(list [][]float64, at int) []float64 {
	if at < len(list) {
		return list[at]
	}
	return nil
}

// path is a number by year: a column of the table series, or table/column/group.
func (r *record) path(column string) ([]float64, bool) {
	table, name, group := experiment.Parts(column)
	if table == "series" {
		v, ok := r.Series[column]
		return v, ok
	}
	for g, known := range r.Groups[table] {
		if known != group {
			continue
		}
		var out []float64
		for _, row := range r.Lists[table+"/"+name] {
			out = append(out, row[g])
		}
		return out, true
	}
	return nil, false
}
