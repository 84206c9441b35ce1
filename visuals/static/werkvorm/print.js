// Printing: the whole journey in light colours, whatever was on the wall; afterwards the wall is as it was.

import { setClock, setFocus, setQuestion, state } from "./map.js";
import { pause } from "./replay.js";
import { wholeSilo } from "./silo.js";
import { setTheme } from "./views.js";
import { zoomAll, zoomed } from "./zoom.js";
import { data, element, all } from "./data.js";

const root = document.documentElement;
let kept = null;

export function preparePrint() {
  if (!root.dataset.papier) root.dataset.papier = "a3";
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
}

export function printOn(paper) {
  root.dataset.papier = paper;
  for (const dialog of all("dialog[open]")) dialog.close();
  print();
}

function before() {
  pause();
  wholeSilo();
  kept = { theme: root.dataset.theme, t: state.t, focus: state.focus && [...state.focus], question: state.question };
  setTheme("light");
  if (data.map) {
    if (zoomed()) zoomAll();
    setFocus(null);
    setQuestion("");
    setClock(data.map.days);
  }
  for (const field of all("textarea[data-sheet]")) field.after(element("div", { class: "written" }, field.value));
}

function after() {
  for (const copy of all(".written")) copy.remove();
  if (!kept) return;
  setTheme(kept.theme);
  if (data.map) {
    setFocus(kept.focus);
    setQuestion(kept.question);
    setClock(kept.t);
  }
  kept = null;
}
