// The panel beside the graph: what an app depends on and who uses it, or the edges of a pair.

import { EDGE_KINDS, KINDS } from "../edgeKinds";
import type { EdgesOfPair, Shown } from "../messages";
import type { Arrow, Edge, Graph, Place, Verdict } from "../protocol";
import { byKind, byVerdict, detail, ends, plural, shortPlace, total, VERDICT_WORDS } from "../words";
import { html } from "./dom";

export interface Hooks {
  chooseApp(app: string): void;
  chooseArrow(arrow: Arrow): void;
  focusApp(app: string): void;
  open(place: Place): void;
}

export function ofApp(app: string, shown: Shown, graph: Graph, hooks: Hooks): Node[] {
  const box = graph.boxes.find((it) => it.app === app);
  const isFocus = shown.app === app;
  const focus = button(isFocus ? "Show all apps" : "Show its neighbours only", () => hooks.focusApp(isFocus ? "" : app));
  const cycle = graph.cycles.find((it) => it.includes(app));
  const out = graph.arrows.filter((it) => it.from === app);
  const into = graph.arrows.filter((it) => it.to === app);
  return [
    html("h2", {}, app),
    ...(box?.role ? [html("p", {}, box.role)] : []),
    ...(cycle === undefined ? [] : [html("p", { class: "cycle" }, `In a cycle: ${cycle.join(", ")}`)]),
    html("p", {}, focus),
    ...pairs("Depends on", out, (it) => it.to, hooks),
    ...pairs("Used by", into, (it) => it.from, hooks),
  ];
}

function pairs(title: string, arrows: readonly Arrow[], other: (arrow: Arrow) => string, hooks: Hooks): Node[] {
  const lines = arrows.map((arrow) => {
    const told = [byKind(arrow.counts), byVerdict(arrow.counts)].filter(Boolean).join(" · ");
    const line = button("", () => hooks.chooseArrow(arrow));
    line.className = "row";
    line.append(html("span", { class: "name" }, other(arrow)), mark(arrow.verdict), html("span", { class: "faint" }, told));
    return html("li", {}, line);
  });
  return lines.length === 0 ? [] : [html("h3", {}, `${title} ${plural(lines.length, "app")}`), html("ul", {}, ...lines)];
}

/** `found` is undefined while the edges are asked for. */
export function ofArrow(arrow: Arrow, found: EdgesOfPair | undefined, hooks: Hooks): Node[] {
  const link = (app: string): HTMLButtonElement => {
    const it = button(app, () => hooks.chooseApp(app));
    it.className = "link";
    return it;
  };
  const told = [plural(total(arrow.counts), "edge"), arrow.label, arrow.inCycle ? "in a cycle" : ""].filter(Boolean).join(" · ");
  const contract = found?.contract ?? null;
  const head = [html("h2", {}, link(arrow.from), " → ", link(arrow.to)), html("p", { class: "faint" }, told)];
  if (contract !== null) {
    const name = button(contract.id, () => hooks.open(contract));
    name.className = "link";
    head.push(html("p", { class: "broken" }, "Breaks the contract ", name, contract.why && `: ${contract.why}`));
  }
  if (found === undefined) {
    return [...head, html("p", { class: "faint" }, "…")];
  }
  return [...head, ...KINDS.flatMap((kind) => ofKind(found.edges.filter((it) => it.kind === kind), arrow, hooks))];
}

function ofKind(edges: readonly Edge[], arrow: Arrow, hooks: Hooks): Node[] {
  const [first] = edges;
  const lines = edges.map((edge, number) => {
    const line = button("", () => hooks.open(edge));
    line.className = "row";
    line.title = `${edge.sentence}\n${edge.path}:${edge.line}`;
    const place = [shortPlace(edge), detail(edge)].filter(Boolean).join(" · ");
    line.append(html("span", { class: "name" }, ends(edge, arrow.to)), mark(edge.verdict), html("span", { class: "faint" }, place));
    const why = edge.rule?.why ?? "";
    if (why !== "" && why !== edges[number - 1]?.rule?.why) {
      line.append(html("span", { class: "why" }, why));
    }
    return html("li", {}, line);
  });
  return first === undefined ? [] : [html("h3", {}, `${EDGE_KINDS[first.kind].title} (${edges.length})`), html("ul", {}, ...lines)];
}

/** The verdict as a coloured word, for those who do not tell the colours apart. */
function mark(verdict: Verdict | null): HTMLElement {
  return html("span", { class: `mark ${verdict ?? "unjudged"}` }, verdict === null ? "" : VERDICT_WORDS[verdict]);
}

export function button(label: string, run: () => void): HTMLButtonElement {
  const it = html("button", { type: "button" }, label);
  it.addEventListener("click", run);
  return it;
}
