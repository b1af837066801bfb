// Which offers the desk sees, in which order, and what they come to.
import { LineState } from "../gen/stayd/v1/house_pb";
import { OpportunityStage } from "../gen/stayd/v1/common_pb";
import { OpportunityMoment } from "../gen/stayd/v1/opportunity_pb";
import { finds } from "../kit/find";
import { t } from "../kit/i18n";
import type { Opportunity } from "../kit/model";
import { money } from "../kit/money";
import { opportunityAsTapped, stillPending, type Pending } from "../kit/pending";
import type { StaffBox } from "../kit/staff";
import { localDate } from "../kit/time";
import type { Today } from "./finding_list";

/** `done`: answered, or no longer to be had; in no other figure. */
export type OfferFigure = "all" | "desk" | "before" | "stay" | "done";
export const offerFigures: readonly OfferFigure[] = ["all", "desk", "before", "stay", "done"];

export interface OfferChoice { figure: OfferFigure; find: string }
export const everyOffer: OfferChoice = { figure: "all", find: "" };

export const pendingOfOffer = (box: StaffBox, offer: Opportunity): Pending | undefined =>
  stillPending(box.pending.value.get(`offer:${offer.id}`), offer);
/** What the house blocks meanwhile is not said, whatever was answered: it can only be dismissed. */
export function asAnswered(offer: Opportunity, pending: Pending | undefined): Opportunity {
  const isDismissal = pending?.act.kind === "decide_opportunity" && pending.act.stage === OpportunityStage.DISMISSED;
  return isBlocked(offer) && !isDismissal ? offer : opportunityAsTapped(offer, pending);
}
export const offerShown = (box: StaffBox, offer: Opportunity): Opportunity => asAnswered(offer, pendingOfOffer(box, offer));
export const offersShown = (box: StaffBox): Opportunity[] => box.store.shelf("opportunities").all().map((offer) => offerShown(box, offer));

export const isLive = ({ stage }: Opportunity): boolean => stage === OpportunityStage.OPEN || stage === OpportunityStage.OFFERED;
export const isBlocked = ({ stage }: Opportunity): boolean => stage === OpportunityStage.BLOCKED;
/** What left the house's list is no longer to be had; what was answered before is still what it was. */
export const asGone = (offer: Opportunity): Opportunity =>
  isLive(offer) || isBlocked(offer) ? { ...offer, stage: OpportunityStage.WITHDRAWN, reason: t("offers.gone") } : offer;
const isDone = (offer: Opportunity): boolean => !isLive(offer) && !isBlocked(offer);

/** What was said and waits for its answer, what can be said, what may not be. */
const place = (offer: Opportunity): number =>
  offer.stage === OpportunityStage.OFFERED ? 0 : offer.stage === OpportunityStage.OPEN ? 1 : isBlocked(offer) ? 2 : 3;

const inWords = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
export function byWorth(a: Opportunity, b: Opportunity): number {
  return place(a) - place(b) || (b.decided ?? 0) - (a.decided ?? 0) || b.rank - a.rank || inWords(a.number, b.number) || inWords(a.id, b.id);
}

function isIn(figure: OfferFigure, offer: Opportunity): boolean {
  if (figure === "done" || isDone(offer)) return figure === "done" && isDone(offer);
  switch (figure) {
    case "desk": return offer.moment === OpportunityMoment.DESK;
    case "stay": return offer.moment === OpportunityMoment.IN_STAY;
    case "before": return offer.moment !== OpportunityMoment.DESK && offer.moment !== OpportunityMoment.IN_STAY;
    default: return true;
  }
}

export const offerFits = (offer: Opportunity, find: string): boolean =>
  finds(`${offer.guest} ${offer.number} ${offer.room} ${offer.rule} ${offer.name} ${offer.say}`, find);

export const chooseOffers = (offers: readonly Opportunity[], { figure, find }: OfferChoice): Opportunity[] =>
  offers.filter((one) => isIn(figure, one) && offerFits(one, find)).sort(byWorth);

/** What may not be offered is shown, and counted nowhere. */
export const countOffers = (offers: readonly Opportunity[]): [OfferFigure, number][] =>
  offerFigures.map((figure) => [figure, offers.filter((one) => !isBlocked(one) && isIn(figure, one)).length]);

/** Minor units by currency. Of what excludes each other in a stay only the best counts. */
export type Sums = ReadonlyMap<string, number>;
function sum(offers: readonly Opportunity[]): Sums {
  const sums = new Map<string, number>();
  for (const { currency, price } of offers) if (price > 0) sums.set(currency, (sums.get(currency) ?? 0) + price);
  return sums;
}
export const possible = (offers: readonly Opportunity[]): Sums => sum(offers.filter((one) => isLive(one) && one.counted));
export const soldToday = (offers: readonly Opportunity[], { date, zone }: Today): Sums => sum(offers.filter((one) =>
  one.stage === OpportunityStage.ACCEPTED && one.decided !== undefined && localDate(one.decided, zone) === date));

export const moneyOf = (sums: Sums): string => [...sums].map(([currency, minor]) => money(minor, currency, true)).join(" + ");

const believed = 10 * 60_000;

/** What Mews has left is known too long ago to promise it (hotel-domain.md 4.3, 6). */
export function isTentative(offer: Opportunity, box: StaffBox, now: number): boolean {
  if (!offer.needsAvailability || !isLive(offer) || box.status.value?.line === LineState.UP) return false;
  const read = box.status.value?.streams.find(({ name }) => name === "availability")?.lastComplete;
  return read === undefined || now - read > believed;
}
