import { useComputed } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { badgeMovesAt, badgeOf, type Badge, type BadgeKind } from "../badge";
import { boxNow, minute, now } from "../clock";
import { Icon, type IconName } from "../icons";
import { ageWords, t } from "../i18n";
import type { Mark } from "../model";
import type { Pending } from "../pending";
import { useBox } from "../staff";
import { dayOrTime } from "../time";
import { person } from "../session";

const icons: Record<BadgeKind, IconName> = {
  on_phone: "phone", saved: "box", sending: "up", waiting: "clock", confirmed: "tick_line", box_only: "box_dot", replaced: "swap",
  refused: "cross", not_saved: "cross",
};

/** `brief` leaves the reason to the detail, where a tile has no room for it. */
export function badgeWords({ kind, since, reason: whole }: Badge, at: number, brief = false): string {
  const reason = brief ? "" : whole;
  switch (kind) {
    case "waiting": return t("badge.waiting", { age: ageWords(since, at) });
    case "replaced": return reason ? t("badge.replaced_why", { reason }) : t("badge.replaced");
    case "refused": return reason ? t("badge.refused", { reason }) : t("badge.refused_plain");
    case "not_saved": return reason ? t("badge.not_saved", { reason }) : t("badge.not_saved_plain");
    default: return t(`badge.${kind}`);
  }
}

interface Props { pending: Pending | undefined; mark: Mark | undefined; detail?: boolean; brief?: boolean }

/** Draws itself anew only as often as its words can change. */
function useBadge({ pending, mark, detail = false }: Props): { badge: Badge | undefined; at: number } {
  const box = useBox();
  const moves = badgeMovesAt(pending, mark);
  const at = moves === "soon" ? Math.max(now.value, boxNow()) : moves === "minute" ? Math.max(minute.value, boxNow()) : boxNow();
  const lineDown = useComputed(() => box.net.value.kind === "box_only").value;
  return { badge: badgeOf(pending, mark, { now: at, lineDown, detail }), at };
}

export function SyncBadge(props: Props) {
  const { badge, at } = useBadge(props);
  return badge ? <BadgeView badge={badge} at={at} brief={props.brief} /> : null;
}

function BadgeView({ badge, at, brief = false }: { badge: Badge; at: number; brief?: boolean | undefined }) {
  return <span class={`badge b-${badge.kind}`}><Icon name={icons[badge.kind]} /><span dir="auto">{badgeWords(badge, at, brief)}</span></span>;
}

/** The badge in full with what can be done about it; for details. */
export function ChangeLine(props: Omit<Props, "detail" | "brief">) {
  const box = useBox();
  const { badge, at } = useBadge({ ...props, detail: true });
  const me = useMemo(() => person.peek()?.name, []);
  if (!badge) return null;
  const { pending, mark } = props;
  const isSettled = badge.kind === "refused" || badge.kind === "replaced";
  return (
    <div class="change-line">
      <BadgeView badge={badge} at={at} />
      <p class="small muted">
        {badge.by && badge.by !== me ? <bdi>{badge.by}</bdi> : null}
        {badge.by && badge.by !== me ? ", " : ""}{dayOrTime(badge.since, at, box.zone.value)}
        {badge.kind === "waiting" && badge.reason ? ` · ${t("change.cause", { reason: badge.reason })}` : ""}
      </p>
      {badge.kind === "not_saved" && pending && (
        <div class="buttons">
          <button type="button" class="button" onClick={() => void box.outbox.discard(pending.id)}>{t("change.discard")}</button>
          <button type="button" class="button primary" onClick={() => void box.outbox.retry(pending.id)}>{t("change.retry")}</button>
        </div>
      )}
      {isSettled && mark && (
        <button type="button" class="button" onClick={() => void box.act({ kind: "dismiss_change", changeId: mark.changeId })}>
          {t("change.understood")}
        </button>
      )}
    </div>
  );
}
