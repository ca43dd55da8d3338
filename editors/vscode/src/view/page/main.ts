// The page of the graph. The extension sends what to show; the page asks for more of it, and says what was chosen.

import "./graph.css";
import { isOpenOnly } from "../filter";
import type { EdgesOfPair, Shown, ToExtension, ToPage } from "../messages";
import type { Arrow, Place } from "../protocol";
import { button, ofApp, ofArrow } from "./details";
import { html } from "./dom";
import { Drawing } from "./drawing";
import { legend } from "./legend";

declare function acquireVsCodeApi(): { postMessage(message: ToExtension): void };

const editor = acquireVsCodeApi();
const ZOOMS = [0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.2, 1.5, 2, 3];

let shown: Shown | undefined;
let drawing: Drawing | undefined;
let edges: EdgesOfPair | undefined;
/** What is chosen: an app, or the two of an arrow. It is kept by name, as the graph is sent anew after each change. */
let chosen: readonly string[] = [];
let zoom: number | undefined;

const sheet = html("div", { id: "sheet" });
const details = html("aside", { id: "details", "aria-label": "Details", tabindex: -1, hidden: true });
const status = html("p", { id: "status", role: "status" });
const projects = html("select", { "aria-label": "Project" });
const apps = html("select", { "aria-label": "App" });
const isOpen = html("input", { type: "checkbox", id: "open" });
const isTests = html("input", { type: "checkbox", id: "tests" });
const toolbar = html(
  "header",
  { role: "toolbar", "aria-label": "Graph" },
  projects,
  apps,
  html("label", { for: "open" }, isOpen, "Hide intentional edges"),
  html("label", { for: "tests" }, isTests, "Tests"),
  button("Filter…", () => editor.postMessage({ type: "pickFilter" })),
  html(
    "span",
    { class: "zoom" },
    titled(button("−", () => step(-1)), "Zoom out"),
    titled(button("+", () => step(1)), "Zoom in"),
    titled(button("Fit", () => fit(0.2)), "Fit the graph into the window"),
  ),
);
document.body.append(toolbar, html("main", {}, html("div", { id: "stage" }, status, sheet, legend()), details));

const hooks = {
  chooseApp: (app: string) => choose([app]),
  chooseArrow: (arrow: Arrow) => choose([arrow.from, arrow.to]),
  focusApp: (app: string) => wish(shown?.project ?? "", app),
  open: ({ uri, range }: Place) => editor.postMessage({ type: "open", place: { uri, range } }),
};

projects.addEventListener("change", () => wish(projects.value, ""));
apps.addEventListener("change", () => wish(projects.value, apps.value));
for (const box of [isOpen, isTests]) {
  box.addEventListener("change", () => editor.postMessage({ type: "filter", open: isOpen.checked, tests: isTests.checked }));
}

window.addEventListener("message", ({ data }: MessageEvent<ToPage>) => {
  switch (data.type) {
    case "graph":
      return show(data);
    case "edges":
      if (data.project === shown?.project && data.from === chosen[0] && data.to === chosen[1]) {
        edges = data;
        describe();
      }
      return;
    case "moved":
      return ask();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.target instanceof HTMLSelectElement || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === "Escape") {
    back();
  } else if (event.key === "+" || event.key === "=") {
    step(1);
  } else if (event.key === "-") {
    step(-1);
  } else if (event.key === "0") {
    fit(0.2);
  }
});

sheet.addEventListener("click", (event) => (event.target instanceof Element && event.target.closest("g") === null ? choose([]) : undefined));
sheet.addEventListener(
  "wheel",
  (event) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      step(event.deltaY < 0 ? 1 : -1);
    }
  },
  { passive: false },
);
window.addEventListener("resize", () => (zoom === undefined && chosen.length === 0 ? fit() : undefined));

editor.postMessage({ type: "ready" });

function show(next: Shown): void {
  const hadFocus = sheet.contains(document.activeElement);
  const isOther = next.project !== shown?.project || next.app !== shown.app;
  shown = next;
  edges = undefined;
  if (next.select.length > 0 || isOther) {
    chosen = next.select.length > 0 ? next.select : next.app === "" ? [] : [next.app];
  }
  options(projects, next.projects.map((it) => [it.uri, it.name]), next.project);
  projects.hidden = next.projects.length < 2;
  options(apps, [["", "All apps"], ...next.apps.map((it) => [it, it] as const)], next.app);
  isOpen.checked = isOpenOnly(next.filter);
  isOpen.disabled = !next.hasRules;
  isTests.checked = next.filter.tests;
  draw(isOther);
  if (hadFocus) {
    drawing?.focus(chosen[0] ?? next.app);
  }
  ask();
}

function draw(isOther: boolean): void {
  const graph = shown?.graph ?? null;
  drawing = graph === null ? undefined : new Drawing(graph, hooks);
  sheet.replaceChildren(...(drawing === undefined ? [] : [drawing.element]));
  status.textContent = note();
  const isThere = chosen.length === 1 ? graph?.boxes.some((it) => it.app === chosen[0]) : arrow() !== undefined;
  chosen = isThere === true ? chosen : [];
  if (isOther || zoom === undefined) {
    details.hidden = chosen.length === 0; // It takes room.
    fit();
  } else {
    drawing?.scale(zoom);
  }
  bringOut();
}

function note(): string {
  if (shown === undefined || shown.graph === null) {
    return shown?.problem ?? "";
  }
  const isEmpty = shown.graph.arrows.length === 0;
  const empty = shown.app === "" ? "No edge passes the filter." : `No edge of ${shown.app} passes the filter.`;
  return [isEmpty ? empty : "", shown.complete ? "" : "Only a part of the project is read so far."].filter(Boolean).join(" ");
}

function choose(next: readonly string[]): void {
  chosen = next;
  edges = undefined;
  bringOut();
  ask();
  if (next.length === 1) {
    drawing?.focus(next[0] ?? "");
  }
}

function bringOut(): void {
  const found = arrow();
  describe();
  if (zoom === undefined && chosen.length !== 1) {
    fit(); // Details take room. An app stays where it is all the same: a second click may follow.
  }
  drawing?.select(chosen.length === 1 ? chosen[0] : undefined, found);
}

/** The chosen arrow. */
function arrow(): Arrow | undefined {
  return chosen.length === 2 ? shown?.graph?.arrows.find((it) => it.from === chosen[0] && it.to === chosen[1]) : undefined;
}

function ask(): void {
  const found = arrow();
  if (found !== undefined && shown !== undefined) {
    editor.postMessage({ type: "edges", project: shown.project, from: found.from, to: found.to });
  }
}

function describe(): void {
  const isInside = details.contains(document.activeElement);
  const found = arrow();
  const [app] = chosen;
  details.hidden = chosen.length === 0 || shown === undefined || shown.graph === null;
  if (shown === undefined || shown.graph === null) {
    details.replaceChildren();
  } else if (found !== undefined) {
    details.replaceChildren(...ofArrow(found, edges, hooks));
  } else if (app !== undefined) {
    details.replaceChildren(...ofApp(app, shown, shown.graph, hooks));
  } else {
    details.replaceChildren();
  }
  if (isInside) {
    details.focus(); // Its content, with the focus, was replaced.
  }
}

function wish(project: string, app: string): void {
  editor.postMessage({ type: "show", project, app });
}

/** From an arrow to its app, from that to nothing, from the neighbours of an app to all apps. */
function back(): void {
  const [app] = chosen;
  if (chosen.length === 2 && app !== undefined) {
    choose([app]);
  } else if (shown !== undefined && shown.app !== "") {
    wish(shown.project, "");
  } else {
    choose([]);
  }
}

function step(by: 1 | -1): void {
  const now = zoom ?? fitting();
  const next = by === 1 ? ZOOMS.find((it) => it > now + 0.01) : ZOOMS.findLast((it) => it < now - 0.01);
  if (next !== undefined) {
    zoom = next;
    const [x, y] = [(sheet.scrollLeft + sheet.clientWidth / 2) / now, (sheet.scrollTop + sheet.clientHeight / 2) / now];
    drawing?.scale(next);
    sheet.scrollTo(x * next - sheet.clientWidth / 2, y * next - sheet.clientHeight / 2);
  }
}

function fit(least?: number): void {
  zoom = undefined;
  drawing?.scale(fitting(least));
}

/** As large as the window allows, but at first not so small that names cannot be read: then it scrolls. */
function fitting(least = 0.55): number {
  const graph = shown?.graph;
  if (graph == null || graph.width === 0) {
    return 1;
  }
  return Math.min(1.2, Math.max(least, Math.min(sheet.clientWidth / graph.width, sheet.clientHeight / graph.height)));
}

function options(element: HTMLSelectElement, values: readonly (readonly [string, string])[], value: string): void {
  element.replaceChildren(...values.map(([id, label]) => html("option", { value: id }, label)));
  element.value = value;
}

function titled(element: HTMLElement, title: string): HTMLElement {
  element.title = title;
  element.setAttribute("aria-label", title);
  return element;
}
