import { html, svg } from "./dom";

/** What lines and colours mean. */
export function legend(): HTMLElement {
  return html(
    "footer",
    { "aria-label": "Legend" },
    entry("solid", "unjudged", "needed as soon as modules load"),
    entry("dashed", "unjudged", "lazy, for type checkers, or in tests only"),
    entry("solid", "forbidden", "forbidden"),
    entry("solid", "undeclared", "undeclared"),
    entry("solid", "tech-debt", "tech debt"),
    html("span", {}, html("i", { class: "ring" }), "in a cycle"),
    html("span", { class: "keys" }, "Keys: arrows and Enter choose an app, F shows its neighbours only, Esc goes back, + − 0 zoom"),
  );
}

function entry(line: string, verdict: string, told: string): HTMLElement {
  const sample = svg("svg", { width: 28, height: 8, "aria-hidden": "true" });
  sample.append(svg("g", { class: `arrow ${line} ${verdict}` }, svg("path", { class: "line", d: "M0 4H28" })));
  return html("span", {}, sample, told);
}
