import { useComputed, useSignal } from "@preact/signals";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import { ChangeLine } from "../kit/parts/badge";
import { Sheet } from "../kit/parts/sheet";
import { useBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";
import { arrivalShown, blockerWords, pendingOfArrival } from "./arrival_list";
import { Guest, RoomOfArrival, RowActs } from "./arrival_row";
import { Criteria } from "./criteria";
import { StayProfile } from "./profile_words";
import { isVip } from "./readiness";
import { NoShowMark, SlackSentence, StageChip } from "./readiness_words";
import { StayActs, type StayPart } from "./stay_acts";
import type { Opened } from "./opened";
import { StayFindings } from "./stay_findings";

interface Props { id: string; onClose: () => void; onOpen: (next: Opened) => void }

/** One arrival in full: what is missing, where the last change stands, the same two acts as in the row, and those that need a field or two. */
export function ArrivalSheet({ id, onClose, onOpen }: Props) {
  const box = useBox();
  const part = useSignal<StayPart | undefined>(undefined);
  const held = useComputed(() => box.store.shelf("arrivals").get(id)).value;
  if (!held) return null;
  const arrival = arrivalShown(box, held);
  const time = (at: number | undefined): string => dayOrTime(at, minute.value, box.zone.value);
  return (
    <Sheet title={<Guest arrival={arrival} />} onClose={onClose}>
      <div class="arrival-standing"><StageChip arrival={arrival} /><SlackSentence arrival={arrival} /><NoShowMark arrival={arrival} /></div>
      {arrival.displayCode && <p class="banner info"><Icon name="bell" /><span class="grow">{t("arrivals.code_long", { code: arrival.displayCode })}</span></p>}
      <Criteria arrival={arrival} onAct={(act) => { part.value = act; }} />
      {!arrival.readiness && arrival.blockers.length > 0 && (
        <section>
          <h3>{t("arrivals.c_blocked")}</h3>
          <ul class="blockers">{arrival.blockers.map((blocker) => <li key={blocker}>{blockerWords(blocker)}</li>)}</ul>
        </section>
      )}
      <StayFindings reservationId={id} onOpen={onOpen} />
      <StayProfile arrival={arrival} />
      <ChangeLine pending={pendingOfArrival(box, held)} mark={arrival.mark} />
      <dl class="facts">
        <dt>{t("arrivals.number")}</dt><dd><bdi>{arrival.number}</bdi></dd>
        <dt>{t("arrivals.stay")}</dt><dd>{time(arrival.start)} – {time(arrival.end)}, {t("arrivals.nights", { count: arrival.nights })}</dd>
        <dt>{t("arrivals.c_persons")}</dt><dd>{arrival.persons}</dd>
        <dt>{t("arrivals.c_category")}</dt><dd dir="auto">{arrival.category || "–"}</dd>
        <dt>{t("arrivals.c_room")}</dt><dd><RoomOfArrival arrival={arrival} /></dd>
        {isVip(arrival) && <><dt>{t("arrivals.c_guest")}</dt><dd>{t("arrivals.important")}</dd></>}
      </dl>
      <RowActs arrival={arrival} />
      <StayActs arrival={arrival} asked={part} />
    </Sheet>
  );
}
