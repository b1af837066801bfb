// Wire messages to what screens work with. bigint and bytes end here.
import { fromBinary, type DescMessage, type MessageShape } from "@bufbuild/protobuf";
import type { Duration, Timestamp } from "@bufbuild/protobuf/wkt";
import { ChangeStateSchema } from "../gen/stayd/v1/change_pb";
import type { ChangeMark, Version as WireVersion } from "../gen/stayd/v1/common_pb";
import { HouseDirectorySchema, HousePresenceSchema, HouseStatusSchema, Presence } from "../gen/stayd/v1/house_pb";
import { RoomStateSchema } from "../gen/stayd/v1/room_pb";
import { TaskStateSchema } from "../gen/stayd/v1/task_pb";
import { idText } from "./ids";
import type { Mark, SharedKinds } from "./model";
import type { Decoded, Decoders, Version } from "./store";

export const instant = (value: Timestamp | undefined): number | undefined =>
  value && Number(value.seconds) * 1000 + Math.floor(value.nanos / 1_000_000);

export const duration = (value: Duration | undefined): number | undefined =>
  value && Number(value.seconds) * 1000 + Math.floor(value.nanos / 1_000_000);

export const version = (value: WireVersion | undefined): Version =>
  ({ epoch: Number(value?.epoch ?? 0), version: Number(value?.version ?? 0) });

export const mark = (value: ChangeMark | undefined): Mark | undefined => value && {
  changeId: idText(value.changeId), stage: value.stage, since: instant(value.since) ?? 0, by: value.by, reason: value.reason,
};

/** A decoder of one kind of message; `read` turns the wire's form into ours. */
export function decoder<D extends DescMessage, T>(schema: D, read: (message: MessageShape<D>) => Decoded<T>) {
  return (payload: Uint8Array): Decoded<T> => read(fromBinary(schema, payload));
}

/** What every staff page may hear. */
export const sharedDecoders: Decoders<SharedKinds> = {
  "house/presence": decoder(HousePresenceSchema, (wire) => ({ value: { online: wire.presence !== Presence.OFFLINE } })),

  "house/status": decoder(HouseStatusSchema, (wire) => ({
    version: version(wire.version),
    value: {
      line: wire.line, lineSince: instant(wire.lineSince), lastContact: instant(wire.lastContact), lineCause: wire.lineCause,
      firstSync: wire.firstSync && {
        complete: wire.firstSync.complete, step: wire.firstSync.step, listsDone: wire.firstSync.listsDone,
        listsTotal: wire.firstSync.listsTotal, rows: Number(wire.firstSync.rows),
      },
      streams: wire.streams.map((stream) => ({
        name: stream.name, lastComplete: instant(stream.lastComplete), rows: Number(stream.rows), trouble: stream.trouble,
      })),
      journal: wire.journal && {
        accepted: Number(wire.journal.accepted), confirmed: Number(wire.journal.confirmed), boxOnly: Number(wire.journal.boxOnly),
        replaced: Number(wire.journal.replaced), refused: Number(wire.journal.refused), waiting: Number(wire.journal.waiting),
        oldestWaiting: instant(wire.journal.oldestWaiting),
      },
      staydVersion: wire.staydVersion,
    },
  })),

  "house/directory": decoder(HouseDirectorySchema, (wire) => ({
    version: version(wire.version),
    value: {
      name: wire.name, timeZone: wire.timeZone, arrivalFrom: duration(wire.arrivalFrom), departureUntil: duration(wire.departureUntil),
      departments: wire.departments.map((one) => ({ id: idText(one.departmentId), name: one.name })), categories: wire.categories,
    },
  })),

  rooms: decoder(RoomStateSchema, (wire) => ({
    version: version(wire.version),
    value: {
      version: version(wire.version), id: idText(wire.roomId), name: wire.name, floor: wire.floor, category: wire.category,
      state: wire.state, pmsState: wire.pmsState, occupancy: wire.occupancy, departure: instant(wire.departure),
      nextArrival: instant(wire.nextArrival), stateSince: instant(wire.stateSince), stateBy: wire.stateBy, mark: mark(wire.mark),
      stay: wire.stayId.length > 0 ? { id: idText(wire.stayId), number: wire.stayNumber } : undefined,
    },
  })),

  tasks: decoder(TaskStateSchema, (wire) => ({
    version: version(wire.version),
    value: {
      version: version(wire.version), id: idText(wire.taskId), title: wire.title, description: wire.description,
      departmentId: idText(wire.departmentId), department: wire.department, roomId: idText(wire.roomId), room: wire.room,
      priority: wire.priority, stage: wire.stage, assignee: wire.assignee, created: instant(wire.created), createdBy: wire.createdBy,
      due: instant(wire.due), done: instant(wire.done), doneBy: wire.doneBy, inPms: wire.inPms, mark: mark(wire.mark),
    },
  })),

  changes: decoder(ChangeStateSchema, (wire) => ({
    version: version(wire.version),
    value: {
      version: version(wire.version), id: idText(wire.changeId), what: wire.what, by: wire.by, accepted: instant(wire.accepted) ?? 0,
      stage: wire.stage, since: instant(wire.since) ?? 0, attempts: wire.attempts, reason: wire.reason, reasonIsOfPms: wire.reasonIsOfPms,
      conflicts: wire.conflicts.map(({ field, before, ours, theirs, oursChosen }) => ({ field, before, ours, theirs, oursChosen })),
      nextStep: wire.nextStep, canReapply: wire.canReapply,
    },
  })),
};
