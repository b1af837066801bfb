// A real Mosquitto with a plain and a WebSocket listener on loopback.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (typeof address !== "object" || !address) throw new Error("no port");
  return address.port;
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}`);
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, "127.0.0.1", () => { socket.destroy(); done(true); });
      socket.on("error", () => done(false));
    });
    if (open) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("mosquitto does not listen");
}

export class Broker {
  private child: ChildProcess | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), "stayd-pages-"));

  private constructor(readonly port: number, readonly webSocketPort: number) {}

  static async start(): Promise<Broker> {
    const broker = new Broker(await freePort(), await freePort());
    writeFileSync(join(broker.folder, "mosquitto.conf"), [
      "per_listener_settings false", "allow_anonymous true", "set_tcp_nodelay true", "persistence false", "log_type error",
      `listener ${broker.port} 127.0.0.1`, `listener ${broker.webSocketPort}`, "protocol websockets", "socket_domain ipv4", "",
    ].join("\n"));
    await broker.up();
    return broker;
  }

  /** Also after down(): the same ports, nothing remembered. */
  async up(): Promise<void> {
    this.child = spawn("mosquitto", ["-c", join(this.folder, "mosquitto.conf")], { stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin` } });
    await listening(this.port, this.child);
    await listening(this.webSocketPort, this.child);
  }

  async down(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    await ended;
  }

  async stop(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
