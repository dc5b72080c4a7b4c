package report_test

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tenfold/sim/report"
)

const compared = `{"baseline":"central","hash":"0123456789abcdef","policies":["p"],"difference":[["lever 0 -> 1"]],"years":[2035],"draws":16,"seeds":2,"pairing":3,"sampled":true,"tested":true,"span":"80 % of draws","degrees_of_freedom":16,"student":2.92,
"command":"tenfold compare central p","version":"v","model":"1","words":{"real_output":"Output","poverty_rate":"Poverty"},"titles":{"11":"Managers"},
"rows":[{"policy":"p","outcome":"real_output","unit":"index","year":2035,"baseline":1.25,"change":0.0125,"low":0.005,"high":0.02,"noise":0.0001,"detected":true,"pairing":4},
{"policy":"p","outcome":"poverty_rate","unit":"share","year":2035,"baseline":0.05,"change":0.001,"low":-0.005,"high":0.007,"noise":0.0001,"detected":false,"pairing":4},
{"policy":"p","outcome":"price_level","unit":"index","year":2035,"baseline":1,"change":-0.01,"low":-0.02,"high":-0.0001,"noise":0,"detected":true,"pairing":1},
{"policy":"p","outcome":"lorenz/income/0.5","unit":"share","year":2035,"baseline":0.2,"change":0.01,"low":0.01,"high":0.01,"noise":0,"detected":true,"pairing":1},
{"policy":"p","outcome":"fields/wage_real/11","unit":"index","year":2035,"baseline":1,"change":-0.1,"low":-0.2,"high":-0.05,"noise":0,"detected":true,"pairing":1}],
"groups":[{"policy":"p","by":"tenth of income","group":"1","people":0.1,"gain":{"change":0.02,"low":0.01,"high":0.03,"noise":0.001,"detected":true}}],
"budget":[{"policy":"p","item":"government_balance","words":"Balance","years":[2026,2027],"responsive":[-1e9,-2e9],"static":[-1e9,-1e9]}]}`

// The page of a comparison tells what is sure and only that, shows the rest as open, and asks nothing of a network.
func TestComparisonPage(t *testing.T) {
	p, err := report.Comparison([]byte(compared))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(p.Lead, "\n"), "Under p, in 2035, output changes by +1.0 % (80 % of draws: +0.4 to +1.6)."; got != want {
		t.Errorf("lead %q, want %q", got, want)
	}
	page, err := p.HTML()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := html.Parse(strings.NewReader(string(page))); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"no detected difference", "tenfold compare central p", "0123456789abcdef", "lever 0 -&gt; 1", "Managers", "−3.0", "Lorenz", "−2.0 to −0.01<"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("no %q on the page", want)
		}
	}
	if found := regexp.MustCompile(`(?:src|href)="(https?:|//)[^"]*|url\(http|@import`).FindString(string(page)); found != "" {
		t.Errorf("the page asks for %q", found)
	}
	again, err := p.HTML()
	if err != nil || string(again) != string(page) {
		t.Errorf("other bytes the second time: %v", err)
	}
	for _, broken := range []string{"", "{}", strings.Replace(compared, `"span"`, `"was"`, 1), `{"years":[2035],"policies":["p"]}`} {
		if _, err := report.Comparison([]byte(broken)); err == nil {
			t.Errorf("%q is taken", broken)
		}
	}
}

// Of few draws the page shows the range and no band, and where nothing could be detected it says so and tells no change.
func TestPageOfFewDraws(t *testing.T) {
	few := strings.NewReplacer(`"draws":16,"seeds":2`, `"draws":2,"seeds":1`, `"tested":true`, `"tested":false`, `"80 % of draws"`, `"range of draws"`,
		`"degrees_of_freedom":16,"student":2.92`, `"degrees_of_freedom":0,"student":0`, `"detected":true`, `"detected":false`).Replace(compared)
	p, err := report.Comparison([]byte(few))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(p.Lead, "\n"), "Under p nothing is said to change: these are too few draws or seeds to detect a difference."; got != want {
		t.Errorf("lead %q, want %q", got, want)
	}
	page, err := p.HTML()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"range of draws", "0.4 to &#43;1.6", "not tested", "not measured", "too few for a band"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("no %q on the page", want)
		}
	}
	for _, wrong := range []string{"80 % of draws", "no detected difference", "not detected"} {
		if strings.Contains(string(page), wrong) {
			t.Errorf("%q on the page", wrong)
		}
	}
}
