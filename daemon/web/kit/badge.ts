// The one badge that says where a change stands. Lists show at most one a row; a detail shows also what lists leave out.
import { ChangeStage } from "../gen/stayd/v1/common_pb";
import type { Mark } from "./model";
import type { Pending } from "./pending";

export type BadgeKind = "on_phone" | "saved" | "sending" | "waiting" | "confirmed" | "box_only" | "replaced" | "refused" | "not_saved";

/** `since` is box time; `by` and `reason` are words as the box gave them. */
export interface Badge { kind: BadgeKind; since: number; by: string; reason: string }

export interface BadgeContext { now: number; lineDown: boolean; detail: boolean }

const quietOnPhone = 300;
const confirmedShownFor = 4_000;
const savedTooLong = 30_000;

export function badgeOf(pending: Pending | undefined, mark: Mark | undefined, context: BadgeContext): Badge | undefined {
  return pending ? pendingBadge(pending, context) : mark && markBadge(mark, context);
}

function pendingBadge(pending: Pending, { now }: BadgeContext): Badge | undefined {
  const badge = { since: pending.at, by: pending.user, reason: pending.reason };
  if (pending.phase === "not_saved") return { ...badge, kind: "not_saved" };
  if (pending.phase === "saved") return { ...badge, kind: "saved" };
  return now - pending.at >= quietOnPhone ? { ...badge, kind: "on_phone" } : undefined;
}

function markBadge(mark: Mark, { now, lineDown, detail }: BadgeContext): Badge | undefined {
  const badge = (kind: BadgeKind): Badge => ({ kind, since: mark.since, by: mark.by, reason: mark.reason });
  switch (mark.stage) {
    case ChangeStage.SAVED: return badge(lineDown || now - mark.since > savedTooLong ? "waiting" : "saved");
    case ChangeStage.SENDING: return badge("sending");
    case ChangeStage.WAITING: return badge("waiting");
    case ChangeStage.CONFIRMED: return detail || now - mark.since < confirmedShownFor ? badge("confirmed") : undefined;
    case ChangeStage.BOX_ONLY: return detail ? badge("box_only") : undefined;
    case ChangeStage.REPLACED: return badge("replaced");
    case ChangeStage.REFUSED: return badge("refused");
    default: return undefined;
  }
}

/** When the badge may look different without any message having come; undefined when it will not. */
export function badgeMovesAt(pending: Pending | undefined, mark: Mark | undefined): "soon" | "minute" | undefined {
  if (pending?.phase === "on_phone" || mark?.stage === ChangeStage.CONFIRMED || mark?.stage === ChangeStage.SAVED) return "soon";
  return mark?.stage === ChangeStage.WAITING ? "minute" : undefined;
}
