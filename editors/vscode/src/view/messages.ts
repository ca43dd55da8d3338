// What the graph's page and the extension say to each other.

import type { Filter } from "./filter";
import type { Edges, Graph, Place } from "./protocol";

/** What the graph is of. */
export interface Wish {
  /** The URI of a project; the first one when empty. */
  readonly project: string;
  /** The app whose neighbours alone are shown; all apps when empty. */
  readonly app: string;
}

export type ToExtension =
  | { readonly type: "ready" }
  | ({ readonly type: "show" } & Wish)
  | { readonly type: "edges"; readonly project: string; readonly from: string; readonly to: string }
  | { readonly type: "open"; readonly place: Place }
  | { readonly type: "filter"; readonly open: boolean; readonly tests: boolean }
  | { readonly type: "pickFilter" };

export interface Shown extends Wish {
  readonly type: "graph";
  readonly projects: readonly { readonly uri: string; readonly name: string }[];
  readonly apps: readonly string[];
  readonly graph: Graph | null;
  readonly filter: Filter;
  readonly hasRules: boolean;
  /** Whether all files were read. */
  readonly complete: boolean;
  /** Why there is no graph; empty when there is one. */
  readonly problem: string;
  /** A pair to select, or nothing. */
  readonly select: readonly string[];
}

export interface EdgesOfPair extends Edges {
  readonly type: "edges";
  readonly project: string;
  readonly from: string;
  readonly to: string;
}

/** `moved`: the places of edges are others; what is shown of them has to be asked again. */
export type ToPage = Shown | EdgesOfPair | { readonly type: "moved" };
