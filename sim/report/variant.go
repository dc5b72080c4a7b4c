package report

import (
	"math"
	"strings"

	"tenfold/sim/chart"
)

// A reading is what is read of a run, by period; nil where the run does not have it.
type reading func(*Run) []float64

// column reads a column of the table series.
func column(name string) reading { return func(r *Run) []float64 { return r.of("series", name, "") } }

// ofPeople reads a column of the table series that is about people: a run without them has zeros there, not figures.
func ofPeople(name string) reading {
	return func(r *Run) []float64 {
		if !r.hasPeople() {
			return nil
		}
		return column(name)(r)
	}
}

func columnOf(table, name, item string) reading {
	return func(r *Run) []float64 { return r.of(table, name, item) }
}

// times multiplies two readings.
func times(a, b reading) reading {
	return combine(func(x, y float64) float64 { return x * y }, a, b)
}

// over divides one by another.
func over(a, b reading) reading {
	return combine(func(x, y float64) float64 { return x / y }, a, b)
}

func combine(f func(x, y float64) float64, a, b reading) reading {
	return func(r *Run) []float64 {
		x, y := a(r), b(r)
		if x == nil || y == nil {
			return nil
		}
		out := make([]float64, len(x))
		for i := range x {
			out[i] = f(x[i], y[i])
		}
		return out
	}
}

// scaled multiplies a reading by a number.
func scaled(factor float64, a reading) reading {
	return func(r *Run) []float64 {
		x := a(r)
		if x == nil {
			return nil
		}
		out := make([]float64, len(x))
		for i := range x {
			out[i] = float64(factor * x[i])
		}
		return out
	}
}

// since divides a column of the table series by its value at the first tick.
func since(name string) reading {
	return func(r *Run) []float64 {
		t := r.tables["series"]
		if t.Index(name) < 0 {
			return nil
		}
		return scaled(1/t.Column(name)[0], column(name))(r)
	}
}

// A variant is runs of one scenario that differ by their seeds.
type variant struct {
	name   string
	runs   []*Run
	colour int
}

// variants puts runs together that differ only by seed, and names them so that they can be told apart.
func variants(runs []*Run) []*variant {
	var out []*variant
	for _, r := range runs {
		var v *variant
		for _, known := range out {
			if known.runs[0].alike == r.alike && known.runs[0].Manifest.Model == r.Manifest.Model {
				v = known
			}
		}
		if v == nil {
			v = &variant{name: strings.Join(append([]string{r.Manifest.Name}, r.Manifest.Policies...), " + "), colour: len(out)}
			out = append(out, v)
		}
		v.runs = append(v.runs, r)
	}
	for i, v := range out {
		for _, other := range out[:i] {
			if other.name == v.name {
				v.name += " " + v.runs[0].Manifest.Hash[:6]
			}
		}
	}
	return out
}

func (v *variant) first() *Run { return v.runs[0] }

// line is a reading over time: the mean over seeds, with their range where there are several.
func (v *variant) line(name string, read reading) (chart.Line, bool) {
	r := v.first()
	values := read(r)
	if values == nil {
		return chart.Line{}, false
	}
	line := chart.Line{Name: name, Colour: v.colour}
	if len(v.runs) == 1 {
		line.Points = r.points(values)
		return line, len(line.Points) > 0
	}
	for p, x := range r.periods {
		mean, low, high := 0., math.Inf(1), math.Inf(-1)
		for _, other := range v.runs {
			y := read(other)[p]
			mean, low, high = mean+y/float64(len(v.runs)), math.Min(low, y), math.Max(high, y)
		}
		if !math.IsNaN(mean) && !math.IsInf(mean, 0) {
			line.Points, line.Low, line.High = append(line.Points, chart.Point{X: x, Y: mean}), append(line.Low, low), append(line.High, high)
		}
	}
	return line, len(line.Points) > 0
}

// in is the mean over seeds of a reading in a year, with their range.
func (v *variant) in(read reading, year int) spread {
	out := spread{low: math.Inf(1), high: math.Inf(-1)}
	for _, r := range v.runs {
		y := r.in(read(r), year)
		out.mean, out.low, out.high = out.mean+y/float64(len(v.runs)), math.Min(out.low, y), math.Max(out.high, y)
	}
	return out
}

// spread is a figure with its range over seeds.
type spread struct{ mean, low, high float64 }

// peak is the largest yearly mean and its year.
func (v *variant) peak(read reading) (spread, int) {
	first, last := v.first().years()
	best, year := v.in(read, first), first
	for y := first + 1; y <= last; y++ {
		if s := v.in(read, y); s.mean > best.mean {
			best, year = s, y
		}
	}
	return best, year
}
