// What staff know of a stay and Mews has no field for: what may be said of it, where an arrival lacks it (hotel-domain.md 3.1).
import type { PlainKey } from "../kit/i18n";
import type { Arrival } from "../kit/model";
import type { Pending } from "../kit/pending";
import { stillPending } from "../kit/pending";
import type { StaffBox } from "../kit/staff";
import { atLocalTimeIn } from "../kit/time";

export interface Answer { value: string; words: PlainKey }
/** By the box's name of it; the answers in the order in which they come true. */
export interface Question { name: string; answers: readonly Answer[] }

const ofCriterion = new Map<string, Question>([
  ["R03", { name: "downgrade_agreed", answers: [{ value: "yes", words: "record.agreed" }] }],
  ["R12", { name: "requests_triaged", answers: [{ value: "all", words: "record.triaged" }, { value: "done", words: "record.requests_done" }] }],
  ["R13", { name: "vip_prepared", answers: [{ value: "planned", words: "record.planned" }, { value: "done", words: "record.prepared" }] }],
  ["R15", { name: "extra_bed", answers: [{ value: "yes", words: "record.bed" }] }],
  ["R16", { name: "arrival_prepared", answers: [{ value: "done", words: "record.prepared" }] }],
]);
export const questionOf = (criterion: string): Question | undefined => ofCriterion.get(criterion);

export const pendingRecord = (box: StaffBox, arrival: Arrival, name: string): Pending | undefined =>
  stillPending(box.pending.value.get(`record:${arrival.id}:${name}`), arrival);

const hour = 3_600_000;
/** The next time the clocks show it, an hour back included; for an arrival of a later day on that day, or in the night that follows. */
export function momentOf(time: string, start: number, now: number, zone: string): number {
  const from = Math.max(now, atLocalTimeIn(0, "00:00", start, zone)) - hour;
  const first = atLocalTimeIn(0, time, from, zone);
  return first >= from ? first : atLocalTimeIn(1, time, from, zone);
}
