import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { t } from "../kit/i18n";
import type { Room } from "../kit/model";
import { ChangeLine } from "../kit/parts/badge";
import { useBox } from "../kit/staff";
import { CheckOutForm } from "./check_out";

/** Who is in a room, by number, and the check-out. Only at the desk. */
export function RoomStay({ room }: { room: Room }) {
  const box = useBox();
  const open = useSignal(false);
  const id = useId();
  const { stay } = room;
  if (!stay) return null;
  const pending = box.pending.value.get(`arrival:${stay.id}`);
  const isTapped = pending?.act.kind === "check_out" && pending.phase !== "not_saved";
  return (
    <section class="stay-acts">
      <dl class="facts"><dt>{t("stay.of_room")}</dt><dd><bdi>{stay.number}</bdi></dd></dl>
      <ChangeLine pending={pending} mark={undefined} />
      {!isTapped && (
        <div class="buttons">
          <button type="button" class="button" aria-expanded={open.value} aria-controls={id} onClick={() => { open.value = !open.peek(); }}>{t("stay.check_out")}</button>
        </div>
      )}
      <div id={id}>{open.value && <CheckOutForm stay={stay} end={room.departure} onDone={() => { open.value = false; }} />}</div>
    </section>
  );
}
