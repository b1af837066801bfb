// A staff change that needs a person's eye: what became of it, and what that person can do about it.
import { ChangeStage } from "../gen/stayd/v1/common_pb";
import type { Change } from "./model";

/** `ours_sent`: confirmed, but over a value that somebody in the PMS had set meanwhile. */
export type Fate = "refused" | "replaced" | "ours_sent" | "waiting";

export function fateOf(change: Change): Fate {
  switch (change.stage) {
    case ChangeStage.REFUSED: return "refused";
    case ChangeStage.REPLACED: return "replaced";
    case ChangeStage.CONFIRMED: return "ours_sent";
    default: return "waiting";
  }
}

/** Until somebody has read or decided it. What waits settles by itself. */
export const needsPerson = (change: Change): boolean => fateOf(change) !== "waiting";

/** What else could be had: undefined where nothing can be tried. */
export function otherWay(change: Change): "change.retry" | "change.use_ours" | "change.take_theirs" | undefined {
  if (!change.canReapply) return undefined;
  switch (fateOf(change)) {
    case "refused": return "change.retry";
    case "replaced": return "change.use_ours";
    case "ours_sent": return "change.take_theirs";
    case "waiting": return undefined;
  }
}

const order: readonly Fate[] = ["refused", "replaced", "ours_sent", "waiting"];

/** What needs a person first, the worst and the oldest of it on top. */
export function byNeed(a: Change, b: Change): number {
  return order.indexOf(fateOf(a)) - order.indexOf(fateOf(b)) || a.accepted - b.accepted || (a.id < b.id ? -1 : 1);
}
