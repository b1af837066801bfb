// What only a person can settle: changes that were refused, replaced or sent over somebody else's; below them what still waits.
import type { TargetedMouseEvent } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { byNeed, needsPerson } from "../kit/changes";
import { t } from "../kit/i18n";
import type { Change } from "../kit/model";
import { Empty } from "../kit/parts/words";
import { stable } from "../kit/stable";
import { useBox, type StaffBox } from "../kit/staff";
import { ChangeCard } from "./change_card";

/** What this person has just decided is gone at once. */
export function changesShown(box: StaffBox): Change[] {
  const isDecided = (change: Change): boolean => {
    const pending = box.pending.value.get(`change:${change.id}`);
    return pending !== undefined && pending.phase !== "not_saved";
  };
  return box.store.shelf("changes").all().filter((change) => !isDecided(change)).sort(byNeed);
}

export function NeedsYou() {
  const box = useBox();
  const heading = useRef<HTMLHeadingElement>(null);
  const changes = useMemo(() => stable(() => changesShown(box)), [box]).value;
  const needed = changes.filter(needsPerson).length;

  /** The card goes with its button: whoever works by keyboard stands at the next one, not at the top of the page. */
  const moveOn = (event: TargetedMouseEvent<HTMLElement>): void => {
    const row = event.currentTarget.closest("li");
    const next = [row?.nextElementSibling, row?.previousElementSibling].map((one) => one?.querySelector("button")).find(Boolean);
    (next ?? heading.current)?.focus();
  };

  return (
    <section class="card panel needs">
      <h2 ref={heading} tabIndex={-1}>{t("dash.needs")}{needed > 0 && <span class="count" aria-hidden="true">{needed}</span>}</h2>
      <p class="visually-hidden" aria-live="polite">{t("dash.needs_sum", { count: needed })}</p>
      {changes.length === 0
        ? <Empty icon="sun" title={t("dash.needs_none")}><p>{t("dash.needs_none_why")}</p></Empty>
        : <ul>{changes.map((change) => <li key={change.id}><ChangeCard change={change} onDecided={moveOn} /></li>)}</ul>}
    </section>
  );
}
