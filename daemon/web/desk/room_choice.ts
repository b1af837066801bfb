// Rooms a stay could move to today.
import { ResourceState } from "../gen/stayd/v1/common_pb";
import { Occupancy } from "../gen/stayd/v1/room_pb";
import type { Room } from "../kit/model";

const inOrder: readonly ResourceState[] = [ResourceState.INSPECTED, ResourceState.CLEAN, ResourceState.DIRTY];
/** Room numbers as people count them: 9 before 10. */
export const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export interface OfferedRooms { state: ResourceState; rooms: Room[] }

/** Nobody in it and nobody due today; the ready ones first, of those what was sold, then by number. The box knows the later days. */
export function roomsToOffer(rooms: readonly Room[], category: string, but: string): OfferedRooms[] {
  const isFree = (room: Room): boolean => room.id !== but && room.occupancy === Occupancy.VACANT && room.nextArrival === undefined;
  const isOther = (room: Room): number => Number(room.category !== category);
  return inOrder
    .map((state) => ({
      state, rooms: rooms.filter((room) => room.state === state && isFree(room))
        .sort((a, b) => isOther(a) - isOther(b) || natural.compare(a.name, b.name)),
    }))
    .filter(({ rooms: found }) => found.length > 0);
}
