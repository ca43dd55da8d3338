// The server's own requests; docs/view.md describes them.

import type { Kind } from "./edgeKinds";

/** The worst first. */
export const VERDICTS = ["forbidden", "undeclared", "tech-debt", "approved"] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Place {
  readonly uri: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

/** The verdict is null where nothing was judged, as in a project without rules. */
export interface Judged {
  readonly kind: Kind;
  readonly verdict: Verdict | null;
  readonly test: boolean;
}

export interface Count extends Judged {
  readonly count: number;
}

export interface Pair {
  readonly from: string;
  readonly to: string;
  readonly counts: readonly Count[];
  /** The contract that the pair breaks. */
  readonly contract: string | null;
}

export interface App {
  readonly label: string;
  readonly role: string;
  readonly owners: readonly string[];
}

export interface Project {
  readonly uri: string;
  readonly name: string;
  readonly rules: string | null;
  readonly apps: readonly App[];
  readonly pairs: readonly Pair[];
  readonly unresolved: { readonly count: number; readonly inTests: number };
}

export interface Overview {
  /** Whether all files were read. */
  readonly complete: boolean;
  readonly projects: readonly Project[];
}

export interface Rule extends Place {
  readonly id: string;
  readonly why: string;
  readonly instead: string;
  readonly owner: string;
  readonly reviewBy: string;
}

export interface Edge extends Judged, Place {
  readonly path: string;
  readonly line: number;
  readonly mechanism: string;
  readonly words: string;
  readonly sentence: string;
  readonly symbol: string;
  readonly target: string;
  readonly rule: Rule | null;
}

export interface Edges {
  readonly edges: readonly Edge[];
  readonly contract: (Place & { readonly id: string; readonly why: string }) | null;
}

export interface Unresolved extends Place {
  readonly path: string;
  readonly line: number;
  readonly reason: string;
  readonly test: boolean;
}

export interface Box {
  readonly app: string;
  readonly role: string;
  readonly caption: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly inCycle: boolean;
}

export interface Arrow extends Pair {
  readonly verdict: Verdict | null;
  readonly label: string;
  readonly line: "solid" | "dashed";
  readonly test: boolean;
  readonly inCycle: boolean;
  readonly path: string;
}

export interface Graph {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly cycles: readonly (readonly string[])[];
}
