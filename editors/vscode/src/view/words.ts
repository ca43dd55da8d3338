// The words of the tree and the graph; they are those of the diagnostics and reports.

import { EDGE_KINDS, KINDS } from "./edgeKinds";
import { VERDICTS, type Count, type Edge, type Verdict } from "./protocol";

export const VERDICT_WORDS: Record<Verdict, string> = {
  approved: "intentional",
  "tech-debt": "tech debt",
  undeclared: "undeclared",
  forbidden: "forbidden",
};

export function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

export function total(counts: readonly Count[]): number {
  return counts.reduce((sum, it) => sum + it.count, 0);
}

/** `2 schema, 1 ORM read, 3 imports` */
export function byKind(counts: readonly Count[]): string {
  return KINDS.map((kind) => [kind, total(counts.filter((it) => it.kind === kind))] as const)
    .filter(([, number]) => number > 0)
    .map(([kind, number]) => `${number} ${number === 1 ? EDGE_KINDS[kind].noun : EDGE_KINDS[kind].plural}`)
    .join(", ");
}

/** `1 forbidden, 2 tech debt`; what is intentional goes without saying. */
export function byVerdict(counts: readonly Count[]): string {
  return VERDICTS.filter((verdict) => verdict !== "approved")
    .map((verdict) => [verdict, total(counts.filter((it) => it.verdict === verdict))] as const)
    .filter(([, number]) => number > 0)
    .map(([verdict, number]) => `${number} ${VERDICT_WORDS[verdict]}`)
    .join(", ");
}

export function worst(counts: readonly { readonly verdict: Verdict | null }[]): Verdict | null {
  return VERDICTS.find((verdict) => counts.some((it) => it.verdict === verdict)) ?? null;
}

/** What an edge reaches; a relation has a name of its own: `Order.invoice → Invoice`. */
export function ends(edge: Edge, to: string): string {
  const target = edge.target.startsWith(`${to}.`) ? edge.target.slice(to.length + 1) : edge.target;
  return edge.kind === "schema" && edge.symbol !== "" ? `${edge.symbol} → ${target}` : target;
}

/** `models.py:12`: short enough for a narrow list; the whole path stands in the tooltip. */
export function shortPlace(at: { readonly path: string; readonly line: number }): string {
  return `${at.path.split("/").pop()}:${at.line}`;
}

/** What the kind alone does not tell: the relation, the method called, when an import happens. */
export function detail(edge: Edge): string {
  const how = edge.kind === "schema" ? edge.words : edge.kind === "import" ? edge.words.replace(/ ?import$/, "") : edge.mechanism;
  return [how, edge.test ? "test" : ""].filter(Boolean).join(", ");
}
