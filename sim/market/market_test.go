package market_test

import (
	"math"
	"testing"

	"tenfold/sim/market"

	"pgregory.net/rapid"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Max(1, math.Abs(want))) {
		t.Errorf("%s = %.15g, want %.15g", what, got, want)
	}
}

// naiveCES is the definition with the standard library's functions.
func naiveCES(share, price []float64, sigma float64) float64 {
	sum := 0.
	for i, s := range share {
		sum += s * math.Pow(price[i], 1-sigma)
	}
	return math.Pow(sum, 1/(1-sigma))
}

func sharesAndPrices(t *rapid.T) (share, price []float64) {
	n := rapid.IntRange(1, 8).Draw(t, "n")
	total := 0.
	for i := 0; i < n; i++ {
		s := rapid.Float64Range(.01, 1).Draw(t, "share")
		share, price = append(share, s), append(price, rapid.Float64Range(.1, 10).Draw(t, "price"))
		total += s
	}
	for i := range share {
		share[i] /= total
	}
	return share, price
}

func TestCESAgainstItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		share, price := sharesAndPrices(t)
		sigma := rapid.SampledFrom([]float64{.1, .3, .5, .8, .95, 1.2, 2, 5}).Draw(t, "sigma")
		got, want := market.CES(share, price, sigma), naiveCES(share, price, sigma)
		if math.Abs(got/want-1) > 1e-11 {
			t.Fatalf("sigma %g: %.15g, want %.15g", sigma, got, want)
		}
	})
}

// A bundle's cost lies between its cheapest and dearest input, is linear in all prices together, and its spending
// shares sum to one.
func TestCESIsAMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		share, price := sharesAndPrices(t)
		sigma := rapid.Float64Range(.05, 4).Draw(t, "sigma")
		cost := market.CES(share, price, sigma)
		low, high := price[0], price[0]
		double, spent := []float64{}, 0.
		for i, p := range price {
			low, high = min(low, p), max(high, p)
			double = append(double, 2*p)
			spent += market.SpendingShare(share[i], p/cost, sigma)
		}
		if cost < low*(1-1e-9) || cost > high*(1+1e-9) {
			t.Fatalf("cost %g outside %g..%g", cost, low, high)
		}
		if two := market.CES(share, double, sigma); math.Abs(two/cost-2) > 1e-9 {
			t.Fatalf("doubled prices cost %g, not twice %g", two, cost)
		}
		if math.Abs(sigma-1) > 1e-3 && math.Abs(spent-1) > 1e-9 {
			t.Fatalf("spending shares sum to %g", spent)
		}
	})
}

func TestCobbDouglasIsTheLimit(t *testing.T) {
	share, price := []float64{.3, .7}, []float64{2, .5}
	near(t, "Cobb-Douglas", market.CES(share, price, 1), math.Pow(2, .3)*math.Pow(.5, .7), 1e-12)
	near(t, "close to it", market.CES(share, price, 1+1e-5), market.CES(share, price, 1), 1e-4)
}

func TestInverseTimesMatrixIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		m := market.NewMatrix(n)
		for i := range m.A {
			m.A[i] = rapid.Float64Range(-1, 1).Draw(t, "a")
		}
		for i := 0; i < n; i++ {
			m.A[i*n+i] += 10 // diagonally dominant, hence regular
		}
		inv, err := m.Inverse()
		if err != nil {
			t.Fatal(err)
		}
		column, out := make([]float64, n), make([]float64, n)
		for j := 0; j < n; j++ {
			for i := range column {
				column[i] = inv.A[i*n+j]
			}
			for i, v := range m.Times(column, out) {
				want := 0.
				if i == j {
					want = 1
				}
				if math.Abs(v-want) > 1e-10 {
					t.Fatalf("(%d,%d) is %g", i, j, v)
				}
			}
		}
	})
}

func TestSingularMatrixIsAnError(t *testing.T) {
	m := market.Matrix{N: 2, A: []float64{1, 2, 2, 4}}
	if _, err := m.Inverse(); err == nil {
		t.Fatal("a singular matrix was inverted")
	}
}

// Two industries, each half of the other's output: prices and outputs by hand.
func TestInputOutputByHand(t *testing.T) {
	io, err := market.NewInputOutput([][]float64{{0, .5}, {.5, 0}}, []float64{0, .1})
	if err != nil {
		t.Fatal(err)
	}
	// p1 = .5 p2 + .5 and .9 p2 = .5 p1 + .4 have the solution p1 = p2 = 1.
	p := io.Prices([]float64{.5, .4}, make([]float64, 2))
	near(t, "p1", p[0], 1, 1e-12)
	near(t, "p2", p[1], 1, 1e-12)
	// Q1 = .5 Q2 + 3 and Q2 = .5 Q1 + 0 have the solution 4 and 2.
	q := io.Outputs([]float64{3, 0}, make([]float64, 2))
	near(t, "Q1", q[0], 4, 1e-12)
	near(t, "Q2", q[1], 2, 1e-12)
}

// The closed form of Bass's curve agrees with many small Euler steps and does not depend on the tick.
func TestAdoptionFollowsBass(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := rapid.Float64Range(.001, .1).Draw(t, "p"), rapid.Float64Range(0, 2).Draw(t, "q")
		start := rapid.Float64Range(0, .9).Draw(t, "start")
		euler := start
		for i := 0; i < 20000; i++ {
			euler += (p + q*euler) * (1 - euler) / 20000
		}
		once := market.Adopt(start, p, q, 1)
		if math.Abs(once-euler) > 1e-3 {
			t.Fatalf("closed form %g, Euler %g", once, euler)
		}
		monthly := start
		for i := 0; i < 12; i++ {
			monthly = market.Adopt(monthly, p, q, 1./12)
		}
		if math.Abs(monthly-once) > 1e-12 {
			t.Fatalf("twelve months %g, one year %g", monthly, once)
		}
	})
}

// Follow against many small steps of the differential equation, and in one step as in two.
func TestFollowAgainstSmallSteps(t *testing.T) {
	near(t, "after one lag", market.Follow(0, 1, 1, 2, 2), 1-math.Exp(-1), 1e-12)
	near(t, "without a lag", market.Follow(0, 0, 1, .1, 0), 1, 0)
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.Float64Range(0, 1)
		value, from, to := unit.Draw(t, "value"), unit.Draw(t, "from"), unit.Draw(t, "to")
		dt, lag := rapid.Float64Range(.01, 1).Draw(t, "dt"), rapid.Float64Range(.1, 5).Draw(t, "lag")
		const steps = 20_000
		naive := value
		for i := range steps {
			target := from + (to-from)*(float64(i)+.5)/steps
			naive += (target - naive) / lag * dt / steps
		}
		once, middle := market.Follow(value, from, to, dt, lag), (from+to)/2
		if math.Abs(once-naive) > 1e-3 {
			t.Fatalf("closed form %g, small steps %g", once, naive)
		}
		if twice := market.Follow(market.Follow(value, from, middle, dt/2, lag), middle, to, dt/2, lag); math.Abs(twice-once) > 1e-12 {
			t.Fatalf("two halves %g, one step %g", twice, once)
		}
	})
}

// Clear against plain bisection, smooth and with a jump.
func TestClearAgainstBisection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scale := rapid.Float64Range(-5, 8).Draw(t, "scale")
		slope := rapid.Float64Range(.2, 3).Draw(t, "slope")
		jumpAt := rapid.Float64Range(-6, 6).Draw(t, "jump at")
		jump := rapid.SampledFrom([]float64{0, .5, 5}).Draw(t, "jump")
		excess := func(x float64) float64 {
			v := scale - slope*math.Log(x)
			if math.Log(x) > jumpAt {
				v -= jump
			}
			return v
		}
		low, high := -60., 60.
		for i := 0; i < 200; i++ {
			mid := (low + high) / 2
			if excess(math.Exp(mid)) > 0 {
				low = mid
			} else {
				high = mid
			}
		}
		calls, last := 0, 0.
		got, err := market.Clear(math.Exp(rapid.Float64Range(-3, 3).Draw(t, "guess")), func(x float64) float64 {
			calls, last = calls+1, x
			return excess(x)
		})
		if high > math.Log(1e9) {
			if err == nil {
				t.Fatalf("cleared at ln %g beyond the largest price", math.Log(got))
			}
			return
		}
		high = math.Max(high, math.Log(1e-9)) // less than the smallest price is that price
		if err != nil || math.Abs(math.Log(got)-high) > 1e-9 {
			t.Fatalf("got ln %.12g, want %.12g (%v)", math.Log(got), high, err)
		}
		if last != got {
			t.Fatalf("last call at %g, returned %g", last, got)
		}
		if calls > 100 {
			t.Fatalf("%d calls", calls)
		}
	})
}

func TestClearSaysWhenNothingClears(t *testing.T) {
	if _, err := market.Clear(1, func(float64) float64 { return 1 }); err == nil {
		t.Fatal("a demand that never falls cleared")
	}
}

// Balanced flows leave stocks as they are, and keep zeros.
func TestBalanceKeepsStocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "n")
		m, stock := market.NewMatrix(n), make([]float64, n)
		for i := range m.A {
			m.A[i] = rapid.Float64Range(.01, 1).Draw(t, "flow")
		}
		for i := range stock {
			stock[i] = rapid.Float64Range(1, 100).Draw(t, "stock")
		}
		if _, err := market.Balance(m, stock, 1e-12, 10000); err != nil {
			t.Fatal(err)
		}
		for i := range stock {
			column := 0.
			for k := 0; k < n; k++ {
				column += m.A[k*n+i]
			}
			if math.Abs(market.Sum(m.Row(i))/stock[i]-1) > 1e-11 || math.Abs(column/stock[i]-1) > 1e-11 {
				t.Fatalf("state %d: row %g, column %g, stock %g", i, market.Sum(m.Row(i)), column, stock[i])
			}
		}
	})
}

// labourOf is a labour market of two occupations with known monthly probabilities that leave `stock` unchanged.
func labourOf(t *testing.T) (*market.Flows, []float64) {
	t.Helper()
	stock := []float64{10, 20, 100, 200, 5, 10}
	m := market.NewMatrix(6)
	for i := 0; i < 6; i++ {
		for j := 0; j < 6; j++ {
			m.A[i*6+j] = .02 * stock[i] * stock[j] / 345
		}
		m.A[i*6+i] = stock[i] * .9
	}
	if _, err := market.Balance(m, stock, 1e-14, 10000); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < 6; i++ {
		row := m.Row(i)
		total := market.Sum(row)
		for j := range row {
			row[j] /= total
		}
	}
	return market.NewFlows(2, m), stock
}

func TestMatchingStandsStillWhenDemandIsMet(t *testing.T) {
	flows, stock := labourOf(t)
	for _, months := range []float64{1, .25} {
		p := flows.Step(stock, stock[2:4], market.Matching{Adjustment: .3, Boost: 1.8}, months)
		for j := range stock {
			change := -stock[j] * market.Sum(p.Row(j))
			for i := range stock {
				change += stock[i] * p.A[i*6+j]
			}
			near(t, "change of stock", change/stock[j], 0, 1e-12)
		}
	}
}

func TestMatchingLaysOffAndHires(t *testing.T) {
	flows, stock := labourOf(t)
	friction := market.Matching{Adjustment: .3, Boost: 1.8}
	p := flows.Step(stock, []float64{80, 200}, friction, 1)
	layoffs := p.A[2*6+4]*stock[2] - flows.Base().A[2*6+4]*stock[2]
	near(t, "layoffs", layoffs, .3*20, 1e-9)
	inflow := func(demand float64) float64 {
		p := flows.Step(stock, []float64{demand, 200}, friction, 1)
		sum := 0.
		for i := range stock {
			sum += stock[i] * p.A[i*6+2]
		}
		return sum
	}
	base := inflow(100)
	near(t, "hiring boost at most", inflow(1e6)/base, 1.8, 1e-9)
	near(t, "quits are replaced while others are laid off", inflow(99), base, 1e-9)
	near(t, "hires close part of the gap", inflow(101), base+.3, 1e-9)
}

func TestWageCurve(t *testing.T) {
	wage := []float64{1, 1, 1}
	market.Wages(wage, []float64{.05, .03, .5}, []float64{.04, .04, .04}, []float64{.1, .1, .99}, 1, .35, .5)
	near(t, "plentiful labour", wage[0], math.Exp(-.35*.01*.5), 1e-12)
	near(t, "scarce labour", wage[1], math.Exp(1*.01*.5), 1e-12)
	near(t, "outside option", wage[2], .99, 0)
}
