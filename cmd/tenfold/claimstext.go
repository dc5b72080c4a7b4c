package main

import (
	"fmt"
	"strings"

	"tenfold/sim/claim"
	"tenfold/sim/economy"
	"tenfold/sim/unit"
)

// claimsTitle says what a table of claims is of.
func claimsTitle(p *claim.Plan) string {
	text := fmt.Sprintf("%s, model %s, %s from the priors, %s", count(int64(len(p.Claims)), "claim"), economy.ModelVersion, count(int64(p.Draws), "draw"), count(int64(p.Seeds), "seed"))
	if p.Quick {
		text += "; quick form: it shows that everything works, too few draws to say what is true"
	}
	return text
}

// claimsText is the table of claims, with details of each where some were asked for by name.
func claimsText(p *claim.Plan, results []claim.Result, details bool, dir string, width int) string {
	var out strings.Builder
	out.WriteString(wrap(claimsTitle(p), width) + "\n\n")
	if width < narrowTable {
		for i := range results {
			narrowClaim(&out, &results[i], width)
		}
	} else {
		wideClaims(&out, results, width)
	}
	if details {
		for i := range results {
			claimDetails(&out, &results[i], width)
		}
	} else {
		out.WriteString("\n" + wrap("Measured: median of draws, 10 to 90 % of them in brackets. Met: share of draws that meet all that the claim needs. `tenfold claims ID` says what is measured, by which rule, by year, and on what it depends.", width) + "\n")
	}
	out.WriteString("\n" + wrap("Files: "+dir+" (claims.csv, claims.json, and a file a run in parts)", width) + "\n")
	return out.String()
}

const narrowTable = 80

// wideClaims is a line a claim; verdicts that do not fit go on below.
func wideClaims(out *strings.Builder, results []claim.Result, width int) {
	const left = 20 + 1 + 12 + 1 + 26 + 1 + 5 + 2
	fmt.Fprintf(out, "%-20s %-12s %-26s %5s  %s\n", "claim", "kind", "measured", "met", "verdict")
	for i := range results {
		r := &results[i]
		for _, l := range claimLines(r) {
			verdict := strings.Split(wrap(l.verdict, max(width-left, 20)), "\n")
			fmt.Fprintf(out, "%s\n", strings.TrimRight(fmt.Sprintf("%-20s %-12s %-26s %5s  %s", l.name, l.kind, l.measured, l.share, verdict[0]), " "))
			for _, more := range verdict[1:] {
				fmt.Fprintf(out, "%s%s\n", strings.Repeat(" ", left), more)
			}
		}
	}
}

func narrowClaim(out *strings.Builder, r *claim.Result, width int) {
	for _, l := range claimLines(r) {
		out.WriteString(wrap(fmt.Sprintf("%s (%s): %s", strings.TrimSpace(l.name), l.kind, l.verdict), width) + "\n")
		if l.measured != "" {
			out.WriteString(wrap("  "+l.measured+", met "+l.share, width) + "\n")
		}
	}
}

// claimLine is a line of the table.
type claimLine struct{ name, kind, measured, share, verdict string }

// claimLines are the claim's own line and one for each part with a verdict of its own.
func claimLines(r *claim.Result) []claimLine {
	first := &r.Parts[0]
	out := []claimLine{{r.ID, r.Kind, claimBand(first), shareText(first, r.Share), r.VerdictWords()}}
	for i := range r.Parts[1:] {
		if p := &r.Parts[i+1]; p.Alone {
			out = append(out, claimLine{"  " + p.Name, p.Kind, claimBand(p), shareText(p, p.Share), p.VerdictWords()})
		}
	}
	return out
}

func claimBand(p *claim.PartResult) string {
	if p.Kind == "outside" || p.Verdict == claim.NoResult {
		return ""
	}
	return figureText(&p.Figure, p.Unit)
}

func figureText(f *claim.Figure, u string) string {
	band := f.High - f.Low
	text := fmt.Sprintf("%s (%s to %s)", claimFigure(f.Median, band, u), claimFigure(f.Low, band, u), claimFigure(f.High, band, u))
	if u != "" && u != "date" && u != "share" {
		text += " " + u
	}
	return text
}

// claimFigure spells a figure with the digits that a band carries.
func claimFigure(v, band float64, u string) string {
	switch u {
	case "date":
		return claimNumber(v, u)
	case "share":
		return claim.Rounded(100*v, 100*band) + " %"
	}
	return claim.Rounded(v, band)
}

// claimNumber spells a figure: dates to a tenth of a year, shares as per cent, others as they are.
func claimNumber(v float64, u string) string {
	switch {
	case u == "date" && v >= 2099:
		return "never"
	case u == "date":
		return fmt.Sprintf("%.1f", v)
	case u == "share":
		return fmt.Sprintf("%.3g %%", 100*v)
	}
	return unit.Number(v)
}

func shareText(p *claim.PartResult, share float64) string {
	if p.Kind == "outside" || p.Kind == "assumed here" || p.Verdict == claim.NoResult {
		return ""
	}
	return fmt.Sprintf("%.2f", share)
}

// claimDetails is all that is known of one claim.
func claimDetails(out *strings.Builder, r *claim.Result, width int) {
	fmt.Fprintf(out, "\n%s\n", wrap(r.ID+": "+r.Claim, width))
	if r.About != "" {
		out.WriteString(wrap(r.About, width) + "\n")
	}
	fmt.Fprintf(out, "%s\n", wrap(fmt.Sprintf("Kind: %s. Runs: %s. Verdict: %s.", r.Kind, r.Size, r.VerdictWords()), width))
	if r.Dropped > 0 {
		out.WriteString(wrap(fmt.Sprintf("%s left out, the first because of %s.", count(int64(r.Dropped), "draw"), r.Why), width) + "\n")
	}
	for i := range r.Parts {
		partDetails(out, &r.Parts[i], r.Draws, len(r.Parts) > 1, width)
	}
}

func partDetails(out *strings.Builder, p *claim.PartResult, draws int, named bool, width int) {
	head := p.Statistic
	if named {
		head = p.Name + ": " + head
	}
	if p.Kind == "outside" {
		fmt.Fprintf(out, "\n%s\n", wrap(fmt.Sprintf("%s: %s. %s", p.Name, p.Verdict, p.Why), width))
		return
	}
	needed := "needed"
	switch {
	case p.Alone:
		needed = "a verdict of its own"
	case !p.Decides || p.Kind == "assumed here":
		needed = "reported, not needed"
	}
	fmt.Fprintf(out, "\n%s\n%s\n", wrap(head, width), wrap(fmt.Sprintf("Rule: %s (%s). Verdict: %s.", p.Rule, needed, p.VerdictWords()), width))
	if p.Why != "" {
		out.WriteString(wrap(p.Why, width) + "\n")
	}
	years := p.ByYear
	if len(years) == 0 {
		years = []claim.Figure{p.Figure}
	}
	cell, defaults := 12, "at defaults"
	if width < narrowTable {
		cell, defaults = 9, "defaults"
	}
	fmt.Fprintf(out, "  %-4s %*s %*s %*s %*s %6s\n", "", cell, defaults, cell, "median", cell, "10 %", cell, "90 %", "met")
	for i := range years {
		f := &years[i]
		label := ""
		if f.Year > 0 {
			label = fmt.Sprint(f.Year)
		}
		fmt.Fprintf(out, "  %-4s", label)
		for _, v := range []float64{f.Present, f.Median, f.Low, f.High} {
			fmt.Fprintf(out, " %*s", cell, claimNumber(v, p.Unit))
		}
		fmt.Fprintf(out, " %6.2f\n", f.Share)
	}
	if p.Draws < draws {
		fmt.Fprintf(out, "  of the %s in which it could be measured\n", count(int64(p.Draws), "draw"))
	}
	if p.Noise > 0 {
		fmt.Fprintf(out, "  simulation noise: standard error over seeds %s\n", claimNumber(p.Noise, p.Unit))
	}
	if s := p.Split; s != nil {
		out.WriteString(wrap(fmt.Sprintf("Best single split: %s; met by %.2f of draws on that side, %.2f on the other.", s.Words(), s.Inside, s.Outside), width) + "\n")
	}
	var parts []string
	for _, d := range p.Depends {
		parts = append(parts, fmt.Sprintf("%s (%+.2f)", d.Parameter, d.Rank))
	}
	if len(parts) > 0 {
		out.WriteString(wrap("Depends most on (rank correlation over draws): "+strings.Join(parts, ", ")+".", width) + "\n")
	}
}
