package economy_test

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"tenfold/configs"
	"tenfold/sim/dataset"
	"tenfold/sim/economy"
	"tenfold/sim/param"
	"tenfold/sim/series"
)

// heavy reports whether the long tests run, which .ci/run asks for.
func heavy() bool { return os.Getenv("TEST_HEAVY") != "" }

func tables(t testing.TB, name string) *dataset.Economy {
	t.Helper()
	folder, err := fs.Sub(configs.FS, "economies/"+name)
	if err != nil {
		t.Fatal(err)
	}
	e, err := dataset.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// The scenarios that tests run, as settings.
var (
	noAI  = []string{"technology.frozen=true"}
	essay = []string{"tasks.ceiling=gamma", "horizon.outside_computing=1", "energy.efficiency_gain=10"}
	moore = []string{"price.curve=moore"}
	mean  = []string{"mean_field=true"}
)

// with joins settings.
func with(groups ...[]string) []string {
	var all []string
	for _, g := range groups {
		all = append(all, g...)
	}
	return all
}

func config(t testing.TB, settings []string) economy.Config {
	t.Helper()
	var c economy.Config
	set := economy.Parameters(&c)
	set.Defaults()
	for _, s := range settings {
		key, text, _ := strings.Cut(s, "=")
		p := set.Find(key)
		if p == nil {
			t.Fatalf("no parameter %q", key)
		}
		if err := p.Set(value(t, p.Kind, text)); err != nil {
			t.Fatalf("%s: %v", key, err)
		}
	}
	if faults := c.Validate(); faults != nil {
		t.Fatalf("%v: %v", settings, faults)
	}
	return c
}

func value(t testing.TB, kind param.Kind, text string) any {
	t.Helper()
	var v any = text
	var err error
	switch kind {
	case param.Float:
		v, err = strconv.ParseFloat(text, 64)
	case param.Int:
		v, err = strconv.ParseInt(text, 10, 64)
	case param.Bool:
		v, err = strconv.ParseBool(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func newWorld(t testing.TB, workers int, settings ...string) *economy.World {
	t.Helper()
	c := config(t, settings)
	w, err := economy.New(c, tables(t, c.Economy), workers)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// run steps a world to its end on two workers.
func run(t testing.TB, settings ...string) *economy.World {
	t.Helper()
	w := newWorld(t, 2, settings...)
	for w.Tick() < w.Ticks() {
		if err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// yearly is the mean of a column of the table "series" over the ticks of a year.
func yearly(w *economy.World, column string, year int) float64 {
	t := w.Tables()[0]
	sum, n := 0., 0
	for i, y := range t.Column("year") {
		if int(math.Floor(y)) == year {
			sum += t.Column(column)[i]
			n++
		}
	}
	return sum / float64(n)
}

// relative is |a/b - 1|, and |a - b| where b is zero.
func relative(a, b float64) float64 {
	if b == 0 {
		return math.Abs(a)
	}
	return math.Abs(a/b - 1)
}

// drift is the largest relative change of any column since the first row of each key (occupation, industry or none).
func drift(t *series.Table) (worst float64, where string) {
	first := map[string][]float64{}
	for r := 0; r < t.Rows(); r++ {
		labels, row := t.Row(r)
		key := strings.Join(labels[1:], " ")
		base, ok := first[key]
		if !ok {
			first[key] = row
			continue
		}
		for i, c := range t.Columns {
			if d := relative(row[i], base[i]); !c.Calendar && !(d <= worst) {
				worst, where = d, fmt.Sprintf("%s %s %v: %g, base year %g", t.Name, c.Name, labels, row[i], base[i])
			}
		}
	}
	return worst, where
}

// Nothing changes when technology, adoption and the price of coworkers are frozen: with expectations in the place of
// agents every series of every table stays within 1e-6 of the base year for eleven years.
func TestNoAIStandsStill(t *testing.T) {
	for _, tick := range []string{"month", "week", "quarter"} {
		w := run(t, with(noAI, mean, []string{"clock.tick=" + tick})...)
		for _, table := range w.Tables() {
			if worst, where := drift(table); !(worst <= 1e-6) {
				t.Errorf("%s: off by %.2g at %s", tick, worst, where)
			}
		}
	}
}

// With agents the same holds within sampling noise. Stated: a relative 1e-4 for output, prices, wages and capital, which
// move with the sample's spending on luxury, 1e-3 for expected unemployment, 2 % for the few coworkers of the base year
// and what is spent on them, .1 points of unemployment among 100,000 simulated people, 1 % for Gini coefficients, wealth
// shares and luxury, 2 % for the median income and 6 % of itself for the poverty rate.
func TestNoAIStandsStillWithAgents(t *testing.T) {
	for seed := 1; seed <= 5; seed++ {
		w := run(t, with(noAI, []string{fmt.Sprintf("seed=%d", seed)})...)
		s := w.Tables()[0]
		for column, tolerance := range map[string]float64{
			"real_output": 1e-4, "price_level": 1e-4, "wage_real_mean": 1e-4, "compensation_share": 1e-4, "unemployment_rate": 1e-3,
			"capital": 1e-4, "ai_spending": .02, "coworkers": .02, "sample_unemployment_rate": .025,
			"income_gini": .01, "wealth_gini": .01, "wealth_top1_share": .01, "wealth_bottom50_share": .01, "luxury_price": .01,
			"income_median": .02, "poverty_rate": .06,
			"government_debt": 1e-4, "foreign_claims": 1e-4, "net_worth": 2e-4, "capital_price": 1e-4, "integrated": 1e-4, "firms_using": 1e-9,
			"concentration": 1e-4, "reallocation": 1e-4, "ai_hardware": .02, "ai_hardware_value": .02,
		} {
			base := s.Column(column)[0]
			for i, v := range s.Column(column) {
				if !(relative(v, base) <= tolerance) {
					t.Errorf("seed %d, tick %d: %s is %g, base year %g", seed, i, column, v, base)
					break
				}
			}
		}
	}
}

// The base year is met: value added by industry, jobs and mean wage by occupation, compensation by industry with
// schools and hospitals pooled with government, unemployment and the compensation share, each within .1 %.
func TestBaseYearIsMet(t *testing.T) {
	data := tables(t, "us-2024")
	acc, err := economy.NewAccounts(data, .01, .0005)
	if err != nil {
		t.Fatal(err)
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if !(relative(got, want) <= 1e-3) {
			t.Errorf("%s: %.6g, table %.6g", what, got, want)
		}
	}
	w := run(t, with(noAI, mean, []string{"clock.end=2025-01"})...)
	s, industries := w.Tables()[0], w.Tables()[2]
	near("unemployment", s.Column("unemployment_rate")[0], data.Anchors["unemployment_rate"].Value)
	near("compensation share", s.Column("compensation_share")[0], data.Anchors["compensation_share"].Value)
	near("output", s.Column("detrended_output")[0], 29298e9)

	value, paid := industries.Column("value_added"), industries.Column("compensation")
	tableGDP := 0.
	for _, i := range data.Industries {
		tableGDP += i.GrossOutputUSD * (i.Compensation + i.Taxes + i.Surplus)
	}
	scale := 29298e9 / tableGDP
	pooled := map[bool][2]float64{}
	for i, ind := range data.Industries {
		near("value added of "+ind.Code, value[i], scale*ind.GrossOutputUSD*(ind.Compensation+ind.Taxes+ind.Surplus))
		want := scale * ind.GrossOutputUSD * ind.Compensation
		public := i == data.PublicInto
		for _, k := range data.PublicFrom {
			public = public || i == k
		}
		if public {
			sum := pooled[true]
			pooled[true] = [2]float64{sum[0] + paid[i], sum[1] + want}
			continue
		}
		near("compensation of "+ind.Code, paid[i], want)
	}
	near("compensation of education, health and government", pooled[true][0], pooled[true][1])

	for f, o := range data.Occupations {
		jobs, bill := 0., 0.
		for i := range data.Industries {
			jobs += acc.Jobs[i][f]
			bill += acc.Compensation[i][f] / acc.Load[i]
		}
		near("jobs of "+o.Code, jobs, o.Jobs)
		near("mean wage of "+o.Code, bill/jobs, o.WageUSDPerYear)
	}
}

// Employment by occupation is the published jobs, scaled to everybody employed.
func TestBaseEmploymentFollowsPublishedJobs(t *testing.T) {
	w := run(t, with(noAI, mean, []string{"clock.end=2025-01"})...)
	data := tables(t, "us-2024")
	jobs := 0.
	for _, o := range data.Occupations {
		jobs += o.Jobs
	}
	for f, e := range w.Tables()[1].Column("employment") {
		want := data.Occupations[f].Jobs / jobs * data.Anchors["employment"].Value
		if relative(e, want) > 1e-3 {
			t.Errorf("%s: %g employed, want %g", data.Occupations[f].Code, e, want)
		}
	}
}

// sizeColumns are the aggregates that must not depend on how many agents stand for the economy or how long a tick is.
var sizeColumns = []string{"real_output", "price_level", "unemployment_rate", "participation_rate", "compensation_share",
	"wage_real_mean", "wage_real_min", "wage_real_max", "capital", "land_price", "consumer_prices"}

func compareYears(t *testing.T, what string, a, b *economy.World, columns []string, tolerance float64) {
	t.Helper()
	for _, column := range columns {
		for _, year := range []int{2025, 2027, 2029, 2031, 2033, 2035} {
			if x, y := yearly(a, column, year), yearly(b, column, year); relative(x, y) > tolerance {
				t.Errorf("%s: %s in %d is %.6g against %.6g (%.2f %%)", what, column, year, x, y, 100*relative(x, y))
			}
		}
	}
}

// Ten thousand and a million coworkers give the same aggregates within 1 %, and so does the mean field.
func TestSizeDoesNotMatter(t *testing.T) {
	large := "1000000"
	if !heavy() {
		large = "200000"
	}
	for _, scenario := range [][]string{nil, essay} {
		columns := with(sizeColumns, []string{"ai_spending", "coworkers", "done"})
		small := run(t, with(scenario, []string{"fleet.agents=10000", "people.agents=0"})...)
		big := run(t, with(scenario, []string{"fleet.agents=" + large, "people.agents=0"})...)
		field := run(t, with(scenario, mean)...)
		compareYears(t, "10,000 against "+large+" coworkers", small, big, columns, .01)
		compareYears(t, "10,000 coworkers against the mean field", small, field, columns, .01)
		compareYears(t, large+" coworkers against the mean field", big, field, columns, .01)
	}
}

// Weeks, months and quarters give the same yearly aggregates within 1 %.
func TestTickLengthDoesNotMatter(t *testing.T) {
	for _, scenario := range [][]string{nil, essay} {
		month := run(t, with(scenario, mean)...)
		for _, tick := range []string{"week", "quarter"} {
			other := run(t, with(scenario, mean, []string{"clock.tick=" + tick})...)
			compareYears(t, tick+" against month", other, month, sizeColumns, .01)
		}
	}
}

// The same seed gives the same bits with 1, 2 and 7 workers, and another seed gives others.
func TestSameBitsForAnyNumberOfWorkers(t *testing.T) {
	small := []string{"fleet.agents=5000", "people.agents=5000", "clock.end=2027-12"}
	final := func(workers int, settings ...string) [][]float64 {
		w := newWorld(t, workers, with(small, settings)...)
		for w.Tick() < w.Ticks() {
			if err := w.Step(); err != nil {
				t.Fatal(err)
			}
		}
		var rows [][]float64
		for _, table := range w.Tables() {
			for r := 0; r < table.Rows(); r++ {
				_, row := table.Row(r)
				rows = append(rows, row)
			}
		}
		return rows
	}
	equal := func(a, b [][]float64) bool {
		for r := range a {
			for i := range a[r] {
				if math.Float64bits(a[r][i]) != math.Float64bits(b[r][i]) {
					return false
				}
			}
		}
		return len(a) == len(b)
	}
	one := final(1)
	for _, workers := range []int{2, 7} {
		if !equal(one, final(workers)) {
			t.Errorf("%d workers give other bits than one", workers)
		}
	}
	if equal(one, final(1, "seed=2")) {
		t.Error("another seed gives the same bits")
	}
}

// In `moore` frontier prices rise and price blocks more work than in `essay`.
func TestPriceCurveMatters(t *testing.T) {
	slow, central, fast := run(t, with(moore, mean)...), run(t, mean...), run(t, with(essay, mean)...)
	frontier := slow.Tables()[0].Column("frontier_price")
	if last := frontier[len(frontier)-1]; !(last > 10*frontier[0]) {
		t.Errorf("moore: frontier price %g to %g", frontier[0], last)
	}
	for _, year := range []int{2029, 2031} {
		a, b := yearly(slow, "blocked_by_price", year), yearly(fast, "blocked_by_price", year)
		if !(a > b) {
			t.Errorf("%d: blocked by price %g in moore, %g in essay", year, a, b)
		}
	}
	if a, b := yearly(slow, "real_output", 2035), yearly(central, "real_output", 2035); !(a < b) {
		t.Errorf("2035: output %g in moore, %g in central", a, b)
	}
}

// In `essay` the price of a fixed task falls tenfold every twelve months until its floor, and effective resources are
// log-linear.
func TestEssayPriceFallsTenfoldAYear(t *testing.T) {
	w := run(t, with(essay, mean)...)
	s := w.Tables()[0]
	price, orders := s.Column("task_price"), s.Column("effective_resources")
	floor := price[len(price)-1] * 1.5 // electricity of the brain line; its price moves a little
	fell := 0
	for i := 12; i < len(price) && price[i] > floor; i++ {
		fell++
		if relative(price[i-12]/price[i], 10) > 1e-9 {
			t.Errorf("tick %d: price fell %.12g-fold in twelve months", i, price[i-12]/price[i])
		}
	}
	if fell < 20 {
		t.Errorf("the price reached its floor after %d months", fell+12)
	}
	for i := 2; i < len(orders); i++ {
		if second := orders[i] - 2*orders[i-1] + orders[i-2]; math.Abs(second) > 1e-12 {
			t.Errorf("tick %d: effective resources bend by %g", i, second)
		}
	}
}

// Done and blocked shares sum to one in every tick, for the economy and for each occupation, and none is negative.
func TestDoneAndBlockedSumToOne(t *testing.T) {
	for _, scenario := range [][]string{nil, essay, moore} {
		w := run(t, with(scenario, mean, []string{"new_tasks.lag=1"})...)
		for _, table := range w.Tables()[:2] {
			for r := 0; r < table.Rows(); r++ {
				_, row := table.Row(r)
				sum := 0.
				for i, c := range table.Columns {
					if c.Name == "done" || strings.HasPrefix(c.Name, "blocked_by_") {
						sum += row[i]
						if row[i] < -1e-9 {
							t.Fatalf("%s row %d: %s is %g", table.Name, r, c.Name, row[i])
						}
					}
				}
				if math.Abs(sum-1) > 1e-9 {
					t.Fatalf("%s row %d: done and blocked sum to %.12g", table.Name, r, sum)
				}
			}
		}
	}
}

// The parts of the labour share's change sum to its change since the base year, whose share is the anchor's.
func TestLabourShareDecompositionIsExact(t *testing.T) {
	base := run(t, with(essay, noAI, mean, []string{"clock.end=2025-01"})...).Tables()[0].Column("compensation_share")[0]
	w := run(t, with(essay, mean)...)
	s := w.Tables()[0]
	share := s.Column("compensation_share")
	for i := range share {
		sum := 0.
		for _, part := range []string{"rent", "substitution", "composition", "new_tasks", "other"} {
			sum += s.Column("labour_share_by_" + part)[i]
		}
		if math.Abs(sum-(share[i]-base)) > 1e-12 {
			t.Fatalf("tick %d: parts sum to %g, share moved by %g", i, sum, share[i]-base)
		}
	}
}

// Every column has a name, a known unit and one sentence; every parameter a sentence and a source.
func TestEverythingIsDescribed(t *testing.T) {
	w := newWorld(t, 1, mean...)
	for _, table := range w.Tables() {
		for _, c := range table.Columns {
			if !c.Unit.Valid() || !strings.HasSuffix(c.Doc, ".") {
				t.Errorf("%s.%s: unit %q, doc %q", table.Name, c.Name, c.Unit, c.Doc)
			}
		}
	}
	var c economy.Config
	for _, p := range economy.Parameters(&c).All() {
		if !p.Unit.Valid() || !strings.HasSuffix(p.Doc, ".") || p.Source == "" {
			t.Errorf("%s: unit %q, doc %q, source %q", p.Key, p.Unit, p.Doc, p.Source)
		}
		if err := p.Set(p.Default); err != nil {
			t.Errorf("%s: default refused: %v", p.Key, err)
		}
		if p.HasPrior() && (p.Low < p.Min || p.High > p.Max) {
			t.Errorf("%s: prior %g..%g outside %g..%g", p.Key, p.Low, p.High, p.Min, p.Max)
		}
	}
}

// The base year of people is met within 2 %: monthly flows, wealth of groups and its Gini coefficient, and the wage
// percentiles of occupations.
func TestBaseYearOfPeopleIsMet(t *testing.T) {
	w := run(t, with(noAI, []string{"clock.end=2025-01"})...)
	s, anchors := w.Tables()[0], tables(t, "us-2024").Anchors
	for column, want := range map[string]float64{
		"separation_rate": anchors["eu_rate"].Value, "finding_rate": anchors["ue_rate"].Value, "moves_rate": .013,
		"wealth_top1_share": anchors["wealth_top1_share"].Value, "wealth_bottom50_share": anchors["wealth_bottom50_share"].Value,
		"wealth_gini": anchors["wealth_gini"].Value, "unemployment_rate": anchors["unemployment_rate"].Value,
	} {
		if got := s.Column(column)[0]; !(relative(got, want) <= .02) {
			t.Errorf("%s: %g, want %g", column, got, want)
		}
	}
}
