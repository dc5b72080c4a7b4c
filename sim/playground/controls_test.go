package playground

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tenfold/sim/param"
	"tenfold/sim/scenario"
)

func testServer(t *testing.T) *Server {
	t.Helper()
	s, err := New(Options{Scenario: "central", MaxAgents: 1e6, MaxRuns: 1})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Every control is a parameter with a source and a sentence that a request may set; its scale has room for the default, the
// prior, the data's marks and what each shipped scenario says, and no control needs one that there is not.
func TestControls(t *testing.T) {
	s := testServer(t)
	for _, c := range s.controls {
		if c.Doc == "" || c.Source == "" || c.Words == "" || c.Group == "" || c.Default == "" || slices.Contains(reserved, c.Key) {
			t.Errorf("%+v", c)
		}
		if c.needs[0] != "" && !slices.ContainsFunc(s.controls, func(d control) bool { return d.Key == c.needs[0] && slices.Contains(d.Choices, c.needs[1]) }) {
			t.Errorf("%s needs %v", c.Key, c.needs)
		}
		if c.Choices != nil {
			if len(c.Choices) < 2 || slices.Contains(c.Choices, "file") || slices.Contains(c.Choices, "path") {
				t.Errorf("%s: choices %v", c.Key, c.Choices)
			}
			continue
		}
		within := func(what string, v float64) {
			if v < c.Low || v > c.High {
				t.Errorf("%s: %s %v is outside %v to %v", c.Key, what, v, c.Low, c.High)
			}
		}
		for _, m := range c.Marks {
			within(m.Words, m.Value)
		}
		for _, p := range c.Prior {
			within("prior", p)
		}
		for _, name := range scenario.Names() {
			one, err := scenario.Load(name, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			p := parameters(one).Find(c.Key)
			within(name, p.Value().(float64))
			if p.Kind != param.Float || c.Low < p.Min || c.High > p.Max || !(c.Low < c.High) || c.Log && c.Low <= 0 {
				t.Errorf("%s: scale %v to %v", c.Key, c.Low, c.High)
			}
		}
	}
	if n := len(s.controls); n < 12 {
		t.Errorf("%d controls", n)
	}
}

// Each shipped policy can be put in force or is known to need a search for its size.
func TestPolicies(t *testing.T) {
	s := testServer(t)
	for _, name := range scenario.PolicyNames() {
		one, err := scenario.Load("central", nil, nil, name)
		if err != nil {
			t.Fatal(err)
		}
		offered := slices.ContainsFunc(s.laws, func(l law) bool { return l.Name == name && l.Doc != "" })
		if offered == (len(one.Targets) > 0) {
			t.Errorf("%s: offered %t, targets %v", name, offered, one.Targets)
		}
	}
}

// The cache forgets the oldest runs and no others.
func TestCache(t *testing.T) {
	var c cache
	for i := range mostKnown + 10 {
		c.keep(fmt.Sprint(i), &curves{years: []int{i}})
		c.keep(fmt.Sprint(i), &curves{years: []int{i}})
	}
	for i := range mostKnown + 10 {
		if got := c.find(fmt.Sprint(i)); (got == nil) != (i < 10) || got != nil && got.years[0] != i {
			t.Fatalf("%d: %v", i, got)
		}
	}
	if len(c.by) != mostKnown || len(c.order) != mostKnown {
		t.Error(len(c.by), len(c.order))
	}
}

// Words of a change carry no more digits than a tenth of the band, name the right direction, and never show zero for an end
// that is none.
func TestChangesInWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Change{Value: rapid.Float64Range(-90, 150).Draw(t, "value"), Unit: rapid.SampledFrom([]string{percent, points}).Draw(t, "unit"), Band: true}
		c.Low = c.Value - rapid.Float64Range(.01, 20).Draw(t, "below")
		c.High = c.Value + rapid.Float64Range(.01, 20).Draw(t, "above")
		c.tell()
		if (c.Value < 0) != strings.HasSuffix(c.Words, "lower") {
			t.Fatalf("%+v", c)
		}
		for _, end := range strings.Split(c.BandWords, " to ") {
			if !strings.ContainsAny(end, "123456789") {
				t.Fatalf("%+v", c)
			}
		}
		var shown float64
		text := strings.TrimSuffix(strings.Replace(c.Short, "−", "-", 1), c.Unit)
		if _, err := fmt.Sscan(text, &shown); err != nil || math.Abs(shown-c.Value) > (c.High-c.Low)/2 {
			t.Fatalf("%+v: %v %v", c, shown, err)
		}
		if _, after, _ := strings.Cut(text, "."); len(after) > 0 && math.Pow10(-len(after)) < (c.High-c.Low)/31 && math.Abs(c.Value) > (c.High-c.Low)/6 {
			t.Fatalf("%+v: too many digits", c)
		}
	})
	c := Change{Value: 1100, Low: 230, High: 5000, Unit: percent, Band: true}
	if c.tell(); c.Short != "12"+fixed+"times" || c.BandWords != "3.3 to 51" {
		t.Errorf("%+v", c)
	}
}

// What a shell would read anything into is quoted.
func TestQuoted(t *testing.T) {
	for word, want := range map[string]string{"price.fall=10x/yr": "price.fall=10x/yr", "price.fall=2x/18 months": "'price.fall=2x/18 months'", "": "''", "a'b": `'a'\''b'`, "$(x)": "'$(x)'", "basic-income@2028-01:2030-12": "basic-income@2028-01:2030-12"} {
		if got := quoted(word); got != want {
			t.Errorf("%q: %s", word, got)
		}
	}
}
