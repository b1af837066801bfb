// What screens work with: the wire messages with ids as text, instants and durations as milliseconds, and plain numbers.
import type { ArrivalBlocker, ArrivalStage, ProfileRole, ProfileTier, ReadinessGate, ReadinessState } from "../gen/stayd/v1/arrival_pb";
import type { ChangeStage, FindingStage, OpportunityStage, ResourceState } from "../gen/stayd/v1/common_pb";
import type { FindingSeverity, FindingSubject } from "../gen/stayd/v1/finding_pb";
import type { LineState } from "../gen/stayd/v1/house_pb";
import type { OpportunityMoment } from "../gen/stayd/v1/opportunity_pb";
import type { Occupancy } from "../gen/stayd/v1/room_pb";
import type { TaskPriority, TaskStage } from "../gen/stayd/v1/task_pb";
import type { Version } from "./store";

export interface Mark { changeId: string; stage: ChangeStage; since: number; by: string; reason: string }

export interface Room {
  version: Version; id: string; name: string; floor: string; category: string;
  state: ResourceState; pmsState: ResourceState; occupancy: Occupancy;
  departure?: number; nextArrival?: number; stateSince?: number; stateBy: string; mark?: Mark;
  stay?: { id: string; number: string };
}

export interface Task {
  version: Version; id: string; title: string; description: string; departmentId: string; department: string;
  roomId: string; room: string; priority: TaskPriority; stage: TaskStage; assignee: string;
  created?: number; createdBy: string; due?: number; done?: number; doneBy: string; inPms: boolean; mark?: Mark;
}

export interface Arrival {
  version: Version; id: string; number: string; guest: string; persons: number; important: boolean;
  start?: number; end?: number; nights: number; category: string; roomId: string; room: string; roomState: ResourceState;
  stage: ArrivalStage; blockers: ArrivalBlocker[]; waitingSince?: number; displayCode: string; mark?: Mark; readiness?: Readiness; profile?: StayProfile;
}

export interface Criterion { id: string; name: string; gate: ReadinessGate; points: number; weight: number; passes: boolean; lacks: string; fix: string }

/** The room is ready `work` after now, or after `vacated` where that is later; no `work`: no room is assigned. */
export interface Readiness {
  state: ReadinessState; score: number; eta?: number; etaConfidence: number; vacated?: number; work?: number; noShowRisk: boolean; vipRank: number;
  criteria: Criterion[];
}

/** How complete the profiles of a stay's persons are, the lead's first; scores of 100. */
export interface StayProfile {
  score: number; legal: number; operational: number; commercial: number; market: string; missingPersons: number; persons: PersonProfile[];
}
export interface PersonProfile { name: string; role: ProfileRole; score: number; gaps: ProfileGap[] }
export interface ProfileGap {
  field: string; name: string; tier: ProfileTier; weight: number; lost: number; doubtful: boolean; due?: number; fix: string; who: string;
  blocksCheckIn: boolean; blocksCheckOut: boolean; blocksReport: boolean;
}

export interface Change {
  version: Version; id: string; what: string; by: string; accepted: number; stage: ChangeStage; since: number;
  attempts: number; reason: string; reasonIsOfPms: boolean; conflicts: Conflict[]; nextStep: string; canReapply: boolean;
}

/** One field that staff and somebody in the PMS had changed; unless ours was chosen, theirs stays. */
export interface Conflict { field: string; before: string; ours: string; theirs: string; oursChosen: boolean }

/** What a rule says of a stay, a person, a room …; `fix` is what to do about it, `role` who can. */
export interface Finding {
  version: Version; id: string; rule: string; name: string; subject: FindingSubject; subjectId: string; about: string;
  severity: FindingSeverity; stage: FindingStage; message: string; fix: string; role: string; priority: number; maxAgeMinutes: number;
  facts: Fact[]; times: number; raised?: number; since?: number; until?: number; decidedBy: string; reason: string;
  arrival?: number; reservationId: string;
}

/** As they were when the finding was raised or got worse; an empty value: not known. */
export interface Fact { name: string; value: string }

/** One rule as it is loaded; `text` is all of it, TOML, and `textVersion` tells one text from another. */
export interface Rule {
  version: Version; id: string; rule: string; name: string; subject: FindingSubject; severity: FindingSeverity; message: string; fix: string;
  role: string; priority: number; on: boolean; text: string; textVersion: number; file: string; changedBy: string; since?: number;
}

/** What can be offered to the guest of a stay; money in minor units of `currency`. */
export interface Opportunity {
  version: Version; id: string; rule: string; name: string; reservationId: string; number: string; guest: string; room: string;
  arrival?: number; departure?: number; stage: OpportunityStage; moment: OpportunityMoment; say: string; why: string; currency: string;
  price: number; expectedValue: number; rank: number; acceptancePercent: number; counted: boolean; needsAvailability: boolean;
  guardrail: number; reason: string; expires?: number; decidedBy: string; decided?: number;
}

export interface Dashboard {
  businessDay?: number; arrivalsTotal: number; arrivalsLeft: number; arrivalsReady: number; arrivalsWaiting: number;
  departuresTotal: number; departuresLeft: number; roomsTotal: number; roomsOccupied: number;
  rooms: { state: ResourceState; count: number }[]; tasksOpen: number; tasksLate: number; changesWaiting: number; changesRefused: number;
}

export interface Journal {
  accepted: number; confirmed: number; boxOnly: number; replaced: number; refused: number; waiting: number; oldestWaiting?: number;
}

export interface Status {
  line: LineState; lineSince?: number; lastContact?: number; lineCause: string;
  firstSync?: { complete: boolean; step: string; listsDone: number; listsTotal: number; rows: number };
  streams: { name: string; lastComplete?: number; rows: number; trouble: string }[];
  journal?: Journal; staydVersion: string;
}

export interface Directory {
  name: string; timeZone: string; arrivalFrom?: number; departureUntil?: number;
  departments: { id: string; name: string }[]; categories: string[];
}

export interface Presence { online: boolean }

/** Every kind of state a staff page may hold, by its name in topics; of the last four the handheld holds none. */
export interface SharedKinds {
  "house/status": Status; "house/presence": Presence; "house/directory": Directory; rooms: Room; tasks: Task; changes: Change;
}
export interface StaffKinds extends SharedKinds { arrivals: Arrival; findings: Finding; opportunities: Opportunity; rules: Rule; dashboard: Dashboard }
