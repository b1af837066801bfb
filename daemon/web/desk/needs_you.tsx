// What only a person can settle: changes the PMS refused or that were replaced; below them what still waits for it.
import { useMemo } from "preact/hooks";
import { ChangeStage } from "../gen/stayd/v1/common_pb";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { spanWords, t } from "../kit/i18n";
import type { Change } from "../kit/model";
import { Empty } from "../kit/parts/words";
import { stable } from "../kit/stable";
import { useBox, type StaffBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";

const isSettled = (change: Change): boolean => change.stage === ChangeStage.REFUSED || change.stage === ChangeStage.REPLACED;

/** Refused, then replaced, then waiting; the oldest first. What this person has just read is gone at once. */
export function changesShown(box: StaffBox): Change[] {
  const rank = (change: Change): number => (change.stage === ChangeStage.REFUSED ? 0 : change.stage === ChangeStage.REPLACED ? 1 : 2);
  const isRead = (change: Change): boolean => {
    const pending = box.pending.value.get(`change:${change.id}`);
    return pending !== undefined && pending.phase !== "not_saved";
  };
  return box.store.shelf("changes").all().filter((change) => !isRead(change))
    .sort((a, b) => rank(a) - rank(b) || a.accepted - b.accepted || (a.id < b.id ? -1 : 1));
}

export function NeedsYou() {
  const box = useBox();
  const changes = useMemo(() => stable(() => changesShown(box)), [box]).value;
  return (
    <section class="card panel needs">
      <h2>{t("dash.needs")}</h2>
      {changes.length === 0
        ? <Empty icon="sun" title={t("dash.needs_none")}><p>{t("dash.needs_none_why")}</p></Empty>
        : <ul>{changes.map((change) => <ChangeRow key={change.id} change={change} />)}</ul>}
    </section>
  );
}

function why(change: Change, now: number): string {
  const reason = change.reason || t("dash.no_reason");
  if (change.stage === ChangeStage.REFUSED) return t("dash.refused", { reason });
  if (change.stage === ChangeStage.REPLACED) return t("dash.replaced", { reason });
  return t("dash.waiting", { age: spanWords(now - change.accepted) });
}

function ChangeRow({ change }: { change: Change }) {
  const box = useBox();
  const kind = change.stage === ChangeStage.REFUSED ? "refused" : change.stage === ChangeStage.REPLACED ? "replaced" : "waiting";
  return (
    <li class={`need b-${kind}`}>
      <Icon name={kind === "refused" ? "cross" : kind === "replaced" ? "swap" : "clock"} />
      <div class="need-words">
        <strong dir="auto">{change.what}</strong>
        <span class="need-why" dir="auto">{why(change, minute.value)}</span>
        <span class="small muted">
          <bdi>{change.by}</bdi>, {dayOrTime(change.accepted, minute.value, box.zone.value)}
          {kind === "waiting" && change.attempts > 0 ? ` · ${t("dash.attempts", { count: change.attempts })}` : ""}
          {kind === "waiting" && change.reason ? ` · ${change.reason}` : ""}
        </span>
      </div>
      {isSettled(change) && (
        <button type="button" class="button" onClick={() => void box.act({ kind: "dismiss_change", changeId: change.id })}>{t("change.understood")}</button>
      )}
    </li>
  );
}
