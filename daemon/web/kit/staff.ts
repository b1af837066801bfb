// A staff app's box: its states, its outbox and its link, put together.
import { fromBinary } from "@bufbuild/protobuf";
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { CommandAckSchema, CommandOutcome } from "../gen/stayd/v1/command_pb";
import { boxNow, startClock } from "./clock";
import type { Act, Writer } from "./commands";
import { version, type sharedDecoders } from "./decode";
import { idText } from "./ids";
import { Link } from "./link";
import type { Directory, StaffKinds, Status } from "./model";
import { netOf, type Net } from "./net";
import { Outbox, type Ack } from "./outbox";
import { pendingByTarget, type Pending } from "./pending";
import { deviceId, person, recallSession, tabClientId } from "./session";
import { DeviceOutbox, openDevice, Replica, type DeviceDatabase } from "./storage";
import { Store, type Decoders } from "./store";
import { t } from "./i18n";
import { say } from "./toast";

const house = ["house/+"];
const topicsOf = {
  handheld: [...house, "rooms/+/state", "tasks/+/state", "changes/+/state"],
  desk: [...house, "rooms/+/state", "arrivals/+/state", "tasks/+/state", "changes/+/state", "findings/+/state", "opportunities/+/state", "rules/+/state", "dashboard/state"],
};

export class StaffBox {
  readonly store: Store<StaffKinds>;
  readonly outbox: Outbox;
  readonly link: Link;
  readonly net: ReadonlySignal<Net>;
  readonly pending: ReadonlySignal<ReadonlyMap<string, Pending>>;
  /** True as soon as this device has anything to show. */
  readonly hasData = computed(() => this.store.shelf("house/status").get("") !== undefined);
  readonly askWho = signal(false);

  constructor(app: "handheld" | "desk", database: DeviceDatabase, decoders: typeof sharedDecoders, writer: Writer) {
    const replica = new Replica(database);
    const rows = new DeviceOutbox(database);
    this.store = new Store(decoders as Decoders<StaffKinds>, (change) => replica.note(change));
    this.outbox = new Outbox(rows, { box: boxNow, device: Date.now }, writer);
    this.pending = pendingByTarget(this.outbox);
    rows.onOtherTab(() => void this.outbox.load());
    this.replica = replica;
    this.link = new Link({
      app, clientId: tabClientId(),
      topics: (property) => [...topicsOf[app].map((topic) => `stayd/v1/${property}/${topic}`), this.acks(property)],
      mark: () => this.store.mark,
      onSnapshot: (states, mark) => this.store.takeSnapshot(states, mark),
      onMessage: (topic, payload) => void this.message(topic, payload),
      onUp: () => this.outbox.connected((bytes) => this.sendCommand(bytes)),
      onDown: () => this.outbox.disconnected(),
    });
    this.net = computed(() => netOf({
      link: this.link.state.value, downSince: this.link.downSince.value,
      presence: this.store.shelf("house/presence").get(""), status: this.status.value,
    }));
  }

  private readonly replica: Replica;
  private readonly storing = new Set<string>();

  readonly status: ReadonlySignal<Status | undefined> = computed(() => this.store.shelf("house/status").get(""));
  readonly directory: ReadonlySignal<Directory | undefined> = computed(() => this.store.shelf("house/directory").get(""));
  readonly zone = computed(() => this.directory.value?.timeZone || this.link.hello.value?.timeZone || "UTC");
  readonly hotel = computed(() => this.directory.value?.name || this.link.hello.value?.name || "");

  /** Loads what the device holds, so that the first paint needs no network; then goes live. */
  async start(): Promise<void> {
    const [, states] = await Promise.all([this.outbox.load(), this.replica.all()]);
    // What was held when the page was left says nothing of the box's presence now.
    for (const { topic, payload } of states) if (!topic.endsWith("/presence")) this.store.take(topic, payload);
    setInterval(() => this.outbox.tick(), 1_000);
    this.link.start();
  }

  /** Does it: stored, shown, sent. Asks who is acting when nobody has said so. False when it was not done. */
  async act(act: Act): Promise<boolean> {
    if (!person.value) {
      this.askWho.value = true;
      return false;
    }
    const same = JSON.stringify(act);
    if (this.storing.has(same)) return false; // the second half of a double tap
    this.storing.add(same);
    try {
      await this.outbox.add(act, person.value.name);
      return true;
    } catch {
      say({ text: t("toast.cannot_store"), tone: "danger" });
      return false;
    } finally {
      this.storing.delete(same);
    }
  }

  private acks(property: string): string {
    return `stayd/v1/${property}/acks/${deviceId()}`;
  }

  private sendCommand(bytes: Uint8Array): void {
    const property = this.link.hello.peek()?.property;
    if (property) this.link.publish(`stayd/v1/${property}/commands/${deviceId()}`, bytes);
  }

  private async message(topic: string, payload: Uint8Array): Promise<void> {
    const property = this.link.hello.peek()?.property ?? "";
    if (topic !== this.acks(property)) {
      this.store.take(topic, payload);
      return;
    }
    const ack = readAck(payload);
    if (ack === "too_early") return this.outbox.sendAgain();
    const row = ack && await this.outbox.acknowledge(ack);
    if (ack && row && !ack.durable) say({ text: t("badge.not_saved", { reason: ack.reason }), tone: "danger" });
  }
}

/** Undefined for an ack that is none: the command is sent again. */
function readAck(payload: Uint8Array): Ack | "too_early" | undefined {
  try {
    const wire = fromBinary(CommandAckSchema, payload);
    if (wire.outcome === CommandOutcome.TOO_EARLY) return "too_early";
    const durable = wire.outcome === CommandOutcome.DURABLE;
    if (!durable && wire.outcome !== CommandOutcome.NOT_SAVED) return undefined;
    return { id: idText(wire.commandId), durable, reason: wire.reason, version: wire.version && version(wire.version) };
  } catch {
    return undefined;
  }
}

const Context = createContext<StaffBox | undefined>(undefined);
export const BoxProvider = Context.Provider;

export function useBox(): StaffBox {
  const box = useContext(Context);
  if (!box) throw new Error("no box around this component");
  return box;
}

/** `decoders`: of what this app listens to. */
export async function openStaffBox(app: "handheld" | "desk", decoders: typeof sharedDecoders, writer: Writer): Promise<StaffBox> {
  recallSession();
  startClock();
  const box = new StaffBox(app, await openDevice(), decoders, writer);
  effect(() => { document.title = box.hotel.value ? `${box.hotel.value} · stayd` : "stayd"; });
  await box.start();
  return box;
}
