// One row of silos that is replayed: tokens run along its arcs; lost ones leave the arc and drop on their place in the pile, which grows.
//
// What passed the gate holds no dates, so the handovers of a pair are spread evenly over the replay, and the page says so.

import { all, drawn, one } from "./data.js";

const LIFE = 0.13, FALL = 0.035, LEAVES = 0.86, LONGEST = 0.4, MOST_TOKENS = 420, UNITS = [12, 25, 50, 100, 250, 500, 1000, 5000];

// How many handovers a token is, the same for all rows that are replayed together.
export function tokenUnit(rows) {
  const every = rows.flat().reduce((sum, [, , n, lost]) => sum + n - lost, 0);
  return UNITS.find((size) => every / size <= MOST_TOKENS) || UNITS[UNITS.length - 1];
}

// It gives how the row is drawn, and how many lost questions a dot that falls is (0: none falls).
// `side`: which of two rows in the picture; `share`: the part of the replay in which it runs.
export function tokenRow(svg, flows, unit, side = "", share = 1) {
  const own = side ? `[data-side="${side}"]` : "", life = Math.min(LIFE / share, LONGEST), fall = (life / LIFE) * FALL;
  const arcs = new Map(all(`path[id*='-arc-']${own}`, svg)
    .map((path) => [`${path.dataset.from}-${path.dataset.to}`, { path, length: path.getTotalLength() }]));
  const piles = all(`text[data-lost]${own}`, svg).map(pile);
  const tokens = [...runners(), ...piles.flatMap(fallers)];
  const group = drawn("g", { class: "tokens" });
  one("g.pills", svg).before(group);

  function pile(text) {
    const dots = all(`circle[data-pile="${text.dataset.pile}"]${own}`, svg).sort((a, b) => a.dataset.at - b.dataset.at)
      .map((el) => ({ el, x: Number(el.getAttribute("cx")), y: Number(el.getAttribute("cy")) }));
    return {
      text, dots, gap: Number(text.dataset.pile), lost: Number(text.dataset.lost), unit: Number(text.dataset.unit),
      shown: text.textContent, y: Number(text.getAttribute("y")),
    };
  }

  function runners() {
    return flows.filter(([from, to]) => arcs.has(`${from}-${to}`)).flatMap(([from, to, n, lost], row) => {
      const count = Math.round((n - lost) / unit), arc = arcs.get(`${from}-${to}`);
      return Array.from({ length: count }, (_, at) => ({ arc, start: ((at + ((row * 0.618) % 1)) / count) * (1 - life), r: 8 }));
    });
  }

  // A dot of a pile lands when its turn comes; it came along an arc into this gap, of those that have most left to lose.
  function fallers(heap) {
    const into = flows.filter(([from, to, , lost]) => lost && arcs.has(`${from}-${to}`) && (from < to ? to - 1 : to) === heap.gap);
    const left = into.map(([, , , lost]) => lost);
    return heap.dots.map((dot, at) => {
      const next = left.indexOf(Math.max(...left));
      if (next >= 0) left[next] -= heap.unit;
      dot.lands = life + ((at + 1) / (heap.dots.length + 1)) * (0.97 - life);
      const arc = next >= 0 ? arcs.get(`${into[next][0]}-${into[next][1]}`) : null;
      return { arc, dot, start: dot.lands - fall - life * LEAVES, r: 9 };
    });
  }

  function token({ x, y }, r, fill) {
    group.append(drawn("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r, fill, stroke: "var(--bg)", "stroke-width": 2 }));
  }

  // Draws the row at a part of its own time (0 to 1) and gives how many questions lie in its piles then.
  function draw(part) {
    const over = part >= 1;
    let fallen = 0;
    for (const { text, dots, lost, shown, y } of piles) {
      const count = dots.length ? Math.round((lost * dots.filter(({ lands }) => over || lands <= part).length) / dots.length) : lost;
      let top = Infinity, highest = Infinity;
      for (const { el, lands, y: own } of dots) {
        const later = !over && lands > part;
        el.classList.toggle("later", later);
        highest = Math.min(highest, own);
        if (!later) top = Math.min(top, own);
      }
      text.textContent = over || count === lost ? shown : String(count);
      text.setAttribute("y", over || top === Infinity ? y : y + (top - highest));
      text.classList.toggle("later", !over && count === 0);
      fallen += count;
    }
    group.replaceChildren();
    if (over) return fallen;
    for (const { arc, dot, start, r } of tokens) {
      const along = (part - start) / life;
      if (along < 0 || !arc) continue;
      if (!dot && along <= 1) token(arc.path.getPointAtLength(arc.length * along), r, "var(--ink)");
      else if (dot && along <= LEAVES) token(arc.path.getPointAtLength(arc.length * along), r, "var(--kier)");
      else if (dot && part < dot.lands) {
        const from = arc.path.getPointAtLength(arc.length * LEAVES), done = Math.max(0, (part - (dot.lands - fall)) / fall);
        token({ x: from.x + (dot.x - from.x) * done, y: from.y + (dot.y - from.y) * done ** 2 }, r, "var(--kier)");
      }
    }
    return fallen;
  }

  return { draw, lostUnit: Math.max(0, ...piles.filter(({ dots }) => dots.length).map(({ unit: size }) => size)) };
}
