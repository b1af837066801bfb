// Lays what this device has asked for over what the box says, until the box shows it itself.
import { computed, type ReadonlySignal } from "@preact/signals";
import { ArrivalStage } from "../gen/stayd/v1/arrival_pb";
import { FindingStage, OpportunityStage, ResourceState } from "../gen/stayd/v1/common_pb";
import { TaskStage } from "../gen/stayd/v1/task_pb";
import type { Act } from "./commands";
import type { Arrival, Finding, Mark, Opportunity, Room, Task } from "./model";
import type { Outbox } from "./outbox";
import type { Version } from "./store";

export type Phase = "on_phone" | "saved" | "not_saved";

export interface Pending { id: string; act: Act; user: string; at: number; phase: Phase; reason: string; version: Version | undefined }

const reached = (held: Version, asked: Version | undefined): boolean =>
  asked !== undefined && (held.epoch > asked.epoch || (held.epoch === asked.epoch && held.version >= asked.version));

/** The newest act of this device for each target. An act that was not saved hides behind a newer one. */
export function pendingByTarget(outbox: Outbox): ReadonlySignal<ReadonlyMap<string, Pending>> {
  return computed(() => {
    const newest = new Map<string, Pending>();
    const add = (target: string, pending: Pending): void => {
      const other = newest.get(target);
      if (!other || other.id < pending.id) newest.set(target, pending);
    };
    for (const { row, version } of outbox.saved.value) {
      add(row.target, { id: row.id, act: row.act, user: row.user, at: row.at, phase: "saved", reason: "", version });
    }
    for (const row of outbox.rows.value) {
      add(row.target, { id: row.id, act: row.act, user: row.user, at: row.at,
        phase: row.notSaved === undefined ? "on_phone" : "not_saved", reason: row.notSaved ?? "", version: undefined });
    }
    return newest;
  });
}

/** The pending act that still says more than the box's own state does. */
export function stillPending(pending: Pending | undefined, held: { version: Version; mark?: Mark } | undefined): Pending | undefined {
  if (!pending || pending.phase === "not_saved" || !held) return pending;
  if (held.mark?.changeId === pending.id) return undefined;
  return pending.phase === "saved" && reached(held.version, pending.version) ? undefined : pending;
}

const shows = (pending: Pending | undefined): pending is Pending => pending !== undefined && pending.phase !== "not_saved";

export function roomAsTapped(room: Room, pending: Pending | undefined): Room {
  if (!shows(pending) || pending.act.kind !== "set_room_state") return room;
  return { ...room, state: pending.act.state, stateSince: pending.at, stateBy: pending.user };
}

export function taskAsTapped(task: Task, pending: Pending | undefined): Task {
  if (!shows(pending)) return task;
  if (pending.act.kind === "accept_task") return { ...task, stage: TaskStage.ACCEPTED, assignee: pending.user };
  if (pending.act.kind === "complete_task") return { ...task, stage: TaskStage.DONE, done: pending.at, doneBy: pending.user };
  return task;
}

/** A task that only this device knows yet. */
export function taskFromAct(pending: Pending): Task | undefined {
  const { act } = pending;
  if (act.kind !== "create_task") return undefined;
  return {
    version: { epoch: 0, version: 0 }, id: pending.id, title: act.title, description: act.description, departmentId: act.departmentId,
    department: act.department, roomId: act.roomId, room: act.room, priority: act.priority, stage: TaskStage.NEW, assignee: "",
    created: pending.at, createdBy: pending.user, due: act.due, doneBy: "", inPms: false,
  };
}

export function arrivalAsTapped(arrival: Arrival, pending: Pending | undefined): Arrival {
  if (!shows(pending)) return arrival;
  if (pending.act.kind === "check_out") return { ...arrival, stage: ArrivalStage.LEFT };
  if (pending.act.kind === "move_stay") return { ...arrival, roomId: pending.act.roomId, room: pending.act.room, roomState: ResourceState.UNSPECIFIED };
  if (pending.act.kind === "check_in") return { ...arrival, stage: ArrivalStage.ARRIVED, blockers: [], waitingSince: undefined };
  if (pending.act.kind === "set_guest_waiting") {
    return pending.act.waiting
      ? { ...arrival, waitingSince: arrival.waitingSince ?? pending.at }
      : { ...arrival, waitingSince: undefined, displayCode: "" };
  }
  return arrival;
}

/** What is mended stays so, whatever was decided about it meanwhile. */
export function findingAsTapped(finding: Finding, pending: Pending | undefined): Finding {
  if (!shows(pending) || pending.act.kind !== "decide_finding" || finding.stage === FindingStage.MENDED) return finding;
  const { stage, until, reason } = pending.act;
  return { ...finding, stage, until, reason, decidedBy: pending.user, since: pending.at };
}

/** What is accepted, over or gone stays so, whatever was decided about it meanwhile. */
export function opportunityAsTapped(offer: Opportunity, pending: Pending | undefined): Opportunity {
  const { OPEN, OFFERED, BLOCKED, DECLINED, DISMISSED } = OpportunityStage;
  const canMove = [OPEN, OFFERED, BLOCKED, DECLINED, DISMISSED].includes(offer.stage);
  if (!shows(pending) || pending.act.kind !== "decide_opportunity" || !canMove) return offer;
  return { ...offer, stage: pending.act.stage, reason: pending.act.reason, decidedBy: pending.user, decided: pending.at };
}
