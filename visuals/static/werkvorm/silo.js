// The replay of the map of silos: of one period, or of two with one clock, week 1 of both at the same moment.

import { data, one, still, word } from "./data.js";
import { tokenRow, tokenUnit } from "./tokens.js";

const SECONDS = 15;
const TEMPO = [20 / 45, 1, 2];
let rows = [], running = 0, before = 0;
export const silo = { part: 1 };

export function prepareSilo() {
  const view = data.views.find(({ kind }) => kind === "silo" || kind === "twins");
  const svg = view && one(`#${view.id} svg`);
  if (!svg) return false;
  const sides = view.sides || [{ flows: view.flows }];
  const flows = sides.map((side) => side.flows);
  if (!flows.flat().length) return false;
  const unit = tokenUnit(flows), longest = Math.max(...sides.map(({ weeks }) => weeks || 0));
  rows = sides.map((side) => {
    const share = side.weeks ? side.weeks / longest : 1;
    const head = side.side && one(`[data-head="${side.side}"]`, svg);
    return { ...side, ...tokenRow(svg, side.flows, unit, side.side, share), share, head, shown: head && head.textContent };
  });
  const drop = Math.max(...rows.map(({ lostUnit }) => lostUnit));
  const told = ["replayed_none", "replayed_one"][drop] || "replayed";
  one("#replayed").textContent = word(told, { handovers: unit, lost: drop });
  return true;
}

export function drawSilo(part) {
  silo.part = Math.min(1, Math.max(0, part));
  for (const row of rows) {
    const own = Math.min(1, silo.part / row.share), fallen = row.draw(own);
    if (row.head) row.head.textContent = own < 1 ? counted(row, own, fallen) : row.shown;
  }
}

// The line above a period while it plays: its week, and its handovers and lost questions so far.
function counted({ words, n, lost, weeks, elsewhere }, part, fallen) {
  const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, data.thousands);
  const gone = lost === null ? "" : number(fallen + Math.round(elsewhere * part));
  return (lost === null ? words.without : words.with)
    .replace("{week}", Math.floor(weeks * part) + 1).replace("{n}", number(Math.round(n * part))).replace("{lost}", gone);
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
  if (rows.length) drawSilo(1);
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
