// Staff acts, as plain values that can be stored, and as the bytes of a Command.
import { create, toBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { CommandSchema } from "../gen/stayd/v1/command_pb";
import type { ResourceState } from "../gen/stayd/v1/common_pb";
import type { TaskPriority } from "../gen/stayd/v1/task_pb";
import { idBytes } from "./ids";

export type Act =
  | { kind: "set_room_state"; roomId: string; room: string; state: ResourceState }
  | { kind: "create_task"; title: string; description: string; departmentId: string; department: string; roomId: string; room: string;
      priority: TaskPriority; due: number | undefined }
  | { kind: "accept_task"; taskId: string; title: string }
  | { kind: "complete_task"; taskId: string; title: string }
  | { kind: "check_in"; reservationId: string; number: string; room: string }
  | { kind: "set_guest_waiting"; reservationId: string; number: string; waiting: boolean }
  | { kind: "dismiss_change"; changeId: string };

/** What the act is about: two acts with the same target follow each other. A new task is its own target. */
export function targetOf(act: Act, commandId: string): string {
  switch (act.kind) {
    case "set_room_state": return `room:${act.roomId}`;
    case "create_task": return `task:${commandId}`;
    case "accept_task":
    case "complete_task": return `task:${act.taskId}`;
    case "check_in":
    case "set_guest_waiting": return `arrival:${act.reservationId}`;
    case "dismiss_change": return `change:${act.changeId}`;
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
    case "dismiss_change": return { case: "dismissChange", value: { changeId: idBytes(act.changeId) } };
  }
}

export function encodeCommand(id: string, user: string, madeAt: number, act: Act): Uint8Array {
  return toBinary(CommandSchema, create(CommandSchema, {
    commandId: idBytes(id), user, madeAt: timestampFromMs(madeAt), action: actionOf(act),
  }));
}
