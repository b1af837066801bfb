// One change that a person should see: what was done, what Mews says to it, what was chosen, and the other way.
import type { TargetedMouseEvent } from "preact";
import { useId } from "preact/hooks";
import { minute } from "../kit/clock";
import { fateOf, needsPerson, type Fate } from "../kit/changes";
import { fieldKey } from "../kit/fields";
import { Icon, type IconName } from "../kit/icons";
import { ageWords, t } from "../kit/i18n";
import type { Change, Conflict } from "../kit/model";
import { ChangeLine } from "../kit/parts/badge";
import { ChangeActs } from "../kit/parts/change_acts";
import { useBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";

const icons: Record<Fate, IconName> = { refused: "cross", replaced: "swap", ours_sent: "swap", waiting: "clock" };

function fateWords(change: Change, now: number): string {
  switch (fateOf(change)) {
    case "refused": return t(change.reasonIsOfPms ? "dash.refused" : "dash.not_possible");
    case "replaced": return t("dash.replaced");
    case "ours_sent": return t("dash.ours_sent");
    case "waiting": return t("dash.waiting", { age: ageWords(change.accepted, now) });
  }
}

export function ChangeCard({ change, onDecided }: { change: Change; onDecided: (event: TargetedMouseEvent<HTMLElement>) => void }) {
  const box = useBox();
  const title = useId();
  const fate = fateOf(change);
  const pending = box.pending.value.get(`change:${change.id}`);
  return (
    <article class={`need f-${fate}`} aria-labelledby={title}>
      <Icon name={icons[fate]} />
      <div class="need-words">
        <h3 id={title} dir="auto">{change.what}</h3>
        <p class="need-fate">{fateWords(change, minute.value)}</p>
        <p class="small muted">
          <bdi>{change.by}</bdi>, {dayOrTime(change.accepted, minute.value, box.zone.value)}
          {fate === "waiting" && change.attempts > 0 ? ` · ${t("dash.attempts", { count: change.attempts })}` : ""}
          {fate === "waiting" && change.reason ? <> · <bdi>{change.reason}</bdi></> : null}
        </p>
        {fate === "refused" && <Refusal change={change} />}
        {fate === "replaced" && change.reason && <p dir="auto">{change.reason}</p>}
        {fate === "ours_sent" && <p dir="auto">{change.reason || t("dash.ours_why")}</p>}
        {needsPerson(change) && change.conflicts.length > 0 && (
          <ul class="conflicts">{change.conflicts.map((conflict) => <li key={conflict.field}><Comparison conflict={conflict} /></li>)}</ul>
        )}
        {change.nextStep && <p class="next-step" dir="auto">{change.nextStep}</p>}
        {pending?.phase === "not_saved" && <ChangeLine pending={pending} mark={undefined} />}
      </div>
      {needsPerson(change) && <ChangeActs change={change} describedBy={title} onDecided={onDecided} />}
    </article>
  );
}

/** Mews's words are Mews's; what the box found out itself is said as the box's. */
function Refusal({ change }: { change: Change }) {
  return (
    <figure class="said">
      <figcaption class="small">{t(change.reasonIsOfPms ? "dash.mews_words" : "dash.box_words")}</figcaption>
      <blockquote dir="auto">{change.reason || t("dash.no_reason")}</blockquote>
    </figure>
  );
}

/** Before, ours and theirs of one field, the chosen one marked. */
function Comparison({ conflict }: { conflict: Conflict }) {
  const key = fieldKey(conflict.field);
  const values = [
    { word: t("change.before"), value: conflict.before, isChosen: false },
    { word: t("change.ours"), value: conflict.ours, isChosen: conflict.oursChosen },
    { word: t("change.theirs"), value: conflict.theirs, isChosen: !conflict.oursChosen },
  ];
  return (
    <>
      <h4>{key ? t(key) : <bdi>{conflict.field}</bdi>}</h4>
      <dl class="compare">
        {values.map(({ word, value, isChosen }) => (
          <div key={word} class={isChosen ? "chosen" : ""}>
            <dt>{word}</dt>
            <dd dir="auto">{value || t("change.nothing")}</dd>
            {isChosen && <dd class="mark with-icon"><Icon name="tick" />{t("change.chosen")}</dd>}
          </div>
        ))}
      </dl>
    </>
  );
}
