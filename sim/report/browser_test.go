package report_test

import (
	"encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tenfold/sim/browsertest"
	"tenfold/sim/chart"
	"tenfold/sim/report"
)

var update = flag.Bool("update", false, "keep what pages look like now")

// shown opens a page in the browser.
func shown(t *testing.T, p *report.Page, width, height int) *browsertest.Page {
	t.Helper()
	html, err := p.HTML()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(path, html, 0o644); err != nil {
		t.Fatal(err)
	}
	return browsertest.Open(t, "file://"+path, width, height)
}

func overlaid(t *testing.T) *report.Page {
	other := decade
	other.name, other.growth = "moore", .1
	return report.Runs(open(t, decade, other), context())
}

// The page loads without complaint or request, says values under the pointer and the arrow keys, changes its theme, and
// hands out its data.
func TestPageInABrowser(t *testing.T) {
	p := report.Runs(open(t, decade), context())
	b := shown(t, p, browsertest.Desktop, 900)
	const read = `document.querySelector("#output").parentElement.querySelector("output")`

	b.Point("#output", .5, .5)
	b.Wait(read + `.classList.contains("on")`)
	if got := b.Text(read + ".textContent"); !strings.HasPrefix(got, "output · 203") {
		t.Errorf("under the pointer: %q", got)
	}
	b.Point("h1", .5, .5)
	b.Wait("!" + read + `.classList.contains("on")`)

	b.Eval(`document.querySelector("#output").focus()`, nil)
	b.Press("Home", "ArrowRight")
	if got := b.Text(read + ".textContent"); got != "output · 2025 Q2: 1" {
		t.Errorf("under the keys: %q", got)
	}
	b.Press("End")
	if got := b.Text(read + ".textContent"); !strings.HasPrefix(got, "output · 2035 Q4: 1.2") {
		t.Errorf("at the end: %q", got)
	}
	b.Press("Escape")
	b.Wait("!" + read + `.classList.contains("on")`)

	paper := "getComputedStyle(document.documentElement).backgroundColor"
	light := b.Text(paper)
	b.Click("#theme")
	if dark := b.Text(paper); dark == light {
		t.Errorf("light and dark are %s", dark)
	}
	b.Click("#theme")
	if again := b.Text(paper); again != light {
		t.Errorf("light is %s at first and %s later", light, again)
	}

	saved := b.Download(`a[download="output.csv"]`, "output.csv")
	rows, err := csv.NewReader(strings.NewReader(string(saved))).ReadAll()
	if want := p.Figures()[0].Table(); err != nil || len(rows) != len(want) || rows[9][2] != want[9][2] {
		t.Errorf("saved %d rows of %d: %v", len(rows), len(want), err)
	}
	if got := b.Download(`a[download="output.svg"]`, "output.svg"); string(got) != string(chart.Standalone(p.Figures()[0])) {
		t.Errorf("saved %.80s", got)
	}
	b.Click(`nav a:last-child`)
	b.Wait("scrollY > 1000")
	if got := b.Faults(); len(got) > 0 {
		t.Errorf("complaints: %q", got)
	}
	if got := b.Abroad(); len(got) > 0 {
		t.Errorf("requests that leave the machine: %q", got)
	}
}

// Every figure has a name that is read out, the keyboard goes through the page in its order, text has the contrast that
// WCAG 2.1 asks for at level AA, nothing is wider than a phone, and no two labels of a chart collide.
func TestPageIsAccessible(t *testing.T) {
	comparison, err := report.Comparison([]byte(compared))
	if err != nil {
		t.Fatal(err)
	}
	sweep, err := report.Sweep(swept(t, "price.fall", "a.factor.with.a.name.that.is.long"), context())
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]*report.Page{"one": report.Runs(open(t, decade), context()), "two": overlaid(t), "comparison": comparison, "sweep": sweep} {
		b := shown(t, p, browsertest.Phone, 800)
		for _, dark := range []bool{false, true} {
			b.Dark(dark)
			if got := b.LowContrast(); got != "" {
				t.Errorf("%s, dark %t: too little contrast:\n%s", name, dark, got)
			}
		}
		for width, of := range map[int]string{browsertest.Phone: "a phone", browsertest.Desktop: "a desk"} {
			b.Resize(width, 800)
			if got := b.TooWide(); got != 0 {
				t.Errorf("%s: %d pixels wider than %s", name, got, of)
			}
		}
		if got := b.Unnamed(); got != "" {
			t.Errorf("%s: figures without a name: %s", name, got)
		}
		if got := b.Colliding(); got != "" {
			t.Errorf("%s: labels that collide or are cut:\n%s", name, got)
		}
		order := ""
		b.Eval(`scrollTo(0, 0)`, nil)
		for range 16 {
			b.Press("Tab")
			order += b.Text(`(e => { const before = window.last ? !(window.last.compareDocumentPosition(e) & 4) : false; window.last = e; return before ? "back to " + e.outerHTML.slice(0, 60) : "" })(document.activeElement)`)
		}
		if order != "" {
			t.Errorf("%s: the keyboard goes %s", name, order)
		}
	}
}

// Pages look as they did.
func TestPageLooksAsBefore(t *testing.T) {
	one := report.Runs(open(t, decade), context())
	b := shown(t, one, browsertest.Desktop, 1600)
	b.Golden("testdata/desktop.png", *update)
	b.Dark(true)
	b.Eval(`document.querySelector("#s4").scrollIntoView()`, nil)
	b.Golden("testdata/desktop-dark.png", *update)
	b.Dark(false)
	b.Resize(browsertest.Phone, 1600)
	b.Eval(`scrollTo(0, 0)`, nil)
	b.Golden("testdata/phone.png", *update)
	b = shown(t, overlaid(t), browsertest.Desktop, 1600)
	b.Golden("testdata/overlaid.png", *update)
	if got := b.Faults(); len(got) > 0 {
		t.Errorf("complaints: %q", got)
	}
}
