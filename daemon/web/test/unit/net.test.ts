import assert from "node:assert/strict";
import { test } from "node:test";
import { LineState } from "../../gen/stayd/v1/house_pb";
import type { Status } from "../../kit/model";
import { netOf } from "../../kit/net";

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
