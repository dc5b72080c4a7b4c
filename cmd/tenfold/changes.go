package main

import (
	"fmt"
	"math"
	"strings"
)

// printChanges tells in sentences which occupations and industries changed most from the first year to the last.
func (r *result) printChanges(out *strings.Builder, width int) {
	var sentences []string
	for _, s := range []string{
		r.extremes("fields", "employment", "Employment", "occupation"),
		r.extremes("fields", "wage_real", "The real wage, against the trend,", "occupation"),
		r.extremes("industries", "price", "The price, relative to all prices,", "industry"),
		r.mostCoworkers(),
	} {
		if s != "" {
			sentences = append(sentences, s)
		}
	}
	if len(sentences) == 0 {
		return
	}
	out.WriteString("\nWhat changed most\n")
	for _, s := range sentences {
		fmt.Fprintf(out, "%s\n", hanging("  ", s, textWidth(width)))
	}
}

// noChange is a relative change that the summary would print as nothing.
const noChange = .0005

// extremes says where a column fell and rose most.
func (r *result) extremes(table, column, subject, noun string) string {
	c, codes, first, last := r.firstAndLast(table, column)
	if len(codes) == 0 {
		return ""
	}
	low, high := 0, 0
	change := make([]float64, len(codes))
	for i := range codes {
		if first[i] != 0 { // what was not there has no relative change
			change[i] = last[i]/first[i] - 1
		}
		if change[i] < change[low] {
			low = i
		}
		if change[i] > change[high] {
			high = i
		}
	}
	span := fmt.Sprintf("from %s to %s", c.years[0], c.years[len(c.years)-1])
	if math.Abs(change[low]) < noChange && math.Abs(change[high]) < noChange {
		return fmt.Sprintf("%s changes in no %s by as much as %g %% %s.", subject, noun, 100*noChange, span)
	}
	lowest, highest := "falls most", "rises most"
	if change[low] >= 0 {
		lowest = "rises least"
	}
	if change[high] <= 0 {
		highest = "falls least"
	}
	return fmt.Sprintf("%s %s in %s, by %s %% %s, and %s in %s, by %s %%.", subject,
		lowest, r.title(codes[low]), percent(100*math.Abs(change[low])), span,
		highest, r.title(codes[high]), percent(100*math.Abs(change[high])))
}

// mostCoworkers says where most of the coworkers are in the last year.
func (r *result) mostCoworkers() string {
	c, codes, _, last := r.firstAndLast("fields", "coworkers")
	total, most := 0., 0
	for i, v := range last {
		total += v
		if v > last[most] {
			most = i
		}
	}
	if total <= 0 {
		return ""
	}
	return fmt.Sprintf("Of the coworkers that firms use in %s, %s %% work in %s.", c.years[len(c.years)-1], percent(100*last[most]/total), r.title(codes[most]))
}

// firstAndLast are the means by item in the first and the last year; none when the column is missing or the run too
// short to change.
func (r *result) firstAndLast(table, column string) (c calendar, codes []string, first, last []float64) {
	t := find(r.tables, table)
	if t == nil || t.Index(column) < 0 {
		return c, nil, nil, nil
	}
	if c = newCalendar(t); len(c.years) < 2 {
		return c, nil, nil, nil
	}
	codes, first = c.byItem(t, t.Index(column), 0)
	_, last = c.byItem(t, t.Index(column), len(c.years)-1)
	return c, codes, first, last
}

func (r *result) title(code string) string {
	if title := r.titles[code]; title != "" {
		return title
	}
	return code
}
