// The rows of the tree. Those that open have an `id`, so that what is open stays open when the tree is read anew.

import { MarkdownString, Position, Range, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState as Open, Uri } from "vscode";
import { EDGE_KINDS, type Kind } from "./edgeKinds";
import type { App, Count, Edge, Pair, Place, Project, Unresolved, Verdict } from "./protocol";
import { byKind, byVerdict, detail, ends, plural, shortPlace, total, VERDICT_WORDS, worst } from "./words";

/** `app` is the one below which a pair stands: it depends, or is depended on. */
export type Row =
  | { readonly type: "project"; readonly project: Project; readonly counts: readonly Count[] }
  | { readonly type: "app"; readonly project: Project; readonly app: App; readonly out: readonly Count[]; readonly into: readonly Count[] }
  | { readonly type: "pair"; readonly project: Project; readonly pair: Pair; readonly app: string; readonly counts: readonly Count[] }
  | { readonly type: "kind"; readonly project: Project; readonly pair: Pair; readonly app: string; readonly kind: Kind; readonly counts: readonly Count[] }
  | { readonly type: "edge"; readonly project: Project; readonly pair: Pair; readonly app: string; readonly edge: Edge }
  | { readonly type: "unresolved"; readonly project: Project; readonly count: number }
  | { readonly type: "place"; readonly place: Unresolved };

export function treeItem(row: Row): TreeItem {
  switch (row.type) {
    case "project":
      return item(row, row.project.name, Open.Expanded, "project", describe(row.counts));
    case "app":
      return appItem(row);
    case "pair":
      return pairItem(row);
    case "kind":
      return item(row, EDGE_KINDS[row.kind].title, Open.Collapsed, EDGE_KINDS[row.kind].icon, describe(row.counts, String(total(row.counts))));
    case "edge":
      return edgeItem(row);
    case "unresolved":
      return item(row, `${plural(row.count, "place")} not resolved`, Open.Collapsed, "question", "may hold edges");
    case "place":
      return opening(row.place, item(row, shortPlace(row.place), Open.None, "dash", row.place.reason));
  }
}

const VERDICT_ICONS: Record<Verdict, ThemeIcon> = {
  approved: new ThemeIcon("pass", new ThemeColor("testing.iconPassed")),
  "tech-debt": new ThemeIcon("tools", new ThemeColor("problemsInfoIcon.foreground")),
  undeclared: new ThemeIcon("question", new ThemeColor("problemsWarningIcon.foreground")),
  forbidden: new ThemeIcon("circle-slash", new ThemeColor("problemsErrorIcon.foreground")),
};

function appItem(row: Row & { type: "app" }): TreeItem {
  const { app, out, into } = row;
  const numbers = [out.length > 0 ? `${total(out)} out` : "", into.length > 0 ? `${total(into)} in` : ""];
  const told = describe(out, numbers.filter(Boolean).join(", ") || "no edges");
  const it = item(row, app.label, out.length + into.length > 0 ? Open.Collapsed : Open.None, "symbol-namespace", told);
  const lines = [`**${escape(app.label)}**`, escape(app.role), escape(app.owners.join(", "))];
  it.tooltip = new MarkdownString(lines.filter(Boolean).join("  \n"));
  return it;
}

function pairItem(row: Row & { type: "pair" }): TreeItem {
  const { pair, counts } = row;
  const isOut = pair.from === row.app;
  const verdict = worst(counts);
  const color = verdict === null ? undefined : VERDICT_ICONS[verdict].color;
  const broken = pair.contract === null ? "" : `breaks ${pair.contract}`;
  const told = [describe(counts, String(total(counts))), broken].filter(Boolean).join(" · ");
  const it = item(row, isOut ? pair.to : pair.from, Open.Collapsed, new ThemeIcon(isOut ? "arrow-right" : "arrow-left", color), told);
  const lines = [`**${escape(pair.from)} → ${escape(pair.to)}**`, byKind(counts), byVerdict(counts), escape(broken && `${broken}, a contract`)];
  it.tooltip = new MarkdownString(lines.filter(Boolean).join("  \n"));
  it.accessibilityInformation = { label: `${isOut ? "depends on" : "used by"} ${isOut ? pair.to : pair.from}, ${told}` };
  return it;
}

function edgeItem(row: Row & { type: "edge" }): TreeItem {
  const { edge, pair } = row;
  const icon = edge.verdict === null ? "circle-outline" : VERDICT_ICONS[edge.verdict];
  const told = [shortPlace(edge), detail(edge)].filter(Boolean).join(" · ");
  const it = opening(edge, item(row, ends(edge, pair.to), Open.None, icon, told));
  const verdict = edge.verdict === null ? "" : ` · ${VERDICT_WORDS[edge.verdict]}`;
  const { rule } = edge;
  const footer = rule === null ? "" : [`rule ${escape(rule.id)}`, escape(rule.owner), rule.reviewBy && `review by ${escape(rule.reviewBy)}`];
  const lines = [
    `**${escape(edge.sentence)}**`,
    `${escape(edge.words)}${verdict}`,
    rule === null ? "" : escape(rule.why),
    rule === null || rule.instead === "" ? "" : `Instead: ${escape(rule.instead)}`,
    footer === "" ? "" : footer.filter(Boolean).join(" · "),
    `${escape(edge.path)}:${edge.line}`,
  ];
  it.tooltip = new MarkdownString(lines.filter(Boolean).join("  \n"));
  it.accessibilityInformation = { label: `${ends(edge, pair.to)}, ${told}${verdict}` };
  if (rule !== null) {
    it.contextValue = "edge.ruled";
  }
  return it;
}

/** `12 · 1 forbidden` */
function describe(counts: readonly Count[], first = plural(total(counts), "edge")): string {
  return [first, byVerdict(counts)].filter(Boolean).join(" · ");
}

function item(row: Row, label: string, open: Open, icon: string | ThemeIcon, description: string): TreeItem {
  const it = new TreeItem(label, open);
  const id = idOf(row);
  if (id !== undefined) {
    it.id = id;
  }
  it.contextValue = row.type;
  it.description = description;
  it.iconPath = typeof icon === "string" ? new ThemeIcon(icon) : icon;
  return it;
}

function opening(place: Place, it: TreeItem): TreeItem {
  it.command = { command: "vscode.open", title: "Open", arguments: [Uri.parse(place.uri, true), { selection: rangeOf(place) }] };
  return it;
}

/** Leaves have none: two may stand at one place. */
function idOf(row: Row): string | undefined {
  switch (row.type) {
    case "project":
    case "unresolved":
      return [row.type, row.project.uri].join("\n");
    case "app":
      return ["app", row.project.uri, row.app.label].join("\n");
    case "pair":
      return ["pair", row.project.uri, row.app, row.pair.from, row.pair.to].join("\n");
    case "kind":
      return ["kind", row.project.uri, row.app, row.pair.from, row.pair.to, row.kind].join("\n");
    default:
      return undefined;
  }
}

export function rangeOf({ range: { start, end } }: Place): Range {
  return new Range(new Position(start.line, start.character), new Position(end.line, end.character));
}

/** Names and reasons come from files: they are text, not Markdown. */
function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&$]/g, "\\$&");
}
