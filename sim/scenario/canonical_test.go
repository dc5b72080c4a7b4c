package scenario

import (
	"testing"

	"pgregory.net/rapid"

	"tenfold/sim/economy"
	"tenfold/sim/param"
)

func TestCanonicalTextRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c economy.Config
		set := economy.Parameters(&c)
		set.Defaults()
		for _, p := range set.All() {
			draw(t, p)
		}
		text := string(canonical(set, nil))
		again, err := readText(text, nil, nil)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		for _, p := range set.All() {
			if got := economy.Parameters(&again).Find(p.Key).Value(); got != p.Value() {
				t.Errorf("%s: expected %v, got %v", p.Key, p.Value(), got)
			}
		}
	})
}

// draw gives a parameter a random accepted value.
func draw(t *rapid.T, p *param.Parameter) {
	var v any
	switch p.Kind {
	case param.Float:
		v = rapid.Float64Range(p.Min, p.Max).Draw(t, p.Key)
	case param.Int:
		v = rapid.Int64Range(int64(p.Min), int64(p.Max)).Draw(t, p.Key)
	case param.Bool:
		v = rapid.Bool().Draw(t, p.Key)
	case param.Choice:
		v = rapid.SampledFrom(p.Choices).Draw(t, p.Key)
	case param.Month:
		v = rapid.StringMatching(`20[0-9]{2}-0[1-9]`).Draw(t, p.Key)
	default:
		v = rapid.String().Draw(t, p.Key)
		if p.Key == "name" {
			v = rapid.StringMatching(`[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}`).Draw(t, p.Key)
		}
	}
	if f, ok := v.(float64); ok && f == 0 {
		v = 0. // no -0
	}
	if err := p.Set(v); err != nil {
		t.Fatal(err)
	}
}

func TestDistanceIsAMetric(t *testing.T) {
	words := rapid.StringMatching(`[ab.é]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := words.Draw(t, "a"), words.Draw(t, "b"), words.Draw(t, "c")
		switch {
		case (distance(a, b) == 0) != (a == b):
			t.Errorf("%q %q: zero only for the same word", a, b)
		case distance(a, b) != distance(b, a):
			t.Errorf("%q %q: not symmetric", a, b)
		case distance(a, c) > distance(a, b)+distance(b, c):
			t.Errorf("%q %q %q: a detour is shorter", a, b, c)
		}
	})
	if d := distance("kitten", "sitting"); d != 3 {
		t.Errorf("expected 3, got %d", d)
	}
}
