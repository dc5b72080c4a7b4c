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
	X      []float64
	Layers []Share // from the bottom
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
	right := 14.
	for _, l := range s.Layers {
		right = math.Max(right, math.Min(boldWidth(l.Name)+12, float64(c.width*.36)))
	}
	f.x = scale{low: s.X[0], high: s.X[len(s.X)-1], from: 40, to: c.width - right}
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
	var places []float64
	var named []*Share
	for k := range s.Layers {
		l := &s.Layers[k]
		var top, bottom []Point
		for i, x := range s.X {
			bottom = append(bottom, Point{f.x.at(x), f.y.at(below[i])})
			below[i] += l.Values[i]
			top = append(top, Point{f.x.at(x), f.y.at(below[i])})
			c.say(f.x.at(x), f.y.at(below[i]-float64(l.Values[i]/2)), l.Name+" · "+plain(x, 1)+": "+value(l.Values[i]))
		}
		slices.Reverse(bottom)
		c.area("share c"+strconv.Itoa(l.Colour%Colours), append(top, bottom...))
		end := len(s.X) - 1
		places = append(places, f.y.at(below[end]-float64(l.Values[end]/2)))
		named = append(named, l)
	}
	slices.Reverse(places)
	slices.Reverse(named)
	for i, y := range apart(places, 13, f.y.to+4, f.y.from) {
		c.write("label halo c"+strconv.Itoa(named[i].Colour%Colours), named[i].Name, "start", f.x.to+6, y+4, smallText)
	}
}
