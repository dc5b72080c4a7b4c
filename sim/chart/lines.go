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
}

// Lines is lines over a common axis, such as years.
type Lines struct {
	Head
	Lines   []Line
	LogX    bool // all x above zero
	LogY    bool
	Zero    bool // the axis shows zero
	XTitle  string
	Compact bool // a small multiple: fewer ticks, no labels at the ends
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

// boldWidth is that of a label, which is bold.
func boldWidth(text string) float64 { return float64(1.1 * textWidth(text, smallText)) }

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
		f.line(c, &l.Lines[i])
	}
	if !l.Compact {
		f.labels(c, l.Lines)
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
	y[0], y[1] = widen(y[0], y[1], l.Zero, l.LogY)
	f.y = scale{low: y[0], high: y[1], from: c.height - 26, to: 10, log: l.LogY}
	values := f.y.ticks(ticks)
	f.step = stepOf(values)
	left, right := 0., 14.
	for _, v := range values {
		left = math.Max(left, textWidth(number(v, f.y.step(v, f.step)), smallText))
	}
	if !l.Compact {
		for _, s := range l.Lines {
			right = math.Max(right, math.Min(boldWidth(s.Name)+12, float64(c.width*.36)))
		}
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

// bottom draws the axis of x.
func (f *frame) bottom(c *canvas, ticks int, title string) {
	c.line("axis", Point{f.x.from, f.y.from}, Point{f.x.to, f.y.from})
	values := f.x.ticks(ticks)
	step := stepOf(values)
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
	if v >= 1900 && v <= 2200 && step >= 1 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return number(v, step)
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

func (f *frame) line(c *canvas, s *Line) {
	colour := "c" + strconv.Itoa(s.Colour%Colours)
	var points []Point
	for i, p := range s.Points {
		if f.y.log && p.Y <= 0 {
			continue
		}
		at := Point{f.x.at(p.X), f.y.at(p.Y)}
		points = append(points, at)
		text := s.Name + " · " + plain(p.X, 1) + ": " + value(p.Y)
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
	if s.Dashed {
		class += " dashed"
	}
	c.line(class, points...)
}

// value prints a figure for a read-out.
func value(v float64) string {
	if size := math.Abs(v); size >= 1e4 || (size < 1e-3 && size > 0) {
		return number(v, 0)
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

// labels name the lines at their ends, moved apart where they would overlap.
func (f *frame) labels(c *canvas, lines []Line) {
	const least = 13.
	type label struct {
		at   float64
		line *Line
	}
	var all []label
	for i := range lines {
		s := &lines[i]
		if n := len(s.Points); n > 0 && s.Name != "" {
			all = append(all, label{f.y.at(math.Max(s.Points[n-1].Y, f.y.low)), s})
		}
	}
	slices.SortStableFunc(all, func(a, b label) int { return int(math.Copysign(1, a.at-b.at)) })
	at := make([]float64, len(all))
	for i, l := range all {
		at[i] = l.at
	}
	for i, y := range apart(at, least, f.y.to+4, f.y.from) {
		s := all[i].line
		c.write("label halo c"+strconv.Itoa(s.Colour%Colours), s.Name, "start", f.x.to+6, y+4, smallText)
	}
}

// apart moves ascending places until each is at least so far from the next, within bounds where there is room.
func apart(at []float64, least, low, high float64) []float64 {
	out := slices.Clone(at)
	for i := range out {
		out[i] = math.Max(out[i], low)
		if i > 0 {
			out[i] = math.Max(out[i], out[i-1]+least)
		}
	}
	for i := len(out) - 1; i >= 0; i-- {
		limit := high
		if i < len(out)-1 {
			limit = out[i+1] - least
		}
		out[i] = math.Min(out[i], limit)
	}
	return out
}
