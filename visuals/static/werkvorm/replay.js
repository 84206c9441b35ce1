// Replay of the journey: the clock runs, the counter runs along, and the caption is that of the last step passed. It stops at the end.

import { data, one, still, word } from "./data.js";
import { setClock, setFocus, state } from "./map.js";
import { count, say, show, story } from "./story.js";

const JUMP_SECONDS = 1.5;
let running = 0, before = 0;

export function playing() {
  return running !== 0;
}

export function play() {
  if (!data.map || playing()) return;
  if (state.t >= data.map.days - 1e-6) setClock(0);
  setFocus(null);
  one("#caption").setAttribute("aria-live", "off");
  button("pause");
  if (still.matches) {
    running = setInterval(() => forward(JUMP_SECONDS), JUMP_SECONDS * 1000);
    forward(0);
  } else {
    before = 0;
    running = requestAnimationFrame(frame);
  }
}

export function pause() {
  if (!playing()) return;
  clearInterval(running);
  cancelAnimationFrame(running);
  running = 0;
  one("#caption").setAttribute("aria-live", "polite");
  button("play");
}

export function toggle() {
  if (playing()) pause();
  else play();
}

function frame(now) {
  if (!playing()) return;
  running = requestAnimationFrame(frame);
  if (before) forward(Math.min((now - before) / 1000, 0.25));
  before = now;
}

function forward(seconds) {
  const tempo = data.tempo[Number(one("#tempo").value)];
  setClock(state.t + seconds * tempo);
  count(state.t);
  const passed = data.steps.filter((step, at) => step.focus.length && step.t <= state.t + 1e-6);
  const last = passed.reduce((found, step) => (!found || step.t >= found.t ? step : found), null);
  if (last) {
    if (one("#words").textContent !== last.text) say(last);
  } else say({ head: data.steps[0].head, sort: data.steps[0].sort, text: "", lines: 1 });
  if (state.t >= data.map.days - 1e-6) {
    pause();
    const ending = data.steps.findIndex((step) => step.id === "ending");
    show(ending < 0 ? data.steps.length - 1 : ending);
  }
}

function button(name) {
  const found = one('[data-do="play"]');
  found.textContent = word(name);
  found.setAttribute("aria-pressed", String(name === "pause"));
}

export function leaveReplay() {
  if (playing()) pause();
  return story.at;
}
