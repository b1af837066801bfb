// Arrivals: hand over the key, or say when.
import { useComputed, useSignal, type Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { useAct } from "../kit/act";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import { Empty } from "../kit/parts/words";
import { stable } from "../kit/stable";
import { useBox } from "../kit/staff";
import { checkIn, toggleWaiting } from "./arrival_acts";
import { arrivalShown, choose, countByGroup, type ArrivalChoice } from "./arrival_list";
import { ArrivalRow, columns } from "./arrival_row";
import { holdOrder } from "./held_order";
import { OpenedSheet, type Opened } from "./opened";
import { hasArrived } from "./readiness";
import { useRows } from "./rows";

export function ArrivalsSum() {
  const box = useBox();
  const left = useComputed(() => {
    const all = box.store.shelf("arrivals").all();
    return { any: all.length > 0, left: all.filter((arrival) => !hasArrived(arrivalShown(box, arrival))).length };
  }).value;
  return <>{left.any ? t("arrivals.sum", left) : ""}</>;
}

export function ArrivalsScreen() {
  const box = useBox();
  const choice = useSignal<ArrivalChoice>({ group: undefined, find: "" });
  const opened = useSignal<Opened | undefined>(undefined);
  const view = useMemo(() => {
    const shelf = box.store.shelf("arrivals");
    const arrivals = () => shelf.all().map((arrival) => arrivalShown(box, arrival));
    return {
      ids: stable(() => choose(arrivals(), choice.value, minute.value).map((arrival) => arrival.id)),
      counts: stable(() => countByGroup(arrivals())),
      any: stable(() => shelf.ids.value.length > 0),
      allHere: stable(() => shelf.ids.value.length > 0 && arrivals().every(hasArrived)),
    };
  }, [box]);
  const act = (run: typeof checkIn) => (id: string): void => {
    const arrival = box.store.shelf("arrivals").cell(id).peek();
    if (arrival) void run(box, arrivalShown(box, arrival));
  };
  const { ids, search, hands, row, moved } = useRows({
    wanted: view.ids.value, choice: JSON.stringify(choice.value), hold: holdOrder, isHeld: opened.value !== undefined, opener: "guest-open",
    keys: { i: act(checkIn), w: act(toggleWaiting) },
  });
  const onOpen = useAct((id: string) => { opened.value = { kind: "arrival", id }; });

  return (
    <div class="arrivals">
      <ArrivalFilters choice={choice} counts={view.counts.value} search={search} />
      {moved}
      {view.allHere.value && <Empty icon="tick" title={t("arrivals.all_here")} />}
      {ids.length === 0 ? <NoArrivals any={view.any.value} choice={choice} /> : (
        <table class="arrival-table card" role="table" {...hands}>
          <caption class="visually-hidden">{t("arrivals.title")}</caption>
          <thead role="rowgroup">
            <tr role="row">{columns.map(([name, key]) => <th key={name} role="columnheader" scope="col" class={`c-${name}`}>{t(key)}</th>)}</tr>
          </thead>
          <tbody role="rowgroup">
            {ids.map((id) => <ArrivalRow key={id} {...row(id)} onOpen={onOpen} />)}
          </tbody>
        </table>
      )}
      <p class="small muted keys-hint">{t("arrivals.keys")}</p>
      <OpenedSheet opened={opened} />
    </div>
  );
}

interface FiltersProps { choice: Signal<ArrivalChoice>; counts: ReturnType<typeof countByGroup>; search: { current: HTMLInputElement | null } }

function ArrivalFilters({ choice, counts, search }: FiltersProps) {
  const chosen = choice.value;
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    choice.value = { ...choice.peek(), find: "" };
    search.current?.blur();
  };
  return (
    <div class="arrival-filters">
      <div class="segments" role="group" aria-label={t("arrivals.filter")}>
        <button type="button" class="segment" aria-pressed={chosen.group === undefined} onClick={() => { choice.value = { ...chosen, group: undefined }; }}>
          {t("arrivals.all")} <strong>{total}</strong>
        </button>
        {counts.filter(([group, count]) => count > 0 || group === chosen.group).map(([group, count]) => (
          <button key={group} type="button" class={`segment g-${group}`} aria-pressed={chosen.group === group}
            onClick={() => { choice.value = { ...chosen, group: chosen.group === group ? undefined : group }; }}>
            {t(`arrivals.g_${group}`)} <strong>{count}</strong>
          </button>
        ))}
      </div>
      <label class="find">
        <Icon name="search" /><span class="visually-hidden">{t("arrivals.find")}</span>
        <input ref={search} type="search" dir="auto" placeholder={t("arrivals.find")} value={chosen.find} onKeyDown={onKeyDown}
          onInput={(event) => { choice.value = { ...choice.peek(), find: event.currentTarget.value }; }} />
      </label>
    </div>
  );
}

function NoArrivals({ any, choice }: { any: boolean; choice: Signal<ArrivalChoice> }) {
  if (!any) return <Empty icon="arrivals" title={t("arrivals.none")}><p>{t("arrivals.none_why")}</p></Empty>;
  return (
    <Empty icon="search" title={t("arrivals.none_found")}>
      <p>{t("arrivals.none_found_why")}</p>
      <button type="button" class="button" onClick={() => { choice.value = { group: undefined, find: "" }; }}>{t("arrivals.clear")}</button>
    </Empty>
  );
}
