package browsertest_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tenfold/sim/browsertest"
)

const page = `<!doctype html><title>t</title><input id="i"><button id="b" onclick="document.title='clicked'">x</button>
<a id="a" href="data:text/plain,saved" download="file.txt">x</a><p id="p" onpointermove="document.title='pointed'" style="height:50px">p</p>
<script>
document.getElementById("i").addEventListener("keydown", e => { document.title += e.key });
console.error("bad", 1);
fetch("http://192.0.2.1/away").catch(() => {});
setTimeout(() => { throw new Error("thrown") });
</script>`

// What happens on a page is seen: clicks, pointing, keys, complaints and requests that leave the machine.
func TestAPageIsSeen(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(page))
	}))
	t.Cleanup(server.Close)
	p := browsertest.Open(t, server.URL, browsertest.Phone, 600)
	if got := p.Text("innerWidth"); got != "390" {
		t.Errorf("%s pixels wide", got)
	}
	p.Click("#b")
	p.Wait(`document.title === "clicked"`)
	p.Point("#p", .5, .5)
	p.Wait(`document.title === "pointed"`)
	p.Click("#i")
	p.Press("ArrowRight", "q")
	p.Wait(`document.title === "pointedArrowRightq"`)
	if len(p.Faults()) < 2 {
		t.Errorf("complaints: %q", p.Faults())
	}
	if got := p.Abroad(); len(got) != 1 || got[0] != "http://192.0.2.1/away" {
		t.Errorf("requests that left the machine: %q", got)
	}
	if got := string(p.Download("#a", "file.txt")); got != "saved" {
		t.Errorf("saved: %q", got)
	}
	p.Dark(true)
	if got := p.Text(`matchMedia("(prefers-color-scheme: dark)").matches`); got != "true" {
		t.Errorf("dark: %s", got)
	}
	if err := browsertest.Alike(p.Picture(), p.Picture()); err != nil {
		t.Error(err)
	}
}

// Pictures that differ in a corner are alike, those that differ by a part are not.
func TestPicturesAreCompared(t *testing.T) {
	paint := func(to int) []byte {
		m := image.NewGray(image.Rect(0, 0, 160, 160))
		for i := range m.Pix {
			m.Pix[i] = 255
		}
		for y := range to {
			for x := range to {
				m.SetGray(x, y, color.Gray{})
			}
		}
		var out bytes.Buffer
		if err := png.Encode(&out, m); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	if err := browsertest.Alike(paint(0), paint(16)); err != nil {
		t.Error(err)
	}
	if browsertest.Alike(paint(0), paint(80)) == nil {
		t.Error("a quarter that differs is not seen")
	}
}

// What is hard to read, nameless, colliding or too wide is found, and what is not is left alone.
func TestInaccessiblePagesAreFound(t *testing.T) {
	show := func(body string) *browsertest.Page {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte(`<!doctype html><title>t</title><meta name="viewport" content="width=device-width"><style>html{background:#fff}</style>` + body))
		}))
		t.Cleanup(server.Close)
		return browsertest.Open(t, server.URL, browsertest.Phone, 600)
	}
	good := `<figure><figcaption>c</figcaption><svg class="chart" id="s" role="img" tabindex="0" aria-labelledby="n" viewBox="0 0 100 50"><title id="n">n</title><text x="5" y="20" font-size="10">a</text><text x="50" y="20" font-size="10">b</text></svg></figure>`
	p := show(good)
	if p.LowContrast() != "" || p.Unnamed() != "" || p.Colliding() != "" || p.TooWide() != 0 {
		t.Errorf("%q %q %q %d", p.LowContrast(), p.Unnamed(), p.Colliding(), p.TooWide())
	}
	p = show(`<p style="color:#999">faint</p><div style="width:500px">wide</div><svg class="chart" id="s" viewBox="0 0 100 50"><text x="5" y="20" font-size="10">over</text><text x="8" y="22" font-size="10">lapping</text><text x="95" y="40" font-size="10">beyond</text></svg>`)
	if got := p.LowContrast(); !strings.Contains(got, "faint") {
		t.Errorf("contrast: %q", got)
	}
	if got := p.Colliding(); !strings.Contains(got, "over | lapping") || !strings.Contains(got, "beyond beyond the chart") {
		t.Errorf("collisions: %q", got)
	}
	if p.Unnamed() != "s" || p.TooWide() <= 0 {
		t.Errorf("%q %d", p.Unnamed(), p.TooWide())
	}
}
