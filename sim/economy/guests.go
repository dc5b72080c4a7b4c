package economy

import (
	"fmt"

	"tenfold/sim/engine"
	"tenfold/sim/series"
)

// Guests are agents that a program brings into the world beside its own. They step at the end of each tick's work, when
// incomes are known, before results are recorded.
type Guests struct {
	Name    string // in messages
	N       int
	Step    func(agent, tick int) // one agent's tick; calls for different agents may run at once
	Archive func(*engine.Archive) // saves or loads their state; nil when they have none
}

// Invite adds guests. It panics after the first tick.
func (w *World) Invite(g Guests) {
	w.beforeFirstTick("Invite")
	w.guests = append(w.guests, g)
}

// AddColumn adds a column to the table "series", read at the end of each tick. It panics after the first tick and when
// there is a column of that name.
func (w *World) AddColumn(c series.Column, read func() float64) {
	w.beforeFirstTick("AddColumn")
	w.extra = append(w.extra, tickColumn{c, func(*World, *snapshot) float64 { return read() }})
	t := w.tables[seriesTable]
	w.tables[seriesTable] = series.New(t.Name, t.Doc, t.Labels, append(t.Columns, c))
}

func (w *World) beforeFirstTick(method string) {
	if w.tick > 0 || w.tables[seriesTable].Rows() > 0 {
		panic(fmt.Sprintf("economy: %s after the first tick", method))
	}
}

// Value is the last tick's figure of a column of the table "series". It panics when there is no such column or tick.
func (w *World) Value(column string) float64 {
	t := w.tables[seriesTable]
	_, row := t.Row(t.Rows() - 1)
	return row[t.Index(column)]
}

// entertain lets guests step, block by block.
func (w *World) entertain() error {
	for _, g := range w.guests {
		blocks := engine.Blocks(g.N, int(w.cfg.Shards))
		w.pool.Each(len(blocks), func(b int) {
			for i := blocks[b].From; i < blocks[b].To; i++ {
				g.Step(i, w.tick)
			}
		})
		w.steps += int64(g.N)
	}
	return nil
}
