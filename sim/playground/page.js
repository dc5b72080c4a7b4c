(() => {
  const $ = (id) => document.getElementById(id);
  const body = document.body, own = body.dataset.scenario;
  const token = new URLSearchParams(location.search).get("token") || "";
  const fresh = () => ({ scenario: own, baseline: own, set: {}, policies: [], seed: null, agents: 0, draws: 24 });
  let state = fresh(), accepted = null, last = null, files = {}, expected = "", firstAfter = "";

  // A control's scale runs from 0 to 1000, in logarithms where its ends lie far apart.
  const controls = [...document.querySelectorAll(".control")].map((el) => {
    const low = +el.dataset.low, high = +el.dataset.high, log = el.dataset.log === "true";
    const place = (v) => log ? Math.log(Math.max(v, low) / low) / Math.log(high / low) : (v - low) / (high - low);
    const value = (at) => log ? low * Math.pow(high / low, at) : low + (high - low) * at;
    return {
      el, key: el.dataset.key, unit: el.dataset.unit, place, value, log, low, high,
      range: el.querySelector("input[type=range]"), text: el.querySelector(".value"), select: el.querySelector("select"),
      reset: el.querySelector(".reset"), fault: el.querySelector(".fault"),
    };
  });
  const digits = (c, v) => {
    const step = c.log ? v : c.high - c.low;
    const places = Math.min(Math.max(2 - Math.floor(Math.log10(Math.abs(step) || 1)), 0), 8);
    return String(+v.toFixed(places));
  };
  for (const c of controls) {
    if (!c.range) {
      c.select.addEventListener("change", () => choose(c, c.select.value));
    } else {
      c.range.addEventListener("input", () => {
        const v = digits(c, c.value(c.range.value / 1000));
        c.text.value = v;
        c.range.setAttribute("aria-valuetext", v + " " + c.unit);
        choose(c, v);
      });
      c.text.addEventListener("change", () => choose(c, c.text.value.trim()));
      const clamp = (v) => 100 * Math.min(Math.max(v, 0), 1) + "%";
      for (const i of c.el.querySelectorAll(".mark")) i.style.left = clamp(c.place(+i.dataset.at));
      for (const i of c.el.querySelectorAll(".prior")) {
        i.style.left = clamp(c.place(+i.dataset.from));
        i.style.right = clamp(1 - c.place(+i.dataset.to));
      }
    }
    c.reset.addEventListener("click", () => { delete state.set[c.key]; changed(); (c.range || c.select).focus(); });
  }
  const choose = (c, v) => {
    if (v === "") delete state.set[c.key]; else state.set[c.key] = v;
    // What counts only with another setting takes that setting along.
    if (c.key === "tasks.quantile") state.set["tasks.ceiling"] = "quantile";
    if (c.key === "fleet.size") state.set["fleet.mode"] = "fixed";
    changed();
  };

  for (const key of ["scenario", "baseline"]) $(key).addEventListener("change", () => { state[key] = $(key).value; changed(); });
  $("agents").addEventListener("change", () => { state.agents = +$("agents").value; changed(); });
  $("seed").addEventListener("change", () => { state.seed = $("seed").value === "" ? null : Math.max(0, Math.floor(+$("seed").value)); changed(); });
  $("reset").addEventListener("click", () => { state = fresh(); expected = ""; changed(); });
  $("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  // Policies are rows with months.
  const lawOf = (name) => [...$("add").options].find((o) => o.value === name && name !== "");
  $("add").addEventListener("change", () => {
    const name = $("add").value;
    $("add").value = "";
    if (name && !state.policies.some((p) => p.name === name)) { state.policies.push({ name, from: "", until: "" }); changed(); }
  });
  const lawRow = (p) => {
    const law = lawOf(p.name), box = document.createElement("div");
    box.className = "law";
    const head = document.createElement("div"), title = document.createElement("strong"), away = document.createElement("button");
    head.className = "head";
    title.textContent = p.name;
    away.type = "button";
    away.textContent = "Remove";
    away.setAttribute("aria-label", "Remove the policy " + p.name);
    away.addEventListener("click", () => { state.policies = state.policies.filter((x) => x !== p); changed(); $("add").focus(); });
    head.append(title, away);
    const doc = document.createElement("p"), months = document.createElement("div");
    doc.textContent = law ? law.dataset.doc : "";
    months.className = "pair";
    for (const [key, words, file] of [["from", "From", law?.dataset.from || body.dataset.first], ["until", "Until", law?.dataset.until || body.dataset.last]]) {
      const cell = document.createElement("div"), label = document.createElement("label"), input = document.createElement("input");
      input.type = "month";
      input.id = key + "-" + p.name;
      input.min = body.dataset.first;
      input.max = body.dataset.last;
      input.value = p[key] || file;
      label.htmlFor = input.id;
      label.textContent = words;
      input.addEventListener("change", () => { p[key] = input.value === file ? "" : input.value; changed(); });
      cell.append(label, input);
      months.append(cell);
    }
    box.append(head, doc, months);
    return box;
  };
  let lawsShown = "";
  const showLaws = () => {
    const key = JSON.stringify(state.policies.map((p) => p.name));
    if (key === lawsShown) return;
    lawsShown = key;
    $("laws").replaceChildren(...state.policies.map(lawRow));
    for (const o of $("add").options) o.disabled = state.policies.some((p) => p.name === o.value);
  };

  // The part of the address behind # holds the state, readable, and the hash of the configuration that it stands for.
  const dated = (p) => p.name + (p.from || p.until ? "@" + p.from + (p.until ? ":" + p.until : "") : "");
  const toFragment = () => {
    const q = new URLSearchParams();
    if (state.scenario !== own) q.set("scenario", state.scenario);
    if (state.baseline !== own) q.set("baseline", state.baseline);
    for (const key of Object.keys(state.set).sort()) q.set("set." + key, state.set[key]);
    for (const p of state.policies) q.append("policy", dated(p));
    if (state.seed !== null) q.set("seed", state.seed);
    if (state.agents) q.set("agents", state.agents);
    if (state.draws !== fresh().draws) q.set("draws", state.draws);
    if (accepted) q.set("hash", accepted.hash);
    return q.toString();
  };
  const fromFragment = () => {
    const q = new URLSearchParams(location.hash.slice(1));
    state = fresh();
    for (const [key, v] of q) {
      if (key === "scenario" || key === "baseline") state[key] = v;
      else if (key.startsWith("set.")) state.set[key.slice(4)] = v;
      else if (key === "seed") state.seed = +v;
      else if (key === "agents" || key === "draws") state[key] = +v;
      else if (key === "policy") {
        const m = /^([^@]+)(?:@(\d{4}-\d{2})?(?::(\d{4}-\d{2}))?)?$/.exec(v);
        if (m) state.policies.push({ name: m[1], from: m[2] || "", until: m[3] || "" });
      }
    }
    expected = q.get("hash") || "";
    lawsShown = "";
  };
  const shown = () => location.hash.slice(1);
  addEventListener("hashchange", () => { if (shown() !== toFragment()) { fromFragment(); changed(); } });

  // Everything that the server knows of the state is shown where the reader set it.
  const showState = () => {
    for (const key of ["scenario", "baseline"]) $(key).value = state[key];
    $("agents").value = String(state.agents);
    $("seed").value = state.seed ?? "";
    showLaws();
    for (const c of controls) {
      const mine = c.key in state.set, said = accepted?.settings[c.key];
      c.el.classList.toggle("changed", mine);
      c.reset.hidden = !mine;
      if (said) c.el.classList.toggle("off", !said.counts);
      if (c.select) {
        const v = mine ? state.set[c.key] : said?.text;
        if (v !== undefined) c.select.value = v;
      } else if (said) {
        if (document.activeElement !== c.range) {
          c.range.value = Math.round(1000 * c.place(said.value));
          c.range.setAttribute("aria-valuetext", said.text);
        }
        if (document.activeElement !== c.text && document.activeElement !== c.range) c.text.value = said.text;
      }
    }
    for (const g of document.querySelectorAll(".group")) {
      const n = g.querySelectorAll(".control.changed").length + (g.querySelector("#laws") ? state.policies.length : 0);
      g.querySelector(".changes").textContent = n ? n + " set" : "";
    }
  };
  const showFaults = (error) => {
    for (const el of document.querySelectorAll(".fault")) el.textContent = "";
    if (!error) return;
    const rest = [];
    for (const f of error.faults || []) {
      const c = controls.find((x) => x.key === f.path);
      if (c) c.fault.textContent = f.message; else if (/polic/.test(f.path + f.file) || (f.message || "").includes("policy")) $("fault-policies").textContent += f.message + ". ";
      else rest.push((f.path ? f.path + ": " : "") + f.message);
    }
    if (!(error.faults || []).length) rest.push(error.message);
    $("fault-run").textContent = rest.join(". ");
  };

  const thousands = (n) => n.toLocaleString("en-US");
  const list = (el, texts) => el.replaceChildren(...texts.map((t) => { const li = document.createElement("li"); li.textContent = t; return li; }));
  const showAccepted = () => {
    list($("difference"), accepted.difference.length ? accepted.difference : ["Nothing: this is " + accepted.baseline + " as it stands."]);
    $("command").textContent = accepted.command;
    $("yaml").textContent = accepted.yaml;
    $("hash").textContent = accepted.hash;
    $("seed-used").textContent = accepted.seed;
    $("months").textContent = accepted.start + " to " + accepted.end;
    $("note").textContent = expected && expected !== accepted.hash ? "The link that led here was made with another version of the model, the scenario or this program: its hash begins with " + expected.slice(0, 8) + ", this one's with " + accepted.hash.slice(0, 8) + "." : "";
    history.replaceState(null, "", location.pathname + location.search + "#" + toFragment());
  };

  const minus = (text) => text.replace("-", "−");
  const short = (v, digits = 4) => {
    const size = Math.abs(v);
    for (const [least, unit] of [[1e12, "tn"], [1e9, "bn"], [1e6, "M"], [1e4, "k"]]) if (size >= least) return minus(+(v / (unit === "k" ? 1e3 : least)).toPrecision(digits) + unit);
    return minus(String(+v.toPrecision(digits)));
  };
  const atYear = (c, year, digits) => { const i = c.years.indexOf(year); return i < 0 ? "" : short(c.values[i], digits); };
  const showResult = (r) => {
    list($("sentences"), r.sentences.length ? r.sentences : ["Draws from the priors decide what is sure…"]);
    const boxes = new Set(r.figures.map((f) => "box-" + f.id));
    for (const box of document.querySelectorAll("figure")) box.hidden = !boxes.has(box.id);
    for (const f of r.figures) {
      const box = $("box-" + f.id), plot = box.querySelector(".plot"), t = document.createElement("template");
      t.innerHTML = f.svg;
      const next = t.content.firstElementChild, old = plot.querySelector("svg");
      if (old) { // the element stays, and with it the reader's focus
        for (const a of next.attributes) old.setAttribute(a.name, a.value);
        old.replaceChildren(...next.childNodes);
      } else plot.prepend(next);
      box.querySelector(".source span").textContent = f.source;
      for (const b of box.querySelectorAll("button")) b.disabled = !f.csv;
      if (f.csv) files[f.id] = f;
    }
    $("all-csv").disabled = !r.complete;
    let year = 0;
    $("rows").replaceChildren(...r.outcomes.filter((o) => o.variant.years.length).map((o) => {
      const tr = document.createElement("tr"), c = o.change;
      year = c ? c.year : o.variant.years[o.variant.years.length - 1];
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = o.words + ", " + o.unit.replace(", log scale", "").replace(/^1 is the trend.*/, "trend 1");
      tr.append(head);
      const open = c && c.band && c.low <= 0 && c.high >= 0;
      for (const text of [atYear(o.baseline, year), atYear(o.variant, year), c ? c.short : "", c && c.band ? (open ? "sign is open" : c.band_words) : ""]) {
        const td = document.createElement("td");
        td.className = "n";
        td.textContent = text;
        tr.append(td);
      }
      return tr;
    }));
    if (year) $("year").textContent = year;
    // On a phone the charts are far from the settings: a line at the foot says the most.
    const pulse = (column, words, sign) => {
      const o = r.outcomes.find((x) => x.column === column), a = atYear(o.baseline, year, 3), b = atYear(o.variant, year, 3);
      return words + " " + (o.change ? a + " → " + b : b) + sign;
    };
    $("pulse").textContent = year ? year + ": " + [pulse("real_output", "output", ""), pulse("unemployment_rate", "unemployment", " %"), pulse("labour_share", "labour's share", " %")].join(" · ") : "";
    if (r.stage === "first" && r.complete) firstAfter = "First answer after " + Math.round(r.took_ms) + " ms; now ";
    const of = r.agents.coworkers ? thousands(r.agents.coworkers) + " coworkers and " + thousands(r.agents.people) + " people simulated" : "expectations in place of agents";
    const bands = r.draws ? "; bands hold 80 % of " + r.draws + " draws" + (r.dropped ? " (" + r.dropped + " could not be run)" : "") : "";
    $("stage").textContent = firstAfter + of + bands + (r.last ? "." : "; refining…");
    last = r;
    document.body.dataset.stage = r.complete ? r.stage : r.stage + "-partial";
    if (r.last) document.body.dataset.stage = "last";
  };

  // One run at a time: what is asked next ends what runs.
  let running = null, waiting = 0;
  const changed = () => {
    showState();
    document.body.dataset.stage = "asked";
    clearTimeout(waiting);
    waiting = setTimeout(ask, 40);
  };
  const width = () => Math.round(Math.min(Math.max(document.querySelector(".figures figure:not([hidden])")?.clientWidth || 360, 260), 1000));
  const wideWidth = () => Math.round(Math.min(Math.max(document.querySelector(".figures").clientWidth || 360, 260), 1000));
  const ask = async () => {
    running?.abort();
    const mine = running = new AbortController();
    files = {};
    firstAfter = "";
    try {
      const send = { ...state, policies: state.policies.map((p) => ({ name: p.name, from: p.from, until: p.until })) };
      if (send.seed === null) delete send.seed;
      const response = await fetch("/api/run?width=" + width() + "&wide=" + wideWidth(), {
        method: "POST", signal: mine.signal, body: JSON.stringify(send),
        headers: { "Content-Type": "application/json", Accept: "text/event-stream", Authorization: "Bearer " + token },
      });
      if (!response.ok) {
        fail((await response.json()).error);
        return;
      }
      showFaults(null);
      await events(response.body, (event, data) => {
        if (mine !== running) return;
        if (event === "accepted") { accepted = data; showAccepted(); showState(); }
        else if (event === "result") showResult(data);
        else if (event === "error") fail(data.error);
      });
    } catch (e) {
      if (e.name !== "AbortError") fail({ message: "The server does not answer: is `tenfold serve` still running?", faults: [] });
    }
  };
  const fail = (error) => {
    showFaults(error);
    $("stage").textContent = "Not run: see what is marked among the settings.";
    document.body.dataset.stage = "failed";
  };
  const events = async (stream, tell) => {
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
      for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
        const [event, data] = text.slice(0, end).split("\n");
        tell(event.slice("event: ".length), JSON.parse(data.slice("data: ".length)));
      }
    }
  };

  // What a reader takes away.
  const save = (name, kind, text) => {
    const a = document.createElement("a");
    a.href = URL.createObjectURL(new Blob([text], { type: kind }));
    a.download = name;
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 1000);
  };
  const stem = () => (accepted ? accepted.name + "-" + accepted.hash.slice(0, 8) : "tenfold");
  document.querySelector(".figures").addEventListener("click", (e) => {
    const kind = e.target.dataset?.file, id = e.target.closest("figure")?.id.slice(4);
    if (!kind || !files[id]) return;
    if (kind === "csv") save(id + "-" + stem() + ".csv", "text/csv", files[id].csv);
    else save(id + "-" + stem() + ".svg", "image/svg+xml", files[id].file);
  });
  $("all-csv").addEventListener("click", () => {
    const rows = [["run", "outcome", "unit", "year", "value", "low", "high"]], cell = (v) => /[",]/.test(v) ? '"' + String(v).replaceAll('"', '""') + '"' : v;
    for (const o of last.outcomes) for (const run of ["baseline", "variant"]) {
      const c = o[run];
      c.years.forEach((y, i) => rows.push([run, o.column, o.unit, y, c.values[i], c.low?.[i] ?? "", c.high?.[i] ?? ""]));
    }
    save("figures-" + stem() + ".csv", "text/csv", rows.map((r) => r.map(cell).join(",")).join("\n") + "\n");
  });
  for (const b of document.querySelectorAll("[data-copy]")) b.addEventListener("click", async () => {
    const what = b.dataset.copy;
    const text = what === "link" ? location.href : what === "command" ? accepted.command : accepted.yaml;
    try {
      await navigator.clipboard.writeText(text);
      $("copied").textContent = "Copied.";
    } catch {
      $("copied").textContent = what === "link" ? "The address bar holds the link." : "Select it below: this browser keeps pages from copying.";
    }
  });

  let wide = 0;
  addEventListener("resize", () => {
    const now = width();
    if (wide && Math.abs(now - wide) > 30) { clearTimeout(waiting); waiting = setTimeout(ask, 200); }
    wide = now;
  });
  fromFragment();
  showState();
  if (innerWidth <= 860) for (const g of document.querySelectorAll(".group")) g.open = false;
  wide = width();
  ask();
})();
