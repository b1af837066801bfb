// The sign's box: signage and presence, and nothing else. It knows no decoder for anything that names a person.
import { fromBinary } from "@bufbuild/protobuf";
import { computed, effect, signal } from "@preact/signals";
import { HousePresenceSchema, Presence } from "../gen/stayd/v1/house_pb";
import { LobbySignStateSchema } from "../gen/stayd/v1/signage_pb";
import { boxNow, startClock } from "../kit/clock";
import { uuidv7 } from "../kit/ids";
import { Link } from "../kit/link";
import { Store, type Decoders } from "../kit/store";
import { withoutQueue, type Lobby } from "./content";

interface SignKinds { signage: Lobby; "house/presence": { online: boolean } }

const milliseconds = (value: { seconds: bigint } | undefined): number | undefined => value && Number(value.seconds) * 1000;

const decoders: Decoders<SignKinds> = {
  "house/presence": (payload) => ({ value: { online: fromBinary(HousePresenceSchema, payload).presence !== Presence.OFFLINE } }),
  signage: (payload) => {
    const wire = fromBinary(LobbySignStateSchema, payload);
    return {
      version: { epoch: Number(wire.version?.epoch ?? 0), version: Number(wire.version?.version ?? 0) },
      value: {
        hotel: wire.hotel, timeZone: wire.timeZone, arrivalFrom: milliseconds(wire.arrivalFrom), departureUntil: milliseconds(wire.departureUntil),
        queue: wire.queue.map((entry) => ({ code: entry.displayCode, ready: entry.ready, until: milliseconds(entry.until) ?? Infinity })),
      },
    };
  },
};

const keepKey = "stayd.sign";

export class SignBox {
  private readonly store = new Store(decoders);
  private readonly kept = signal<Lobby | undefined>(undefined);
  private readonly link = new Link({
    app: "sign", clientId: `sign-${uuidv7().slice(-12)}`,
    topics: (property) => [`stayd/v1/${property}/signage/+/state`, `stayd/v1/${property}/house/presence`],
    mark: () => this.store.mark,
    onSnapshot: (states, mark) => this.store.takeSnapshot(states, mark),
    onMessage: (topic, payload) => this.store.take(topic, payload),
  });

  private readonly told = computed(() => this.store.shelf("signage").get("lobby"));
  /** Box time since when nothing shown is vouched for; undefined while the box is there. */
  readonly goneSince = signal<number | undefined>(boxNow());
  readonly lobby = computed(() => this.told.value ?? this.kept.value);
  readonly zone = computed(() => this.lobby.value?.timeZone || this.link.hello.value?.timeZone || "UTC");
  readonly hotel = computed(() => this.lobby.value?.hotel || this.link.hello.value?.name || "");

  start(): void {
    startClock();
    this.recall();
    effect(() => { if (this.told.value) localStorage.setItem(keepKey, JSON.stringify(withoutQueue(this.told.value))); });
    effect(() => {
      const isThere = this.link.state.value === "up" && this.store.shelf("house/presence").get("")?.online !== false;
      this.goneSince.value = isThere ? undefined : this.goneSince.peek() ?? boxNow();
    });
    this.link.start();
  }

  private recall(): void {
    try {
      const kept = JSON.parse(localStorage.getItem(keepKey) ?? "null") as Lobby | null;
      if (kept) this.kept.value = withoutQueue(kept);
    } catch {
      localStorage.removeItem(keepKey);
    }
  }
}
