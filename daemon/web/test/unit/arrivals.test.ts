import assert from "node:assert/strict";
import { test } from "node:test";
import { ArrivalStage } from "../../gen/stayd/v1/arrival_pb";
import { byNeed, choose, fits, groupOf, holdOrder, misplaced } from "../../desk/arrival_list";
import type { Arrival } from "../../kit/model";

const arrival = (id: string, more: Partial<Arrival> = {}): Arrival => ({
  version: { epoch: 1, version: 1 }, id, number: `41${id}`, guest: `Guest ${id}`, persons: 1, important: false, start: 1000, nights: 1, category: "", roomId: "",
  room: "", roomState: 0, stage: ArrivalStage.PREPARING, blockers: [], displayCode: "", ...more,
});

test("who waits longest comes first, who has arrived last", () => {
  const list = [
    arrival("arrived", { stage: ArrivalStage.ARRIVED, start: 1 }), arrival("late", { start: 2000 }), arrival("important", { important: true }),
    arrival("plain"), arrival("waits-short", { waitingSince: 900 }), arrival("waits-long", { waitingSince: 100, start: 9000 }),
  ];
  assert.deepEqual(list.sort(byNeed).map((one) => one.id), ["waits-long", "waits-short", "important", "plain", "late", "arrived"]);
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
  assert.deepEqual(choose([one, arrival("b")], { group: "ready", find: "" }), []);
});

test("a held order keeps every row where it was, and counts what would move", () => {
  assert.deepEqual(holdOrder(["a", "b", "c"], ["c", "d", "a"]), ["a", "c", "d"]);
  assert.equal(misplaced(["a", "c", "d"], ["c", "d", "a"]), 3);
  assert.equal(misplaced(["a", "b"], ["a", "b"]), 0);
});
