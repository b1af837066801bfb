// What a person makes of a finding, and until when one can set it aside.
import { FindingStage } from "../gen/stayd/v1/common_pb";
import { t } from "../kit/i18n";
import type { Finding } from "../kit/model";
import { person } from "../kit/session";
import type { StaffBox } from "../kit/staff";
import { atLocalTime, atLocalTimeIn, dayOrTime } from "../kit/time";
import { boxNow } from "../kit/clock";
import { say } from "../kit/toast";

export interface Decision { stage: FindingStage; until?: number; reason?: string }

/** By rule and not by guest: it is shown where nobody opened anything. */
export const whatOf = (finding: Finding): string => `${finding.rule} ${finding.name}`.trim();

function decisionKey(stage: FindingStage) {
  switch (stage) {
    case FindingStage.ACKNOWLEDGED: return "findings.act_mine";
    case FindingStage.SNOOZED: return "findings.act_snoozed";
    case FindingStage.WAIVED: return "findings.act_waived";
    default: return "findings.act_back";
  }
}

export const isMine = (finding: Finding): boolean =>
  finding.stage === FindingStage.ACKNOWLEDGED && finding.decidedBy !== "" && finding.decidedBy === person.value?.name;

/** False when it was not done. What set an open one aside can be taken back for a moment. */
export async function decide(box: StaffBox, finding: Finding, { stage, until, reason = "" }: Decision): Promise<boolean> {
  const isDone = await box.act({ kind: "decide_finding", findingId: finding.id, words: t(decisionKey(stage), { what: whatOf(finding) }), stage, until, reason });
  if (!isDone) return false;
  const undo = finding.stage === FindingStage.OPEN
    ? { label: t("toast.undo"), run: () => void decide(box, { ...finding, stage }, { stage: FindingStage.OPEN }) } : undefined;
  say({ text: decisionWords(box, finding, { stage, until }), action: undo });
  return true;
}

function decisionWords(box: StaffBox, finding: Finding, { stage, until }: Decision): string {
  const what = whatOf(finding);
  switch (stage) {
    case FindingStage.ACKNOWLEDGED: return t("findings.said_mine", { what });
    case FindingStage.SNOOZED: return t("findings.said_snoozed", { what, time: dayOrTime(until, boxNow(), box.zone.peek()) });
    case FindingStage.WAIVED: return t("findings.said_waived", { what });
    default: return t("findings.said_back", { what });
  }
}

export interface Snooze { name: "evening" | "morning" | "days"; until: number }

const soon = 30 * 60_000;
export const longestSnooze = 90 * 86_400_000;

/** The evening only while it is still to come. */
export function snoozes(now: number, zone: string): Snooze[] {
  const all: Snooze[] = [
    { name: "evening", until: atLocalTime("18:00", now, zone) },
    { name: "morning", until: atLocalTimeIn(1, "08:00", now, zone) },
    { name: "days", until: atLocalTimeIn(3, "08:00", now, zone) },
  ];
  return all.filter(({ until }) => until - now >= soon);
}

/** What can be decided now, the likeliest first; nothing about what is mended. */
export type Choice = "mine" | "snooze" | "waive" | "back";
export function choicesOf(finding: Finding): Choice[] {
  switch (finding.stage) {
    case FindingStage.OPEN: return ["mine", "snooze", "waive"];
    case FindingStage.ACKNOWLEDGED: return isMine(finding) ? ["snooze", "waive", "back"] : ["mine", "snooze", "waive", "back"];
    case FindingStage.SNOOZED: return ["back", "mine", "snooze", "waive"];
    case FindingStage.WAIVED: return ["back", "mine"];
    default: return [];
  }
}
