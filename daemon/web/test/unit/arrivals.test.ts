import assert from "node:assert/strict";
import { test } from "node:test";
import { ArrivalStage } from "../../gen/stayd/v1/arrival_pb";
import { arrivalShown, choose, fits, pendingOfArrival } from "../../desk/arrival_list";
import { holdAll, holdOrder, misplaced } from "../../desk/held_order";
import { byNeed, groupOf } from "../../desk/readiness";
import { roomsToOffer } from "../../desk/room_choice";
import { ResourceState } from "../../gen/stayd/v1/common_pb";
import { Occupancy } from "../../gen/stayd/v1/room_pb";
import type { Act } from "../../kit/commands";
import { deskWriter } from "../../kit/commands_desk";
import type { Arrival, Room } from "../../kit/model";
import type { Pending } from "../../kit/pending";
import type { StaffBox } from "../../kit/staff";

const arrival = (id: string, more: Partial<Arrival> = {}): Arrival => ({
  version: { epoch: 1, version: 1 }, id, number: `41${id}`, guest: `Guest ${id}`, persons: 1, important: false, start: 1000, nights: 1, category: "", roomId: "",
  room: "", roomState: 0, stage: ArrivalStage.PREPARING, blockers: [], displayCode: "", ...more,
});

test("who waits longest comes first, who has arrived last", () => {
  const list = [
    arrival("arrived", { stage: ArrivalStage.ARRIVED, start: 1 }), arrival("late", { start: 2000 }), arrival("important", { important: true }),
    arrival("plain"), arrival("waits-short", { waitingSince: 900 }), arrival("waits-long", { waitingSince: 100, start: 9000 }),
  ];
  assert.deepEqual(list.sort(byNeed(1500)).map((one) => one.id), ["waits-long", "waits-short", "important", "plain", "late", "arrived"]);
});

test("a guest who waits is counted as waiting, ready or not", () => {
  assert.equal(groupOf(arrival("a", { stage: ArrivalStage.READY, waitingSince: 5 })), "waiting");
  assert.equal(groupOf(arrival("a", { stage: ArrivalStage.READY })), "ready");
  assert.equal(groupOf(arrival("a", { stage: ArrivalStage.ARRIVED, waitingSince: 5 })), "arrived");
});

test("search finds by name, number, room and code, without accents and case", () => {
  const one = arrival("a", { guest: "Lindqvist, Åsa", room: "305", displayCode: "KD 47" });
  for (const find of ["asa", "LINDQ", "asa lind", "305", "kd 47", "41a", ""]) assert.equal(fits(one, find), true, find);
  assert.equal(fits(one, "asa 306"), false);
  assert.equal(fits(arrival("b", { guest: "الحداد، ريم" }), "ريم"), true);
  assert.deepEqual(choose([one, arrival("b")], { group: "ready", find: "" }, 1500), []);
});

test("a held order keeps every row where it was, and counts what would move", () => {
  assert.deepEqual(holdOrder(["a", "b", "c"], ["c", "d", "a"]), ["a", "c", "d"]);
  assert.equal(misplaced(["a", "c", "d"], ["c", "d", "a"]), 1, "one goes to the end");
  assert.equal(misplaced(["a", "b", "c", "d"], ["d", "a", "c", "b"]), 2);
  assert.equal(misplaced(["a", "b", "c"], ["c", "b", "a"]), 2, "one can stay");
  assert.equal(misplaced(["a", "b"], ["a", "b"]), 0);
  assert.deepEqual(holdAll(["a", "b", "c"], ["c", "d", "a"]), ["a", "b", "c", "d"], "or keeps what left as well");
  assert.equal(misplaced(["a", "b", "c"], ["a", "c"]), 1, "a row that left would go, those below it are no news");
});

const room = (name: string, state: ResourceState, more: Partial<Room> = {}): Room => ({
  version: { epoch: 1, version: 1 }, id: name, name, floor: "1", category: "Double", state, pmsState: state, occupancy: Occupancy.VACANT, stateBy: "", ...more,
});

test("for another room the ready ones are offered first, of those what was sold, then by number", () => {
  const { CLEAN, DIRTY, INSPECTED, OUT_OF_ORDER, OUT_OF_SERVICE } = ResourceState;
  const offered = roomsToOffer([
    room("1002", INSPECTED), room("9", INSPECTED), room("8", INSPECTED, { category: "Suite" }), room("12", DIRTY), room("11", CLEAN), room("now", INSPECTED),
    room("taken", INSPECTED, { occupancy: Occupancy.OCCUPIED }), room("leaves", INSPECTED, { occupancy: Occupancy.DUE_OUT }),
    room("comes", INSPECTED, { nextArrival: 5 }), room("order", OUT_OF_ORDER), room("service", OUT_OF_SERVICE),
  ], "Double", "now");
  assert.deepEqual(offered.map(({ state, rooms }) => [ResourceState[state], rooms.map((one) => one.name).join()]),
    [["INSPECTED", "9,1002,8"], ["CLEAN", "11"], ["DIRTY", "12"]]);
  assert.deepEqual(roomsToOffer([room("order", OUT_OF_ORDER)], "Double", ""), []);
});

const boxWith = (...acts: Act[]): StaffBox => ({ pending: { value: new Map(acts.map((act, at): [string, Pending] => [deskWriter.targetOf(act, `p${at}`),
  { id: `p${at}`, act, user: "Eva", at: 1000, phase: "on_phone", reason: "", version: undefined }])) } } as unknown as StaffBox);
const checkIn: Act = { kind: "check_in", reservationId: "a", number: "41a", room: "305" };
const move: Act = { kind: "move_stay", reservationId: "a", number: "41a", roomId: "r402", room: "402" };
const checkOut: Act = { kind: "check_out", reservationId: "a", number: "41a", openBalanceReason: "" };

// Taps without the box, one after the other: what the desk sees of the stay, and whose badge.
const taps: [string, Act[], Partial<Arrival>, string][] = [
  ["a check-in", [checkIn], { stage: ArrivalStage.ARRIVED, room: "305" }, "p0"],
  ["a move", [move], { stage: ArrivalStage.READY, room: "402", roomId: "r402" }, "p0"],
  ["a check-in and a move", [checkIn, move], { stage: ArrivalStage.ARRIVED, room: "402" }, "p1"],
  ["a move and a check-in", [move, checkIn], { stage: ArrivalStage.ARRIVED, room: "402" }, "p1"],
  ["a check-in and a check-out", [checkIn, checkOut], { stage: ArrivalStage.LEFT, room: "305" }, "p1"],
];
for (const [name, acts, expected, badge] of taps) {
  test(`${name} shows before the box has it`, () => {
    const held = arrival("a", { stage: ArrivalStage.READY, room: "305", roomId: "r305" });
    const shown = arrivalShown(boxWith(...acts), held);
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, shown[key as keyof Arrival]])), expected);
    assert.equal(pendingOfArrival(boxWith(...acts), held)?.id, badge);
  });
}

test("who has left counts as arrived", () => {
  assert.equal(groupOf(arrival("a", { stage: ArrivalStage.LEFT })), "arrived");
});
