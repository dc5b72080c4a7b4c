package param_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"tenfold/sim/param"

	"pgregory.net/rapid"
)

// knobs are one variable of each type, for parameters to be bound to.
type knobs struct {
	price  float64
	agents int64
	on     bool
	curve  string
	start  string
	name   string
}

// declare is a set with a parameter of each kind, the numbers bounded.
func declare(k *knobs) *param.Set {
	var s param.Set
	s.Text("name", &k.name, "central").Says("A name.").From("convention")
	s.Bool("on", &k.on, true)
	s.Month("start", &k.start, "2025-01")
	s.Group("price", func(s *param.Set) {
		s.Float("launch", &k.price, 4, "usd/h").Range(.5, 99).Prior(1, 40).Says("A price.").From("a source")
		s.Choice("curve", &k.curve, "tenfold", "moore", "file")
	})
	s.Int("agents", &k.agents, 1000, "coworkers").Range(-5, 1<<30)
	return &s
}

func find(t testing.TB, s *param.Set, key string) *param.Parameter {
	t.Helper()
	p := s.Find(key)
	if p == nil {
		t.Fatalf("no parameter %q", key)
	}
	return p
}

func TestSetStoresWhatIsAccepted(t *testing.T) {
	for _, c := range []struct {
		key   string
		value any
	}{
		{"price.launch", .5}, {"price.launch", 99.}, {"price.launch", 12.5},
		{"agents", int64(-5)}, {"agents", int64(0)}, {"agents", int64(1 << 30)},
		{"on", false}, {"on", true},
		{"price.curve", "tenfold"}, {"price.curve", "file"},
		{"start", "1900-01"}, {"start", "2200-12"},
		{"name", ""}, {"name", "any text\nat all"},
	} {
		var k knobs
		s := declare(&k)
		s.Defaults()
		p := find(t, s, c.key)
		if err := p.Set(c.value); err != nil {
			t.Errorf("%s = %v: %v", c.key, c.value, err)
		}
		bound := map[string]any{"price.launch": k.price, "agents": k.agents, "on": k.on, "price.curve": k.curve, "start": k.start, "name": k.name}
		if p.Value() != c.value || bound[c.key] != c.value {
			t.Errorf("%s: set to %v, reads %v, variable holds %v", c.key, c.value, p.Value(), bound[c.key])
		}
	}
}

// A refused value leaves the old one in place, and the message says what was expected and what came.
func TestSetRefusesTheRest(t *testing.T) {
	below, above := math.Nextafter(.5, 0), math.Nextafter(99, 100)
	for _, c := range []struct {
		key   string
		value any
		want  string
	}{
		{"price.launch", .1, "expected a number from 0.5 usd/h to 99 usd/h, got 0.1 usd/h"},
		{"price.launch", 1e6, "expected a number from 0.5 usd/h to 99 usd/h, got 1M usd/h"},
		{"price.launch", below, "expected a number from 0.5 to 99, got 0.49999999999999994"},
		{"price.launch", above, "expected a number from 0.5 to 99, got 99.00000000000001"},
		{"price.launch", math.NaN(), "expected a number, got NaN"},
		{"price.launch", math.Inf(1), "expected a number, got +Inf"},
		{"price.launch", math.Inf(-1), "expected a number, got -Inf"},
		{"agents", int64(-6), "expected a whole number from -5 coworkers to 1.074bn coworkers, got -6 coworkers"},
		{"agents", int64(1<<30 + 1), "expected a whole number from -5 to 1.073741824e+09, got 1073741825"},
		{"agents", int64(math.MaxInt64), "got 9.223e+18 coworkers"},
		{"agents", int64(math.MinInt64), "got -9.223e+18 coworkers"},
		{"price.curve", "more", `expected one of tenfold, moore, file, got "more"`},
		{"price.curve", "", `expected one of tenfold, moore, file, got ""`},
		{"price.curve", "Moore", `got "Moore"`},
		{"start", "2025-13", `expected a month such as 2025-01, from 1900 to 2200, got "2025-13"`},
		// Kinds mixed up. The type is named where the value alone looks right.
		{"price.launch", int64(5), "expected a number, got 5 (int64)"},
		{"price.launch", true, "expected a number, got true (bool)"},
		{"price.launch", "5", `expected a number, got "5"`},
		{"agents", 5., "expected a whole number, got 5 (float64)"},
		{"agents", 5, "expected a whole number, got 5 (int)"},
		{"agents", "5", `expected a whole number, got "5"`},
		{"on", "true", `expected true or false, got "true"`},
		{"on", int64(1), "expected true or false, got 1 (int64)"},
		{"price.curve", 1., "expected one of a list, got 1 (float64)"},
		{"start", int64(2025), "expected a month such as 2025-01, got 2025 (int64)"},
		{"name", true, "expected text, got true (bool)"},
		{"name", nil, "expected text, got <nil> (<nil>)"},
		{"name", []string{"a"}, "expected text, got [a] ([]string)"},
	} {
		var k knobs
		s := declare(&k)
		s.Defaults()
		p := find(t, s, c.key)
		if err := p.Set(c.value); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s = %v: got %v, want %s", c.key, c.value, err, c.want)
		}
		if p.Value() != p.Default {
			t.Errorf("%s: refused %v but holds %v", c.key, c.value, p.Value())
		}
	}
}

// Without a Range numbers are free, but an infinity is none; counts are not negative.
func TestBoundsThatNobodyStated(t *testing.T) {
	var s param.Set
	var x float64
	var n int64
	free, count := s.Float("x", &x, 1, ""), s.Int("n", &n, 1, "people")
	for value, accepted := range map[any]bool{
		math.MaxFloat64: true, -math.MaxFloat64: true, math.Inf(1): false, math.Inf(-1): false,
	} {
		if err := free.Set(value); (err == nil) != accepted {
			t.Errorf("%v: %v", value, err)
		}
	}
	for value, accepted := range map[any]bool{
		int64(0): true, int64(math.MaxInt32): true, int64(-1): false, int64(math.MaxInt32 + 1): false,
	} {
		if err := count.Set(value); (err == nil) != accepted {
			t.Errorf("%v: %v", value, err)
		}
	}
}

// Bounds are float64: beyond 2^53 the next whole number has no float64 of its own and must not slip through.
func TestWholeNumbersBeyondFloatAreRefused(t *testing.T) {
	var s param.Set
	var n int64
	p := s.Int("seed", &n, 1, "").Range(-1<<53, 1<<53)
	for value, accepted := range map[int64]bool{1 << 53: true, -1 << 53: true, 1<<53 + 1: false, -1<<53 - 1: false} {
		err := p.Set(value)
		if (err == nil) != accepted {
			t.Errorf("%d: %v", value, err)
		}
		if err != nil && !strings.Contains(err.Error(), "9007199254740993") {
			t.Errorf("%d: the message rounds: %v", value, err)
		}
	}
}

func TestParseMonth(t *testing.T) {
	for _, c := range []struct {
		text        string
		year, month int
	}{
		{"2025-01", 2025, 1}, {"2035-12", 2035, 12}, {"1900-01", 1900, 1}, {"2200-12", 2200, 12}, {"2025-08", 2025, 8},
	} {
		year, month, err := param.ParseMonth(c.text)
		if err != nil || year != c.year || month != c.month {
			t.Errorf("%q: got %d, %d, %v", c.text, year, month, err)
		}
	}
	for _, text := range []string{
		"", "2025", "2025-", "2025-1", "2025-001", "2025-01-01", "25-01", "02025-01",
		"2025-00", "2025-13", "1899-12", "2201-01",
		"2025-+1", "2025--1", "+025-01", "-025-01", "2025+01", "2025/01", "2025_01",
		" 025-01", "2025- 1", "2025-01 ", "2025-01\n", "\n2025-01", "2025-1a", "2O25-01", "0x7e-01", "1e03-01", "2_25-01",
		"２０２５-01", "2025-٠١", "2025–01",
	} {
		year, month, err := param.ParseMonth(text)
		if err == nil || year != 0 || month != 0 {
			t.Errorf("%q: got %d, %d, %v", text, year, month, err)
		} else if !strings.Contains(err.Error(), "expected a month such as 2025-01") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Against a naive twin: a month is accepted exactly when it is printed as it was read.
func TestMonthsAreReadAsTheyArePrinted(t *testing.T) {
	printed := map[string]bool{}
	digits := func(n, width int) string {
		text := ""
		for ; width > 0; width-- {
			text, n = string(rune('0'+n%10))+text, n/10
		}
		return text
	}
	for year := 1900; year <= 2200; year++ {
		for month := 1; month <= 12; month++ {
			printed[digits(year, 4)+"-"+digits(month, 2)] = true
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[12+ ][0-9+]{2}[0-9]-[0-9+-][0-9]`).Draw(t, "text")
		year, month, err := param.ParseMonth(text)
		if (err == nil) != printed[text] {
			t.Fatalf("%q: %v", text, err)
		}
		if err == nil && digits(year, 4)+"-"+digits(month, 2) != text {
			t.Fatalf("%q read as %d, %d", text, year, month)
		}
	})
}

func TestDefaultsOverwriteWhatWasSet(t *testing.T) {
	var k knobs
	s := declare(&k)
	if k != (knobs{}) {
		t.Fatalf("declaring stored %+v", k)
	}
	want := knobs{price: 4, agents: 1000, on: true, curve: "tenfold", start: "2025-01", name: "central"}
	k = knobs{price: 50, agents: 2, curve: "file", start: "2030-06", name: "other"}
	s.Defaults()
	if k != want {
		t.Errorf("got %+v, want %+v", k, want)
	}
}

func TestGroupsNestAndEnd(t *testing.T) {
	var s param.Set
	var a, b, c, d, e float64
	s.Float("a", &a, 1, "")
	s.Group("outer", func(s *param.Set) {
		s.Float("b", &b, 2, "")
		s.Group("inner", func(s *param.Set) { s.Float("c", &c, 3, "") })
		s.Float("d", &d, 4, "")
	})
	s.Float("e", &e, 5, "")
	var keys []string
	for _, p := range s.All() {
		keys = append(keys, p.Key)
	}
	if want := []string{"a", "outer.b", "outer.inner.c", "outer.d", "e"}; !slices.Equal(keys, want) {
		t.Errorf("got %v, want %v", keys, want)
	}
}

func TestFind(t *testing.T) {
	var k knobs
	s := declare(&k)
	for _, p := range s.All() {
		if s.Find(p.Key) != p {
			t.Errorf("%s finds another parameter", p.Key)
		}
	}
	for _, key := range []string{"", "price", "launch", "price.", "price.launch.", "Price.launch", "price.fall"} {
		if p := s.Find(key); p != nil {
			t.Errorf("%q finds %s", key, p.Key)
		}
	}
	if new(param.Set).Find("name") != nil || new(param.Set).All() != nil {
		t.Error("an empty set has parameters")
	}
}

func TestAKeyDeclaredTwicePanics(t *testing.T) {
	for name, again := range map[string]func(*param.Set, *knobs){
		"same kind":  func(s *param.Set, k *knobs) { s.Text("name", &k.name, "") },
		"other kind": func(s *param.Set, k *knobs) { s.Int("name", &k.agents, 1, "") },
		"dotted key": func(s *param.Set, k *knobs) { s.Float("price.launch", &k.price, 1, "") },
		"group again": func(s *param.Set, k *knobs) {
			s.Group("price", func(s *param.Set) { s.Bool("curve", &k.on, true) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			var k knobs
			s := declare(&k)
			defer func() {
				if text, _ := recover().(string); !strings.Contains(text, "is declared twice") {
					t.Errorf("got %q", text)
				}
			}()
			again(s, &k)
		})
	}
	// The same last part in another group is another key.
	var k knobs
	s := declare(&k)
	s.Group("energy", func(s *param.Set) { s.Float("launch", &k.price, 1, "") })
}

func TestDescriptionIsKept(t *testing.T) {
	var k knobs
	s := declare(&k)
	p := find(t, s, "price.launch")
	if p.Kind != param.Float || p.Unit != "usd/h" || p.Default != 4. || p.Min != .5 || p.Max != 99 ||
		p.Low != 1 || p.High != 40 || p.Doc != "A price." || p.Source != "a source" {
		t.Errorf("got %+v", p)
	}
	if c := find(t, s, "price.curve"); c.Default != "tenfold" || !slices.Equal(c.Choices, []string{"tenfold", "moore", "file"}) {
		t.Errorf("got %+v", c)
	}
}

// A prior is a range to draw from: without one, or with both ends alike, nothing is drawn. It does not bound what is
// accepted.
func TestPriors(t *testing.T) {
	var s param.Set
	var x float64
	for i, c := range []struct {
		low, high float64
		has       bool
	}{{1, 3, true}, {0, 1, true}, {-1, 0, true}, {0, 0, false}, {2, 2, false}} {
		p := s.Float(string(rune('a'+i)), &x, 1, "").Range(-10, 10).Prior(c.low, c.high)
		if p.HasPrior() != c.has {
			t.Errorf("prior %g to %g: HasPrior is %t", c.low, c.high, p.HasPrior())
		}
		if err := p.Set(9.); err != nil {
			t.Errorf("prior %g to %g: %v", c.low, c.high, err)
		}
	}
	if s.Float("none", &x, 1, "").HasPrior() {
		t.Error("a parameter has a prior that nobody stated")
	}
}

func TestKindsAreNamed(t *testing.T) {
	names := map[string]bool{}
	for _, k := range []param.Kind{param.Float, param.Int, param.Bool, param.Choice, param.Text, param.Month} {
		if names[k.String()] || k.String() == "" {
			t.Errorf("kind %d is named %q", int(k), k)
		}
		names[k.String()] = true
	}
}

// Whatever the number and the bounds: accepted exactly when it lies between them, and stored exactly when accepted.
func TestRangeIsInclusive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s param.Set
		var x float64
		low, high := rapid.Float64Range(-10, 10).Draw(t, "low"), rapid.Float64Range(-10, 10).Draw(t, "high")
		v := rapid.OneOf(rapid.Float64(), rapid.Float64Range(-12, 12), rapid.SampledFrom([]float64{low, high})).Draw(t, "v")
		x = 77
		err := s.Float("x", &x, 0, "").Range(low, high).Set(v)
		inside := low <= v && v <= high
		if (err == nil) != inside || (x == v) != inside {
			t.Fatalf("%g in %g..%g: stored %g, %v", v, low, high, x, err)
		}
	})
}
