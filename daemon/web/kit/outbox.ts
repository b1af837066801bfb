// Staff acts that the box has not confirmed as saved. An act is stored here before the screen shows it and before it is sent,
// and leaves only on the box's word. Each says which one it follows, so that the box applies them in their order.
import { batch, signal, type ReadonlySignal } from "@preact/signals";
import { encodeCommand, following, type Act, type Writer } from "./commands";
import { uuidv7 } from "./ids";
import type { Version } from "./store";

export interface OutboxRow {
  id: string;
  target: string;
  act: Act;
  user: string;
  bytes: Uint8Array; // the Command; at each sending it is added which one it follows
  at: number; // box time of the tap
  notSaved: string | undefined; // the box's reason; undefined while there is no ack
}

/** A row that the box has saved, kept on screen until the new state arrives. */
export interface SavedRow { row: OutboxRow; version: Version | undefined; at: number }

export interface OutboxStorage {
  all(): Promise<OutboxRow[]>;
  put(row: OutboxRow): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface Ack { id: string; durable: boolean; reason: string; version: Version | undefined }

export interface OutboxClock { box(): number; device(): number }

const resendAfter = 5_000;
const savedShownFor = 3_000;

export class Outbox {
  private readonly open = signal<readonly OutboxRow[]>([]);
  private readonly acked = signal<readonly SavedRow[]>([]);
  private readonly sentAt = new Map<string, number>();
  private send: ((bytes: Uint8Array) => void) | undefined;

  constructor(private readonly storage: OutboxStorage, private readonly clock: OutboxClock, private readonly writer: Writer) {}

  /** Oldest first. */
  get rows(): ReadonlySignal<readonly OutboxRow[]> {
    return this.open;
  }

  get saved(): ReadonlySignal<readonly SavedRow[]> {
    return this.acked;
  }

  /** Reads what is stored: at start, and when another tab has changed it. */
  async load(): Promise<void> {
    const rows = await this.storage.all();
    this.open.value = rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Rejects, having shown and sent nothing, when the device cannot store the act. */
  async add(act: Act, user: string): Promise<string> {
    const id = uuidv7(this.clock.device());
    const row: OutboxRow = {
      id, target: this.writer.targetOf(act, id), act, user, at: this.clock.box(), notSaved: undefined,
      bytes: encodeCommand(id, user, this.clock.device(), this.writer.actionOf(act)),
    };
    await this.storage.put(row);
    this.open.value = [...this.open.peek(), row];
    this.transmit(row);
    return id;
  }

  /** The way to the box is open: everything without an ack goes out now. */
  connected(send: (bytes: Uint8Array) => void): void {
    this.send = send;
    for (const row of this.open.peek()) if (row.notSaved === undefined) this.transmit(row);
  }

  disconnected(): void {
    this.send = undefined;
  }

  /** To be called about once a second. */
  tick(): void {
    const now = this.clock.device();
    for (const row of this.open.peek()) {
      const isDue = Math.abs(now - (this.sentAt.get(row.id) ?? 0)) >= resendAfter;
      if (row.notSaved === undefined && isDue) this.transmit(row);
    }
    const shown = this.acked.peek().filter((saved) => Math.abs(now - saved.at) < savedShownFor);
    if (shown.length !== this.acked.peek().length) this.acked.value = shown;
  }

  /** Returns the row the ack is about; undefined when it has left before. */
  async acknowledge(ack: Ack): Promise<OutboxRow | undefined> {
    const row = this.open.peek().find((one) => one.id === ack.id);
    if (!row) return undefined;
    if (ack.durable) {
      batch(() => {
        this.acked.value = [...this.acked.peek(), { row, version: ack.version, at: this.clock.device() }];
        this.take(row.id);
      });
      await this.storage.remove(row.id);
    } else {
      const refused = { ...row, notSaved: ack.reason };
      this.open.value = this.open.peek().map((one) => (one.id === row.id ? refused : one));
      await this.storage.put(refused);
    }
    return row;
  }

  /** The box lacks one that another follows: the next tick sends everything, in order. */
  sendAgain(): void {
    this.sentAt.clear();
  }

  /** The same act once more, as a new command: the box has already answered the old one. */
  async retry(id: string): Promise<void> {
    const row = this.open.peek().find((one) => one.id === id);
    if (!row || row.notSaved === undefined) return;
    await this.add(row.act, row.user);
    await this.discard(id);
  }

  /** Only for an act the box has refused to save. */
  async discard(id: string): Promise<void> {
    const row = this.open.peek().find((one) => one.id === id);
    if (!row || row.notSaved === undefined) return;
    await this.storage.remove(id);
    this.take(id);
  }

  private take(id: string): void {
    this.sentAt.delete(id);
    this.open.value = this.open.peek().filter((row) => row.id !== id);
  }

  private transmit(row: OutboxRow): void {
    if (!this.send) return;
    this.sentAt.set(row.id, this.clock.device());
    const unanswered = this.open.peek().filter((one) => one.notSaved === undefined);
    const before = unanswered[unanswered.findIndex((one) => one.id === row.id) - 1];
    this.send(before ? following(row.bytes, before.id) : row.bytes);
  }
}
