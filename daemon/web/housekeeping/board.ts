// The rooms board as plain values: which rooms, in which order, counted by state.
import { ResourceState } from "../gen/stayd/v1/common_pb";
import { knownStates } from "../kit/looks";
import type { Room } from "../kit/model";
import { roomAsTapped, stillPending, type Pending } from "../kit/pending";
import type { StaffBox } from "../kit/staff";

const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export interface Choice { state: ResourceState | undefined; floor: string | undefined }
export interface FloorOfRooms { floor: string; ids: string[]; total: number }

export const pendingOfRoom = (box: StaffBox, room: Room): Pending | undefined =>
  stillPending(box.pending.value.get(`room:${room.id}`), room);

/** The room as the person who tapped sees it. */
export const roomShown = (box: StaffBox, room: Room): Room => roomAsTapped(room, pendingOfRoom(box, room));

/** A state this page does not know counts as other. */
export const stateCounted = (state: ResourceState): ResourceState => (knownStates.includes(state) ? state : ResourceState.OTHER);

export function floorsOf(rooms: readonly Room[]): string[] {
  return [...new Set(rooms.map((room) => room.floor))].sort(natural.compare);
}

export function countByState(rooms: readonly Room[]): Map<ResourceState, number> {
  const counts = new Map<ResourceState, number>();
  for (const room of rooms) counts.set(stateCounted(room.state), (counts.get(stateCounted(room.state)) ?? 0) + 1);
  return counts;
}

/** Floors in order, rooms by number, never by state: a tile stays where the eye left it. `keep` shows rooms the choice would hide. */
export function arrange(rooms: readonly Room[], choice: Choice, keep: ReadonlySet<string> = new Set()): FloorOfRooms[] {
  const isChosen = (room: Room): boolean => choice.state === undefined || stateCounted(room.state) === choice.state || keep.has(room.id);
  return floorsOf(rooms)
    .filter((floor) => choice.floor === undefined || floor === choice.floor)
    .map((floor) => {
      const there = rooms.filter((room) => room.floor === floor);
      const chosen = there.filter(isChosen).sort((a, b) => natural.compare(a.name, b.name));
      return { floor, ids: chosen.map((room) => room.id), total: there.length };
    })
    .filter(({ ids }) => ids.length > 0);
}
