// Which findings the desk sees, and in which order.
import { FindingStage } from "../gen/stayd/v1/common_pb";
import { FindingSeverity } from "../gen/stayd/v1/finding_pb";
import { finds } from "../kit/find";
import type { Finding } from "../kit/model";
import { findingAsTapped, stillPending, type Pending } from "../kit/pending";
import type { StaffBox } from "../kit/staff";
import { localDate } from "../kit/time";

/** `legal`: what the law asks; `aside`: snoozed and waived, in no other figure. */
export type Figure = "legal" | "today" | "urgent" | "all" | "aside";
export const figures: readonly Figure[] = ["legal", "today", "urgent", "all", "aside"];

/** Empty text: every role, every rule. */
export interface FindingChoice { figure: Figure; role: string; rule: string; find: string }
export const everything: FindingChoice = { figure: "all", role: "", rule: "", find: "" };

/** The local day in the hotel, "2015-09-17", and its zone. */
export interface Today { date: string; zone: string }

export const pendingOfFinding = (box: StaffBox, finding: Finding): Pending | undefined =>
  stillPending(box.pending.value.get(`finding:${finding.id}`), finding);

export const findingShown = (box: StaffBox, finding: Finding): Finding => findingAsTapped(finding, pendingOfFinding(box, finding));

export const findingsShown = (box: StaffBox): Finding[] => box.store.shelf("findings").all().map((finding) => findingShown(box, finding));

export const isMended = (finding: Finding): boolean => finding.stage === FindingStage.MENDED;
export const isAside = (finding: Finding): boolean => finding.stage === FindingStage.SNOOZED || finding.stage === FindingStage.WAIVED;
export const isUrgent = (finding: Finding): boolean => finding.severity >= FindingSeverity.HIGH;
/** By the rule's own group (hotel-domain.md 2.9), as the hotel's own rules may be named, too. */
export const isLegal = (finding: Finding): boolean => finding.rule.startsWith("CP-");
export const arrivesToday = (finding: Finding, { date, zone }: Today): boolean =>
  finding.arrival !== undefined && localDate(finding.arrival, zone) === date;

/** Nobody is on it yet, and it cannot wait for tomorrow. */
export const needsSomeoneToday = (finding: Finding, today: Today): boolean =>
  finding.stage === FindingStage.OPEN && (isUrgent(finding) || arrivesToday(finding, today));

const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The worst first; of those who arrives first, then what the rule says is more important. */
export function byUrgency(a: Finding, b: Finding): number {
  return b.severity - a.severity
    || (a.arrival ?? Infinity) - (b.arrival ?? Infinity)
    || a.priority - b.priority
    || natural.compare(a.rule, b.rule) || (a.id < b.id ? -1 : 1);
}

function isIn(figure: Figure, finding: Finding, today: Today): boolean {
  if (figure === "aside" || isAside(finding)) return figure === "aside" && isAside(finding);
  switch (figure) {
    case "legal": return isLegal(finding);
    case "today": return arrivesToday(finding, today);
    case "urgent": return isUrgent(finding);
    default: return true;
  }
}

export const fits = (finding: Finding, find: string): boolean =>
  finds(`${finding.about} ${finding.rule} ${finding.name} ${finding.message}`, find);

export const choose = (findings: readonly Finding[], { figure, role, rule, find }: FindingChoice, today: Today): Finding[] => findings
  .filter((one) => isIn(figure, one, today) && (role === "" || one.role === role) && (rule === "" || one.rule === rule) && fits(one, find))
  .sort(byUrgency);

/** What is mended is still in the list for a moment, and no longer counted. */
export const countByFigure = (findings: readonly Finding[], today: Today): [Figure, number][] =>
  figures.map((figure) => [figure, findings.filter((one) => !isMended(one) && isIn(figure, one, today)).length]);

export const rolesOf = (findings: readonly Finding[]): string[] =>
  [...new Set(findings.map((one) => one.role))].filter(Boolean).sort(natural.compare);

/** By id, each with its name. */
export const rulesOf = (findings: readonly Finding[]): [string, string][] =>
  [...new Map(findings.map((one) => [one.rule, one.name]))].sort(([a], [b]) => natural.compare(a, b));

/** What whoever deals with a stay should know, the worst first: not what may stay as it is. */
export const ofStay = (findings: readonly Finding[], reservationId: string): Finding[] => findings
  .filter((one) => one.reservationId === reservationId && one.stage !== FindingStage.WAIVED && !isMended(one))
  .sort(byUrgency);

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** "O. N." for "Okafor, Ngozi": enough for who knows the guest, nothing for who looks over a shoulder. */
export function initials(name: string): string {
  const words = name.split(/[\s,،]+/u).filter(Boolean).slice(0, 4);
  return words.map((word) => `${[...graphemes.segment(word)][0]?.segment ?? ""}.`).join(" ");
}
