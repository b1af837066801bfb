import { useComputed } from "@preact/signals";
import { useChanged } from "../kit/changed";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import { occupancyLooks, stateLook, stateWord } from "../kit/looks";
import { SyncBadge } from "../kit/parts/badge";
import { useBox } from "../kit/staff";
import { clockTime } from "../kit/time";
import { pendingOfRoom, roomShown } from "./board";

/** One room: number, occupancy, state in four channels, and who set it or where that change stands. */
export function RoomTile({ id, onOpen }: { id: string; onOpen: (id: string) => void }) {
  const box = useBox();
  const held = useComputed(() => box.store.shelf("rooms").get(id)).value;
  // Only this room's own act redraws the tile.
  const pending = useComputed(() => {
    const room = box.store.shelf("rooms").get(id);
    return room && pendingOfRoom(box, room);
  }).value;
  const changed = useChanged(held ? roomShown(box, held).state : 0);
  if (!held) return null;
  const room = roomShown(box, held);
  const look = stateLook(room.state);
  const zone = box.zone.value;
  return (
    <button type="button" class={`tile s-${look.name} ${room.name.length > 5 ? "long" : ""}`} data-room={room.name} onClick={() => onOpen(id)}>
      <span class="bar" aria-hidden="true" />
      <span class="tile-top">
        <span class="tile-number"><bdi>{room.name}</bdi></span>
        <span class="tile-occupancy">
          {occupancyLooks(room, zone).map(({ shape, words }) => (
            <span key={shape} class="occupancy"><span aria-hidden="true" class="shape">{shape}</span> {words}</span>
          ))}
        </span>
      </span>
      <span key={room.state} class={`tile-state ${changed}`}><Icon name={look.icon} />{stateWord(room.state)}</span>
      <span class="tile-foot">
        <SyncBadge pending={pending} mark={room.mark} brief />
        {room.stateBy && room.stateSince !== undefined && (
          <span class="tile-by"><bdi>{t("rooms.since", { who: room.stateBy, time: clockTime(room.stateSince, zone) })}</bdi></span>
        )}
      </span>
    </button>
  );
}
