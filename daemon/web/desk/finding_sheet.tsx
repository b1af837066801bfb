import { useComputed } from "@preact/signals";
import { Fragment } from "preact";
import { useRef } from "preact/hooks";
import { FindingStage } from "../gen/stayd/v1/common_pb";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import type { Finding } from "../kit/model";
import { ChangeLine } from "../kit/parts/badge";
import { Sheet } from "../kit/parts/sheet";
import { useBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";
import { AsOf } from "./as_of";
import { FindingActs } from "./finding_acts";
import { findingShown, isMended, pendingOfFinding } from "./finding_list";
import { About, factName, factValue, roleWords, Severity, Stage } from "./finding_words";
import type { Opened } from "./opened";

/** What left the box's list while it was being looked at is mended. */
export function useFinding(id: string): Finding | undefined {
  const box = useBox();
  const last = useRef<Finding | undefined>(undefined);
  const held = useComputed(() => {
    const finding = box.store.shelf("findings").get(id);
    return finding && findingShown(box, finding);
  }).value;
  if (held) last.current = held;
  return held ?? (last.current && { ...last.current, stage: FindingStage.MENDED });
}

interface Props { id: string; onClose: () => void; onOpen: (next: Opened) => void }

/** One finding in full: what to do about it, why the rule says so, who is on it, and what can be decided. */
export function FindingSheet({ id, onClose, onOpen }: Props) {
  const box = useBox();
  const finding = useFinding(id);
  const held = useComputed(() => box.store.shelf("findings").get(id)).value;
  if (!finding) return null;
  const hasArrival = finding.reservationId !== "" && box.store.shelf("arrivals").get(finding.reservationId) !== undefined;
  const time = (at: number | undefined): string => dayOrTime(at, minute.value, box.zone.value);
  return (
    <Sheet title={<span dir="auto">{finding.message || finding.name}</span>} onClose={onClose}>
      <p class="finding-head"><Severity of={finding.severity} /><Stage finding={finding} /></p>
      {isMended(finding)
        ? <p class="banner info"><Icon name="tick" /><span class="grow">{t("findings.mended_why")}</span></p>
        : finding.fix && <section class="fix"><h3>{t("findings.fix")}</h3><p dir="auto">{finding.fix}</p></section>}
      <AsOf finding={finding} />
      <ChangeLine pending={held && pendingOfFinding(box, held)} mark={undefined} />
      {hasArrival && (
        <button type="button" class="button" onClick={() => onOpen({ kind: "arrival", id: finding.reservationId })}>
          <Icon name="arrivals" />{t("findings.open_arrival")}
        </button>
      )}
      <dl class="facts">
        <dt>{t("findings.c_about")}</dt><dd><About finding={finding} isOpen /></dd>
        {finding.arrival !== undefined && <><dt>{t("findings.c_arrival")}</dt><dd>{time(finding.arrival)}</dd></>}
        {finding.role && <><dt>{t("findings.c_role")}</dt><dd dir="auto">{roleWords(finding.role)}</dd></>}
        <dt>{t("findings.rule")}</dt><dd><bdi>{finding.rule}</bdi> <span dir="auto">{finding.name}</span></dd>
        <dt>{t("findings.raised")}</dt><dd>{time(finding.raised)}, {t("findings.times", { count: Math.max(1, finding.times) })}</dd>
        <dt>{t("findings.since")}</dt><dd>{time(finding.since)}</dd>
        {finding.decidedBy && <><dt>{t("findings.decided")}</dt><dd><bdi>{finding.decidedBy}</bdi></dd></>}
        {finding.reason && <><dt>{t("findings.reason")}</dt><dd dir="auto">{finding.reason}</dd></>}
      </dl>
      {finding.facts.length > 0 && (
        <section>
          <h3>{t("findings.why")}</h3>
          <dl class="facts evidence">
            {finding.facts.map((fact) => (
              <Fragment key={fact.name}><dt dir="auto">{factName(fact)}</dt><dd dir="auto">{factValue(fact, minute.value, box.zone.value)}</dd></Fragment>
            ))}
          </dl>
        </section>
      )}
      <FindingActs finding={finding} onClose={onClose} />
    </Sheet>
  );
}
