package claim

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tenfold/sim/scenario"
	"tenfold/sim/unit"
)

// written puts a claim into a file and reads it.
func writtenClaim(t *testing.T, text string) *scenario.Claim {
	t.Helper()
	path := filepath.Join(t.TempDir(), "trial.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return load(t, path)
}

// Faults in expressions name file, line and path, all at once.
func TestExpressionFaults(t *testing.T) {
	for measure, want := range map[string]string{
		"bas.real_output":                                 `no case is called "bas"`,
		"base.real_outputs":                               `no column is called "real_outputs"`,
		`base["fields/horizon"]`:                          `no column is called "fields/horizon"`,
		"base.real_output +":                              "expected an expression",
		"mystery(base.real_output)":                       "expected an expression",
		`base_years["fields/employment"]`:                 "a list over groups",
		"base[year]":                                      "expected the name of a column in quotes",
		`sum(base["fields/employment"]) + unknown_number`: "expected an expression",
	} {
		c := writtenClaim(t, "claim: x\nkind: model\nparts:\n  - statistic: s\n    above: 1\n    measure: '"+measure+"'\n")
		_, err := New(base(t), []*scenario.Claim{c}, 2, 1, false)
		var faults scenario.Faults
		if !errors.As(err, &faults) || len(faults) != 1 || faults[0].Line != 6 || faults[0].Path != "parts[0].measure" || !strings.Contains(faults[0].Message, want) {
			t.Errorf("%s: %v, want %q in line 6", measure, err, want)
		}
	}
}

// Functions give what a hand calculation gives.
func TestVocabulary(t *testing.T) {
	for measure, want := range map[string]float64{
		"ln(exp(2))":                                          2,
		"log10(1000)":                                         3,
		"sqrt(16)":                                            4,
		"pow(2, 10)":                                          1024,
		"quantile([1, 2, 3, 4, 5], .5)":                       3,
		"at([3, 4, 5], 2)":                                    5,
		"sum(over([2, 9], [1, 3]))":                           5,
		"sum(times([2, 9], [1, 3]))":                          29,
		"sum(minus([2, 9], [1, 3]))":                          7,
		"sum(scaled([2, 9], 2))":                              22,
		"sum(absall([-1, 2]))":                                3,
		"sum(lnall([1, exp(1)]))":                             1,
		"at(shares([1, 3]), 1)":                               .75,
		"weighted([1, 2], [3, 1])":                            1.25,
		"slope([1, 3, 5], [0, 1, 2])":                         2,
		"part_below([1, 2, 3], [1, 1, 2], 2.5)":               .5,
		"first([2025, 2026, 2027], [1, 2, 4], 3)":             2027,
		"first([2025, 2026], [5, 6], 3)":                      2025,
		"first([2025, 2026], [1, 2], 3)":                      never,
		"reaches([3, 4], [0, 1], .25)":                        3.25,
		"max(growth([1, 2, 3]))":                              1,
		"shapley(0, 0, 1, 2, 3, 4, 5, 6, 7)":                  1. / 7,
		"shapley(2, 0, 0, 0, 0, 0, 0, 0, 1)":                  1. / 3,
		"count([1, 2, 3], # > 1) / len([1, 2, 3])":            2. / 3,
		"median([1, 5, 2])":                                   2,
		"base.real_output > .5":                               1,
		`mean(base["fields/employment"]) + base_2030.capital`: 2,
		`sum(base_years.capital) + base["people/income/3"]`:   12,
		`set["price.fall"]`:                                   10,
		"sum(consumption) > 1e12 && sum(compensation) > 1e12": 1,
	} {
		c := writtenClaim(t, "claim: x\nkind: model\nparts:\n  - statistic: s\n    above: 1\n    years: [2026]\n    measure: '"+measure+"'\n")
		r := judged(t, c, func(_, _, _ string, _ float64) float64 { return 1 })
		if r.Draws == 0 || math.Abs(r.Parts[0].Present-want) > 1e-9 {
			t.Errorf("%s is %g, want %g (%s)", measure, r.Parts[0].Present, want, r.Why)
		}
	}
}

// A verdict follows from the share of draws, and from nothing else.
func TestVerdicts(t *testing.T) {
	for share, want := range map[float64]string{1: Holds, .9: Holds, .89: Only, .11: Only, .1: Fails, 0: Fails} {
		if got, _ := verdict("model", share, 100, nil, &factors{}); got != want {
			t.Errorf("%.2f of draws: %q, want %q", share, got, want)
		}
	}
	for kind, want := range map[string]string{"assumed here": Assumed, "outside": Outside} {
		if got, _ := verdict(kind, .5, 100, nil, &factors{}); got != want {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
	if got, _ := verdict("model", 0, 0, nil, &factors{}); got != NoResult {
		t.Errorf("without draws: %q", got)
	}
}

// purest is split as one would write it down: every parameter, every threshold between two draws.
func purest(f *factors, met []bool) float64 {
	side := max(1, int(math.Ceil(fewest*float64(len(met)))))
	best := math.Inf(1)
	for k := range f.names {
		for _, p := range f.points {
			var n, yes [2]float64
			for d, q := range f.points {
				i := 0
				if q[k] > p[k] {
					i = 1
				}
				n[i]++
				if met[d] {
					yes[i]++
				}
			}
			if n[0] < float64(side) || n[1] < float64(side) {
				continue
			}
			impurity := yes[0]*(1-yes[0]/n[0]) + yes[1]*(1-yes[1]/n[1])
			best = math.Min(best, impurity)
		}
	}
	return best
}

// The best split is as pure as the best that there is, and finds the threshold that made the draws.
func TestSplitAgainstSearch(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for trial := range 200 {
		f := &factors{names: []string{"a", "b", "c"}, units: make([]unit.Unit, 3)}
		var met []bool
		for range 30 {
			p := []float64{random.Float64(), math.Floor(5 * random.Float64()), random.Float64()}
			f.points = append(f.points, p)
			met = append(met, p[0] > .6 != (random.Float64() < .2))
		}
		s, _ := f.purest(met, f.orders())
		got := 0.
		k := slices.Index(f.names, s.Parameter)
		var n, yes [2]float64
		for d, p := range f.points {
			i := 0
			if p[k] > s.Threshold {
				i = 1
			}
			n[i]++
			if met[d] {
				yes[i]++
			}
		}
		got = yes[0]*(1-yes[0]/n[0]) + yes[1]*(1-yes[1]/n[1])
		if want := purest(f, met); math.Abs(got-want) > 1e-9 {
			t.Fatalf("trial %d: impurity %g, best %g", trial, got, want)
		}
		if above := yes[1]/n[1] > yes[0]/n[0]; above != s.Above || math.Abs(s.Inside-max(yes[0]/n[0], yes[1]/n[1])) > 1e-12 {
			t.Fatalf("trial %d: %+v", trial, s)
		}
	}
	if s := (&factors{}).split([]bool{true, false}); s != nil {
		t.Errorf("a split of nothing: %+v", s)
	}
}

// A rule that asks for standard errors over seeds never goes by one seed, which has none.
func TestNoiseNeedsTwoSeeds(t *testing.T) {
	var claims []*scenario.Claim
	for _, name := range []string{"compute-budget", "fleet", "talent", "energy"} {
		claims = append(claims, load(t, name))
	}
	p, err := New(base(t), claims, 3, 1, true)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"compute-budget": 2, "fleet": 2, "talent": 1, "energy": 1}
	runs := map[string]int{}
	for _, c := range p.Claims {
		if c.Seeds != want[c.Name] {
			t.Errorf("%s: %d seeds, want %d", c.Name, c.Seeds, want[c.Name])
		}
	}
	f := &Folder{Plan: p, Dir: t.TempDir()}
	for _, j := range f.missing(context.Background(), func(string) {}) {
		runs[j.block.Key] = max(runs[j.block.Key], j.seed+1)
	}
	for _, c := range p.Claims {
		for name, b := range c.cases {
			if runs[b.Key] < c.Seeds {
				t.Errorf("%s, case %s: %d seeds are run, want %d", c.Name, name, runs[b.Key], c.Seeds)
			}
		}
	}
}

// A parameter that decides is named; among many that do not, one is named as rarely as the level of the test says.
func TestSplitsByChance(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	chance, cause := 0, 0
	const trials = 100
	for range trials {
		f := &factors{}
		for range 20 {
			f.names, f.units = append(f.names, "p"+strconv.Itoa(len(f.names))), append(f.units, "")
		}
		var any, caused []bool
		for range 60 {
			p := make([]float64, len(f.names))
			for k := range p {
				p[k] = random.Float64()
			}
			f.points = append(f.points, p)
			any = append(any, random.Float64() < .6)
			caused = append(caused, p[7] > .5 != (random.Float64() < .15))
		}
		if f.split(any) != nil {
			chance++
		}
		if s := f.split(caused); s != nil && s.Parameter == "p7" {
			cause++
		}
	}
	if chance > 12 || cause < 90 { // binomial of 100 at .05: 12 or more in .4 % of cases
		t.Errorf("of %d, %d splits of nothing and %d of what decides", trials, chance, cause)
	}
}

// A change counts only where it stands out of the noise over seeds.
func TestSure(t *testing.T) {
	level := 1.
	p := &part{ClaimPart: &scenario.ClaimPart{Above: &level, Sure: 4}}
	noisy, quiet := [][]float64{{.8, 1.4}, {.9, 1.5}}, [][]float64{{1.09, 1.1}, {1.1, 1.11}}
	for _, c := range []struct {
		m    [][]float64
		want bool
	}{{noisy, false}, {quiet, true}} {
		if n := noiseOf(c.m); p.met(means(c.m)[0], n) != c.want {
			t.Errorf("%v: noise %g", c.m, n)
		}
	}
	if n := noiseOf(quiet); math.Abs(n-.005) > 1e-12 {
		t.Errorf("noise %g, want .005", n)
	}
}

// tiny is a claim of short runs: with a case that scales, one under a policy and one with another draw.
const tiny = `claim: more of it costs less
kind: model
size: mean-field
cases:
  - name: dear
    scale: [energy.electricity=3]
  - name: "moore{}"
    values: [3, 10]
    set: [price.curve=moore, "price.fall={}x/yr"]
  - name: other
    redraw: [price, energy]
parts:
  - statistic: output
    measure: base.real_output - dear.real_output + moore3.real_output - moore10.real_output + other.real_output
    above: 0
    years: [2025]
`

func tinyPlan(t *testing.T, text string) *Plan {
	t.Helper()
	short, err := base(t).With("clock.end=2025-03")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "tiny.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := scenario.LoadClaim(path, func(policies ...string) (*scenario.Scenario, error) {
		return scenario.Load("central", []string{"clock.end=2025-03"}, nil, policies...)
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(short, []*scenario.Claim{c}, 3, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// All cases of a draw have the same values, but for what a case sets, scales or draws anew.
func TestCasesAreTheSameDraw(t *testing.T) {
	p := tinyPlan(t, tiny)
	values := func(name string, draw int) map[string]any {
		s, err := p.Claims[0].cases[name].Scenario(draw, 0)
		if err != nil {
			t.Fatal(err)
		}
		q := *p
		q.Base = s
		return q.settings(0)
	}
	plain, dear, moore, other := values("base", 2), values("dear", 2), values("moore3", 2), values("other", 2)
	again := values("base", 2+redrawing)
	for key, v := range plain {
		v := v.(float64)
		want := map[string]float64{"dear": v, "moore": v, "other": v}
		switch {
		case key == "energy.electricity":
			want["dear"] = 3 * v
			want["other"] = again[key].(float64)
		case key == "price.fall":
			want["moore"] = 3
			want["other"] = again[key].(float64)
		case strings.HasPrefix(key, "price") || strings.HasPrefix(key, "energy"):
			want["other"] = again[key].(float64)
		}
		for name, got := range map[string]any{"dear": dear[key], "moore": moore[key], "other": other[key]} {
			if math.Abs(got.(float64)-want[name]) > 1e-12*math.Abs(want[name]) {
				t.Errorf("%s in case %s is %v, want %g", key, name, got, want[name])
			}
		}
	}
}

// Cases that several claims look at are run once; a case that sets a default is not the base, which draws change.
func TestBlocksAreShared(t *testing.T) {
	other := strings.Replace(tiny, "parts:", "  - name: fixed\n    set: [feedback.strength=0]\nparts:", 1)
	other = strings.Replace(other, "base.real_output -", "fixed.real_output + base.real_output -", 1)
	one, two := tinyPlan(t, tiny), tinyPlan(t, other)
	if len(one.Blocks) != 5 || len(two.Blocks) != 6 {
		t.Errorf("%d and %d blocks, want 5 and 6", len(one.Blocks), len(two.Blocks))
	}
	if one.Blocks[0].Key != two.Claims[0].cases["base"].Key {
		t.Error("the base of two claims has two keys")
	}
	both, err := New(one.Base, []*scenario.Claim{one.Claims[0].Claim, two.Claims[0].Claim}, 3, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	if both.Runs() != 6*3 {
		t.Errorf("%d runs, want 18", both.Runs())
	}
}

// What is done stays done: an interrupted run goes on, a damaged file is made again, and what comes out is the same.
func TestFolderGoesOn(t *testing.T) {
	p := tinyPlan(t, tiny)
	all := &Folder{Plan: p, Dir: t.TempDir()}
	quiet := Local{Workers: 2, Progress: func(int, int) {}, Warn: func(string) {}}
	if err := all.Run(t.Context(), quiet); err != nil {
		t.Fatal(err)
	}
	want, err := all.Judge()
	if err != nil {
		t.Fatal(err)
	}
	half := &Folder{Plan: p, Dir: t.TempDir()}
	ctx, cancel := context.WithCancel(t.Context())
	stop := quiet
	stop.Workers = 1
	stop.Progress = func(done, _ int) {
		if done == 5 {
			cancel()
		}
	}
	if err := half.Run(ctx, stop); err == nil {
		t.Fatal("a cancelled run says that it is done")
	}
	if left := half.Missing(); left == 0 || left > p.Runs()-5 {
		t.Fatalf("%d of %d runs missing after 5", left, p.Runs())
	}
	broken := half.part(p.Blocks[0], 0, 0)
	data, err := os.ReadFile(broken)
	if err == nil {
		err = os.WriteFile(broken, data[:len(data)/2], 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	warned := ""
	loud := quiet
	loud.Warn = func(text string) { warned += text }
	if err := half.Run(t.Context(), loud); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(warned, "damaged") {
		t.Errorf("no word of the damaged file: %q", warned)
	}
	got, err := half.Judge()
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Parts[0].Figure != want[0].Parts[0].Figure {
		t.Errorf("%+v, want %+v", got[0].Parts[0].Figure, want[0].Parts[0].Figure)
	}
	if _, err := half.read(p.Blocks[0], 99, 0); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a run that was never made: %v", err)
	}
}

// The table is read back as it was written.
func TestTable(t *testing.T) {
	r := judged(t, load(t, "marshal-2035"), func(_, _, _ string, _ float64) float64 { return 1 })
	data, err := CSV([]Result{*r}, "of a test")
	if err != nil {
		t.Fatal(err)
	}
	rows, comment, err := ReadCSV(data)
	if err != nil || comment != "of a test" || !slices.Equal(rows, Rows([]Result{*r})) || len(rows) != 4 {
		t.Errorf("%v %q %+v", err, comment, rows)
	}
}

// The search for runs that are missing ends with its context: a plan may hold millions.
func TestSearchEndsWithItsContext(t *testing.T) {
	p, err := New(base(t), nil, 1_000_000_000_000, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	stopped := errors.New("stopped")
	time.AfterFunc(50*time.Millisecond, func() { cancel(stopped) })
	f := Folder{Plan: p, Dir: t.TempDir()}
	if err := f.Run(ctx, Local{Workers: 1}); !errors.Is(err, stopped) {
		t.Errorf("got %v", err)
	}
	if _, err := f.Estimate(ctx, time.Now); !errors.Is(err, stopped) {
		t.Errorf("got %v", err)
	}
}
