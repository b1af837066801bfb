// How a finding looks and reads: its severity, where it stands, what it is about, the facts behind it.
import { FindingStage } from "../gen/stayd/v1/common_pb";
import { FindingSeverity, FindingSubject } from "../gen/stayd/v1/finding_pb";
import { minute } from "../kit/clock";
import { Icon, type IconName } from "../kit/icons";
import { t, type PlainKey } from "../kit/i18n";
import type { Fact, Finding } from "../kit/model";
import { useBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";
import { isMine } from "./finding_decide";
import { initials } from "./finding_list";

interface SeverityLook { name: "critical" | "high" | "medium" | "low" | "info"; icon: IconName }

const severities = new Map<FindingSeverity, SeverityLook>([
  [FindingSeverity.CRITICAL, { name: "critical", icon: "alert" }],
  [FindingSeverity.HIGH, { name: "high", icon: "high" }],
  [FindingSeverity.MEDIUM, { name: "medium", icon: "level" }],
  [FindingSeverity.LOW, { name: "low", icon: "down" }],
]);
export const severityLook = (severity: FindingSeverity): SeverityLook => severities.get(severity) ?? { name: "info", icon: "info" };

export function Severity({ of: severity }: { of: FindingSeverity }) {
  const { name, icon } = severityLook(severity);
  return <span class={`severity v-${name}`}><Icon name={icon} />{t(`findings.v_${name}`)}</span>;
}

/** Where it stands; nothing while it is simply open. */
export function Stage({ finding }: { finding: Finding }) {
  const box = useBox();
  const by = finding.decidedBy;
  const time = finding.until === undefined ? "" : dayOrTime(finding.until, minute.value, box.zone.value);
  const look = ((): [IconName, string, string] | undefined => {
    switch (finding.stage) {
      case FindingStage.ACKNOWLEDGED: return ["person", "mine", isMine(finding) ? t("findings.s_yours") : t("findings.s_taken", { who: by })];
      case FindingStage.SNOOZED: return ["clock", "aside", t("findings.s_snoozed", { time })];
      case FindingStage.WAIVED: return ["cross", "aside", time ? t("findings.s_waived_until", { who: by, time }) : t("findings.s_waived", { who: by })];
      case FindingStage.MENDED: return ["tick", "mended", t("findings.s_mended")];
      default: return undefined;
    }
  })();
  if (!look) return null;
  const [icon, name, words] = look;
  return <span class={`finding-stage st-${name}`}><Icon name={icon} /><span dir="auto">{words}</span></span>;
}

const subjectIcons = new Map<FindingSubject, IconName>([
  [FindingSubject.STAY, "key"], [FindingSubject.PERSON, "person"], [FindingSubject.ROOM, "rooms"], [FindingSubject.TASK, "tasks"],
]);

/** A person's name is for whoever opens the row. */
export function About({ finding, isOpen = false }: { finding: Finding; isOpen?: boolean }) {
  const isMasked = !isOpen && finding.subject === FindingSubject.PERSON;
  return (
    <span class="with-icon about">
      <Icon name={subjectIcons.get(finding.subject) ?? "info"} />
      <span>
        {isMasked && <span class="visually-hidden">{t("findings.masked")} </span>}
        <bdi>{isMasked ? initials(finding.about) : finding.about || "–"}</bdi>
      </span>
    </span>
  );
}

const roles = new Map<string, PlainKey>([
  ["desk", "findings.r_desk"], ["reservations", "findings.r_reservations"], ["housekeeping", "findings.r_housekeeping"],
  ["engineering", "findings.r_engineering"], ["finance", "findings.r_finance"], ["manager", "findings.r_manager"], ["admin", "findings.r_admin"],
]);

const spoken = (name: string): string => {
  const words = name.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A role of a hotel's own rules is said as it is written. */
export const roleWords = (role: string): string => {
  const key = roles.get(role);
  return key ? t(key) : spoken(role);
};

const facts = new Map<string, PlainKey>([
  ["number", "findings.f_number"], ["category", "findings.f_category"], ["room", "findings.f_room"], ["room_state", "findings.f_room_state"],
  ["state", "findings.f_state"], ["head_count", "findings.f_head_count"], ["capacity", "findings.f_capacity"],
  ["extra_capacity", "findings.f_extra_capacity"], ["nights", "findings.f_nights"], ["start_utc_ms", "findings.f_start"],
  ["end_utc_ms", "findings.f_end"], ["created_utc_ms", "findings.f_created"], ["release_utc_ms", "findings.f_release"],
  ["guest_waiting", "findings.f_guest_waiting"], ["starts_today", "findings.f_starts_today"], ["ends_today", "findings.f_ends_today"],
]);

const values = new Map<string, PlainKey>([
  ["Inquired", "findings.w_inquired"], ["Requested", "findings.w_requested"], ["Optional", "findings.w_optional"],
  ["Confirmed", "findings.w_confirmed"], ["Started", "findings.w_started"], ["Processed", "findings.w_processed"],
  ["Canceled", "findings.w_canceled"], ["Dirty", "state.dirty"], ["Clean", "state.clean"], ["Inspected", "state.inspected"],
  ["OutOfService", "state.service"], ["OutOfOrder", "state.order"],
]);

const isMoment = (name: string): boolean => name.endsWith("_utc_ms");
const isQuestion = (name: string): boolean => /^(is|has|needs|wants)_|_today$|_waiting$/.test(name);
const isState = (name: string): boolean => name === "state" || name.endsWith("_state");

/** A fact that no words are known for is said by its own name. */
export const factName = ({ name }: Fact): string => {
  const key = facts.get(name);
  return key ? t(key) : spoken(isMoment(name) ? name.slice(0, -"_utc_ms".length) : name);
};

export function factValue({ name, value }: Fact, now: number, zone: string): string {
  if (value === "") return t("findings.unknown");
  if (isMoment(name) && /^\d+$/.test(value)) return dayOrTime(Number(value), now, zone);
  if (isQuestion(name) && (value === "0" || value === "1")) return t(value === "1" ? "findings.yes" : "findings.no");
  const key = isState(name) ? values.get(value) : undefined;
  return key ? t(key) : value;
}
