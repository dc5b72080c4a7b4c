package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"tenfold/sim/claim"
)

// Claims are readable on a narrow terminal and a wide one: no line is wider, and all that matters is there.
func TestClaimsFitTheTerminal(t *testing.T) {
	figure := claim.Figure{Year: 2035, Present: .05, Median: .04, Low: .01, High: .08, Share: .5}
	results := []claim.Result{{
		ID: "a-claim", Claim: "Something holds that takes some words to say.", Kind: "model", Share: .5, Verdict: claim.Only, Draws: 200, Seeds: 3,
		Split: &claim.Split{Parameter: "labour.participation_elasticity", Above: true, Threshold: .2, Inside: .95, Outside: .1},
		Parts: []claim.PartResult{
			{Name: "main", Kind: "model", Statistic: "a measure", Rule: "above .05", Unit: "share", Decides: true, Figure: figure, Draws: 200, Verdict: claim.Only,
				ByYear: []claim.Figure{figure, figure}, Depends: []claim.Dependence{{Parameter: "review.minimum", Rank: -.5}}},
			{Name: "date", Kind: "model", Statistic: "a date", Unit: "date", Alone: true, Figure: claim.Figure{Median: 2100, Low: 2030.2, High: 2100}, Draws: 150, Verdict: claim.Fails},
			{Name: "other", Kind: "outside", Why: "no words for it", Verdict: claim.Outside},
		},
	}}
	for _, width := range []int{60, 100} {
		text := claimsText(&claim.Plan{Draws: 200, Seeds: 3}, results, true, "results/claims", width)
		for line := range strings.Lines(text) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > width {
				t.Errorf("width %d: a line of %d: %q", width, n, line)
			}
		}
		joined := strings.Join(strings.Fields(text), " ")
		for _, want := range []string{"a-claim", "4.0 % (1.0 % to 8.0 %)", "0.50", "holds only if", "labour.participation_elasticity above 0.2", "never (2030.2 to never)", "does not hold",
			"not in this model. no words for it", "review.minimum (-0.50)", "of the 150 draws in which it could be measured"} {
			if !strings.Contains(joined, want) {
				t.Errorf("width %d: no %q in\n%s", width, want, text)
			}
		}
	}
}
