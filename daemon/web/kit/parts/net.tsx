// How this page stands: the pill, the age of what is shown, and the banners when something is wrong.
import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { minute, now } from "../clock";
import { Icon, type IconName } from "../icons";
import { spanWords, t } from "../i18n";
import { readAt, type Net, type NetKind } from "../net";
import { useBox } from "../staff";
import { dayOrTime } from "../time";

const pillIcons: Record<NetKind, IconName> = {
  live: "live", connecting: "sync", box_only: "box", box_silent: "alert", offline: "offline",
};
const staleAfter = 180_000; // each of today’s lists is read at least every two minutes

export function useNetTime(): (at: number | undefined) => string {
  const box = useBox();
  return (at) => dayOrTime(at, minute.value, box.zone.value);
}

export function NetPill({ onOpen }: { onOpen: () => void }) {
  const net = useBox().net.value;
  const time = useNetTime();
  const words = net.kind === "box_only" ? t("net.box_only", { time: time(net.since) }) : t(`net.${net.kind}`);
  return (
    <button type="button" class={`pill ${net.kind}`} onClick={onOpen}>
      <Icon name={pillIcons[net.kind]} /><span role="status">{words}</span><span class="visually-hidden">, {t("net.details")}</span>
    </button>
  );
}

/**
 * "Mews 12 s ago": how old that is which is shown, the oldest of the lists it comes from. With `calm` it counts no seconds: "as in
 * Mews" until it is older than it should be.
 */
export function Freshness({ of: lists, calm }: { of: readonly string[]; calm?: boolean }) {
  const box = useBox();
  if (!box.hasData.value) return null;
  const read = readAt(box.status.value, lists);
  if (read === undefined) return <span class="fresh stale">{t("fresh.never")}</span>;
  const age = now.value - read;
  const stale = age > staleAfter;
  return <span class={`fresh ${stale ? "stale" : ""}`}>{calm && !stale ? t("fresh.now") : t("fresh.age", { age: spanWords(age) })}</span>;
}

function Banner({ tone, icon, title, children }: { tone: "warn" | "danger" | "info"; icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class={`banner ${tone}`}>
      <Icon name={icon} /><div class="grow"><strong>{title}</strong>{children}</div>
    </div>
  );
}

function NetBanner({ net }: { net: Net }) {
  const time = useNetTime();
  const since = time(net.since);
  switch (net.kind) {
    case "box_only":
      return (
        <Banner tone="warn" icon="box" title={t(net.refused ? "banner.refused" : "banner.box_only", { time: since })}>
          <p>{t(net.refused ? "banner.refused_works" : "banner.box_only_works")}</p>
          {net.cause && <p class="small muted" dir="auto">{net.cause}</p>}
        </Banner>
      );
    case "box_silent":
      return <Banner tone="danger" icon="alert" title={t("banner.box_silent")}><p>{t("banner.box_silent_works")}</p></Banner>;
    case "offline":
      return (
        <Banner tone="danger" icon="offline" title={net.since ? t("banner.offline_since", { time: since }) : t("banner.offline")}>
          <p>{t("banner.offline_works")}</p>
        </Banner>
      );
    default: return null;
  }
}

function SyncBanner() {
  const box = useBox();
  const sync = useComputed(() => box.status.value?.firstSync).value;
  if (!box.hasData.value) {
    return <Banner tone="info" icon="sync" title={t("banner.start")}><p>{t("banner.start_works")}</p></Banner>;
  }
  if (!sync || sync.complete) return null;
  const total = Math.max(sync.listsTotal, 1);
  const title = t("banner.sync", { step: sync.step || "…", done: sync.listsDone, total: sync.listsTotal });
  return (
    <Banner tone="info" icon="sync" title={title}>
      <p>{t("banner.sync_works")}</p>
      <progress aria-label={title} max={total} value={sync.listsDone} />
    </Banner>
  );
}

/** What is not yet on the box's disk; shown when the way to the box is not open, or when something was not saved. */
function OutboxBanner({ onOpen }: { onOpen: () => void }) {
  const box = useBox();
  const rows = box.outbox.rows.value;
  const notSaved = rows.filter((row) => row.notSaved !== undefined).length;
  const open = rows.length - notSaved;
  const away = box.net.value.kind === "offline" || box.net.value.kind === "box_silent";
  if (notSaved === 0 && (open === 0 || !away)) return null;
  return (
    <div class={`banner ${notSaved > 0 ? "danger" : "info"} outbox-banner`}>
      <Icon name={notSaved > 0 ? "cross" : "phone"} />
      <div class="grow"><strong>{notSaved > 0 ? t("banner.not_saved", { count: notSaved }) : t("banner.outbox", { count: open })}</strong></div>
      <button type="button" class="button" onClick={onOpen}>{t("banner.show")}</button>
    </div>
  );
}

export function Banners({ onOpen }: { onOpen: () => void }) {
  return (
    <div class="banners" aria-live="polite">
      <NetBanner net={useBox().net.value} /><SyncBanner /><OutboxBanner onOpen={onOpen} />
    </div>
  );
}
