import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { sharedWriter } from "../kit/commands";
import { sharedDecoders } from "../kit/decode";
import { Icon, type IconName } from "../kit/icons";
import { t } from "../kit/i18n";
import { Banners, Freshness, NetPill } from "../kit/parts/net";
import { StatusSheet } from "../kit/parts/status_sheet";
import { WhoSheet } from "../kit/parts/who";
import { Toasts } from "../kit/parts/words";
import { follow, route } from "../kit/route";
import { person } from "../kit/session";
import { BoxProvider, openStaffBox, useBox } from "../kit/staff";
import { RoomsScreen } from "../housekeeping/rooms";
import { TasksFoot, TasksScreen, TasksSum } from "./tasks";
import { RoomsSum } from "./rooms_sum";

const screens = {
  "/h/": { title: t("nav.tasks"), icon: "tasks" as IconName, sum: TasksSum, body: TasksScreen, foot: TasksFoot, from: ["tasks"] },
  "/h/rooms": { title: t("nav.rooms"), icon: "rooms" as IconName, sum: RoomsSum, body: RoomsScreen, foot: () => null, from: ["resources", "reservations"] },
};
type Path = keyof typeof screens;

function Handheld() {
  const box = useBox();
  const status = useSignal(false);
  const path: Path = route.value in screens ? (route.value as Path) : "/h/";
  const { title, sum: Sum, body: Body, foot: Foot, from } = screens[path];
  const main = useRef<HTMLElement>(null);
  useEffect(() => { if (!person.peek()) box.askWho.value = true; }, []);
  useEffect(() => { main.current?.scrollTo(0, 0); }, [path]);
  const openStatus = (): void => { status.value = true; };
  return (
    <>
      <header class="top">
        <div class="top-row"><h1>{title}</h1><NetPill onOpen={openStatus} /></div>
        <div class="top-row meta muted"><span><Sum /></span><Freshness of={from} /></div>
      </header>
      <main id="content" ref={main}><Banners onOpen={openStatus} /><Body /></main>
      <Foot />
      <nav class="tabs" aria-label={t("nav.label")}>
        {Object.entries(screens).map(([at, screen]) => (
          <a key={at} href={at} aria-current={at === path ? "page" : undefined}
            onClick={(event) => { if (at === path) main.current?.scrollTo({ top: 0, behavior: "smooth" }); follow(event); }}>
            <Icon name={screen.icon} />{screen.title}
          </a>
        ))}
        <button type="button" onClick={() => { box.askWho.value = true; }}>
          <Icon name="person" /><bdi class="tab-name">{person.value?.name ?? t("nav.me")}</bdi>
        </button>
      </nav>
      {status.value && <StatusSheet onClose={() => { status.value = false; }} />}
      {box.askWho.value && <WhoSheet onClose={() => { box.askWho.value = false; }} />}
      <Toasts />
    </>
  );
}

const box = await openStaffBox("handheld", sharedDecoders, sharedWriter);
const root = document.getElementById("app")!;
root.replaceChildren(); // the words for a page that does not load
render(<BoxProvider value={box}><Handheld /></BoxProvider>, root);
