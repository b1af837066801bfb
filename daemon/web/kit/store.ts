// What the box says, by topic. A screen reads signals; a message changes exactly the signal it is about.
import { batch, signal, type ReadonlySignal, type Signal } from "@preact/signals";

export interface Version { epoch: number; version: number }

/** What a decoder makes of a payload; without a version the newest message counts. */
export interface Decoded<T> { version?: Version; value: T }
export type Decoders<Kinds> = { [K in keyof Kinds]: (payload: Uint8Array) => Decoded<Kinds[K]> };

export interface TopicParts { kind: string; id: string }

/** `stayd/v1/{property}/rooms/{id}/state` → rooms and its id; `…/house/status` → house/status; else nothing. */
export function topicParts(topic: string): TopicParts | undefined {
  const [stayd, major, property, ...rest] = topic.split("/");
  if (stayd !== "stayd" || major !== "v1" || !property) return undefined;
  if (rest[0] === "house" && rest.length === 2) return { kind: rest.join("/"), id: "" };
  if (rest.length === 3 && rest[2] === "state") return { kind: rest[0]!, id: rest[1]! };
  if (rest.length === 2 && rest[1] === "state") return { kind: rest[0]!, id: "" };
  return undefined;
}

/** All states of one kind. The list of ids changes only when one comes or goes. */
export class Shelf<T> {
  private readonly cells = new Map<string, Signal<T | undefined>>();
  private readonly present = signal<readonly string[]>([]);

  get ids(): ReadonlySignal<readonly string[]> {
    return this.present;
  }

  /** The signal of one id, also before and after it exists. */
  cell(id: string): ReadonlySignal<T | undefined> {
    return this.ensure(id);
  }

  get(id: string): T | undefined {
    return this.ensure(id).value;
  }

  /** Every value; reading it subscribes to every value. */
  all(): T[] {
    return this.present.value.map((id) => this.get(id)).filter((value) => value !== undefined);
  }

  set(id: string, value: T | undefined): void {
    const cell = this.ensure(id);
    const had = cell.peek() !== undefined;
    cell.value = value;
    if (value !== undefined && !had) this.present.value = [...this.present.peek(), id];
    if (value === undefined && had) this.present.value = this.present.peek().filter((one) => one !== id);
  }

  private ensure(id: string): Signal<T | undefined> {
    let cell = this.cells.get(id);
    if (!cell) {
      cell = signal<T | undefined>(undefined);
      this.cells.set(id, cell);
    }
    return cell;
  }
}

export interface RetainedState { topic: string; payload: Uint8Array }

/** Told of every change, so that it can be kept on the device. An empty payload removes, `undefined` drops everything. */
export type StoreListener = (change: RetainedState | undefined) => void;

interface Held { version: Version | undefined; sequence: number; removed: boolean }

const isNewer = (a: Version, b: Version): boolean => a.epoch > b.epoch || (a.epoch === b.epoch && a.version > b.version);

export class Store<Kinds extends object> {
  private readonly shelves = new Map<keyof Kinds, Shelf<unknown>>();
  private readonly held = new Map<string, Held>();
  private epoch = 0;
  private sequence = 0;
  /** Messages that could not be read: a page older than the box. */
  readonly unreadable = signal(0);

  /** Kinds without a decoder stay empty. */
  constructor(private readonly decoders: Partial<Decoders<Kinds>>, private readonly changed: StoreListener = () => {}) {}

  shelf<K extends keyof Kinds>(kind: K): Shelf<Kinds[K]> {
    let shelf = this.shelves.get(kind);
    if (!shelf) {
      shelf = new Shelf();
      this.shelves.set(kind, shelf);
    }
    return shelf as Shelf<Kinds[K]>;
  }

  /** A number that grows with every message taken from the box; see takeSnapshot. */
  get mark(): number {
    return this.sequence;
  }

  /** One message as it came. False: it was older than what is held, or of no kind this app knows. */
  take(topic: string, payload: Uint8Array): boolean {
    return batch(() => this.takeOne(topic, payload));
  }

  /**
   * Everything retained at some moment after `mark` was read. Topics heard of since then are left alone: the live message
   * is newer. Topics held but absent here are gone, unless the snapshot is of an older epoch.
   */
  takeSnapshot(states: readonly RetainedState[], mark: number): void {
    batch(() => {
      const heardSince = (topic: string): boolean => (this.held.get(topic)?.sequence ?? 0) > mark;
      const epochBefore = this.epoch;
      for (const { topic, payload } of states) if (!heardSince(topic)) this.takeOne(topic, payload);
      const isComplete = states.length > 0 && this.newestEpoch(states) >= epochBefore;
      if (!isComplete) return;
      const named = new Set(states.map((state) => state.topic));
      for (const [topic, held] of this.held) {
        const isState = held.version !== undefined; // presence has none, and is the broker's to tell
        if (isState && !held.removed && !named.has(topic) && held.sequence <= mark) this.remove(topic);
      }
    });
  }

  private decoderOf(kind: keyof Kinds): Decoders<Kinds>[keyof Kinds] | undefined {
    return Object.hasOwn(this.decoders, kind) ? this.decoders[kind] : undefined;
  }

  private takeOne(topic: string, payload: Uint8Array): boolean {
    const parts = topicParts(topic);
    const kind = parts?.kind as keyof Kinds;
    const decode = this.decoderOf(kind);
    if (!parts || !decode) return false;
    if (payload.length === 0) return this.remove(topic);
    let decoded: Decoded<unknown>;
    try {
      decoded = decode(payload);
    } catch {
      this.unreadable.value += 1;
      return false;
    }
    if (decoded.version && !this.admits(topic, decoded.version)) return false;
    this.sequence += 1;
    this.held.set(topic, { version: decoded.version, sequence: this.sequence, removed: false });
    this.shelf(kind).set(parts.id, decoded.value as Kinds[keyof Kinds]);
    this.changed({ topic, payload });
    return true;
  }

  private admits(topic: string, version: Version): boolean {
    if (version.epoch < this.epoch) return false;
    if (version.epoch > this.epoch) {
      if (this.epoch > 0) this.drop();
      this.epoch = version.epoch;
    }
    const held = this.held.get(topic)?.version;
    return !held || isNewer(version, held);
  }

  private remove(topic: string): boolean {
    const parts = topicParts(topic);
    if (!parts) return false;
    this.sequence += 1;
    this.held.set(topic, { version: this.held.get(topic)?.version, sequence: this.sequence, removed: true });
    this.shelves.get(parts.kind as keyof Kinds)?.set(parts.id, undefined);
    this.changed({ topic, payload: new Uint8Array() });
    return true;
  }

  /** A new life of the box: what is held says nothing any more. Presence, which has no version, stays. */
  private drop(): void {
    for (const [topic, held] of this.held) {
      if (!held.version && !held.removed) continue;
      this.held.delete(topic);
      const parts = topicParts(topic);
      if (parts) this.shelves.get(parts.kind as keyof Kinds)?.set(parts.id, undefined);
    }
    this.changed(undefined);
  }

  private newestEpoch(states: readonly RetainedState[]): number {
    let newest = 0;
    for (const { topic, payload } of states) {
      const kind = topicParts(topic)?.kind as keyof Kinds;
      const decode = this.decoderOf(kind);
      if (!decode || payload.length === 0) continue;
      try {
        newest = Math.max(newest, decode(payload).version?.epoch ?? 0);
      } catch {
        continue;
      }
    }
    return newest;
  }
}
