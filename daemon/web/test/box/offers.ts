// What can be offered in the made-up hotel: one of each stage and moment that the list shows.
import { create } from "@bufbuild/protobuf";
import type { ArrivalState } from "../../gen/stayd/v1/arrival_pb";
import { OpportunityStage } from "../../gen/stayd/v1/common_pb";
import { OpportunityMoment, OpportunityStateSchema, type OpportunityState } from "../../gen/stayd/v1/opportunity_pb";
import { at, idOf, start, ts } from "./hotel";

type Init = Omit<Partial<OpportunityState>, "$typeName" | "$unknown">;

export function makeOffers(arrivals: ArrivalState[]): OpportunityState[] {
  let count = 0;
  const offer = (rule: string, name: string, index: number, price: number, more: Init): OpportunityState => {
    const arrival = arrivals[index]!;
    return create(OpportunityStateSchema, {
      opportunityId: idOf(13, (count += 1)), rule, name, reservationId: arrival.reservationId, number: arrival.number, guest: arrival.guest, room: arrival.room,
      arrival: arrival.scheduledStart, departure: arrival.scheduledEnd, stage: OpportunityStage.OPEN, moment: OpportunityMoment.DESK, currency: "EUR",
      price: BigInt(price), expectedValue: BigInt(Math.round(price * 0.06)), rank: BigInt(Math.round(price * 0.08)), acceptancePercent: 11, counted: true,
      expires: ts(at("21:00")), ...more });
  };
  const { OFFERED, ACCEPTED, DECLINED, BLOCKED, EXPIRED, WITHDRAWN } = OpportunityStage;
  const { WEEK, IN_STAY } = OpportunityMoment;
  return [
    offer("U02", "Upgrade at the desk", 2, 6400, { say: "A Junior Suite is ready right now, room 501. Would you like it?", why: "Room 501 is ready and nobody waits for it" }),
    offer("U15", "View, high floor or balcony", 2, 4500, { say: "Room 312 of the same kind has more of a view. Would you like it?", why: "Room 312 is ready and nobody waits for it", counted: false }),
    offer("U05", "Breakfast", 4, 5400, { say: "Shall we count you in for breakfast, all 2 of you?", why: "No breakfast is on the stay or in its rate", stage: OFFERED, decidedBy: "Ana", decided: ts(start - 4 * 60_000) }),
    offer("U04", "Late check-out", 9, 2000, { say: "You can keep your room longer on the last day. Shall we book it?", why: "The next guest comes late enough", moment: IN_STAY, expires: ts(at("14:20")) }),
    offer("U13", "Stay extension", 9, 10000, { say: "Would you like to stay one night more?", why: "Room 402 is free that night", moment: IN_STAY, needsAvailability: true, counted: false }),
    offer("U01", "Category upgrade before arrival", 12, 12000, { say: "May we have a Deluxe River View ready for you, instead of the Standard Double?", why: "Deluxe River View is free for all 2 nights", moment: WEEK, arrival: ts(at("15:00", 4)), departure: ts(at("11:00", 6)), expires: ts(at("00:00", 4)) }),
    offer("U23", "Express departure", 25, 0, { say: "Shall we settle by the card on file and send the invoice by mail, so that you can leave without a stop?", why: "A card is on file and the address for the invoice is known", moment: IN_STAY, expectedValue: 41n, rank: 51n, acceptancePercent: 20 }),
    offer("U07", "Parking", 29, 4500, { say: "Shall we keep a parking space for you?", why: "A car is noted", stage: BLOCKED, guardrail: 3, reason: "A complaint is open: nothing is sold until it is settled" }),
    offer("U09", "Extra bed or cot", 8, 6000, { say: "Shall we make up one more bed?", why: "More persons than beds", stage: ACCEPTED, decidedBy: "Eva", decided: ts(start - 50 * 60_000), rank: 0n }),
    offer("U10", "Pet package", 5, 2500, { say: "Your pet is welcome. Shall we prepare bed and bowl?", why: "A note speaks of a pet", stage: DECLINED, decidedBy: "ريم", decided: ts(start - 80 * 60_000), reason: "Brings his own, معه كل شيء", rank: 0n }),
    offer("U03", "Early check-in", 30, 3000, { say: "We can have your room ready before the usual hour. Shall we?", why: "Room 118 will be ready in time", stage: EXPIRED, decidedBy: "Ana", decided: ts(start - 200 * 60_000), rank: 0n }),
    offer("U02", "Upgrade at the desk", 30, 6400, { say: "A Junior Suite is ready right now, room 502. Would you like it?", why: "Room 502 is ready and nobody waits for it", stage: WITHDRAWN, decidedBy: "Ana", decided: ts(start - 20 * 60_000), reason: "The room is no longer ready and free", rank: 0n }),
  ];
}
