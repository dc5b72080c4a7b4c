package chart

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-pdf/fpdf"
)

const pdfFont = "sans"

// PDF is the chart as a page of its own size, in the light colours, with its fonts, for papers. The same data give the same
// bytes.
func PDF(ch Chart) ([]byte, error) {
	c := sheet(ch)
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: c.width, Ht: c.height}})
	doc.SetCatalogSort(true)
	doc.SetCreationDate(time.Unix(0, 0).UTC())
	doc.SetModificationDate(time.Unix(0, 0).UTC())
	doc.SetTitle(title(ch.head()), true)
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	doc.AddUTF8FontFromBytes(pdfFont, "", liberationsansregular.TTF)
	doc.AddUTF8FontFromBytes(pdfFont, "B", liberationsansbold.TTF)
	doc.AddPage()
	doc.SetLineJoinStyle("round")
	doc.SetLineCapStyle("round")
	for i := range c.marks {
		c.marks[i].pdf(doc)
	}
	var out bytes.Buffer
	err := doc.Output(&out)
	return out.Bytes(), err
}

// ink is how a class of marks is drawn.
type ink struct {
	colour, fill string // of lines, and of areas and text; "" not at all
	width, alpha float64
	dashed, bold bool
}

// inkOf says for PDF what Style says for SVG.
func inkOf(class string) ink {
	words := strings.Fields(class)
	out := ink{width: 1, alpha: 1}
	own := Light.Ink
	for _, w := range words {
		if n, err := strconv.Atoi(strings.TrimPrefix(w, "c")); err == nil && strings.HasPrefix(w, "c") {
			own = Light.Lines[n%Colours]
		}
	}
	for _, w := range words {
		switch w {
		case "axis":
			out.colour = Light.Faint
		case "grid":
			out.colour = Light.Grid
		case "line":
			out.colour, out.width = own, 2
		case "thin":
			out.colour, out.width, out.alpha = own, 1.2, .75
		case "band":
			out.fill, out.alpha = own, .18
		case "share":
			out.fill, out.colour, out.width = own, Light.Paper, .8
		case "bar", "dot":
			out.fill = own
		case "ring":
			out.fill, out.colour, out.width = Light.Paper, own, 1.6
		case "total":
			out.fill, out.colour, out.width = Light.Ink, Light.Paper, 1.5
		case "text":
			out.fill = Light.Faint
		case "title":
			out.fill, out.bold = Light.Ink, true
		case "label":
			out.fill, out.bold = own, true
		case "in":
			out.fill, out.bold = Light.Paper, true
		case "dashed":
			out.dashed = true
		}
	}
	return out
}

func (m *mark) pdf(doc *fpdf.Fpdf) {
	k, at := inkOf(m.class), m.points[0]
	doc.SetAlpha(k.alpha, "Normal")
	doc.SetLineWidth(k.width)
	doc.SetDashPattern(nil, 0)
	if k.dashed {
		doc.SetDashPattern([]float64{5, 4}, 0)
	}
	style := ""
	if k.fill != "" {
		style = "F"
		doc.SetFillColor(rgb(k.fill))
	}
	if k.colour != "" {
		style += "D"
		doc.SetDrawColor(rgb(k.colour))
	}
	switch {
	case m.text != "":
		weight := ""
		if k.bold {
			weight = "B"
		}
		doc.SetFont(pdfFont, weight, m.size)
		doc.SetTextColor(rgb(k.fill))
		x := at.X
		switch m.anchor {
		case "middle":
			x -= float64(doc.GetStringWidth(m.text) / 2)
		case "end":
			x -= doc.GetStringWidth(m.text)
		}
		doc.Text(x, at.Y, m.text)
	case m.radius > 0:
		doc.Circle(at.X, at.Y, m.radius, style)
	case style != "":
		doc.MoveTo(at.X, at.Y)
		for _, p := range m.points[1:] {
			doc.LineTo(p.X, p.Y)
		}
		if m.closed {
			doc.ClosePath()
		}
		doc.DrawPath(style)
	}
}

// rgb is a colour such as #3463c1 in parts of 255.
func rgb(colour string) (r, g, b int) {
	v, _ := strconv.ParseUint(colour[1:], 16, 32) // those of the palette
	return int(v >> 16), int(v >> 8 & 255), int(v & 255)
}
