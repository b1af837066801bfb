// Rules: which there are, what they find, and who wrote them; each can be read, tested, changed and switched off.
import { computed, useComputed, useSignal, type ReadonlySignal, type Signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useAct } from "../kit/act";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import { shortcuts } from "../kit/keys";
import { Empty } from "../kit/parts/words";
import { stable } from "../kit/stable";
import { useBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";
import { Severity } from "./finding_words";
import { chooseRules, countByRule, everyRule, isIn, isShipped, ruleFigures, ruleShown, rulesShown, subjectKey, type RuleChoice } from "./rule_list";
import { refusedRules, type RefusedRules } from "./rule_desk";
import { RuleSheet } from "./rule_sheet";

export function RulesSum() {
  const box = useBox();
  const on = useComputed(() => rulesShown(box).filter((rule) => rule.on).length).value;
  const off = useComputed(() => rulesShown(box).filter((rule) => !rule.on).length).value;
  return <>{on + off > 0 ? t("rules.sum", { on, off }) : ""}</>;
}

export function RulesScreen() {
  const box = useBox();
  const choice = useSignal<RuleChoice>(everyRule);
  const opened = useSignal<string | undefined>(undefined);
  const search = useRef<HTMLInputElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const view = useMemo(() => ({
    ids: stable(() => chooseRules(rulesShown(box), choice.value).map((rule) => rule.id)),
    counts: computed(() => countByRule(box.store.shelf("findings").all())),
  }), [box]);
  const ids = view.ids.value;
  const onOpen = useAct((id: string) => { opened.value = id; });
  useEffect(() => {
    const step = (by: number) => (): void => {
      const all = [...(table.current?.querySelectorAll<HTMLElement>(".rule-open") ?? [])];
      const at = all.indexOf(document.activeElement as HTMLElement);
      all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))]?.focus();
    };
    return shortcuts([
      { keys: "j", run: step(1) }, { keys: "ArrowDown", run: step(1) }, { keys: "k", run: step(-1) }, { keys: "ArrowUp", run: step(-1) },
      { keys: "/", run: () => search.current?.focus() },
    ]);
  }, []);
  return (
    <div class="findings">
      <Refused />
      <Filters choice={choice} search={search} />
      <p class="visually-hidden" aria-live="polite">{t("rules.shown", { count: ids.length })}</p>
      {ids.length === 0 ? <NoRules choice={choice} /> : (
        <table class="rule-table card" role="table" ref={table}>
          <caption class="visually-hidden">{t("nav.rules")}</caption>
          <thead role="rowgroup">
            <tr role="row">
              {(["rule", "about", "severity", "findings", "on", "changed"] as const).map((name) => (
                <th key={name} role="columnheader" scope="col" class={`c-${name}`}>{t(`rules.c_${name}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">{ids.map((id) => <RuleRow key={id} id={id} counts={view.counts} onOpen={onOpen} />)}</tbody>
        </table>
      )}
      {opened.value && <RuleSheet key={opened.value} id={opened.value} onClose={() => { opened.value = undefined; }} />}
    </div>
  );
}

/** What the box could not take, or has put off because it failed: asked again whenever a rule changes. */
function Refused() {
  const box = useBox();
  const refused = useSignal<RefusedRules | undefined>(undefined);
  const state = useComputed(() => box.store.shelf("rules").all().map((rule) => rule.textVersion).join()).value;
  useEffect(() => {
    let isGone = false;
    void refusedRules().then((told) => { if (!isGone) refused.value = told; });
    return () => { isGone = true; };
  }, [state]);
  const { leftOut = [], failed = [] } = refused.value ?? {};
  if (leftOut.length + failed.length === 0) return null;
  return (
    <div class="banner warn" role="status">
      <Icon name="alert" />
      <div class="grow">
        {leftOut.length > 0 && <><p>{t("rules.left_out", { count: leftOut.length })}</p><ul>{leftOut.map((line) => <li key={line} dir="ltr">{line}</li>)}</ul></>}
        {failed.length > 0 && <><p>{t("rules.failed", { count: failed.length })}</p><ul>{failed.map((line) => <li key={line} dir="ltr">{line}</li>)}</ul></>}
      </div>
    </div>
  );
}

interface RowProps { id: string; counts: ReadonlySignal<ReadonlyMap<string, number>>; onOpen: (id: string) => void }

function RuleRow({ id, counts, onOpen }: RowProps) {
  const box = useBox();
  const rule = useComputed(() => ruleShown(box, id)).value;
  const findings = useComputed(() => counts.value.get(box.store.shelf("rules").get(id)?.rule ?? "") ?? 0).value;
  if (!rule) return null;
  return (
    <tr role="row" class={`rule-row ${rule.on ? "" : "off"}`} data-rule={rule.rule}>
      <th role="rowheader" scope="row" class="c-rule">
        <button type="button" class="rule-open" onClick={() => onOpen(id)}><bdi>{rule.rule}</bdi> <span dir="auto">{rule.name}</span></button>
      </th>
      <td role="cell" class="c-about">{t(subjectKey(rule.subject))}</td>
      <td role="cell" class="c-severity"><Severity of={rule.severity} /></td>
      <td role="cell" class="c-findings"><span class="narrow-only">{t("rules.c_findings")} </span>{findings}</td>
      <td role="cell" class="c-on">{rule.on ? t("rules.on") : t("rules.off")}</td>
      <td role="cell" class="c-changed">
        {isShipped(rule) ? <span class="muted">{t("rules.shipped")}</span>
          : <span dir="auto">{t("rules.by", { who: rule.changedBy, time: dayOrTime(rule.since ?? 0, minute.value, box.zone.value) })}</span>}
      </td>
    </tr>
  );
}

function Filters({ choice, search }: { choice: Signal<RuleChoice>; search: { current: HTMLInputElement | null } }) {
  const box = useBox();
  const counts = useComputed(() => ruleFigures.map((figure) => [figure, rulesShown(box).filter((rule) => isIn(figure, rule)).length] as const)).value;
  const { figure: chosen, find } = choice.value;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    choice.value = { ...choice.peek(), find: "" };
    search.current?.blur();
  };
  return (
    <>
      <div class="figures" role="group" aria-label={t("rules.filter")}>
        {counts.map(([figure, count]) => (
          <button key={figure} type="button" class="card figure-button" aria-pressed={chosen === figure}
            onClick={() => { choice.value = { ...choice.peek(), figure }; }}>
            <strong>{count}</strong> <span>{t(`rules.g_${figure}`)}</span>
          </button>
        ))}
      </div>
      <div class="finding-filters">
        <label class="find">
          <Icon name="search" /><span class="visually-hidden">{t("rules.find")}</span>
          <input ref={search} type="search" dir="auto" placeholder={t("rules.find")} value={find} onKeyDown={onKeyDown}
            onInput={(event) => { choice.value = { ...choice.peek(), find: event.currentTarget.value }; }} />
        </label>
      </div>
    </>
  );
}

function NoRules({ choice }: { choice: Signal<RuleChoice> }) {
  const box = useBox();
  if (!box.hasData.value) return <Empty icon="form" title={t("banner.start")}><p>{t("banner.start_works")}</p></Empty>;
  return (
    <Empty icon="search" title={t("rules.none")}>
      <p>{t("rules.none_why")}</p>
      <button type="button" class="button" onClick={() => { choice.value = everyRule; }}>{t("arrivals.clear")}</button>
    </Empty>
  );
}
