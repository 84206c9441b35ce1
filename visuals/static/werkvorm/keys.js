// Keys, also those of a presenter's clicker. Letter keys can be switched off; no key acts while someone types or a dialog is open.

import { one } from "./data.js";

const MOVES = {
  ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "previous", PageUp: "previous", Home: "first", End: "last",
};
const LETTERS = {
  p: "play", z: "step", "+": "in", "=": "in", "-": "out", 0: "all", t: "table", d: "theme", b: "black", l: "reading", f: "full", "?": "help", n: "note",
};

export function prepareKeys(act, choose) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const black = one("#black");
    if (!black.hidden) {
      event.preventDefault();
      act("black");
      return;
    }
    const on = event.target;
    if (one("dialog[open]") || on.matches("input,textarea,select")) return;
    const hall = document.documentElement.dataset.mode === "hall";
    if (MOVES[event.key]) {
      if (!hall || (event.key === " " && on.closest("button,summary")) || on.closest(".paper,.scroll")) return;
      event.preventDefault();
      act(MOVES[event.key]);
      return;
    }
    if (!one("#letters").checked) return;
    const name = LETTERS[event.key.toLowerCase()];
    if (name) {
      event.preventDefault();
      act(name);
    } else if (/^[1-9]$/.test(event.key)) choose(Number(event.key));
  });
}

// A list that was opened with the mouse lets go of the keyboard once something is chosen, so that a clicker goes on with the story.
export function prepareLists(lists) {
  for (const list of lists) {
    let byHand = false;
    list.addEventListener("pointerdown", () => (byHand = true));
    list.addEventListener("keydown", () => (byHand = false));
    list.addEventListener("change", () => {
      if (byHand) list.blur();
      byHand = false;
    });
  }
}

export function prepareSwipe(bar, act) {
  let start = null;
  bar.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse") start = event.clientX;
  });
  bar.addEventListener("pointerup", (event) => {
    if (start !== null && Math.abs(event.clientX - start) > 60) act(event.clientX < start ? "next" : "previous");
    start = null;
  });
  bar.addEventListener("pointercancel", () => (start = null));
}
