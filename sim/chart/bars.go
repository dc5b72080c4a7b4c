package chart

import (
	"math"
	"strconv"
)

// Bars is parts of a change stacked up and down from zero, a bar a place, such as a year.
type Bars struct {
	Head
	X         []string
	Layers    []Share
	Total     []float64 // their sum, drawn as dots; nil without
	TotalName string
}

func (b *Bars) head() *Head { return &b.Head }

// Table is a row a place and layer.
func (b *Bars) Table() [][]string {
	rows := [][]string{{"layer", "x", "value"}}
	for _, l := range b.Layers {
		for i, v := range l.Values {
			rows = append(rows, []string{l.Name, b.X[i], exactly(v)})
		}
	}
	for i, v := range b.Total {
		rows = append(rows, []string{b.TotalName, b.X[i], exactly(v)})
	}
	return rows
}

func (b *Bars) draw(c *canvas) {
	if len(b.X) == 0 {
		c.write("text", "no data", "middle", c.width/2, c.height/2, baseText)
		return
	}
	low, high := 0., 0.
	for i := range b.X {
		down, up := 0., 0.
		for _, l := range b.Layers {
			down, up = down+math.Min(l.Values[i], 0), up+math.Max(l.Values[i], 0)
		}
		low, high = math.Min(low, down), math.Max(high, up)
	}
	low, high = widen(low, high, true, false)
	f := frame{y: scale{low: low, high: high, from: c.height - 26, to: 10}}
	values := f.y.ticks(5)
	f.step = stepOf(values)
	left := 0.
	for _, v := range values {
		left = math.Max(left, textWidth(number(v, f.step), smallText))
	}
	var names []string
	for _, l := range b.Layers {
		names = append(names, l.Name)
	}
	f.x = scale{low: 0, high: float64(len(b.X)), from: left + 14, to: c.width - sideWidth(names, c.width)}
	for _, v := range values {
		c.line("grid", Point{f.x.from, f.y.at(v)}, Point{f.x.to, f.y.at(v)})
		c.write("text", number(v, f.step), "end", left+8, f.y.at(v)+4, smallText)
	}
	b.bars(c, &f)
	c.line("axis", Point{f.x.from, f.y.at(0)}, Point{f.x.to, f.y.at(0)})
	last := math.Inf(-1)
	for i, text := range b.X {
		at, half := f.x.at(float64(i)+.5), float64(textWidth(text, smallText)/2)
		if at-half > last+8 {
			c.write("text", text, "middle", at, f.y.from+17, smallText)
			last = at + half
		}
	}
}

func (b *Bars) bars(c *canvas, f *frame) {
	var named []name
	for i := range b.X {
		down, up := 0., 0.
		from, to := f.x.at(float64(i)+.14), f.x.at(float64(i)+.86)
		for _, l := range b.Layers {
			v := l.Values[i]
			base := up
			if v < 0 {
				base = down
				down += v
			} else {
				up += v
			}
			middle := f.y.at(base + float64(v/2))
			c.area("share c"+strconv.Itoa(l.Colour%Colours), []Point{{from, f.y.at(base)}, {to, f.y.at(base)}, {to, f.y.at(base + v)}, {from, f.y.at(base + v)}})
			c.say((from+to)/2, middle, l.Name+" · "+b.X[i]+": "+value(v))
			if i == len(b.X)-1 && math.Abs(v) >= float64(thin*(f.y.high-f.y.low)) {
				named = append(named, name{middle, nameLines(l.Name, c.width), l.Colour})
			}
		}
		if b.Total != nil {
			c.dot("total", (from+to)/2, f.y.at(b.Total[i]), 3.5)
			c.say((from+to)/2, f.y.at(b.Total[i]), b.TotalName+" · "+b.X[i]+": "+value(b.Total[i]))
		}
	}
	c.side(named, f.x.to+6, f.y.to+4, f.y.from)
}
