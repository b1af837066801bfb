// What rules say of the made-up hotel: one of each kind, stage and severity that lists show.
import { create } from "@bufbuild/protobuf";
import type { ArrivalState } from "../../gen/stayd/v1/arrival_pb";
import { FindingStage } from "../../gen/stayd/v1/common_pb";
import { FindingSeverity, FindingStateSchema, FindingSubject, type FindingState } from "../../gen/stayd/v1/finding_pb";
import type { RoomState } from "../../gen/stayd/v1/room_pb";
import { at, guests, idOf, idText, start, ts } from "./hotel";

const minutes = 60_000;
type Init = Omit<Partial<FindingState>, "$typeName" | "$unknown" | "facts"> & { facts?: { name: string; value: string }[] };

export function makeFindings(arrivals: ArrivalState[], rooms: RoomState[]): FindingState[] {
  let count = 0;
  const finding = (rule: string, name: string, severity: FindingSeverity, message: string, more: Init): FindingState => create(FindingStateSchema, {
    findingId: idOf(10, (count += 1)), rule, name, severity, message, stage: FindingStage.OPEN, role: "desk", priority: 50, times: 1,
    raised: ts(start - 95 * minutes), since: ts(start - 95 * minutes), fix: "", ...more });
  const ofStay = (index: number): Init => {
    const arrival = arrivals[index]!;
    return { subject: FindingSubject.STAY, subjectId: arrival.reservationId, about: `Reservation ${arrival.number}`, arrival: arrival.scheduledStart,
      reservationId: arrival.reservationId };
  };
  const ofPerson = (index: number): Init => ({ ...ofStay(index), subject: FindingSubject.PERSON, subjectId: idOf(11, index), about: guests[index]! });
  const ofRoom = (index: number): Init => ({ subject: FindingSubject.ROOM, subjectId: rooms[index]!.roomId, about: `Room ${rooms[index]!.name}` });
  const { CRITICAL, HIGH, MEDIUM, LOW, INFO } = FindingSeverity;
  return [
    finding("RS-01", "Arrival without room", CRITICAL, "No room is assigned", { ...ofStay(5), priority: 10, times: 3,
      fix: "Assign one by category, features and readiness",
      facts: [{ name: "number", value: arrivals[5]!.number! }, { name: "category", value: "Deluxe River View" }, { name: "guest_waiting", value: "1" },
        { name: "room_state", value: "" }, { name: "start_utc_ms", value: String(at("14:00")) }] }),
    finding("RS-05", "Over capacity", HIGH, "More persons than the category takes, extra beds included", { ...ofStay(5), role: "reservations", priority: 30,
      fix: "Book a second room or a larger category",
      facts: [{ name: "head_count", value: "5" }, { name: "capacity", value: "2" }, { name: "extra_capacity", value: "1" }, { name: "late_arrival_fee_eur", value: "25" }] }),
    finding("DQ-01", "Placeholder name", HIGH, "The name is a placeholder", { ...ofPerson(2), priority: 20, fix: "Obtain the name as on the document",
      facts: [{ name: "state", value: "Started" }, { name: "is_lead", value: "1" }] }),
    finding("DQ-12", "Merged or inactive profile in use", HIGH, "The stay is booked on a profile that was merged into another one", { ...ofPerson(25), role: "reservations",
      stage: FindingStage.ACKNOWLEDGED, decidedBy: "Ana", since: ts(start - 20 * minutes), fix: "Re-link the stay to the surviving profile" }),
    finding("RM-08", "Out of service with arrival", HIGH, "The room is out of service and somebody arrives in it", { ...ofRoom(9), role: "housekeeping",
      stage: FindingStage.MENDED, since: ts(start - 1 * minutes), fix: "Fix the minor defect, or swap the room" }),
    finding("DQ-03", "Invalid e-mail", MEDIUM, "The e-mail address cannot be right", { ...ofPerson(4), fix: "Call, or ask at the desk" }),
    finding("RS-03", "Downgrade", MEDIUM, "The assigned room is of a lower category than what was sold", { ...ofStay(9), role: "reservations", priority: 30,
      arrival: ts(at("15:00", 1)), reservationId: idOf(2, 400), about: "Reservation 52114", fix: "Correct the room, or note that the guest agreed and what is given back" }),
    finding("RS-06", "Extra bed not arranged", MEDIUM, "An extra bed is needed and nobody brings one", { ...ofStay(8), role: "housekeeping", priority: 40,
      fix: "Create the set-up task, check the charge" }),
    finding("RS-06", "Extra bed not arranged", MEDIUM, "An extra bed is needed and nobody brings one", { ...ofStay(12), role: "housekeeping", priority: 40,
      stage: FindingStage.SNOOZED, until: ts(at("18:00")), decidedBy: "Eva", since: ts(start - 30 * minutes) }),
    finding("BL-07", "Company not invoiceable", MEDIUM, "The company that should pay cannot be invoiced", { subject: FindingSubject.COMPANY, subjectId: idOf(12, 1),
      about: "Donaudampfschifffahrtsgesellschaft mbH & Co. KG", role: "finance", stage: FindingStage.WAIVED, decidedBy: "ريم", reason: "Pays in advance, الدفع مقدم", since: ts(start - 300 * minutes) }),
    finding("CP-01", "Legal fields missing", MEDIUM, "What the law asks of this person is not complete", { ...ofPerson(15), priority: 10, fix: "Complete it from the document",
      facts: [{ name: "market", value: "PT" }, { name: "legal_gaps", value: "3" }] }),
    finding("CP-03", "Document expired", MEDIUM, "The document is not good until the departure", { ...ofPerson(0), priority: 40, fix: "Ask for one that is" }),
    finding("DQ-11", "Duplicate profile suspected", LOW, "Another profile is probably the same person", { ...ofPerson(4), role: "reservations", priority: 70,
      fix: "Compare both side by side; who may, merges them in the PMS", facts: [{ name: "duplicate_score", value: "80" }, { name: "duplicate_uid", value: idText(idOf(11, 104)) }] }),
    finding("DQ-02", "Noisy name", LOW, "The name is written in capitals only", { ...ofPerson(29), fix: "Write it as on the document" }),
    finding("RM-12", "Status flapping", LOW, "The room's state changed four times within an hour", { ...ofRoom(30), role: "night_auditor" }),
    finding("RS-16", "Very long stay", INFO, "The stay is longer than 28 nights", { ...ofStay(30), role: "reservations", fix: "Check tax, registration and the deposit" }),
  ];
}
