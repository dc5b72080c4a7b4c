package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// luminance is that of a colour as WCAG 2.1 defines it.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	sum := 0.
	for i, weight := range []float64{.2126, .7152, .0722} {
		v, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(v) / 255
		if c <= .03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// Text can be read and lines can be seen on both papers.
func TestContrast(t *testing.T) {
	for name, p := range map[string]*Palette{"light": &Light, "dark": &Dark} {
		contrast := func(colour string) float64 {
			a, b := luminance(t, colour)+.05, luminance(t, p.Paper)+.05
			return math.Max(a, b) / math.Min(a, b)
		}
		for _, colour := range []string{p.Ink, p.Faint} {
			if c := contrast(colour); c < 4.5 {
				t.Errorf("%s: text %s has a contrast of %.2f", name, colour, c)
			}
		}
		for _, colour := range p.Lines {
			if c := contrast(colour); c < 3 {
				t.Errorf("%s: line %s has a contrast of %.2f", name, colour, c)
			}
		}
	}
}

// Labels that are moved apart keep their order and distance, and stay within bounds where there is room.
func TestApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.SliceOfN(rapid.Float64Range(0, 300), 1, 12).Draw(t, "at")
		slices.Sort(at)
		const least, low, high = 13., 4., 290.
		got := apart(at, least, low, high)
		room := float64(len(at)-1)*least <= high-low
		for i, y := range got {
			if i > 0 && y-got[i-1] < least-1e-9 {
				t.Fatalf("%v: too close", got)
			}
			if room && (y > high+1e-9 || y < low-1e-9) {
				t.Fatalf("%v: out of bounds", got)
			}
		}
	})
}

// Ticks are round, ascending and within the scale, and there are not too many of them.
func TestTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Float64Range(-1e6, 1e6).Draw(t, "low")
		s := scale{low: low, high: low + rapid.Float64Range(1e-3, 1e6).Draw(t, "range"), to: 1}
		got := s.ticks(5)
		if len(got) == 0 && s.high-s.low > 2*math.Abs(s.low) || len(got) > 7 || !slices.IsSorted(got) {
			t.Fatalf("%v to %v: %v", s.low, s.high, got)
		}
		for _, v := range got {
			if v < s.low-1e-6*(s.high-s.low) || v > s.high+1e-6*(s.high-s.low) {
				t.Fatalf("%v outside %v to %v", v, s.low, s.high)
			}
		}
	})
	for _, c := range []struct{ low, high float64 }{{1, 1e9}, {.02, .9}, {3, 4}} {
		if got := (scale{low: c.low, high: c.high, log: true}).ticks(5); c.high/c.low > 9 && len(got) < 2 {
			t.Errorf("%v: %v", c, got)
		}
	}
}

func examples() []Chart {
	return []Chart{
		&Lines{Head: Head{ID: "a", Title: `Less < "more" & so on`, Unit: "%", Source: "nobody"}, Lines: []Line{
			{Name: "one", Points: []Point{{2025, 1}, {2026, 2}}, Low: []float64{.5, 1}, High: []float64{2, 3}},
			{Name: "two", Points: []Point{{2025, 1.1}, {2026, 2.1}}, Colour: 1, Dashed: true}, {Name: "record", Points: []Point{{2025, 1}}, Dots: true}}},
		&Lines{Head: Head{ID: "b"}, LogY: true, Lines: []Line{{Name: "falls", Points: []Point{{2025, 100}, {2026, 1}, {2027, 0}}}}},
		&Lines{Head: Head{ID: "c", Title: "Empty"}},
		&Intervals{Head: Head{ID: "d"}, Rows: []Interval{{Label: "up", Value: 1, Low: .5, High: 2}, {Label: "open", Value: -.1, Low: -1, High: 1, Open: true}}},
		&Shares{Head: Head{ID: "e"}, X: []float64{2025, 2026}, Layers: []Share{{Name: "done", Values: []float64{.2, .4}}, {Name: "rest", Values: []float64{.8, .6}, Colour: 1}}},
	}
}

// Charts are well-formed, the same each time, say their numbers to readers who cannot see them, and hold no coordinate
// that is not a number.
func TestCharts(t *testing.T) {
	for _, c := range examples() {
		svg, file := SVG(c), string(Standalone(c))
		if svg != SVG(c) || file != string(Standalone(c)) {
			t.Error("other bytes the second time")
		}
		for _, text := range []string{svg, file} {
			d := xml.NewDecoder(strings.NewReader(text))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v\n%s", HeadOf(c).ID, err, text)
				}
			}
			if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
				t.Errorf("%s: no number\n%s", HeadOf(c).ID, text)
			}
		}
		if rows := c.Table(); len(rows) < 1 || len(rows[0]) < 2 {
			t.Errorf("%s: table %v", HeadOf(c).ID, rows)
		}
	}
	if svg := SVG(examples()[0]); !strings.Contains(svg, "one · 2026: 2 (1 to 3)") || !strings.Contains(svg, "Less &lt; &#34;more&#34; &amp; so on") {
		t.Error(svg)
	}
}

// No label at the end of a line is wider than the room that is left for it, nor stands on another.
func TestLabelsHaveRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := &Lines{Head: Head{ID: "x"}}
		for k := range rapid.IntRange(1, 8).Draw(t, "lines") {
			l.Lines = append(l.Lines, Line{Name: strings.Repeat("m", k+1), Colour: k, Points: []Point{{2025, 1}, {2035, rapid.Float64Range(0, 10).Draw(t, "end")}}})
		}
		var last []float64
		c := layOut(l)
		for _, m := range c.marks {
			if !strings.HasPrefix(m.class, "label") {
				continue
			}
			if right := m.points[0].X + textWidth(m.text, m.size); right > c.width+1 {
				t.Fatalf("%q ends at %g of %g", m.text, right, c.width)
			}
			for _, y := range last {
				if math.Abs(y-m.points[0].Y) < 12 {
					t.Fatalf("%q overlaps", m.text)
				}
			}
			last = append(last, m.points[0].Y)
		}
	})
}
