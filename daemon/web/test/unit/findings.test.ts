import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import { choicesOf, snoozes } from "../../desk/finding_decide";
import {
  byUrgency, choose, countByFigure, everything, findingShown, fits, initials, needsSomeoneToday, ofStay, rolesOf, rulesOf, type FindingChoice, type Today,
} from "../../desk/finding_list";
import { factName, factValue, roleWords, severityLook } from "../../desk/finding_words";
import { CommandSchema } from "../../gen/stayd/v1/command_pb";
import { FindingStage } from "../../gen/stayd/v1/common_pb";
import { FindingSeverity, FindingStateSchema, FindingSubject } from "../../gen/stayd/v1/finding_pb";
import { encodeCommand, type Act } from "../../kit/commands";
import { deskWriter } from "../../kit/commands_desk";
import { deskDecoders } from "../../kit/decode_desk";
import { idBytes, idText } from "../../kit/ids";
import type { Finding } from "../../kit/model";
import type { Pending, Phase } from "../../kit/pending";
import { person } from "../../kit/session";
import type { StaffBox } from "../../kit/staff";

const { CRITICAL, HIGH, MEDIUM, LOW, INFO } = FindingSeverity;
const { OPEN, ACKNOWLEDGED, SNOOZED, WAIVED, MENDED } = FindingStage;
const lisbon = "Europe/Lisbon";
const utc = (text: string): number => Date.parse(`${text}Z`);
const today: Today = { date: "2015-09-17", zone: lisbon };
const noon = utc("2015-09-17T11:00:00");
const tomorrow = noon + 86_400_000;

const finding = (id: string, severity: FindingSeverity = MEDIUM, more: Partial<Finding> = {}): Finding => ({
  version: { epoch: 1, version: 5 }, id, rule: "RS-01", name: "Arrival without room", subject: FindingSubject.STAY, subjectId: "", about: `Reservation ${id}`,
  severity, stage: OPEN, message: "No room is assigned", fix: "", role: "desk", maxAgeMinutes: 0, priority: 50, facts: [], times: 1, decidedBy: "", reason: "", reservationId: "",
  ...more,
});
const ids = (list: Finding[]): string[] => list.map((one) => one.id);

test("the worst come first, then who arrives first, then by priority, then by rule as people count", () => {
  const list = [
    finding("rule 10", MEDIUM, { rule: "RS-10" }), finding("rule 9", MEDIUM, { rule: "RS-9" }), finding("early rule", MEDIUM, { rule: "BL-99" }),
    finding("priority", MEDIUM, { priority: 10, rule: "ZZ-1" }), finding("tomorrow", MEDIUM, { arrival: tomorrow, priority: 1 }),
    finding("today", MEDIUM, { arrival: noon, priority: 99 }), finding("low", LOW, { arrival: noon }), finding("high", HIGH), finding("critical", CRITICAL),
    finding("info", INFO, { arrival: noon, priority: 1 }),
  ];
  assert.deepEqual(ids(list.sort(byUrgency)),
    ["critical", "high", "today", "tomorrow", "priority", "early rule", "rule 9", "rule 10", "low", "info"]);
});

const all = [
  finding("critical", CRITICAL), finding("high", HIGH, { role: "reservations", rule: "RS-05", name: "Over capacity" }),
  finding("today", MEDIUM, { arrival: noon }), finding("tomorrow", MEDIUM, { arrival: tomorrow }), finding("mine", HIGH, { stage: ACKNOWLEDGED, arrival: noon }),
  finding("snoozed", HIGH, { stage: SNOOZED, arrival: noon }), finding("waived", LOW, { stage: WAIVED }), finding("mended", HIGH, { stage: MENDED, arrival: noon }),
];
const choice = (more: Partial<FindingChoice>): FindingChoice => ({ ...everything, ...more });

// What stands in the list by figure, role, rule and search. What is mended stays in it, struck through, until the box takes it away.
const choices: [string, Partial<FindingChoice>, string[]][] = [
  ["all but what was set aside", {}, ["critical", "high", "mended", "mine", "today", "tomorrow"]],
  ["critical and high", { figure: "urgent" }, ["critical", "high", "mended", "mine"]],
  ["arriving today", { figure: "today" }, ["mended", "mine", "today"]],
  ["set aside", { figure: "aside" }, ["snoozed", "waived"]],
  ["of a role", { role: "reservations" }, ["high"]],
  ["of a rule", { rule: "RS-05" }, ["high"]],
  ["of a role and another's rule", { role: "desk", rule: "RS-05" }, []],
  ["found", { find: "reservation crit" }, ["critical"]],
  ["found among what was set aside", { figure: "aside", find: "waived" }, ["waived"]],
];
for (const [name, chosen, expected] of choices) {
  test(`the list shows findings ${name}`, () => {
    assert.deepEqual(ids(choose(all, choice(chosen), today)).sort(), [...expected].sort());
  });
}

test("figures count what is to be mended, each once where it belongs", () => {
  assert.deepEqual(countByFigure(all, today), [["legal", 0], ["today", 2], ["urgent", 3], ["all", 5], ["aside", 2]]);
  const legal = [finding("a", LOW, { rule: "CP-01" }), finding("b", LOW, { rule: "CP-03", stage: WAIVED }), finding("c", LOW, { rule: "DQ-01" })];
  assert.deepEqual(ids(choose(legal, choice({ figure: "legal" }), today)), ["a"]);
});

test("today is the hotel's day", () => {
  const late = finding("late", MEDIUM, { arrival: utc("2015-09-17T23:30:00") }); // 00:30 in Lisbon
  assert.deepEqual(ids(choose([late], choice({ figure: "today" }), today)), []);
  assert.deepEqual(ids(choose([late], choice({ figure: "today" }), { date: "2015-09-17", zone: "UTC" })), ["late"]);
});

test("somebody is needed today where nobody is on what is urgent or arrives today", () => {
  assert.deepEqual(ids(all.filter((one) => needsSomeoneToday(one, today))), ["critical", "high", "today"]);
});

test("search finds by what it is about, rule and message, without accents and case", () => {
  const one = finding("a", MEDIUM, { about: "Lindqvist, Åsa", rule: "DQ-01", name: "Placeholder name", message: "The name is a placeholder" });
  for (const find of ["asa", "LINDQ", "dq-01", "placeholder asa", "is a", ""]) assert.equal(fits(one, find), true, find);
  assert.equal(fits(one, "asa rs-01"), false);
  assert.equal(fits(finding("b", MEDIUM, { about: "الحداد، ريم" }), "ريم"), true);
});

test("filters offer what there is", () => {
  assert.deepEqual(rolesOf([...all, finding("none", LOW, { role: "" })]), ["desk", "reservations"]);
  assert.deepEqual(rulesOf([finding("a", LOW, { rule: "RS-10", name: "Ten" }), finding("b", LOW, { rule: "RS-9", name: "Nine" }), finding("c", LOW, { rule: "RS-9", name: "Nine" })]),
    [["RS-9", "Nine"], ["RS-10", "Ten"]]);
});

test("of a stay one sees what is still wrong, the worst first", () => {
  const mine = all.map((one) => ({ ...one, reservationId: one.id === "tomorrow" ? "other" : "stay" }));
  assert.deepEqual(ids(ofStay(mine, "stay")), ["critical", "mine", "snoozed", "high", "today"]);
});

test("a name is masked to its initials in any script", () => {
  const names: [string, string][] = [["Okafor, Ngozi", "O. N."], ["الحداد، ريم", "ا. ر."], ["Lindqvist,Åsa", "L. Å."], ["van den Berg, Floor Maria", "v. d. B. F."],
    ["👩‍👧 Smith", "👩‍👧. S."], ["", ""], ["Cher", "C."]];
  for (const [name, masked] of names) assert.equal(initials(name), masked);
});

const id = "0a070707-0707-4007-8007-070707070003";
const act = (stage: FindingStage, more: { until?: number; reason?: string } = {}): Act =>
  ({ kind: "decide_finding", findingId: id, words: "RS-01", stage, until: more.until, reason: more.reason ?? "" });
const boxWith = (one: Act, phase: Phase, version = 0): StaffBox => ({ pending: { value: new Map([[deskWriter.targetOf(one, "p"), {
  id: "p", act: one, user: "Eva", at: 1000, phase, reason: "", version: version > 0 ? { epoch: 1, version } : undefined } satisfies Pending]]) } } as unknown as StaffBox);

const decisions: [string, Act, Partial<Finding>][] = [
  ["I am on it", act(ACKNOWLEDGED), { stage: ACKNOWLEDGED, decidedBy: "Eva", since: 1000, until: undefined }],
  ["snoozed", act(SNOOZED, { until: 9000 }), { stage: SNOOZED, decidedBy: "Eva", until: 9000 }],
  ["waived", act(WAIVED, { reason: "Agreed" }), { stage: WAIVED, reason: "Agreed", until: undefined }],
  ["taken back", act(OPEN), { stage: OPEN, until: undefined, reason: "" }],
];
for (const [name, one, expected] of decisions) {
  test(`${name} shows before the box has it, and not when the box refused`, () => {
    const held = finding(id, HIGH, { stage: OPEN, until: 5, reason: "before" });
    const shown = findingShown(boxWith(one, "on_phone"), held);
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, shown[key as keyof Finding]])), expected);
    assert.deepEqual(findingShown(boxWith(one, "not_saved"), held), held);
    assert.deepEqual(findingShown(boxWith(one, "saved", 5), held), held, "the box's own state says it");
    assert.equal(findingShown(boxWith(one, "saved", 6), held).stage, expected.stage);
  });
}

test("what is mended stays so, whatever was decided", () => {
  assert.equal(findingShown(boxWith(act(SNOOZED, { until: 9 }), "on_phone"), finding(id, HIGH, { stage: MENDED })).stage, MENDED);
});

for (const [name, one] of decisions) {
  test(`the command of "${name}" carries what was decided`, () => {
    const { action } = fromBinary(CommandSchema, encodeCommand(id, "Eva", 1000, deskWriter.actionOf(one)));
    assert.ok(action.case === "decideFinding" && one.kind === "decide_finding");
    assert.equal(idText(action.value.findingId), id);
    assert.equal(action.value.stage, one.stage);
    assert.equal(action.value.reason, one.reason);
    assert.equal(action.value.until && timestampMs(action.value.until), one.until);
  });
}

test("the newest decision about a finding hides the one before", () => {
  assert.equal(deskWriter.targetOf(act(SNOOZED), "a"), deskWriter.targetOf(act(OPEN), "b"));
});

test("a finding is read in full", () => {
  const wire = create(FindingStateSchema, {
    version: { epoch: 2n, version: 9n }, findingId: idBytes(id), rule: "RS-01", name: "Arrival without room", subject: FindingSubject.STAY, subjectId: idBytes(id),
    about: "Reservation 1042", severity: CRITICAL, stage: SNOOZED, message: "No room", fix: "Assign one", role: "desk", priority: 10,
    facts: [{ name: "head_count", value: "3" }], times: 2, raised: timestampFromMs(1000), since: timestampFromMs(2000), until: timestampFromMs(3000),
    decidedBy: "Eva", reason: "why", arrival: timestampFromMs(4000), reservationId: idBytes(id), maxAgeMinutes: 30,
  });
  const decoded = deskDecoders.findings(toBinary(FindingStateSchema, wire));
  assert.deepEqual(decoded.version, { epoch: 2, version: 9 });
  assert.deepEqual(decoded.value, {
    version: { epoch: 2, version: 9 }, id, rule: "RS-01", name: "Arrival without room", subject: FindingSubject.STAY, subjectId: id, about: "Reservation 1042",
    severity: CRITICAL, stage: SNOOZED, message: "No room", fix: "Assign one", role: "desk", priority: 10, facts: [{ name: "head_count", value: "3" }], times: 2,
    raised: 1000, since: 2000, until: 3000, decidedBy: "Eva", reason: "why", arrival: 4000, reservationId: id, maxAgeMinutes: 30,
  });
});

const moments = (now: string): [string, string][] => snoozes(utc(now), lisbon).map(({ name, until }) => [name, new Date(until).toISOString().slice(0, 16)]);
test("it can wait until the evening, while that is to come, the next morning or the third", () => {
  assert.deepEqual(moments("2015-09-17T13:00:00"), [["evening", "2015-09-17T17:00"], ["morning", "2015-09-18T07:00"], ["days", "2015-09-20T07:00"]]);
  assert.deepEqual(moments("2015-09-17T16:45:00").map(([name]) => name), ["morning", "days"], "18:00 is a quarter of an hour away");
  assert.deepEqual(moments("2015-10-23T12:00:00").at(-1), ["days", "2015-10-26T08:00"], "over the end of summer time");
});

test("what can be decided follows from where it stands and who is on it", () => {
  person.value = { name: "Eva", departmentId: "", department: "" };
  const of = (stage: FindingStage, decidedBy = ""): string => choicesOf(finding("a", HIGH, { stage, decidedBy })).join();
  assert.equal(of(OPEN), "mine,snooze,waive");
  assert.equal(of(ACKNOWLEDGED, "Eva"), "snooze,waive,back");
  assert.equal(of(ACKNOWLEDGED, "Ana"), "mine,snooze,waive,back");
  assert.equal(of(SNOOZED, "Eva"), "back,mine,snooze,waive");
  assert.equal(of(WAIVED, "Eva"), "back,mine");
  assert.equal(of(MENDED), "");
  person.value = undefined;
});

test("facts are said in plain words, unknown ones by their own name", () => {
  const words = (name: string, value: string): string => `${factName({ name, value })}: ${factValue({ name, value }, noon, lisbon)}`;
  assert.equal(words("head_count", "3"), "Persons: 3");
  assert.equal(words("room", ""), "Room: not known");
  assert.equal(words("room_state", "OutOfOrder"), "State of the room: Out of order");
  assert.equal(words("state", "Started"), "State: In house");
  assert.equal(words("guest_waiting", "1"), "Guest waits at the desk: yes");
  assert.equal(words("is_lead", "0"), "Is lead: no");
  assert.equal(words("release_utc_ms", String(utc("2015-09-17T12:00:00"))), "Option lapses: 13:00");
  assert.equal(words("seen_utc_ms", String(utc("2015-09-17T12:00:00"))), "Seen: 13:00");
  assert.equal(words("late_fee", "1"), "Late fee: 1");
});

test("roles and severities are named, and those of another day do not break the list", () => {
  assert.equal(roleWords("desk"), "Front desk");
  assert.equal(roleWords("night_auditor"), "Night auditor");
  assert.deepEqual([CRITICAL, HIGH, MEDIUM, LOW, INFO, 99 as FindingSeverity].map((one) => severityLook(one).name), ["critical", "high", "medium", "low", "info", "info"]);
});
