package claim

import (
	"compress/gzip"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"tenfold/sim/fit"
	"tenfold/sim/scenario"
)

// central is the base of all tests, read once.
var central = sync.OnceValues(func() (*scenario.Scenario, error) { return scenario.Load("central", nil, nil) })

func base(t *testing.T) *scenario.Scenario {
	t.Helper()
	s, err := central()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// load reads a claim, shipped or from a file.
func load(t *testing.T, name string) *scenario.Claim {
	t.Helper()
	b := base(t)
	c, err := scenario.LoadClaim(name, func(policies ...string) (*scenario.Scenario, error) {
		if len(policies) == 0 {
			return b, nil
		}
		return scenario.Load("central", nil, nil, policies...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// world says what a made-up run has: the value of a column (series, or table/column with its group) in a case and year.
type world func(of, column, group string, year float64) float64

// groups of the tables that claims read.
func groups(t *testing.T, table string) []string {
	var out []string
	switch table {
	case "fields":
		for _, o := range base(t).Economy.Occupations {
			out = append(out, o.Code)
		}
	case "industries":
		for _, i := range base(t).Economy.Industries {
			out = append(out, i.Code)
		}
	default:
		for k := range map[string]int{"people": 10, "agency": 5}[table] {
			out = append(out, strconv.Itoa(k+1))
		}
	}
	return out
}

// judged is a claim judged on made-up runs, the same in all draws.
func judged(t *testing.T, c *scenario.Claim, w world) *Result {
	t.Helper()
	const draws = 4
	p, err := New(base(t), []*scenario.Claim{c}, draws, 2, false)
	if err != nil {
		t.Fatal(err)
	}
	f := &Folder{Plan: p, Dir: t.TempDir()}
	for name, b := range p.Claims[0].cases {
		r := madeUp(t, p, name, b, w)
		for d := range b.Draws {
			for s := range b.Seeds {
				writeRecord(t, f.part(b, d, s), r)
			}
		}
	}
	results, err := f.Judge()
	if err != nil {
		t.Fatal(err)
	}
	return &results[0]
}

// madeUp is the record of a case in a made-up world.
func madeUp(t *testing.T, p *Plan, name string, b *Block, w world) *record {
	r := &record{Series: map[string][]float64{}, Groups: map[string][]string{}, Lists: map[string][][]float64{}}
	for year := 2025; year <= 2035; year++ {
		r.Years = append(r.Years, year)
		for column := range p.columns {
			if !strings.Contains(column, "/") {
				r.Series[column] = append(r.Series[column], w(name, column, "", float64(year)))
			}
		}
		for list := range b.lists {
			table, _, _ := strings.Cut(list, "/")
			r.Groups[table] = groups(t, table)
			var row []float64
			for _, g := range r.Groups[table] {
				row = append(row, w(name, list, g, float64(year)))
			}
			r.Lists[list] = append(r.Lists[list], row)
		}
	}
	return r
}

func writeRecord(t *testing.T, path string, r *record) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	zip := gzip.NewWriter(file)
	if err := json.NewEncoder(zip).Encode(r); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

// both checks that a shipped claim holds in one world and fails in another. All else is 1.
func both(t *testing.T, name string, holds, fails world) {
	t.Helper()
	c := load(t, name)
	for want, w := range map[string]world{Holds: holds, Fails: fails} {
		r := judged(t, c, w)
		if r.Verdict != want {
			t.Errorf("%s: verdict %q, want %q: %+v", name, r.Verdict, want, r)
		}
	}
}

// only is a world in which one column of a case differs from 1.
func only(of, column string, value float64) world {
	return func(c, name, _ string, _ float64) float64 {
		if c == of && name == column {
			return value
		}
		return 1
	}
}

// TestMoore: output must be 5 % more than on the slower curve.
func TestMoore(t *testing.T) {
	both(t, "moore", only("base", "real_output", 1.06), only("base", "real_output", 1.04))
}

// TestTenfold: halving the price must more than double use, so that more is spent.
func TestTenfold(t *testing.T) {
	both(t, "tenfold", only("half", "ai_spending", 1.05), only("half", "ai_spending", .95))
}

// TestLogIntelligence: horizons on a straight line are predicted; horizons that grow ever faster are not.
func TestLogIntelligence(t *testing.T) {
	record := func(bend float64) *evidence {
		e := &evidence{}
		for k := range 24 {
			x := float64(k) / 4
			wiggle := .1 * math.Sin(float64(3*k))
			p := fit.Point{Date: 2019 + x, Value: math.Exp(x + bend*x*x + wiggle), Score: math.NaN()}
			e.horizons = append(e.horizons, p)
			if k < 16 {
				e.before = append(e.before, p)
			} else {
				e.after = append(e.after, p)
			}
		}
		return e
	}
	for bend, want := range map[float64]bool{0: true, .2: false} {
		e := record(bend)
		inside, err := e.horizonPredicted()
		square, err2 := e.horizonSquare()
		if err != nil || err2 != nil || (inside >= .6) != want || (math.Abs(square) < 1) != want {
			t.Errorf("bend %g: predicted %.2f, square %.2f, %v, %v", bend, inside, square, err, err2)
		}
	}
}

// Test150x: the pair of the claim is far off; another that costs 30 times less lies in the range.
func Test150x(t *testing.T) {
	c := load(t, "150x")
	if r := judged(t, c, nil); r.Verdict != Fails || math.Abs(r.Parts[0].Present-5) > 1e-9 || r.Parts[2].Verdict != Holds {
		t.Errorf("%+v", r)
	}
	changed := *c
	changed.Parts = append([]scenario.ClaimPart{}, c.Parts...)
	changed.Parts[0].Measure = strings.ReplaceAll(c.Parts[0].Measure, "(5 * blend() + 15", "30 * (5 * blend() + 15")
	changed.Parts[0].Measure = strings.ReplaceAll(changed.Parts[0].Measure, "/ 30 * (5 * blend() + 15 * (1 - blend()))", "/ (5 * blend() + 15 * (1 - blend())) * 30")
	if r := judged(t, &changed, nil); r.Verdict != Holds {
		t.Errorf("%s: %+v", changed.Parts[0].Measure, r)
	}
}

// TestSuperExponential: ln V must bend upwards.
func TestSuperExponential(t *testing.T) {
	value := func(bend float64) world {
		return func(of, column, _ string, _ float64) float64 {
			i, err := strconv.ParseFloat(of[len(of)-1:], 64)
			if err != nil {
				return 1
			}
			return .01 * math.Exp(i+bend*i*i)
		}
	}
	both(t, "super-exponential", value(.02), value(-.02))
}

// TestInvestment: an order of magnitude more must add more than it costs.
func TestInvestment(t *testing.T) {
	// Draws differ in the growth of training compute, which the cost follows: gains are far from it on either side.
	const growth = 4.7
	gain := func(usd float64) world {
		return func(of, column, _ string, year float64) float64 {
			cost := 9 * 15e9 * math.Pow(growth/1.32, year+.5-2025)
			switch {
			case of == "more" && column == "real_output":
				return 1 + usd*cost/1e14
			case column == "nominal_output":
				return 1e14
			}
			return 1
		}
	}
	both(t, "investment", gain(3), gain(.3))
}

// TestThreeTogether: output must gain as much as ten years of growth.
func TestThreeTogether(t *testing.T) {
	out := func(gain float64) world {
		return func(of, column, _ string, _ float64) float64 {
			n := strings.Count(of, "1") // each observation adds the same
			return 1 + gain*float64(n)/3
		}
	}
	both(t, "three-together", out(.2), out(.19))
	r := judged(t, load(t, "three-together"), out(.3))
	for _, p := range r.Parts[1:] {
		if math.Abs(p.Median-1./3) > 1e-9 {
			t.Errorf("%s has a share of %g, want a third", p.Name, p.Median)
		}
	}
}

// TestFleet: a million in every field must change output by more than 1 %.
func TestFleet(t *testing.T) {
	both(t, "fleet", only("f1e6", "real_output", 1.011), only("f1e6", "real_output", 1.009))
}

// TestJuniorCoworker: days before 2030, much review, uneven skill.
func TestJuniorCoworker(t *testing.T) {
	skills := func(review float64) world {
		return func(_, column, group string, year float64) float64 {
			switch column {
			case "fields/horizon_hours":
				if group == "15-0000" {
					return 8 * math.Exp(year-2026)
				}
				return .5
			case "fields/review_hours":
				return review
			}
			return 1
		}
	}
	c := load(t, "junior-coworker")
	for review, want := range map[float64]string{.3: Holds, .2: Fails} {
		r := judged(t, c, skills(review))
		if r.Parts[1].Verdict != want || math.Abs(r.Parts[0].Median-(2026.5+(16-8)/(8*math.E-8))) > 1e-6 {
			t.Errorf("review %g: %+v", review, r)
		}
	}
}

// TestBreadth: half of the wage bill must be in occupations with long horizons.
func TestBreadth(t *testing.T) {
	long := func(hours float64) world {
		return func(_, column, _ string, _ float64) float64 {
			if column == "fields/horizon_hours" {
				return hours
			}
			return 1
		}
	}
	both(t, "breadth", long(1e6), long(8)) // the 80 % horizon is shorter than the 50 % one
}

// TestGradual: nothing in 2025, and a percentage point of growth in some later year.
func TestGradual(t *testing.T) {
	growing := func(rate float64) world {
		return func(_, column, _ string, year float64) float64 {
			switch column {
			case "real_output":
				return math.Exp(rate * math.Max(0, year-2028))
			case "unemployment_rate":
				return .04
			}
			return 1
		}
	}
	both(t, "gradual", growing(.02), growing(.005))
}

// TestUneven: some industries unchanged, and science more than half of the effect.
func TestUneven(t *testing.T) {
	shares := func(science float64) world {
		return func(of, column, group string, _ float64) float64 {
			if column == "industries/output" {
				if group > "50" {
					return 1
				}
				return 1.2
			}
			return 1 + map[string]float64{"neither": 0, "work": 1 - science, "science": science, "both": 1}[of]
		}
	}
	both(t, "uneven", shares(.6), shares(.4))
}

// TestPrices: goods must halve against wages, and land rise by more.
func TestPrices(t *testing.T) {
	prices := func(good, land float64) world {
		return func(_, column, _ string, _ float64) float64 {
			switch column {
			case "industries/price":
				return good
			case "land_price":
				return land
			}
			return 1
		}
	}
	both(t, "prices", prices(.45, 3), prices(.45, 2))
	if r := judged(t, load(t, "prices"), prices(.55, 3)); r.Verdict != Fails || r.Parts[3].Verdict != Assumed {
		t.Errorf("%+v", r)
	}
}

// TestEnergy: prices must follow the price of electricity.
func TestEnergy(t *testing.T) {
	both(t, "energy", only("dear", "consumer_prices", 1.02), only("dear", "consumer_prices", 1.005))
}

// TestCapitalLabour: labour's share must fall by three points, and the early policy leave less inequality.
func TestCapitalLabour(t *testing.T) {
	path := func(late float64) world {
		return func(of, column, _ string, year float64) float64 {
			switch {
			case column == "labour_share":
				return .55 - .01*(year-2025)
			case of == "late" && column == "income_gini":
				return late
			}
			return .43
		}
	}
	both(t, "capital-labour", path(.44), path(.43))
}

// TestComputeBudget: each of the two ways must do more for the poorer half than what it is compared with.
func TestComputeBudget(t *testing.T) {
	both(t, "compute-budget", only("hours", "people/equivalent_variation", 1.1), only("cash", "people/equivalent_variation", 1.1))
	if r := judged(t, load(t, "compute-budget"), only("cut", "people/equivalent_variation", 1.1)); r.Parts[1].Verdict != Holds || r.Parts[0].Verdict != Fails {
		t.Errorf("%+v", r.Parts[:2])
	}
}

// TestTransistor: makers keep little, and most industries use it.
func TestTransistor(t *testing.T) {
	both(t, "transistor", only("base", "ai_surplus_share", .02), only("base", "ai_surplus_share", .03))
}

// TestMarshal2035: three questions with a verdict each.
func TestMarshal2035(t *testing.T) {
	both(t, "marshal-2035", only("base", "affordable_hours", 1.1), only("base", "affordable_hours", .9))
	r := judged(t, load(t, "marshal-2035"), only("base", "income_median", 1e15))
	if r.Parts[1].Verdict != Holds || r.Parts[2].Verdict != Fails {
		t.Errorf("%+v", r.Parts)
	}
}

// TestImpact2035: hours at one's command against those of the largest employer.
func TestImpact2035(t *testing.T) {
	employer := 2.1e6 * 1800 / 7.5e12
	both(t, "impact-2035", only("base", "affordable_hours", 1.01*employer), only("base", "affordable_hours", .99*employer))
}

// TestAgency: the slope of income on agency must rise by half, and the rigid lose more.
func TestAgency(t *testing.T) {
	slopes := func(last, slow float64) world {
		return func(_, column, group string, year float64) float64 {
			switch column {
			case "agency/income":
				z := []float64{-1.4, -.532, 0, .532, 1.4}
				k, _ := strconv.Atoi(group)
				return math.Exp(z[k-1] * (.1 + (last-.1)*(year-2025)/10))
			case "scar_slow_fifth":
				return slow
			}
			return 1
		}
	}
	both(t, "agency", slopes(.16, 1.3), slopes(.14, 1.3))
	if r := judged(t, load(t, "agency"), slopes(.16, 1.2)); r.Verdict != Fails {
		t.Errorf("%+v", r)
	}
}

// TestTalent: a budget must raise what the poorer half makes with coworkers of its own by half.
func TestTalent(t *testing.T) {
	both(t, "talent", only("hours", "people/own_work", 1.6), only("hours", "people/own_work", 1.4))
}

// TestNewWork: whatever comes out, it was put in.
func TestNewWork(t *testing.T) {
	for _, done := range []float64{.2, .6} {
		w := func(_, column, _ string, _ float64) float64 {
			return map[string]float64{"done": done, "employment": 1}[column]
		}
		if r := judged(t, load(t, "new-work"), w); r.Verdict != Assumed {
			t.Errorf("%+v", r)
		}
	}
}

// TestEarlyAndOften: rare releases must raise the peak of unemployment.
func TestEarlyAndOften(t *testing.T) {
	both(t, "early-and-often", only("every24", "unemployment_rate", 1.002), only("every24", "unemployment_rate", 1.0005))
}

// TestPolicyMatters: the group of factors that moves the outcome has the larger index.
func TestPolicyMatters(t *testing.T) {
	outcome := func(policy, technology float64) [][]float64 {
		var out [][]float64
		for k := range 64 {
			x, y := math.Sin(float64(k)), math.Cos(float64(7*k))
			x2, y2 := math.Sin(float64(3*k+1)), math.Cos(float64(5*k+2))
			f := func(p, t float64) float64 { return policy*p + technology*t }
			out = append(out, []float64{f(x, y), f(x2, y2), f(x2, y), f(x, y2)})
		}
		return out
	}
	p := &part{ClaimPart: &load(t, "policy-matters").Parts[0]}
	for _, c := range []struct{ policy, technology, want float64 }{{3, 1, 1}, {1, 3, 0}} {
		v := sharesOfVariance(outcome(c.policy, c.technology))
		met := 0.
		for _, x := range v {
			if p.met(x, 0) {
				met++
			}
		}
		if got := met / float64(len(v)); math.Abs(got-c.want) > frail {
			t.Errorf("policy %g, technology %g: met by %.2f, first %.2f", c.policy, c.technology, got, v[0])
		}
		if want := (c.policy*c.policy - c.technology*c.technology) / (c.policy*c.policy + c.technology*c.technology); math.Abs(v[0]-want) > .25 {
			t.Errorf("difference %.2f, want about %.2f", v[0], want)
		}
	}
}

// TestEmpowerment: who has access is put in, whatever comes of it; providers' margin is not.
func TestEmpowerment(t *testing.T) {
	access := func(gini float64) world {
		return func(of, column, group string, _ float64) float64 {
			switch {
			case of == "few" && column == "people/own_work" && group != "10":
				return 0
			case of == "few" && column == "compute_gini":
				return gini
			case of == "open" && column == "compute_gini":
				return .5
			}
			return 1
		}
	}
	for _, gini := range []float64{.9, .5} {
		r := judged(t, load(t, "empowerment"), access(gini))
		if bottom, directed := &r.Parts[0], &r.Parts[1]; r.Verdict != Assumed || bottom.Figure.Median != .9 || math.Abs(directed.Figure.Median-(gini-.5)) > 1e-12 {
			t.Errorf("verdict %s, %+v", r.Verdict, r.Parts[:2])
		}
		if margin, last := &r.Parts[2], &r.Parts[len(r.Parts)-1]; margin.Kind != "model" || last.Name != "surveillance" || last.Verdict != Outside {
			t.Errorf("%+v", r.Parts[2:])
		}
	}
}

// Every shipped claim has a test of its own, by its name.
func TestEveryClaimHasATest(t *testing.T) {
	source, err := os.ReadFile("claims_test.go")
	if err != nil {
		t.Fatal(err)
	}
	names := scenario.ClaimNames()
	if len(names) != 25 {
		t.Errorf("%d claims, want the essay's 25", len(names))
	}
	for _, name := range names {
		words := ""
		for _, w := range strings.Split(name, "-") {
			words += strings.ToUpper(w[:1]) + w[1:]
		}
		if !strings.Contains(string(source), "func Test"+words+"(") {
			t.Errorf("no Test%s", words)
		}
	}
}
