import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { actsOf } from "../../desk/offer_decide";
import { asAnswered, asGone, byWorth, chooseOffers, countOffers, everyOffer, moneyOf, offerFits, possible, soldToday } from "../../desk/offer_list";
import { CommandSchema, OfferChannel } from "../../gen/stayd/v1/command_pb";
import { OpportunityStage } from "../../gen/stayd/v1/common_pb";
import { OpportunityMoment, OpportunityStateSchema } from "../../gen/stayd/v1/opportunity_pb";
import { encodeCommand, type Act } from "../../kit/commands";
import { deskWriter } from "../../kit/commands_desk";
import { deskDecoders } from "../../kit/decode_desk";
import { idBytes } from "../../kit/ids";
import type { Opportunity } from "../../kit/model";
import { opportunityAsTapped, type Pending } from "../../kit/pending";

const { OPEN, BLOCKED, OFFERED, ACCEPTED, DECLINED, DISMISSED, EXPIRED, WITHDRAWN } = OpportunityStage;
const { BOOKING, DESK, IN_STAY } = OpportunityMoment;
const id = "0198fe2a-1111-4222-8333-444455556666";

const offer = (name: string, more: Partial<Opportunity> = {}): Opportunity => ({
  version: { epoch: 1, version: 5 }, id: name, rule: "U05", name: "Breakfast", reservationId: "", number: "1042", guest: "Okafor, Ngozi", room: "204",
  stage: OPEN, moment: DESK, say: "Shall we?", why: "", currency: "EUR", price: 1800, expectedValue: 53, rank: 66, acceptancePercent: 11, counted: true,
  needsAvailability: false, guardrail: 0, reason: "", decidedBy: "", ...more });

test("offers stand by what was said, then by worth, what may not be said last", () => {
  const offers = [offer("d", { stage: BLOCKED, rank: 900 }), offer("c", { rank: 10 }), offer("b", { rank: 20 }), offer("a", { stage: OFFERED, rank: 1 })];
  assert.deepEqual(offers.sort(byWorth).map((one) => one.id), ["a", "b", "c", "d"]);
});

test("the order of offers does not depend on where they stood before", () => {
  const offers = [offer("a", { stage: OFFERED, decided: 5 }), offer("b", { stage: OFFERED, decided: 7 }), offer("c"), offer("d"), offer("e", { rank: 9 }),
    offer("f", { stage: WITHDRAWN, decided: 3 }), offer("g", { stage: BLOCKED, rank: 900 })];
  for (let turn = 0; turn < offers.length; turn += 1) {
    offers.push(offers.shift()!);
    assert.deepEqual([...offers].sort(byWorth).map((one) => one.id), ["b", "a", "c", "d", "e", "g", "f"]);
    for (const one of offers) assert.equal(byWorth(one, one), 0);
  }
});

test("what is blocked shows so over what was said of it, but for a dismissal", () => {
  const act: Act = { kind: "decide_opportunity", opportunityId: id, words: "", stage: OFFERED, price: 1800, reason: "" };
  const pending: Pending = { id: "x", act, user: "Eva", at: 5, phase: "on_phone", reason: "", version: undefined };
  const blocked = offer("a", { stage: BLOCKED, reason: "A complaint is open" });
  assert.deepEqual(asAnswered(blocked, pending), blocked);
  assert.equal(asAnswered(blocked, { ...pending, act: { ...act, stage: DISMISSED, reason: "hurry" } }).stage, DISMISSED);
  assert.equal(asAnswered(offer("a"), pending).stage, OFFERED);
});

test("what left the house's list is withdrawn while it could be said, and else what it was", () => {
  const gone = { stage: WITHDRAWN, reason: "no longer to be had" };
  assert.deepEqual(asGone(offer("a", { stage: OFFERED })), offer("a", gone));
  assert.deepEqual(asGone(offer("a", { stage: BLOCKED, reason: "A complaint is open" })), offer("a", gone));
  for (const stage of [ACCEPTED, DECLINED, EXPIRED, WITHDRAWN]) assert.equal(asGone(offer("a", { stage })).stage, stage);
});

test("a figure counts what can be said in its moment, and what was answered is in none of them", () => {
  const offers = [offer("a"), offer("b", { moment: IN_STAY }), offer("c", { moment: BOOKING }), offer("d", { stage: BLOCKED }),
    offer("e", { stage: ACCEPTED }), offer("f", { stage: EXPIRED })];
  assert.deepEqual(countOffers(offers), [["all", 3], ["desk", 1], ["before", 1], ["stay", 1], ["done", 2]]);
  assert.deepEqual(chooseOffers(offers, { figure: "done", find: "" }).map((one) => one.id), ["e", "f"]);
  assert.equal(chooseOffers(offers, everyOffer).length, 4);
});

test("a search finds guest, number, room and words", () => {
  for (const find of ["okafor", "1042", "204", "breakfast", "u05"]) assert.ok(offerFits(offer("a"), find), find);
  assert.ok(!offerFits(offer("a"), "dinner"));
});

test("what could be sold counts each stay's best set, and what was sold today what was", () => {
  const day = { date: "2015-09-17", zone: "Europe/Lisbon" };
  const noon = Date.parse("2015-09-17T11:00:00Z");
  const offers = [offer("a", { price: 6400 }), offer("b", { price: 4500, counted: false }), offer("c", { price: 1800, stage: OFFERED }), offer("d", { price: 900, stage: BLOCKED }),
    offer("e", { price: 2500, stage: ACCEPTED, decided: noon }), offer("f", { price: 700, stage: ACCEPTED, decided: noon - 86_400_000 }), offer("g", { price: 3, currency: "JPY" })];
  assert.deepEqual([...possible(offers)], [["EUR", 8200], ["JPY", 3]]);
  assert.deepEqual([...soldToday(offers, day)], [["EUR", 2500]]);
  assert.equal(moneyOf(possible(offers)), "€82 + JP¥3");
});

test("what can be done follows from where it stands", () => {
  assert.deepEqual(actsOf(offer("a")), ["offer", "accept", "decline", "dismiss"]);
  assert.deepEqual(actsOf(offer("a", { stage: OFFERED })), ["accept", "decline", "dismiss", "back"]);
  assert.deepEqual(actsOf(offer("a", { stage: BLOCKED })), ["dismiss"]);
  for (const stage of [DECLINED, DISMISSED]) assert.deepEqual(actsOf(offer("a", { stage })), ["back"]);
  for (const stage of [ACCEPTED, EXPIRED, WITHDRAWN]) assert.deepEqual(actsOf(offer("a", { stage })), []);
});

test("a decision shows at once, but never over what is sold or gone", () => {
  const act: Act = { kind: "decide_opportunity", opportunityId: id, words: "Breakfast, 1042", stage: OFFERED, price: 1800, reason: "" };
  const pending: Pending = { id: "x", act, user: "Eva", at: 5, phase: "on_phone", reason: "", version: undefined };
  assert.equal(opportunityAsTapped(offer("a"), pending).stage, OFFERED);
  assert.equal(opportunityAsTapped(offer("a"), pending).decidedBy, "Eva");
  assert.equal(opportunityAsTapped(offer("a"), { ...pending, phase: "not_saved" }).stage, OPEN);
  for (const stage of [ACCEPTED, EXPIRED, WITHDRAWN]) assert.equal(opportunityAsTapped(offer("a", { stage }), pending).stage, stage);
});

test("a decision goes with the price that was told", () => {
  const act: Act = { kind: "decide_opportunity", opportunityId: id, words: "", stage: DECLINED, price: 1800, reason: "Too dear" };
  assert.equal(deskWriter.targetOf(act, "x"), `offer:${id}`);
  const { action } = fromBinary(CommandSchema, encodeCommand(id, "Eva", 1_000, deskWriter.actionOf(act)));
  assert.ok(action.case === "decideOpportunity");
  assert.deepEqual([action.value.opportunityId, action.value.stage, action.value.price, action.value.reason, action.value.channel],
    [idBytes(id), DECLINED, 1800n, "Too dear", OfferChannel.UNSPECIFIED]);
});

test("the desk reads an offer whole", () => {
  const wire = create(OpportunityStateSchema, { version: { epoch: 2n, version: 9n }, opportunityId: idBytes(id), rule: "U05", price: 1800n, expires: timestampFromMs(7_000), counted: true });
  const read = deskDecoders.opportunities(toBinary(OpportunityStateSchema, wire));
  assert.equal(read.value?.id, id);
  assert.equal(read.value?.price, 1800);
  assert.equal(read.value?.expires, 7_000);
  assert.equal(read.value?.decided, undefined);
});
