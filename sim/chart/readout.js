// Every chart says the value nearest to the pointer, or walks through its values with the arrow keys. A chart's read-out is
// the <output> beside it; charts that come later need no more than that.
(() => {
  const places = (svg) => (svg.dataset.readouts || "").split("|").filter(Boolean).map((text) => {
    const [x, y] = text.split(",", 2);
    return { x: +x, y: +y, text: text.slice(x.length + y.length + 2) };
  });
  const chartAt = (e) => e.target instanceof Element ? e.target.closest("svg.chart") : null;
  const outputOf = (svg) => svg.parentElement.querySelector("output");
  const show = (svg, all, i) => {
    const out = outputOf(svg);
    if (!out || all.length === 0) return;
    const at = (i + all.length) % all.length, p = all[at];
    const box = svg.getBoundingClientRect(), scale = box.width / svg.viewBox.baseVal.width;
    svg.dataset.at = at;
    out.textContent = p.text;
    out.style.left = Math.min(Math.max(p.x * scale, 70), Math.max(box.width - 70, 70)) + "px";
    out.style.top = Math.max(p.y * scale, 30) + "px";
    out.classList.add("on");
  };
  const hide = (svg) => outputOf(svg)?.classList.remove("on");
  document.addEventListener("pointermove", (e) => {
    const svg = chartAt(e);
    if (!svg) return;
    const box = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / box.width;
    const x = (e.clientX - box.left) * scale, y = (e.clientY - box.top) * scale;
    const all = places(svg), d = (p) => (p.x - x) ** 2 + (p.y - y) ** 2;
    show(svg, all, all.reduce((best, p, i) => d(p) < d(all[best]) ? i : best, 0));
  });
  document.addEventListener("pointerout", (e) => {
    const svg = chartAt(e);
    if (svg && !svg.contains(e.relatedTarget)) hide(svg);
  });
  document.addEventListener("focusout", (e) => { const svg = chartAt(e); if (svg) hide(svg); });
  document.addEventListener("keydown", (e) => {
    const svg = chartAt(e), at = +(svg?.dataset.at ?? -1);
    if (!svg) return;
    if (e.key === "ArrowRight") show(svg, places(svg), at + 1);
    else if (e.key === "ArrowLeft") show(svg, places(svg), at - 1);
    else if (e.key === "Escape") hide(svg);
    else return;
    e.preventDefault();
  });
})();
