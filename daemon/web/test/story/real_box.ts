// A whole installation on loopback: the simulator, a real Mosquitto and the real daemon, from the programs in STAYD_BIN.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Broker, freePort } from "../box/broker";

/** In 30 s. It looks far more often than a box does, so that stories go on: with a box's own budget it would soon have to wait for minutes. */
const callsLetThrough = 3000;

export type Json = Record<string, any>; // the control API's answers, as its README lists them

export class RealBox {
  private readonly folder = mkdtempSync(join(tmpdir(), "stayd-story-"));
  private simulator: ChildProcess | undefined;
  private daemon: ChildProcess | undefined;
  private control = 0;

  private constructor(private readonly broker: Broker, readonly port: number) {}

  get url(): string { return `http://127.0.0.1:${this.port}`; }

  static async start(): Promise<RealBox> {
    const box = new RealBox(await Broker.start(), await freePort());
    const pms = await freePort();
    box.control = await freePort();
    box.simulator = box.run("stayd-mews-simulator", ["--listen", `127.0.0.1:${pms}`, "--control", `127.0.0.1:${box.control}`,
      "--client-token", "client", "--access-token", "access", "--now", "2015-09-17T14:05:00Z"]);
    await answers(`http://127.0.0.1:${box.control}/control/state`);
    await box.post("/control/settings", { request_limit: callsLetThrough });
    writeFileSync(join(box.folder, "stayd.toml"), `
[property]
name = "city"
[pms]
address = "http://127.0.0.1:${pms}"
events_address = "ws://127.0.0.1:${pms}"
client_token = "client"
access_token = "access"
poll_seconds_without_socket = 2
poll_seconds_with_socket = 4
settle_seconds = 3
budgets = [{calls = ${callsLetThrough}, seconds = 30}]
[broker]
uri = "mqtt://127.0.0.1:${box.broker.port}"
websocket_url = ":${box.broker.webSocketPort}/mqtt"
[http]
listen = "127.0.0.1:${box.port}"
web_dir = "${process.env["STAYD_PAGES"] ?? "out"}"
open_profiles = true
[storage]
directory = "${box.folder}/data"
[control]
socket = "${box.folder}/control.sock"
`);
    await box.startDaemon();
    return box;
  }

  async startDaemon(): Promise<void> {
    this.daemon = this.run("stayd", ["--config", join(this.folder, "stayd.toml")]);
    await answers(`${this.url}/healthz`);
  }

  /** As a power cut would: no goodbye. */
  async killDaemon(): Promise<void> { await end(this.daemon, "SIGKILL"); }

  async get(path: string): Promise<Json> { return await (await fetch(`http://127.0.0.1:${this.control}${path}`)).json() as Json; }
  async post(path: string, body: Json): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.control}${path}`, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  }
  /** How often our client has written this to the PMS. */
  async written(kind: string, value?: string): Promise<number> {
    const { writes } = await this.get("/control/writes");
    return (writes as Json[]).filter((write) => write["by"] === "our client" && write["kind"] === kind && (value === undefined || write["value"] === value)).length;
  }
  async room(name: string): Promise<Json> {
    const { rooms } = await this.get("/control/rooms");
    const found = (rooms as Json[]).find((room) => room["name"] === name);
    if (!found) throw new Error(`no room ${name}`);
    return found;
  }

  async stop(): Promise<void> {
    await end(this.daemon, "SIGTERM");
    await end(this.simulator, "SIGTERM");
    await this.broker.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(program: string, args: string[]): ChildProcess {
    const bin = process.env["STAYD_BIN"];
    if (!bin) throw new Error("STAYD_BIN must name the folder of the built programs");
    return spawn(join(bin, program), args, { stdio: "ignore" });
  }
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once("exit", done));
  child.kill(signal);
  await ended;
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    try {
      if ((await fetch(url)).ok) return;
    } catch { /* not yet */ }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${url} does not answer`);
}
