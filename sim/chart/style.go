package chart

import (
	_ "embed" // the script stands in a file of its own
	"fmt"
	"strings"
)

// Palette is a set of colours: paper, ink, faint ink for axes, and those of lines.
type Palette struct {
	Paper, Ink, Faint, Grid string
	Lines                   [Colours]string
}

// Light and Dark are the palettes. All have a contrast of at least 4.5 with the paper, so that names can be written in
// them, and any two lines differ for readers of any colour vision by what tests say. The last is for what recedes.
var (
	Light = Palette{Paper: "#ffffff", Ink: "#1d2329", Faint: "#5c6670", Grid: "#e3e7ea",
		Lines: [Colours]string{"#3463c1", "#a16900", "#0c8758", "#5a1e6d", "#ce1740", "#363f4c", "#7e0900", "#697690"}}
	Dark = Palette{Paper: "#14181c", Ink: "#e8ebee", Faint: "#a3adb6", Grid: "#2c343b",
		Lines: [Colours]string{"#27a1fa", "#f18c28", "#93ffca", "#b66cab", "#de5245", "#bddefd", "#ffe684", "#a89990"}}
)

// Script lets readers point at charts, or walk through them with arrow keys, for pages that put an <output> beside each.
//
//go:embed readout.js
var Script string

// Style is the style sheet of charts, for pages and for files: light, and dark where the reader asks for it or the page says
// data-theme="dark".
var Style = style()

func style() string {
	var b strings.Builder
	variables := func(p *Palette) string {
		text := fmt.Sprintf("--paper:%s;--ink:%s;--faint:%s;--grid:%s;", p.Paper, p.Ink, p.Faint, p.Grid)
		for i, c := range p.Lines {
			text += fmt.Sprintf("--c%d:%s;", i, c)
		}
		return text
	}
	fmt.Fprintf(&b, ":root{%s}", variables(&Light))
	fmt.Fprintf(&b, "@media(prefers-color-scheme:dark){:root:not([data-theme=light]){%s}}", variables(&Dark))
	fmt.Fprintf(&b, ":root[data-theme=dark]{%s}", variables(&Dark))
	fmt.Fprintf(&b, "@media print{:root,:root[data-theme=dark]{%s}}", variables(&Light))
	b.WriteString("svg{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-variant-numeric:tabular-nums}")
	b.WriteString("svg path{fill:none;stroke-linejoin:round;stroke-linecap:round}.paper{fill:var(--paper)}svg .text{fill:var(--faint)}svg .title{fill:var(--ink);font-weight:600}")
	b.WriteString("svg .grid{stroke:var(--grid)}svg .axis{stroke:var(--faint)}svg .zero{stroke:var(--faint);stroke-dasharray:2 3}svg .halo{stroke:var(--paper);stroke-width:3;paint-order:stroke}")
	for i := range Colours {
		fmt.Fprintf(&b, "svg .line.c%d{stroke:var(--c%d);stroke-width:2}svg .band.c%d{fill:var(--c%d);opacity:.18}svg .share.c%d{fill:var(--c%d);stroke:var(--paper);stroke-width:.8}svg .dot.c%d{fill:var(--c%d)}svg .ring.c%d{fill:var(--paper);stroke:var(--c%d);stroke-width:1.6}svg .bar.c%d{fill:var(--c%d)}svg .thin.c%d{stroke:var(--c%d);stroke-width:1.2;opacity:.75}svg .label.c%d{fill:var(--c%d);font-weight:600}",
			i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i)
	}
	b.WriteString("svg .dashed{stroke-dasharray:5 4}svg .total{fill:var(--ink);stroke:var(--paper);stroke-width:1.5}svg .in{fill:var(--paper);font-weight:600}")
	return b.String()
}
