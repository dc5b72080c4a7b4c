package chart

import (
	"bytes"
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
		sum += weight * linear(t, colour[1+2*i:3+2*i])
	}
	return sum
}

func linear(t *testing.T, hex string) float64 {
	t.Helper()
	v, err := strconv.ParseUint(hex, 16, 8)
	if err != nil {
		t.Fatal(err)
	}
	if c := float64(v) / 255; c > .03928 {
		return math.Pow((c+.055)/1.055, 2.4)
	}
	return float64(v) / 255 / 12.92
}

// Text can be read on both papers, names in the colours of lines too: contrast of WCAG 2.1, level AA.
func TestContrast(t *testing.T) {
	for name, p := range map[string]*Palette{"light": &Light, "dark": &Dark} {
		contrast := func(colour string) float64 {
			a, b := luminance(t, colour)+.05, luminance(t, p.Paper)+.05
			return math.Max(a, b) / math.Min(a, b)
		}
		for _, colour := range append([]string{p.Ink, p.Faint}, p.Lines[:]...) {
			if c := contrast(colour); c < 4.5 {
				t.Errorf("%s: text in %s has a contrast of %.2f", name, colour, c)
			}
		}
	}
}

// Readers of any colour vision tell any two lines apart: the distance in CIELAB as they see it (Machado, Oliveira and
// Fernandes 2009, full protanopia, deuteranopia and tritanopia) is that of colours nobody confuses.
func TestColoursDifferForAllReaders(t *testing.T) {
	for kind, m := range map[string][3][3]float64{
		"all cones":    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
		"protanopia":   {{.152286, 1.052583, -.204868}, {.114503, .786281, .099216}, {-.003882, -.048116, 1.051998}},
		"deuteranopia": {{.367322, .860646, -.227968}, {.280085, .672501, .047413}, {-.01182, .04294, .968881}},
		"tritanopia":   {{1.255528, -.076749, -.178779}, {-.078411, .930809, .147602}, {.004733, .691367, .3039}},
	} {
		for _, p := range []*Palette{&Light, &Dark} {
			for i := range p.Lines {
				for k := range i {
					a, b := lab(t, p.Lines[i], m), lab(t, p.Lines[k], m)
					if d := math.Hypot(math.Hypot(a[0]-b[0], a[1]-b[1]), a[2]-b[2]); d < 15 {
						t.Errorf("%s: %s and %s differ by %.1f", kind, p.Lines[i], p.Lines[k], d)
					}
				}
			}
		}
	}
}

// lab is a colour in CIELAB under daylight, seen through a matrix on linear RGB.
func lab(t *testing.T, colour string, m [3][3]float64) (out [3]float64) {
	t.Helper()
	var rgb, seen [3]float64
	for i := range rgb {
		rgb[i] = linear(t, colour[1+2*i:3+2*i])
	}
	f := func(v float64) float64 {
		if v > .008856 {
			return math.Cbrt(v)
		}
		return 7.787*v + 16./116
	}
	for i := range seen {
		seen[i] = math.Min(math.Max(m[i][0]*rgb[0]+m[i][1]*rgb[1]+m[i][2]*rgb[2], 0), 1)
	}
	x := f((.4124*seen[0] + .3576*seen[1] + .1805*seen[2]) / .95047)
	y := f(.2126*seen[0] + .7152*seen[1] + .0722*seen[2])
	z := f((.0193*seen[0] + .1192*seen[1] + .9505*seen[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// Labels that are moved apart keep their order and distance, and stay within bounds where there is room.
func TestApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.SliceOfN(rapid.Float64Range(0, 300), 1, 12).Draw(t, "at")
		slices.Sort(at)
		const low, high = 4., 290.
		heights, sum := rapid.SliceOfN(rapid.Float64Range(8, 40), len(at), len(at)).Draw(t, "heights"), 0.
		for _, h := range heights {
			sum += h
		}
		got := apart(at, heights, low, high)
		room := sum <= high-low
		for i, y := range got {
			if i > 0 && y-got[i-1] < (heights[i-1]+heights[i])/2-1e-9 {
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
		&Lines{Head: Head{ID: "f"}, PerYear: 4, Lines: []Line{{Name: "record", Dots: true, Points: []Point{{2023.125, 1}, {2024.375, 2}}}, {Name: "run", Points: []Point{{2025.125, 2}, {2034.875, 9}}}}},
		&Tornado{Head: Head{ID: "g"}, Middle: 1, LowName: "low", HighName: "high", Rows: []Swing{{"a", .9, 1.2}, {"a factor with a name that is much longer than there is room for", 1.1, 1}}},
		&Slopes{Head: Head{ID: "h"}, Before: "2025", After: "2035", LogY: true, Rows: []Slope{{Name: "one", From: 10, To: 20}, {Name: "other", From: 10, To: 5, Thin: true}}},
		&Bars{Head: Head{ID: "i"}, X: []string{"2025", "2026"}, Layers: []Share{{Name: "up", Values: []float64{.2, .4}}, {Name: "down", Values: []float64{-.8, -.6}, Colour: 1}}, Total: []float64{-.6, -.2}, TotalName: "sum"},
		&Tornado{Head: Head{ID: "j"}}, &Slopes{Head: Head{ID: "k"}}, &Bars{Head: Head{ID: "l"}}, &Shares{Head: Head{ID: "m"}}, &Intervals{Head: Head{ID: "n"}},
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
		for range 3 {
			a, err := PDF(c)
			b, _ := PDF(c)
			if err != nil || !bytes.Equal(a, b) || !bytes.HasPrefix(a, []byte("%PDF-")) || bytes.Contains(a, []byte("NaN")) {
				t.Errorf("%s: PDF of %d and %d bytes, %v", HeadOf(c).ID, len(a), len(b), err)
			}
		}
		if strings.Count(file, "data-readouts") != 0 {
			t.Errorf("%s: a file says read-outs", HeadOf(c).ID)
		}
		if rows := c.Table(); len(rows) < 1 || len(rows[0]) < 2 {
			t.Errorf("%s: table %v", HeadOf(c).ID, rows)
		}
	}
	for i, want := range map[int]string{5: "record · 2023 Q1: 1|", 6: "a, low: 0.9|", 7: "other: 10 → 5"} {
		if svg := SVG(examples()[i]); !strings.Contains(svg, want) {
			t.Errorf("no %q in %s", want, svg)
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
			l.Lines = append(l.Lines, Line{Name: strings.Repeat("m", k+1) + strings.Repeat(" word", k%3*2), Colour: k, Points: []Point{{2025, 1}, {2035, rapid.Float64Range(0, 10).Draw(t, "end")}}})
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

// A logarithmic axis labels whole powers without decimals, and small ones with those they need; values on it keep their order.
func TestLogarithmicAxes(t *testing.T) {
	l := &Lines{Head: Head{ID: "log", Title: "t"}, LogX: true, LogY: true, Lines: []Line{{Name: "a", Points: []Point{{1e3, 120}, {1e6, 3}, {1e9, .02}}}}}
	svg := SVG(l)
	for _, want := range []string{">100</text>", ">0.1</text>", ">1M</text>", ">1bn</text>"} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in\n%s", want, svg)
		}
	}
	if strings.Contains(svg, ">100.0") || strings.Contains(svg, ">1000.0") {
		t.Errorf("labels with decimals that say nothing:\n%s", svg)
	}
	s := scale{low: 1e3, high: 1e9, from: 0, to: 600, log: true}
	if at := s.at(1e6); math.Abs(at-300) > 1e-6 {
		t.Errorf("the middle stands at %g", at)
	}
}

// Read-outs print what rounding left of zero as zero, and small values as they are.
func TestReadOutsOfSmallValues(t *testing.T) {
	points := []Point{{X: 2025, Y: 2e-15}, {X: 2026, Y: -5e-4}, {X: 2027, Y: 7e-6}, {X: 2028, Y: 1}}
	svg := SVG(&Lines{Head: Head{ID: "small"}, Lines: []Line{{Name: "a", Points: points}}, PerYear: 1})
	for _, want := range []string{"a · 2025: 0|", "a · 2026: -0.0005|", "a · 2027: 7e-06|", "a · 2028: 1"} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %q in\n%s", want, svg)
		}
	}
}
