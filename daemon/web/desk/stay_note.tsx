import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { t } from "../kit/i18n";
import { useBox } from "../kit/staff";
import { say } from "../kit/toast";

export function NoteForm({ stay, onDone }: { stay: { id: string; number: string }; onDone: () => void }) {
  const box = useBox();
  const text = useSignal("");
  const missing = useSignal(false);
  const error = useId();
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    missing.value = text.peek().trim() === "";
    if (missing.peek()) return;
    const isDone = await box.act({ kind: "add_stay_note", reservationId: stay.id, number: stay.number, text: text.peek().trim() });
    if (!isDone) return; // what was written stays
    onDone();
    say({ text: t("toast.noted", { number: stay.number }) }, 3_000);
  };
  return (
    <form class="form" onSubmit={(event) => void save(event)} noValidate>
      <label class="field">
        <span>{t("stay.note_text")}</span>
        <textarea name="note" value={text.value} maxLength={2000} dir="auto" aria-invalid={missing.value} aria-describedby={error}
          onInput={(event) => { text.value = event.currentTarget.value; missing.value = false; }} />
        <span id={error} class="error" role="alert">{missing.value ? t("stay.note_missing") : ""}</span>
      </label>
      <button class="button primary wide">{t("stay.note_now")}</button>
    </form>
  );
}
