// Staff acts, as plain values that can be stored, and as the bytes of a Command.
import { create, toBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { BlockType, CommandSchema } from "../gen/stayd/v1/command_pb";
import type { FindingStage, OpportunityStage, ResourceState } from "../gen/stayd/v1/common_pb";
import type { TaskPriority } from "../gen/stayd/v1/task_pb";
import { idBytes } from "./ids";

export interface FieldChange { name: string; value: string }

/** What only the desk does brings its own `words`, so that a handheld need not know them. */
export type Act =
  | { kind: "set_room_state"; roomId: string; room: string; state: ResourceState }
  | { kind: "create_task"; title: string; description: string; departmentId: string; department: string; roomId: string; room: string;
      priority: TaskPriority; due: number | undefined }
  | { kind: "accept_task"; taskId: string; title: string }
  | { kind: "complete_task"; taskId: string; title: string }
  | { kind: "check_in"; reservationId: string; number: string; room: string }
  | { kind: "set_guest_waiting"; reservationId: string; number: string; waiting: boolean }
  | { kind: "check_out"; reservationId: string; number: string; openBalanceReason: string }
  | { kind: "move_stay"; reservationId: string; number: string; roomId: string; room: string }
  | { kind: "add_stay_note"; reservationId: string; number: string; text: string }
  | { kind: "block_room"; roomId: string; room: string; reason: string; start: number; end: number }
  | { kind: "decide_finding"; findingId: string; words: string; stage: FindingStage; until: number | undefined; reason: string }
  | { kind: "edit_rule"; rule: string; ruleId: string; words: string; text: string; seen: number }
  | { kind: "decide_opportunity"; opportunityId: string; words: string; stage: OpportunityStage; price: number; reason: string }
  | { kind: "update_guest" | "add_document"; guestId: string; words: string; fields: FieldChange[] }
  | { kind: "dismiss_change"; changeId: string }
  | { kind: "reapply_change"; changeId: string; what: string };

/** What the act is about: two acts with the same target follow each other. What an act creates is its own target. */
export function targetOf(act: Act, commandId: string): string {
  switch (act.kind) {
    case "set_room_state": return `room:${act.roomId}`;
    case "create_task": return `task:${commandId}`;
    case "accept_task":
    case "complete_task": return `task:${act.taskId}`;
    case "check_in":
    case "check_out":
    case "set_guest_waiting": return `arrival:${act.reservationId}`;
    case "move_stay": return `move:${act.reservationId}`;
    case "add_stay_note": return `note:${commandId}`;
    case "block_room": return `block:${commandId}`;
    case "decide_finding": return `finding:${act.findingId}`;
    case "edit_rule": return `rule:${act.ruleId}`;
    case "decide_opportunity": return `offer:${act.opportunityId}`;
    case "update_guest":
    case "add_document": return `guest:${act.guestId}`;
    case "dismiss_change":
    case "reapply_change": return `change:${act.changeId}`;
  }
}

type Action = NonNullable<MessageInitShape<typeof CommandSchema>["action"]>;

function actionOf(act: Act): Action {
  switch (act.kind) {
    case "set_room_state": return { case: "setRoomState", value: { roomId: idBytes(act.roomId), state: act.state } };
    case "create_task": return { case: "createTask", value: {
      title: act.title, description: act.description, departmentId: idBytes(act.departmentId), roomId: idBytes(act.roomId),
      priority: act.priority, due: act.due === undefined ? undefined : timestampFromMs(act.due) } };
    case "accept_task": return { case: "acceptTask", value: { taskId: idBytes(act.taskId) } };
    case "complete_task": return { case: "completeTask", value: { taskId: idBytes(act.taskId) } };
    case "check_in": return { case: "checkIn", value: { reservationId: idBytes(act.reservationId) } };
    case "set_guest_waiting": return { case: "setGuestWaiting", value: {
      reservationId: idBytes(act.reservationId), waiting: act.waiting } };
    case "check_out": return { case: "checkOut", value: {
      reservationId: idBytes(act.reservationId), openBalanceReason: act.openBalanceReason } };
    case "move_stay": return { case: "moveStay", value: { reservationId: idBytes(act.reservationId), roomId: idBytes(act.roomId) } };
    case "add_stay_note": return { case: "addStayNote", value: { reservationId: idBytes(act.reservationId), text: act.text } };
    case "block_room": return { case: "blockRoom", value: {
      roomId: idBytes(act.roomId), type: BlockType.OUT_OF_ORDER, reason: act.reason, start: timestampFromMs(act.start), end: timestampFromMs(act.end) } };
    case "decide_finding": return { case: "decideFinding", value: {
      findingId: idBytes(act.findingId), stage: act.stage, until: act.until === undefined ? undefined : timestampFromMs(act.until), reason: act.reason } };
    case "edit_rule": return { case: "editRule", value: { rule: act.rule, text: act.text, seen: act.seen } };
    case "decide_opportunity": return { case: "decideOpportunity", value: {
      opportunityId: idBytes(act.opportunityId), stage: act.stage, price: BigInt(act.price), reason: act.reason } };
    case "update_guest": return { case: "updateGuest", value: { guestId: idBytes(act.guestId), fields: act.fields } };
    case "add_document": return { case: "addDocument", value: { guestId: idBytes(act.guestId), fields: act.fields } };
    case "dismiss_change": return { case: "dismissChange", value: { changeId: idBytes(act.changeId) } };
    case "reapply_change": return { case: "reapplyChange", value: { changeId: idBytes(act.changeId) } };
  }
}

/** The same command, to be applied after another: bytes of one message that follow each other are read as one. */
export function following(command: Uint8Array, before: string): Uint8Array {
  return new Uint8Array([...command, ...toBinary(CommandSchema, create(CommandSchema, { follows: idBytes(before) }))]);
}

export function encodeCommand(id: string, user: string, madeAt: number, act: Act): Uint8Array {
  return toBinary(CommandSchema, create(CommandSchema, {
    commandId: idBytes(id), user, madeAt: timestampFromMs(madeAt), action: actionOf(act),
  }));
}
