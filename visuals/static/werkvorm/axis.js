// Lines and labels of time when the axis is stretched: chosen by the builder for twice, four and eight times.

import { all, data, drawn } from "./data.js";

let base, group, top, bottom, baseline;
const WIDTHS = { fine: 1, plain: 1.5, strong: 2.5 };

export function prepareAxis(svg, before) {
  base = all("[data-axis]", svg);
  const line = base.find((el) => el.tagName === "line");
  const label = base.find((el) => el.tagName === "text");
  top = line ? Number(line.getAttribute("y1")) : 0;
  bottom = line ? Number(line.getAttribute("y2")) : 0;
  baseline = label ? Number(label.getAttribute("y")) : bottom + 31;
  group = drawn("g", { class: "stretched" });
  before.before(group);
}

export function drawAxis(k, viewX, left, right) {
  for (const el of base) el.classList.toggle("later", k > 1);
  group.replaceChildren();
  if (k <= 1) return;
  const sets = data.map.axis.filter(([zoom]) => zoom <= k * 1.4);
  const ticks = (sets.length ? sets[sets.length - 1] : data.map.axis[0])[1];
  let taken = left;
  for (const [x, strength, text] of ticks) {
    const at = viewX(x);
    if (at < left || at > right) continue;
    group.append(drawn("line", {
      x1: at.toFixed(1), x2: at.toFixed(1), y1: top, y2: bottom, stroke: "var(--line)", "stroke-width": WIDTHS[strength],
    }));
    if (!text || at < taken) continue;
    const label = drawn("text", { x: at.toFixed(1), y: baseline, "font-size": 27, fill: "var(--sub)" }, text);
    group.append(label);
    const wide = label.getComputedTextLength();
    if (at + wide > 1908) label.remove();
    else taken = at + wide + 14;
  }
}
