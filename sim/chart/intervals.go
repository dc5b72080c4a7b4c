package chart

import (
	"math"
	"slices"
	"strconv"
)

// Interval is a value with its band, a line of the chart.
type Interval struct {
	Label            string
	Value, Low, High float64
	Open             bool // the band leaves the sign open: drawn as a ring
	Colour           int
	Text             string // stands at the right; the value where empty
	Beside           []Dot  // further values on the same line, named below the chart
}

// Dot is a value of somebody else on a line.
type Dot struct {
	Name   string
	Value  float64
	Colour int
}

// Intervals is values with bands, one under the other, around zero.
type Intervals struct {
	Head
	Rows []Interval
	Name string // of the values themselves, where there are others beside them
}

func (v *Intervals) head() *Head {
	if v.Height == 0 {
		v.Height = rowsHeight(len(v.Rows), v.stacked())
		if v.shared() {
			v.Height += keyLine
		}
	}
	return &v.Head
}

// Rows of charts with a label each: beside what is drawn, or above it where labels are long.
const (
	rowHeight, tallRow = 22., 31.
	labelRoom          = .36 // most of the width beside
)

func rowsHeight(rows int, stacked bool) float64 {
	if stacked {
		return float64(float64(rows)*tallRow) + 36
	}
	return float64(float64(rows)*rowHeight) + 36
}

func (v *Intervals) stacked() bool {
	width, _ := v.size()
	return slices.ContainsFunc(v.Rows, func(r Interval) bool { return textWidth(r.Label, smallText) > float64(labelRoom*width) })
}

// shared says whether lines have further values.
func (v *Intervals) shared() bool { return len(v.Rows) > 0 && len(v.Rows[0].Beside) > 0 }

// Table is a row a value.
func (v *Intervals) Table() [][]string {
	rows := [][]string{{"label", "value", "low", "high"}}
	for _, r := range v.Rows {
		rows = append(rows, []string{r.Label, exactly(r.Value), exactly(r.Low), exactly(r.High)})
	}
	if v.shared() {
		rows[0] = append(rows[0], "of")
		for i := range v.Rows {
			rows[i+1] = append(rows[i+1], v.Name)
		}
		for _, r := range v.Rows {
			for _, d := range r.Beside {
				rows = append(rows, []string{r.Label, exactly(d.Value), exactly(d.Value), exactly(d.Value), d.Name})
			}
		}
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
		for _, d := range r.Beside {
			low, high = math.Min(low, d.Value), math.Max(high, d.Value)
		}
		left = math.Max(left, textWidth(r.Label, smallText))
		right = math.Max(right, textWidth(r.words(), smallText))
	}
	stacked := v.stacked()
	if stacked {
		left = 0
	}
	right += 14
	low, high = widen(low, high, true, false)
	x := scale{low: low, high: high, from: left + 14, to: c.width - right}
	bottom := c.height - 24
	if v.shared() {
		names := []*Share{{Name: v.Name, Colour: v.Rows[0].Colour}}
		for _, d := range v.Rows[0].Beside {
			names = append(names, &Share{Name: d.Name, Colour: d.Colour})
		}
		bottom -= c.key(names, c.height-4)
	}
	c.values(x, bottom)
	c.line("axis", Point{x.at(0), 4}, Point{x.at(0), bottom})
	for i, r := range v.Rows {
		y := c.row(i, len(v.Rows), r.Label, left, bottom, stacked)
		colour := "c" + strconv.Itoa(r.Colour%Colours)
		if r.Low != r.High {
			c.line("line "+colour, Point{x.at(r.Low), y}, Point{x.at(r.High), y})
		}
		for _, d := range r.Beside {
			c.dot("dot c"+strconv.Itoa(d.Colour%Colours), x.at(d.Value), y, 4)
			c.say(x.at(d.Value), y, r.Label+", "+d.Name+": "+value(d.Value))
		}
		kind := "dot "
		if r.Open {
			kind = "ring "
		}
		c.dot(kind+colour, x.at(r.Value), y, 4)
		c.write("text", r.words(), "start", c.width-right+8, y+4, smallText)
		c.say(x.at(r.Value), y, r.spoken())
	}
}

// values are an axis below rows, with lines through them.
func (c *canvas) values(x scale, bottom float64) {
	ticks := x.ticks(4)
	step, last := stepOf(ticks), math.Inf(-1)
	for _, tick := range ticks {
		at, text := x.at(tick), number(tick, step)
		c.line("grid", Point{at, 4}, Point{at, bottom})
		if half := float64(textWidth(text, smallText) / 2); at-half > last+6 {
			at = math.Min(math.Max(at, half+2), c.width-half-2)
			c.write("text", text, "middle", at, bottom+15, smallText)
			last = at + half
		}
	}
}

// row writes the label of a row and returns the height at which its values are drawn.
func (c *canvas) row(i, of int, label string, left, bottom float64, stacked bool) float64 {
	height := (bottom - 4) / float64(of)
	y := 4 + float64((float64(i)+.5)*height)
	if stacked {
		c.write("text halo", shorten(label, c.width-16, smallText), "start", 8, y-2, smallText)
		return y + 8
	}
	c.write("text", label, "end", left+6, y+4, smallText)
	return y
}

// spoken is the row as a read-out.
func (r *Interval) spoken() string {
	if r.Low != r.High {
		return r.Label + ": " + r.words() + " (" + value(r.Low) + " to " + value(r.High) + ")"
	}
	return r.Label + ": " + r.words()
}

func (r *Interval) words() string {
	if r.Text != "" {
		return r.Text
	}
	return value(r.Value)
}
