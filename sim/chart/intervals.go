package chart

import (
	"math"
	"strconv"
)

// Interval is a value with its band, a line of the chart.
type Interval struct {
	Label            string
	Value, Low, High float64
	Open             bool // the band leaves the sign open: drawn as a ring
	Colour           int
	Text             string // stands at the right; the value where empty
}

// Intervals is values with bands, one under the other, around zero.
type Intervals struct {
	Head
	Rows []Interval
}

func (v *Intervals) head() *Head {
	if v.Height == 0 {
		v.Height = float64(len(v.Rows)*22 + 36)
	}
	return &v.Head
}

// Table is a row a value.
func (v *Intervals) Table() [][]string {
	rows := [][]string{{"label", "value", "low", "high"}}
	for _, r := range v.Rows {
		rows = append(rows, []string{r.Label, exactly(r.Value), exactly(r.Low), exactly(r.High)})
	}
	return rows
}

func (v *Intervals) draw(c *canvas) {
	if len(v.Rows) == 0 {
		c.write("text", "no data", "middle", c.width/2, c.height/2, baseText)
		return
	}
	low, high, left, right := 0., 0., 0., 0.
	for _, r := range v.Rows {
		low, high = math.Min(low, math.Min(r.Low, r.Value)), math.Max(high, math.Max(r.High, r.Value))
		left = math.Max(left, textWidth(r.Label, smallText))
		right = math.Max(right, textWidth(r.words(), smallText))
	}
	left, right = math.Min(left, c.width*.42), right+14
	low, high = widen(low, high, true, false)
	x := scale{low: low, high: high, from: left + 14, to: c.width - right}
	bottom := c.height - 24
	values := x.ticks(5)
	step := stepOf(values)
	for _, tick := range values {
		at := x.at(tick)
		c.line("grid", Point{at, 4}, Point{at, bottom})
		c.write("text", number(tick, step), "middle", at, bottom+15, smallText)
	}
	c.line("axis", Point{x.at(0), 4}, Point{x.at(0), bottom})
	for i, r := range v.Rows {
		y := 4 + (float64(i)+.5)*(bottom-4)/float64(len(v.Rows))
		colour := "c" + strconv.Itoa(r.Colour%Colours)
		c.write("text", r.Label, "end", left+6, y+4, smallText)
		if r.Low != r.High {
			c.line("line "+colour, Point{x.at(r.Low), y}, Point{x.at(r.High), y})
		}
		kind := "dot "
		if r.Open {
			kind = "ring "
		}
		c.dot(kind+colour, x.at(r.Value), y, 4)
		c.write("text", r.words(), "start", c.width-right+8, y+4, smallText)
		c.say(x.at(r.Value), y, r.Label+": "+r.words())
	}
}

func (r *Interval) words() string {
	if r.Text != "" {
		return r.Text
	}
	return value(r.Value)
}
