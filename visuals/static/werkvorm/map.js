// The journey map in time: a clock that hides what is later, a zoom of the time axis alone, and a focus that dims the rest.
//
// Marks are of two sorts. A point (data-x) keeps its size and moves as a whole; a span (data-time) stretches with time.

import { all, data, drawn, one } from "./data.js";
import { drawApart, prepareApart } from "./apart.js";
import { drawAxis, prepareAxis } from "./axis.js";
import { drawLabels, prepareLabels } from "./labels.js";

const CAP = 0.668;
const NAMES_END = 326;

export const state = { k: 1, dx: 0, t: 0, focus: null, question: "" };
let labels = [];
let svg, scale, marks, timeClip, plotClip, clockLine, end;

export function prepareMap() {
  svg = one(".view.journey svg");
  scale = data.map;
  if (!svg || !scale) return false;
  end = scale.days;
  state.t = end;
  marks = all("[data-x],[data-time]", svg).map(mark);
  // Where the map is shown smaller than the stage, its lanes still run from edge to edge.
  for (const lane of all("g.lanes > rect", svg)) {
    lane.setAttribute("x", -600);
    lane.setAttribute("width", 3120);
  }
  clips();
  prepareAxis(svg, clockLine);
  prepareLabels(svg, marks);
  prepareApart(marks);
  draw();
  return true;
}

export function mapSvg() {
  return svg;
}

export function baseX(t) {
  return scale.left + ((scale.right - scale.left) * t) / scale.days;
}

export function viewX(x) {
  return scale.left + (x - scale.left) * state.k + state.dx;
}

export function setView(k, dx) {
  state.k = k;
  state.dx = Math.min(0, Math.max(dx, -(k - 1) * (scale.right - scale.left)));
  draw();
}

export function setClock(t) {
  state.t = Math.min(Math.max(t, 0), end);
  drawClock();
}

export function setFocus(parts) {
  // What a dense map does not draw by itself cannot stay bright alone: then nothing is dimmed.
  const there = (parts || []).filter((part) => marks.some((found) => found.parts.includes(part)));
  state.focus = there.length ? new Set(parts) : null;
  drawFocus();
}

export function setQuestion(letter) {
  state.question = letter;
  drawFocus();
}

export function officialsAt(t) {
  return scale.officials.filter((since) => since <= t + 1e-6).length;
}

export function clockAt() {
  return state.t < end - 1e-6 ? viewX(baseX(state.t)) : null;
}

export function clipLeft() {
  return state.k > 1 ? NAMES_END : 0;
}

export function clipRight() {
  return state.k > 1 && scale.right < 1800 ? scale.right + 6 : 1920;
}

function mark(el) {
  const made = {
    el,
    parts: (el.dataset.part || "").split(" ").filter(Boolean),
    question: el.dataset.question || "",
    kept: ["nobody", "question", "letter"].some((name) => el.classList.contains(name)),
  };
  if (el.dataset.x !== undefined) {
    made.x = Number(el.dataset.x);
    made.since = Number(el.dataset.since ?? el.dataset.x);
  } else if (el.tagName === "line") {
    made.ends = ["x1", "x2"].map((name) => Number(el.getAttribute(name)));
  } else if (el.tagName === "rect") {
    made.left = Number(el.getAttribute("x"));
    made.width = Number(el.getAttribute("width"));
  } else if (el.dataset.hatch) {
    const box = el.previousElementSibling;
    const [left, top, width, height] = ["x", "y", "width", "height"].map((name) => Number(box.getAttribute(name)));
    made.hatch = { left, top, width, height };
  } else {
    made.shapes = el.getAttribute("d").split("Z").filter(Boolean)
      .map((shape) => shape.slice(1).split("L").map((point) => point.split(" ").map(Number)));
  }
  return made;
}

function clips() {
  const id = svg.getAttribute("aria-labelledby").split("-title")[0];
  const plot = drawn("clipPath", { id: `${id}-plot` });
  const time = drawn("clipPath", { id: `${id}-time` });
  plotClip = plot.appendChild(drawn("rect", { x: 0, y: 0, width: 1920, height: 1080 }));
  timeClip = time.appendChild(drawn("rect", { x: 0, y: 0, width: 1920, height: 1080 }));
  svg.append(plot, time);
  const layers = new Map();
  for (const { el, x } of marks) {
    const layer = el.parentNode;
    if (!layers.has(layer)) {
      layers.set(layer, [
        layer.insertBefore(drawn("g", { "clip-path": `url(#${id}-time)` }), layer.firstChild),
        drawn("g", { "clip-path": `url(#${id}-plot)` }),
      ]);
      layers.get(layer)[0].after(layers.get(layer)[1]);
    }
    layers.get(layer)[x === undefined ? 0 : 1].append(el);
  }
  const axis = one("line[data-axis]", svg);
  clockLine = drawn("line", {
    stroke: "var(--ink)", "stroke-width": 4, class: "clock",
    y1: axis ? axis.getAttribute("y1") : 0, y2: axis ? axis.getAttribute("y2") : 900,
  });
  const layer = one("g.grid", svg);
  layer.after(clockLine);
}

function hatched({ left, top, width, height }) {
  const step = 10 * Math.SQRT2, half = 4 * Math.SQRT2, right = left + width;
  let path = "";
  for (let start = -height; start < width; start += step) {
    const shape = [[left + start, top + height], [left + start + height, top], [left + start + half + height, top], [left + start + half, top + height]];
    const cut = clipped(clipped(shape, left, 1), right, -1);
    if (cut.length > 2) path += "M" + cut.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L") + "Z";
  }
  return path;
}

function clipped(shape, edge, sign) {
  const kept = [];
  shape.forEach(([x1, y1], at) => {
    const [x2, y2] = shape[(at + 1) % shape.length];
    if ((x1 - edge) * sign >= 0) kept.push([x1, y1]);
    if ((x1 - edge) * (x2 - edge) < 0) kept.push([edge, y1 + ((y2 - y1) * (edge - x1)) / (x2 - x1)]);
  });
  return kept;
}

function draw() {
  const { k } = state;
  for (const { el, x, ends, left, width, hatch, shapes } of marks) {
    if (x !== undefined) {
      const moved = viewX(x) - x;
      if (Math.abs(moved) < 0.05) el.removeAttribute("transform");
      else el.setAttribute("transform", `translate(${moved.toFixed(1)} 0)`);
    } else if (ends) {
      el.setAttribute("x1", viewX(ends[0]).toFixed(1));
      el.setAttribute("x2", viewX(ends[1]).toFixed(1));
    } else if (left !== undefined) {
      el.setAttribute("x", viewX(left).toFixed(1));
      el.setAttribute("width", (width * k).toFixed(1));
    } else if (hatch) {
      el.setAttribute("d", hatched({ ...hatch, left: viewX(hatch.left), width: hatch.width * k }));
    } else {
      el.setAttribute("d", shapes.map((shape) => "M" + shape.map(([sx, y]) => `${viewX(sx).toFixed(1)} ${y}`).join("L") + "Z").join(""));
    }
  }
  svg.classList.toggle("zoomed", k > 1);
  plotClip.setAttribute("x", clipLeft());
  plotClip.setAttribute("width", clipRight() - clipLeft());
  drawAxis(k, viewX, clipLeft(), clipRight());
  labels = [...drawLabels(k, viewX, clipLeft(), clipRight(), CAP), ...drawApart(k, viewX, CAP)];
  drawClock();
  drawFocus();
  document.dispatchEvent(new CustomEvent("map-drawn"));
}

function drawClock() {
  const now = baseX(state.t), shown = viewX(now), left = clipLeft(), whole = state.t >= end - 1e-6;
  for (const { el, x, since } of [...marks, ...labels]) {
    if (x !== undefined) el.classList.toggle("later", since > now + 0.06);
  }
  timeClip.setAttribute("x", left);
  timeClip.setAttribute("width", Math.max(0, (whole ? clipRight() : Math.min(shown, clipRight())) - left));
  clockLine.setAttribute("x1", shown.toFixed(1));
  clockLine.setAttribute("x2", shown.toFixed(1));
  clockLine.classList.toggle("later", whole || shown < left || shown > clipRight());
}

function drawFocus() {
  const { focus, question } = state;
  for (const { el, parts, question: own, kept } of [...marks, ...labels]) {
    const dim = (focus && !kept && !parts.some((part) => focus.has(part))) || (question && own && own !== question && !el.classList.contains("nobody"));
    el.classList.toggle("dim", Boolean(dim));
  }
}
