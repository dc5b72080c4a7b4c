package chart

import (
	"math"
	"slices"
	"strconv"
)

// Share is one layer of stacked shares.
type Share struct {
	Name   string
	Values []float64
	Colour int
}

// Shares is shares that add up, stacked, over a common axis.
type Shares struct {
	Head
	X       []float64
	Layers  []Share // from the bottom
	PerYear int     // as of Lines
}

func (s *Shares) head() *Head { return &s.Head }

// Table is a row a place and layer.
func (s *Shares) Table() [][]string {
	rows := [][]string{{"layer", "x", "value"}}
	for _, l := range s.Layers {
		for i, v := range l.Values {
			rows = append(rows, []string{l.Name, exactly(s.X[i]), exactly(v)})
		}
	}
	return rows
}

func (s *Shares) draw(c *canvas) {
	if len(s.X) == 0 {
		c.write("text", "no data", "middle", c.width/2, c.height/2, baseText)
		return
	}
	total := 0.
	for i := range s.X {
		sum := 0.
		for _, l := range s.Layers {
			sum += l.Values[i]
		}
		total = math.Max(total, sum)
	}
	named, below := s.names(total)
	f := frame{y: scale{low: 0, high: total, from: c.height - 26, to: 10}}
	f.y.from -= c.key(below, f.y.from+24)
	f.x = scale{low: s.X[0], high: s.X[len(s.X)-1], from: 40, to: c.width - sideWidth(named, c.width)}
	values := f.y.ticks(5)
	f.step = stepOf(values)
	for _, v := range values {
		c.write("text", number(v, f.step), "end", 34, f.y.at(v)+4, smallText)
	}
	s.layers(c, &f)
	f.bottom(c, 6, "")
}

// Of the whole: what is thinner at the end is named below, if it is thicker than that anywhere.
const thin = .012

// names are those of layers that can be named at their end, and the layers that are named below.
func (s *Shares) names(total float64) (beside []string, below []*Share) {
	for k := range s.Layers {
		switch l := &s.Layers[k]; {
		case l.Values[len(s.X)-1] >= thin*total:
			beside = append(beside, l.Name)
		case slices.Max(l.Values) >= thin*total:
			below = append(below, l)
		}
	}
	return beside, below
}

// keyLine is the height of a line of names below a chart.
const keyLine = 17.

// key writes names with their colours in lines that end at a height, and returns what they take.
func (c *canvas) key(layers []*Share, bottom float64) float64 {
	const gap = 16.
	var lines [][]*Share
	room := 0.
	for _, l := range layers {
		width := boldWidth("■ "+l.Name) + gap
		if room < width {
			lines, room = append(lines, nil), c.width-40
		}
		room -= width
		lines[len(lines)-1] = append(lines[len(lines)-1], l)
	}
	for i, of := range lines {
		x := 40.
		for _, l := range of {
			c.write("label c"+strconv.Itoa(l.Colour%Colours), "■ "+l.Name, "start", x, bottom-float64(float64(len(lines)-1-i)*keyLine), smallText)
			x += boldWidth("■ "+l.Name) + gap
		}
	}
	return float64(float64(len(lines)) * keyLine)
}

// layers are drawn from the bottom; those that are thick enough at the end are named there.
func (s *Shares) layers(c *canvas, f *frame) {
	below := make([]float64, len(s.X))
	var named []name
	for k := range s.Layers {
		l := &s.Layers[k]
		var top, bottom []Point
		for i, x := range s.X {
			bottom = append(bottom, Point{f.x.at(x), f.y.at(below[i])})
			below[i] += l.Values[i]
			top = append(top, Point{f.x.at(x), f.y.at(below[i])})
			c.say(f.x.at(x), f.y.at(below[i]-float64(l.Values[i]/2)), l.Name+" · "+date(x, s.PerYear)+": "+value(l.Values[i]))
		}
		slices.Reverse(bottom)
		c.area("share c"+strconv.Itoa(l.Colour%Colours), append(top, bottom...))
		if end := len(s.X) - 1; l.Values[end] >= float64(thin*f.y.high) {
			named = append(named, name{f.y.at(below[end] - float64(l.Values[end]/2)), nameLines(l.Name, c.width), l.Colour})
		}
	}
	c.side(named, f.x.to+6, f.y.to+4, f.y.from)
}
