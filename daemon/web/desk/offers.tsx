// Opportunities: what can be sold now, fairly, without hurting an arrival.
import { useComputed, useSignal, type Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { OpportunityStage } from "../gen/stayd/v1/common_pb";
import { useAct } from "../kit/act";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import { Empty } from "../kit/parts/words";
import { stable } from "../kit/stable";
import { useBox } from "../kit/staff";
import { localDate } from "../kit/time";
import { holdAll } from "./held_order";
import { actsOf, answer, type OfferAct } from "./offer_decide";
import { chooseOffers, countOffers, everyOffer, moneyOf, offerShown, offersShown, possible, soldToday, type OfferChoice, type OfferFigure } from "./offer_list";
import { offerColumns, OfferRow } from "./offer_row";
import { OfferSheet } from "./offer_sheet";
import { useRows } from "./rows";

export function OffersSum() {
  const box = useBox();
  return useComputed(() => {
    const offers = offersShown(box);
    const today = { date: localDate(minute.value, box.zone.value), zone: box.zone.value };
    const could = moneyOf(possible(offers));
    const sold = moneyOf(soldToday(offers, today));
    if (could && sold) return t("offers.sum_both", { could, sold });
    if (could) return t("offers.sum", { could });
    return sold ? t("offers.sum_sold", { sold }) : "";
  });
}

export function OffersScreen() {
  const box = useBox();
  const choice = useSignal<OfferChoice>(everyOffer);
  const opened = useSignal<{ id: string; act: OfferAct | undefined } | undefined>(undefined);
  const view = useMemo(() => ({
    ids: stable(() => chooseOffers(offersShown(box), choice.value).map((offer) => offer.id)),
    counts: stable(() => countOffers(offersShown(box))),
  }), [box]);
  const offer = (id: string): void => {
    const held = box.store.shelf("opportunities").cell(id).peek();
    if (!held) return;
    const now = offerShown(box, held);
    if (actsOf(now).includes("offer")) void answer(box, now, { stage: OpportunityStage.OFFERED });
  };
  const { ids, search, hands, row, moved } = useRows({
    wanted: view.ids.value, choice: JSON.stringify(choice.value), hold: holdAll, isHeld: opened.value !== undefined, opener: "offer-open", keys: { o: offer } });
  const onOpen = useAct((id: string, act?: OfferAct) => { opened.value = { id, act }; });

  return (
    <div class="offers">
      <div class="figures" role="group" aria-label={t("offers.filter")}>
        {view.counts.value.map(([figure, count]) => (
          <button key={figure} type="button" class={`card figure-button fig-${figure}`} aria-pressed={choice.value.figure === figure}
            onClick={() => { choice.value = { ...choice.peek(), figure }; }}>
            <strong>{count}</strong> <span>{t(figureKeys[figure])}</span>
          </button>
        ))}
      </div>
      <Find choice={choice} search={search} />
      <p class="visually-hidden" aria-live="polite">{t("offers.shown", { count: view.ids.value.length })}</p>
      {moved}
      {ids.length === 0 ? <NoOffers choice={choice} /> : (
        <table class="offer-table card" role="table" {...hands}>
          <caption class="visually-hidden">{t("nav.offers")}</caption>
          <thead role="rowgroup">
            <tr role="row">{offerColumns.map(([name, key]) => <th key={name} role="columnheader" scope="col" class={`c-${name}`}>{t(key)}</th>)}</tr>
          </thead>
          <tbody role="rowgroup">
            {ids.map((id) => <OfferRow key={id} {...row(id)} onOpen={onOpen} />)}
          </tbody>
        </table>
      )}
      <p class="small muted keys-hint">{t("offers.keys")}</p>
      {opened.value && <OfferSheet key={opened.value.id} id={opened.value.id} act={opened.value.act} onClose={() => { opened.value = undefined; }} />}
    </div>
  );
}

const figureKeys = {
  all: "offers.g_all", desk: "offers.g_desk", before: "offers.g_before", stay: "offers.g_stay", done: "offers.g_done",
} as const satisfies Record<OfferFigure, string>;

function Find({ choice, search }: { choice: Signal<OfferChoice>; search: { current: HTMLInputElement | null } }) {
  const set = (find: string): void => { choice.value = { ...choice.peek(), find }; };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    set("");
    search.current?.blur();
  };
  return (
    <label class="find">
      <Icon name="search" /><span class="visually-hidden">{t("offers.find")}</span>
      <input ref={search} type="search" dir="auto" placeholder={t("offers.find")} value={choice.value.find} onKeyDown={onKeyDown}
        onInput={(event) => set(event.currentTarget.value)} />
    </label>
  );
}

function NoOffers({ choice }: { choice: Signal<OfferChoice> }) {
  const box = useBox();
  const sync = box.status.value?.firstSync;
  if (!box.hasData.value) return <Empty icon="offers" title={t("banner.start")}><p>{t("banner.start_works")}</p></Empty>;
  if (sync && !sync.complete) return <Empty icon="offers" title={t("offers.reading")}><p>{t("offers.reading_why")}</p></Empty>;
  if (choice.value.figure === "all" && choice.value.find === "") return <Empty icon="offers" title={t("offers.none")} />;
  return (
    <Empty icon="search" title={t("offers.none_found")}>
      <button type="button" class="button" onClick={() => { choice.value = everyOffer; }}>{t("arrivals.clear")}</button>
    </Empty>
  );
}
