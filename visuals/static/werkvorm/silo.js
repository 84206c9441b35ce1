// Replay of the map of silos: tokens run along the arcs; lost ones leave the arc and drop on their place in the pile, which grows.
//
// What passed the gate holds no dates, so the handovers of a pair are spread evenly over the replay, and the page says so.

import { all, data, drawn, one, still, word } from "./data.js";

const SECONDS = 15, LIFE = 0.13, FALL = 0.035, LEAVES = 0.86, MOST_TOKENS = 420, UNITS = [12, 25, 50, 100, 250, 500, 1000, 5000];
const TEMPO = [20 / 45, 1, 2];
let svg, arcs, piles, tokens, group, flows, unit, running = 0, before = 0;
export const silo = { part: 1 };

export function prepareSilo() {
  const view = data.views.find(({ kind }) => kind === "silo");
  svg = one(".view.silo svg");
  if (!view || !svg || !view.flows.length) return false;
  flows = view.flows;
  arcs = new Map(all("path[id*='-arc-']", svg).map((path) => [`${path.dataset.from}-${path.dataset.to}`, { path, length: path.getTotalLength() }]));
  piles = all("text[data-lost]", svg).map(pile);
  tokens = [...runners(), ...piles.flatMap(fallers)];
  group = drawn("g", { class: "tokens" });
  one("g.pills", svg).before(group);
  const drop = piles.length ? piles[0].unit : 1;
  one("#replayed").textContent = word(drop === 1 ? "replayed_one" : "replayed", { handovers: unit, lost: drop });
  return true;
}

function pile(text) {
  const gap = text.dataset.pile;
  const dots = all(`circle[data-pile="${gap}"]`, svg).sort((a, b) => a.dataset.at - b.dataset.at)
    .map((el) => ({ el, x: Number(el.getAttribute("cx")), y: Number(el.getAttribute("cy")) }));
  return {
    text, dots, gap: Number(gap), lost: Number(text.dataset.lost), unit: Number(text.dataset.unit),
    shown: text.textContent, y: Number(text.getAttribute("y")),
  };
}

function runners() {
  const arrived = flows.map(([from, to, n, lost]) => [`${from}-${to}`, n - lost]).filter(([name]) => arcs.has(name));
  const every = arrived.reduce((sum, [, n]) => sum + n, 0);
  unit = UNITS.find((size) => every / size <= MOST_TOKENS) || UNITS[UNITS.length - 1];
  return arrived.flatMap(([name, n], row) => {
    const count = Math.round(n / unit), arc = arcs.get(name);
    return Array.from({ length: count }, (_, at) => ({ arc, start: ((at + ((row * 0.618) % 1)) / count) * (1 - LIFE), r: 8 }));
  });
}

// A dot of a pile lands when its turn comes; it came along an arc into this gap, of those that have most left to lose.
function fallers(heap) {
  const into = flows.filter(([from, to, , lost]) => lost && arcs.has(`${from}-${to}`) && (from < to ? to - 1 : to) === heap.gap);
  const left = into.map(([, , , lost]) => lost);
  return heap.dots.map((dot, at) => {
    const next = left.indexOf(Math.max(...left));
    if (next >= 0) left[next] -= heap.unit;
    dot.lands = LIFE + ((at + 1) / (heap.dots.length + 1)) * (0.97 - LIFE);
    const arc = next >= 0 ? arcs.get(`${into[next][0]}-${into[next][1]}`) : null;
    return { arc, dot, start: dot.lands - FALL - LIFE * LEAVES, r: 9 };
  });
}

function lostAt(part) {
  return piles.map(({ lost, dots }) => (dots.length ? Math.round((lost * dots.filter(({ lands }) => lands <= part).length) / dots.length) : lost));
}

export function drawSilo(part) {
  silo.part = Math.min(1, Math.max(0, part));
  const over = silo.part >= 1, counts = lostAt(silo.part);
  piles.forEach(({ text, dots, lost, shown, y }, at) => {
    let top = Infinity, highest = Infinity;
    for (const { el, lands, y: own } of dots) {
      const later = !over && lands > silo.part;
      el.classList.toggle("later", later);
      highest = Math.min(highest, own);
      if (!later) top = Math.min(top, own);
    }
    text.textContent = over || counts[at] === lost ? shown : String(counts[at]);
    text.setAttribute("y", over || top === Infinity ? y : y + (top - highest));
    text.classList.toggle("later", !over && counts[at] === 0);
  });
  group.replaceChildren();
  if (over) return;
  for (const { arc, dot, start, r } of tokens) {
    const along = (silo.part - start) / LIFE;
    if (along < 0 || !arc) continue;
    if (!dot && along <= 1) token(arc.path.getPointAtLength(arc.length * along), r, "var(--ink)");
    else if (dot && along <= LEAVES) token(arc.path.getPointAtLength(arc.length * along), r, "var(--kier)");
    else if (dot && silo.part < dot.lands) {
      const from = arc.path.getPointAtLength(arc.length * LEAVES), done = Math.max(0, (silo.part - (dot.lands - FALL)) / FALL);
      token({ x: from.x + (dot.x - from.x) * done, y: from.y + (dot.y - from.y) * done ** 2 }, r, "var(--kier)");
    }
  }
}

function token({ x, y }, r, fill) {
  group.append(drawn("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r, fill, stroke: "var(--bg)", "stroke-width": 2 }));
}

export function toggleSilo() {
  if (running) return pauseSilo();
  if (silo.part >= 1) drawSilo(0);
  button("pause");
  if (still.matches) {
    running = setInterval(() => forward(1.5), 1500);
    return;
  }
  before = 0;
  running = requestAnimationFrame(frame);
}

export function pauseSilo() {
  if (!running) return;
  clearInterval(running);
  cancelAnimationFrame(running);
  running = 0;
  button("play");
}

export function wholeSilo() {
  pauseSilo();
  if (piles) drawSilo(1);
}

function frame(now) {
  if (!running) return;
  running = requestAnimationFrame(frame);
  if (before) forward(Math.min((now - before) / 1000, 0.25));
  before = now;
}

function forward(seconds) {
  drawSilo(silo.part + (seconds / SECONDS) * TEMPO[Number(one("#tempo").value)]);
  if (silo.part >= 1) pauseSilo();
}

function button(name) {
  const found = one('[data-do="play"]');
  found.textContent = word(name);
  found.setAttribute("aria-pressed", String(name === "pause"));
}
