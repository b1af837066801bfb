import { useSignal } from "@preact/signals";
import { useId, useMemo } from "preact/hooks";
import { t } from "../kit/i18n";
import { stateWord } from "../kit/looks";
import type { Arrival } from "../kit/model";
import { stable } from "../kit/stable";
import { useBox } from "../kit/staff";
import { say } from "../kit/toast";
import { roomShown } from "../housekeeping/board";
import { roomsToOffer } from "./room_choice";

export function MoveForm({ arrival, onDone }: { arrival: Arrival; onDone: () => void }) {
  const box = useBox();
  const roomId = useSignal("");
  const missing = useSignal(false);
  const hint = useId();
  const error = useId();
  const offered = useMemo(() => stable(() =>
    roomsToOffer(box.store.shelf("rooms").all().map((room) => roomShown(box, room)), arrival.category, arrival.roomId)), [arrival.category, arrival.roomId]).value;
  if (offered.length === 0) return <p class="muted">{t("stay.move_none")}</p>;

  const move = async (event: Event): Promise<void> => {
    event.preventDefault();
    const room = box.store.shelf("rooms").get(roomId.peek());
    missing.value = room === undefined;
    if (!room) return;
    onDone();
    const isDone = await box.act({ kind: "move_stay", reservationId: arrival.id, number: arrival.number, roomId: room.id, room: room.name });
    if (isDone) say({ text: t("toast.moved", { number: arrival.number, room: room.name }) }, 3_000);
  };
  return (
    <form class="form" onSubmit={(event) => void move(event)} noValidate>
      <label class="field">
        <span>{t("stay.move_to")}</span>
        <select name="room" value={roomId.value} aria-invalid={missing.value} aria-describedby={`${hint} ${error}`}
          onChange={(event) => { roomId.value = event.currentTarget.value; missing.value = false; }}>
          <option value="">{t("stay.move_choose")}</option>
          {offered.map(({ state, rooms }) => (
            <optgroup key={state} label={stateWord(state)}>
              {rooms.map((room) => <option key={room.id} value={room.id}>{room.category ? `${room.name} · ${room.category}` : room.name}</option>)}
            </optgroup>
          ))}
        </select>
        <span id={hint} class="hint">{t("stay.move_hint")}</span>
        <span id={error} class="error" role="alert">{missing.value ? t("stay.move_missing") : ""}</span>
      </label>
      <button class="button primary wide">{t("stay.move_now")}</button>
    </form>
  );
}
