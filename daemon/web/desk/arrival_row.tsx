import { useComputed } from "@preact/signals";
import { ArrivalStage } from "../gen/stayd/v1/arrival_pb";
import { ResourceState } from "../gen/stayd/v1/common_pb";
import { minute } from "../kit/clock";
import { useChanged } from "../kit/changed";
import { Icon } from "../kit/icons";
import { t, type Key } from "../kit/i18n";
import type { Arrival } from "../kit/model";
import { SyncBadge } from "../kit/parts/badge";
import { StateChip } from "../kit/parts/words";
import { useBox } from "../kit/staff";
import { clockTime, localDate, shortDay } from "../kit/time";
import { checkIn, toggleWaiting } from "./arrival_acts";
import { arrivalShown, blockerWords, pendingOfArrival } from "./arrival_list";
import { ProfileMark } from "./profile_words";
import { groupOf, hasArrived, isVip } from "./readiness";
import { EtaConfidence, FirstLack, NoShowMark, Slack, StageChip } from "./readiness_words";
import { FindingMark } from "./stay_findings";

export const columns = [
  ["state", "arrivals.c_state"], ["time", "arrivals.c_time"], ["guest", "arrivals.c_guest"], ["room", "arrivals.c_room"],
  ["slack", "arrivals.c_slack"], ["blocked", "arrivals.c_blocked"], ["act", "arrivals.c_act"],
] as const satisfies readonly (readonly [string, Key])[];

export function RoomOfArrival({ arrival }: { arrival: Arrival }) {
  if (!arrival.room) return <span class="muted">{t("arrivals.no_room")}</span>;
  return (
    <span class="arrival-room">
      <bdi class="strong">{arrival.room}</bdi>{arrival.roomState !== ResourceState.UNSPECIFIED && <StateChip state={arrival.roomState} />}
    </span>
  );
}

export function Guest({ arrival }: { arrival: Arrival }) {
  return (
    <>
      <span dir="auto"><bdi>{arrival.guest}</bdi></span>
      {isVip(arrival) && <span class="important"><Icon name="star" /><span class="visually-hidden">{t("arrivals.important")}</span></span>}
    </>
  );
}

/** The time; the day too when it is not today. */
export function Expected({ at }: { at: number | undefined }) {
  const zone = useBox().zone.value;
  if (at === undefined) return <>–</>;
  const isToday = localDate(at, zone) === localDate(minute.value, zone);
  return <>{clockTime(at, zone)}{!isToday && <span class="day">{shortDay(at, zone)}</span>}</>;
}

interface Props { id: string; isSelected: boolean; onSelect: (id: string) => void; onOpen: (id: string) => void }

export function ArrivalRow({ id, isSelected, onSelect, onOpen }: Props) {
  const box = useBox();
  const held = useComputed(() => box.store.shelf("arrivals").get(id)).value;
  const pending = useComputed(() => {
    const arrival = box.store.shelf("arrivals").get(id);
    return arrival && pendingOfArrival(box, arrival);
  }).value;
  const changed = useChanged(held ? groupOf(arrivalShown(box, held)) : "");
  if (!held) return null;
  const arrival = arrivalShown(box, held);
  const group = groupOf(arrival);
  return (
    <tr role="row" class={`arrival-row g-${group}`} data-id={id} data-selected={isSelected} onFocusIn={() => onSelect(id)} onPointerDown={() => onSelect(id)}>
      <td role="cell" class="c-state"><span key={group} class={changed}><StageChip arrival={arrival} /></span>{arrival.displayCode && <bdi class="code">{t("arrivals.code", { code: arrival.displayCode })}</bdi>}<NoShowMark arrival={arrival} /></td>
      <td role="cell" class="c-time"><Expected at={arrival.readiness?.eta ?? arrival.start} /><EtaConfidence arrival={arrival} /></td>
      <th role="rowheader" scope="row" class="c-guest"><button type="button" class="guest-open" onClick={() => onOpen(id)}><Guest arrival={arrival} /></button>
        <span class="stay-of">{t("arrivals.persons", { count: arrival.persons })}, {t("arrivals.nights", { count: arrival.nights })}</span>
        <span class="stay-of muted" dir="auto">{arrival.category}</span>
        <ProfileMark arrival={arrival} />
      </th>
      <td role="cell" class="c-room"><RoomOfArrival arrival={arrival} /></td>
      <td role="cell" class="c-slack"><Slack arrival={arrival} /></td>
      <td role="cell" class="c-blocked">
        <FirstLack arrival={arrival} />
        {!arrival.readiness && arrival.blockers.length > 0 && <ul>{arrival.blockers.map((blocker) => <li key={blocker}>{blockerWords(blocker)}</li>)}</ul>}
        <FindingMark reservationId={id} />
        <SyncBadge pending={pending} mark={arrival.mark} />
      </td>
      <td role="cell" class="c-act"><RowActs arrival={arrival} /></td>
    </tr>
  );
}

export function RowActs({ arrival }: { arrival: Arrival }) {
  const box = useBox();
  if (hasArrived(arrival)) return null;
  const isReady = arrival.stage === ArrivalStage.READY;
  return (
    <span class="acts">
      <button type="button" class="button" onClick={() => void toggleWaiting(box, arrival)}>
        {t(arrival.waitingSince === undefined ? "arrivals.set_waiting" : "arrivals.unset_waiting")}
      </button>
      <button type="button" class="button primary" disabled={!isReady} onClick={() => void checkIn(box, arrival)}><Icon name="key" />{t("arrivals.check_in")}</button>
    </span>
  );
}
