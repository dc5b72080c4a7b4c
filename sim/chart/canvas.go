package chart

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
)

// A canvas collects marks. Its coordinates are pixels from the upper left corner.
type canvas struct {
	width, height float64
	marks         []mark
	readouts      []readout
}

// mark is one element: a path, or a text where there is one.
type mark struct {
	class  string // "axis", "grid", "c0".. for lines, "band c0", "dot c0", "text", "label c0"
	points []Point
	closed bool
	radius float64 // of a dot at the only point
	text   string
	size   float64
	anchor string // "start", "middle", "end"
}

// readout is what the chart says at a place: for readers who point or use arrow keys.
type readout struct {
	x, y float64
	text string
}

// Point is a place, in the chart's values or in pixels.
type Point struct{ X, Y float64 }

func (c *canvas) line(class string, points ...Point) {
	c.marks = append(c.marks, mark{class: class, points: points})
}

func (c *canvas) area(class string, points []Point) {
	c.marks = append(c.marks, mark{class: class, points: points, closed: true})
}

func (c *canvas) dot(class string, x, y, radius float64) {
	c.marks = append(c.marks, mark{class: class, points: []Point{{x, y}}, radius: radius})
}

func (c *canvas) write(class, text, anchor string, x, y, size float64) {
	c.marks = append(c.marks, mark{class: class, points: []Point{{x, y}}, text: text, size: size, anchor: anchor})
}

func (c *canvas) say(x, y float64, text string) { c.readouts = append(c.readouts, readout{x, y, text}) }

// layOut draws a chart with its title on a canvas and returns what is below the title.
func layOut(ch Chart) *canvas {
	h := ch.head()
	width, height := h.size()
	c := &canvas{width: width, height: height}
	ch.draw(c)
	return c
}

// SVG is the chart for a page: without colours of its own, with a title and a description for those who cannot see it, and
// with what it says at each place in data attributes.
func SVG(ch Chart) string {
	h, c := ch.head(), layOut(ch)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg id="%s" class="chart" viewBox="0 0 %s %s" role="img" tabindex="0" aria-labelledby="%s-title" data-readouts="%s">`,
		h.ID, px(c.width), px(c.height), h.ID, html.EscapeString(c.readoutText()))
	fmt.Fprintf(&b, `<title id="%s-title">%s</title>`, h.ID, html.EscapeString(title(h)))
	c.svg(&b)
	b.WriteString("</svg>")
	return b.String()
}

func title(h *Head) string {
	if h.Unit == "" {
		return h.Title
	}
	return h.Title + ", " + h.Unit
}

// sheet is the chart with its title, unit and source, as a figure of its own.
func sheet(ch Chart) *canvas {
	h, c := ch.head(), layOut(ch)
	out := &canvas{width: c.width}
	y := 0.
	write := func(class, text string, size, line float64, most int) {
		if text == "" {
			return
		}
		for _, part := range wrap(text, c.width-16, size, most) {
			y += line
			out.write(class, part, "start", 8, y, size)
		}
	}
	write("title", h.Title, headText*1.05, 20, 2) // bold letters are wider
	for i := range out.marks {
		out.marks[i].size = headText
	}
	write("text", h.Unit, baseText, 17, 3)
	y += 8
	for _, m := range c.marks {
		for k := range m.points {
			m.points[k].Y += y
		}
		out.marks = append(out.marks, m)
	}
	y += c.height + 4
	if h.Source != "" {
		write("text", "Source: "+h.Source, smallText-2, 13, 6)
	}
	out.height = y + 8
	return out
}

// Standalone is the chart as a file: with title, unit, source and colours for light and dark.
func Standalone(ch Chart) []byte {
	c := sheet(ch)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" role="img"><title>%s</title><style>%s</style><rect class="paper" width="100%%" height="100%%"/>`,
		px(c.width), px(c.height), px(c.width), px(c.height), html.EscapeString(title(ch.head())), Style)
	c.svg(&b)
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

func (c *canvas) svg(b *strings.Builder) {
	for i := range c.marks {
		m := &c.marks[i]
		at := m.points[0]
		switch {
		case m.text != "":
			fmt.Fprintf(b, `<text class="%s" x="%s" y="%s" font-size="%s" text-anchor="%s">%s</text>`, m.class, px(at.X), px(at.Y), px(m.size), m.anchor, html.EscapeString(m.text))
		case m.radius > 0:
			fmt.Fprintf(b, `<circle class="%s" cx="%s" cy="%s" r="%s"/>`, m.class, px(at.X), px(at.Y), px(m.radius))
		default:
			fmt.Fprintf(b, `<path class="%s" d="%s"/>`, m.class, m.path())
		}
	}
}

func (m *mark) path() string {
	var b strings.Builder
	for i, p := range m.points {
		b.WriteString(string("ML"[min(i, 1)]) + px(p.X) + " " + px(p.Y))
	}
	if m.closed {
		b.WriteString("Z")
	}
	return b.String()
}

// readoutText is x,y,text a place, by vertical bars.
func (c *canvas) readoutText() string {
	var out []string
	for _, r := range c.readouts {
		out = append(out, px(r.x)+","+px(r.y)+","+strings.ReplaceAll(r.text, "|", "/"))
	}
	return strings.Join(out, "|")
}

// px prints pixels to a tenth.
func px(v float64) string {
	text := strconv.FormatFloat(v, 'f', 1, 64)
	return strings.TrimSuffix(text, ".0")
}

func sortedUnique(v []float64) []float64 {
	slices.Sort(v)
	return slices.Compact(v)
}
