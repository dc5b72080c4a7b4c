package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tenfold/sim/output"
	"tenfold/sim/series"
)

func (a *app) ledgerCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "ledger RUN [YEAR]",
		Short: "Print who paid whom in a year of a run, and who owned what",
		Long: "Print the transaction-flow matrix and the balance sheets of a year from the folder of a run made with --ledger.\n" +
			"Without a year, the last one.",
		Example: "  tenfold run --ledger\n  tenfold ledger results/central-1234abcd-s1 2030",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			folder, err := output.Open(args[0])
			if err != nil {
				return usage("%v", err)
			}
			t, err := folder.Table("ledger")
			switch {
			case errors.Is(err, output.ErrNoTable):
				return usage("%w: make the run with --ledger", err)
			case err != nil:
				return usage("%w", err)
			}
			m, err := readMatrix(t, append(args[1:], "")[0])
			if err != nil {
				return err
			}
			_, err = a.out.Write([]byte(m.text(a.width)))
			return err
		},
	}
}

// A matrix is one year of the table "ledger".
type matrix struct {
	year    string
	sectors []string
	rows    []matrixRow
}

type matrixRow struct {
	account, entry string
	values         []float64
}

// readMatrix takes a year, or the last where it is empty.
func readMatrix(t *series.Table, year string) (*matrix, error) {
	var years []string
	m := &matrix{year: year}
	for _, c := range t.Columns {
		m.sectors = append(m.sectors, strings.ReplaceAll(c.Name, "_", " "))
	}
	for r := range t.Rows() {
		labels, _ := t.Row(r)
		if len(years) == 0 || years[len(years)-1] != labels[0] {
			years = append(years, labels[0])
		}
	}
	if len(years) == 0 {
		return nil, usage("the run ended before the end of its first year")
	}
	if m.year == "" {
		m.year = years[len(years)-1]
	}
	for r := range t.Rows() {
		if labels, values := t.Row(r); labels[0] == m.year {
			m.rows = append(m.rows, matrixRow{labels[1], labels[2], values})
		}
	}
	if len(m.rows) == 0 {
		return nil, usage("YEAR: expected one from %s to %s, got %q", years[0], years[len(years)-1], year)
	}
	return m, nil
}

// Widths of a column of figures; narrow ones have no room for decimals.
const (
	matrixCell = 11
	narrowCell = 8
)

// text lays the matrix out. In a narrow terminal entries stand on lines of their own above their figures.
func (m *matrix) text(width int) string {
	var out strings.Builder
	name := 0
	for _, r := range m.rows {
		name = max(name, len(r.entry)+2)
	}
	narrow, cell, decimals := width > 0 && width < name+matrixCell*len(m.sectors), matrixCell, 1
	if narrow {
		name = 0
	}
	if narrow && width < matrixCell*len(m.sectors) {
		cell, decimals = narrowCell, 0
	}
	fmt.Fprintf(&out, "%s\n", wrap("Who paid whom in "+m.year+", bn usd (detrended): + receives, - pays; rows and columns sum to zero", textWidth(width)))
	m.heading(&out, name, cell)
	account := ""
	for _, r := range m.rows {
		if r.account != account && r.account != "all" {
			account = r.account
			if account == "opening balance" {
				fmt.Fprintf(&out, "\n%s\n", wrap("Who owns what, bn usd (detrended): opening balance, with what is acquired, revalued and detrended, makes the closing balance", textWidth(width)))
				m.heading(&out, name, cell)
			}
			out.WriteString(strings.ToUpper(account[:1]) + account[1:] + "\n")
		}
		if narrow {
			out.WriteString("  " + r.entry + "\n")
		} else {
			out.WriteString(pad("  "+r.entry, name))
		}
		for _, v := range r.values {
			fmt.Fprintf(&out, "%*s", cell, billions(v, decimals))
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// heading names the sectors, each over two lines where it has two words.
func (m *matrix) heading(out *strings.Builder, name, cell int) {
	first, second := strings.Repeat(" ", name), strings.Repeat(" ", name)
	for _, s := range m.sectors {
		top, bottom := "", s
		if words := strings.Fields(s); len(words) > 1 {
			top, bottom = strings.Join(words[:len(words)-1], " "), words[len(words)-1]
		}
		if len(bottom) >= cell { // "government" in a narrow column
			top, bottom = bottom[:cell-2]+"-", bottom[cell-2:]
		}
		first += fmt.Sprintf("%*s", cell, top)
		second += fmt.Sprintf("%*s", cell, bottom)
	}
	out.WriteString(strings.TrimRight(first, " ") + "\n" + second + "\n")
}

// billions writes dollars in billions; what only rounding left is nothing.
func billions(v float64, decimals int) string {
	if math.Abs(v) < rounded {
		return "0"
	}
	text := strconv.FormatFloat(v/1e9, 'f', decimals, 64)
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}

// rounded is an amount that sums of trillions leave, usd.
const rounded = 1e4
