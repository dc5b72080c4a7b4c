package person_test

import (
	"math"
	"strings"
	"testing"

	"tenfold/agents/person"
)

// unitedStates are the groups of the Distributional Financial Accounts, end of 2024.
var unitedStates = []person.Group{
	{Population: .001, NetWorth: .14029, Equity: .23906, RealEstate: .03995},
	{Population: .009, NetWorth: .17008, Equity: .25968, RealEstate: .09316},
	{Population: .09, NetWorth: .36421, Equity: .37292, RealEstate: .30275},
	{Population: .4, NetWorth: .30071, Equity: .11785, RealEstate: .46207},
	{Population: .5, NetWorth: .02472, Equity: .01049, RealEstate: .10207},
}

const equityUS, realEstateUS = .2998, .2911

func fittedWealth(t testing.TB, gini float64) *person.Wealth {
	t.Helper()
	w, err := person.NewWealth(unitedStates, equityUS, realEstateUS, gini)
	if err != nil {
		t.Fatal(err)
	}
	return &w
}

func closeTo(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
		t.Errorf("%s is %.6g, want %.6g", name, got, want)
	}
}

// Any number of households given their slices has the groups' shares and the Gini.
func TestHouseholdsReproduceSharesAndGini(t *testing.T) {
	for _, gini := range []float64{.79, .81, .834} {
		w := fittedWealth(t, gini)
		closeTo(t, "Gini", w.Gini(), gini, 1e-9)
		for _, n := range []int{1000, 50_000} {
			x, sum, weighted := make([]person.Holdings, n), person.Holdings{}, 0.
			for k := range x {
				x[k] = w.Mean(float64(k)/float64(n), float64(k+1)/float64(n))
				sum.NetWorth += x[k].NetWorth / float64(n)
				sum.Equity += x[k].Equity / float64(n)
				sum.RealEstate += x[k].RealEstate / float64(n)
				sum.Other += x[k].Other / float64(n)
				weighted += float64(2*k+1-n) / float64(n) * x[k].NetWorth / float64(n)
			}
			closeTo(t, "net worth", sum.NetWorth, 1, 1e-9)
			closeTo(t, "equity", sum.Equity, equityUS, 1e-9)
			closeTo(t, "real estate", sum.RealEstate, realEstateUS, 1e-9)
			closeTo(t, "the rest", sum.Other, 1-equityUS-realEstateUS, 1e-9)
			closeTo(t, "Gini of households", weighted, gini, .001)
			to := n
			for _, g := range unitedStates {
				from := to - int(math.Round(g.Population*float64(n)))
				group := person.Holdings{}
				for _, h := range x[from:to] {
					group.NetWorth += h.NetWorth / float64(n)
					group.Equity += h.Equity / float64(n) / equityUS
					group.RealEstate += h.RealEstate / float64(n) / realEstateUS
				}
				closeTo(t, "net worth of a group", group.NetWorth, g.NetWorth, 1e-4)
				closeTo(t, "equity of a group", group.Equity, g.Equity, 1e-4)
				closeTo(t, "real estate of a group", group.RealEstate, g.RealEstate, 1e-4)
				to = from
			}
		}
	}
}

// Everything rises with rank, and nobody has less than no equity or real estate.
func TestWealthRisesWithRank(t *testing.T) {
	for _, gini := range []float64{0, .79, .834} {
		w, before := fittedWealth(t, gini), person.Holdings{NetWorth: math.Inf(-1)}
		const n = 5000
		for k := 0.; k < n; k++ {
			h := w.Mean(k/n, (k+1)/n)
			if h.NetWorth < before.NetWorth-1e-9 || h.Equity < before.Equity-1e-9 || h.RealEstate < before.RealEstate-1e-9 || h.Equity < 0 || h.RealEstate < 0 {
				t.Fatalf("Gini %g, household %g of %d: %+v after %+v", gini, k, n, h, before)
			}
			closeTo(t, "the sum of parts", h.Equity+h.RealEstate+h.Other, h.NetWorth, 1e-9)
			before = h
		}
	}
}

// The closed forms against sums over many narrow slices.
func TestMeansOfWealthAddUp(t *testing.T) {
	w := fittedWealth(t, .834)
	for _, ends := range [][2]float64{{0, .2}, {.05, .5}, {.3, .97}, {.4, 1}, {.9985, .9995}, {0, 1}} {
		const n = 10_000
		sum, from := person.Holdings{}, ends[0]
		for k := 1; k <= n; k++ {
			to := ends[0] + (ends[1]-ends[0])*float64(k)/n
			if k == n {
				to = ends[1] // to the bit: the tail is endlessly steep there
			}
			h := w.Mean(from, to)
			from = to
			sum.NetWorth += h.NetWorth / n
			sum.Equity += h.Equity / n
		}
		whole := w.Mean(ends[0], ends[1])
		closeTo(t, "net worth", whole.NetWorth, sum.NetWorth, 1e-7)
		closeTo(t, "equity", whole.Equity, sum.Equity, 1e-7)
	}
}

// worthAt is net worth at a rank.
func worthAt(w *person.Wealth, u float64) float64 { return w.Mean(u-1e-7, u+1e-7).NetWorth }

// What the documentation says of the United States.
func TestWealthOfTheUnitedStates(t *testing.T) {
	for _, c := range []struct {
		gini, stretch, met, median, decile, hundredth, debtors, debt, lowest float64
	}{
		{0, 0, .8021, .193, 1.744, 8.745, .09, .00347, -.1157},
		{.834, .805, .834, .299, 2.287, 11.21, .09, .0523, -1.742},
	} {
		w := fittedWealth(t, c.gini)
		households, debt := w.Debtors()
		closeTo(t, "stretch", w.Stretch(), c.stretch, 2e-3)
		closeTo(t, "Gini", w.Gini(), c.met, 1e-4)
		closeTo(t, "median", worthAt(w, .5), c.median, 2e-3)
		closeTo(t, "upper decile", worthAt(w, .9), c.decile, 2e-3)
		closeTo(t, "upper hundredth", worthAt(w, .99), c.hundredth, 2e-3)
		closeTo(t, "share of debtors", households, c.debtors, 1e-9)
		closeTo(t, "debt", debt, c.debt, 2e-3)
		closeTo(t, "lowest", w.Mean(0, 1e-7).NetWorth, c.lowest, 2e-3)
	}
	if households, debt := fittedWealth(t, .785).Debtors(); households != 0 || debt != 0 {
		t.Errorf("%g of households owe %g at a low Gini", households, debt)
	}
}

// Shares need not sum to one, nor class means fall.
func TestWealthOfOddGroups(t *testing.T) {
	w, err := person.NewWealth([]person.Group{{1, 30, 5, 1}, {49, 65, 0, 8}, {50, 5, 2, 10}}, .4, .3, 0)
	if err != nil {
		t.Fatal(err)
	}
	h := w.Mean(.99, 1)
	closeTo(t, "net worth of the top", h.NetWorth, 30, 1e-9)
	closeTo(t, "equity of the top", h.Equity, .4*100*5/7, 1e-9)
	closeTo(t, "real estate of the middle", w.Mean(.5, .99).RealEstate, .3*8/19/.49, 1e-9)
	closeTo(t, "real estate of the bottom", w.Mean(0, .5).RealEstate, .3*10/19/.5, 1e-9)
	if got := w.Mean(.5, .99).Equity; got != 0 {
		t.Errorf("equity of the middle is %g", got)
	}
}

func TestWealthRefusesWhatItCannotMeet(t *testing.T) {
	for want, c := range map[string]struct {
		groups []person.Group
		gini   float64
	}{
		"cannot be met":              {unitedStates, .9},
		"allow 0.78":                 {unitedStates, .5},
		"expected two or more":       {unitedStates[:1], 0},
		"does not fall":              {[]person.Group{{.5, .4, 0, 0}, {.5, .6, 0, 0}}, 0},
		"or not above zero":          {[]person.Group{{.5, 1.1, 0, 0}, {.5, -.1, 0, 0}}, 0},
		"the richest to the poorest": {[]person.Group{{0, .6, 0, 0}, {1, .4, 0, 0}}, 0},
		"too alike":                  {[]person.Group{{.5, .55, 0, 0}, {.5, .45, 0, 0}}, 0},
	} {
		if _, err := person.NewWealth(c.groups, 1, 1, c.gini); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected an error with %q, got %v", want, err)
		}
	}
}

func BenchmarkWealthMean(b *testing.B) {
	w := fittedWealth(b, .834)
	const n = 1_000_000
	for i := 0; b.Loop(); i++ {
		k := float64(i * 7919 % n)
		w.Mean(k/n, (k+1)/n)
	}
}
