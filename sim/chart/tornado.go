package chart

import (
	"math"
	"slices"
)

// Swing is what an outcome is where one factor is low and where it is high.
type Swing struct {
	Label     string
	Low, High float64 // the outcome
}

// Tornado is what factors do to an outcome, one under the other, around what it is without.
type Tornado struct {
	Head
	Middle            float64
	Rows              []Swing
	LowName, HighName string // what low and high are
}

func (t *Tornado) head() *Head {
	if t.Height == 0 {
		t.Height = rowsHeight(len(t.Rows), t.stacked()) + namesRow
	}
	return &t.Head
}

// namesRow is the height of the line that says what low and high are.
const namesRow = 18.

func (t *Tornado) stacked() bool {
	width, _ := t.size()
	return slices.ContainsFunc(t.Rows, func(r Swing) bool { return textWidth(r.Label, smallText) > float64(labelRoom*width) })
}

// Table is a row a factor.
func (t *Tornado) Table() [][]string {
	rows := [][]string{{"factor", t.LowName, t.HighName}}
	for _, r := range t.Rows {
		rows = append(rows, []string{r.Label, exactly(r.Low), exactly(r.High)})
	}
	return rows
}

func (t *Tornado) draw(c *canvas) {
	if len(t.Rows) == 0 {
		c.write("text", "no data", "middle", c.width/2, c.height/2, baseText)
		return
	}
	low, high, left := t.Middle, t.Middle, 0.
	for _, r := range t.Rows {
		low, high = math.Min(low, math.Min(r.Low, r.High)), math.Max(high, math.Max(r.Low, r.High))
		left = math.Max(left, textWidth(r.Label, smallText))
	}
	stacked := t.stacked()
	if stacked {
		left = 0
	}
	low, high = widen(low, high, false, false)
	x := scale{low: low, high: high, from: left + 14, to: c.width - 16}
	bottom := c.height - 24 - namesRow
	c.values(x, bottom)
	for i, r := range t.Rows {
		y := c.row(i, len(t.Rows), r.Label, left, bottom, stacked)
		for _, end := range []struct {
			at           float64
			class, words string
		}{{r.Low, "bar c1", t.LowName}, {r.High, "bar c0", t.HighName}} {
			a, b := x.at(t.Middle), x.at(end.at)
			c.area(end.class, []Point{{a, y - 5}, {b, y - 5}, {b, y + 5}, {a, y + 5}})
			c.say(b, y, r.Label+", "+end.words+": "+value(end.at))
		}
	}
	c.line("axis", Point{x.at(t.Middle), 4}, Point{x.at(t.Middle), bottom})
	c.write("label c1", "■ "+t.LowName, "start", 8, c.height-4, smallText)
	c.write("label c0", "■ "+t.HighName, "start", 8+boldWidth("■ "+t.LowName)+18, c.height-4, smallText)
}
