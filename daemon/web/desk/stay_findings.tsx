// What is wrong with one stay, for the arrivals board and the sheet of an arrival.
import { computed, useComputed, type ReadonlySignal } from "@preact/signals";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import type { Finding } from "../kit/model";
import { useBox, type StaffBox } from "../kit/staff";
import { findingsShown, isAside, isUrgent, ofStay } from "./finding_list";
import { Severity, Stage } from "./finding_words";
import type { Opened } from "./opened";

type ByStay = ReadonlyMap<string, Finding[]>;
const groupings = new WeakMap<StaffBox, ReadonlySignal<ByStay>>();

/** Grouped once for all rows. */
function byStay(box: StaffBox): ReadonlySignal<ByStay> {
  let found = groupings.get(box);
  if (!found) {
    found = computed(() => {
      const all = findingsShown(box).filter((one) => one.reservationId !== "");
      return new Map([...new Set(all.map((one) => one.reservationId))].map((id) => [id, ofStay(all, id)]));
    });
    groupings.set(box, found);
  }
  return found;
}

/** How many are of high or critical severity; nothing when none is. */
export function FindingMark({ reservationId }: { reservationId: string }) {
  const box = useBox();
  const count = useComputed(() => (byStay(box).value.get(reservationId) ?? []).filter((one) => isUrgent(one) && !isAside(one)).length).value;
  if (count === 0) return null;
  return <span class="finding-mark"><Icon name="findings" />{t("findings.mark", { count })}</span>;
}

export function StayFindings({ reservationId, onOpen }: { reservationId: string; onOpen: (next: Opened) => void }) {
  const findings = byStay(useBox()).value.get(reservationId) ?? [];
  if (findings.length === 0) return null;
  return (
    <section>
      <h3>{t("findings.of_stay")}</h3>
      <ul class="stay-findings">
        {findings.map((finding) => (
          <li key={finding.id}>
            <button type="button" onClick={() => onOpen({ kind: "finding", id: finding.id })}>
              <Severity of={finding.severity} /><span class="grow" dir="auto">{finding.message || finding.name}</span><Stage finding={finding} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
