// How complete the profiles of the made-up hotel's guests are: a likeness of what the daemon concludes.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import { ProfileRole, ProfileTier, StayProfileSchema, type ArrivalState, type ProfileGapSchema, type StayProfile } from "../../gen/stayd/v1/arrival_pb";

const { LEGAL, OPERATIONAL, COMMERCIAL } = ProfileTier;
const day = 86_400_000;

/** `number` makes them differ. */
export function profileOf(arrival: ArrivalState, number: number): StayProfile {
  const start = timestampMs(arrival.scheduledStart!);
  type Gap = MessageInitShape<typeof ProfileGapSchema>;
  const gap = (field: string, name: string, tier: ProfileTier, weight: number, fix: string, more: Gap = {}): Gap => ({
    field, name, tier, weight, lost: Math.round((100 * weight) / 66), fix, who: "guest online, desk",
    due: timestampFromMs(tier === COMMERCIAL ? timestampMs(arrival.scheduledEnd!) : start), ...more,
  });
  const gaps = [
    ...(number % 3 === 1 ? [gap("F09", "Document number", LEGAL, 8, "Read it from the document again", { blocksCheckIn: true, blocksReport: true, due: timestampFromMs(start + 3 * day) })] : []),
    ...(number % 2 === 1 ? [gap("F22", "E-mail", OPERATIONAL, 8, "Ask for an address of the guest's own", { doubtful: true, lost: 6 })] : []),
    ...(number % 5 !== 0 ? [gap("F30", "Marketing choice asked", COMMERCIAL, 2, "Ask; a no counts in full")] : []),
  ];
  const lost = gaps.reduce((sum, one) => sum + (one.lost ?? 0), 0);
  const score = Math.min(100 - lost, gaps.some((one) => one.tier === LEGAL) ? 79 : 100);
  return create(StayProfileSchema, {
    score, legal: number % 3 === 1 ? 78 : 100, operational: number % 2 === 1 ? 88 : 100, commercial: number % 5 === 0 ? 100 : 50, market: "PT",
    missingPersons: number % 4 === 1 ? 1 : 0, persons: [{ name: arrival.guest, role: ProfileRole.LEAD, score, gaps }],
  });
}
