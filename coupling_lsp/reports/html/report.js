"use strict";
// Rows that match the search box and the filters stay, and the graph shows the chosen app.

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */

const form = /** @type {HTMLFormElement} */ (document.getElementById("filters"));
const [search, app, kind, intent] = /** @type {[Control, Control, Control, Control]} */ (
  ["search", "app", "kind", "intent"].map((id) => document.getElementById(id))
);
const summary = /** @type {HTMLOutputElement} */ (document.getElementById("found"));
const rows = [...document.querySelectorAll("tbody")].flatMap((body) => [...body.rows]);
const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
const marks = /** @type {SVGElement[]} */ ([...document.querySelectorAll(".graph [data-apps]")]);

/** @type {(element: HTMLElement | SVGElement, key: "apps" | "kinds") => string[]} */
const names = (element, key) => (element.dataset[key] ?? "").split(" ").filter(Boolean);

/** @type {(row: HTMLTableRowElement) => boolean} */
const matches = (row) =>
  search.value.toLowerCase().split(/\s+/).every((word) => texts.get(row)?.includes(word)) &&
  (!app.value || names(row, "apps").includes(app.value)) &&
  (!kind.value || names(row, "kinds").includes(kind.value)) &&
  (!intent.value || row.dataset.intent === intent.value);

function showMatches() {
  let number = 0;
  for (const row of rows) {
    row.hidden = !matches(row);
    number += row.hidden ? 0 : 1;
  }
  const isFiltered = Boolean(search.value.trim() || app.value || kind.value || intent.value);
  for (const table of document.querySelectorAll("table")) {
    const section = table.closest("section");
    const hasRows = [...table.tBodies].some((body) => [...body.rows].some((row) => !row.hidden));
    if (section) section.hidden = isFiltered && !hasRows;
  }
  summary.textContent = isFiltered ? `${number} of ${rows.length} rows` : "";
}

function dimOtherApps() {
  const neighbours = new Set(marks.map((mark) => names(mark, "apps")).filter((apps) => apps.includes(app.value)).flat());
  for (const mark of marks) {
    const apps = names(mark, "apps");
    const isArrow = apps.length > 1;
    const isNear = isArrow ? apps.includes(app.value) : apps.some((label) => neighbours.has(label));
    mark.classList.toggle("dim", Boolean(app.value) && !isNear);
  }
}

function show() {
  showMatches();
  dimOtherApps();
}

form.hidden = false;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(show));
show();
