// How far an arrival is: its group on the page, what hinders it, how well its room will be in time, and the order that follows.
import { ArrivalStage, ReadinessGate, ReadinessState } from "../gen/stayd/v1/arrival_pb";
import { t } from "../kit/i18n";
import type { Arrival, Criterion, Readiness } from "../kit/model";
import { natural } from "./room_choice";

export type Group = "call_now" | "waiting" | "blocked" | "late_risk" | "desk_needed" | "preparing" | "not_ready" | "ready" | "arrived" | "cancelled";

/** In the order of the board. `not_ready`: the box has concluded nothing yet, and something hinders. */
export const groups: readonly Group[] = [
  "call_now", "waiting", "blocked", "late_risk", "desk_needed", "preparing", "not_ready", "ready", "arrived", "cancelled",
];

const groupOfState = new Map<ReadinessState, Group>([
  [ReadinessState.BLOCKED, "blocked"], [ReadinessState.LATE_RISK, "late_risk"], [ReadinessState.DESK_NEEDED, "desk_needed"],
  [ReadinessState.PREPARING, "preparing"], [ReadinessState.READY, "ready"], [ReadinessState.CANCELLED, "cancelled"],
]);

/** The key has been handed over, and perhaps given back. */
export const hasArrived = (arrival: Arrival): boolean => arrival.stage === ArrivalStage.ARRIVED || arrival.stage === ArrivalStage.LEFT;

/** The guest is at the desk and has no key yet. */
export const standsHere = (arrival: Arrival): boolean => arrival.waitingSince !== undefined && !hasArrived(arrival);

const fails = ({ criteria }: Readiness, gate: ReadinessGate): boolean => criteria.some((one) => one.gate === gate && !one.passes);

/** What the criteria alone say, where the box's state is of before a tap on this device. */
function groupByGates(readiness: Readiness): Group {
  if (fails(readiness, ReadinessGate.HARD)) return "preparing";
  return fails(readiness, ReadinessGate.SOFT) ? "desk_needed" : "ready";
}

export function groupOf(arrival: Arrival): Group {
  if (hasArrived(arrival)) return "arrived";
  const { readiness } = arrival;
  if (!readiness) return standsHere(arrival) ? "waiting" : arrival.stage === ArrivalStage.READY ? "ready" : "not_ready";
  if (standsHere(arrival)) return fails(readiness, ReadinessGate.HARD) ? "waiting" : "call_now";
  return groupOfState.get(readiness.state) ?? groupByGates(readiness);
}

export const isVip = (arrival: Arrival): boolean => (arrival.readiness ? arrival.readiness.vipRank >= 3 : arrival.important);

export const mayNotCome = (arrival: Arrival): boolean => !hasArrived(arrival) && arrival.readiness?.noShowRisk === true;

const minute = 60_000;

/** Minutes from the room being ready to the guest coming; below zero the guest is first. Undefined where no forecast is. */
export function slack(arrival: Arrival, now: number): number | undefined {
  const { eta, vacated = now, work } = arrival.readiness ?? {};
  if (eta === undefined || work === undefined) return undefined;
  const comes = standsHere(arrival) ? now : eta;
  return Math.floor((comes - Math.max(now, vacated) - work) / minute) + 0; // never -0
}

/** As shown: nothing once the key can be handed over, and a room that is ready is never late, however long ago the guest was expected. */
export function slackShown(arrival: Arrival, now: number): number | undefined {
  const isOver = ["call_now", "arrived", "cancelled"].includes(groupOf(arrival));
  const minutes = isOver ? undefined : slack(arrival, now);
  const { vacated = now, work } = arrival.readiness ?? {};
  const isReady = work === 0 && vacated <= now;
  return minutes === undefined || !isReady ? minutes : Math.max(0, minutes);
}

/** "+15 min", "−10 min"; from two hours on in hours. */
export function slackFigure(minutes: number): string {
  const size = Math.abs(minutes);
  const figure = size < 120 ? t("span.minutes", { count: size }) : t("span.hours", { count: Math.floor(size / 60) });
  return minutes === 0 ? figure : `${minutes < 0 ? "−" : "+"}${figure}`;
}

export function slackWords(minutes: number): string {
  const size = Math.abs(minutes);
  if (size === 0) return t("arrivals.slack_none");
  if (size < 120) return t(minutes < 0 ? "arrivals.slack_late" : "arrivals.slack_early", { count: size });
  return t(minutes < 0 ? "arrivals.slack_late_hours" : "arrivals.slack_early_hours", { count: Math.floor(size / 60) });
}

/** A room still to be chosen is reckoned to take this long, as the box does it. */
const withoutRoom = 90;

/** For the order alone: slack, and a guess where there is no forecast. */
function urgency(arrival: Arrival, now: number): number {
  const expected = arrival.readiness?.eta ?? arrival.start;
  return slack(arrival, now) ?? (expected === undefined ? Number.MAX_SAFE_INTEGER : (expected - now) / minute - withoutRoom);
}

const rankOf: Record<Group, number> = {
  call_now: 0, waiting: 1, blocked: 2, late_risk: 3, desk_needed: 4, preparing: 5, not_ready: 6, ready: 6, arrived: 7, cancelled: 8,
};

/** Who needs the desk most comes first (hotel-domain.md 3.3). */
export function byNeed(now: number): (a: Arrival, b: Arrival) => number {
  const vipRank = (one: Arrival): number => one.readiness?.vipRank ?? (one.important ? 3 : 0);
  const wait = (one: Arrival): number => (standsHere(one) ? one.waitingSince ?? 0 : 0);
  return (a, b) => rankOf[groupOf(a)] - rankOf[groupOf(b)]
    || wait(a) - wait(b)
    || urgency(a, now) - urgency(b, now)
    || vipRank(b) - vipRank(a)
    || (a.readiness?.eta ?? 0) - (b.readiness?.eta ?? 0)
    || (a.readiness?.score ?? 0) - (b.readiness?.score ?? 0)
    || natural.compare(a.room, b.room) || natural.compare(a.number, b.number) || (a.id < b.id ? -1 : 1);
}

const seriousness = (one: Criterion): number =>
  one.gate === ReadinessGate.HARD ? 0 : one.gate === ReadinessGate.SOFT ? 1 : 2;

/** What is lacking: first what keeps the key back, then what is left for the desk, then what counts in the score alone. */
export function lacking({ criteria }: Readiness): Criterion[] {
  return criteria.filter((one) => !one.passes).sort((a, b) => seriousness(a) - seriousness(b));
}

export const metCriteria = ({ criteria }: Readiness): Criterion[] => criteria.filter((one) => one.passes);

/** What keeps the key back, in the box's words; undefined while the box has concluded nothing. */
export const hinders = ({ readiness }: Arrival): string[] | undefined =>
  readiness && lacking(readiness).filter((one) => one.gate === ReadinessGate.HARD).map((one) => one.lacks || one.name);

/** Acts of the page that a criterion's fix leads to, the likeliest first. */
export type Fix = "move" | "room" | "note" | "eta";
const fixes = new Map<string, readonly Fix[]>([
  ["R02", ["move"]], ["R03", ["move", "note"]], ["R04", ["room", "move"]], ["R05", ["move", "room"]], ["R06", ["room", "move"]], ["R11", ["eta"]], ["R14", ["move"]],
]);
export const fixesOf = (criterion: Criterion): readonly Fix[] => fixes.get(criterion.id) ?? [];
