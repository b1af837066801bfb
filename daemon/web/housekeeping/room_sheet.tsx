import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import { ResourceState } from "../gen/stayd/v1/common_pb";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import { occupancySentences, stateLook, stateWord } from "../kit/looks";
import type { Room } from "../kit/model";
import { ChangeLine } from "../kit/parts/badge";
import { Sheet } from "../kit/parts/sheet";
import { StateChip } from "../kit/parts/words";
import { useBox, type StaffBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";
import { say } from "../kit/toast";
import { pendingOfRoom, roomShown } from "./board";

const settable: readonly ResourceState[] = [
  ResourceState.DIRTY, ResourceState.CLEAN, ResourceState.INSPECTED, ResourceState.OUT_OF_SERVICE,
];

/** Sets it, and offers to set it back for a moment where the old state can be set at all. */
async function setState(box: StaffBox, room: Room, state: ResourceState, touched: () => void): Promise<void> {
  const before = room.state;
  touched();
  if (!(await box.act({ kind: "set_room_state", roomId: room.id, room: room.name, state }))) return;
  const undo = (): void => void box.act({ kind: "set_room_state", roomId: room.id, room: room.name, state: before });
  say({
    text: t("toast.room", { room: room.name, state: stateWord(state) }),
    action: settable.includes(before) ? { label: t("toast.undo"), run: undo } : undefined,
  });
}

interface Props { id: string; onTouched: (id: string) => void; onClose: () => void }

export function RoomSheet({ id, onTouched, onClose }: Props) {
  const box = useBox();
  const held = useComputed(() => box.store.shelf("rooms").get(id)).value;
  const opened = useRef(held);
  if (!held) return null;
  const pending = pendingOfRoom(box, held);
  const room = roomShown(box, held);
  const zone = box.zone.value;
  const changedMeanwhile = opened.current && room.state !== opened.current.state && held.state !== opened.current.state && !pending;

  const choose = (state: ResourceState): void => {
    onClose();
    void setState(box, room, state, () => onTouched(id));
  };

  return (
    <Sheet title={<bdi>{t("rooms.room", { room: room.name })}</bdi>} onClose={onClose}>
      <div class="live" aria-live="polite">
        {changedMeanwhile && (
          <div class="banner warn"><Icon name="swap" /><div class="grow"><strong dir="auto">{room.stateBy
            ? t("rooms.changed_by", { who: room.stateBy, state: stateWord(room.state) })
            : t("rooms.changed", { state: stateWord(room.state) })}</strong></div></div>
        )}
      </div>
      <dl class="facts">
        <dt>{t("rooms.occupancy")}</dt><dd>{occupancySentences(room, minute.value, zone).map((line) => <div key={line}>{line}</div>)}</dd>
        {room.category && <><dt>{t("rooms.category")}</dt><dd dir="auto">{room.category}</dd></>}
        {room.stateBy && room.stateSince !== undefined && (
          <><dt>{t("rooms.set_by")}</dt><dd><bdi>{room.stateBy}</bdi>, {dayOrTime(room.stateSince, minute.value, zone)}</dd></>
        )}
        {room.pmsState !== room.state && <><dt>{t("rooms.in_mews")}</dt><dd><StateChip state={room.pmsState} /></dd></>}
      </dl>
      <ChangeLine pending={pending} mark={room.mark} />
      <section class="set-state">
        <h3>{t("rooms.set")}</h3>
        {settable.map((state) => <StateButton key={state} state={state} current={room.state} onChoose={choose} />)}
        <button type="button" class="state-button s-order" disabled aria-describedby="order-why">
          <span class="bar" aria-hidden="true" /><Icon name="barred" /><span>{stateWord(ResourceState.OUT_OF_ORDER)}</span>
          {room.state === ResourceState.OUT_OF_ORDER && <span class="now">{t("rooms.now")}</span>}
        </button>
        <p id="order-why" class="small muted">{t("rooms.order_why")}</p>
      </section>
    </Sheet>
  );
}

interface ButtonProps { state: ResourceState; current: ResourceState; onChoose: (state: ResourceState) => void }

function StateButton({ state, current, onChoose }: ButtonProps) {
  const look = stateLook(state);
  const isCurrent = state === current;
  return (
    <button type="button" class={`state-button s-${look.name}`} aria-pressed={isCurrent} onClick={() => { if (!isCurrent) onChoose(state); }}>
      <span class="bar" aria-hidden="true" /><Icon name={look.icon} /><span>{stateWord(state)}</span>
      {isCurrent && <span class="now">{t("rooms.now")}</span>}
    </button>
  );
}
