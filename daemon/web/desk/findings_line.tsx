import { useComputed } from "@preact/signals";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import { follow } from "../kit/route";
import { useBox } from "../kit/staff";
import { localDate } from "../kit/time";
import { findingsShown, needsSomeoneToday } from "./finding_list";

/** How many findings nobody is on cannot wait for tomorrow. */
export function useNeeded(): number {
  const box = useBox();
  return useComputed(() => {
    const today = { date: localDate(minute.value, box.zone.value), zone: box.zone.value };
    return findingsShown(box).filter((finding) => needsSomeoneToday(finding, today)).length;
  }).value;
}

/** Leads to the list; nothing at all when nothing is to be mended today. */
export function FindingsLine() {
  const count = useNeeded();
  if (count === 0) return null;
  return <a class="card findings-line" href="/d/quality" onClick={follow}><Icon name="findings" /><span>{t("findings.line", { count })}</span></a>;
}
