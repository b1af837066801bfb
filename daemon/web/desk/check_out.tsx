import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import { useBox } from "../kit/staff";
import { dayOrTime, localDate } from "../kit/time";
import { say } from "../kit/toast";

interface Props { stay: { id: string; number: string }; end: number | undefined; onDone: () => void }

/** The second tap of a check-out, and the reason where money is open. A stay that ends on a later day cannot be checked out. */
export function CheckOutForm({ stay, end, onDone }: Props) {
  const box = useBox();
  const reason = useSignal("");
  const hint = useId();
  const zone = box.zone.value;
  if (end !== undefined && localDate(end, zone) > localDate(minute.value, zone)) {
    return <p class="banner warn"><Icon name="clock" /><span class="grow">{t("stay.ends_later", { when: dayOrTime(end, minute.value, zone) })}</span></p>;
  }
  const checkOut = async (event: Event): Promise<void> => {
    event.preventDefault();
    onDone();
    const isDone = await box.act({ kind: "check_out", reservationId: stay.id, number: stay.number, openBalanceReason: reason.peek().trim() });
    if (isDone) say({ text: t("toast.checked_out", { number: stay.number }) }, 3_000);
  };
  return (
    <form class="form" onSubmit={(event) => void checkOut(event)}>
      <label class="field">
        <span>{t("stay.balance")}</span>
        <input name="reason" value={reason.value} maxLength={2000} autocomplete="off" dir="auto" aria-describedby={hint}
          onInput={(event) => { reason.value = event.currentTarget.value; }} />
        <span id={hint} class="hint">{t("stay.balance_hint")}</span>
      </label>
      <button class="button primary wide"><Icon name="up" />{t("stay.check_out_now")}</button>
    </form>
  );
}
