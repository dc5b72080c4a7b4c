package economy

import (
	"strings"

	"tenfold/sim/ledger"
	"tenfold/sim/series"
)

// yearBooks adds up what was paid in a year and what happened to stocks in it, in detrended dollars. Entries stand in the
// order of the ledger's.
type yearBooks struct {
	flows  []float64 // paid and received, by flow
	stocks []float64 // by stock, change after change
}

// What the year remembers of a stock.
const (
	opening = iota
	acquired
	revalued
	trendGrowth
	closing
	changes
)

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
	for _, r := range y.rows(&w.books) {
		rows = append(rows, tableRow{w.tables[len(w.tables)-1], []string{year, r.account, r.entry}, r.values})
	}
	*y = yearBooks{}
	return w.append(rows)
}

func (y *yearBooks) add(b *ledger.Ledger, dt, growth float64) {
	first := len(y.flows) == 0
	if first {
		y.flows, y.stocks = make([]float64, 2*len(b.Flows)), make([]float64, changes*len(b.Stocks))
	}
	for i := range b.Flows {
		y.flows[2*i] += float64(dt * b.Flows[i].Paid)
		y.flows[2*i+1] += float64(dt * b.Flows[i].Received)
	}
	for i := range b.Stocks {
		s, sum := &b.Stocks[i], y.stocks[changes*i:]
		if first {
			sum[opening] = s.Opening
		}
		sum[acquired] += float64(dt * s.Acquired)
		sum[revalued] += s.Revalued
		sum[trendGrowth] -= float64(growth * dt * s.Closing)
		sum[closing] = s.Closing
	}
}

type matrixRow struct {
	account, entry string
	values         []float64
}

// rows are the year's rows: flows with their sums by sector, then balances with net worth. Entries from a sector to
// itself are left out. The names are those of b, the last tick's.
func (y *yearBooks) rows(b *ledger.Ledger) []matrixRow {
	flows := &block{}
	for i, f := range b.Flows {
		if f.Paid, f.Received = y.flows[2*i], y.flows[2*i+1]; f.From != f.To {
			row := f.Row()
			flows.add(f.Account, f.Name, row[:])
		}
	}
	flows.close("all", entrySum)
	out := flows.rows
	for change, account := range []string{accountOpening, accountAcquired, accountRevalued, accountTrend, accountClosing} {
		balance := &block{}
		for i := range b.Stocks {
			row := b.Stocks[i].Row(y.stocks[changes*i+change])
			balance.add(account, b.Stocks[i].Name, row[:])
		}
		balance.close(account, "net worth")
		out = append(out, balance.rows...)
	}
	return out
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
