import { useComputed, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId, useRef } from "preact/hooks";
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
import { BlockForm } from "./block_form";
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

interface Props { id: string; More: ((props: { room: Room }) => JSX.Element | null) | undefined; onTouched: (id: string) => void; onClose: () => void }

export function RoomSheet({ id, More, onTouched, onClose }: Props) {
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
      {More && <More room={room} />}
      <section class="set-state">
        <h3>{t("rooms.set")}</h3>
        {settable.map((state) => <StateButton key={state} state={state} current={room.state} onChoose={choose} />)}
        <OutOfOrder room={room} onDone={onClose} />
      </section>
    </Sheet>
  );
}

/** A block with dates, not a state: it takes a reason and an end, and is lifted in the PMS. */
function OutOfOrder({ room, onDone }: { room: Room; onDone: () => void }) {
  const box = useBox();
  const open = useSignal(false);
  const form = useId();
  const isNow = room.state === ResourceState.OUT_OF_ORDER;
  const pending = [...box.pending.value.values()].filter(({ act }) => act.kind === "block_room" && act.roomId === room.id);
  return (
    <>
      <button type="button" class="state-button s-order" disabled={isNow} aria-expanded={open.value} aria-controls={form}
        onClick={() => { open.value = !open.peek(); }}>
        <span class="bar" aria-hidden="true" /><Icon name="barred" /><span>{stateWord(ResourceState.OUT_OF_ORDER)}</span>
        {isNow && <span class="now">{t("rooms.now")}</span>}
      </button>
      {isNow && <p class="small muted">{t("rooms.order_why")}</p>}
      {pending.map((one) => <ChangeLine key={one.id} pending={one} mark={undefined} />)}
      <div id={form}>{open.value && !isNow && <BlockForm room={room} onDone={onDone} />}</div>
    </>
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
