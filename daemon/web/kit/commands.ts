// Staff acts, as plain values that can be stored, and as the bytes of a Command.
import { create, toBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { BlockType, CommandSchema } from "../gen/stayd/v1/command_pb";
import type { FindingStage, OpportunityStage, ResourceState } from "../gen/stayd/v1/common_pb";
import type { TaskPriority } from "../gen/stayd/v1/task_pb";
import { idBytes } from "./ids";

export interface FieldChange { name: string; value: string }

export type SharedAct =
  | { kind: "set_room_state"; roomId: string; room: string; state: ResourceState }
  | { kind: "create_task"; title: string; description: string; departmentId: string; department: string; roomId: string; room: string;
      priority: TaskPriority; due: number | undefined }
  | { kind: "accept_task"; taskId: string; title: string }
  | { kind: "complete_task"; taskId: string; title: string }
  | { kind: "block_room"; roomId: string; room: string; reason: string; start: number; end: number }
  | { kind: "dismiss_change"; changeId: string }
  | { kind: "reapply_change"; changeId: string; what: string };

/** What only the desk does: commands_desk.ts writes it, so that a handheld need not know how. */
export type DeskAct =
  | { kind: "check_in"; reservationId: string; number: string; room: string }
  | { kind: "set_guest_waiting"; reservationId: string; number: string; waiting: boolean }
  | { kind: "check_out"; reservationId: string; number: string; openBalanceReason: string }
  | { kind: "move_stay"; reservationId: string; number: string; roomId: string; room: string }
  | { kind: "add_stay_note"; reservationId: string; number: string; text: string }
  | { kind: "decide_finding"; findingId: string; words: string; stage: FindingStage; until: number | undefined; reason: string }
  | { kind: "edit_rule"; rule: string; ruleId: string; words: string; text: string; seen: number }
  | { kind: "decide_opportunity"; opportunityId: string; words: string; stage: OpportunityStage; price: number; reason: string }
  | { kind: "update_guest" | "add_document" | "set_address"; guestId: string; words: string; fields: FieldChange[] }
  | { kind: "record"; subjectId: string; name: string; value: string; words: string };

export type Act = SharedAct | DeskAct;

export type Action = NonNullable<MessageInitShape<typeof CommandSchema>["action"]>;

/** How the acts of a page are written. */
export interface Writer {
  /** What the act is about: two acts with the same target follow each other. What an act creates is its own target. */
  targetOf(act: Act, commandId: string): string;
  actionOf(act: Act): Action;
}

function targetOf(act: SharedAct, commandId: string): string {
  switch (act.kind) {
    case "set_room_state": return `room:${act.roomId}`;
    case "create_task": return `task:${commandId}`;
    case "accept_task":
    case "complete_task": return `task:${act.taskId}`;
    case "block_room": return `block:${commandId}`;
    case "dismiss_change":
    case "reapply_change": return `change:${act.changeId}`;
  }
}

function actionOf(act: SharedAct): Action {
  switch (act.kind) {
    case "set_room_state": return { case: "setRoomState", value: { roomId: idBytes(act.roomId), state: act.state } };
    case "create_task": return { case: "createTask", value: {
      title: act.title, description: act.description, departmentId: idBytes(act.departmentId), roomId: idBytes(act.roomId),
      priority: act.priority, due: act.due === undefined ? undefined : timestampFromMs(act.due) } };
    case "accept_task": return { case: "acceptTask", value: { taskId: idBytes(act.taskId) } };
    case "complete_task": return { case: "completeTask", value: { taskId: idBytes(act.taskId) } };
    case "block_room": return { case: "blockRoom", value: {
      roomId: idBytes(act.roomId), type: BlockType.OUT_OF_ORDER, reason: act.reason, start: timestampFromMs(act.start), end: timestampFromMs(act.end) } };
    case "dismiss_change": return { case: "dismissChange", value: { changeId: idBytes(act.changeId) } };
    case "reapply_change": return { case: "reapplyChange", value: { changeId: idBytes(act.changeId) } };
  }
}

/** For pages whose staff make none but the shared acts. */
export const sharedWriter = { targetOf, actionOf } as Writer;

/** The same command, to be applied after another: bytes of one message that follow each other are read as one. */
export function following(command: Uint8Array, before: string): Uint8Array {
  return new Uint8Array([...command, ...toBinary(CommandSchema, create(CommandSchema, { follows: idBytes(before) }))]);
}

export function encodeCommand(id: string, user: string, madeAt: number, action: Action): Uint8Array {
  return toBinary(CommandSchema, create(CommandSchema, {
    commandId: idBytes(id), user, madeAt: timestampFromMs(madeAt), action,
  }));
}
