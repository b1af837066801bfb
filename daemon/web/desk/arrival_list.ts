// Which arrivals the desk sees, and in which order.
import { ArrivalBlocker } from "../gen/stayd/v1/arrival_pb";
import { finds } from "../kit/find";
import { t } from "../kit/i18n";
import type { Arrival } from "../kit/model";
import { arrivalAsTapped, stillPending, type Pending } from "../kit/pending";
import type { StaffBox } from "../kit/staff";
import { byNeed, groupOf, groups, type Group } from "./readiness";

export interface ArrivalChoice { group: Group | undefined; find: string }

/** A move goes beside the other acts on a stay: none of them undoes it. */
function pendings(box: StaffBox, arrival: Arrival): (Pending | undefined)[] {
  return [`move:${arrival.id}`, `arrival:${arrival.id}`].map((target) => stillPending(box.pending.value.get(target), arrival));
}

/** The newest. */
export const pendingOfArrival = (box: StaffBox, arrival: Arrival): Pending | undefined =>
  pendings(box, arrival).reduce((newest, one) => (newest && (!one || newest.id > one.id) ? newest : one), undefined);

export const arrivalShown = (box: StaffBox, arrival: Arrival): Arrival => pendings(box, arrival).reduce(arrivalAsTapped, arrival);

export const fits = (arrival: Arrival, find: string): boolean =>
  finds(`${arrival.guest} ${arrival.number} ${arrival.room} ${arrival.displayCode}`, find);

/** `now`: the order moves with the clock. */
export function choose(arrivals: readonly Arrival[], choice: ArrivalChoice, now: number): Arrival[] {
  return arrivals
    .filter((arrival) => (choice.group === undefined || groupOf(arrival) === choice.group) && fits(arrival, choice.find))
    .sort(byNeed(now));
}

export const countByGroup = (arrivals: readonly Arrival[]): [Group, number][] =>
  groups.map((group) => [group, arrivals.filter((arrival) => groupOf(arrival) === group).length]);

export function blockerWords(blocker: ArrivalBlocker): string {
  switch (blocker) {
    case ArrivalBlocker.NOT_CONFIRMED: return t("arrivals.b_confirmed");
    case ArrivalBlocker.NO_ROOM_ASSIGNED: return t("arrivals.b_no_room");
    case ArrivalBlocker.ROOM_OCCUPIED: return t("arrivals.b_occupied");
    case ArrivalBlocker.ROOM_OUT_OF_ORDER: return t("arrivals.b_order");
    case ArrivalBlocker.ROOM_NOT_INSPECTED: return t("arrivals.b_inspected");
    default: return t("arrivals.b_other");
  }
}
