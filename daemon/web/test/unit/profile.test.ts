import { create, toBinary } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import assert from "node:assert/strict";
import { test } from "node:test";
import { bandOf, missingOf, withGaps } from "../../desk/profile";
import { ArrivalStateSchema, ProfileRole, ProfileTier } from "../../gen/stayd/v1/arrival_pb";
import { deskDecoders } from "../../kit/decode_desk";
import type { PersonProfile, ProfileGap } from "../../kit/model";

const { LEGAL, OPERATIONAL, COMMERCIAL } = ProfileTier;
const gap = (field: string, tier: ProfileTier, lost: number, doubtful = false): ProfileGap => ({
  field, name: field, tier, weight: lost, lost, doubtful, fix: "", who: "", blocksCheckIn: false, blocksCheckOut: false, blocksReport: false,
});
const person = (...gaps: ProfileGap[]): PersonProfile => ({ name: "Okafor, Ngozi", role: ProfileRole.LEAD, score: 50, gaps });

test("a score has its band", () => {
  assert.deepEqual([100, 90, 89, 70, 69, 50, 49, 0].map(bandOf), ["complete", "complete", "minor", "minor", "gaps", "gaps", "poor", "poor"]);
});

test("what the law asks and is missing comes first, then what costs most", () => {
  const gaps = missingOf(person(gap("F30", COMMERCIAL, 3), gap("F22", OPERATIONAL, 12), gap("F09", LEGAL, 1, true), gap("F03", LEGAL, 2), gap("F21", OPERATIONAL, 12)));
  assert.equal(gaps.map((one) => one.field).join(" "), "F03 F09 F21 F22 F30");
});

test("who lacks nothing is not listed", () => {
  const profile = { score: 50, legal: 100, operational: 0, commercial: 0, market: "PT", missingPersons: 0, persons: [person(), person(gap("F22", OPERATIONAL, 1))] };
  assert.equal(withGaps(profile).length, 1);
});

test("the wire's profile is read whole", () => {
  const due = timestampFromMs(60_000);
  const wire = create(ArrivalStateSchema, {
    reservationId: new Uint8Array(16),
    profile: { score: 57, legal: 80, operational: 70, commercial: 60, market: "ES", missingPersons: 2, persons: [
      { name: "Okafor, Ngozi", role: ProfileRole.LEAD, score: 95, gaps: [{ field: "F22", name: "E-mail", tier: OPERATIONAL, weight: 8, lost: 6, doubtful: true, due, fix: "Ask", who: "desk", blocksReport: true }] },
    ] },
  });
  const read = deskDecoders.arrivals(toBinary(ArrivalStateSchema, wire));
  assert.deepEqual(read?.value.profile, {
    score: 57, legal: 80, operational: 70, commercial: 60, market: "ES", missingPersons: 2,
    persons: [{ name: "Okafor, Ngozi", role: ProfileRole.LEAD, score: 95, gaps: [{
      field: "F22", name: "E-mail", tier: OPERATIONAL, weight: 8, lost: 6, doubtful: true, due: 60_000, fix: "Ask", who: "desk",
      blocksCheckIn: false, blocksCheckOut: false, blocksReport: true,
    }] }],
  });
});
