// Circles and marks of contact that lie over each other come apart where a stretched axis gives them room.
//
// A row (all that lies at one height of one layer) that holds a merged mark is drawn anew from its single events while the axis is stretched;
// whoever still touches its neighbour shares a pill with it, as on the whole map.

import { data, drawn } from "./data.js";

const WORST = ["broken", "unanswered", "answered", "outgoing"];
let rows;

export function prepareApart(marks) {
  const found = new Map();
  for (const { el } of marks.filter(({ el }) => el.dataset.inside)) {
    const y = Math.round(el.tagName === "circle" ? Number(el.getAttribute("cy")) : Number(el.getAttribute("y")) + Number(el.getAttribute("height")) / 2);
    const contact = el.dataset.answer !== undefined;
    const key = `${contact} ${y}`;
    if (!found.has(key)) found.set(key, { y, contact, wholes: [], singles: [], layer: el.parentNode });
    const row = found.get(key);
    row.wholes.push(...marks.filter((other) => other.el.parentNode === el.parentNode && other.el.dataset.part === el.dataset.part && other.x !== undefined));
    row.singles.push(...el.dataset.inside.split(" ").map(contact ? oneContact : oneHand));
  }
  rows = [...found.values()].filter(({ singles, wholes }) => singles.length > new Set(wholes.map(({ el }) => el.dataset.part)).size);
  for (const row of rows) {
    row.singles.sort((one, other) => one.x - other.x);
    row.group = row.layer.appendChild(drawn("g", { class: "apart" }));
  }
}

// This gives what was drawn, so that clock, focus and chosen question hold for it too.
export function drawApart(k, viewX, cap) {
  const made = [];
  for (const row of rows) {
    for (const { el } of row.wholes) el.classList.toggle("moved", k > 1);
    row.group.replaceChildren();
    if (k > 1) for (const group of grouped(row, viewX)) made.push((row.contact ? contact : hand)(row, group, cap));
  }
  return made;
}

function oneHand(text) {
  const [x, half, official, first, event, question] = text.split("|");
  return { x: Number(x), half: Number(half), official, first: first === "1", part: `event-${event}`, question, count: official ? 1 : 0 };
}

function oneContact(text) {
  const [x, half, answer, event] = text.split("|");
  return { x: Number(x), half: Number(half), answer, part: `event-${event}`, question: "", count: 1 };
}

function grouped(row, viewX) {
  const groups = [];
  for (const single of row.singles) {
    groups.push(placed(row, [{ ...single, at: viewX(single.x) }]));
    while (groups.length > 1 && touches(row, groups.at(-2), groups.at(-1))) {
      const last = groups.pop(), before = groups.pop();
      groups.push(placed(row, [...before.singles, ...last.singles]));
    }
  }
  return groups;
}

function touches(row, one, other) {
  return other.at - other.half < one.at + one.half - (row.contact ? 1 : -1);
}

function placed(row, singles) {
  const told = row.contact ? singles : singles.filter(({ official }) => official);
  // The same official twice beside each other in one question (who takes the call, then the question) is one circle, as on the whole map.
  const count = told.filter(({ official, question }, at) => row.contact || !at || official !== told[at - 1].official || question !== told[at - 1].question).length;
  const [first, last] = [singles[0].at, singles.at(-1).at];
  const half = count > 1 ? (row.contact ? (count < 10 ? 17 : 26) : data.map.pills[String(count).length - 1]) : Math.max(...(told.length ? told : singles).map((one) => one.half));
  let at = count > 1 ? (first + last) / 2 : (told[0] || singles[0]).at;
  if (!row.contact && first >= data.map.left) at = Math.max(at, data.map.left - 20 + half);
  return { singles, told, count, half, at };
}

function finish(row, group, shapes, words) {
  const el = drawn("g", { class: `part ${words.kind}`, "data-count": group.count, "data-value": words.value });
  el.append(...shapes);
  row.group.append(el);
  const parts = group.singles.map(({ part }) => part);
  const questions = new Set(group.singles.map(({ question }) => question));
  const x = Math.min(...group.singles.map((single) => single.x));
  return { el, x, since: x, parts, question: questions.size === 1 ? [...questions][0] : "", kept: false };
}

function stadium(x, y, half, radius, attributes) {
  if (half <= radius) return drawn("circle", { cx: x.toFixed(1), cy: y, r: radius, ...attributes });
  return drawn("rect", { x: (x - half).toFixed(1), y: y - radius, width: 2 * half, height: 2 * radius, rx: radius, ...attributes });
}

function number(x, y, text, fill, cap) {
  return drawn("text", { x: x.toFixed(1), y: (y + (cap * 26) / 2).toFixed(1), "font-size": 26, "font-weight": 700, "text-anchor": "middle", fill }, text);
}

function hand(row, group, cap) {
  const { at, count, told, half } = group, { y } = row;
  if (!count) return finish(row, group, [drawn("circle", { cx: at.toFixed(1), cy: y, r: 9, fill: "var(--vast)" })], { kind: "unknown-official", value: "" });
  const first = told.some((one) => one.first), radius = first ? 21 : 19.5;
  const paint = first ? { fill: "var(--vast)" } : { fill: "var(--bg)", stroke: "var(--vast)", "stroke-width": 3 };
  const shape = stadium(at, y, half <= 21 ? radius : half, radius, paint);
  const words = count > 1 ? `${count}×` : told[0].official;
  return finish(row, group, [shape, number(at, y, words, first ? "var(--wit)" : "var(--vast)", cap)], { kind: "official", value: told.map(({ official }) => official).join(" ") });
}

function contact(row, group, cap) {
  const { at, count, singles, half } = group, { y } = row;
  const answer = WORST.find((one) => singles.some((single) => single.answer === one));
  const colour = answer === "broken" ? "var(--kier)" : "var(--inw)", solid = answer === "answered" || answer === "outgoing";
  const shapes = [], slash = (across, up) => drawn("line", { x1: (at - across).toFixed(1), y1: y + up, x2: (at + across).toFixed(1), y2: y - up, stroke: "var(--kier)", "stroke-width": 5 });
  const wide = count > 1 ? half - (solid ? 0 : 2) : { answered: 13, unanswered: 11, broken: 12, outgoing: 11 }[answer];
  const high = count > 1 ? (solid ? 17 : 15) : wide;
  const paint = solid ? { fill: colour } : { fill: "var(--bg)", stroke: colour, "stroke-width": count > 1 || answer === "unanswered" ? 4 : 5 };
  if (answer === "broken" && count > 1) shapes.push(slash(wide + 3, 17));
  if (answer === "outgoing") shapes.push(drawn("rect", { x: (at - wide).toFixed(1), y: y - high, width: 2 * wide, height: 2 * high, rx: 2, ...paint }));
  else shapes.push(stadium(at, y, wide, high, paint));
  if (answer === "broken" && count === 1) shapes.push(slash(8, 8));
  if (count > 1) shapes.push(number(at, y, String(count), solid ? "var(--wit)" : colour, cap));
  return finish(row, group, shapes, { kind: "contact", value: answer });
}
