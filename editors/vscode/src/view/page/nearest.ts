import type { Box } from "../protocol";

export type Direction = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

/** The box that a user means who presses an arrow key on another: the nearest on that side, rather ahead than aside. */
export function nearest(from: Box, boxes: readonly Box[], direction: Direction): Box | undefined {
  const isAcross = direction === "ArrowLeft" || direction === "ArrowRight";
  const sign = direction === "ArrowLeft" || direction === "ArrowUp" ? -1 : 1;
  let best: { box: Box; cost: number } | undefined;
  for (const box of boxes) {
    const [dx, dy] = [box.x - from.x, box.y - from.y];
    const [ahead, aside] = isAcross ? [dx * sign, Math.abs(dy)] : [dy * sign, Math.abs(dx)];
    const cost = ahead + 3 * aside;
    if (box !== from && ahead > 0 && (best === undefined || cost < best.cost)) {
      best = { box, cost };
    }
  }
  return best?.box;
}
