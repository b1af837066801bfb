import { useComputed } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { OpportunityStage } from "../gen/stayd/v1/common_pb";
import { minute } from "../kit/clock";
import { Icon, type IconName } from "../kit/icons";
import { t, type Key } from "../kit/i18n";
import type { Opportunity } from "../kit/model";
import { money } from "../kit/money";
import { SyncBadge } from "../kit/parts/badge";
import { useBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";
import { answer, once } from "./offer_decide";
import { asGone, isBlocked, isLive, isTentative, offerShown, pendingOfOffer } from "./offer_list";

export const offerColumns = [
  ["what", "offers.c_what"], ["stay", "offers.c_stay"], ["price", "offers.c_price"], ["until", "offers.c_until"], ["acts", "offers.c_stage"],
] as const satisfies readonly (readonly [string, Key])[];

/** As the box has it, with what was answered here; of what left its list, what was seen of it last. */
export function useOffer(id: string): Opportunity | undefined {
  const box = useBox();
  const last = useRef<Opportunity | undefined>(undefined);
  const held = useComputed(() => {
    const offer = box.store.shelf("opportunities").get(id);
    return offer && offerShown(box, offer);
  }).value;
  if (held) last.current = held;
  return held ?? (last.current?.id === id ? asGone(last.current) : undefined);
}

const looks = new Map<OpportunityStage, [IconName, string]>([
  [OpportunityStage.OFFERED, ["clock", "offers.s_offered"]], [OpportunityStage.ACCEPTED, ["tick", "offers.s_accepted"]],
  [OpportunityStage.DECLINED, ["cross", "offers.s_declined"]], [OpportunityStage.DISMISSED, ["cross", "offers.s_dismissed"]],
  [OpportunityStage.EXPIRED, ["timer", "offers.s_expired"]], [OpportunityStage.WITHDRAWN, ["barred", "offers.s_withdrawn"]],
  [OpportunityStage.BLOCKED, ["barred", "offers.s_blocked"]],
]);

/** Where it stands, and why; nothing while it can simply be said. */
export function OfferStage({ offer }: { offer: Opportunity }) {
  const look = looks.get(offer.stage);
  if (!look) return null;
  const [icon, key] = look;
  const reason = offer.reason || (offer.stage === OpportunityStage.WITHDRAWN ? t("offers.gone") : "");
  return (
    <span class={`offer-stage st-${key.slice("offers.s_".length)}`}>
      <Icon name={icon} /><span>{t(key as "offers.s_expired")}{reason && <>: <span dir="auto">{reason}</span></>}</span>
    </span>
  );
}

export function Tentative({ offer }: { offer: Opportunity }) {
  const box = useBox();
  if (!isTentative(offer, box, minute.value)) return null;
  return <span class="offer-stage st-tentative"><Icon name="question" />{t("offers.tentative")}</span>;
}

interface Props { id: string; isSelected: boolean; onSelect: (id: string) => void; onOpen: (id: string, act?: "decline") => void }

export function OfferRow({ id, isSelected, onSelect, onOpen }: Props) {
  const box = useBox();
  const offer = useOffer(id);
  const title = useId();
  const pending = useComputed(() => {
    const held = box.store.shelf("opportunities").get(id);
    return held && pendingOfOffer(box, held);
  }).value;
  if (!offer) return null;
  const zone = box.zone.value;
  const time = (at: number): string => dayOrTime(at, minute.value, zone);
  const isSaid = offer.stage === OpportunityStage.OFFERED;
  const look = isBlocked(offer) ? "blocked" : isLive(offer) ? "" : "over";
  return (
    <tr role="row" class={`offer-row ${look}`} data-id={id} data-selected={isSelected} onFocusIn={() => onSelect(id)} onPointerDown={() => onSelect(id)}>
      <th role="rowheader" scope="row" class="c-what">
        <button type="button" id={title} class="offer-open" onClick={() => onOpen(id)}><span dir="auto">{offer.say || offer.name}</span></button>
        <span class="small muted offer-rule"><bdi>{offer.rule}</bdi> <span dir="auto">{offer.name}: {offer.why}</span></span>
      </th>
      <td role="cell" class="c-stay">
        <strong><bdi>{offer.guest || offer.number}</bdi></strong>
        <span class="small muted">{offer.room && <>{t("offers.room", { room: offer.room })} · </>}{offer.arrival !== undefined && time(offer.arrival)}</span>
      </td>
      <td role="cell" class="c-price">
        <strong>{offer.price > 0 ? money(offer.price, offer.currency) : t("offers.free")}</strong>
        {isLive(offer) && <span class="small muted">{t("offers.worth", { value: money(offer.expectedValue, offer.currency), percent: offer.acceptancePercent })}</span>}
      </td>
      <td role="cell" class="c-until">{offer.expires !== undefined && isLive(offer) && <><span class="narrow-only">{t("offers.c_until")} </span>{time(offer.expires)}</>}</td>
      <td role="cell" class="c-acts">
        <OfferStage offer={offer} /><Tentative offer={offer} /><SyncBadge pending={pending} mark={undefined} />
        {isLive(offer) && (
          <span class="offer-buttons">
            {/* It keeps its place: nothing that sells ever comes under the hand that said it. */}
            <button type="button" class="button take" aria-describedby={title} aria-disabled={isSaid}
              onClick={once(() => { if (!isSaid) void answer(box, offer, { stage: OpportunityStage.OFFERED }); })}>
              {t(isSaid ? "offers.a_offered" : "offers.a_offer")}
            </button>
            <button type="button" class="button take" aria-describedby={title} onClick={once(() => void answer(box, offer, { stage: OpportunityStage.ACCEPTED }))}>
              {t("offers.a_accept")}
            </button>
            <button type="button" class="button take" aria-describedby={title} onClick={once(() => onOpen(id, "decline"))}>{t("offers.a_decline")}</button>
          </span>
        )}
      </td>
    </tr>
  );
}
