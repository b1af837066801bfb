// Which arrivals the desk sees, and in which order.
import { ArrivalBlocker, ArrivalStage } from "../gen/stayd/v1/arrival_pb";
import { t } from "../kit/i18n";
import type { Arrival } from "../kit/model";
import { arrivalAsTapped, stillPending, type Pending } from "../kit/pending";
import type { StaffBox } from "../kit/staff";

export type Group = "waiting" | "preparing" | "ready" | "arrived";
export const groups: readonly Group[] = ["waiting", "preparing", "ready", "arrived"];
export interface ArrivalChoice { group: Group | undefined; find: string }

/** A move goes beside the other acts on a stay: none of them undoes it. */
function pendings(box: StaffBox, arrival: Arrival): (Pending | undefined)[] {
  return [`move:${arrival.id}`, `arrival:${arrival.id}`].map((target) => stillPending(box.pending.value.get(target), arrival));
}

/** The newest. */
export const pendingOfArrival = (box: StaffBox, arrival: Arrival): Pending | undefined =>
  pendings(box, arrival).reduce((newest, one) => (newest && (!one || newest.id > one.id) ? newest : one), undefined);

export const arrivalShown = (box: StaffBox, arrival: Arrival): Arrival => pendings(box, arrival).reduce(arrivalAsTapped, arrival);

/** The key has been handed over, and perhaps given back. */
export const hasArrived = (arrival: Arrival): boolean => arrival.stage === ArrivalStage.ARRIVED || arrival.stage === ArrivalStage.LEFT;

export function groupOf(arrival: Arrival): Group {
  if (hasArrived(arrival)) return "arrived";
  if (arrival.waitingSince !== undefined) return "waiting";
  return arrival.stage === ArrivalStage.READY ? "ready" : "preparing";
}

/** Who stands at the desk first, longest first; then by the hour they are expected, important guests first; arrived ones last. */
export function byNeed(a: Arrival, b: Arrival): number {
  const rank = (arrival: Arrival): number => ({ waiting: 0, preparing: 1, ready: 1, arrived: 2 })[groupOf(arrival)];
  return rank(a) - rank(b)
    || (rank(a) === 0 ? (a.waitingSince ?? 0) - (b.waitingSince ?? 0) : 0)
    || (a.start ?? Infinity) - (b.start ?? Infinity)
    || Number(b.important) - Number(a.important)
    || a.guest.localeCompare(b.guest) || (a.id < b.id ? -1 : 1);
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();

/** Every word of the search stands somewhere in name, number, room or code; accents and case do not matter. */
export function fits(arrival: Arrival, find: string): boolean {
  const text = plain(`${arrival.guest} ${arrival.number} ${arrival.room} ${arrival.displayCode}`);
  return plain(find).split(/\s+/).every((word) => text.includes(word));
}

export function choose(arrivals: readonly Arrival[], choice: ArrivalChoice): Arrival[] {
  return arrivals
    .filter((arrival) => (choice.group === undefined || groupOf(arrival) === choice.group) && fits(arrival, choice.find))
    .sort(byNeed);
}

export const countByGroup = (arrivals: readonly Arrival[]): [Group, number][] =>
  groups.map((group) => [group, arrivals.filter((arrival) => groupOf(arrival) === group).length]);

/**
 * The order on screen while hands are on the list: what was there stays where it was, what left goes, what is new comes last.
 */
export function holdOrder(shown: readonly string[], wanted: readonly string[]): string[] {
  const stays = shown.filter((id) => wanted.includes(id));
  return [...stays, ...wanted.filter((id) => !shown.includes(id))];
}

/** How many rows stand elsewhere than they should. */
export const misplaced = (shown: readonly string[], wanted: readonly string[]): number =>
  shown.filter((id, at) => wanted[at] !== id).length;

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
