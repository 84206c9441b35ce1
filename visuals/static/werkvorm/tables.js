// The table behind a picture: in a dialog on the wall, and as CSV for a Dutch spreadsheet (semicolons, UTF-8 with BOM).

import { all, data, element, one } from "./data.js";
import { current } from "./views.js";

let home = null, shown = [];

export function openTable() {
  const whole = one(`#view-${current()} .whole`);
  if (!whole) return false;
  shown = [...whole.children].slice(1);  // all but its heading
  home = whole;
  one("#table-place").append(...shown.toReversed());  // what was left out first, then the table
  one("#table").showModal();
  one("#table-place .scroll").focus();
  return true;
}

export function tableClosed() {
  if (home) home.append(...shown);
  [home, shown] = [null, []];
}

export function downloadCsv() {
  const table = one("#table-place table");
  if (!table) return;
  const view = data.views[current() - 1];
  const rows = all("tr", table).map((row) => all("th,td", row).map((td) => cell(td.textContent, td.tagName === "TD", td.classList.contains("n"))).join(";"));
  rows.push(...rest(view && view.rest));
  download(`${view ? view.file : "table"}.csv`, "\ufeff" + rows.join("\r\n") + "\r\n", "text/csv;charset=utf-8");
}

// The rows of a long table that the page does not show: each column has its texts once, and for each row the place of its text.
function rest(held) {
  if (!held) return [];
  return Array.from({ length: held.rows }, (_, row) => held.columns.map(({ numeric, words, at }) => cell(words[at[row]], true, numeric)).join(";"));
}

function cell(text, body, numeric) {
  if (body && numeric) text = text.split(data.thousands).join("");
  else if (/^[=+\-@\t\r\n]/.test(text)) text = `'${text}`;
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function download(name, content, type) {
  const link = element("a", { download: name, href: URL.createObjectURL(new Blob([content], { type })) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
