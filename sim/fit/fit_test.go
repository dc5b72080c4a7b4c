package fit

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tenfold/sim/exact"
)

// OLS against the normal equations, solved by Gauss's elimination without centring.
func TestOLSAgainstNormalEquations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 30).Draw(t, "n")
		draw := func(name string) []float64 { return rapid.SliceOfN(rapid.Float64Range(-5, 5), n, n).Draw(t, name) }
		x, y, z := draw("x"), draw("y"), draw("z")
		rows := [][]float64{make([]float64, 4), make([]float64, 4), make([]float64, 4)}
		for i := range x {
			regressors := []float64{1, x[i], z[i]}
			for a, u := range regressors {
				for b, v := range regressors {
					rows[a][b] += u * v
				}
				rows[a][3] += u * y[i]
			}
		}
		pivot := func(a int) float64 {
			for b := range rows {
				if b != a {
					by := rows[b][a] / rows[a][a]
					for k := range rows[b] {
						rows[b][k] -= by * rows[a][k]
					}
				}
			}
			return rows[a][a]
		}
		for a := range rows {
			if math.Abs(pivot(a)) < 1e-2 {
				t.Skip("nearly in proportion")
			}
		}
		l := OLS(x, y, z)
		for a, got := range []float64{l.Intercept, l.Slope, l.Other} {
			if want := rows[a][3] / rows[a][a]; math.Abs(got-want) > 1e-6*(1+math.Abs(want)) {
				t.Fatalf("coefficient %d: %g, want %g", a, got, want)
			}
		}
	})
}

// On a line without noise every method finds the slope, and the intervals close on it.
func TestMethodsFindACleanFall(t *testing.T) {
	var points []Point
	for i := range 40 {
		date, score := 2023+float64(i)/12, 100+float64(i%7)+float64(i)/10
		points = append(points, Point{Date: date, Score: score, Value: 50 * exact.Exp(-2*(date-2023)+.1*(score-100))})
	}
	o := Options{Falling: true, Methods: Methods(), Level: .9, Samples: 50}
	curves, _ := Curves(points, o)
	seen := map[string]bool{}
	for _, c := range curves {
		seen[c.Method] = true
		if c.Method == "hedonic" {
			near(t, "slope", c.Line.Slope, -2, 1e-9)
			near(t, "score", c.Line.Other, .1, 1e-9)
			near(t, "interval", c.Student.High-c.Student.Low+c.Bootstrap.High-c.Bootstrap.Low, 0, 1e-5)
		}
		if c.Bootstrap.Low > c.Bootstrap.High || c.Student.Low > c.Student.High {
			t.Errorf("%s: an interval stands upside down", c.Method)
		}
	}
	if len(seen) != 4 {
		t.Errorf("methods %v", seen)
	}
}

// The grid against a search through all points at every step.
func TestGridAgainstSearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var points []Point
		for range rapid.IntRange(1, 20).Draw(t, "n") {
			points = append(points, Point{Date: 2020 + float64(rapid.IntRange(0, 1000).Draw(t, "day"))/daysPerYear,
				Value: rapid.Float64Range(.1, 10).Draw(t, "value"), Score: rapid.Float64Range(0, 2).Draw(t, "score")})
		}
		for _, p := range Grid(points, 1, 2023) {
			want := math.Inf(1)
			for _, q := range points {
				if q.Score >= 1 && q.Date <= p.Date+tolerance {
					want = math.Min(want, q.Value)
				}
			}
			if p.Value != want {
				t.Fatalf("%g: %g, want %g", p.Date, p.Value, want)
			}
		}
	})
}

func TestTooFewPointsGiveNoSlope(t *testing.T) {
	for _, points := range [][]Point{nil, {{Date: 2020, Value: 1}}, {{Date: 2020, Value: 1}, {Date: 2020, Value: 2}}} {
		if slope := Trend(points).Slope; !math.IsNaN(slope) {
			t.Errorf("%d points: %g", len(points), slope)
		}
	}
	two := Trend([]Point{{Date: 2020, Value: 1}, {Date: 2021, Value: 4}})
	near(t, "doubling", DoublingDays(two.Slope), daysPerYear/2, 1e-9)
	if i := two.Interval(.9); !math.IsNaN(i.Low) {
		t.Errorf("two points have the interval %v", i)
	}
}

func TestFaultsNameFileAndLine(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"date,price\n2020-01-01,1\nsoon,2\n2021,-3\n", "x.csv:3: date: expected a date such as 2025-01-31, 2025-01 or 2025.08, got \"soon\"\nx.csv:4: price: expected a number above zero, got \"-3\""},
		{"when,price\n2020,1\n", "x.csv:1: no column of dates is found by its name"},
		{"date,kilos\n2020,1\n", "x.csv:1: no column of prices or horizons is found"},
		{"date,price\n2020,1,2\n", "x.csv:2: not CSV"},
		{"", "x.csv: expected a header and rows, got none"},
		{"date,price\n", "x.csv: no row is left"},
		{"version,date,minutes\n1,2020,1\n2,2021,2\n", "version: holds several records (1, 2): choose one, such as --where version=2"},
	} {
		_, err := Read("x.csv", []byte(c.text), Columns{}, Selection{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{"2025-01-31": "2025-01-31", "2025-03": "2025-03-01", "2025": "2025-01-01", "2024.5": "2024-07-02"} {
		if date, ok := Date(text); !ok || Day(date) != want {
			t.Errorf("%s: %s, want %s", text, Day(date), want)
		}
	}
	for _, text := range []string{"", "25", "NaN", "Inf2", "1e9999", "2025-13", "0x7e9"} {
		if _, ok := Date(text); ok {
			t.Errorf("%q is read as a date", text)
		}
	}
}
