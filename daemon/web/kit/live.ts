// The live connection: MQTT 5 over WebSocket. A chunk of its own, loaded after the first paint.
import mqtt, { type MqttClient } from "mqtt";
import { together } from "./together";

export interface Message { topic: string; payload: Uint8Array }

export interface LiveOptions {
  url: string;
  clientId: string;
  topics: string[];
  onUp(): void; // subscribed
  onDown(): void;
  /** All that came within one frame. */
  onMessages(messages: readonly Message[]): void;
}

const firstDelay = 500;
const longestDelay = 15_000;
const quietTooLong = 30_000;

/** Keeps trying for ever, with growing, jittered delays. */
export class Live {
  private readonly client: MqttClient;
  private delay = firstDelay;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isUp = false;
  private heardAt = 0;
  private stopped = false;

  constructor(private readonly options: LiveOptions) {
    this.client = mqtt.connect(options.url, {
      protocolVersion: 5, clientId: options.clientId, clean: true, keepalive: 20, connectTimeout: 8_000,
      reconnectPeriod: 0, queueQoSZero: false, resubscribe: false,
      timerVariant: "native", // its other timers want a worker from a blob, which the pages' policy forbids
    });
    this.client.on("connect", () => void this.subscribe());
    const came = together<Message>((messages) => options.onMessages(messages));
    this.client.on("message", (topic, payload) => came({ topic, payload: new Uint8Array(payload) }));
    this.client.on("packetreceive", () => { this.heardAt = Date.now(); });
    this.client.on("close", () => this.down());
    this.client.on("error", () => {}); // "close" follows
  }

  /** QoS 1; dropped when there is no connection: the outbox sends again. */
  publish(topic: string, payload: Uint8Array): void {
    if (this.isUp) this.client.publish(topic, payload as Buffer, { qos: 1 }, () => {});
  }

  /** The page is seen again or the network is back: do not sit out a long delay, and do not trust a socket long silent. */
  wake(): void {
    if (this.stopped) return;
    if (this.isUp) {
      if (Date.now() - this.heardAt > quietTooLong) this.client.stream.destroy();
      return;
    }
    this.delay = firstDelay;
    if (this.timer !== undefined) this.reconnect();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.client.end(true);
  }

  private async subscribe(): Promise<void> {
    try {
      await this.client.subscribeAsync(this.options.topics, { qos: 1 });
    } catch {
      this.client.stream.destroy();
      return;
    }
    this.isUp = true;
    this.delay = firstDelay;
    this.options.onUp();
  }

  private down(): void {
    if (this.stopped) return;
    this.isUp = false;
    this.options.onDown();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.reconnect(), this.delay * (0.5 + Math.random() / 2));
    this.delay = Math.min(this.delay * 2, longestDelay);
  }

  private reconnect(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.client.reconnect();
  }
}
