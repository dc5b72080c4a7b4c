package chart

import (
	"math"
	"strconv"
)

// names writes the names of lines: of those that go on to the end of the axis at the right, of others beside a point where
// there is most room.
func (f *frame) names(c *canvas, lines []Line) {
	var ending []name
	var others []*Line
	for i := range lines {
		s := &lines[i]
		n := len(s.Points)
		switch {
		case n == 0 || s.Name == "":
		case reaches(s.Points, [2]float64{f.x.low, f.x.high}, f.x.log):
			ending = append(ending, name{f.y.at(math.Max(s.Points[n-1].Y, f.y.low)), nameLines(s.Name, c.width), s.Colour})
		default:
			others = append(others, s)
		}
	}
	c.side(ending, f.x.to+6, f.y.to+4, f.y.from)
	taken := f.taken(lines)
	for _, s := range others {
		taken = append(taken, f.beside(c, s, taken)...)
	}
}

// taken are places that names should not cover: points along all lines, so many pixels apart.
func (f *frame) taken(lines []Line) []Point {
	const apart = 4.
	var out []Point
	for i := range lines {
		var last Point
		for k, p := range lines[i].Points {
			if f.y.log && p.Y <= 0 {
				continue
			}
			at := Point{f.x.at(p.X), f.y.at(p.Y)}
			if k > 0 && !lines[i].Dots && len(out) > 0 {
				steps := math.Ceil(math.Max(math.Abs(at.X-last.X), math.Abs(at.Y-last.Y)) / apart)
				for n := 1.; n < steps; n++ {
					out = append(out, Point{last.X + float64((at.X-last.X)*n/steps), last.Y + float64((at.Y-last.Y)*n/steps)})
				}
			}
			out = append(out, at)
			last = at
		}
	}
	return out
}

// beside writes a line's name next to one of its points, where it covers least, and returns what it takes.
func (f *frame) beside(c *canvas, s *Line, taken []Point) []Point {
	width, n := boldWidth(s.Name), len(s.Points)
	half := float64(width / 2)
	best, least := Point{}, math.Inf(1)
	for _, of := range []int{n - 1, n / 2, 0, n / 4, 3 * n / 4} {
		at := Point{f.x.at(s.Points[of].X), f.y.at(math.Max(s.Points[of].Y, f.y.low))}
		for _, corner := range []Point{ // of the text, lower left
			{at.X + 8, at.Y + 4}, {at.X - half, at.Y - 9}, {at.X - half, at.Y + 19}, {at.X + 8, at.Y - 12}, {at.X + 8, at.Y + 20},
			{at.X - width - 8, at.Y - 12}, {at.X - width - 8, at.Y + 20}, {at.X - width - 8, at.Y + 4}, {at.X - half, at.Y - 24}, {at.X - half, at.Y + 34},
		} {
			cost := float64(float64(n-1-of) * 1e-3)
			if corner.X < f.x.from || corner.X+width > f.x.to+2 {
				cost += 100
			}
			if corner.Y < f.y.to+8 || corner.Y > f.y.from-4 {
				cost += 100
			}
			for _, p := range taken {
				if p.X > corner.X-3 && p.X < corner.X+width+3 && p.Y > corner.Y-13 && p.Y < corner.Y+5 {
					cost++
				}
			}
			if cost < least {
				best, least = corner, cost
			}
		}
	}
	c.write("label halo c"+strconv.Itoa(s.Colour%Colours), s.Name, "start", best.X, best.Y, smallText)
	var out []Point
	for x := 0.; x <= width; x += 6 {
		out = append(out, Point{best.X + x, best.Y}, Point{best.X + x, best.Y - 9})
	}
	return out
}
