package claim

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"strconv"
	"strings"

	"tenfold/sim/unit"
)

// Row is a line of claims.csv: a claim, or a part of a claim of several (id/part).
type Row struct {
	ID, Claim, Kind, Statistic  string
	Measured, Low, High, Robust string // empty where nothing is measured
	Verdict                     string
	Draws, Seeds                int
}

// header is that of claims.csv.
var header = []string{"id", "claim", "kind", "statistic", "measured", "low", "high", "robust_share", "verdict", "draws", "seeds"}

// Rows are the results as lines: each claim with the figures of its first part, then, where it has several, its parts.
func Rows(results []Result) []Row {
	var out []Row
	for i := range results {
		r := &results[i]
		out = append(out, r.row(r.ID, r.Claim, r.Kind, &r.Parts[0], r.Share, r.VerdictWords()))
		if len(r.Parts) == 1 {
			continue
		}
		for k := range r.Parts {
			p := &r.Parts[k]
			out = append(out, r.row(r.ID+"/"+p.Name, r.Claim, p.Kind, p, p.Share, p.VerdictWords()))
		}
	}
	return out
}

func (r *Result) row(id, claim, kind string, p *PartResult, share float64, verdict string) Row {
	out := Row{ID: id, Claim: claim, Kind: kind, Statistic: p.Statistic, Verdict: verdict, Draws: r.Draws, Seeds: r.Seeds}
	if p.measured() {
		band := p.High - p.Low
		out.Measured, out.Low, out.High, out.Robust = Rounded(p.Median, band), Rounded(p.Low, band), Rounded(p.High, band), strconv.FormatFloat(share, 'f', 3, 64)
	}
	return out
}

// measured reports whether the part has figures.
func (r *PartResult) measured() bool { return r.Kind != "outside" && r.Verdict != NoResult }

// Rounded spells a figure with no more digits than a band of that width carries: to a tenth of the width's first digit, and to
// three digits where there is no band.
func Rounded(v, width float64) string {
	if !(width > 0) || math.IsInf(width, 0) {
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	_, power, _ := strings.Cut(strconv.FormatFloat(width, 'e', 1, 64), "e")
	exponent, err := strconv.Atoi(power)
	switch decimals := 1 - exponent; {
	case err != nil || decimals > 6 || decimals < -12: // too small or too large to be written out
		return strconv.FormatFloat(v, 'g', 3, 64)
	case decimals >= 0:
		return unsigned(strconv.FormatFloat(v, 'f', decimals, 64))
	default:
		step := math.Pow10(-decimals)
		return unit.Number(math.Round(v/step) * step)
	}
}

// unsigned takes the sign from a figure that rounding has left nothing of.
func unsigned(text string) string {
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}

// VerdictWords are the verdict with its condition and, of a claim that needs several parts, those by which it fails.
func (r *Result) VerdictWords() string {
	words := verdictWords(r.Verdict, r.Split)
	if wanting := r.wanting(); r.Verdict != Holds && len(wanting) > 0 {
		words += " (" + strings.Join(wanting, ", ") + ")"
	}
	return words
}

// wanting are the parts that do not hold of those that a claim of several needs.
func (r *Result) wanting() []string {
	var out []string
	needed := 0
	for i := range r.Parts {
		p := &r.Parts[i]
		if !p.Decides || p.Alone || p.Kind == "assumed here" || p.Kind == "outside" {
			continue
		}
		needed++
		if p.Verdict != Holds {
			out = append(out, p.Name)
		}
	}
	if needed < 2 {
		return nil
	}
	return out
}

// VerdictWords are the verdict with its condition, or that there is no threshold to decide by.
func (r *PartResult) VerdictWords() string {
	if r.Rule == "no threshold" && r.Verdict != Assumed {
		return "reported only"
	}
	return verdictWords(r.Verdict, r.Split)
}

func verdictWords(verdict string, s *Split) string {
	switch {
	case verdict == Only && s == nil:
		return "holds in part of the draws"
	case verdict == Only:
		return verdict + " " + s.Words()
	}
	return verdict
}

// Words are the condition: "price.fall above 12x/yr".
func (s *Split) Words() string {
	side := "below"
	if s.Above {
		side = "above"
	}
	return fmt.Sprintf("%s %s %s", s.Parameter, side, unit.Format(s.Threshold, s.Unit))
}

// CSV is the results as claims.csv, under a comment that says what they are of.
func CSV(results []Result, comment string) ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# %s\n", comment)
	w := csv.NewWriter(&out)
	if err := w.Write(header); err != nil {
		return nil, err
	}
	for _, r := range Rows(results) {
		if err := w.Write([]string{r.ID, r.Claim, r.Kind, r.Statistic, r.Measured, r.Low, r.High, r.Robust, r.Verdict, strconv.Itoa(r.Draws), strconv.Itoa(r.Seeds)}); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// ReadCSV reads what CSV has written.
func ReadCSV(data []byte) ([]Row, string, error) {
	comment, _, _ := bytes.Cut(data, []byte("\n"))
	read := csv.NewReader(bytes.NewReader(data))
	read.Comment = '#'
	lines, err := read.ReadAll()
	if err != nil {
		return nil, "", err
	}
	var out []Row
	for i, l := range lines {
		if i == 0 {
			continue
		}
		draws, err := strconv.Atoi(l[9])
		if err != nil {
			return nil, "", err
		}
		seeds, err := strconv.Atoi(l[10])
		if err != nil {
			return nil, "", err
		}
		out = append(out, Row{l[0], l[1], l[2], l[3], l[4], l[5], l[6], l[7], l[8], draws, seeds})
	}
	return out, string(bytes.TrimPrefix(comment, []byte("# "))), nil
}
