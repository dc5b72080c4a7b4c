package playground_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"tenfold/sim/browsertest"
)

var golden = flag.Bool("golden", false, "write the golden pictures anew")

// settled is true when the last answer has come.
const settled = `document.body?.dataset.stage === "last"`

// open is the page of a small scenario when all is known, with few draws.
func open(t *testing.T, server, fragment string, width, height int) *browsertest.Page {
	t.Helper()
	if fragment == "" {
		fragment = "#"
	}
	p := browsertest.Open(t, server+"/?token="+token+fragment+"&draws=4", width, height)
	p.Wait(settled)
	return p
}

// quiet says that the page complained of nothing and asked nobody else.
func quiet(t *testing.T, p *browsertest.Page) {
	t.Helper()
	if faults := p.Faults(); len(faults) > 0 {
		t.Errorf("complaints: %q", faults)
	}
	if abroad := p.Abroad(); len(abroad) > 0 {
		t.Errorf("requests that left the machine: %q", abroad)
	}
}

// curve is how the line of output runs.
const curve = `document.querySelector("#box-real-output svg .line.c0").getAttribute("d")`

// A reader moves a slider and sees the curve change beside the baseline, puts a policy in force and changes its months, and
// takes a link, a command, a table and a drawing away; the link brings all of it back.
func TestReaderChangesThings(t *testing.T) {
	server := serve(t)
	p := open(t, server.URL, "", browsertest.Desktop, 900)
	before := p.Text(curve)
	if got := p.Text(`document.getElementById("sentences").textContent`); !strings.Contains(got, "In 2035, output is ") {
		t.Errorf("sentences %q", got)
	}

	p.Eval(`document.getElementById("r-price.fall").focus()`, nil)
	p.Press("Home") // the slowest fall
	p.Wait(settled + ` && document.getElementById("command").textContent.includes("price.fall=1.59")`)
	if p.Text(curve) == before {
		t.Error("the curve is the same after the slider moved")
	}
	if got := p.Text(`document.querySelectorAll("#box-real-output svg .line").length`); got != "2" {
		t.Errorf("%s lines, want that of the baseline too", got)
	}
	for id, want := range map[string]string{"difference": "A given capability gets cheaper by (price.fall): 1.59x/yr instead of 10x/yr", "sentences": "lower than in"} {
		if got := p.Text(`document.getElementById("` + id + `").textContent`); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", id, got, want)
		}
	}

	p.Eval(`(e => { e.value = "open-models"; e.dispatchEvent(new Event("change", {bubbles: true})) })(document.getElementById("add"))`, nil)
	p.Wait(settled + ` && document.getElementById("command").textContent.endsWith("--policy open-models")`)
	p.Eval(`(e => { e.value = "2029-01"; e.dispatchEvent(new Event("change", {bubbles: true})) })(document.getElementById("from-open-models"))`, nil)
	p.Wait(settled + ` && document.getElementById("command").textContent.endsWith("--policy open-models@2029-01")`)

	link, hash, after := p.Text("location.hash"), p.Text(`document.getElementById("hash").textContent`), p.Text(curve)
	for _, want := range []string{"set.price.fall=1.59", "policy=open-models%402029-01", "hash=" + hash} {
		if !strings.Contains(link, want) {
			t.Errorf("link %s, want %s", link, want)
		}
	}
	taken(t, p)
	quiet(t, p)

	again := open(t, server.URL, link, browsertest.Desktop, 900)
	if got := again.Text(`document.getElementById("hash").textContent`); got != hash || again.Text(curve) != after {
		t.Errorf("the link leads to %s, want %s", got, hash)
	}
	if got := again.Text(`document.getElementById("t-price.fall").value + document.getElementById("from-open-models").value`); got != "1.59x/yr2029-01" {
		t.Errorf("controls say %s", got)
	}
	again.Go(server.URL + "/?token=" + token + strings.Replace(link, "hash="+hash[:8], "hash=00000000", 1) + "&x") // another page, not the same
	again.Reload()
	again.Wait(settled + ` && document.getElementById("note").textContent.includes("another version")`)
	again.Click("#reset")
	again.Wait(`document.getElementById("difference").textContent.startsWith("Nothing") && ` + settled)
	if got := again.Text(`document.getElementById("command").textContent`); strings.Contains(got, "--") {
		t.Errorf("after the reset the command is %s", got)
	}
	quiet(t, again)
}

// taken looks at what a reader takes away.
func taken(t *testing.T, p *browsertest.Page) {
	t.Helper()
	p.Eval(`(() => {
		window.saved = [];
		const make = URL.createObjectURL;
		URL.createObjectURL = (blob) => { window.blob = blob; return make.call(URL, blob); };
		HTMLAnchorElement.prototype.click = function () { window.saved.push([this.download, window.blob.text()]); };
	})()`, nil)
	p.Click(`#box-real-output [data-file=csv]`)
	p.Click(`#box-real-output [data-file=svg]`)
	p.Click(`#all-csv`)
	for _, what := range []string{"link", "command", "yaml"} {
		p.Eval(`document.getElementById("copied").textContent = ""`, nil)
		p.Click(`[data-copy=` + what + `]`)
		p.Wait(`document.getElementById("copied").textContent !== ""`)
	}
	var saved [][2]string
	p.Eval(`Promise.all(window.saved.map(async ([name, text]) => [name, await text]))`, &saved)
	for i, want := range [][2]string{{".csv", "series,x,value,low,high\nsmall,2025,"}, {".svg", `<svg xmlns="http://www.w3.org/2000/svg"`}, {".csv", "run,outcome,unit,year,value,low,high\nbaseline,real_output,"}} {
		if i >= len(saved) {
			t.Fatalf("%d files", len(saved))
		}
		text := saved[i][1]
		if !strings.HasSuffix(saved[i][0], want[0]) || !strings.HasPrefix(text, want[1]) {
			t.Errorf("%s holds %.200q, want %q", saved[i][0], saved[i][1], want[1])
		}
	}
}

// What is wrong is said beside the setting that it concerns, and the next change runs again.
func TestReaderIsToldOfFaults(t *testing.T) {
	p := open(t, serve(t).URL, "", browsertest.Desktop, 900)
	enter := func(text string) {
		p.Eval(`(e => { e.value = `+fmt.Sprintf("%q", text)+`; e.dispatchEvent(new Event("change", {bubbles: true})) })(document.getElementById("t-price.fall"))`, nil)
	}
	enter("fast")
	p.Wait(`document.body.dataset.stage === "failed"`)
	if got := p.Text(`document.querySelector("[data-key='price.fall'] .fault").textContent`); !strings.Contains(got, "is not a number (expected x/yr") {
		t.Errorf("beside the setting stands %q", got)
	}
	enter("2x/18 months")
	p.Wait(settled)
	if got := p.Text(`document.querySelector("[data-key='price.fall'] .fault").textContent + document.getElementById("t-price.fall").value`); got != "1.587x/yr" {
		t.Errorf("beside the setting stands %q", got)
	}
}

// Pages are readable by keys alone and for those who do not see well: every control has a name, the focus goes through
// controls in the order of the page, texts have a contrast of 4.5 with the paper, and nothing is wider than a phone.
func TestEverybodyCanUseIt(t *testing.T) {
	server := serve(t)
	p := open(t, server.URL, "#set.price.fall=3&policy=basic-income", browsertest.Desktop, 900)
	p.Eval(`document.querySelectorAll("details").forEach(d => d.open = true)`, nil)
	var unnamed []string
	p.Eval(`[...document.querySelectorAll("input,select,button,summary,[tabindex='0'],svg[role=img]")].filter(e => !(
		e.getAttribute("aria-label") || e.labels?.length && e.labels[0].textContent.trim() ||
		(e.getAttribute("aria-labelledby") || "").split(" ").some(id => document.getElementById(id)?.textContent.trim()) ||
		/^(BUTTON|SUMMARY)$/.test(e.tagName) && e.textContent.trim())).map(e => e.outerHTML.slice(0, 120))`, &unnamed)
	if len(unnamed) > 0 {
		t.Errorf("without a name: %q", unnamed)
	}
	var twice []string
	p.Eval(`(ids => ids.filter((id, i) => ids.indexOf(id) !== i))([...document.querySelectorAll("[id]")].map(e => e.id))`, &twice)
	if len(twice) > 0 {
		t.Errorf("twice: %q", twice)
	}
	focusOrder(t, p)
	for _, dark := range []bool{false, true} {
		p.Dark(dark)
		var faint []string
		p.Eval(contrasts, &faint)
		if len(faint) > 0 {
			t.Errorf("dark %t: too little contrast: %q", dark, faint)
		}
	}
	p.Resize(browsertest.Phone, 844)
	p.Wait(`document.documentElement.scrollWidth <= innerWidth`)
	p.Eval(`document.getElementById("box-real-output").querySelector("svg").focus()`, nil)
	p.Press("ArrowRight", "ArrowRight")
	if got := p.Text(`document.querySelector("#box-real-output output.on")?.textContent`); !strings.Contains(got, "2026") {
		t.Errorf("the arrow keys read out %q", got)
	}
	quiet(t, p)
}

// focusOrder presses Tab and looks at what comes: each control after the one before it on the page, and seen.
func focusOrder(t *testing.T, p *browsertest.Page) {
	t.Helper()
	p.Eval(`document.activeElement.blur()`, nil)
	p.Eval(`window.order = []`, nil)
	const presses = 60
	for range presses {
		p.Press("Tab")
		p.Eval(`window.order.push(document.activeElement)`, nil)
	}
	var wrong []string
	p.Eval(`window.order.flatMap((e, i) => {
		const box = e.getBoundingClientRect(), before = window.order[i - 1];
		if (i > 0 && !(before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) && before !== e && e !== document.body) return ["before its turn: " + e.outerHTML.slice(0, 100)];
		return box.width > 0 && box.height > 0 ? [] : ["not to be seen: " + e.outerHTML.slice(0, 100)];
	})`, &wrong)
	if len(wrong) > 0 {
		t.Errorf("focus order: %q", wrong)
	}
	if got := p.Text(`new Set(window.order).size`); got < "40" {
		t.Errorf("%s places in %d presses", got, presses)
	}
}

// contrasts are texts whose contrast with what is behind them is below 4.5, by WCAG 2.1.
const contrasts = `(() => {
	const parse = (c) => { const m = c.match(/[\d.]+/g).map(Number); return c.startsWith("color(") ? [...m.slice(0, 3).map(x => x * 255), m[3] ?? 1] : [...m.slice(0, 3), m[3] ?? 1]; };
	const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
	const light = (c) => [0, 1, 2].map(i => { const v = c[i] / 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
	const out = [];
	for (const e of document.querySelectorAll("body *")) {
		if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.checkVisibility({visibilityProperty: true}) || e.closest(".sr,.skip,:disabled,option")) continue;
		const style = getComputedStyle(e), svg = e.closest("svg"), layers = [];
		let opacity = 1;
		for (let a = e; a; a = a.parentElement) { const s = getComputedStyle(a); opacity *= +s.opacity; layers.unshift(parse(s.backgroundColor)); }
		if (svg && e.classList.contains("in")) continue; // stands on a layer that the drawing tests look at
		let paper = [255, 255, 255, 1];
		for (const l of layers) paper = over(l, paper);
		const ink = parse(svg ? style.fill : style.color);
		const a = light(over([...ink.slice(0, 3), ink[3] * opacity], paper)), b = light(paper);
		const c = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
		if (c < 4.5) out.push(c.toFixed(2) + " " + e.tagName + "." + e.getAttribute("class") + " " + e.textContent.trim().slice(0, 40));
	}
	return out;
})()`

// The page looks as it did when somebody looked at it last.
func TestLooksAsBefore(t *testing.T) {
	server := serve(t)
	for _, c := range []struct {
		name          string
		width, height int
		dark          bool
	}{{"desktop", browsertest.Desktop, 1000, false}, {"phone", browsertest.Phone, 844, false}, {"dark", browsertest.Desktop, 1000, true}} {
		p := browsertest.Open(t, "", c.width, c.height)
		p.Dark(c.dark)
		p.Go(server.URL + "/?token=" + token + "#set.price.fall=3&policy=basic-income&draws=4")
		p.Wait(settled)
		p.Golden("testdata/"+c.name+".png", *golden)
		quiet(t, p)
	}
	if *golden {
		info, err := os.Stat("testdata/desktop.png")
		if err != nil || info.Size() > 300_000 {
			t.Errorf("%v: a picture of %d bytes", err, info.Size())
		}
	}
}
