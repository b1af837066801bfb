import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { boxNow } from "../kit/clock";
import { t } from "../kit/i18n";
import type { Arrival } from "../kit/model";
import { useBox } from "../kit/staff";
import { clockTime, dayOrTime } from "../kit/time";
import { say } from "../kit/toast";
import { momentOf } from "./record";

/** Staff have asked the guest: the box believes it more than what was booked. */
const told = 3;

export function ArrivalTimeForm({ arrival, onDone }: { arrival: Arrival; onDone: () => void }) {
  const box = useBox();
  const zone = box.zone.value;
  const { eta, etaConfidence = 0 } = arrival.readiness ?? {};
  const isTold = etaConfidence === told;
  const time = useSignal(isTold && eta !== undefined ? clockTime(eta, zone) : "");
  const missing = useSignal(false);
  const error = useId();
  const moment = time.value ? momentOf(time.value, arrival.start ?? boxNow(), boxNow(), zone) : undefined;

  const record = async (value: string, words: string): Promise<void> => {
    if (!await box.act({ kind: "record", subjectId: arrival.id, name: "eta", value, words })) return; // what was typed stays
    onDone();
    say({ text: words }, 3_000);
  };
  const save = (event: Event): void => {
    event.preventDefault();
    missing.value = moment === undefined;
    if (moment !== undefined) void record(new Date(moment).toISOString(), t("eta.said", { number: arrival.number, when: dayOrTime(moment, boxNow(), zone) }));
  };
  return (
    <form class="form" onSubmit={save} noValidate>
      <label class="field">
        <span>{t("eta.comes")}</span>
        <input type="time" name="eta" value={time.value} aria-invalid={missing.value} aria-describedby={error}
          onInput={(event) => { time.value = event.currentTarget.value; missing.value = false; }} />
        <span id={error} class={missing.value ? "error" : "hint"} role="status">{missing.value ? t("eta.missing") : moment !== undefined && dayOrTime(moment, boxNow(), zone)}</span>
      </label>
      <button class="button primary wide">{t("eta.save")}</button>
      {isTold && <button type="button" class="button wide" onClick={() => void record("", t("eta.unsaid", { number: arrival.number }))}>{t("eta.unknown")}</button>}
    </form>
  );
}
