// Of when the data is that a finding rests on, where that is older than its rule allows.
import { minute } from "../kit/clock";
import { t } from "../kit/i18n";
import { Icon } from "../kit/icons";
import type { Finding, Status } from "../kit/model";
import { readAt } from "../kit/net";
import { useBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";

/** Undefined: it is fresh enough, or may be of any age. */
export function staleSince({ maxAgeMinutes }: Pick<Finding, "maxAgeMinutes">, status: Status | undefined, now: number): number | undefined {
  const read = readAt(status, ["reservations"]);
  return maxAgeMinutes > 0 && read !== undefined && now - read > maxAgeMinutes * 60_000 ? read : undefined;
}

export function AsOf({ finding }: { finding: Finding }) {
  const box = useBox();
  const since = staleSince(finding, box.status.value, minute.value);
  if (since === undefined) return null;
  return <p class="banner warn" role="status"><Icon name="clock" /><span class="grow">{t("findings.as_of", { time: dayOrTime(since, minute.value, box.zone.value) })}</span></p>;
}
