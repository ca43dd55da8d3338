import { EDGE_KINDS, KINDS, type Kind } from "./edgeKinds";
import { VERDICTS, type Count, type Judged, type Pair, type Verdict } from "./protocol";
import { VERDICT_WORDS } from "./words";

/** Which edges are shown. An empty list means all. */
export interface Filter {
  readonly verdicts: readonly Verdict[];
  readonly kinds: readonly Kind[];
  readonly tests: boolean;
}

export const DEFAULT: Filter = { verdicts: [], kinds: [], tests: false };

/** What somebody has to decide on or to pay off. */
export const OPEN: readonly Verdict[] = ["forbidden", "undeclared", "tech-debt"];

export function passes(filter: Filter, it: Judged): boolean {
  return (
    (filter.tests || !it.test) &&
    (filter.kinds.length === 0 || filter.kinds.includes(it.kind)) &&
    (filter.verdicts.length === 0 || (it.verdict !== null && filter.verdicts.includes(it.verdict)))
  );
}

export function passing(filter: Filter, pair: Pair): readonly Count[] {
  return pair.counts.filter((it) => passes(filter, it));
}

/** Whether the filter leaves out more than tests. */
export function isNarrow(filter: Filter): boolean {
  return filter.verdicts.length > 0 || filter.kinds.length > 0;
}

export function isOpenOnly(filter: Filter): boolean {
  return filter.verdicts.length === OPEN.length && OPEN.every((it) => filter.verdicts.includes(it));
}

export function described(filter: Filter): string {
  return [
    ...VERDICTS.filter((it) => filter.verdicts.includes(it)).map((it) => VERDICT_WORDS[it]),
    ...KINDS.filter((it) => filter.kinds.includes(it)).map((it) => EDGE_KINDS[it].title),
    filter.tests ? "with tests" : "without tests",
  ].join(", ");
}

/** A stored filter may be of another version. */
export function restored(value: unknown): Filter {
  const { verdicts, kinds, tests } = (value ?? {}) as Partial<Record<keyof Filter, unknown>>;
  return {
    verdicts: VERDICTS.filter((it) => Array.isArray(verdicts) && verdicts.includes(it)),
    kinds: KINDS.filter((it) => Array.isArray(kinds) && kinds.includes(it)),
    tests: tests === true,
  };
}
