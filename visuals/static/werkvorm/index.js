// The workshop page: what each button and key does.

import { all, data, element, one } from "./data.js";
import { prepareMap, setClock, setFocus, setQuestion } from "./map.js";
import { openNote, prepareNotes, save } from "./notes.js";
import { prepareKeys, prepareLists, prepareSwipe } from "./keys.js";
import { preparePrint, printOn } from "./print.js";
import { leaveReplay, toggle } from "./replay.js";
import { prepareSilo, toggleSilo, wholeSilo } from "./silo.js";
import { fit, prepareStory, show, story } from "./story.js";
import { downloadCsv, openTable, tableClosed } from "./tables.js";
import { choose, current, kind, prepareViews, toggleMode, toggleTheme } from "./views.js";
import { prepareZoom, zoomAll, zoomBy, zoomTo } from "./zoom.js";

const mapped = prepareMap();
const siloed = prepareSilo();

function walk(at) {
  if (!data.steps.length) {
    choose(current() + (at > 0 ? 1 : -1));  // without a story a clicker walks through the views
    return;
  }
  leaveReplay();
  if (kind() === "journey") show(at);
  else choose(1);  // from another view back to the story, where it was
}

const ACTS = {
  next: () => walk(story.at + 1),
  previous: () => walk(story.at - 1),
  first: () => walk(0),
  last: () => walk(data.steps.length - 1),
  play: () => (["silo", "twins"].includes(kind()) ? siloed && toggleSilo() : kind() === "journey" && mapped && toggle()),
  in: () => mapped && zoomBy(1.5),
  out: () => mapped && zoomBy(1 / 1.5),
  all: () => mapped && zoomAll(),
  step: () => mapped && data.steps.length && zoomTo(data.steps[story.at].a, data.steps[story.at].b),
  note: () => openNote(data.steps[story.at]),
  save,
  table: openTable,
  csv: downloadCsv,
  theme: toggleTheme,
  mode: () => {
    leaveReplay();
    wholeSilo();
    toggleMode();
    if (document.documentElement.dataset.mode === "hall") show(story.at);
    else if (mapped) whole();
  },
  print: () => one("#print").showModal(),
  a3: () => printOn("a3"),
  a0: () => printOn("a0"),
  help: () => one("#help").showModal(),
  reading: () => {
    one("#help").close();
    one("#reading").showModal();
  },
  full: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen().catch(() => {})),
  black: () => {
    for (const dialog of all("dialog[open]")) dialog.close();
    const black = one("#black");
    black.hidden = !black.hidden;
    if (!black.hidden) black.focus();
  },
  close: (button) => button.closest("dialog").close(),
};

// For reading the whole journey is there, as on paper.
function whole() {
  zoomAll();
  setFocus(null);
  setClock(data.map.days);
}

function act(name, button) {
  ACTS[name](button);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.id === "black") act("black");
  else if (button.dataset.do) act(button.dataset.do, button);
  else if (button.dataset.show) choose(Number(button.dataset.show.slice(5)));
  else if (button.dataset.step) {
    walk(Number(button.dataset.step));
    one(".view.journey .figure").focus();
  }
});
document.addEventListener("pinned", fit);
one("#table").addEventListener("close", tableClosed);

document.documentElement.toggleAttribute("data-storyless", !data.steps.length);
prepareNotes();
if (mapped) {
  prepareZoom();
  const question = one("#question");
  question.append(element("option", { value: "" }, data.texts.every));
  for (const letter of data.map.questions) question.append(element("option", { value: letter }, `${data.texts.question} ${letter}`));
  question.addEventListener("change", () => setQuestion(question.value));
}
prepareViews();
prepareStory();
prepareKeys(act, choose);
prepareLists(all(".bar select"));
prepareSwipe(one(".story"), act);
preparePrint();
