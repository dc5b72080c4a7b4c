// Every chart says the value nearest to the pointer, or walks through its values with the arrow keys. Charts that are put
// on the page later do so too. A read-out is the <output> beside the chart.
(() => {
  const known = new WeakMap();
  const state = (svg) => {
    let s = known.get(svg);
    if (s === undefined) {
      const places = (svg.dataset.readouts || "").split("|").filter(Boolean).map((text) => {
        const [x, y] = text.split(",", 2);
        return { x: +x, y: +y, text: text.slice(x.length + y.length + 2) };
      });
      s = { places, at: -1, out: svg.parentElement.querySelector("output") };
      known.set(svg, s);
    }
    return s.out && s.places.length > 0 ? s : null;
  };
  const ring = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  ring.setAttribute("class", "here");
  ring.setAttribute("r", "5");
  let open = null;
  const hide = () => {
    if (open) open.out.classList.remove("on");
    open = null;
    ring.remove();
  };
  const show = (svg, s, i) => {
    if (open && open !== s) hide();
    open = s;
    s.at = (i + s.places.length) % s.places.length;
    const box = svg.getBoundingClientRect(), scale = box.width / svg.viewBox.baseVal.width, p = s.places[s.at];
    s.out.textContent = p.text;
    const half = s.out.offsetWidth / 2;
    s.out.style.left = Math.min(Math.max(p.x * scale, half), Math.max(box.width - half, half)) + "px";
    s.out.style.top = p.y * scale + "px";
    s.out.classList.toggle("below", p.y * scale < 60);
    s.out.classList.add("on");
    ring.setAttribute("cx", p.x);
    ring.setAttribute("cy", p.y);
    svg.append(ring);
  };
  const chart = (e) => (e.target instanceof Element ? e.target.closest("svg.chart") : null);
  document.addEventListener("pointermove", (e) => {
    const svg = chart(e), s = svg && state(svg);
    if (!s) {
      if (open && document.activeElement?.classList.contains("chart") !== true) hide();
      return;
    }
    const box = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / box.width;
    const x = (e.clientX - box.left) * scale, y = (e.clientY - box.top) * scale;
    let best = 0, least = Infinity;
    s.places.forEach((p, i) => {
      const d = (p.x - x) ** 2 + (p.y - y) ** 2;
      if (d < least) { least = d; best = i; }
    });
    show(svg, s, best);
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", (e) => {
    const svg = chart(e), s = svg && state(svg);
    if (!s) return;
    const step = { ArrowRight: s.at + 1, ArrowLeft: s.at < 0 ? -1 : s.at - 1, Home: 0, End: -1 }[e.key];
    if (step !== undefined) show(svg, s, step);
    else if (e.key === "Escape") hide();
    else return;
    e.preventDefault();
  });
})();
