// The desk's own acts as bytes of a Command.
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { sharedWriter, type Action, type Writer } from "./commands";
import { idBytes } from "./ids";

export const deskWriter: Writer = {
  targetOf(act, commandId) {
    switch (act.kind) {
      case "check_in":
      case "check_out":
      case "set_guest_waiting": return `arrival:${act.reservationId}`;
      case "move_stay": return `move:${act.reservationId}`;
      case "add_stay_note": return `note:${commandId}`;
      case "decide_finding": return `finding:${act.findingId}`;
      case "edit_rule": return `rule:${act.ruleId}`;
      case "decide_opportunity": return `offer:${act.opportunityId}`;
      case "update_guest":
      case "add_document":
      case "set_address": return `guest:${act.guestId}`;
      case "record": return `record:${act.subjectId}:${act.name}`;
      default: return sharedWriter.targetOf(act, commandId);
    }
  },
  actionOf(act): Action {
    switch (act.kind) {
      case "check_in": return { case: "checkIn", value: { reservationId: idBytes(act.reservationId) } };
      case "set_guest_waiting": return { case: "setGuestWaiting", value: {
        reservationId: idBytes(act.reservationId), waiting: act.waiting } };
      case "check_out": return { case: "checkOut", value: {
        reservationId: idBytes(act.reservationId), openBalanceReason: act.openBalanceReason } };
      case "move_stay": return { case: "moveStay", value: { reservationId: idBytes(act.reservationId), roomId: idBytes(act.roomId) } };
      case "add_stay_note": return { case: "addStayNote", value: { reservationId: idBytes(act.reservationId), text: act.text } };
      case "decide_finding": return { case: "decideFinding", value: {
        findingId: idBytes(act.findingId), stage: act.stage, until: act.until === undefined ? undefined : timestampFromMs(act.until), reason: act.reason } };
      case "edit_rule": return { case: "editRule", value: { rule: act.rule, text: act.text, seen: act.seen } };
      case "decide_opportunity": return { case: "decideOpportunity", value: {
        opportunityId: idBytes(act.opportunityId), stage: act.stage, price: BigInt(act.price), reason: act.reason } };
      case "update_guest": return { case: "updateGuest", value: { guestId: idBytes(act.guestId), fields: act.fields } };
      case "add_document": return { case: "addDocument", value: { guestId: idBytes(act.guestId), fields: act.fields } };
      case "set_address": return { case: "setAddress", value: { guestId: idBytes(act.guestId), fields: act.fields } };
      case "record": return { case: "record", value: { subjectId: idBytes(act.subjectId), name: act.name, value: act.value } };
      default: return sharedWriter.actionOf(act);
    }
  },
};
