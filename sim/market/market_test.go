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
		if _, err := market.Balance(m, stock, nil, 1e-12, 10000); err != nil {
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

// Blocks keep their totals while rows and columns are balanced.
func TestBalanceKeepsBlocks(t *testing.T) {
	stock := []float64{50, 30, 20, 10}
	m := market.NewMatrix(4)
	for i := range m.A {
		m.A[i] = 1 + float64(i*7%5)
	}
	block := market.Block{Row: [2]int{0, 2}, Column: [2]int{1, 4}, Total: 12}
	if _, err := market.Balance(m, stock, []market.Block{block}, 1e-13, 10_000); err != nil {
		t.Fatal(err)
	}
	total := 0.
	for i := range 4 {
		column := 0.
		for j := range 4 {
			column += m.Row(j)[i]
			if i < 2 && j >= 1 && i != j {
				total += m.Row(i)[j]
			}
		}
		near(t, "row", market.Sum(m.Row(i)), stock[i], 1e-10)
		near(t, "column", column, stock[i], 1e-10)
	}
	near(t, "block", total, 12, 1e-10)
}

// twoGroups is a labour market of three occupations, the first two of one group.
func twoGroups(t interface {
	Helper()
	Fatal(...any)
}) (*market.Flows, []float64) {
	t.Helper()
	byGroup := []float64{10, 20, 100, 200, 5, 10}
	m := market.NewMatrix(6)
	for i, x := range byGroup {
		for j, y := range byGroup {
			m.A[i*6+j] = .02 * x * y / 345
		}
		m.A[i*6+i] = x * .9
	}
	if _, err := market.Balance(m, byGroup, nil, 1e-14, 10000); err != nil {
		t.Fatal(err)
	}
	r := market.Rates{Out: market.NewMatrix(2), Look: market.NewMatrix(2), Move: market.NewMatrix(2), Where: market.NewMatrix(2)}
	rate := func(i, j int) float64 { return m.A[i*6+j] / byGroup[i] }
	for g := range 2 {
		other := 1 - g
		r.Search = append(r.Search, rate(g, 4+g))
		r.Leave, r.Lose = append(r.Leave, rate(2+g, g)), append(r.Lose, rate(2+g, 4+g))
		r.GiveUp = append(r.GiveUp, rate(4+g, g))
		r.OwnOut, r.OwnLook = append(r.OwnOut, .7*rate(g, 2+g)), append(r.OwnLook, .7*rate(4+g, 2+g))
		r.Out.Row(g)[g], r.Look.Row(g)[g] = .3*rate(g, 2+g), .3*rate(4+g, 2+g)
		r.Out.Row(g)[other], r.Look.Row(g)[other] = rate(g, 2+other), rate(4+g, 2+other)
		r.Move.Row(g)[other] = rate(2+g, 2+other)
		r.Where.Row(g)[other] = 1
	}
	share := []float64{.25, .75, 1}
	var stock []float64
	for kind := range 3 {
		stock = append(stock, .25*byGroup[2*kind], .75*byGroup[2*kind], byGroup[2*kind+1])
	}
	return market.NewFlows([]int{0, 0, 1}, share, r), stock
}

// naiveStep is Step as one matrix of probabilities between all states, and a loop.
func naiveStep(r *market.Rates, stock, demand []float64, m market.Matching, months float64) []float64 {
	group, share := []int{0, 0, 1}, []float64{.25, .75, 1}
	p := make([][]float64, 9)
	for i := range p {
		p[i] = make([]float64, 9)
	}
	for i, g := range group {
		entry := months * m.Entry
		p[i][6+i], p[3+i][i], p[3+i][6+i], p[6+i][i] = entry*r.Search[g], months*r.Leave[g], months*r.Lose[g], months*r.GiveUp[g]
		p[i][3+i] += entry * r.OwnOut[g]
		p[6+i][3+i] += months * r.OwnLook[g]
		for j, h := range group {
			p[i][3+j] += entry * r.Out.Row(g)[h] * share[j]
			p[6+i][3+j] += months * r.Look.Row(g)[h] * share[j]
			p[3+i][3+j] += months * r.Move.Row(g)[h] * share[j]
			p[6+i][6+j] += months * m.Retraining[i] * r.Where.Row(g)[h] * share[j]
		}
	}
	layoffs := make([]float64, 3)
	for j, g := range group {
		gap := demand[j] - stock[3+j]
		layoffs[j] = m.Adjustment * months * math.Max(0, -gap)
		quits := stock[3+j] * months * (r.Leave[g] + r.Lose[g] + market.Sum(r.Move.Row(g)))
		pool := 0.
		for i := range 9 {
			pool += stock[i] * p[i][3+j]
		}
		scale := math.Min(math.Max(0, quits+m.Adjustment*months*gap+layoffs[j])/pool, m.Boost)
		for i := range 9 {
			p[i][3+j] *= scale
		}
	}
	for j := range group {
		p[3+j][6+j] += layoffs[j] / stock[3+j]
	}
	next := append([]float64(nil), stock...)
	for i := range p {
		limit := math.Min(1, .95/market.Sum(p[i]))
		for j, x := range p[i] {
			next[i] -= stock[i] * x * limit
			next[j] += stock[i] * x * limit
		}
	}
	return next
}

func TestLabourStepAgainstNaiveTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		flows, base := twoGroups(t)
		stock := append([]float64(nil), base...)
		for i := range stock {
			stock[i] *= rapid.Float64Range(.3, 3).Draw(t, "stock")
		}
		demand := rapid.SliceOfN(rapid.Float64Range(0, 500), 3, 3).Draw(t, "demand")
		m := market.Matching{Adjustment: rapid.Float64Range(0, 1).Draw(t, "adjustment"), Boost: rapid.Float64Range(1, 20).Draw(t, "boost"),
			Entry: rapid.Float64Range(.5, 2).Draw(t, "entry"), Retraining: rapid.SliceOfN(rapid.Float64Range(0, .5), 3, 3).Draw(t, "retraining")}
		months := rapid.Float64Range(.1, 1).Draw(t, "months")
		want := naiveStep(flows.Rates(), stock, demand, m, months)
		total := market.Sum(stock)
		flows.Step(stock, demand, m, months)
		if math.Abs(market.Sum(stock)-total) > 1e-9*total {
			t.Fatalf("%g people became %g", total, market.Sum(stock))
		}
		for i := range stock {
			if math.Abs(stock[i]-want[i]) > 1e-9*total {
				t.Fatalf("state %d: %g persons, naive %g", i, stock[i], want[i])
			}
		}
	})
}

func TestMatchingLaysOffAndHires(t *testing.T) {
	boost := 1.8
	step := func(demand float64) (hired float64, m *market.Moves) {
		flows, stock := twoGroups(t)
		m = flows.Step(stock, []float64{demand, 75, 200}, market.Matching{Adjustment: .3, Boost: boost, Entry: 1}, 1)
		for i := range m.Out {
			hired += m.Into[0] * (m.Out[i][0] + m.Look[i][0] + m.Move[i][0])
		}
		return hired + m.OwnOut[0] + m.OwnLook[0], m
	}
	base, _ := step(25)
	_, m := step(5)
	near(t, "layoffs", m.Layoff[0], .3*20, 1e-9)
	most, _ := step(1e6)
	boost = 1
	pool, _ := step(1e6)
	near(t, "hiring boost at most", most/pool, 1.8, 1e-9)
	boost = 1.8
	quits, _ := step(24.9)
	near(t, "quits are replaced while others are laid off", quits, base, 1e-9)
	more, _ := step(25.1)
	near(t, "hires close part of the gap", more, base+.03, 1e-9)
}

// Those who retrain leave unemployment in one occupation for unemployment in others.
func TestRetrainingMovesTheUnemployed(t *testing.T) {
	flows, stock := twoGroups(t)
	before := append([]float64(nil), stock...)
	m := flows.Step(stock, before[3:6], market.Matching{Adjustment: .3, Boost: 1.8, Entry: 1, Retraining: []float64{.1, 0, 0}}, 1)
	near(t, "retrained", m.Retrain[0][1], .1*before[6], 1e-12)
	near(t, "unemployed of the first group's first occupation", stock[6]/before[6], .9, 2e-2)
	if !(stock[8] > before[8]) {
		t.Errorf("the other group has %g unemployed after %g", stock[8], before[8])
	}
}

func TestWageCurve(t *testing.T) {
	wage := []float64{1, 1, 1}
	market.Wages(wage, []float64{.05, .03, .5}, []float64{.04, .04, .04}, []float64{.1, .1, .99}, 1, .35, .5)
	near(t, "plentiful labour", wage[0], math.Exp(-.35*.01*.5), 1e-12)
	near(t, "scarce labour", wage[1], math.Exp(1*.01*.5), 1e-12)
	near(t, "outside option", wage[2], .99, 0)
}

// ClearEach against closed forms: markets whose demand depends on their own price and a little on the others'.
func TestClearEachAgainstClosedForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "markets")
		level := rapid.SliceOfN(rapid.Float64Range(-2, 3), n, n).Draw(t, "level")
		slope := rapid.SliceOfN(rapid.Float64Range(.5, 3), n, n).Draw(t, "slope")
		cross := rapid.Float64Range(-.05, .05).Draw(t, "cross")
		// Excess of market i: level - slope ln(price + 1e-3) + cross * (excess of the neighbour at its own price).
		own := func(i int, p float64) float64 { return level[i] - slope[i]*math.Log(p+1e-3) }
		price := make([]float64, n)
		err := market.ClearEach(price, func(p, excess []float64) {
			for i := range p {
				excess[i] = own(i, p[i]) + cross*own((i+1)%n, p[(i+1)%n])
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range price {
			if want := math.Exp(level[i]/slope[i]) - 1e-3; math.Abs(p-want) > 1e-6*want {
				t.Fatalf("market %d clears at %g, want %g", i, p, want)
			}
		}
	})
}

func TestClearEachLeavesFreeWhatIsPlentiful(t *testing.T) {
	price := []float64{3, 3}
	err := market.ClearEach(price, func(p, excess []float64) {
		excess[0], excess[1] = -1, 1-p[1]
	})
	if err != nil || price[0] != 0 || math.Abs(price[1]-1) > 1e-8 {
		t.Errorf("prices %v (%v)", price, err)
	}
	if err := market.ClearEach([]float64{1}, func(_, excess []float64) { excess[0] = 1 }); err == nil {
		t.Error("a demand that never falls cleared")
	}
}
