// Which label of a gap fits when the axis is stretched: the long one, the short one, or none.

import { data, drawn } from "./data.js";

let base, bars, group;

export function prepareLabels(svg, marks) {
  base = marks.filter(({ el }) => el.dataset.label);
  const beside = new Set(base.filter(({ el }) => el.dataset.label !== "inside").flatMap(({ parts }) => parts));
  bars = marks
    .filter(({ el, left }) => left !== undefined && (el.classList.contains("lost") || el.classList.contains("not_picked_up")))
    .filter(({ parts }) => data.map.labels[parts[0]])
    .map((bar) => ({ ...bar, beside: beside.has(bar.parts[0]) }));
  group = drawn("g", { class: "labels" });
  const contacts = svg.querySelector("g.bars");
  if (contacts) contacts.before(group);
  else svg.append(group);
}

export function drawLabels(k, viewX, from, to, cap) {
  for (const { el } of base) el.classList.toggle("moved", k > 1);
  group.replaceChildren();
  const stretched = [];
  if (k <= 1) return stretched;
  for (const { el, left, width, parts, beside } of bars) {
    const [long, short, longWidth, shortWidth] = data.map.labels[parts[0]];
    const start = Math.max(viewX(left), from), stop = Math.min(viewX(left) + width * k, to);
    const height = Number(el.getAttribute("height"));
    const lost = el.classList.contains("lost"), room = stop - start - (lost ? 8 : 18);
    const y = Number(el.getAttribute("y")) + height / 2 + (cap * 26) / 2;
    let text = "", x = (start + stop) / 2, anchor = "middle", fill = lost ? "var(--wit)" : "var(--kier)";
    if (height >= 24 && room >= longWidth) text = long;
    else if (height >= 24 && room >= shortWidth) text = short;
    else if (beside && stop > from && stop < to - shortWidth) [text, x, anchor, fill] = [short, stop + 9, "start", "var(--kier)"];
    if (!text) continue;
    const label = drawn("text", { x: x.toFixed(1), y: y.toFixed(1), "font-size": 26, "font-weight": 700, fill, "text-anchor": anchor }, text);
    group.append(label);
    stretched.push({ el: label, parts, question: el.dataset.question || "", x: left + width, since: left + width });
  }
  return stretched;
}
