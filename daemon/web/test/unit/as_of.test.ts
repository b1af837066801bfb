// When a finding says of when its data is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { staleSince } from "../../desk/as_of";
import type { Status } from "../../kit/model";

const now = Date.UTC(2015, 8, 17, 14, 5);
const readMinutesAgo = (minutes: number): Status => ({ streams: [{ name: "reservations", lastComplete: now - minutes * 60_000 }] }) as unknown as Status;

test("data older than its rule allows is told with its time", () => {
  assert.equal(staleSince({ maxAgeMinutes: 30 }, readMinutesAgo(31), now), now - 31 * 60_000);
  assert.equal(staleSince({ maxAgeMinutes: 30 }, readMinutesAgo(30), now), undefined);
  assert.equal(staleSince({ maxAgeMinutes: 0 }, readMinutesAgo(600), now), undefined, "at any age");
  assert.equal(staleSince({ maxAgeMinutes: 30 }, undefined, now), undefined, "nobody knows");
});
