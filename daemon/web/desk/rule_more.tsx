// Beside the text of a rule: what its condition may name, what it was before, and what a test said.
import { useSignal, type Signal } from "@preact/signals";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import { useBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";
import type { Column, Version } from "./rule_desk";
import { Diff } from "./rule_diff";
import { excerpt, type RuleTest } from "./rule_test";

export function Columns({ columns, onPick }: { columns: Column[]; onPick: (name: string) => void }) {
  const find = useSignal("");
  const word = find.value.trim().toLowerCase();
  const shown = columns.filter((one) => `${one.name} ${one.says}`.toLowerCase().includes(word));
  return (
    <details class="rule-columns">
      <summary>{t("rules.columns", { count: columns.length })}</summary>
      <label class="field">
        <span>{t("rules.columns_find")}</span>
        <input type="search" value={find.value} dir="ltr" onInput={(event) => { find.value = event.currentTarget.value; }} />
      </label>
      <dl>
        {shown.map((one) => (
          <div key={one.name}>
            <dt><button type="button" dir="ltr" title={t("rules.columns_pick")} onClick={() => { onPick(one.name); }}>{one.name}</button></dt>
            <dd dir="auto">{one.says}</dd>
          </div>
        ))}
      </dl>
      {shown.length === 0 && <p>{t("rules.columns_none")}</p>}
    </details>
  );
}

/** Each with what going back to it would change. */
export function Versions({ versions, current, isHeld, onPick }: { versions: Version[]; current: string; isHeld: boolean; onPick: (text: string) => void }) {
  const box = useBox();
  const others = versions.filter((one) => one.text !== current);
  if (others.length === 0) return null;
  return (
    <details class="rule-versions">
      <summary>{t("rules.versions", { count: others.length })}</summary>
      <ol reversed>
        {others.map((one, at) => (
          <li key={at}>
            <p>
              <span dir="auto">{one.since === undefined ? t("rules.version_first") : t("rules.by", { who: one.by, time: dayOrTime(one.since, minute.value, box.zone.value) })}</span>
              <button type="button" class="button" disabled={isHeld} onClick={() => { onPick(one.text); }}><Icon name="undo" />{t("rules.a_version")}</button>
            </p>
            <Diff before={current} after={one.text} />
          </li>
        ))}
      </ol>
    </details>
  );
}

export type Tested = { state: "asking" } | { state: "silent" } | { state: "told"; told: RuleTest; text: string };
/** Of a text that was tried, and is right. */
export const isTried = (tested: Tested | undefined, text: string): boolean => tested?.state === "told" && tested.text === text && tested.told.mistakes.length === 0;

export function Told({ tested }: { tested: Signal<Tested | undefined> }) {
  const now = tested.value;
  return (
    <div aria-live="polite" class="live rule-told">
      {now?.state === "asking" && <p>{t("rules.testing")}</p>}
      {now?.state === "silent" && <p class="error">{t("rules.untested")}</p>}
      {now?.state === "told" && (now.told.mistakes.length > 0 ? <Mistakes told={now.told} text={now.text} /> : <Says told={now.told} />)}
    </div>
  );
}

function Mistakes({ told, text }: { told: RuleTest; text: string }) {
  return (
    <div class="error">
      <p>{t("rules.mistakes")}</p>
      <ul>
        {told.mistakes.map((line) => {
          const place = excerpt(text, line);
          return <li key={line} dir="ltr">{line}{place !== undefined && <pre class="rule-text">{place}</pre>}</li>;
        })}
      </ul>
    </div>
  );
}

function Says({ told }: { told: RuleTest }) {
  const box = useBox();
  const { hits, asked, haveAnother, first, hours, fired, firedOn, last, knownSince } = told;
  const isKnownInPart = knownSince !== undefined && knownSince > minute.value - hours * 3_600_000;
  return (
    <>
      <p>{t("rules.tested", { hits, asked, double: haveAnother })}</p>
      {first.length > 0 && <p class="small muted" dir="auto">{t("rules.first", { names: first.join(", ") })}</p>}
      {hours > 0 && <p>{t("rules.fired", { fired, subjects: firedOn, days: Math.round(hours / 24) })}</p>}
      {last.length > 0 && <p class="small muted" dir="auto">{t("rules.last", { names: last.join(", ") })}</p>}
      {hours > 0 && isKnownInPart && <p class="small muted">{t("rules.known_since", { time: dayOrTime(knownSince, minute.value, box.zone.value) })}</p>}
    </>
  );
}
