import { VERDICTS, type Arrow, type Box, type Graph, type Verdict } from "../protocol";
import { byKind, byVerdict, plural, total } from "../words";
import { svg } from "./dom";
import { nearest, type Direction } from "./nearest";

export interface Hooks {
  chooseApp(app: string): void;
  chooseArrow(arrow: Arrow): void;
  /** Show the neighbours of an app alone. */
  focusApp(app: string): void;
}

/** The SVG of a graph. Arrow keys move between apps; only one app at a time is a stop of the Tab key. */
export class Drawing {
  readonly element: SVGSVGElement;
  readonly #boxes = new Map<string, SVGGElement>();
  readonly #arrows = new Map<Arrow, SVGGElement>();

  constructor(
    readonly graph: Graph,
    readonly hooks: Hooks,
  ) {
    const name = `${plural(graph.boxes.length, "app")}, ${plural(graph.arrows.length, "arrow")}`;
    this.element = svg("svg", { viewBox: `0 0 ${graph.width} ${graph.height}`, role: "group", "aria-label": `Graph of ${name}` });
    this.element.append(tips());
    for (const arrow of worstLast(graph.arrows)) {
      this.#arrows.set(arrow, this.#arrow(arrow));
    }
    for (const box of graph.boxes) {
      this.#boxes.set(box.app, this.#box(box));
    }
    this.element.append(...this.#arrows.values(), ...this.#boxes.values());
    this.#boxes.values().next().value?.setAttribute("tabindex", "0");
  }

  scale(factor: number): void {
    this.element.setAttribute("width", String(this.graph.width * factor));
    this.element.setAttribute("height", String(this.graph.height * factor));
  }

  /** Bring out an app with its arrows, or one arrow; everything when both are undefined. */
  select(app: string | undefined, arrow: Arrow | undefined): void {
    const isNear = (it: Arrow): boolean => (arrow === undefined ? it.from === app || it.to === app : it === arrow);
    const near = new Set(this.graph.arrows.filter(isNear).flatMap((it) => [it.from, it.to]));
    const isDimmed = app !== undefined || arrow !== undefined;
    for (const [it, element] of this.#arrows) {
      element.classList.toggle("dim", isDimmed && !isNear(it));
      element.classList.toggle("selected", it === arrow);
      element.setAttribute("aria-pressed", String(it === arrow));
    }
    for (const [label, element] of this.#boxes) {
      element.classList.toggle("dim", isDimmed && label !== app && !near.has(label));
      element.classList.toggle("selected", label === app);
      element.setAttribute("aria-pressed", String(label === app));
    }
    if (arrow !== undefined) {
      for (const label of [arrow.from, arrow.to]) {
        this.#boxes.get(label)?.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    }
  }

  focus(app: string): void {
    const element = this.#boxes.get(app);
    if (element !== undefined) {
      this.#boxes.forEach((it) => it.setAttribute("tabindex", it === element ? "0" : "-1"));
      element.focus();
    }
  }

  #box(box: Box): SVGGElement {
    const { app, caption, x, y, width, height } = box;
    const [middle, line] = [x + width / 2, y + height / 2];
    const out = this.graph.arrows.filter((it) => it.from === app).length;
    const into = this.graph.arrows.filter((it) => it.to === app).length;
    const told = [`${app}: depends on ${plural(out, "app")}, used by ${into}`, box.role, box.inCycle ? "in a cycle" : ""];
    const element = svg(
      "g",
      { class: box.inCycle ? "app cycle" : "app", role: "button", tabindex: -1, "aria-label": told.filter(Boolean).join("; ") },
      svg("title", {}, [app, box.role, box.inCycle ? "In a cycle" : ""].filter(Boolean).join("\n")),
      svg("rect", { x, y, width, height, rx: 6 }),
      svg("text", { x: middle, y: caption === "" ? line + 4 : line - 3 }, app),
      ...(caption === "" ? [] : [svg("text", { class: "caption", x: middle, y: line + 11 }, caption)]),
    );
    element.addEventListener("click", () => this.hooks.chooseApp(app));
    element.addEventListener("dblclick", () => this.hooks.focusApp(app));
    element.addEventListener("keydown", (event) => this.#key(event, box));
    return element;
  }

  #key(event: KeyboardEvent, box: Box): void {
    if (event.key.startsWith("Arrow")) {
      const next = nearest(box, this.graph.boxes, event.key as Direction);
      if (next !== undefined) {
        this.focus(next.app);
      }
    } else if (event.key === "Enter" || event.key === " ") {
      this.hooks.chooseApp(box.app);
    } else if (event.key === "f") {
      this.hooks.focusApp(box.app);
    } else {
      return;
    }
    event.preventDefault();
  }

  #arrow(arrow: Arrow): SVGGElement {
    const verdict = nameOf(arrow.verdict);
    const told = `${arrow.from} → ${arrow.to}`;
    const facts = [byKind(arrow.counts), byVerdict(arrow.counts), arrow.contract === null ? "" : `breaks ${arrow.contract}`];
    const lines = [told, arrow.label, ...facts, arrow.inCycle ? "in a cycle" : ""].filter(Boolean);
    const element = svg(
      "g",
      { class: `arrow ${arrow.line} ${verdict}`, role: "button", tabindex: -1, "aria-label": lines.join("; ") },
      svg("title", {}, lines.join("\n")),
      svg("path", { class: "reach", d: arrow.path }),
      svg("path", { class: "line", d: arrow.path, "marker-end": `url(#tip-${verdict})` }),
    );
    element.dataset["edges"] = String(total(arrow.counts));
    element.addEventListener("click", () => this.hooks.chooseArrow(arrow));
    return element;
  }
}

/** What matters most is drawn over the others. */
function worstLast(arrows: readonly Arrow[]): Arrow[] {
  const rank = ({ verdict }: Arrow): number => (verdict === null ? VERDICTS.length : VERDICTS.indexOf(verdict));
  return [...arrows].sort((a, b) => rank(b) - rank(a));
}

function nameOf(verdict: Verdict | null): string {
  return verdict ?? "unjudged";
}

function tips(): SVGDefsElement {
  const names = ["approved", "tech-debt", "undeclared", "forbidden", "unjudged"];
  const size = { viewBox: "0 0 8 8", refX: 7.5, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" };
  return svg("defs", {}, ...names.map((name) => svg("marker", { id: `tip-${name}`, class: `tip ${name}`, ...size }, svg("path", { d: "M0 0 8 4 0 8z" }))));
}
