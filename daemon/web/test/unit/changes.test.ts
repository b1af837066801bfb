import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { ChangeStateSchema } from "../../gen/stayd/v1/change_pb";
import { CommandSchema } from "../../gen/stayd/v1/command_pb";
import { ChangeStage } from "../../gen/stayd/v1/common_pb";
import { byNeed, fateOf, needsPerson, otherWay, type Fate } from "../../kit/changes";
import { fieldKey } from "../../kit/fields";
import { encodeCommand, type Act } from "../../kit/commands";
import { deskWriter } from "../../kit/commands_desk";
import { sharedDecoders } from "../../kit/decode";
import { idBytes, idText } from "../../kit/ids";
import type { Change, Journal } from "../../kit/model";
import { unaccounted } from "../../desk/journal_line";

const change = (id: string, stage: ChangeStage, more: Partial<Change> = {}): Change => ({
  version: { epoch: 1, version: 1 }, id, what: id, by: "Eva", accepted: 1000, stage, since: 1000, attempts: 1, reason: "", reasonIsOfPms: false, conflicts: [], nextStep: "",
  canReapply: false, ...more,
});

// What became of a change, and the other way a person can have it: [stage, the box would try, fate, the button].
const table: [ChangeStage, boolean, Fate, ReturnType<typeof otherWay>][] = [
  [ChangeStage.REFUSED, true, "refused", "change.retry"],
  [ChangeStage.REFUSED, false, "refused", undefined],
  [ChangeStage.REPLACED, true, "replaced", "change.use_ours"],
  [ChangeStage.REPLACED, false, "replaced", undefined],
  [ChangeStage.CONFIRMED, true, "ours_sent", "change.take_theirs"],
  [ChangeStage.CONFIRMED, false, "ours_sent", undefined],
  [ChangeStage.WAITING, true, "waiting", undefined],
  [ChangeStage.SENDING, false, "waiting", undefined],
  [99 as ChangeStage, true, "waiting", undefined],
];

for (const [stage, canReapply, fate, button] of table) {
  test(`a change of stage ${ChangeStage[stage] ?? stage} that ${canReapply ? "can" : "cannot"} be tried again is ${fate}, offering ${button ?? "nothing else"}`, () => {
    const one = change("c", stage, { canReapply });
    assert.equal(fateOf(one), fate);
    assert.equal(otherWay(one), button);
    assert.equal(needsPerson(one), fate !== "waiting");
  });
}

test("what needs a person stands above what waits, the oldest first", () => {
  const list = [
    change("waits", ChangeStage.WAITING, { accepted: 1 }), change("sent", ChangeStage.CONFIRMED, { accepted: 2 }), change("replaced", ChangeStage.REPLACED),
    change("refused late", ChangeStage.REFUSED, { accepted: 9 }), change("refused early", ChangeStage.REFUSED, { accepted: 8 }),
  ];
  assert.deepEqual(list.sort(byNeed).map((one) => one.id), ["refused early", "refused late", "replaced", "sent", "waits"]);
});

test("fields are named as people say them, and unknown ones not at all", () => {
  assert.deepEqual(["State", "Room", "Start", "End", "Telephone"].map(fieldKey), ["field.state", "field.room", "field.start", "field.end", "field.phone"]);
  assert.equal(fieldKey("VisaNumber"), undefined);
  assert.equal(fieldKey("constructor"), undefined);
});

const id = "09070707-0707-4007-8007-070707070003";

test("a change is read with its fields, the next step and whether it can be tried again", () => {
  const wire = create(ChangeStateSchema, {
    changeId: idBytes(id), what: "Room 107: Inspected", by: "Eva", accepted: timestampFromMs(5000), stage: ChangeStage.REPLACED, reason: "why", reasonIsOfPms: true,
    conflicts: [{ field: "State", before: "Clean", ours: "Inspected", theirs: "Dirty", oursChosen: true }], nextStep: "Look.", canReapply: true,
  });
  const { value } = sharedDecoders.changes(toBinary(ChangeStateSchema, wire));
  assert.deepEqual(value, {
    version: { epoch: 0, version: 0 }, id, what: "Room 107: Inspected", by: "Eva", accepted: 5000, stage: ChangeStage.REPLACED, since: 0, attempts: 0,
    reason: "why", reasonIsOfPms: true, conflicts: [{ field: "State", before: "Clean", ours: "Inspected", theirs: "Dirty", oursChosen: true }], nextStep: "Look.",
    canReapply: true,
  });
});

test("having it the other way is a command about that change", () => {
  const act: Act = { kind: "reapply_change", changeId: id, what: "Room 107" };
  const { action } = fromBinary(CommandSchema, encodeCommand(id, "Eva", 1000, deskWriter.actionOf(act)));
  assert.ok(action.case === "reapplyChange" && idText(action.value.changeId) === id);
  assert.equal(deskWriter.targetOf(act, "x"), deskWriter.targetOf({ kind: "dismiss_change", changeId: id }, "y"), "the one decision replaces the other");
});

const journal: Journal = { accepted: 15, confirmed: 1, boxOnly: 2, replaced: 3, refused: 4, waiting: 5 };

test("the journal adds up only when every accepted change is somewhere", () => {
  assert.equal(unaccounted(journal), 0);
  assert.equal(unaccounted({ ...journal, accepted: 17 }), 2);
  for (const part of ["confirmed", "boxOnly", "replaced", "refused", "waiting"] as const) {
    assert.equal(unaccounted({ ...journal, [part]: journal[part] + 1 }), -1, part);
  }
});
