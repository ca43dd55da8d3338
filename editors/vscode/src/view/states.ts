import type { State } from "./source";

/** Why there is nothing to show. The welcome of the tree, in package.json, says the same. */
export const EMPTY: Record<State, string> = {
  waiting: "The project is being read.",
  stopped: "The language server is not running.",
  outdated: "The language server is older than this view. Update coupling-lsp.",
  empty: "No Django app was found in this workspace.",
  ready: "The project is not there any more.",
};
