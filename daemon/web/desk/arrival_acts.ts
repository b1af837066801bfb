import { ArrivalStage } from "../gen/stayd/v1/arrival_pb";
import { t } from "../kit/i18n";
import type { Arrival } from "../kit/model";
import type { StaffBox } from "../kit/staff";
import { say } from "../kit/toast";
import { blockerWords } from "./arrival_list";
import { hasArrived } from "./readiness";

/** Only a ready arrival: for any other the reason is said instead. */
export async function checkIn(box: StaffBox, arrival: Arrival): Promise<void> {
  if (hasArrived(arrival)) return;
  if (arrival.stage !== ArrivalStage.READY) {
    say({ text: t("toast.not_ready", { why: arrival.blockers.map(blockerWords).join(", ") || t("arrivals.b_other") }) });
    return;
  }
  const isDone = await box.act({ kind: "check_in", reservationId: arrival.id, number: arrival.number, room: arrival.room });
  if (isDone) say({ text: t("toast.checked_in", { number: arrival.number }) }, 3_000);
}

export async function toggleWaiting(box: StaffBox, arrival: Arrival): Promise<void> {
  if (hasArrived(arrival)) return;
  await box.act({ kind: "set_guest_waiting", reservationId: arrival.id, number: arrival.number, waiting: arrival.waitingSince === undefined });
}
