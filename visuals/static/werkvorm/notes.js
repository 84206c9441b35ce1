// What participants write: notes pinned to a step and the sheets. Kept in memory, saved as a file; leaving with unsaved text is warned of.

import { all, data, drawn, element, one, word } from "./data.js";
import { baseX, clipLeft, clipRight, mapSvg, viewX } from "./map.js";
import { download } from "./tables.js";

let notes = [...data.notes.notes];
let unsaved = false;
let pins;

export function prepareNotes() {
  const svg = mapSvg();
  if (svg) {
    pins = drawn("g", { class: "pins" });
    svg.append(pins);
    document.addEventListener("map-drawn", drawPins);
  }
  for (const field of all("textarea[data-sheet]")) field.addEventListener("input", () => changed(true));
  one("#note-form").addEventListener("submit", (event) => {
    event.preventDefault();
    add();
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
  showAll();
}

export function openNote(step) {
  if (step) one("#note-step").value = step.id;
  one("#note-told").textContent = unsaved ? word("unsaved") : "";
  one("#note").showModal();
  one("#note-text").focus();
}

function add() {
  const field = one("#note-text"), text = field.value.trim().slice(0, data.limits.characters), told = one("#note-told");
  if (!text) {
    told.textContent = word("empty");
    field.focus();
    return;
  }
  if (notes.length >= data.limits.notes) {
    told.textContent = word("notes_full", { n: notes.length });
    return;
  }
  const step = one("#note-step").value;
  notes.push({ step, sort: one("#note-form input[name=sort]:checked").value, text });
  field.value = "";
  changed(true);
  told.textContent = word("note_saved", { n: data.steps.findIndex((found) => found.id === step) + 1 });
}

export function save() {
  const sheets = data.steps.map(({ id }) => {
    const row = { step: id };
    for (const field of all("textarea[data-sheet]")) if (field.dataset.sheet === id) row[field.dataset.field] = field.value.trim();
    return row;
  }).filter((row) => row.want || row.feeling || row.idea);
  const { format, version } = data.notes;
  download(`${data.texts.notes_file}.json`, JSON.stringify({ format, version, notes, sheets }, null, 1), "application/json");
  changed(false);
  one("#note-told").textContent = word("saved");
}

function changed(now) {
  unsaved = now;
  document.documentElement.toggleAttribute("data-unsaved", now);
  showAll();
}

function item(note, removable) {
  const line = element("li", { class: note.sort });
  line.append(element("b", {}, word(note.sort)), " ", element("span", {}, note.text));
  if (removable) {
    const step = data.steps.findIndex((found) => found.id === note.step) + 1;
    line.prepend(element("i", {}, `${step}. `));
    const button = element("button", { type: "button", "aria-label": `${word("delete")}: ${note.text.slice(0, 40)}` }, word("delete"));
    button.addEventListener("click", () => {
      notes = notes.filter((other) => other !== note);
      changed(true);
      one("#note-text").focus();
    });
    line.append(button);
  }
  return line;
}

let here = "";

export function pinned(step) {
  here = step;
  // The story fits its caption again to what is left.
  queueMicrotask(() => document.dispatchEvent(new CustomEvent("pinned")));
  one("#pinned").replaceChildren(...notes.filter((note) => note.step === step).map((note) => item(note, false)));
}

function showAll() {
  const counted = notes.length === 1 ? word("notes_one") : word("notes_many", { n: notes.length });
  for (const place of all("[data-count]")) place.textContent = counted;
  for (const list of all("[data-notes]")) {
    list.replaceChildren(...notes.filter((note) => note.step === list.dataset.notes).map((note) => item(note, false)));
  }
  one("#note-list").replaceChildren(...notes.map((note) => item(note, true)));
  pinned(here);
  drawPins();
}

// A pin stands on the axis at the day of its step, with the number of notes there.
function drawPins() {
  if (!pins || !mapSvg()) return;
  const axis = one("line[data-axis]", mapSvg()), y = axis ? Number(axis.getAttribute("y2")) : 0;
  const places = new Map();
  for (const note of notes) {
    const step = data.steps.find((found) => found.id === note.step);
    if (step) places.set(step.t, (places.get(step.t) || 0) + 1);
  }
  pins.replaceChildren();
  for (const [t, n] of places) {
    const x = Math.min(viewX(baseX(t)), 1896);
    if (x < clipLeft() || x > clipRight()) continue;
    pins.append(
      drawn("path", { d: `M${x - 12} ${y - 26}L${x + 12} ${y - 26}L${x} ${y}Z`, fill: "var(--ink)" }),
      drawn("circle", { cx: x, cy: y - 34, r: 18, fill: "var(--ink)", stroke: "var(--bg)", "stroke-width": 2 }),
      drawn("text", { x, y: y - 34 + 8.7, "text-anchor": "middle", "font-size": 26, "font-weight": 700, fill: "var(--bg)" }, String(n)),
    );
  }
}
