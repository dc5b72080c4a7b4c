package chart

import (
	"math"
	"slices"
	"strconv"
)

// Line is one line of a chart, or a set of dots.
type Line struct {
	Name      string // stands at its end
	Points    []Point
	Low, High []float64 // of its band, by point; nil without
	Colour    int
	Dashed    bool
	Dots      bool // points of a record instead of a line
	Thin      bool // recedes
}

// Lines is lines over a common axis, such as years.
type Lines struct {
	Head
	Lines   []Line
	LogX    bool // all x above zero
	LogY    bool
	Zero    bool       // the axis shows zero
	Y       [2]float64 // the axis goes at least so far; both 0: as the data ask
	XTitle  string
	Compact bool // a small multiple: fewer ticks, no labels at the ends
	PerYear int  // x are dates, and points so many a year apart: 4 are quarters, 12 months; read-outs say which
}

func (l *Lines) head() *Head { return &l.Head }

// Table is a row a point.
func (l *Lines) Table() [][]string {
	rows := [][]string{{"series", "x", "value", "low", "high"}}
	for _, s := range l.Lines {
		for i, p := range s.Points {
			row := []string{s.Name, exactly(p.X), exactly(p.Y), "", ""}
			if s.Low != nil {
				row[3], row[4] = exactly(s.Low[i]), exactly(s.High[i])
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func exactly(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// frame is the room for data and its scales.
type frame struct {
	x, y scale
	step float64 // between ticks of y
}

func (l *Lines) draw(c *canvas) {
	f, ok := l.frame(c)
	if !ok {
		c.write("text", "no data", "middle", c.width/2, c.height/2, baseText)
		return
	}
	for i := range l.Lines {
		if s := &l.Lines[i]; s.Low != nil {
			c.area("band c"+strconv.Itoa(s.Colour%Colours), f.band(s))
		}
	}
	for i := range l.Lines {
		f.line(c, &l.Lines[i], l.PerYear)
	}
	if !l.Compact {
		f.names(c, l.Lines)
	}
}

// bounds are the least and largest x and y, bands included.
func (l *Lines) bounds() (x, y [2]float64, ok bool) {
	x, y = [2]float64{math.Inf(1), math.Inf(-1)}, [2]float64{math.Inf(1), math.Inf(-1)}
	add := func(b *[2]float64, v float64) { b[0], b[1] = math.Min(b[0], v), math.Max(b[1], v) }
	for _, s := range l.Lines {
		for i, p := range s.Points {
			if l.LogY && p.Y <= 0 {
				continue
			}
			ok = true
			add(&x, p.X)
			add(&y, p.Y)
			if s.Low != nil {
				if !l.LogY || s.Low[i] > 0 {
					add(&y, s.Low[i])
				}
				add(&y, s.High[i])
			}
		}
	}
	return x, y, ok
}

// frame lays out the axes and draws them.
func (l *Lines) frame(c *canvas) (f frame, ok bool) {
	x, y, ok := l.bounds()
	if !ok {
		return f, false
	}
	ticks := 5
	if l.Compact {
		ticks = 3
	}
	if l.Y != [2]float64{} {
		y[0], y[1] = math.Min(y[0], l.Y[0]), math.Max(y[1], l.Y[1])
	}
	y[0], y[1] = widen(y[0], y[1], l.Zero, l.LogY)
	f.y = scale{low: y[0], high: y[1], from: c.height - 26, to: 10, log: l.LogY}
	values := f.y.ticks(ticks)
	f.step = stepOf(values)
	left, right := 0., endRoom
	for _, v := range values {
		left = math.Max(left, textWidth(number(v, f.y.step(v, f.step)), smallText))
	}
	x[0], x[1] = wholeYears(x[0], x[1])
	if !l.Compact {
		var ending []string
		for _, s := range l.Lines {
			if reaches(s.Points, x, l.LogX) {
				ending = append(ending, s.Name)
			}
		}
		right = sideWidth(ending, c.width)
	}
	f.x = scale{low: x[0], high: x[1], from: left + 14, to: c.width - right, log: l.LogX}
	for _, v := range values {
		at := f.y.at(v)
		c.line("grid", Point{f.x.from, at}, Point{f.x.to, at})
		c.write("text", number(v, f.y.step(v, f.step)), "end", left+8, at+4, smallText)
	}
	if !l.LogY && y[0] < 0 && y[1] > 0 {
		c.line("axis", Point{f.x.from, f.y.at(0)}, Point{f.x.to, f.y.at(0)})
	}
	f.bottom(c, ticks+1, l.XTitle)
	return f, true
}

// endRoom is kept at the right for half a label of the axis.
const endRoom = 20.

// bottom draws the axis of x.
func (f *frame) bottom(c *canvas, ticks int, title string) {
	c.line("axis", Point{f.x.from, f.y.from}, Point{f.x.to, f.y.from})
	values := f.x.ticks(ticks)
	step := stepOf(values)
	if isYear(f.x.low) && isYear(f.x.high) {
		step = math.Max(math.Ceil(step), 1)
		if step > 2 && step < 5 {
			step = 5
		}
		values = scale{low: f.x.low, high: f.x.high}.multiples(step)
	}
	last := math.Inf(-1)
	for _, v := range values {
		text, at := plain(v, f.x.step(v, step)), f.x.at(v)
		if half := float64(textWidth(text, smallText) / 2); at-half < last+6 {
			continue
		}
		c.line("axis", Point{at, f.y.from}, Point{at, f.y.from + 4})
		c.write("text", text, "middle", at, f.y.from+17, smallText)
		last = at + float64(textWidth(text, smallText)/2)
	}
	if title != "" {
		c.write("text", title, "end", f.x.to, f.y.from-6, smallText)
	}
}

// plain prints years without a thousands' letter.
func plain(v, step float64) string {
	if isYear(v) && step >= 1 {
		return strconv.FormatFloat(math.Floor(v), 'f', 0, 64)
	}
	return number(v, step)
}

func isYear(v float64) bool { return v >= 1900 && v <= 2200 }

// date prints a time as a year, a quarter or a month.
func date(v float64, perYear int) string {
	if !isYear(v) || perYear < 2 {
		return plain(v, 1)
	}
	year := math.Floor(v)
	part := int(math.Floor(float64((v-year)*float64(perYear)))) + 1
	switch perYear {
	case 4:
		return strconv.Itoa(int(year)) + " Q" + strconv.Itoa(part)
	case 52:
		return strconv.Itoa(int(year)) + " W" + strconv.Itoa(100 + part)[1:]
	}
	return strconv.Itoa(int(year)) + "-" + strconv.Itoa(100 + part)[1:]
}

// wholeYears widens an axis of dates to whole years.
func wholeYears(low, high float64) (float64, float64) {
	if isYear(low) && isYear(high) && high > low {
		return math.Floor(low), math.Ceil(high)
	}
	return low, high
}

// reaches says whether points go on to the end of an axis.
func reaches(points []Point, x [2]float64, log bool) bool {
	n := len(points)
	return n > 0 && scale{low: x[0], high: x[1], to: 1, log: log}.at(points[n-1].X) >= .94
}

func stepOf(values []float64) float64 {
	if len(values) < 2 {
		return 0
	}
	return values[1] - values[0]
}

func (f *frame) band(s *Line) []Point {
	var out []Point
	for i, p := range s.Points {
		out = append(out, Point{f.x.at(p.X), f.y.at(s.High[i])})
	}
	for i, p := range slices.Backward(s.Points) {
		out = append(out, Point{f.x.at(p.X), f.y.at(math.Max(s.Low[i], f.y.low))})
	}
	return out
}

func (f *frame) line(c *canvas, s *Line, perYear int) {
	colour := "c" + strconv.Itoa(s.Colour%Colours)
	var points []Point
	for i, p := range s.Points {
		if f.y.log && p.Y <= 0 {
			continue
		}
		at := Point{f.x.at(p.X), f.y.at(p.Y)}
		points = append(points, at)
		text := s.Name + " · " + date(p.X, perYear) + ": " + value(p.Y)
		if s.Low != nil {
			text += " (" + value(s.Low[i]) + " to " + value(s.High[i]) + ")"
		}
		c.say(at.X, at.Y, text)
		if s.Dots {
			c.dot("dot "+colour, at.X, at.Y, 3)
		}
	}
	if s.Dots || len(points) == 0 {
		return
	}
	class := "line " + colour
	if s.Thin {
		class = "thin " + colour
	}
	if s.Dashed {
		class += " dashed"
	}
	c.line(class, points...)
}

// dust is what rounding leaves of zero.
const dust = 1e-9

// value prints a figure for a read-out.
func value(v float64) string {
	size := math.Abs(v)
	if size < dust {
		return "0"
	}
	if size >= 1e4 || size < 1e-4 {
		return number(v, 0)
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}
