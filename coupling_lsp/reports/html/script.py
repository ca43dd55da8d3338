"""The script of the page: rows that match the search box and the filters stay, and the graph shows the chosen app."""

SCRIPT = """\
"use strict";
const form = document.getElementById("filters");
const [search, app, kind, intent, found] =
  ["search", "app", "kind", "intent", "found"].map((id) => document.getElementById(id));
const rows = [...document.querySelectorAll("tbody tr")];
const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
const marks = [...document.querySelectorAll(".graph [data-apps]")];
const names = (element, key) => element.dataset[key].split(" ").filter(Boolean);

const matches = (row) =>
  search.value.toLowerCase().split(/\\s+/).every((word) => texts.get(row).includes(word)) &&
  (!app.value || names(row, "apps").includes(app.value)) &&
  (!kind.value || names(row, "kinds").includes(kind.value)) &&
  (!intent.value || row.dataset.intent === intent.value);

function show() {
  let number = 0;
  for (const row of rows) {
    row.hidden = !matches(row);
    number += row.hidden ? 0 : 1;
  }
  const near = new Set(marks.map((it) => names(it, "apps")).filter((it) => it.includes(app.value)).flat());
  for (const mark of marks) {
    const own = names(mark, "apps");
    const isNear = own.length > 1 ? own.includes(app.value) : near.has(own[0]);
    mark.classList.toggle("dim", Boolean(app.value) && !isNear);
  }
  const isFiltered = search.value.trim() || app.value || kind.value || intent.value;
  for (const table of document.querySelectorAll("table")) {
    const hasRows = [...table.tBodies[0].rows].some((row) => !row.hidden);
    table.closest("section").hidden = Boolean(isFiltered) && !hasRows;
  }
  found.textContent = isFiltered ? `${number} of ${rows.length} rows` : "";
}

form.hidden = false;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(show));
show();
"""
