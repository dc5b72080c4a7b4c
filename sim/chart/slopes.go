package chart

import (
	"math"
	"slices"
	"strconv"
)

// Slope is one thing before and after.
type Slope struct {
	Name             string
	From, To         float64
	FromText, ToText string // stand at the ends; the values where empty
	Colour           int
	Thin             bool // recedes
}

// Slopes is many things before and after.
type Slopes struct {
	Head
	Before, After string // what the sides are, such as years
	Rows          []Slope
	LogY          bool
}

func (s *Slopes) head() *Head {
	if s.Height == 0 {
		s.Height = math.Max(defaultHeight, float64(float64(len(s.Rows))*lineHeight*1.25)+40)
	}
	return &s.Head
}

// Table is a row a thing.
func (s *Slopes) Table() [][]string {
	rows := [][]string{{"name", s.Before, s.After}}
	for _, r := range s.Rows {
		rows = append(rows, []string{r.Name, exactly(r.From), exactly(r.To)})
	}
	return rows
}

func (s *Slopes) draw(c *canvas) {
	if len(s.Rows) == 0 {
		c.write("text", "no data", "middle", c.width/2, c.height/2, baseText)
		return
	}
	low, high, left := math.Inf(1), math.Inf(-1), textWidth(s.Before, baseText)
	for i := range s.Rows {
		r := &s.Rows[i]
		low, high = math.Min(low, math.Min(r.From, r.To)), math.Max(high, math.Max(r.From, r.To))
		left = math.Max(left, textWidth(r.ends(r.From, r.FromText), smallText))
	}
	y := scale{low: low, high: high, from: c.height - 14, to: 32, log: s.LogY && low > 0}
	from, to := left+14, float64(c.width*(1-slopeNames))
	c.write("text", s.Before, "end", from-6, 14, baseText)
	c.write("text", s.After, "start", to+6, 14, baseText)
	order := slices.Clone(s.Rows)
	slices.SortStableFunc(order, func(a, b Slope) int { return int(math.Copysign(1, b.From-a.From)) })
	at, heights := make([]float64, len(order)), make([]float64, len(order))
	var right []name
	for i := range order {
		r := &order[i]
		at[i], heights[i] = y.at(r.From), lineHeight
		class := "line "
		if r.Thin {
			class = "thin "
		}
		c.line(class+"c"+strconv.Itoa(r.Colour%Colours), Point{from, y.at(r.From)}, Point{to, y.at(r.To)})
		text := r.ends(r.To, r.ToText) + "  " + r.Name
		right = append(right, name{y.at(r.To), []string{shorten(text, (float64(c.width*slopeNames)-8)/1.1, smallText)}, r.Colour})
		c.say(to, y.at(r.To), r.Name+": "+r.ends(r.From, r.FromText)+" → "+r.ends(r.To, r.ToText))
	}
	for i, place := range apart(at, heights, y.to, y.from) {
		r := &order[i]
		c.write("text", r.ends(r.From, r.FromText), "end", from-6, place+4, smallText)
	}
	c.side(right, to+6, y.to, y.from)
}

// slopeNames is the share of the width for the names at the right.
const slopeNames = .62

func (r *Slope) ends(v float64, text string) string {
	if text != "" {
		return text
	}
	return value(v)
}
