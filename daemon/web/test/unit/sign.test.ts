import assert from "node:assert/strict";
import { test } from "node:test";
import { pageOf, pageLasts, queuesShown, safeAfter, withoutQueue, type Lobby } from "../../sign/content";
import { gridFor, sizesFor } from "../../sign/sizes";

const now = 1_000_000_000;
const lobby: Lobby = { hotel: "H", timeZone: "UTC", queue: [
  { code: "MT 82", ready: true, until: now + 1 }, { code: "KD 47", ready: true, until: now + 1000 }, { code: "RX 36", ready: false, until: now + 1000 },
  { code: "OLD 1", ready: true, until: now },
] };

test("codes stand in order, ready apart from being prepared, and none after its time", () => {
  assert.deepEqual(queuesShown(lobby, now, undefined), { ready: ["KD 47", "MT 82"], preparing: ["RX 36"] });
});

test("five minutes without the box end the queue", () => {
  assert.equal(queuesShown(lobby, now, now - safeAfter + 1).ready.length, 2);
  assert.deepEqual(queuesShown(lobby, now, now - safeAfter), { ready: [], preparing: [] });
  assert.deepEqual(queuesShown(undefined, now, undefined), { ready: [], preparing: [] });
});

test("what is kept on the sign's disk has no queue", () => {
  assert.deepEqual(withoutQueue(lobby).queue, []);
});

test("more codes than fit turn page by page and begin anew", () => {
  const codes = ["a", "b", "c", "d", "e"];
  const at = (turn: number) => pageOf(codes, 2, turn * pageLasts);
  assert.deepEqual(at(0), { codes: ["a", "b"], page: 1, pages: 3 });
  assert.deepEqual(at(2), { codes: ["e"], page: 3, pages: 3 });
  assert.deepEqual(at(3).codes, ["a", "b"]);
  assert.deepEqual(pageOf([], 2, now), { codes: [], page: 1, pages: 1 });
});

test("the sizes follow the screen and the reader's distance; at least one code always fits", () => {
  assert.deepEqual(sizesFor(new URLSearchParams("")), sizesFor(new URLSearchParams("inches=55&metres=5")));
  assert.equal(sizesFor(new URLSearchParams("inches=65&metres=3")).main, 3.4);
  for (const query of ["", "inches=43&metres=5", "inches=55&metres=8", "inches=65&metres=8"]) {
    assert.ok(gridFor(sizesFor(new URLSearchParams(query)), 0.42).fits >= 1, query);
  }
});
