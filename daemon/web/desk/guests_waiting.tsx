import { useMemo } from "preact/hooks";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { ageWords, t } from "../kit/i18n";
import { follow } from "../kit/route";
import { stable } from "../kit/stable";
import { useBox } from "../kit/staff";
import { arrivalShown, blockerWords } from "./arrival_list";
import { byNeed, hinders, standsHere } from "./readiness";

/** Who stands at the desk now; nothing at all when nobody does. */
export function GuestsWaiting() {
  const box = useBox();
  const waiting = useMemo(() => stable(() =>
    box.store.shelf("arrivals").all().map((arrival) => arrivalShown(box, arrival)).filter(standsHere).sort(byNeed(minute.value))), [box]).value;
  if (waiting.length === 0) return null;
  return (
    <section class="card panel">
      <h2>{t("dash.guests_wait")}</h2>
      <ul class="waiting-guests">
        {waiting.map((arrival) => (
          <li key={arrival.id}>
            <a href="/d/arrivals" onClick={follow} dir="auto"><bdi>{arrival.guest}</bdi></a>
            <span class="danger-ink with-icon"><Icon name="bell" />{t("dash.waits", { age: ageWords(arrival.waitingSince, minute.value) })}</span>
            <span class="small muted">
              {arrival.room ? t("dash.waiting_room", { room: arrival.room }) : t("arrivals.no_room")} · {(hinders(arrival) ?? arrival.blockers.map(blockerWords)).join(", ") || t("arrivals.g_ready")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
