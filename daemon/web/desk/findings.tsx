// Data quality: what rules say is wrong, in the order that saves trouble.
import { computed, useComputed, useSignal, type Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { FindingStage } from "../gen/stayd/v1/common_pb";
import { useAct } from "../kit/act";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import { Empty } from "../kit/parts/words";
import { stable } from "../kit/stable";
import type { Finding } from "../kit/model";
import { person } from "../kit/session";
import { useBox } from "../kit/staff";
import { localDate } from "../kit/time";
import { doubleOf } from "./compare";
import { CompareSheet } from "./compare_sheet";
import { choicesOf, decide } from "./finding_decide";
import { choose, countByFigure, everything, findingShown, findingsShown, rolesOf, rulesOf, type Figure, type FindingChoice } from "./finding_list";
import { columns, FindingRow } from "./finding_row";
import { roleWords } from "./finding_words";
import { useNeeded } from "./findings_line";
import { canFix } from "./fix_fields";
import { holdAll } from "./held_order";
import { OpenedSheet, type Opened } from "./opened";
import { scoreOfToday } from "./profile";
import { Score } from "./profile_words";
import { useRows } from "./rows";

export function FindingsSum() {
  const box = useBox();
  const count = useNeeded();
  const isRead = useComputed(() => box.status.value?.firstSync?.complete ?? box.hasData.value).value;
  return <>{isRead || count > 0 ? t("findings.sum", { count }) : ""}</>;
}

export function FindingsScreen() {
  const box = useBox();
  const choice = useSignal<FindingChoice>(everything);
  const opened = useSignal<Opened | undefined>(undefined);
  const fixing = useSignal<string | undefined>(undefined);
  const compared = useSignal<Finding | undefined>(undefined);
  const view = useMemo(() => {
    const findings = computed(() => findingsShown(box));
    const today = stable(() => ({ date: localDate(minute.value, box.zone.value), zone: box.zone.value }));
    return {
      ids: stable(() => choose(findings.value, choice.value, today.value).map((finding) => finding.id)),
      counts: stable(() => countByFigure(findings.value, today.value)),
      score: stable(() => scoreOfToday(box.store.shelf("arrivals").all(), today.value)),
      roles: stable(() => rolesOf(findings.value)),
      rules: stable(() => rulesOf(findings.value)),
    };
  }, [box]);
  const findingOf = (id: string | undefined): Finding | undefined => {
    const held = box.store.shelf("findings").cell(id ?? "").peek();
    return held && findingShown(box, held);
  };
  const { ids, search, focusRow, hands, row, moved } = useRows({
    wanted: view.ids.value, choice: JSON.stringify(choice.value), hold: holdAll, isHeld: (opened.value ?? fixing.value ?? compared.value) !== undefined,
    opener: "finding-open",
    keys: {
      c: (id) => { const finding = findingOf(id); if (finding && choicesOf(finding).includes("mine")) void decide(box, finding, { stage: FindingStage.ACKNOWLEDGED }); },
      f: (id) => { const finding = findingOf(id); if (finding && canFix(finding)) fix(id, true); else if (finding && doubleOf(finding)) compare(id); },
    },
  });
  useEffect(() => { if (!ids.includes(fixing.peek() ?? "")) fixing.value = undefined; }, [ids]);
  /** A person's data is opened by somebody. */
  const fix = useAct((id: string, opens: boolean) => {
    box.askWho.value ||= opens && person.peek() === undefined;
    fixing.value = opens && person.peek() ? id : undefined;
    if (!opens) focusRow(id);
  });
  const compare = useAct((id: string) => {
    if (person.peek()) compared.value = findingOf(id);
    else box.askWho.value = true;
  });
  /** The next that can be mended opens; after the last one the hand is back in the list. */
  const fixNext = useAct((id: string) => {
    const next = ids.slice(ids.indexOf(id) + 1).find((one) => { const finding = findingOf(one); return finding && canFix(finding); });
    if (next) fixing.value = next;
    else fix(id, false);
  });
  const open = useAct((id: string) => { opened.value = { kind: "finding", id }; });

  return (
    <div class="findings">
      <Figures choice={choice} counts={view.counts.value} />
      {view.score.value !== undefined && <p class="small arrivals-score">{t("findings.score")} <Score of={view.score.value} /></p>}
      <Filters choice={choice} roles={view.roles.value} rules={view.rules.value} search={search} />
      <p class="visually-hidden" aria-live="polite">{t("findings.shown", { count: view.ids.value.length })}</p>
      {moved}
      {ids.length === 0 ? <NoFindings choice={choice} any={view.counts.value.some(([, count]) => count > 0)} /> : (
        <table class="finding-table card" role="table" {...hands}>
          <caption class="visually-hidden">{t("nav.quality")}</caption>
          <thead role="rowgroup">
            <tr role="row">{columns.map(([name, key]) => <th key={name} role="columnheader" scope="col" class={`c-${name}`}>{t(key)}</th>)}</tr>
          </thead>
          <tbody role="rowgroup">
            {ids.map((id) => (
              <FindingRow key={id} {...row(id)} isFixing={fixing.value === id} onOpen={open} onCompare={compare} onFix={fix} onFixed={fixNext} />
            ))}
          </tbody>
        </table>
      )}
      <p class="small muted keys-hint">{t("findings.keys")}</p>
      <OpenedSheet opened={opened} />
      {compared.value && <CompareSheet finding={compared.value} onClose={() => { compared.value = undefined; }} />}
    </div>
  );
}

function Figures({ choice, counts }: { choice: Signal<FindingChoice>; counts: [Figure, number][] }) {
  return (
    <div class="figures" role="group" aria-label={t("findings.filter")}>
      {counts.map(([figure, count]) => (
        <button key={figure} type="button" class={`card figure-button fig-${figure}`} aria-pressed={choice.value.figure === figure}
          onClick={() => { choice.value = { ...choice.peek(), figure }; }}>
          <strong>{count}</strong> <span>{t(`findings.g_${figure}`)}</span>
        </button>
      ))}
    </div>
  );
}

interface FiltersProps { choice: Signal<FindingChoice>; roles: string[]; rules: [string, string][]; search: { current: HTMLInputElement | null } }

function Filters({ choice, roles, rules, search }: FiltersProps) {
  const { role, rule, find } = choice.value;
  const set = (change: Partial<FindingChoice>): void => { choice.value = { ...choice.peek(), ...change }; };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    set({ find: "" });
    search.current?.blur();
  };
  // What was chosen stays to be seen, also when its last finding has gone.
  const allRoles = role === "" || roles.includes(role) ? roles : [...roles, role];
  const allRules: [string, string][] = rule === "" || rules.some(([id]) => id === rule) ? rules : [...rules, [rule, ""]];
  return (
    <div class="finding-filters">
      <label>
        <span class="visually-hidden">{t("findings.c_role")}</span>
        <select class="select" value={role} onChange={(event) => set({ role: event.currentTarget.value })}>
          <option value="">{t("findings.every_role")}</option>
          {allRoles.map((one) => <option key={one} value={one}>{roleWords(one)}</option>)}
        </select>
      </label>
      <label>
        <span class="visually-hidden">{t("findings.rule")}</span>
        <select class="select" value={rule} onChange={(event) => set({ rule: event.currentTarget.value })}>
          <option value="">{t("findings.every_rule")}</option>
          {allRules.map(([id, name]) => <option key={id} value={id}>{`${id} ${name}`}</option>)}
        </select>
      </label>
      <label class="find">
        <Icon name="search" /><span class="visually-hidden">{t("findings.find")}</span>
        <input ref={search} type="search" dir="auto" placeholder={t("findings.find")} value={find} onKeyDown={onKeyDown}
          onInput={(event) => set({ find: event.currentTarget.value })} />
      </label>
    </div>
  );
}

function NoFindings({ any, choice }: { any: boolean; choice: Signal<FindingChoice> }) {
  const box = useBox();
  const sync = box.status.value?.firstSync;
  if (!box.hasData.value) return <Empty icon="findings" title={t("banner.start")}><p>{t("banner.start_works")}</p></Empty>;
  if (!any && sync && !sync.complete) return <Empty icon="findings" title={t("findings.reading")}><p>{t("findings.reading_why")}</p></Empty>;
  const { figure, role, rule, find } = choice.value;
  const isFiltered = figure !== "all" || role !== "" || rule !== "" || find !== "";
  if (!any || !isFiltered) return <Empty icon="tick" title={t("findings.none")}>{any && <p>{t("findings.none_but_aside")}</p>}</Empty>;
  return (
    <Empty icon="search" title={t("findings.none_found")}>
      <p>{t("findings.none_found_why")}</p>
      <button type="button" class="button" onClick={() => { choice.value = everything; }}>{t("arrivals.clear")}</button>
    </Empty>
  );
}
