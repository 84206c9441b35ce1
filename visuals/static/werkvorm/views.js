// Which view is shown, on the wall or for reading, light or dark.

import { all, data, one, word } from "./data.js";
import { pause } from "./replay.js";
import { pauseSilo } from "./silo.js";

const root = document.documentElement;

export function prepareViews() {
  setMode(innerWidth >= 1100 ? "hall" : "read");
  setTheme("light");
  choose(1);
}

export function current() {
  return Number(root.dataset.view || 1);
}

export function kind() {
  const view = data.views[current() - 1];
  return view ? view.kind : "sheets";
}

export function choose(number) {
  const section = one(`#view-${number}`);
  if (!section) return;
  pause();
  pauseSilo();
  root.dataset.view = number;
  root.dataset.kind = kind();
  for (const view of all("section.view")) view.toggleAttribute("data-off", view !== section);
  for (const button of all("nav [data-show]")) {
    if (button.dataset.show === section.id) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  head();
  document.dispatchEvent(new CustomEvent("view-chosen"));
}

// On the wall the finding of the view is the title; for reading the page has one of its own above all findings.
function head() {
  const title = one("header h1"), found = one(`#view-${current()} h2`), hall = root.dataset.mode === "hall";
  title.textContent = hall ? found.textContent : data.title;
  title.className = hall ? found.className : "";
}

export function setMode(mode) {
  root.dataset.mode = mode;
  head();
  one('[data-do="mode"]').textContent = word(mode === "hall" ? "read" : "hall");
  for (const view of all("section.view")) view.classList.toggle("reads", mode === "read");
}

export function toggleMode() {
  setMode(root.dataset.mode === "hall" ? "read" : "hall");
}

export function setTheme(theme) {
  root.dataset.theme = theme;
  const button = one('[data-do="theme"]');
  button.textContent = word(theme === "dark" ? "light" : "dark");
}

export function toggleTheme() {
  setTheme(root.dataset.theme === "dark" ? "light" : "dark");
}
