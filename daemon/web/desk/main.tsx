import { useSignal } from "@preact/signals";
import { Fragment, render, type ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { deskWriter } from "../kit/commands_desk";
import { deskDecoders } from "../kit/decode_desk";
import { Icon, type IconName } from "../kit/icons";
import { t, type Key } from "../kit/i18n";
import { listenForKeys, shortcuts } from "../kit/keys";
import { Part } from "../kit/parts/later";
import { Banners, Freshness, NetPill } from "../kit/parts/net";
import { Sheet } from "../kit/parts/sheet";
import { StatusSheet } from "../kit/parts/status_sheet";
import { WhoSheet } from "../kit/parts/who";
import { Toasts } from "../kit/parts/words";
import { follow, go, route } from "../kit/route";
import { person } from "../kit/session";
import { BoxProvider, openStaffBox, useBox } from "../kit/staff";
import { ArrivalsScreen, ArrivalsSum } from "./arrivals";
import { DashboardScreen, DashboardSum } from "./dashboard";
import { more, type More } from "./more";

/** Of a screen that is loaded when it is first shown; `sum` until then says nothing. */
const later = (draw: (part: More) => ComponentChildren) => () => <Part of={more}>{draw}</Part>;
const sum = (draw: (part: More) => ComponentChildren) => () => <>{more.held.value && draw(more.held.value)}</>;

const screens = {
  "/d/": { title: t("nav.dashboard"), icon: "dashboard" as IconName, key: "g d", sum: DashboardSum, body: DashboardScreen, from: ["reservations", "resources", "tasks"] },
  "/d/arrivals": { title: t("nav.arrivals"), icon: "arrivals" as IconName, key: "g a", sum: ArrivalsSum, body: ArrivalsScreen, from: ["reservations", "resources"] },
  "/d/rooms": { title: t("nav.rooms"), icon: "rooms" as IconName, key: "g r", sum: () => null, body: later(({ RoomsScreen, RoomStay }) => <RoomsScreen RoomMore={RoomStay} />), from: ["resources", "reservations"] },
  "/d/quality": { title: t("nav.quality"), icon: "findings" as IconName, key: "g q", sum: sum(({ FindingsSum }) => <FindingsSum />), body: later(({ FindingsScreen }) => <FindingsScreen />), from: ["reservations", "customers", "resources"] },
  "/d/opportunities": { title: t("nav.offers"), icon: "offers" as IconName, key: "g o", sum: sum(({ OffersSum }) => <OffersSum />), body: later(({ OffersScreen }) => <OffersScreen />), from: ["reservations", "resources", "products"] },
  "/d/rules": { title: t("nav.rules"), icon: "form" as IconName, key: "g u", sum: sum(({ RulesSum }) => <RulesSum />), body: later(({ RulesScreen }) => <RulesScreen />), from: ["reservations", "customers", "resources"] },
};
type Path = keyof typeof screens;

const keyList = [
  ["g d", "keys.go_d"], ["g a", "keys.go_a"], ["g r", "keys.go_r"], ["g q", "keys.go_q"], ["g o", "keys.go_o"], ["g u", "keys.go_u"], ["j k ↓ ↑", "keys.rows"], ["Enter", "keys.open"], ["i", "keys.check_in"],
  ["w", "keys.wait"], ["c", "keys.claim"], ["f", "keys.fix"], ["o", "keys.offer"], ["/", "keys.find"], ["?", "keys.help"],
] as const satisfies readonly (readonly [string, Key])[];

function KeysSheet({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={t("keys.title")} onClose={onClose}>
      <dl class="facts keys">{keyList.map(([keys, what]) => <Fragment key={keys}><dt><kbd>{keys}</kbd></dt><dd>{t(what)}</dd></Fragment>)}</dl>
    </Sheet>
  );
}

function Desk() {
  const box = useBox();
  const status = useSignal(false);
  const keys = useSignal(false);
  const path: Path = route.value in screens ? (route.value as Path) : "/d/";
  const { title, sum: Sum, body: Body, from } = screens[path];
  const openStatus = (): void => { status.value = true; };
  useEffect(() => {
    if (!person.peek()) box.askWho.value = true;
    return shortcuts([
      ...Object.entries(screens).map(([at, screen]) => ({ keys: screen.key, run: () => go(at) })),
      { keys: "?", run: () => { keys.value = true; } },
    ]);
  }, []);
  return (
    <>
      <a class="skip" href="#content">{t("nav.skip")}</a>
      <nav class="side" aria-label={t("nav.label")}>
        <p class="hotel" dir="auto">{box.hotel.value}</p>
        {Object.entries(screens).map(([at, screen]) => (
          <a key={at} href={at} aria-current={at === path ? "page" : undefined} onClick={follow}><Icon name={screen.icon} />{screen.title}</a>
        ))}
        <button type="button" class="who" onClick={() => { box.askWho.value = true; }}
          aria-label={person.value ? t("who.change", { name: person.value.name }) : undefined}>
          <Icon name="person" /><bdi>{person.value?.name ?? t("who.nobody")}</bdi>
        </button>
      </nav>
      <div class="desk-main">
        <header class="top">
          <h1>{title}</h1><span class="muted top-sum"><Sum /></span>
          <span class="top-end"><Freshness of={from} /><NetPill onOpen={openStatus} /></span>
        </header>
        <main id="content" tabIndex={-1}><Banners onOpen={openStatus} /><Body /></main>
      </div>
      {status.value && <StatusSheet onClose={() => { status.value = false; }} />}
      {keys.value && <KeysSheet onClose={() => { keys.value = false; }} />}
      {box.askWho.value && <WhoSheet withShortcuts onClose={() => { box.askWho.value = false; }} />}
      <Toasts />
    </>
  );
}

listenForKeys();
const box = await openStaffBox("desk", deskDecoders, deskWriter);
const root = document.getElementById("app")!;
root.replaceChildren(); // the words for a page that does not load
render(<BoxProvider value={box}><Desk /></BoxProvider>, root);
more.startWhenIdle();
