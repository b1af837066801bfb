import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { boxNow } from "../kit/clock";
import { t } from "../kit/i18n";
import type { Room } from "../kit/model";
import { useBox } from "../kit/staff";
import { atLocalDateTime, dayOrTime, localDate } from "../kit/time";
import { say } from "../kit/toast";

const day = 86_400_000;

/** Out of order from now on, with a reason, until a day and time of the hotel. */
export function BlockForm({ room, onDone }: { room: Room; onDone: () => void }) {
  const box = useBox();
  const zone = box.zone.value;
  const reason = useSignal("");
  const until = useSignal(`${localDate(boxNow() + day, zone)}T12:00`);
  const wrong = useSignal<{ reason?: boolean; until?: boolean }>({});
  const reasonError = useId();
  const untilError = useId();

  const block = async (event: Event): Promise<void> => {
    event.preventDefault();
    const now = boxNow();
    const end = atLocalDateTime(until.peek(), zone);
    wrong.value = { reason: reason.peek().trim() === "", until: !(end > now && end <= now + 366 * day) };
    if (wrong.peek().reason || wrong.peek().until) return;
    const isDone = await box.act({ kind: "block_room", roomId: room.id, room: room.name, reason: reason.peek().trim(), start: now, end });
    if (!isDone) return;
    onDone();
    say({ text: t("toast.blocked", { room: room.name, time: dayOrTime(end, now, zone) }) });
  };

  return (
    <form class="form" onSubmit={(event) => void block(event)} noValidate>
      <label class="field">
        <span>{t("rooms.block_reason")}</span>
        <input name="reason" value={reason.value} maxLength={200} autocomplete="off" dir="auto" aria-invalid={wrong.value.reason === true}
          aria-describedby={reasonError} onInput={(event) => { reason.value = event.currentTarget.value; }} />
        <span id={reasonError} class="error" role="alert">{wrong.value.reason ? t("rooms.block_reason_missing") : ""}</span>
      </label>
      <label class="field">
        <span>{t("rooms.block_until")}</span>
        <input name="until" type="datetime-local" value={until.value} aria-invalid={wrong.value.until === true} aria-describedby={untilError}
          onInput={(event) => { until.value = event.currentTarget.value; }} />
        <span id={untilError} class="error" role="alert">{wrong.value.until ? t("rooms.block_until_bad") : ""}</span>
      </label>
      <button class="button primary wide">{t("rooms.block_now")}</button>
    </form>
  );
}
