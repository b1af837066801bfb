// How far the made-up hotel's arrivals are: a likeness of what the daemon concludes, following what the box holds.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { DurationSchema, timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import {
  ArrivalBlocker, ArrivalStage, ReadinessGate, ReadinessSchema, ReadinessState, type ArrivalState, type Readiness, type ReadinessCriterion,
} from "../../gen/stayd/v1/arrival_pb";
import { ResourceState } from "../../gen/stayd/v1/common_pb";

const { HARD, SOFT, NONE } = ReadinessGate;
const minutes = 60_000;

type CriterionInit = MessageInitShape<typeof ReadinessSchema>["criteria"];
const criterion = (id: string, name: string, gate: ReadinessGate, points: number, weight: number, lacks: string, fix: string, passes = points === weight) =>
  ({ id, name, gate, points, weight, passes, ...(points < weight || !passes ? { lacks, fix } : {}) });

/** What staff recorded of an arrival, by the box's names. */
export type Recorded = ReadonlyMap<string, string>;

/** `number` makes the arrivals differ in what only the desk can mend. */
function criteriaOf(arrival: ArrivalState, number: number, recorded: Recorded): NonNullable<CriterionInit> {
  const has = (blocker: ArrivalBlocker): boolean => arrival.blockers.includes(blocker);
  const room = arrival.room !== "";
  const inspected = arrival.roomState === ResourceState.INSPECTED;
  return [
    criterion("R01", "Stay confirmed", HARD, 0, 0, "The stay is not confirmed", "Confirm it in Mews, or release the room", !has(ArrivalBlocker.NOT_CONFIRMED)),
    criterion("R02", "Room assigned", HARD, room ? 13 : 0, 15, "No room is assigned", "Assign one", room),
    criterion("R03", "Category as sold", SOFT, number % 13 === 1 ? (recorded.get("downgrade_agreed") === "yes" ? 1 : 0) : 3, 3, "The room is of a lower category than what was sold", "Give the right room, or note that the guest agreed",
      number % 13 !== 1 || recorded.get("downgrade_agreed") === "yes"),
    criterion("R04", "Previous guest gone", HARD, has(ArrivalBlocker.ROOM_OCCUPIED) ? 3 : room ? 10 : 0, 10, "The previous guest is still in the room",
      "Ask when the guest leaves, or give another room", !has(ArrivalBlocker.ROOM_OCCUPIED)),
    criterion("R05", "No block on the room", HARD, number === 12 ? 0 : 7, 7, "The room is out of order or out of service", "Give another room, or end the block"),
    criterion("R06", "Room inspected", HARD, !room ? 0 : inspected ? 25 : arrival.roomState === ResourceState.CLEAN ? 18 : 5, 25, "The room is not inspected",
      "Send somebody to clean or inspect it", !room || inspected),
    criterion("R08", "Companions registered", SOFT, number % 5 === 1 ? 2 : 4, 4, "Persons of the stay are not named", "Add each person, or correct the number of persons"),
    criterion("R09", "Payment guarantee", SOFT, number % 3 === 1 ? 0 : 8, 8, "No guarantee of payment", "Ask for a card or a deposit"),
    criterion("R11", "Arrival time known", NONE, number % 4 === 1 || recorded.has("eta") ? 2 : 0, 2, "Nobody knows when the guest comes", "Ask the guest"),
    criterion("R16", "Keys, parking and documents prepared", NONE, recorded.get("arrival_prepared") === "done" ? 2 : 0, 2, "Keys, parking and documents are not prepared",
      "Prepare them, with a task of the room"),
    criterion("R17", "Nothing critical", HARD, number === 15 ? 0 : 2, 2, "A critical finding stands", "See the findings of this stay"),
  ];
}

export function readinessOf(arrival: ArrivalState, number: number, now: number, recorded: Recorded): Readiness {
  const criteria = criteriaOf(arrival, number, recorded);
  const told = recorded.get("eta");
  const fails = (gate: ReadinessGate): boolean => criteria.some((one) => one.gate === gate && !one.passes);
  const isStuck = criteria.some((one) => !one.passes && ["R01", "R05", "R17"].includes(one.id ?? "")) || (!arrival.room && number % 2 === 1);
  const work = !arrival.room ? undefined : arrival.roomState === ResourceState.INSPECTED ? 0 : arrival.roomState === ResourceState.CLEAN ? 15 : 65;
  const eta = told ? Date.parse(told) : timestampMs(arrival.scheduledStart!) + (number % 4) * 10 * minutes;
  const vacated = arrival.blockers.includes(ArrivalBlocker.ROOM_OCCUPIED) ? now + 20 * minutes : undefined;
  const isLate = eta - Math.max(now, vacated ?? now) - (work ?? 90) * minutes < 30 * minutes;
  const state = (): ReadinessState => {
    if (arrival.stage === ArrivalStage.ARRIVED || arrival.stage === ArrivalStage.LEFT) return ReadinessState.CHECKED_IN;
    if (arrival.waitingSince) return fails(HARD) ? ReadinessState.WAITING : ReadinessState.CALL_NOW;
    if (isStuck) return ReadinessState.BLOCKED;
    if (fails(HARD)) return isLate ? ReadinessState.LATE_RISK : ReadinessState.PREPARING;
    return fails(SOFT) ? ReadinessState.DESK_NEEDED : ReadinessState.READY;
  };
  const sum = (of: "points" | "weight"): number => criteria.reduce((total, one) => total + (one[of] ?? 0), 0);
  return create(ReadinessSchema, {
    state: state(), score: Math.round((100 * sum("points")) / sum("weight")), eta: timestampFromMs(eta), etaConfidence: told ? 3 : number % 4,
    ...(vacated ? { vacated: timestampFromMs(vacated) } : {}),
    ...(work === undefined ? {} : { work: create(DurationSchema, { seconds: BigInt(work * 60) }) }),
    noShowRisk: number === 30, vipRank: arrival.important ? 3 : number % 3, criteria: criteria as ReadinessCriterion[],
  });
}
