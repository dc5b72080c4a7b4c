package ledger_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"tenfold/sim/ledger"

	"pgregory.net/rapid"
)

// circle is a balanced circuit: what people earn they spend.
func circle() *ledger.Ledger {
	var l ledger.Ledger
	l.Post("wages", ledger.Firms, ledger.People, 60)
	l.Post("profit", ledger.Firms, ledger.People, 40)
	l.Post("consumption", ledger.People, ledger.Firms, 100)
	return &l
}

func TestBalancedFlowsPass(t *testing.T) {
	worst, err := circle().Check(100, 1e-9)
	if err != nil || worst != 0 {
		t.Fatalf("worst %g, err %v", worst, err)
	}
}

func TestBrokenFlowIsNamed(t *testing.T) {
	l := circle()
	l.Flows[0].Received *= 1 + 1e-6
	_, err := l.Check(100, 1e-9)
	if err == nil || !strings.Contains(err.Error(), `flow "wages" from firms to people`) {
		t.Fatalf("got %v", err)
	}
}

func TestSectorThatPaysMoreThanItReceivesIsNamed(t *testing.T) {
	l := circle()
	l.Post("gift", ledger.Government, ledger.People, 1)
	_, err := l.Check(100, 1e-9)
	var i ledger.Imbalance
	if !errors.As(err, &i) || !strings.Contains(i.What, "people") {
		t.Fatalf("got %v", err)
	}
}

func TestNaNIsAnImbalance(t *testing.T) {
	l := circle()
	l.Post("rent", ledger.Firms, ledger.People, math.NaN())
	if worst, err := l.Check(100, 1e-9); err == nil || !math.IsNaN(worst) {
		t.Fatalf("worst %g, err %v", worst, err)
	}
}

// Any set of two-sided flows sums to zero over sectors; tampering with any one end is caught.
func TestTamperingIsCaught(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l ledger.Ledger
		amounts := rapid.SliceOfN(rapid.Float64Range(1, 1e3), 1, 20).Draw(t, "amounts")
		for _, a := range amounts {
			from := ledger.Sector(rapid.IntRange(0, 4).Draw(t, "from"))
			to := ledger.Sector(rapid.IntRange(0, 4).Draw(t, "to"))
			l.Post("there", from, to, a)
			l.Post("back", to, from, a)
		}
		if _, err := l.Check(1e3, 1e-9); err != nil {
			t.Fatal(err)
		}
		broken := rapid.IntRange(0, len(l.Flows)-1).Draw(t, "broken")
		l.Flows[broken].Paid += 1
		if _, err := l.Check(1e3, 1e-9); err == nil {
			t.Fatal("a broken flow passed")
		}
	})
}

func TestStockFollowsItsFlow(t *testing.T) {
	check := func(s ledger.Stock) error {
		var l ledger.Ledger
		l.Hold(ledger.Stock{Name: "land", Real: true, Opening: 7, Closing: 7 / 1.02})
		l.Hold(s)
		_, err := l.CheckStocks(.5, .04, 100, 1e-9)
		return err
	}
	debt := ledger.Stock{Name: "debt", Issuer: ledger.Government, Opening: 100, Acquired: 4, Revalued: 3, Closing: (100 + .5*4 + 3) / (1 + .04*.5)}
	if err := check(debt); err != nil {
		t.Fatal(err)
	}
	debt.Closing = 101
	if err := check(debt); err == nil || !strings.Contains(err.Error(), `stock "debt"`) {
		t.Fatalf("a stock that jumped: got %v", err)
	}
}

// A flow's row sums to zero; a claim is what its issuer owes, and a real asset is owed by nobody.
func TestRowsOfTheMatrix(t *testing.T) {
	sum := func(row [5]float64) (total float64) {
		for _, x := range row {
			total += x
		}
		return total
	}
	f := ledger.Flow{Name: "wages", From: ledger.Firms, To: ledger.People, Paid: 5, Received: 5}
	if row := f.Row(); row[ledger.Firms] != -5 || row[ledger.People] != 5 || sum(row) != 0 {
		t.Errorf("wages: %v", row)
	}
	claim := ledger.Stock{Holder: ledger.People, Issuer: ledger.Government}
	if row := claim.Row(9); row[ledger.People] != 9 || row[ledger.Government] != -9 {
		t.Errorf("debt: %v", row)
	}
	land := ledger.Stock{Holder: ledger.People, Real: true}
	if row := land.Row(9); sum(row) != 9 {
		t.Errorf("land: %v", row)
	}
}
