// Package ledger keeps the books of one tick: every dollar is a flow from one sector to another, entered by both. It
// checks that each flow left the payer as it reached the payee, that each sector's receipts equal its payments, and
// that stocks changed by what flowed. It knows no prices and no behaviour.
//
// A Ledger belongs to one goroutine.
package ledger

import (
	"fmt"
	"math"
)

// Sector is a column of the transaction-flow matrix.
type Sector int

// The sectors of the economy.
const (
	People Sector = iota
	Firms
	Providers
	Government
	World
	sectors
)

// String names the sector as messages and tables do.
func (s Sector) String() string {
	return [...]string{"people", "firms", "AI providers", "government", "rest of world"}[s]
}

// Flow is one row of the transaction-flow matrix: what the payer paid and what the payee received, both in dollars a
// year. The two amounts come from different computations wherever the economy has two, so that their difference is a
// check. A flow whose amount is negative goes the other way.
type Flow struct {
	Account        string // under which the row stands: current, capital, financial
	Name           string
	From, To       Sector
	Paid, Received float64
}

// Ledger holds the flows of a tick and the stocks that they change.
type Ledger struct {
	Flows   []Flow
	Stocks  []Stock
	account string
}

// Reset forgets all entries.
func (l *Ledger) Reset() { l.Flows, l.Stocks, l.account = l.Flows[:0], l.Stocks[:0], "" }

// Under names the account under which the flows that follow are entered.
func (l *Ledger) Under(account string) { l.account = account }

// Post enters a flow whose two ends are one figure.
func (l *Ledger) Post(name string, from, to Sector, amount float64) {
	l.Enter(name, from, to, amount, amount)
}

// Enter enters a flow as its two ends see it.
func (l *Ledger) Enter(name string, from, to Sector, paid, received float64) {
	l.Flows = append(l.Flows, Flow{l.account, name, from, to, paid, received})
}

// Total is what was paid under the name.
func (l *Ledger) Total(name string) float64 {
	sum := 0.
	for _, f := range l.Flows {
		if f.Name == name {
			sum += f.Paid
		}
	}
	return sum
}

// Net is what a sector paid less what it received, leaving out the flow of that name: what it has to borrow.
func (l *Ledger) Net(s Sector, without string) float64 {
	net := 0.
	for _, f := range l.Flows {
		if f.Name == without {
			continue
		}
		if f.From == s {
			net += f.Paid
		}
		if f.To == s {
			net -= f.Received
		}
	}
	return net
}

// Imbalance names an entry or a sector whose two sides differ.
type Imbalance struct {
	What        string  // the flow's or the sector's name
	Left, Right float64 // paid and received; receipts and payments
	Scale       float64 // dollars that the difference is relative to
}

// Relative is the difference relative to the scale.
func (i Imbalance) Relative() float64 { return math.Abs(i.Left-i.Right) / i.Scale }

// Error states the numbers.
func (i Imbalance) Error() string {
	return fmt.Sprintf("%s does not balance: %.12g against %.12g usd a year (relative error %.2g)", i.What, i.Left, i.Right, i.Relative())
}

// Check compares both ends of every flow and both sides of every sector. It returns the largest relative error and,
// when that exceeds tolerance or is not a number, the Imbalance with the name of the entry: the flow when its ends
// differ, else the sector. scale is in dollars a year.
func (l *Ledger) Check(scale, tolerance float64) (worst float64, err error) {
	note := func(i Imbalance) {
		r := i.Relative()
		if err == nil && !(r <= tolerance) {
			err = i
		}
		if !(r <= worst) && !math.IsNaN(worst) {
			worst = r
		}
	}
	var receipts, payments [sectors]float64
	for _, f := range l.Flows {
		note(Imbalance{fmt.Sprintf("flow %q from %s to %s", f.Name, f.From, f.To), f.Paid, f.Received, scale})
		payments[f.From] += f.Paid
		receipts[f.To] += f.Received
	}
	for s := Sector(0); s < sectors; s++ {
		note(Imbalance{fmt.Sprintf("account of %s", s), receipts[s], payments[s], scale})
	}
	return worst, err
}

// Stock is what a sector owns over a tick, in dollars: a real asset, or a claim on Issuer.
//
//	closing (1 + g dt) = opening + dt acquired + revalued
//
// since dollars are detrended at rate g. Acquired is in dollars a year.
type Stock struct {
	Name                                 string
	Holder, Issuer                       Sector
	Real                                 bool // nobody owes it
	Opening, Acquired, Revalued, Closing float64
}

// Hold enters a stock.
func (l *Ledger) Hold(s Stock) { l.Stocks = append(l.Stocks, s) }

// CheckStocks returns the largest relative error of a stock against what flowed and what was revalued over dt years, and
// an Imbalance with the stock's name when it exceeds tolerance. Errors are relative to scale, in dollars.
func (l *Ledger) CheckStocks(dt, g, scale, tolerance float64) (worst float64, err error) {
	for _, s := range l.Stocks {
		want := (s.Opening + float64(dt*s.Acquired) + s.Revalued) / (1 + float64(g*dt))
		i := Imbalance{fmt.Sprintf("stock %q", s.Name), s.Closing, want, scale}
		if err == nil && !(i.Relative() <= tolerance) {
			err = i
		}
		if !(i.Relative() <= worst) && !math.IsNaN(worst) {
			worst = i.Relative()
		}
	}
	return worst, err
}

// Sectors lists all sectors in the order of columns.
func Sectors() []Sector { return []Sector{People, Firms, Providers, Government, World} }

// Row is a flow as the sectors see it, receipts above and payments below zero: it sums to zero.
func (f *Flow) Row() [sectors]float64 {
	var row [sectors]float64
	row[f.From] -= f.Paid
	row[f.To] += f.Received
	return row
}

// Row is what the stock is worth to each sector: claims sum to zero, real assets to their value.
func (s *Stock) Row(value float64) [sectors]float64 {
	var row [sectors]float64
	row[s.Holder] += value
	if !s.Real {
		row[s.Issuer] -= value
	}
	return row
}
