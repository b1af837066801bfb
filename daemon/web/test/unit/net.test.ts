import assert from "node:assert/strict";
import { test } from "node:test";
import { LineState } from "../../gen/stayd/v1/house_pb";
import type { Status } from "../../kit/model";
import { netOf, readAt } from "../../kit/net";

const status = (line: LineState): Status => ({ line, lineSince: 42, lineCause: "why", streams: [], staydVersion: "" });
const facts = { link: "up" as const, downSince: undefined, presence: { online: true }, status: status(LineState.UP) };

test("the pill says the nearest broken link first", () => {
  assert.equal(netOf(facts).kind, "live");
  assert.deepEqual(netOf({ ...facts, status: status(LineState.DOWN) }), { kind: "box_only", since: 42, cause: "why", refused: false });
  assert.equal(netOf({ ...facts, status: status(LineState.REFUSED) }).refused, true);
  assert.equal(netOf({ ...facts, status: status(LineState.DOWN), presence: { online: false } }).kind, "box_silent");
  assert.deepEqual(netOf({ ...facts, link: "down", downSince: 7, presence: { online: false } }), { kind: "offline", since: 7, cause: "", refused: false });
  assert.equal(netOf({ ...facts, link: "connecting" }).kind, "connecting");
});

test("a box that has not tried the line yet is not called an outage", () => {
  assert.equal(netOf({ ...facts, status: status(LineState.UNSPECIFIED) }).kind, "live");
  assert.equal(netOf({ ...facts, status: undefined }).kind, "live");
});

test("what is shown is as old as the oldest list it comes from", () => {
  const read = (name: string, lastComplete?: number) => ({ name, rows: 1, trouble: "", ...(lastComplete === undefined ? {} : { lastComplete }) });
  const known: Status = { ...status(LineState.UP), lastContact: 99, streams: [read("resources", 50), read("reservations", 40), read("tasks")] };
  assert.equal(readAt(known, ["resources"]), 50);
  assert.equal(readAt(known, ["resources", "reservations"]), 40);
  assert.equal(readAt(known, ["resources", "tasks"]), undefined);
  assert.equal(readAt(known, ["something else"]), 99);
  assert.equal(readAt(undefined, ["resources"]), undefined);
});
