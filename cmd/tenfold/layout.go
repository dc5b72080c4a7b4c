package main

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A grid is a table of text: a few columns of words at the left, then one column of numbers a year.
type grid struct {
	years []string
	rows  []gridRow
}

type gridRow struct {
	words []string
	cells []string // one a year, or none in a line of words only
}

const (
	mostYears = 6
	widest    = 100 // of running text
)

// textWidth is where running text breaks.
func (a *app) textWidth() int { return textWidth(a.width) }

func textWidth(terminal int) int {
	if terminal <= 0 || terminal > widest {
		return widest
	}
	return terminal
}

// fit gives each row's first words a line of their own where the width has no room for two years beside them.
func (g grid) fit(width int) grid {
	if width <= 0 || g.room(width) >= min(2, len(g.years)) {
		return g
	}
	out := grid{years: g.years}
	for _, r := range g.rows {
		rest := append([]string{" "}, r.words[1:]...)
		out.rows = append(out.rows, gridRow{words: r.words[:1]}, gridRow{rest, r.cells})
	}
	return out
}

// pick chooses as many years as fit the width, evenly over all of them, the first and the last included. A width of
// zero has room for all that a reader can take in.
func (g grid) pick(width int) []int {
	most := mostYears
	if width > 0 {
		most = min(most, g.room(width))
	}
	return spread(len(g.years), max(most, 2))
}

// room is how many years fit beside the words.
func (g grid) room(width int) int {
	for _, w := range g.wordWidths() {
		width -= w + 1
	}
	return width / (g.cellWidth() + 1)
}

// spread is at most k of the numbers from 0 to n-1, evenly apart.
func spread(n, k int) []int {
	if n <= k {
		k = n
	}
	var out []int
	for i := range k {
		at := 0
		if k > 1 {
			at = (2*i*(n-1) + k - 1) / (2 * (k - 1))
		}
		out = append(out, at)
	}
	return out
}

func (g grid) wordWidths() []int {
	var out []int
	for _, r := range g.rows {
		if r.cells == nil {
			continue
		}
		for i, word := range r.words {
			if i == len(out) {
				out = append(out, 0)
			}
			out[i] = max(out[i], utf8.RuneCountInString(word))
		}
	}
	return out
}

func (g grid) cellWidth() int {
	width := 4
	for _, r := range g.rows {
		for _, cell := range r.cells {
			width = max(width, utf8.RuneCountInString(cell))
		}
	}
	return width
}

// print writes the chosen years.
func (g grid) print(out *strings.Builder, chosen []int) {
	words, width := g.wordWidths(), g.cellWidth()
	all := append([]gridRow{{make([]string, len(words)), g.years}}, g.rows...)
	for _, r := range all {
		if r.cells == nil {
			out.WriteString(r.words[0] + "\n")
			continue
		}
		line := ""
		for i, word := range r.words {
			line += pad(word, words[i]) + " "
		}
		for _, year := range chosen {
			line += fmt.Sprintf(" %*s", width, r.cells[year])
		}
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

func pad(word string, width int) string {
	return word + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(word)))
}

// wrap breaks a text into lines of at most width characters where words allow it.
func wrap(text string, width int) string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return strings.Join(append(lines, line), "\n")
}

// hanging is a paragraph whose first line follows a lead, and whose other lines stand as far in.
func hanging(lead, text string, width int) string {
	n := utf8.RuneCountInString(lead)
	return lead + strings.ReplaceAll(wrap(text, width-n), "\n", "\n"+strings.Repeat(" ", n))
}

// beside is what stands before the text of a line: an indent, and a word that columns set apart.
var beside = regexp.MustCompile(`^ *(?:\S+ {2,})?`)

// hangingLines breaks the long lines of a text of columns: what is left of a line stands under its beginning, or further below the
// word that it explains where there is no room beside that.
func hangingLines(text string, width int) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		lead := beside.FindString(line)
		rest := line[len(lead):]
		switch n := utf8.RuneCountInString(lead); {
		case utf8.RuneCountInString(line) <= width:
			out.WriteString(line)
		case strings.TrimSpace(lead) == "" || width-n >= leastBeside:
			out.WriteString(hanging(lead, rest, width))
		default:
			word := strings.TrimRight(lead, " ")
			indent := strings.Repeat(" ", len(word)-len(strings.TrimLeft(word, " "))+2)
			out.WriteString(word + "\n" + hanging(indent, rest, width))
		}
		out.WriteString("\n")
	}
	return out.String()
}
