// Brings an app to life: hello, a snapshot for the first paint, then the live connection; and again after every loss.
import { fromBinary } from "@bufbuild/protobuf";
import { batch, signal, type ReadonlySignal } from "@preact/signals";
import { SnapshotSchema } from "../gen/stayd/v1/snapshot_pb";
import { boxNow, clockOffset, setBoxTime, setOffset } from "./clock";
import { brokerUrl, parseHello, type Hello } from "./hello";
import type { Live } from "./live";
import type { RetainedState } from "./store";

declare const LIVE_CHUNK: string;

export type LinkState = "connecting" | "up" | "down";

export interface LinkOptions {
  app: "handheld" | "desk" | "sign";
  clientId: string;
  topics(property: string): string[];
  /** A number to be handed back with the snapshot that was asked for at that moment. */
  mark(): number;
  onSnapshot(states: RetainedState[], mark: number): void;
  onMessage(topic: string, payload: Uint8Array): void;
  onUp?(): void;
  onDown?(): void;
}

const helloKey = "stayd.hello";
const patience = 4_000; // before "connecting" becomes "down"

export class Link {
  private readonly saidHello = signal<Hello | undefined>(undefined);
  private readonly current = signal<LinkState>("connecting");
  private readonly lostAt = signal<number | undefined>(undefined);
  private live: Live | undefined;

  constructor(private readonly options: LinkOptions) {
    this.recallHello();
  }

  get hello(): ReadonlySignal<Hello | undefined> { return this.saidHello; }
  get state(): ReadonlySignal<LinkState> { return this.current; }
  /** Box time at which the connection was lost. */
  get downSince(): ReadonlySignal<number | undefined> { return this.lostAt; }

  publish(topic: string, payload: Uint8Array): void {
    this.live?.publish(topic, payload);
  }

  /** Returns at once. */
  start(): void {
    setTimeout(() => { if (this.current.peek() === "connecting") this.setDown(); }, patience);
    const wake = (): void => { if (!document.hidden) this.live?.wake(); };
    for (const event of ["online", "pageshow", "focus"]) addEventListener(event, wake);
    document.addEventListener("visibilitychange", wake);
    void this.bring();
  }

  private async bring(): Promise<void> {
    const snapshot = this.fetchSnapshot();
    while (!(await this.fetchHello()) && !this.saidHello.peek()) await new Promise((done) => setTimeout(done, 2_000));
    (await snapshot)?.(); // only now: without the box's time every age would be wrong
    const { Live } = await this.loadLive();
    const hello = this.saidHello.peek()!;
    this.live = new Live({
      url: brokerUrl(hello.mqttUrl, location),
      clientId: this.options.clientId,
      topics: this.options.topics(hello.property),
      onUp: () => this.setUp(),
      onDown: () => this.setDown(),
      onMessages: (all) => batch(() => { for (const { topic, payload } of all) this.options.onMessage(topic, payload); }),
    });
  }

  private async loadLive(): Promise<typeof import("./live")> {
    for (;;) {
      try {
        return await (import(LIVE_CHUNK) as Promise<typeof import("./live")>);
      } catch {
        this.setDown();
        await new Promise((done) => setTimeout(done, 3_000));
      }
    }
  }

  private setUp(): void {
    this.current.value = "up";
    this.lostAt.value = undefined;
    this.options.onUp?.();
    // What was removed while this page was away is told by no message: compare with what is retained now.
    void this.fetchHello();
    void this.fetchSnapshot().then((take) => take?.());
  }

  private setDown(): void {
    if (this.current.peek() === "down") return;
    this.current.value = "down";
    this.lostAt.value = boxNow();
    this.options.onDown?.();
  }

  private async fetchHello(): Promise<boolean> {
    try {
      const asked = Date.now();
      const response = await fetch("/api/v1/hello", { cache: "no-store" });
      if (!response.ok) return false;
      const hello = parseHello(await response.json());
      setBoxTime(hello.now, asked);
      this.saidHello.value = hello;
      localStorage.setItem(helloKey, JSON.stringify({ hello, offset: clockOffset() }));
      return true;
    } catch {
      return false;
    }
  }

  /** The last hello, so that a page opened without the box knows the hotel and its time. */
  private recallHello(): void {
    try {
      const kept = JSON.parse(localStorage.getItem(helloKey) ?? "null") as { hello: Hello; offset: number } | null;
      if (!kept?.hello.timeZone) return;
      this.saidHello.value = kept.hello;
      setOffset(kept.offset);
    } catch {
      localStorage.removeItem(helloKey);
    }
  }

  /** Resolves to what takes the snapshot; undefined when there is none. */
  private async fetchSnapshot(): Promise<(() => void) | undefined> {
    const mark = this.options.mark();
    try {
      const response = await fetch(`/api/v1/snapshot?app=${this.options.app}`, { cache: "no-store" });
      if (!response.ok) return undefined;
      const snapshot = fromBinary(SnapshotSchema, new Uint8Array(await response.arrayBuffer()));
      return () => this.options.onSnapshot(snapshot.states, mark);
    } catch {
      return undefined; // the live connection brings everything, only later
    }
  }
}
