// What comes of an offer, and why.
import { OpportunityStage } from "../gen/stayd/v1/common_pb";
import { t, type PlainKey } from "../kit/i18n";
import type { Opportunity } from "../kit/model";
import type { StaffBox } from "../kit/staff";
import { say } from "../kit/toast";

export interface OfferAnswer { stage: OpportunityStage; reason?: string }

/** By rule and number, not by guest: it is shown where nobody opened anything. */
export const whatOfOffer = (offer: Opportunity): string => `${offer.name}, ${offer.number}`;

function offerKey(stage: OpportunityStage) {
  switch (stage) {
    case OpportunityStage.OFFERED: return "offers.act_offered";
    case OpportunityStage.ACCEPTED: return "offers.act_accepted";
    case OpportunityStage.DECLINED: return "offers.act_declined";
    case OpportunityStage.DISMISSED: return "offers.act_dismissed";
    default: return "offers.act_back";
  }
}
const offerWords = (offer: Opportunity, stage: OpportunityStage): string => t(offerKey(stage), { what: whatOfOffer(offer) });

/** False when it was not done. What was no acceptance can be taken back for a moment. */
export async function answer(box: StaffBox, offer: Opportunity, { stage, reason = "" }: OfferAnswer): Promise<boolean> {
  const isDone = await box.act({ kind: "decide_opportunity", opportunityId: offer.id, words: offerWords(offer, stage), stage, price: offer.price, reason });
  if (!isDone) return false;
  const canUndo = stage !== OpportunityStage.ACCEPTED && stage !== OpportunityStage.OPEN;
  const undo = canUndo ? { label: t("toast.undo"), run: () => void answer(box, { ...offer, stage }, { stage: OpportunityStage.OPEN }) } : undefined;
  say({ text: offerWords(offer, stage), action: undo });
  return true;
}

/** The second click of a double click was meant for what stood there before: it answers nothing. */
export const once = (run: () => void) => (event: MouseEvent): void => { if (event.detail <= 1) run(); };

/** What can be done now, the likeliest first. */
export type OfferAct = "offer" | "accept" | "decline" | "dismiss" | "back";
export function actsOf({ stage }: Opportunity): OfferAct[] {
  switch (stage) {
    case OpportunityStage.OPEN: return ["offer", "accept", "decline", "dismiss"];
    case OpportunityStage.OFFERED: return ["accept", "decline", "dismiss", "back"];
    case OpportunityStage.BLOCKED: return ["dismiss"];
    case OpportunityStage.DECLINED:
    case OpportunityStage.DISMISSED: return ["back"];
    default: return [];
  }
}
export const stageAfter: Record<OfferAct, OpportunityStage> = {
  offer: OpportunityStage.OFFERED, accept: OpportunityStage.ACCEPTED, decline: OpportunityStage.DECLINED, dismiss: OpportunityStage.DISMISSED, back: OpportunityStage.OPEN,
};

/** Said with one tap; anything else is written. The words are what the box keeps. */
export const reasonsOf: Record<"decline" | "dismiss", readonly PlainKey[]> = {
  decline: ["offers.why_dear", "offers.why_no_need", "offers.why_has", "offers.why_later"],
  dismiss: ["offers.why_unsuited", "offers.why_offered", "offers.why_hurry", "offers.why_technical"],
};
