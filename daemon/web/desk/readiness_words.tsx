// Pieces of an arrival's row and sheet that say how far it is.
import { minute } from "../kit/clock";
import { Icon, type IconName } from "../kit/icons";
import { ageWords, t } from "../kit/i18n";
import type { Arrival } from "../kit/model";
import { ArrivalStage } from "../gen/stayd/v1/arrival_pb";
import { groupOf, hasArrived, lacking, mayNotCome, slackFigure, slackShown, slackWords, type Group } from "./readiness";

const icons: Record<Group, IconName> = {
  call_now: "bell", waiting: "timer", blocked: "stop", late_risk: "clock", desk_needed: "form", preparing: "broom", not_ready: "broom", ready: "tick",
  arrived: "key", cancelled: "cross",
};

/** Icon and word; who stands at the desk says for how long, and before the box has concluded, whether the key can be handed over. */
export function StageChip({ arrival }: { arrival: Arrival }) {
  const group = groupOf(arrival);
  const age = ageWords(arrival.waitingSince, minute.value);
  const words = group === "waiting" ? t("arrivals.s_waiting", { age }) : t(arrival.stage === ArrivalStage.LEFT ? "arrivals.left" : `arrivals.g_${group}`);
  const more = group === "call_now" ? t("arrivals.s_here", { age })
    : group === "waiting" && !arrival.readiness ? t(arrival.stage === ArrivalStage.READY ? "arrivals.g_ready" : "arrivals.g_not_ready") : "";
  return (
    <span class={`stage g-${group}`}>
      <Icon name={icons[group]} />
      <span>{words}{more && <span class="stage-more">{more}</span>}</span>
    </span>
  );
}

export function NoShowMark({ arrival }: { arrival: Arrival }) {
  if (!mayNotCome(arrival)) return null;
  return <span class="no-show"><Icon name="question" />{t("arrivals.no_show")}</span>;
}

/** How sure the expected hour is: three dots, and words for who does not see them. */
export function EtaConfidence({ arrival }: { arrival: Arrival }) {
  if (!arrival.readiness || hasArrived(arrival)) return null;
  const sure = Math.min(3, arrival.readiness.etaConfidence);
  const words = t(sure === 3 ? "arrivals.eta_known" : sure === 2 ? "arrivals.eta_booked" : sure === 1 ? "arrivals.eta_habit" : "arrivals.eta_usual");
  return (
    <span class="eta-dots" title={words}>
      <span aria-hidden="true">{"●".repeat(sure)}{"○".repeat(3 - sure)}</span><span class="visually-hidden">{words}</span>
    </span>
  );
}

const slackInk = (arrival: Arrival, minutes: number): string =>
  minutes < 0 ? "danger-ink" : groupOf(arrival) === "late_risk" ? "warn-ink" : "";

/** A figure, and words for who does not see the column it stands in. */
export function Slack({ arrival }: { arrival: Arrival }) {
  const minutes = slackShown(arrival, minute.value);
  if (minutes === undefined) return null;
  const words = slackWords(minutes);
  return (
    <span class={`slack ${slackInk(arrival, minutes)}`} title={words}>
      <span aria-hidden="true"><span class="slack-label">{t("arrivals.c_slack")} </span><bdi dir="ltr">{slackFigure(minutes)}</bdi></span>
      <span class="visually-hidden">{words}</span>
    </span>
  );
}

export function SlackSentence({ arrival }: { arrival: Arrival }) {
  const minutes = slackShown(arrival, minute.value);
  return minutes === undefined ? null : <span class={`slack ${slackInk(arrival, minutes)}`}>{slackWords(minutes)}</span>;
}

/** The first thing that is lacking, and how many more. */
export function FirstLack({ arrival }: { arrival: Arrival }) {
  if (!arrival.readiness || hasArrived(arrival)) return null;
  const [first, ...more] = lacking(arrival.readiness);
  if (!first) return null;
  return <p><span dir="auto">{first.lacks || first.name}</span>{more.length > 0 && <span class="muted more"> {t("arrivals.lack_more", { count: more.length })}</span>}</p>;
}
