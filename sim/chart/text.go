package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// textWidth estimates the width of a text in pixels, as in the wider of common fonts.
func textWidth(text string, size float64) float64 {
	width := 0.
	for _, r := range text {
		switch {
		case strings.ContainsRune("ijl.,:;'|!ft ()[]-", r):
			width += .37
		case strings.ContainsRune("mwMW%@", r):
			width += .95
		case r >= 'A' && r <= 'Z':
			width += .72
		default:
			width += .62
		}
	}
	return float64(width * size)
}

// boldWidth is that of a label, which is bold.
func boldWidth(text string) float64 { return float64(1.1 * textWidth(text, smallText)) }

// shorten cuts a text to a width.
func shorten(text string, width, size float64) string {
	if textWidth(text, size) <= width {
		return text
	}
	r := []rune(text)
	for len(r) > 1 && textWidth(string(r)+"…", size) > width {
		r = r[:len(r)-1]
	}
	return strings.TrimRight(string(r), " ,;:") + "…"
}

// wrap breaks a text at blanks into lines of at most a width, of which the last is cut where more would be needed.
func wrap(text string, width, size float64, most int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch longer := strings.TrimPrefix(line+" "+word, " "); {
		case line == "" || textWidth(longer, size) <= width || len(lines) == most-1:
			line = longer
		default:
			lines = append(lines, line)
			line = word
		}
	}
	lines = append(lines, line)
	for i := range lines {
		lines[i] = shorten(lines[i], width, size)
	}
	return lines
}

// A name is what is written beside a line or a layer: a few lines of text around a height.
type name struct {
	at     float64
	lines  []string
	colour int
}

// sideRoom is the most of a chart's width that names at its right take, and mostLines how many lines each.
const (
	sideRoom  = .36
	mostLines = 3
)

// nameLines breaks a name for the room at the right.
func nameLines(text string, width float64) []string {
	return wrap(text, (float64(width*sideRoom)-12)/1.1, smallText, mostLines)
}

// sideWidth is the room that names need at the right.
func sideWidth(names []string, width float64) float64 {
	right := endRoom
	for _, n := range names {
		for _, line := range nameLines(n, width) {
			right = math.Max(right, boldWidth(line)+12)
		}
	}
	return right
}

// side writes names at the right, from above, moved apart where they would overlap.
func (c *canvas) side(names []name, x, top, bottom float64) {
	slices.SortStableFunc(names, func(a, b name) int { return int(math.Copysign(1, a.at-b.at)) })
	at, heights := make([]float64, len(names)), make([]float64, len(names))
	for i, n := range names {
		at[i], heights[i] = n.at, float64(float64(len(n.lines))*lineHeight)
	}
	for i, y := range apart(at, heights, top, bottom) {
		n := names[i]
		for k, line := range n.lines {
			above := float64((float64(float64(len(n.lines))/2) - float64(k) - .5) * lineHeight)
			c.write("label halo c"+strconv.Itoa(n.colour%Colours), line, "start", x, y-above+4, smallText)
		}
	}
}

// apart moves ascending places until none of the given heights around them overlap, within bounds, for the middle of a line,
// where there is room.
func apart(at, heights []float64, low, high float64) []float64 {
	out := slices.Clone(at)
	distance := func(i int) float64 { return float64((heights[i-1] + heights[i]) / 2) }
	beyond := func(i int) float64 { return float64(math.Max(heights[i]-lineHeight, 0) / 2) } // of the middle of a line
	for i := range out {
		out[i] = math.Max(out[i], low+beyond(i))
		if i > 0 {
			out[i] = math.Max(out[i], out[i-1]+distance(i))
		}
	}
	for i := len(out) - 1; i >= 0; i-- {
		limit := high - beyond(i)
		if i < len(out)-1 {
			limit = out[i+1] - distance(i+1)
		}
		out[i] = math.Min(out[i], limit)
	}
	return out
}
