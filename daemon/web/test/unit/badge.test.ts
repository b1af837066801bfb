import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeStage, ResourceState } from "../../gen/stayd/v1/common_pb";
import { badgeOf, type BadgeContext, type BadgeKind } from "../../kit/badge";
import type { Mark } from "../../kit/model";
import { stillPending, roomAsTapped, type Pending, type Phase } from "../../kit/pending";
import type { Room } from "../../kit/model";

const now = 1_000_000;
const list: BadgeContext = { now, lineDown: false, detail: false };
const mark = (stage: ChangeStage, age = 0): Mark => ({ changeId: "c", stage, since: now - age, by: "Ana", reason: "why" });
const pending = (phase: Phase, age = 0): Pending => ({
  id: "p", act: { kind: "set_room_state", roomId: "r", room: "101", state: ResourceState.CLEAN }, user: "Ana", at: now - age, phase, reason: "why",
  version: { epoch: 1, version: 7 },
});

// What stands beside a row: [the device's own act, the box's mark, context, the badge].
const table: [string, Pending | undefined, Mark | undefined, Partial<BadgeContext>, BadgeKind | undefined][] = [
  ["nothing has changed", undefined, undefined, {}, undefined],
  ["a tap does not flicker", pending("on_phone", 299), undefined, {}, undefined],
  ["a tap without an ack", pending("on_phone", 300), undefined, {}, "on_phone"],
  ["an ack before the state", pending("saved"), undefined, {}, "saved"],
  ["the box said no", pending("not_saved"), undefined, {}, "not_saved"],
  ["the device's own act outweighs an older mark", pending("not_saved"), mark(ChangeStage.CONFIRMED), {}, "not_saved"],
  ["saved on the box", undefined, mark(ChangeStage.SAVED, 30_000), {}, "saved"],
  ["saved long ago", undefined, mark(ChangeStage.SAVED, 30_001), {}, "waiting"],
  ["saved while the line is down", undefined, mark(ChangeStage.SAVED), { lineDown: true }, "waiting"],
  ["under way", undefined, mark(ChangeStage.SENDING), {}, "sending"],
  ["waiting", undefined, mark(ChangeStage.WAITING), {}, "waiting"],
  ["confirmed just now", undefined, mark(ChangeStage.CONFIRMED, 3_999), {}, "confirmed"],
  ["confirmed a while ago, in a list", undefined, mark(ChangeStage.CONFIRMED, 4_000), {}, undefined],
  ["confirmed a while ago, in the detail", undefined, mark(ChangeStage.CONFIRMED, 4_000), { detail: true }, "confirmed"],
  ["kept on the box, in a list", undefined, mark(ChangeStage.BOX_ONLY), {}, undefined],
  ["kept on the box, in the detail", undefined, mark(ChangeStage.BOX_ONLY), { detail: true }, "box_only"],
  ["replaced", undefined, mark(ChangeStage.REPLACED), {}, "replaced"],
  ["refused", undefined, mark(ChangeStage.REFUSED), {}, "refused"],
  ["a stage of a newer box", undefined, mark(99 as ChangeStage), {}, undefined],
];

for (const [name, act, held, context, expected] of table) {
  test(`badge: ${name}`, () => assert.equal(badgeOf(act, held, { ...list, ...context })?.kind, expected));
}

test("a refusal carries the PMS's own words", () => {
  assert.equal(badgeOf(undefined, mark(ChangeStage.REFUSED), list)?.reason, "why");
});

const room: Room = {
  version: { epoch: 1, version: 5 }, id: "r", name: "101", floor: "1", category: "", state: ResourceState.DIRTY, pmsState: ResourceState.DIRTY,
  occupancy: 1, stateBy: "",
};

test("what was tapped is shown while it is on the phone and until the state comes", () => {
  for (const phase of ["on_phone", "saved"] as const) {
    assert.equal(roomAsTapped(room, stillPending(pending(phase), room)).state, ResourceState.CLEAN);
  }
  assert.equal(roomAsTapped(room, stillPending(pending("not_saved"), room)).state, ResourceState.DIRTY, "nothing was changed");
});

test("the box's own state takes over once it shows the act or a later version", () => {
  assert.equal(stillPending(pending("on_phone"), { ...room, mark: { ...mark(ChangeStage.SAVED), changeId: "p" } }), undefined);
  assert.equal(stillPending(pending("saved"), { ...room, version: { epoch: 1, version: 7 } }), undefined);
  assert.notEqual(stillPending(pending("saved"), { ...room, version: { epoch: 1, version: 6 } }), undefined);
  assert.notEqual(stillPending(pending("on_phone"), { ...room, version: { epoch: 1, version: 9 } }), undefined, "someone else's change is not ours");
  assert.notEqual(stillPending(pending("not_saved"), { ...room, version: { epoch: 1, version: 9 } }), undefined, "a refusal stays until it is read");
});
