// The lobby sign: a guest glances at it for two seconds.
import { useComputed } from "@preact/signals";
import { minute, now } from "../kit/clock";
import { t } from "../kit/i18n";
import { clockTime, longDay, timeOfDay } from "../kit/time";
import type { SignBox } from "./box";
import { pageOf, queuesShown } from "./content";
import { gridFor, type Grid, type Sizes } from "./sizes";

interface Props { box: SignBox; sizes: Sizes }

const nightFrom = 23;
const nightUntil = 6;

export function LobbySign({ box, sizes }: Props) {
  const zone = box.zone.value;
  const hour = Number(clockTime(minute.value, zone).slice(0, 2));
  const isNight = hour >= nightFrom || hour < nightUntil;
  // A picture that never moves burns in: two pixels each minute, round a small square.
  const step = Math.floor(minute.value / 60_000) % 4;
  const style = {
    "--main": `calc(${sizes.main} * var(--u))`, "--small": `calc(${sizes.small} * var(--u))`, "--code": `calc(${sizes.code} * var(--u))`,
    transform: `translate(${step === 1 || step === 2 ? 2 : 0}px, ${step >= 2 ? 2 : 0}px)`,
  };
  const queues = useComputed(() => queuesShown(box.lobby.value, now.value, box.goneSince.value)).value;
  const isEmpty = queues.ready.length + queues.preparing.length === 0;
  return (
    <div class={`sign-screen ${isNight ? "night" : ""}`} style={style}>
      <header>
        <h1 class={box.hotel.value.length > 28 ? "long" : ""} dir="auto">{box.hotel.value}</h1>
        <time class="clock">{clockTime(minute.value, zone)}</time>
      </header>
      <main>{isEmpty ? <Welcome zone={zone} /> : <Queue ready={queues.ready} preparing={queues.preparing} sizes={sizes} />}</main>
      <Hours box={box} />
    </div>
  );
}

function Welcome({ zone }: { zone: string }) {
  return <div class="welcome"><p class="welcome-word">{t("sign.welcome")}</p><p class="day">{longDay(minute.value, zone)}</p></div>;
}

function Queue({ ready, preparing, sizes }: { ready: string[]; preparing: string[]; sizes: Sizes }) {
  const both = ready.length > 0 && preparing.length > 0;
  return (
    <div class={`queue ${both ? "both" : ""}`}>
      {ready.length > 0 && (
        <Codes kind="ready" title={t("sign.ready")} under={t("sign.ready_where")} codes={ready} grid={gridFor(sizes, both ? 0.58 : 1)} />
      )}
      {preparing.length > 0 && <Codes kind="preparing" title={t("sign.preparing")} codes={preparing} grid={gridFor(sizes, both ? 0.42 : 1)} />}
    </div>
  );
}

function Codes({ kind, title, under, codes, grid }: { kind: string; title: string; under?: string; codes: string[]; grid: Grid }) {
  const shown = pageOf(codes, grid.fits, now.value);
  return (
    <section class={`codes ${kind}`}>
      <h2>{title}{shown.pages > 1 && <span class="page">{t("sign.page", { page: shown.page, pages: shown.pages })}</span>}</h2>
      {under && <p class="under">{under}</p>}
      <ul style={{ "--columns": grid.columns }}>{shown.codes.map((code) => <li key={code}><bdi>{code}</bdi></li>)}</ul>
    </section>
  );
}

function Hours({ box }: { box: SignBox }) {
  const lobby = box.lobby.value;
  const entry = (label: string, at: number | undefined) => at !== undefined && (
    <p><span>{label}</span> <strong>{timeOfDay(at / 60_000)}</strong></p>
  );
  return <footer>{entry(t("sign.check_in"), lobby?.arrivalFrom)}{entry(t("sign.check_out"), lobby?.departureUntil)}</footer>;
}
