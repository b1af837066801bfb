// What the desk hears besides: guests by name, and the sums. Not in the handheld, which may hear neither.
import { ArrivalStateSchema, type Readiness as WireReadiness, type StayProfile as WireProfile } from "../gen/stayd/v1/arrival_pb";
import { DashboardStateSchema } from "../gen/stayd/v1/dashboard_pb";
import { FindingStateSchema } from "../gen/stayd/v1/finding_pb";
import { RuleStateSchema } from "../gen/stayd/v1/rule_pb";
import { OpportunityStateSchema } from "../gen/stayd/v1/opportunity_pb";
import { decoder, duration, instant, mark, sharedDecoders, version } from "./decode";
import { idText } from "./ids";
import type { Readiness, StaffKinds, StayProfile } from "./model";
import type { Decoders } from "./store";

const readiness = (value: WireReadiness | undefined): Readiness | undefined => value && {
  state: value.state, score: value.score, eta: instant(value.eta), etaConfidence: value.etaConfidence, vacated: instant(value.vacated),
  work: duration(value.work), noShowRisk: value.noShowRisk, vipRank: value.vipRank,
  criteria: value.criteria.map(({ id, name, gate, points, weight, passes, lacks, fix }) => ({ id, name, gate, points, weight, passes, lacks, fix })),
};

const profile = (value: WireProfile | undefined): StayProfile | undefined => value && {
  score: value.score, legal: value.legal, operational: value.operational, commercial: value.commercial, market: value.market,
  missingPersons: value.missingPersons,
  persons: value.persons.map(({ name, role, score, gaps }) => ({
    name, role, score,
    gaps: gaps.map(({ field, name: of, tier, weight, lost, doubtful, due, fix, who, blocksCheckIn, blocksCheckOut, blocksReport }) =>
      ({ field, name: of, tier, weight, lost, doubtful, due: instant(due), fix, who, blocksCheckIn, blocksCheckOut, blocksReport })),
  })),
};

export const deskDecoders: Decoders<StaffKinds> = {
  ...sharedDecoders,

  arrivals: decoder(ArrivalStateSchema, (wire) => ({
    version: version(wire.version),
    value: {
      version: version(wire.version), id: idText(wire.reservationId), number: wire.number, guest: wire.guest, persons: wire.persons,
      important: wire.important, start: instant(wire.scheduledStart), end: instant(wire.scheduledEnd), nights: wire.nights,
      category: wire.category, roomId: idText(wire.roomId), room: wire.room, roomState: wire.roomState, stage: wire.stage,
      blockers: wire.blockers, waitingSince: instant(wire.waitingSince), displayCode: wire.displayCode, mark: mark(wire.mark),
      readiness: readiness(wire.readiness), profile: profile(wire.profile),
    },
  })),

  findings: decoder(FindingStateSchema, (wire) => ({
    version: version(wire.version),
    value: {
      version: version(wire.version), id: idText(wire.findingId), rule: wire.rule, name: wire.name, subject: wire.subject,
      subjectId: idText(wire.subjectId), about: wire.about, severity: wire.severity, stage: wire.stage, message: wire.message, fix: wire.fix,
      role: wire.role, priority: wire.priority, maxAgeMinutes: wire.maxAgeMinutes, facts: wire.facts.map(({ name, value }) => ({ name, value })), times: wire.times,
      raised: instant(wire.raised), since: instant(wire.since), until: instant(wire.until), decidedBy: wire.decidedBy, reason: wire.reason,
      arrival: instant(wire.arrival), reservationId: idText(wire.reservationId),
    },
  })),

  rules: decoder(RuleStateSchema, (wire) => ({
    version: version(wire.version),
    value: {
      version: version(wire.version), id: idText(wire.ruleId), rule: wire.rule, name: wire.name, subject: wire.subject, severity: wire.severity,
      message: wire.message, fix: wire.fix, role: wire.role, priority: wire.priority, on: wire.on, text: wire.text,
      textVersion: wire.textVersion, file: wire.file, changedBy: wire.changedBy, since: instant(wire.since),
    },
  })),

  opportunities: decoder(OpportunityStateSchema, (wire) => ({
    version: version(wire.version),
    value: {
      version: version(wire.version), id: idText(wire.opportunityId), rule: wire.rule, name: wire.name, reservationId: idText(wire.reservationId),
      number: wire.number, guest: wire.guest, room: wire.room, arrival: instant(wire.arrival), departure: instant(wire.departure), stage: wire.stage,
      moment: wire.moment, say: wire.say, why: wire.why, currency: wire.currency, price: Number(wire.price), expectedValue: Number(wire.expectedValue),
      rank: Number(wire.rank), acceptancePercent: wire.acceptancePercent, counted: wire.counted, needsAvailability: wire.needsAvailability,
      guardrail: wire.guardrail, reason: wire.reason, expires: instant(wire.expires), decidedBy: wire.decidedBy, decided: instant(wire.decided),
    },
  })),

  dashboard: decoder(DashboardStateSchema, (wire) => ({
    version: version(wire.version),
    value: {
      businessDay: instant(wire.businessDay), arrivalsTotal: wire.arrivalsTotal, arrivalsLeft: wire.arrivalsLeft,
      arrivalsReady: wire.arrivalsReady, arrivalsWaiting: wire.arrivalsWaiting, departuresTotal: wire.departuresTotal,
      departuresLeft: wire.departuresLeft, roomsTotal: wire.roomsTotal, roomsOccupied: wire.roomsOccupied,
      rooms: wire.rooms.map(({ state, count }) => ({ state, count })), tasksOpen: wire.tasksOpen, tasksLate: wire.tasksLate,
      changesWaiting: wire.changesWaiting, changesRefused: wire.changesRefused,
    },
  })),
};
