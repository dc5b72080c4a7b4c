package playground

import (
	"encoding/csv"
	"math"
	"strings"

	"tenfold/sim/chart"
)

// Figure is an outcome drawn.
type Figure struct {
	ID     string `json:"id"`
	Source string `json:"source"`
	SVG    string `json:"svg"`            // for the page
	CSV    string `json:"csv,omitempty"`  // of a stage that is complete: its data
	File   string `json:"file,omitempty"` // and a drawing of its own
}

// obstaclesID is the figure of what stands in the way.
const obstaclesID = "obstacles"

func figureID(column string) string { return strings.ReplaceAll(column, "_", "-") }

// figures draws a result, so many pixels wide; what becomes of tasks is drawn wider.
func (r *Result) figures(p *pair, width, wide float64) []Figure {
	hash := p.variant.Hash()[:8]
	var out []Figure
	add := func(c chart.Chart) {
		h := chart.HeadOf(c)
		f := Figure{ID: h.ID, Source: h.Source, SVG: chart.SVG(c)}
		if r.Complete {
			var text strings.Builder
			_ = csv.NewWriter(&text).WriteAll(c.Table()) // to memory: cannot fail
			f.CSV, f.File = text.String(), string(chart.Standalone(c))
		}
		out = append(out, f)
	}
	head := func(id, title, unit string, width float64) chart.Head {
		return chart.Head{ID: id, Title: title, Unit: unit, Source: "simulated, " + hash, Width: width, Height: math.Min(.56*width, highest)}
	}
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		c := &chart.Lines{Head: head(figureID(o.Column), o.Words, o.Unit, width), LogY: strings.HasSuffix(o.Unit, "log scale")}
		if !p.same() {
			c.Lines = append(c.Lines, o.Baseline.line(p.Baseline, chart.Colours-1, true))
		}
		name := "yours"
		if p.same() {
			name = p.Baseline
		}
		c.Lines = append(c.Lines, o.Variant.line(name, 0, false))
		add(c)
	}
	if len(r.Outcomes) > 0 {
		add(r.obstacleFigure(head(obstaclesID, obstaclesTitle, obstaclesUnit, wide)))
	}
	return out
}

// Heights of charts in pixels: no higher, and that of tasks no lower.
const highest, lowest = 400, 300

const (
	obstaclesTitle = "Tasks that coworkers do, and what blocks the others"
	obstaclesUnit  = "% of the base year's wage bill, your run"
)

func (c *Curve) line(name string, colour int, dashed bool) chart.Line {
	out := chart.Line{Name: name, Colour: colour, Dashed: dashed, Low: c.Low, High: c.High}
	for i, v := range c.Values {
		out.Points = append(out.Points, chart.Point{X: float64(c.Years[i]), Y: v})
	}
	return out
}

// obstacleFigure is shares stacked on each other: what coworkers do, and what keeps them from the rest.
func (r *Result) obstacleFigure(h chart.Head) chart.Chart {
	h.Height = math.Max(h.Height, lowest)
	out := &chart.Shares{Head: h}
	for _, y := range r.Outcomes[0].Variant.Years {
		out.X = append(out.X, float64(y))
	}
	for i, o := range r.Obstacles {
		layer := chart.Share{Name: o.Words, Colour: i}
		for _, v := range o.Values {
			layer.Values = append(layer.Values, 100*v)
		}
		out.Layers = append(out.Layers, layer)
	}
	return out
}
