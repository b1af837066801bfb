// How complete the profiles of an arrival's persons are: the score's band, and what is missing, the costliest first.
import type { Arrival, PersonProfile, ProfileGap, StayProfile } from "../kit/model";
import { localDate } from "../kit/time";
import { ProfileTier } from "../gen/stayd/v1/arrival_pb";

export type Band = "complete" | "minor" | "gaps" | "poor";

/** hotel-domain.md 1.1. */
export const bandOf = (score: number): Band => (score >= 90 ? "complete" : score >= 70 ? "minor" : score >= 50 ? "gaps" : "poor");

const seriousness = (gap: ProfileGap): number => (gap.tier === ProfileTier.LEGAL ? (gap.doubtful ? 1 : 0) : 2);

/** What the law asks for comes first, then what costs most. */
export const missingOf = ({ gaps }: PersonProfile): ProfileGap[] =>
  [...gaps].sort((a, b) => seriousness(a) - seriousness(b) || b.lost - a.lost || (a.field < b.field ? -1 : 1));

/** Whose profile lacks anything. */
export const withGaps = ({ persons }: StayProfile): PersonProfile[] => persons.filter((one) => one.gaps.length > 0);

/** The mean of who arrives on that local day; undefined while nothing is concluded of anybody. */
export function scoreOfToday(arrivals: readonly Arrival[], { date, zone }: { date: string; zone: string }): number | undefined {
  const scores = arrivals.filter(({ start }) => start !== undefined && localDate(start, zone) === date).flatMap(({ profile }) => (profile ? [profile.score] : []));
  return scores.length === 0 ? undefined : Math.round(scores.reduce((sum, one) => sum + one, 0) / scores.length);
}
