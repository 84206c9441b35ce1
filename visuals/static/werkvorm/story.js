// The story: one step at a time, with its clock, its focus, its caption and the counter of officials.

import { data, one, word } from "./data.js";
import { officialsAt, setClock, setFocus } from "./map.js";
import { pinned } from "./notes.js";

export const story = { at: 0 };

export function prepareStory() {
  if (data.steps.length) show(0);
}

export function show(at) {
  if (!data.steps.length) return;
  story.at = Math.min(Math.max(at, 0), data.steps.length - 1);
  const step = data.steps[story.at];
  setClock(step.t);
  setFocus(step.focus);
  pinned(step.id);
  say(step);
  count(step.t, step.day);
  one("#place").textContent = word("of", { n: story.at + 1, all: data.steps.length });
  one('[data-do="previous"]').disabled = story.at === 0;
  one('[data-do="next"]').disabled = story.at === data.steps.length - 1;
}

export function say(step) {
  const caption = one("#caption");
  caption.dataset.lines = step.lines;
  one("#kicker").textContent = step.head;
  one("#kicker").className = step.sort;
  one("#words").textContent = step.text;
  fit();
}

// Where the caption finds no room (a note stands beside it) its letters become smaller.
export function fit() {
  const caption = one("#caption"), bar = one(".story");
  while (caption.offsetHeight > bar.clientHeight && Number(caption.dataset.lines) < 5) caption.dataset.lines = Number(caption.dataset.lines) + 1;
}

export function count(t, day = Math.floor(t + data.map.offset)) {
  const n = officialsAt(t);
  one("#counter").textContent = String(n);
  one("#counted").textContent = word(n === 1 ? "official" : "officials");
  one("#day").textContent = word("day", { n: day });
}
