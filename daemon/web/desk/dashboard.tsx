// The dashboard: is anything going wrong?
import { useComputed } from "@preact/signals";
import { Fragment, type ComponentChildren } from "preact";
import { minute, now } from "../kit/clock";
import { Icon, type IconName } from "../kit/icons";
import { spanWords, t } from "../kit/i18n";
import { knownStates, stateLook, stateWord } from "../kit/looks";
import type { Dashboard, Journal } from "../kit/model";
import { Freshness } from "../kit/parts/net";
import { Empty } from "../kit/parts/words";
import { follow } from "../kit/route";
import { useBox } from "../kit/staff";
import { longDay } from "../kit/time";
import { FindingsLine } from "./findings_line";
import { GuestsWaiting } from "./guests_waiting";
import { JournalLine, unaccounted } from "./journal_line";
import { NeedsYou } from "./needs_you";

export function DashboardSum() {
  const box = useBox();
  return <>{box.hasData.value ? longDay(minute.value, box.zone.value) : ""}</>;
}

export function DashboardScreen() {
  const box = useBox();
  const sums = useComputed(() => box.store.shelf("dashboard").get("")).value;
  const journal = useComputed(() => box.status.value?.journal).value;
  if (!sums) return <Empty icon="dashboard" title={t("banner.start")}><p>{t("banner.start_works")}</p></Empty>;
  return (
    <div class="dashboard">
      <div role="alert" class="live">{journal && unaccounted(journal) !== 0 && <JournalLine journal={journal} />}</div>
      <Tiles sums={sums} journal={journal} />
      <RoomsTile sums={sums} />
      <FindingsLine />
      <div class="dash-columns">
        <NeedsYou />
        <div class="dash-side">
          <GuestsWaiting />
          {journal && unaccounted(journal) === 0 && <JournalLine journal={journal} />}
          <Streams />
        </div>
      </div>
    </div>
  );
}

function Tile({ title, icon, href, figure, from, children }: {
  title: string; icon: IconName; href?: string; figure: ComponentChildren; from?: readonly string[]; children: ComponentChildren;
}) {
  const body = (
    <>
      <span class="tile-title with-icon"><Icon name={icon} />{title}</span>
      <span class="figure">{figure}</span>
      <span class="tile-more">{children}{from && <Freshness of={from} calm />}</span>
    </>
  );
  return href ? <a class="card dash-tile" href={href} onClick={follow}>{body}</a> : <div class="card dash-tile">{body}</div>;
}

function Tiles({ sums, journal }: { sums: Dashboard; journal: Journal | undefined }) {
  const percent = sums.roomsTotal === 0 ? 0 : Math.round((100 * sums.roomsOccupied) / sums.roomsTotal);
  const waiting = journal?.waiting ?? sums.changesWaiting;
  return (
    <div class="dash-tiles">
      <Tile title={t("dash.arrivals")} icon="arrivals" href="/d/arrivals" figure={sums.arrivalsLeft} from={["reservations", "resources"]}>
        <span>{t("dash.arrivals_left", { total: sums.arrivalsTotal })}</span>
        <span class="ok-ink">{t("dash.arrivals_ready", { count: sums.arrivalsReady })}</span>
        {sums.arrivalsWaiting > 0 && <span class="danger-ink with-icon"><Icon name="bell" />{t("dash.arrivals_waiting", { count: sums.arrivalsWaiting })}</span>}
      </Tile>
      <Tile title={t("dash.departures")} icon="up" figure={sums.departuresLeft} from={["reservations"]}><span>{t("dash.departures_left", { total: sums.departuresTotal })}</span></Tile>
      <Tile title={t("dash.occupancy")} icon="key" figure={t("dash.percent", { percent })} from={["reservations", "resources"]}>
        <span>{t("dash.occupancy_rooms", { count: sums.roomsOccupied, total: sums.roomsTotal })}</span>
      </Tile>
      <Tile title={t("dash.tasks")} icon="tasks" figure={sums.tasksOpen} from={["tasks"]}>
        <span class={sums.tasksLate > 0 ? "danger-ink" : ""}>{t("dash.tasks_late", { count: sums.tasksLate })}</span>
      </Tile>
      <Tile title={t("dash.for_mews")} icon="sync" figure={waiting}>
        {journal?.oldestWaiting !== undefined && waiting > 0
          ? <span class="warn-ink">{t("dash.for_mews_oldest", { age: spanWords(now.value - journal.oldestWaiting) })}</span>
          : <span>{t("dash.for_mews_none")}</span>}
      </Tile>
    </div>
  );
}

function RoomsTile({ sums }: { sums: Dashboard }) {
  const count = (state: number): number => sums.rooms.find((one) => one.state === state)?.count ?? 0;
  return (
    <a class="card dash-tile rooms-tile" href="/d/rooms" onClick={follow}>
      <span class="tile-title with-icon"><Icon name="rooms" />{t("dash.rooms")}<Freshness of={["resources", "reservations"]} calm /></span>
      <span class="room-states">
        {knownStates.map((state) => {
          const look = stateLook(state);
          return (
            <span key={state} class={`room-state s-${look.name}`}>
              <span class="bar" aria-hidden="true" /><strong>{count(state)}</strong>
              <span class="with-icon"><Icon name={look.icon} />{stateWord(state)}</span>
            </span>
          );
        })}
      </span>
    </a>
  );
}

function Streams() {
  const streams = useBox().status.value?.streams ?? [];
  if (streams.length === 0) return null;
  return (
    <section class="card panel">
      <h2>{t("dash.streams")}</h2>
      <dl class="facts streams">
        {streams.map((stream) => (
          <Fragment key={stream.name}>
            <dt>{stream.name}</dt>
            <dd>
              {stream.lastComplete === undefined ? t("dash.stream_never") : t("dash.stream_age", { age: spanWords(now.value - stream.lastComplete) })}
              {stream.trouble && <span class="danger-ink small" dir="auto"> {stream.trouble}</span>}
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}
