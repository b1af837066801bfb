// What can be decided about an open finding. Setting it aside opens its few fields in place.
import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { FindingStage } from "../gen/stayd/v1/common_pb";
import { boxNow, minute } from "../kit/clock";
import { Icon, type IconName } from "../kit/icons";
import { t } from "../kit/i18n";
import type { Finding } from "../kit/model";
import { useBox } from "../kit/staff";
import { atLocalDateTime, dayOrTime, localDate } from "../kit/time";
import { choicesOf, decide, longestSnooze, snoozes, type Choice } from "./finding_decide";

const icons: Record<Choice, IconName> = { mine: "person", snooze: "clock", waive: "cross", back: "undo" };

export function FindingActs({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const box = useBox();
  const open = useSignal<Choice | undefined>(undefined);
  const section = useRef<HTMLElement>(null);
  const id = useId();
  const choices = choicesOf(finding);
  if (choices.length === 0) return null;
  const shown = choices.find((choice) => choice === open.value);

  const pick = async (choice: Choice): Promise<void> => {
    if (choice === "snooze" || choice === "waive") {
      open.value = open.peek() === choice ? undefined : choice;
      return;
    }
    open.value = undefined;
    const isDone = await decide(box, finding, { stage: choice === "mine" ? FindingStage.ACKNOWLEDGED : FindingStage.OPEN });
    // The button is another one now: the keyboard goes back to where the sheet begins.
    if (isDone) section.current?.closest("dialog")?.querySelector<HTMLElement>(".sheet-close")?.focus();
  };
  const isForm = (choice: Choice): boolean => choice === "snooze" || choice === "waive";
  return (
    <section class="stay-acts" ref={section}>
      <div class="buttons">
        {choices.map((choice, at) => (
          <button key={choice} type="button" class={`button ${at === 0 && choice === "mine" ? "primary" : ""}`} onClick={() => void pick(choice)}
            {...(isForm(choice) ? { "aria-expanded": shown === choice, "aria-controls": id } : {})}>
            <Icon name={icons[choice]} />{t(`findings.a_${choice}`)}
          </button>
        ))}
      </div>
      <div id={id}>
        {shown === "snooze" && <SnoozeForm finding={finding} onDone={onClose} />}
        {shown === "waive" && <WaiveForm finding={finding} onDone={onClose} />}
      </div>
    </section>
  );
}

interface FormProps { finding: Finding; onDone: () => void }

function SnoozeForm({ finding, onDone }: FormProps) {
  const box = useBox();
  const zone = box.zone.value;
  const until = useSignal(`${localDate(boxNow() + 86_400_000, zone)}T12:00`);
  const isWrong = useSignal(false);
  const error = useId();
  const snooze = async (at: number): Promise<void> => {
    if (await decide(box, finding, { stage: FindingStage.SNOOZED, until: at })) onDone();
  };
  const choose = (event: Event): void => {
    event.preventDefault();
    const at = atLocalDateTime(until.peek(), zone);
    isWrong.value = !(at > boxNow() && at <= boxNow() + longestSnooze);
    if (!isWrong.peek()) void snooze(at);
  };
  return (
    <form class="form" onSubmit={choose} noValidate>
      <div class="snoozes">
        {snoozes(minute.value, zone).map(({ name, until: at }) => (
          <button key={name} type="button" class="button" onClick={() => void snooze(at)}>
            {t(`findings.z_${name}`)} <small>{dayOrTime(at, minute.value, zone)}</small>
          </button>
        ))}
      </div>
      <label class="field">
        <span>{t("findings.z_chosen")}</span>
        <input name="until" type="datetime-local" value={until.value} aria-invalid={isWrong.value} aria-describedby={error}
          onInput={(event) => { until.value = event.currentTarget.value; isWrong.value = false; }} />
        <span id={error} class="error" role="alert">{isWrong.value ? t("findings.z_bad") : ""}</span>
      </label>
      <button class="button primary wide">{t("findings.z_now")}</button>
    </form>
  );
}

function WaiveForm({ finding, onDone }: FormProps) {
  const box = useBox();
  const reason = useSignal("");
  const isMissing = useSignal(false);
  const hint = useId();
  const error = useId();
  const waive = async (event: Event): Promise<void> => {
    event.preventDefault();
    isMissing.value = reason.peek().trim() === "";
    if (isMissing.peek()) return;
    if (await decide(box, finding, { stage: FindingStage.WAIVED, reason: reason.peek().trim() })) onDone();
  };
  return (
    <form class="form" onSubmit={(event) => void waive(event)} noValidate>
      <label class="field">
        <span>{t("findings.w_reason")}</span>
        <textarea name="reason" value={reason.value} maxLength={500} dir="auto" aria-invalid={isMissing.value} aria-describedby={`${hint} ${error}`}
          onInput={(event) => { reason.value = event.currentTarget.value; isMissing.value = false; }} />
        <span id={hint} class="hint">{t("findings.w_hint")}</span>
        <span id={error} class="error" role="alert">{isMissing.value ? t("findings.w_missing") : ""}</span>
      </label>
      <button class="button primary wide">{t("findings.w_now")}</button>
    </form>
  );
}
