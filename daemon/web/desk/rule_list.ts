// Which rules the desk shows, and in which order.
import { FindingSubject } from "../gen/stayd/v1/finding_pb";
import { finds } from "../kit/find";
import type { PlainKey } from "../kit/i18n";
import type { Finding, Rule } from "../kit/model";
import { stillPending, type Pending } from "../kit/pending";
import type { StaffBox } from "../kit/staff";
import { isMended } from "./finding_list";

/** `own`: written by the hotel, in its files or here. */
export type RuleFigure = "all" | "off" | "own";
export const ruleFigures: readonly RuleFigure[] = ["all", "off", "own"];
export interface RuleChoice { figure: RuleFigure; find: string }
export const everyRule: RuleChoice = { figure: "all", find: "" };

export const isWrittenHere = (rule: Rule): boolean => rule.file.startsWith("desk/");
export const isShipped = (rule: Rule): boolean => !rule.file.includes("/");

export const isIn = (figure: RuleFigure, rule: Rule): boolean => figure === "all" || (figure === "off" ? !rule.on : !isShipped(rule));

const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export const chooseRules = (rules: Rule[], { figure, find }: RuleChoice): Rule[] =>
  rules.filter((rule) => isIn(figure, rule) && finds([rule.rule, rule.name, rule.message, rule.file, rule.text].join(" "), find))
    .sort((a, b) => natural.compare(a.rule, b.rule));

/** How many each rule finds now. */
export function countByRule(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings.filter((one) => !isMended(one))) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

export type SubjectName = "stay" | "person" | "room" | "task" | "company" | "house";
const subjects = new Map<FindingSubject, SubjectName>([
  [FindingSubject.STAY, "stay"], [FindingSubject.PERSON, "person"], [FindingSubject.ROOM, "room"], [FindingSubject.TASK, "task"],
  [FindingSubject.COMPANY, "company"],
]);
export const subjectName = (subject: FindingSubject): SubjectName => subjects.get(subject) ?? "house";
export const subjectKey = (subject: FindingSubject): PlainKey => `rules.s_${subjectName(subject)}`;

export const pendingOfRule = (box: StaffBox, rule: Rule): Pending | undefined => stillPending(box.pending.value.get(`rule:${rule.id}`), rule);

/** As this device wrote it, also before the box has answered. What its file says is for the box to tell. */
export function ruleAsTapped(rule: Rule, pending: Pending | undefined): Rule {
  if (!pending || pending.phase === "not_saved" || pending.act.kind !== "edit_rule" || pending.act.text === "") return rule;
  const { text } = pending.act;
  return { ...rule, text, on: isOn(text), file: `desk/${rule.rule}.toml`, changedBy: pending.user, since: pending.at };
}
export const rulesShown = (box: StaffBox): Rule[] => box.store.shelf("rules").all().map((rule) => ruleAsTapped(rule, pendingOfRule(box, rule)));
export function ruleShown(box: StaffBox, id: string): Rule | undefined {
  const rule = box.store.shelf("rules").get(id);
  return rule && ruleAsTapped(rule, pendingOfRule(box, rule));
}

export const isOn = (text: string): boolean => !/^[ \t]*on[ \t]*=[ \t]*false\b/m.test(text);
/** The same rule switched on or off: its own line when it has one, else the first below its head, before any table of its own. */
export function switched(text: string, on: boolean): string {
  const line = `on = ${String(on)}`;
  const own = /^[ \t]*on[ \t]*=.*$/m;
  return own.test(text) ? text.replace(own, line) : text.replace(/^[ \t]*\[\[rule\]\].*$/m, (head) => `${head}\n${line}`);
}
