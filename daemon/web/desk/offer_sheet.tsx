// One offer in full: what to say, what it is made of, and what came of it.
import { useComputed, useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { minute } from "../kit/clock";
import { Icon, type IconName } from "../kit/icons";
import { t } from "../kit/i18n";
import type { Opportunity } from "../kit/model";
import { money } from "../kit/money";
import { ChangeLine } from "../kit/parts/badge";
import { Sheet } from "../kit/parts/sheet";
import { useBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";
import { actsOf, answer, once, reasonsOf, stageAfter, type OfferAct } from "./offer_decide";
import { pendingOfOffer } from "./offer_list";
import { OfferStage, Tentative, useOffer } from "./offer_row";

const icons: Record<OfferAct, IconName> = { offer: "person", accept: "tick", decline: "cross", dismiss: "barred", back: "undo" };

interface Props { id: string; act: OfferAct | undefined; onClose: () => void }

export function OfferSheet({ id, act, onClose }: Props) {
  const box = useBox();
  const offer = useOffer(id);
  const pending = useComputed(() => {
    const held = box.store.shelf("opportunities").get(id);
    return held && pendingOfOffer(box, held);
  }).value;
  if (!offer) return null;
  const time = (at: number): string => dayOrTime(at, minute.value, box.zone.value);
  return (
    <Sheet title={<span dir="auto">{offer.name}</span>} onClose={onClose}>
      <p class="offer-say" dir="auto">{offer.say}</p>
      <div class="offer-head"><OfferStage offer={offer} /><Tentative offer={offer} /></div>
      <ChangeLine pending={pending} mark={undefined} />
      <OfferActs key={offer.id} offer={offer} open={act} onDone={onClose} />
      <dl class="facts">
        <dt>{t("offers.c_stay")}</dt><dd><bdi>{offer.guest}</bdi> {offer.number}{offer.room && <> · {t("offers.room", { room: offer.room })}</>}</dd>
        {offer.arrival !== undefined && <><dt>{t("offers.arrival")}</dt><dd>{time(offer.arrival)}</dd></>}
        {offer.departure !== undefined && <><dt>{t("offers.departure")}</dt><dd>{time(offer.departure)}</dd></>}
        <dt>{t("offers.c_price")}</dt><dd>{offer.price > 0 ? money(offer.price, offer.currency) : t("offers.free")}</dd>
        <dt>{t("offers.why")}</dt><dd dir="auto">{offer.why}</dd>
        {offer.rank > 0 && <><dt>{t("offers.value")}</dt><dd>{t("offers.worth", { value: money(offer.expectedValue, offer.currency), percent: offer.acceptancePercent })}</dd></>}
        {offer.expires !== undefined && <><dt>{t("offers.c_until")}</dt><dd>{time(offer.expires)}</dd></>}
        {offer.guardrail > 0 && <><dt>{t("offers.guardrail")}</dt><dd>{offer.guardrail}</dd></>}
        {offer.decidedBy && <><dt>{t("offers.decided")}</dt><dd><bdi>{offer.decidedBy}</bdi>{offer.decided !== undefined && `, ${time(offer.decided)}`}</dd></>}
        <dt>{t("offers.rule")}</dt><dd><bdi>{offer.rule}</bdi></dd>
      </dl>
    </Sheet>
  );
}

function OfferActs({ offer, open, onDone }: { offer: Opportunity; open: OfferAct | undefined; onDone: () => void }) {
  const box = useBox();
  const shown = useSignal<OfferAct | undefined>(open);
  const id = useId();
  const isBusy = useRef(false); // what is being answered is not answered again before the sheet closes
  const acts = actsOf(offer);
  if (acts.length === 0) return null;
  const pick = async (act: OfferAct): Promise<void> => {
    if (isBusy.current) return;
    if (act === "decline" || act === "dismiss") {
      shown.value = shown.peek() === act ? undefined : act;
      return;
    }
    isBusy.current = true;
    if (await answer(box, offer, { stage: stageAfter[act] })) onDone();
    else isBusy.current = false;
  };
  const form = acts.find((act): act is "decline" | "dismiss" => act === shown.value && (act === "decline" || act === "dismiss"));
  return (
    <section class="stay-acts">
      <div class="buttons">
        {acts.map((act, at) => (
          <button key={act} type="button" class={`button ${at === 0 && act !== "dismiss" ? "primary" : ""}`} onClick={once(() => void pick(act))}
            {...(act === "decline" || act === "dismiss" ? { "aria-expanded": form === act, "aria-controls": id } : {})}>
            <Icon name={icons[act]} />{t(`offers.a_${act}`)}
          </button>
        ))}
      </div>
      <div id={id}>{form && <Reasons key={form} offer={offer} act={form} onDone={onDone} />}</div>
    </section>
  );
}

function Reasons({ offer, act, onDone }: { offer: Opportunity; act: "decline" | "dismiss"; onDone: () => void }) {
  const box = useBox();
  const other = useSignal("");
  const isMissing = useSignal(false);
  const error = useId();
  const give = async (reason: string): Promise<void> => {
    if (await answer(box, offer, { stage: stageAfter[act], reason })) onDone();
  };
  const send = (event: Event): void => {
    event.preventDefault();
    const reason = other.peek().trim();
    isMissing.value = reason === "";
    if (reason) void give(reason);
  };
  return (
    <form class="form" onSubmit={send} noValidate>
      <div class="reasons" role="group" aria-label={t(`offers.reason_${act}`)}>
        {reasonsOf[act].map((key) => <button key={key} type="button" class="button" onClick={once(() => void give(t(key)))}>{t(key)}</button>)}
      </div>
      <label class="field">
        <span>{t("offers.reason_other")}</span>
        <input name="reason" dir="auto" maxLength={500} value={other.value} aria-describedby={error} aria-invalid={isMissing.value}
          onInput={(event) => { other.value = event.currentTarget.value; isMissing.value = false; }} />
        <span id={error} class="error" role="alert">{isMissing.value ? t("offers.reason_missing") : ""}</span>
      </label>
      <button class="button primary wide">{t(`offers.a_${act}`)}</button>
    </form>
  );
}
