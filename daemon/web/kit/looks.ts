// How a room's state and a task's priority look and read.
import { ResourceState } from "../gen/stayd/v1/common_pb";
import { Occupancy } from "../gen/stayd/v1/room_pb";
import { TaskPriority } from "../gen/stayd/v1/task_pb";
import type { IconName } from "./icons";
import { t } from "./i18n";
import { clockTime, dayOrTime } from "./time";
import type { Room } from "./model";

export interface StateLook { name: "dirty" | "clean" | "inspected" | "service" | "order" | "other"; icon: IconName }

const looks = new Map<ResourceState, StateLook>([
  [ResourceState.DIRTY, { name: "dirty", icon: "broom" }],
  [ResourceState.CLEAN, { name: "clean", icon: "tick" }],
  [ResourceState.INSPECTED, { name: "inspected", icon: "ticks" }],
  [ResourceState.OUT_OF_SERVICE, { name: "service", icon: "wrench" }],
  [ResourceState.OUT_OF_ORDER, { name: "order", icon: "barred" }],
]);

export const stateLook = (state: ResourceState): StateLook => looks.get(state) ?? { name: "other", icon: "question" };
export const stateWord = (state: ResourceState): string => t(`state.${stateLook(state).name}`);

/** In the order of the work; "other" comes last and only where such rooms exist. */
export const knownStates: readonly ResourceState[] = [
  ResourceState.DIRTY, ResourceState.CLEAN, ResourceState.INSPECTED, ResourceState.OUT_OF_SERVICE, ResourceState.OUT_OF_ORDER,
];

export interface OccupancyLook { shape: string; words: string }

/** Short: for a tile. Who is in it, and who comes next. */
export function occupancyLooks(room: Room, zone: string): OccupancyLook[] {
  const found: OccupancyLook[] = [];
  const time = (at: number): string => clockTime(at, zone);
  if (room.occupancy === Occupancy.OCCUPIED) found.push({ shape: "●●", words: t("occupancy.occupied") });
  if (room.occupancy === Occupancy.DUE_OUT) {
    found.push({ shape: "◁", words: room.departure ? t("occupancy.due_out", { time: time(room.departure) }) : t("occupancy.due_out_over") });
  }
  if (room.nextArrival) found.push({ shape: "▷", words: t("occupancy.due_in", { time: time(room.nextArrival) }) });
  if (found.length === 0) found.push({ shape: "○", words: t("occupancy.vacant") });
  return found;
}

/** In full: for a detail. */
export function occupancySentences(room: Room, now: number, zone: string): string[] {
  const found: string[] = [];
  if (room.occupancy === Occupancy.OCCUPIED) {
    found.push(room.departure ? t("occupancy.occupied_long", { when: dayOrTime(room.departure, now, zone) }) : t("occupancy.occupied"));
  } else if (room.occupancy === Occupancy.DUE_OUT) {
    found.push(room.departure ? t("occupancy.due_out_long", { time: clockTime(room.departure, zone) }) : t("occupancy.due_out_over"));
  } else {
    found.push(t("occupancy.vacant_long"));
  }
  if (room.nextArrival) found.push(t("occupancy.due_in_long", { time: clockTime(room.nextArrival, zone) }));
  return found;
}

export const priorityNumber = (priority: TaskPriority): 1 | 2 | 3 | 4 =>
  priority === TaskPriority.P1 ? 1 : priority === TaskPriority.P2 ? 2 : priority === TaskPriority.P4 ? 4 : 3;
