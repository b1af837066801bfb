// What stays on the device: the outbox, and the last known states for a first paint without any network.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { OutboxRow, OutboxStorage } from "./outbox";
import type { RetainedState } from "./store";

interface Schema extends DBSchema {
  outbox: { key: string; value: OutboxRow };
  replica: { key: string; value: RetainedState };
}

export type DeviceDatabase = IDBPDatabase<Schema>;

export function openDevice(): Promise<DeviceDatabase> {
  return openDB<Schema>("stayd", 1, {
    upgrade(database) {
      database.createObjectStore("outbox", { keyPath: "id" });
      database.createObjectStore("replica", { keyPath: "topic" });
    },
  });
}

/** Tells the other tabs of this device after every change. */
export class DeviceOutbox implements OutboxStorage {
  private readonly channel = new BroadcastChannel("stayd.outbox");

  constructor(private readonly database: DeviceDatabase) {}

  onOtherTab(changed: () => void): void {
    this.channel.onmessage = changed;
  }

  all(): Promise<OutboxRow[]> {
    return this.database.getAll("outbox");
  }

  async put(row: OutboxRow): Promise<void> {
    const transaction = this.database.transaction("outbox", "readwrite", { durability: "strict" });
    await Promise.all([transaction.store.put(row), transaction.done]);
    this.channel.postMessage(row.id);
  }

  async remove(id: string): Promise<void> {
    await this.database.delete("outbox", id);
    this.channel.postMessage(id);
  }
}

const writeDelay = 500;

/** Collects changes and writes them together; losing the last half second costs nothing, the box has it. */
export class Replica {
  private waiting = new Map<string, RetainedState>();
  private clearFirst = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly database: DeviceDatabase) {}

  all(): Promise<RetainedState[]> {
    return this.database.getAll("replica");
  }

  note(change: RetainedState | undefined): void {
    if (change) this.waiting.set(change.topic, change);
    else {
      this.waiting.clear();
      this.clearFirst = true;
    }
    this.timer ??= setTimeout(() => void this.write(), writeDelay);
  }

  private async write(): Promise<void> {
    this.timer = undefined;
    const { waiting, clearFirst } = this;
    this.waiting = new Map();
    this.clearFirst = false;
    const { store, done } = this.database.transaction("replica", "readwrite");
    const writes: Promise<unknown>[] = clearFirst ? [store.clear()] : [];
    for (const [topic, state] of waiting) writes.push(state.payload.length === 0 ? store.delete(topic) : store.put(state));
    await Promise.all([...writes, done]).catch(() => {}); // a full disk costs the next first paint only
  }
}
