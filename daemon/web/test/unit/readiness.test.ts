import { create, toBinary } from "@bufbuild/protobuf";
import { DurationSchema, timestampFromMs } from "@bufbuild/protobuf/wkt";
import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, countByGroup } from "../../desk/arrival_list";
import { byNeed, fixesOf, groupOf, hinders, isVip, lacking, mayNotCome, slack, slackFigure, slackShown, slackWords } from "../../desk/readiness";
import { momentOf, questionOf } from "../../desk/record";
import { ArrivalStage, ArrivalStateSchema, ReadinessGate, ReadinessState } from "../../gen/stayd/v1/arrival_pb";
import { deskDecoders } from "../../kit/decode_desk";
import type { Arrival, Criterion, Readiness } from "../../kit/model";

const { BLOCKED, CALL_NOW, CANCELLED, DESK_NEEDED, LATE_RISK, PREPARING, READY, WAITING } = ReadinessState;
const min = 60_000;
const now = 600 * min;

const criterion = (id: string, gate: ReadinessGate, more: Partial<Criterion> = {}): Criterion =>
  ({ id, name: `Name of ${id}`, gate, points: 0, weight: 5, passes: false, lacks: `Lack of ${id}`, fix: "", ...more });
const hard = criterion("R06", ReadinessGate.HARD);
const soft = criterion("R09", ReadinessGate.SOFT);

const arrival = (id: string, state: ReadinessState, readiness: Partial<Readiness> = {}, more: Partial<Arrival> = {}): Arrival => ({
  version: { epoch: 1, version: 1 }, id, number: id, guest: `Guest ${id}`, persons: 1, important: false, start: now, nights: 1, category: "", roomId: "r", room: "1",
  roomState: 0, stage: ArrivalStage.PREPARING, blockers: [], displayCode: "",
  readiness: { state, score: 50, eta: now + 60 * min, etaConfidence: 0, work: 30 * min, noShowRisk: false, vipRank: 0, criteria: [], ...readiness }, ...more,
});
const order = (list: Arrival[]): string => [...list].sort(byNeed(now)).map((one) => one.id).join(" ");

test("the board is in the order of its states", () => {
  assert.equal(order([
    arrival("cancelled", CANCELLED), arrival("arrived", READY, {}, { stage: ArrivalStage.ARRIVED }), arrival("ready", READY), arrival("preparing", PREPARING),
    arrival("desk", DESK_NEEDED), arrival("late", LATE_RISK), arrival("blocked", BLOCKED), arrival("waiting", WAITING, { criteria: [hard] }, { waitingSince: 1 }),
    arrival("call", CALL_NOW, {}, { waitingSince: 2 }),
  ]), "call waiting blocked late desk preparing ready arrived cancelled");
});

// What decides among arrivals of one state, each against the next.
const ties: [string, Arrival, Arrival][] = [
  ["the longer wait", arrival("a", CALL_NOW, { work: 0 }, { waitingSince: 1 }), arrival("b", CALL_NOW, { work: 60 * min }, { waitingSince: 2 })],
  ["the smaller slack", arrival("a", PREPARING, { work: 50 * min, eta: now + 90 * min }), arrival("b", PREPARING, { work: 5 * min, vipRank: 4 })],
  ["no room, reckoned with ninety minutes", arrival("a", PREPARING, { work: undefined }), arrival("b", PREPARING, { work: 80 * min })],
  ["the more important guest", arrival("a", PREPARING, { vipRank: 2, eta: now + 61 * min, work: 31 * min }), arrival("b", PREPARING, { vipRank: 1 })],
  ["the earlier guest", arrival("a", PREPARING), arrival("b", PREPARING, { eta: now + 61 * min, work: 31 * min })],
  ["the lower score", arrival("a", PREPARING, { score: 49 }, { room: "2" }), arrival("b", PREPARING)],
  ["the room as people count", arrival("a", PREPARING, {}, { room: "9" }), arrival("b", PREPARING, {}, { room: "10" })],
  ["the number", arrival("a", PREPARING, {}, { number: "9" }), arrival("b", PREPARING, {}, { number: "10" })],
];
for (const [name, first, second] of ties) {
  test(`of two arrivals in one state comes first: ${name}`, () => {
    assert.equal(order([second, first]), "a b");
    assert.equal(order([first, second]), "a b");
  });
}

test("arrivals of which nothing is concluded keep the order of their hours, and stand among the others", () => {
  const bare = (id: string, more: Partial<Arrival>): Arrival => arrival(id, READY, {}, { readiness: undefined, ...more });
  assert.equal(order([
    bare("later", { start: now + 30 * min }), bare("soon", { start: now, stage: ArrivalStage.READY }), arrival("blocked", BLOCKED), bare("here", { waitingSince: 5 }),
  ]), "here blocked soon later");
});

test("slack is from the room being ready to the guest coming", () => {
  const of = (readiness: Partial<Readiness>, more: Partial<Arrival> = {}): number | undefined => slack(arrival("a", PREPARING, readiness, more), now);
  assert.equal(of({}), 30);
  assert.equal(of({ vacated: now + 40 * min }), -10, "the work begins when the room is left");
  assert.equal(of({ vacated: now - 40 * min }), 30, "a guest who should have left is expected to leave now");
  assert.equal(of({}, { waitingSince: now - min }), -30, "who stands here has come");
  assert.equal(of({ work: undefined }), undefined);
  assert.equal(of({ eta: undefined }), undefined);
  assert.equal(slack(arrival("a", PREPARING), now + 45 * min), -15, "the clock goes on");
  assert.equal(slack(arrival("a", PREPARING, {}, { readiness: undefined }), now), undefined);
});

test("a room that is ready is not shown as late, and nothing is shown once the key can go over the desk", () => {
  const past = { eta: now - 30 * min, work: 0 };
  assert.equal(slackShown(arrival("a", READY, past), now), 0);
  assert.equal(slackShown(arrival("a", PREPARING, { ...past, work: min }), now), -31);
  assert.equal(slackShown(arrival("a", PREPARING, { ...past, vacated: now + min }), now), -31);
  assert.equal(slackShown(arrival("a", CALL_NOW, {}, { waitingSince: now }), now), undefined);
  assert.equal(slackShown(arrival("a", READY, {}, { stage: ArrivalStage.ARRIVED }), now), undefined);
});

test("slack is a signed figure for the eye and a sentence for the ear", () => {
  assert.deepEqual([15, -10, 0, 119, 120, -150].map(slackFigure), ["+15 min", "−10 min", "0 min", "+119 min", "+2 h", "−2 h"]);
  assert.deepEqual([1, 15, -1, -10, 0, 130, -60 * 3].map(slackWords), [
    "ready 1 minute before the guest comes", "ready 15 minutes before the guest comes", "ready 1 minute after the guest comes",
    "ready 10 minutes after the guest comes", "ready just as the guest comes", "ready 2 hours before the guest comes", "ready 3 hours after the guest comes",
  ]);
});

test("a tap on this device counts before the box has concluded from it", () => {
  const here = { waitingSince: now };
  assert.equal(groupOf(arrival("a", LATE_RISK, { criteria: [hard] }, here)), "waiting");
  assert.equal(groupOf(arrival("a", DESK_NEEDED, { criteria: [soft] }, here)), "call_now");
  assert.equal(groupOf(arrival("a", WAITING, { criteria: [soft, hard] })), "preparing");
  assert.equal(groupOf(arrival("a", CALL_NOW, { criteria: [soft] })), "desk_needed");
  assert.equal(groupOf(arrival("a", CALL_NOW)), "ready");
  assert.equal(groupOf(arrival("a", CALL_NOW, {}, { ...here, stage: ArrivalStage.ARRIVED })), "arrived");
});

test("arrivals are counted and chosen by their state", () => {
  const list = [arrival("a", BLOCKED), arrival("b", BLOCKED), arrival("c", READY), arrival("d", READY, {}, { readiness: undefined })];
  assert.deepEqual(countByGroup(list).filter(([, count]) => count > 0), [["blocked", 2], ["not_ready", 1], ["ready", 1]]);
  assert.deepEqual(choose(list, { group: "blocked", find: "" }, now).map((one) => one.id), ["a", "b"]);
});

test("what is lacking is told as the desk solves it: what keeps the key back first", () => {
  const quiet = criterion("R11", ReadinessGate.NONE);
  const part = criterion("R02", ReadinessGate.HARD, { passes: true, points: 3 });
  const one = arrival("a", BLOCKED, { criteria: [quiet, part, soft, hard] });
  assert.deepEqual(lacking(one.readiness!).map(({ id }) => id), ["R06", "R09", "R11"]);
  assert.deepEqual(hinders(one), ["Lack of R06"]);
  assert.equal(hinders(arrival("a", BLOCKED, {}, { readiness: undefined })), undefined);
  assert.deepEqual([part, hard, soft].map(fixesOf), [["move"], ["room", "move"], []]);
});

const moments: [string, string, string, string, string][] = [
  ["later today", "18:30", "2015-09-17T14:00Z", "2015-09-17T09:00Z", "2015-09-17T17:30Z"],
  ["in the night after", "01:00", "2015-09-17T14:00Z", "2015-09-17T09:00Z", "2015-09-18T00:00Z"],
  ["half an hour ago", "09:30", "2015-09-17T14:00Z", "2015-09-17T09:00Z", "2015-09-17T08:30Z"],
  ["on the day of the arrival", "10:00", "2015-09-19T14:00Z", "2015-09-17T09:00Z", "2015-09-19T09:00Z"],
  ["the day after a guest did not come", "11:00", "2015-09-16T14:00Z", "2015-09-17T09:00Z", "2015-09-17T10:00Z"],
  ["on the day summer time ends", "10:00", "2015-10-25T15:00Z", "2015-10-24T22:00Z", "2015-10-25T10:00Z"],
];
for (const [name, time, start, at, expected] of moments) {
  test(`an arrival time is the next one the clocks show: ${name}`, () => {
    assert.equal(new Date(momentOf(time, Date.parse(start), Date.parse(at), "Europe/Lisbon")).toISOString(), new Date(expected).toISOString());
  });
}

test("what staff alone know may be said where it is lacking, and nowhere else", () => {
  const said = (id: string): string[] => questionOf(id)?.answers.map(({ value }) => value) ?? [];
  assert.deepEqual(["R03", "R12", "R13", "R15", "R16"].map(said), [["yes"], ["all", "done"], ["planned", "done"], ["yes"], ["done"]]);
  assert.deepEqual(["R01", "R02", "R06", "R11", "R17"].flatMap(said), []);
});

test("a guest is marked from the third rank on, and as one who may not come only until they have", () => {
  assert.deepEqual([2, 3].map((vipRank) => isVip(arrival("a", READY, { vipRank }))), [false, true]);
  assert.equal(isVip(arrival("a", READY, {}, { readiness: undefined, important: true })), true);
  assert.equal(mayNotCome(arrival("a", READY, { noShowRisk: true })), true);
  assert.equal(mayNotCome(arrival("a", READY, { noShowRisk: true }, { stage: ArrivalStage.ARRIVED })), false);
});

test("readiness comes off the wire in milliseconds, and is absent where the box has none", () => {
  const bytes = (readiness: object | undefined): Uint8Array => toBinary(ArrivalStateSchema, create(ArrivalStateSchema, { number: "41", readiness }));
  const { value } = deskDecoders.arrivals(bytes({
    state: LATE_RISK, score: 83, eta: timestampFromMs(now), etaConfidence: 2, work: create(DurationSchema, { seconds: 1500n }), vipRank: 3,
    criteria: [{ id: "R06", gate: ReadinessGate.HARD, points: 18, weight: 25, lacks: "The room is not inspected" }],
  }));
  assert.deepEqual(value.readiness, {
    state: LATE_RISK, score: 83, eta: now, etaConfidence: 2, vacated: undefined, work: 25 * min, noShowRisk: false, vipRank: 3,
    criteria: [{ id: "R06", name: "", gate: ReadinessGate.HARD, points: 18, weight: 25, passes: false, lacks: "The room is not inspected", fix: "" }],
  });
  assert.equal(deskDecoders.arrivals(bytes(undefined)).value.readiness, undefined);
});
