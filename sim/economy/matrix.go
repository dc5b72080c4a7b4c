package economy

import (
	"strings"

	"tenfold/sim/ledger"
	"tenfold/sim/series"
)

// yearBooks adds up the flows of a year and what happened to stocks in it, in detrended dollars.
type yearBooks struct {
	flows  []ledger.Flow  // amounts over the year
	stocks []ledger.Stock // opening of the first tick, closing of the last
	trend  []float64      // what detrending took from each stock
}

// The accounts of the table "ledger" that are not accounts of flows.
const (
	accountOpening  = "opening balance"
	accountAcquired = "acquired"
	accountRevalued = "revaluation"
	accountTrend    = "trend growth"
	accountClosing  = "closing balance"
	entrySum        = "sum"
)

func ledgerTable() *series.Table {
	column := func(s ledger.Sector) series.Column {
		return series.Column{Name: strings.ToLower(strings.ReplaceAll(s.String(), " ", "_")), Unit: "usd", Doc: "What the " + s.String() + " sector receives (above zero) or pays in the year; what it owns or owes in balances."}
	}
	var columns []series.Column
	for _, s := range ledger.Sectors() {
		columns = append(columns, column(s))
	}
	return series.New("ledger", "Transaction-flow matrix and balance sheets of each year, a row a year and entry, in detrended dollars. Rows and columns of flows sum to zero; opening balance, what is acquired net of wear, revaluation and trend growth sum to the closing balance.",
		[]series.Label{{Name: "year", Doc: "Calendar year."}, {Name: "account", Doc: "current, capital, financial; opening balance, acquired, revaluation, trend growth, closing balance."}, {Name: "entry", Doc: "Kind of payment or asset."}},
		append(columns, series.Column{Name: entrySum, Unit: "usd", Doc: "Sum of the row: zero for flows and claims, the value of real assets."}))
}

// keepMatrix adds the tick to the year and writes the year when it ends.
func (w *World) keepMatrix() error {
	if !w.cfg.Ledger {
		return nil
	}
	y := &w.yearBooks
	y.add(&w.books, w.dt, w.cfg.Macro.Growth)
	year, next := w.Date()[:4], w.cfg.Clock.Label(w.tick + 1)[:4]
	if year == next && w.tick+1 < w.Ticks() {
		return nil
	}
	var rows []tableRow
	for _, r := range y.rows() {
		rows = append(rows, tableRow{w.tables[len(w.tables)-1], []string{year, r.account, r.entry}, r.values})
	}
	*y = yearBooks{}
	return w.append(rows)
}

func (y *yearBooks) add(b *ledger.Ledger, dt, growth float64) {
	if y.flows == nil {
		y.flows = make([]ledger.Flow, len(b.Flows))
		y.stocks, y.trend = append([]ledger.Stock(nil), b.Stocks...), make([]float64, len(b.Stocks))
		for i := range y.stocks {
			y.stocks[i].Acquired, y.stocks[i].Revalued = 0, 0
		}
	}
	for i, f := range b.Flows {
		sum := &y.flows[i]
		f.Paid, f.Received = float64(dt*f.Paid)+sum.Paid, float64(dt*f.Received)+sum.Received
		*sum = f
	}
	for i := range b.Stocks {
		s := &b.Stocks[i]
		y.stocks[i].Acquired += float64(dt * s.Acquired)
		y.stocks[i].Revalued += s.Revalued
		y.stocks[i].Closing = s.Closing
		y.trend[i] -= float64(growth * dt * s.Closing)
	}
}

type matrixRow struct {
	account, entry string
	values         []float64
}

// rows are the year's rows: flows with their sums by sector, then balances with net worth. Entries from a sector to
// itself are left out.
func (y *yearBooks) rows() []matrixRow {
	flows := &block{}
	for i := range y.flows {
		if f := &y.flows[i]; f.From != f.To {
			row := f.Row()
			flows.add(f.Account, f.Name, row[:])
		}
	}
	flows.close("all", entrySum)
	balance := func(account string, value func(i int) float64) []matrixRow {
		b := &block{}
		for i := range y.stocks {
			row := y.stocks[i].Row(value(i))
			b.add(account, y.stocks[i].Name, row[:])
		}
		b.close(account, "net worth")
		return b.rows
	}
	out := append(flows.rows, balance(accountOpening, func(i int) float64 { return y.stocks[i].Opening })...)
	out = append(out, balance(accountAcquired, func(i int) float64 { return y.stocks[i].Acquired })...)
	out = append(out, balance(accountRevalued, func(i int) float64 { return y.stocks[i].Revalued })...)
	out = append(out, balance(accountTrend, func(i int) float64 { return y.trend[i] })...)
	return append(out, balance(accountClosing, func(i int) float64 { return y.stocks[i].Closing })...)
}

// block is rows with their sums by sector.
type block struct {
	rows []matrixRow
	sums []float64
}

func (b *block) add(account, entry string, bySector []float64) {
	if b.sums == nil {
		b.sums = make([]float64, len(bySector))
	}
	total := 0.
	for i, x := range bySector {
		b.sums[i] += x
		total += x
	}
	b.rows = append(b.rows, matrixRow{account, entry, append(append([]float64(nil), bySector...), total)})
}

func (b *block) close(account, entry string) {
	sums := &block{}
	sums.add(account, entry, b.sums)
	b.rows = append(b.rows, sums.rows...)
}
