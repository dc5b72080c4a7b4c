package main

import (
	"strings"
	"unicode/utf8"
)

// A listing is a table of words and numbers under heads. Where a terminal has no room for it, each row becomes its first cell
// and, below that, its other cells with their heads.
type listing struct {
	indent string
	heads  []string
	words  int // columns at the left that hold words; those of numbers are set to the right
	rows   [][]string
}

func (l *listing) add(cells ...string) { l.rows = append(l.rows, cells) }

// text is the listing in lines of at most width characters, of any length where the width is zero.
func (l *listing) text(width int) string {
	if text, fits := l.table(width); fits {
		return text
	}
	return l.stacked(width)
}

// clipped is text with heads cut to what the width has room for, to no less than so many characters.
func (l *listing) clipped(width, least int) string {
	longest := 0
	for _, head := range l.heads {
		longest = max(longest, utf8.RuneCountInString(head))
	}
	short := *l
	for most := longest; most >= least; most-- {
		short.heads = make([]string, len(l.heads))
		for i, head := range l.heads {
			short.heads[i] = clip(head, most)
		}
		if text, fits := short.table(width); fits {
			return text
		}
	}
	return l.text(width)
}

// table is the listing with a line a row, unless one is longer than the width.
func (l *listing) table(width int) (text string, fits bool) {
	widths := make([]int, len(l.heads))
	for _, row := range append([][]string{l.heads}, l.rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var out strings.Builder
	for _, row := range append([][]string{l.heads}, l.rows...) {
		line := l.indent
		for i, cell := range row {
			if i > 0 {
				line += "  "
			}
			if i < l.words {
				line += pad(cell, widths[i])
			} else {
				line += strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)) + cell
			}
		}
		line = strings.TrimRight(line, " ")
		if width > 0 && utf8.RuneCountInString(line) > width {
			return "", false
		}
		out.WriteString(line + "\n")
	}
	return out.String(), true
}

func (l *listing) stacked(width int) string {
	var out strings.Builder
	for _, row := range l.rows {
		out.WriteString(hanging(l.indent, row[0], width) + "\n")
		var parts []string
		for i, cell := range row[1:] {
			if cell = strings.TrimSpace(l.heads[i+1] + " " + strings.TrimSpace(cell)); cell != "" {
				parts = append(parts, cell)
			}
		}
		out.WriteString(hanging(l.indent+"  ", strings.Join(parts, ", "), width) + "\n")
	}
	return out.String()
}
