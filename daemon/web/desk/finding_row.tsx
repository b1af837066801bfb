import { useComputed } from "@preact/signals";
import { useId } from "preact/hooks";
import { FindingStage } from "../gen/stayd/v1/common_pb";
import { FindingSubject } from "../gen/stayd/v1/finding_pb";
import { useChanged } from "../kit/changed";
import { Icon } from "../kit/icons";
import { t, type Key } from "../kit/i18n";
import { SyncBadge } from "../kit/parts/badge";
import { useBox } from "../kit/staff";
import { Expected } from "./arrival_row";
import { doubleOf } from "./compare";
import { decide } from "./finding_decide";
import { isMended, pendingOfFinding } from "./finding_list";
import { useFinding } from "./finding_sheet";
import { About, roleWords, Severity, Stage } from "./finding_words";
import { canFix } from "./fix_fields";
import { FixForm } from "./fix_form";
import { useSentTo } from "./sent";

export const columns = [
  ["severity", "findings.c_severity"], ["what", "findings.c_what"], ["about", "findings.c_about"], ["time", "findings.c_arrival"],
  ["role", "findings.c_role"], ["stage", "findings.c_stage"],
] as const satisfies readonly (readonly [string, Key])[];

interface Props {
  id: string; isSelected: boolean; isFixing: boolean; onSelect: (id: string) => void; onOpen: (id: string) => void; onCompare: (id: string) => void;
  onFix: (id: string, opens: boolean) => void; onFixed: (id: string) => void;
}

/** A row that left the list while hands are on it stays, struck through. */
export function FindingRow({ id, isSelected, isFixing, onSelect, onOpen, onCompare, onFix, onFixed }: Props) {
  const box = useBox();
  const finding = useFinding(id);
  const title = useId();
  const pending = useComputed(() => {
    const held = box.store.shelf("findings").get(id);
    return held && pendingOfFinding(box, held);
  }).value;
  const changed = useChanged(finding?.severity ?? 0);
  const sent = useSentTo(finding?.subject === FindingSubject.PERSON ? finding.subjectId : "");
  const form = useId();
  if (!finding) return null;
  return (
    <>
      <tr role="row" class={`finding-row ${isMended(finding) ? "mended" : ""}`} data-id={id} data-selected={isSelected} onFocusIn={() => onSelect(id)} onPointerDown={() => onSelect(id)}>
        <td role="cell" class="c-severity"><span key={finding.severity} class={changed}><Severity of={finding.severity} /></span></td>
        <th role="rowheader" scope="row" class="c-what">
          <button type="button" id={title} class="finding-open" onClick={() => onOpen(id)}><span dir="auto">{finding.message || finding.name}</span></button>
          <span class="small muted finding-rule"><bdi>{finding.rule}</bdi> <span dir="auto">{finding.name}</span></span>
        </th>
        <td role="cell" class="c-about"><About finding={finding} isOpen={isFixing} /></td>
        <td role="cell" class="c-time">{finding.arrival !== undefined && <><span class="narrow-only">{t("findings.c_arrival")} </span><Expected at={finding.arrival} /></>}</td>
        <td role="cell" class="c-role" dir="auto">{finding.role && roleWords(finding.role)}</td>
        <td role="cell" class="c-stage">
          <Stage finding={finding} /><SyncBadge pending={pending} mark={undefined} /><SyncBadge pending={sent.pending} mark={sent.mark} />
          <span class="finding-buttons">
            {canFix(finding) && (
              <button type="button" class="button take" aria-describedby={title} aria-expanded={isFixing} aria-controls={form} onClick={() => onFix(id, !isFixing)}>
                <Icon name="form" />{t("findings.a_fix")}
              </button>
            )}
            {doubleOf(finding) && !isMended(finding) && (
              <button type="button" class="button take" aria-describedby={title} onClick={() => onCompare(id)}><Icon name="swap" />{t("findings.a_compare")}</button>
            )}
            {finding.stage === FindingStage.OPEN && (
              <button type="button" class="button take" aria-describedby={title} onClick={() => void decide(box, finding, { stage: FindingStage.ACKNOWLEDGED })}>
                <Icon name="person" />{t("findings.a_mine")}
              </button>
            )}
          </span>
        </td>
      </tr>
      {isFixing && (
        <tr role="row" class="fix-row" onFocusIn={() => onSelect(id)}>
          <td role="cell" colSpan={columns.length} id={form}><FixForm finding={finding} onDone={() => onFixed(id)} onClose={() => onFix(id, false)} /></td>
        </tr>
      )}
    </>
  );
}
