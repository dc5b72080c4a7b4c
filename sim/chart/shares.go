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
	f := frame{y: scale{low: 0, high: total, from: c.height - 26, to: 10}}
	var all []string
	for _, l := range s.Layers {
		all = append(all, l.Name)
	}
	f.x = scale{low: s.X[0], high: s.X[len(s.X)-1], from: 40, to: c.width - sideWidth(all, c.width)}
	values := f.y.ticks(5)
	f.step = stepOf(values)
	for _, v := range values {
		c.write("text", number(v, f.step), "end", 34, f.y.at(v)+4, smallText)
	}
	s.layers(c, &f)
	f.bottom(c, 6, "")
}

// layers are drawn from the bottom; those that are thick enough at the end are named there.
func (s *Shares) layers(c *canvas, f *frame) {
	below := make([]float64, len(s.X))
	var named []name
	var inside []mark
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
		end, widest := len(s.X)-1, 0
		for i, v := range l.Values {
			if v > l.Values[widest] {
				widest = i
			}
		}
		switch {
		case l.Values[end] >= float64(thin*f.y.high):
			named = append(named, name{f.y.at(below[end] - float64(l.Values[end]/2)), nameLines(l.Name, c.width), l.Colour})
		case l.Values[widest] >= float64(thick*f.y.high):
			inside = append(inside, mark{text: l.Name, points: []Point{{f.x.at(s.X[widest]), f.y.at(below[widest]-float64(l.Values[widest]/2)) + 4}}})
		}
	}
	for _, m := range inside { // above all areas
		c.write("in", m.text, m.side(f), m.points[0].X, m.points[0].Y, smallText)
	}
	c.side(named, f.x.to+6, f.y.to+4, f.y.from)
}

// Of the whole: what is thinner at the end has no name there, and one inside where it is thick enough somewhere else.
const thin, thick = .012, .05

// side keeps a name inside the frame.
func (m *mark) side(f *frame) string {
	switch half := boldWidth(m.text) / 2; {
	case m.points[0].X-half < f.x.from:
		m.points[0].X = math.Max(m.points[0].X, f.x.from+4)
		return "start"
	case m.points[0].X+half > f.x.to:
		return "end"
	}
	return "middle"
}
