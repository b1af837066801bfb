// A few rules of the made-up hotel, and what its box says when one is tested.
import { create } from "@bufbuild/protobuf";
import { FindingSeverity, FindingSubject } from "../../gen/stayd/v1/finding_pb";
import { RuleStateSchema, type RuleState } from "../../gen/stayd/v1/rule_pb";
import { start, ts } from "./hotel";

export const idOfRule = (rule: string): Uint8Array => {
  const id = new Uint8Array(16);
  id.set(new TextEncoder().encode(rule).slice(0, 16));
  return id;
};

type Init = Omit<Partial<RuleState>, "$typeName" | "$unknown">;
const { STAY, PERSON, ROOM } = FindingSubject;
const { LOW, MEDIUM, HIGH } = FindingSeverity;

export function makeRules(): RuleState[] {
  const rule = (id: string, name: string, subject: FindingSubject, severity: FindingSeverity, when: string, message: string, more: Init = {}): RuleState =>
    create(RuleStateSchema, { ruleId: idOfRule(id), rule: id, name, subject, severity, message, fix: "Ask the guest before the arrival", role: "desk", priority: 50,
      on: true, textVersion: 1, file: "stays.toml", changedBy: "stayd", since: ts(start - 86_400_000 * 9),
      text: `[[rule]]\nid = "${id}"\nname = "${name}"\nwhen = "${when}"\nseverity = "medium"\nmessage = "${message}"\non = true\n`, ...more });
  return [
    rule("RS-01", "Arrival without room", STAY, MEDIUM, "state = 'Confirmed' AND starts_today AND room_uid IS NULL", "No room is assigned"),
    rule("RS-02", "Room double assigned", STAY, HIGH, "clash_number IS NOT NULL", "Two stays have the same room at the same time"),
    rule("RS-10", "Overdue departure", STAY, MEDIUM, "state = 'Started' AND due(overdue_utc_ms)", "The guest should have left and has not"),
    rule("DQ-03", "Invalid e-mail", PERSON, MEDIUM, "email_fault IS NOT NULL", "The e-mail address cannot be right", { file: "people.toml", on: false }),
    rule("RM-05", "Vacant too long", ROOM, LOW, "NOT occupied AND due(unused_since_utc_ms + days(3) + 1)", "The room has stood empty for days", { file: "rules.d/hotel.toml", changedBy: "systemctl reload" }),
  ];
}

/** As the real box answers POST /api/v1/rules/test. */
export const ruleTested = (text: string): object => (text.includes("no_such_column")
  ? { mistakes: ["test:4:8: rule RS-01.when: no such column: no_such_column"], looked_back_hours: 0, known_since: null, rules: [] }
  : { mistakes: [], looked_back_hours: 720, known_since: new Date(start - 86_400_000 * 9).toISOString(),
      rules: [{ rule: "RS-01", asked: 42, hits: 3, have_another: 1, first: ["52103", "52107", "52110"], fired: 61, fired_on: 58, last: ["52110", "52098"] }] });

/** As the real box answers GET /api/v1/desk/rules. */
export const rulesOfDesk = (rule: RuleState | undefined): object => ({
  left_out: ["rules.d/spa.toml:14:8: rule SP-01.when: no such column: spa_slot"], failed: [],
  ...(rule && { rule: {
    fired: 61, mended: 58,
    columns: [
      { name: "state", says: "Inquired, Requested, Optional, Confirmed, Started (in house), Processed (left)" },
      { name: "starts_today", says: "1 or 0, by the business day" }, { name: "room_uid", says: "the assigned room; NULL: none" },
      { name: "head_count", says: "persons of all ages" },
    ],
    versions: [
      { text: rule.text, by: rule.changedBy, since: new Date(start - 86_400_000).toISOString() },
      { text: rule.text.replace("medium", "low"), by: "Ana", since: new Date(start - 86_400_000 * 3).toISOString() },
      { text: rule.text.replace("medium", "high"), by: "", since: null },
    ],
  } }),
});
