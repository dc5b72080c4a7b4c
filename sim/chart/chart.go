// Package chart draws figures in one style: lines with bands, shares stacked on each other, values with intervals. A chart is
// a value of a few lines of data; SVG draws it for a page, whose style sheet colours it for light and dark, and Standalone as
// a file of its own.
//
// It knows no economics, no files and no pages. All functions are pure and give the same bytes for the same data.
//
// To add a kind of chart: a type with the method draw, which puts marks on a canvas.
package chart

import (
	"math"
	"strconv"
	"strings"

	"tenfold/sim/exact"
)

// Head is what every chart says about itself.
type Head struct {
	ID     string // unique on a page; letters, digits and hyphens
	Title  string // says the subject
	Unit   string // of the values, stands under the title
	Source string
	Width  float64 // 0: 420, which keeps its text readable on a phone
	Height float64 // 0: 280
}

// A Chart is something that can be drawn.
type Chart interface {
	head() *Head
	draw(*canvas)
	// Table is the chart's data as rows of text, the first a header.
	Table() [][]string
}

// Colours are told apart by readers with any colour vision: a dark and a light variant each, the first for what a chart is
// about, the last for what it is compared with.
const Colours = 8

const (
	defaultWidth, defaultHeight = 420, 280
	smallText, baseText         = 12., 13.
	headText                    = 16.
	lineHeight                  = 14. // of small text
)

func (h *Head) size() (width, height float64) {
	width, height = h.Width, h.Height
	if width == 0 {
		width = defaultWidth
	}
	if height == 0 {
		height = defaultHeight
	}
	return width, height
}

// scale maps values to pixels.
type scale struct {
	low, high float64 // of the values
	from, to  float64 // pixels
	log       bool
}

func (s scale) at(v float64) float64 {
	low, high := s.low, s.high
	if s.log {
		v, low, high = log10(math.Max(v, 1e-300)), log10(low), log10(high)
	}
	if high == low {
		return (s.from + s.to) / 2
	}
	return s.from + float64((v-low)/(high-low)*(s.to-s.from))
}

// ticks are at most about n round values within the scale.
func (s scale) ticks(n int) []float64 {
	if s.log {
		return decades(s.low, s.high, n)
	}
	return s.multiples(niceStep((s.high - s.low) / float64(max(n, 1))))
}

// multiples are those of a step within the scale.
func (s scale) multiples(step float64) []float64 {
	var out []float64
	for k := math.Ceil(s.low/step - 1e-9); float64(k*step) <= s.high+float64(1e-9*step); k++ {
		out = append(out, k*step)
	}
	return out
}

// step is what a tick's digits are for: the distance between ticks, or on a logarithmic axis the value itself where it is below one.
func (s scale) step(v, between float64) float64 {
	if s.log {
		return math.Min(v, 1)
	}
	return between
}

// niceStep is the smallest of 1, 2, 2.5, 5 times a power of ten that is not below the least.
func niceStep(least float64) float64 {
	if !(least > 0) {
		return 1
	}
	power := pow10(math.Floor(log10(least)))
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m*power >= least*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

func decades(low, high float64, n int) []float64 {
	first, last := math.Ceil(log10(low)-1e-9), math.Floor(log10(high)+1e-9)
	step := math.Max(math.Ceil((last-first)/float64(max(n, 1))), 1)
	var out []float64
	for k := first; k <= last; k += step {
		out = append(out, pow10(k))
	}
	if len(out) < 2 { // less than two decades: 1, 2, 5 within them
		for k := first - 1; k <= last+1; k++ {
			for _, m := range []float64{1, 2, 5} {
				if v := m * pow10(k); v >= low && v <= high {
					out = append(out, v)
				}
			}
		}
	}
	return sortedUnique(out)
}

// widen gives values room: to round ends, with zero where it is near.
func widen(low, high float64, zero, log bool) (float64, float64) {
	if log {
		return pow10(math.Floor(float64(log10(low)*2)) / 2), pow10(math.Ceil(float64(log10(high)*2)) / 2)
	}
	if zero {
		low, high = math.Min(low, 0), math.Max(high, 0)
	}
	if low == high {
		pad := math.Max(math.Abs(low)*.05, 1e-9)
		low, high = low-pad, high+pad
	}
	step := niceStep((high - low) / 5)
	return math.Floor(low/step+1e-9) * step, math.Ceil(high/step-1e-9) * step
}

// number prints a value of an axis with the digits that its step needs.
func number(v, step float64) string {
	size := math.Abs(v)
	if size < 1e-9*step {
		v, size = 0, 0 // what rounding left of zero
	}
	for _, m := range []struct {
		least  float64
		letter string
	}{{1e12, "tn"}, {1e9, "bn"}, {1e6, "M"}, {1e4, "k"}} {
		if size >= m.least {
			unit := m.least
			if m.letter == "k" {
				unit = 1e3
			}
			return strconv.FormatFloat(v/unit, 'g', 4, 64) + m.letter
		}
	}
	if size != 0 && size < 1e-4 {
		return strconv.FormatFloat(v, 'e', 0, 64)
	}
	decimals := 0
	if step > 0 && step < 1 {
		decimals = int(math.Ceil(-log10(step) - 1e-9))
		if scaled := float64(step * pow10(float64(decimals))); math.Abs(scaled-math.Round(scaled)) > 1e-6 {
			decimals++
		}
	} else if step != math.Floor(step) {
		decimals = 1
	}
	return strings.Replace(strconv.FormatFloat(v, 'f', decimals, 64), "-", "−", 1)
}

// HeadOf is what a chart says about itself.
func HeadOf(c Chart) Head { return *c.head() }

// log10 and pow10 are the same on every processor.
func log10(v float64) float64 { return exact.Log(v) / math.Ln10 }

func pow10(v float64) float64 {
	if v != math.Floor(v) || math.Abs(v) > 22 {
		return exact.Exp(v * math.Ln10)
	}
	power := 1. // whole powers are round numbers
	for range int(math.Abs(v)) {
		power *= 10
	}
	if v < 0 {
		return 1 / power
	}
	return power
}
