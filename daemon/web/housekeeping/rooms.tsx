// The rooms board: the state of the house, and changing it.
import { useSignal, type Signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { ResourceState } from "../gen/stayd/v1/common_pb";
import { ResourceState as States } from "../gen/stayd/v1/common_pb";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import { knownStates, stateLook, stateWord } from "../kit/looks";
import { Empty } from "../kit/parts/words";
import type { Room } from "../kit/model";
import { stable } from "../kit/stable";
import { useBox } from "../kit/staff";
import { arrange, countByState, floorsOf, roomShown, type Choice, type FloorOfRooms } from "./board";
import { RoomSheet } from "./room_sheet";
import { RoomTile } from "./room_tile";

const lingers = 3_000;

/** Rooms just changed by this person stay in a filtered list for a moment, so that nothing jumps under the thumb. */
function useLingering(): { kept: Signal<ReadonlySet<string>>; touch: (id: string) => void } {
  const kept = useSignal<ReadonlySet<string>>(new Set());
  const touch = (id: string): void => {
    kept.value = new Set([...kept.peek(), id]);
    setTimeout(() => { kept.value = new Set([...kept.peek()].filter((one) => one !== id)); }, lingers);
  };
  return { kept, touch };
}

/** `RoomMore` is what an app adds to a room's sheet. */
export function RoomsScreen({ RoomMore }: { RoomMore?: (props: { room: Room }) => JSX.Element | null }) {
  const box = useBox();
  const choice = useSignal<Choice>({ state: undefined, floor: undefined });
  const open = useSignal<string | undefined>(undefined);
  const { kept, touch } = useLingering();
  const view = useMemo(() => {
    const shelf = box.store.shelf("rooms");
    const rooms = () => shelf.all().map((room) => roomShown(box, room));
    return {
      floors: stable(() => floorsOf(rooms())),
      counts: stable(() => [...countByState(rooms().filter((room) => (choice.value.floor ?? room.floor) === room.floor))]),
      layout: stable(() => arrange(rooms(), choice.value, open.value ? new Set([...kept.value, open.value]) : kept.value)),
      any: stable(() => shelf.ids.value.length > 0),
    };
  }, [box]);
  // Before the first paint every tile of a long board waits for its turn on screen (content-visibility), so one list is enough.
  return (
    <div class="rooms">
      <Filters choice={choice} counts={new Map(view.counts.value)} floors={view.floors.value} />
      {!view.any.value && <Empty icon="rooms" title={t("rooms.empty")}><p>{t("rooms.empty_why")}</p></Empty>}
      {view.any.value && view.layout.value.length === 0 && (
        <Empty icon={choice.value.state ? stateLook(choice.value.state).icon : "rooms"} title={t("rooms.none")}>
          <p>{t("rooms.none_why")}</p>
          <button type="button" class="button" onClick={() => { choice.value = { state: undefined, floor: undefined }; }}>{t("rooms.show_all")}</button>
        </Empty>
      )}
      {view.layout.value.map((floor) => <Floor key={floor.floor} floor={floor} onOpen={(id) => { open.value = id; }} />)}
      {open.value && <RoomSheet key={open.value} id={open.value} More={RoomMore} onTouched={touch} onClose={() => { open.value = undefined; }} />}
    </div>
  );
}

function Floor({ floor, onOpen }: { floor: FloorOfRooms; onOpen: (id: string) => void }) {
  return (
    <section class="floor">
      <h2>
        {floor.floor ? t("rooms.on_floor", { floor: floor.floor }) : t("rooms.no_floor")}
        <span class="meta muted">{t("rooms.on_floor_count", { count: floor.ids.length })}</span>
      </h2>
      <ul class="tiles">{floor.ids.map((id) => <li key={id}><RoomTile id={id} onOpen={onOpen} /></li>)}</ul>
    </section>
  );
}

interface FilterProps { choice: Signal<Choice>; counts: Map<ResourceState, number>; floors: string[] }

function Filters({ choice, counts, floors }: FilterProps) {
  const chosen = choice.value;
  const states = counts.has(States.OTHER) ? [...knownStates, States.OTHER] : knownStates;
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const setFloor = (floor: string): void => { choice.value = { ...chosen, floor: floor === "*" ? undefined : floor }; };
  useEffect(() => {
    if (chosen.floor !== undefined && floors.length > 0 && !floors.includes(chosen.floor)) setFloor("*");
  }, [floors]);
  return (
    <div class="filters">
      <div class="state-filters" role="group" aria-label={t("rooms.filter")}>
        <button type="button" class="state-filter" aria-pressed={chosen.state === undefined}
          onClick={() => { choice.value = { ...chosen, state: undefined }; }}>
          <span class="count">{total}</span><span class="with-icon">{t("rooms.all")}</span>
        </button>
        {states.map((state) => {
          const look = stateLook(state);
          return (
            <button key={state} type="button" class={`state-filter s-${look.name}`} aria-pressed={chosen.state === state}
              onClick={() => { choice.value = { ...chosen, state: chosen.state === state ? undefined : state }; }}>
              <span class="bar" aria-hidden="true" />
              <span class="count"><Icon name={look.icon} />{counts.get(state) ?? 0}</span><span>{stateWord(state)}</span>
            </button>
          );
        })}
      </div>
      {floors.length > 1 && (
        <label class="floor-filter">
          <span class="visually-hidden">{t("rooms.floor")}</span>
          <select class="select" value={chosen.floor ?? "*"} onChange={(event) => setFloor(event.currentTarget.value)}>
            <option value="*">{t("rooms.every_floor")}</option>
            {floors.map((floor) => <option key={floor} value={floor}>{floor ? t("rooms.on_floor", { floor }) : t("rooms.no_floor")}</option>)}
          </select>
        </label>
      )}
    </div>
  );
}
