package browsertest

import "strconv"

// LowContrast lists texts whose colour is nearer to that of the paper than WCAG 2.1 allows at level AA; none is "".
func (p *Page) LowContrast() string { p.T.Helper(); return p.Text(lowContrast) }

// Unnamed lists charts that the keyboard does not reach, that have no title for readers who cannot see them, or that stand in
// no figure with a caption.
func (p *Page) Unnamed() string { p.T.Helper(); return p.Text(unnamed) }

// Colliding lists pairs of texts of a chart that overlap by more than a hair, and texts that reach beyond it.
func (p *Page) Colliding() string { p.T.Helper(); return p.Text(colliding) }

// TooWide is by how many pixels the page is wider than the window.
func (p *Page) TooWide() int {
	p.T.Helper()
	n, err := strconv.Atoi(p.Text("document.documentElement.scrollWidth - innerWidth"))
	if err != nil {
		p.T.Fatal(err)
	}
	return n
}

const lowContrast = `(() => {
  const parse = (c) => c.match(/[\d.]+/g).map(Number);
  const lum = (c) => { const [r, g, b] = parse(c).map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const paper = getComputedStyle(document.documentElement).backgroundColor, bad = new Set();
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || e.closest("output, script, style, title")) continue;
    const style = getComputedStyle(e), colour = e.closest("svg") ? style.fill : style.color;
    const a = lum(colour) + .05, b = lum(paper) + .05, c = Math.max(a, b) / Math.min(a, b);
    if (c < 4.5) bad.add(c.toFixed(2) + " " + colour + " " + e.textContent.slice(0, 40));
  }
  return [...bad].join("\n");
})()`

const unnamed = `[...document.querySelectorAll("svg")].filter((s) => s.getAttribute("role") !== "img" || s.tabIndex !== 0 ||
  !document.getElementById(s.getAttribute("aria-labelledby"))?.textContent || !s.closest("figure")?.querySelector("figcaption")?.textContent).map((s) => s.id).join(" ")`

const colliding = `(() => {
  const bad = [];
  for (const s of document.querySelectorAll("svg.chart")) {
    const all = [...s.querySelectorAll("text")].map((t) => ({ t: t.textContent, b: t.getBBox() })), v = s.viewBox.baseVal;
    for (const { t, b } of all) if (b.x < -1 || b.y < -3 || b.x + b.width > v.width + 1 || b.y + b.height > v.height + 3) bad.push(s.id + ": " + t + " beyond the chart " + [b.x, b.y, b.x + b.width, b.y + b.height].map(Math.round));
    all.forEach((p, i) => all.slice(i + 1).forEach((q) => {
      const w = Math.min(p.b.x + p.b.width, q.b.x + q.b.width) - Math.max(p.b.x, q.b.x);
      const h = Math.min(p.b.y + p.b.height, q.b.y + q.b.height) - Math.max(p.b.y, q.b.y);
      if (w > 1 && h > 4) bad.push(s.id + ": " + p.t + " | " + q.t);
    }));
  }
  return bad.join("\n");
})()`
