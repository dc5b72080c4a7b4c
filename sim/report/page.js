"use strict";
document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
// Every chart says the value nearest to the pointer, or walks through its values with the arrow keys.
for (const svg of document.querySelectorAll("svg.chart")) {
  const out = svg.parentElement.querySelector("output");
  const places = (svg.dataset.readouts || "").split("|").filter(Boolean).map((text) => {
    const [x, y] = text.split(",", 2);
    return { x: +x, y: +y, text: text.slice(x.length + y.length + 2) };
  });
  if (!out || places.length === 0) continue;
  let at = -1;
  const show = (i) => {
    at = (i + places.length) % places.length;
    const box = svg.getBoundingClientRect(), scale = box.width / svg.viewBox.baseVal.width, p = places[at];
    out.textContent = p.text;
    out.style.left = Math.min(Math.max(p.x * scale, 70), Math.max(box.width - 70, 70)) + "px";
    out.style.top = Math.max(p.y * scale, 30) + "px";
    out.classList.add("on");
  };
  const hide = () => out.classList.remove("on");
  svg.addEventListener("pointermove", (e) => {
    const box = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / box.width;
    const x = (e.clientX - box.left) * scale, y = (e.clientY - box.top) * scale;
    let best = 0, least = Infinity;
    places.forEach((p, i) => {
      const d = (p.x - x) ** 2 + (p.y - y) ** 2;
      if (d < least) { least = d; best = i; }
    });
    show(best);
  });
  svg.addEventListener("pointerleave", hide);
  svg.addEventListener("blur", hide);
  svg.addEventListener("keydown", (e) => {
    if (e.key === "ArrowRight") show(at + 1);
    else if (e.key === "ArrowLeft") show(at - 1);
    else if (e.key === "Escape") hide();
    else return;
    e.preventDefault();
  });
}
