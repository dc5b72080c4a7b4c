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
	if err := ledger.CheckStock("debt", 100, (100+.5*4)/(1+.04*.5), 4, .5, .04, 100, 1e-12); err != nil {
		t.Fatal(err)
	}
	if err := ledger.CheckStock("debt", 100, 101, 4, .5, .04, 100, 1e-9); err == nil {
		t.Fatal("a stock that jumped passed")
	}
}
