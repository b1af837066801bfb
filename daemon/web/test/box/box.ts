// A small stand-in for the daemon: the same HTTP and MQTT contract over a made-up hotel. Tests drive it; `npm run box` shows it.
import { fromBinary, create, toBinary, type DescMessage, type MessageInitShape, type MessageShape } from "@bufbuild/protobuf";
import { createServer, type Server } from "node:http";
import mqtt, { type MqttClient } from "mqtt";
import { CommandAckSchema, CommandOutcome, CommandSchema, type Command } from "../../gen/stayd/v1/command_pb";
import { ChangeMarkSchema, FindingStage, VersionSchema, type ChangeMark, type Version } from "../../gen/stayd/v1/common_pb";
import { SnapshotSchema } from "../../gen/stayd/v1/snapshot_pb";
import type { ArrivalState } from "../../gen/stayd/v1/arrival_pb";
import { ChangeStateSchema, type ChangeState } from "../../gen/stayd/v1/change_pb";
import { FindingStateSchema, type FindingState } from "../../gen/stayd/v1/finding_pb";
import { RuleStateSchema, type RuleState } from "../../gen/stayd/v1/rule_pb";
import { OpportunityStateSchema, type OpportunityState } from "../../gen/stayd/v1/opportunity_pb";
import { Presence } from "../../gen/stayd/v1/house_pb";
import type { RoomState } from "../../gen/stayd/v1/room_pb";
import { TaskStateSchema, type TaskState } from "../../gen/stayd/v1/task_pb";
import { Broker } from "./broker";
import { fileServer, pageHeaders } from "./files";
import { makeFindings } from "./findings";
import { idOfRule, makeRules, ruleTested, rulesOfDesk } from "./rules";
import { makeOffers } from "./offers";
import { makePeople, type FakePerson } from "./people";
import * as hotel from "./hotel";
import { profileOf } from "./profile";
import { readinessOf } from "./readiness";

/** `concludes`: it says how far each arrival is, as the daemon does once it has all it needs. */
export interface BoxOptions { pages: string; port?: number; quiet?: boolean; firstSync?: boolean; concludes?: boolean }

export class FakeBox {
  private readonly retained = new Map<string, Uint8Array>();
  private readonly applied = new Map<string, { outcome: CommandOutcome; reason: string }>();
  private readonly started = Date.now();
  private client!: MqttClient;
  private server!: Server;
  private broker!: Broker;
  private version = 1;
  private epoch = 1;
  url = "";

  /** What tests turn. */
  readonly faults = { lineDown: false, silent: false, notSaved: "", refuse: "", httpDown: false, profilesClosed: false };
  readonly commands: Command[] = [];
  private concludes = true;
  rooms = hotel.makeRooms();
  tasks = hotel.makeTasks(this.rooms);
  arrivals = hotel.makeArrivals(this.rooms);
  changes = hotel.makeChanges();
  findings = makeFindings(this.arrivals, this.rooms);
  rules = makeRules();
  offers = makeOffers(this.arrivals);
  people = makePeople();
  /** Whom a desk has opened, and who. */
  readonly openings: { id: string; by: string }[] = [];

  now(): number { return hotel.start + (Date.now() - this.started); }

  static async start(options: BoxOptions): Promise<FakeBox> {
    const box = new FakeBox();
    box.concludes = options.concludes ?? true;
    box.broker = await Broker.start();
    hotel.markRooms(box.rooms);
    const origin = `ws://127.0.0.1:${box.broker.webSocketPort}`;
    const files = fileServer(options.pages, pageHeaders(origin));
    box.server = createServer((request, response) => {
      const url = new URL(request.url ?? "/", "http://box");
      if (box.faults.httpDown) { request.socket.destroy(); return; }
      if (url.pathname === "/api/v1/hello") {
        response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-store" }).end(JSON.stringify({
          property: hotel.property, name: "Lisbon City Hotel", time_zone: hotel.zone, mqtt_url: `ws://:${box.broker.webSocketPort}/mqtt`,
          version: "0.1.0", now: new Date(box.now()).toISOString() }));
      } else if (url.pathname === "/api/v1/rules/test") {
        let text = "";
        request.on("data", (part) => { text += String(part); }).on("end", () => {
          response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-store" }).end(JSON.stringify(ruleTested(text)));
        });
      } else if (url.pathname === "/api/v1/desk/rules") {
        const rule = box.rules.find((one) => one.rule === url.searchParams.get("rule"));
        response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-store" }).end(JSON.stringify(rulesOfDesk(rule)));
      } else if (url.pathname === "/api/v1/desk/person" && request.method === "POST") {
        let text = "";
        request.on("data", (part) => { text += String(part); }).on("end", () => {
          if (box.faults.profilesClosed) { response.writeHead(403).end("{}"); return; }
          const { id, by } = JSON.parse(text) as { id: string; by: string };
          const person = box.people.find((one) => one.id === id);
          if (person) box.openings.push({ id, by });
          response.writeHead(person ? 200 : 404, { "Content-Type": "application/json", "Cache-Control": "no-store" }).end(JSON.stringify(person ?? {}));
        });
      } else if (url.pathname === "/api/v1/snapshot") {
        response.writeHead(200, { "Content-Type": "application/x-protobuf", "Cache-Control": "no-store" })
          .end(box.snapshot(url.searchParams.get("app") ?? ""));
      } else files(request, response, url.pathname);
    });
    await new Promise<void>((done) => box.server.listen(options.port ?? 0, "127.0.0.1", done));
    const address = box.server.address();
    box.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    await box.connect();
    if (options.firstSync) box.publishHouse({ sync: { complete: false, step: "reservations", listsDone: 3, listsTotal: 10, rows: 1200n } });
    else box.publishAll();
    return box;
  }

  private async connect(): Promise<void> {
    this.client = await mqtt.connectAsync(`mqtt://127.0.0.1:${this.broker.port}`, { protocolVersion: 5, clientId: "stayd", reconnectPeriod: 200,
      will: { topic: this.topic("house/presence"), payload: Buffer.from(this.bytes(hotel.HousePresenceSchema, { presence: Presence.OFFLINE })), retain: true, qos: 1 } });
    this.client.on("message", (topic, payload) => void this.command(topic, payload));
    await this.client.subscribeAsync(this.topic("commands/+"), { qos: 1 });
  }

  async stop(): Promise<void> {
    await this.client.endAsync(true).catch(() => {});
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    await this.broker.stop();
  }

  /** The way of every device to the box is gone, and comes back with all that was retained. */
  async cutNetwork(): Promise<void> {
    this.faults.httpDown = true;
    await this.broker.down();
  }

  async mendNetwork(): Promise<void> {
    await this.broker.up();
    this.faults.httpDown = false;
    await new Promise<void>((done) => (this.client.connected ? done() : this.client.once("connect", () => done())));
    for (const [topic, payload] of this.retained) this.send(topic, payload);
  }

  private topic(rest: string): string { return `stayd/v1/${hotel.property}/${rest}`; }

  private bytes<D extends DescMessage>(schema: D, init: MessageInitShape<D>): Uint8Array {
    return toBinary(schema, create(schema, init));
  }

  private send(topic: string, payload: Uint8Array): void {
    this.client.publish(topic, Buffer.from(payload), { qos: 1, retain: true });
  }

  put<D extends DescMessage>(rest: string, schema: D, init: MessageInitShape<D>): void {
    this.version += 1;
    const state = create(schema, init) as MessageShape<D>;
    (state as { version?: Version }).version = this.currentVersion(); // stands first in every state message
    const payload = toBinary(schema, state);
    this.retained.set(this.topic(rest), payload);
    this.send(this.topic(rest), payload);
  }

  private currentVersion(): Version {
    return create(VersionSchema, { epoch: BigInt(this.epoch), version: BigInt(this.version) });
  }

  remove(rest: string): void {
    this.retained.delete(this.topic(rest));
    this.send(this.topic(rest), new Uint8Array());
  }

  presence(online: boolean): void {
    const payload = this.bytes(hotel.HousePresenceSchema, { presence: online ? Presence.ONLINE : Presence.OFFLINE });
    this.retained.set(this.topic("house/presence"), payload);
    this.send(this.topic("house/presence"), payload);
  }

  readonly journal = { accepted: 214n, confirmed: 203n, boxOnly: 6n, replaced: 1n, refused: 2n, waiting: 2n };

  publishHouse(more: { sync?: MessageInitShape<typeof hotel.HouseStatusSchema>["firstSync"]; line?: hotel.LineState; cause?: string } = {}): void {
    const down = this.faults.lineDown;
    this.put("house/directory", hotel.HouseDirectorySchema, {
      name: "Lisbon City Hotel", timeZone: hotel.zone, arrivalFrom: hotel.durationFromMs(14 * 3_600_000), departureUntil: hotel.durationFromMs(12 * 3_600_000),
      departments: hotel.departments, categories: ["Standard Double", "Deluxe River View"] });
    this.put("house/status", hotel.HouseStatusSchema, {
      line: more.line ?? (down ? hotel.LineState.DOWN : hotel.LineState.UP), lineSince: hotel.ts(down ? hotel.start - 62 * 60_000 : hotel.start - 9 * 3_600_000),
      lastContact: hotel.ts(down ? hotel.start - 62 * 60_000 : this.now() - 3_000), lineCause: more.cause ?? (down ? "Connection refused by api.mews.com." : ""),
      firstSync: more.sync ?? { complete: true, step: "", listsDone: 10, listsTotal: 10, rows: 8123n },
      streams: ["reservations", "resources", "customers", "tasks"].map((name, number) => ({ name, lastComplete: hotel.ts(this.now() - (4 + number * 9) * 1000), rows: 1000n, trouble: "" }))
        .concat({ name: "availability", lastComplete: hotel.ts(down ? hotel.start - 14 * 60_000 : this.now() - 40_000), rows: 900n, trouble: "" }),
      journal: { ...this.journal, oldestWaiting: hotel.ts(hotel.start - 14 * 60_000) }, staydVersion: "0.1.0" });
    this.presence(true);
  }

  publishAll(): void {
    this.publishHouse();
    for (const room of this.rooms) this.putRoom(room);
    for (const task of this.tasks) this.putTask(task);
    for (const arrival of this.arrivals) this.putArrival(arrival);
    for (const change of this.changes) this.putChange(change);
    for (const finding of this.findings) this.putFinding(finding);
    for (const rule of this.rules) this.putRule(rule);
    for (const offer of this.offers) this.putOffer(offer);
    this.putSums();
  }

  /** By the arrival, then by the box's name of it. */
  private readonly recorded = new Map<string, Map<string, string>>();

  putRoom(room: RoomState): void { this.put(`rooms/${hotel.idText(room.roomId!)}/state`, hotel.RoomStateSchema, room); }
  putTask(task: TaskState): void { this.put(`tasks/${hotel.idText(task.taskId!)}/state`, hotel.TaskStateSchema, task); }
  putArrival(one: ArrivalState): void {
    if (this.concludes) {
      one.readiness = readinessOf(one, this.arrivals.indexOf(one), this.now(), this.recorded.get(hotel.idText(one.reservationId!)) ?? new Map());
      one.profile = profileOf(one, this.arrivals.indexOf(one));
    }
    this.put(`arrivals/${hotel.idText(one.reservationId!)}/state`, hotel.ArrivalStateSchema, one);
  }
  putChange(change: ChangeState): void { this.put(`changes/${hotel.idText(change.changeId!)}/state`, hotel.ChangeStateSchema, change); }

  putFinding(one: FindingState): void { this.put(`findings/${hotel.idText(one.findingId!)}/state`, FindingStateSchema, one); }

  putRule(one: RuleState): void { this.put(`rules/${hotel.idText(one.ruleId)}/state`, RuleStateSchema, one); }

  /** Its data is right now; a moment later it is no finding any more. */
  mendFinding(one: FindingState): void {
    Object.assign(one, { stage: FindingStage.MENDED, since: hotel.ts(this.now()) });
    this.putFinding(one);
  }

  dropFinding(one: FindingState): void {
    this.findings = this.findings.filter((other) => other !== one);
    this.remove(`findings/${hotel.idText(one.findingId!)}/state`);
  }

  putOffer(one: OpportunityState): void { this.put(`opportunities/${hotel.idText(one.opportunityId)}/state`, OpportunityStateSchema, one); }

  dropOffer(one: OpportunityState): void {
    this.offers = this.offers.filter((other) => other !== one);
    this.remove(`opportunities/${hotel.idText(one.opportunityId)}/state`);
  }

  /** Dashboard and sign follow from the rest. */
  putSums(): void {
    const left = this.arrivals.filter((one) => one.stage !== hotel.ArrivalStage.ARRIVED && one.stage !== hotel.ArrivalStage.LEFT);
    const settled = (stage: hotel.ChangeStage | undefined): boolean => stage === hotel.ChangeStage.REFUSED || stage === hotel.ChangeStage.REPLACED || stage === hotel.ChangeStage.CONFIRMED;
    this.put("dashboard/state", hotel.DashboardStateSchema, {
      businessDay: hotel.ts(hotel.at("00:00")), arrivalsTotal: this.arrivals.length, arrivalsLeft: left.length,
      arrivalsReady: left.filter((one) => one.stage === hotel.ArrivalStage.READY).length, arrivalsWaiting: left.filter((one) => one.waitingSince).length,
      departuresTotal: 41, departuresLeft: this.rooms.filter((room) => room.occupancy === hotel.Occupancy.DUE_OUT).length, roomsTotal: this.rooms.length,
      roomsOccupied: this.rooms.filter((room) => room.occupancy !== hotel.Occupancy.VACANT).length,
      rooms: [1, 2, 3, 4, 5].map((state) => ({ state, count: this.rooms.filter((room) => room.state === state).length })),
      tasksOpen: this.tasks.filter((task) => task.stage !== hotel.TaskStage.DONE).length, tasksLate: 1,
      changesWaiting: this.changes.filter((change) => !settled(change.stage)).length, changesRefused: this.changes.filter((change) => settled(change.stage)).length });
    this.putSign();
  }

  putSign(queue = this.signQueue()): void {
    this.put("signage/lobby/state", hotel.LobbySignStateSchema, { hotel: "Lisbon City Hotel", timeZone: hotel.zone,
      arrivalFrom: hotel.durationFromMs(14 * 3_600_000), departureUntil: hotel.durationFromMs(12 * 3_600_000), queue });
  }

  private signQueue() {
    return this.arrivals.filter((one) => one.waitingSince && one.displayCode).map((one) => ({
      displayCode: one.displayCode!, ready: one.stage === hotel.ArrivalStage.READY, until: hotel.ts(this.now() + 2 * 3_600_000) }));
  }

  private snapshot(app: string): Uint8Array {
    const fits = (topic: string): boolean => {
      const rest = topic.split("/").slice(3).join("/");
      if (app === "sign") return rest.startsWith("signage/") || rest === "house/presence";
      if (rest.startsWith("signage/")) return false;
      return app === "desk" || !["arrivals/", "findings/", "opportunities/", "rules/", "dashboard"].some((kind) => rest.startsWith(kind));
    };
    return this.bytes(SnapshotSchema, { states: [...this.retained].filter(([topic]) => fits(topic)).map(([topic, payload]) => ({ topic, payload })) });
  }

  private readonly waiting: (() => void)[] = [];

  cutLine(): void {
    this.faults.lineDown = true;
    this.publishHouse();
  }

  /** The line is back, and what waited is answered. */
  mendLine(): void {
    this.faults.lineDown = false;
    this.publishHouse();
    for (const answer of this.waiting.splice(0)) answer();
  }

  private dropChange(id: Uint8Array): void {
    this.changes = this.changes.filter((one) => hotel.idText(one.changeId) !== hotel.idText(id));
    this.remove(`changes/${hotel.idText(id)}/state`);
  }

  private whatOf({ action }: Command): string {
    if (action.case !== "setRoomState") return action.case ?? "";
    const room = this.rooms.find((one) => hotel.idText(one.roomId) === hotel.idText(action.value.roomId));
    return `Room ${room?.name}: ${["", "Dirty", "Clean", "Inspected"][action.value.state] ?? "Out of service"}`;
  }

  private async command(topic: string, payload: Uint8Array): Promise<void> {
    const command = fromBinary(CommandSchema, payload);
    this.commands.push(command);
    if (this.faults.silent) return;
    const id = hotel.idText(command.commandId);
    const before = this.applied.get(id);
    const answer = before ?? (this.faults.notSaved
      ? { outcome: CommandOutcome.NOT_SAVED, reason: this.faults.notSaved } : { outcome: CommandOutcome.DURABLE, reason: "" });
    if (!before) {
      this.applied.set(id, answer);
      if (answer.outcome === CommandOutcome.DURABLE) this.apply(command);
    }
    this.client.publish(topic.replace("/commands/", "/acks/"), Buffer.from(this.bytes(CommandAckSchema, {
      commandId: command.commandId, ...answer, version: this.currentVersion() })), { qos: 1 });
  }

  /** Arrivals of a room whose state changed: ready, or ready no more. */
  private followRoom(room: RoomState): void {
    for (const one of this.arrivals.filter(({ roomId }) => hotel.idText(roomId) === hotel.idText(room.roomId))) {
      const others = one.blockers.filter((blocker) => blocker !== hotel.ArrivalBlocker.ROOM_NOT_INSPECTED);
      one.roomState = room.state;
      one.blockers = room.state === hotel.ResourceState.INSPECTED ? others : [...others, hotel.ArrivalBlocker.ROOM_NOT_INSPECTED];
      if (one.stage !== hotel.ArrivalStage.ARRIVED && one.stage !== hotel.ArrivalStage.LEFT) one.stage = one.blockers.length === 0 ? hotel.ArrivalStage.READY : hotel.ArrivalStage.PREPARING;
      this.putArrival(one);
    }
  }

  personOf(id: Uint8Array): FakePerson | undefined { return this.people.find((one) => one.id === hotel.idText(id)); }

  /** A guest shows no mark: the change itself says how far it is, until the PMS has it. */
  private settleAlone(command: Command): void {
    const change = create(ChangeStateSchema, { changeId: command.commandId, what: "Guest's profile", by: command.user, accepted: hotel.ts(this.now()),
      since: hotel.ts(this.now()), stage: this.faults.lineDown ? hotel.ChangeStage.WAITING : hotel.ChangeStage.SAVED });
    this.putChange(change);
    const answer = (): void => {
      if (!this.faults.refuse) { this.dropChange(command.commandId); return; }
      Object.assign(change, { stage: hotel.ChangeStage.REFUSED, reason: this.faults.refuse, reasonIsOfPms: true });
      this.putChange(change);
    };
    if (this.faults.lineDown) this.waiting.push(answer);
    else setTimeout(answer, 400);
  }

  private apply(command: Command): void {
    const stage = this.faults.lineDown ? hotel.ChangeStage.WAITING : hotel.ChangeStage.SAVED;
    const mark = (to: hotel.ChangeStage, reason = ""): ChangeMark =>
      create(ChangeMarkSchema, { changeId: command.commandId, stage: to, since: hotel.ts(this.now()), by: command.user, reason });
    const settle = (set: (mark: ChangeMark) => void): void => {
      set(mark(stage, this.faults.lineDown ? "Mews cannot be reached" : ""));
      const refuse = this.faults.refuse;
      const answer = (): void => set(mark(refuse ? hotel.ChangeStage.REFUSED : hotel.ChangeStage.CONFIRMED, refuse));
      if (!this.faults.lineDown) setTimeout(answer, 400);
      else {
        const change = create(ChangeStateSchema, { changeId: command.commandId, what: this.whatOf(command), by: command.user, accepted: hotel.ts(this.now()),
          since: hotel.ts(this.now()), stage, reason: "Mews cannot be reached" });
        this.changes.push(change);
        this.putChange(change);
        this.waiting.push(() => { this.dropChange(command.commandId); answer(); });
      }
    };
    const { action } = command;
    const is = (a: Uint8Array | undefined, b: Uint8Array): boolean => a !== undefined && hotel.idText(a) === hotel.idText(b);
    if (action.case === "setRoomState") {
      const room = this.rooms.find((one) => is(one.roomId, action.value.roomId));
      if (!room) return;
      Object.assign(room, { state: action.value.state, stateSince: hotel.ts(this.now()), stateBy: command.user });
      settle((to) => { room.mark = to; if (to.stage === hotel.ChangeStage.CONFIRMED) room.pmsState = room.state; this.putRoom(room); this.putSums(); });
      this.followRoom(room);
    } else if (action.case === "createTask") {
      const { title, description, departmentId, roomId, priority, due } = action.value;
      const task = create(TaskStateSchema, { taskId: command.commandId, title, description, departmentId, roomId, priority, due, stage: hotel.TaskStage.NEW,
        department: hotel.departments.find((one) => is(one.departmentId, departmentId))?.name ?? "", room: this.rooms.find((one) => is(one.roomId, roomId))?.name ?? "",
        created: hotel.ts(this.now()), createdBy: command.user, assignee: "", doneBy: "", inPms: false });
      this.tasks.push(task);
      settle((to) => { task.mark = to; this.putTask(task); });
    } else if (action.case === "acceptTask" || action.case === "completeTask") {
      const task = this.tasks.find((one) => is(one.taskId, action.value.taskId));
      if (!task) return;
      if (action.case === "acceptTask") {
        Object.assign(task, { stage: hotel.TaskStage.ACCEPTED, assignee: command.user });
        task.mark = mark(hotel.ChangeStage.BOX_ONLY);
        this.putTask(task);
      } else {
        Object.assign(task, { stage: hotel.TaskStage.DONE, doneBy: command.user, done: hotel.ts(this.now()) });
        settle((to) => { task.mark = to; this.putTask(task); });
      }
    } else if (action.case === "checkOut") {
      const room = this.rooms.find((one) => is(one.stayId, action.value.reservationId));
      const arrival = this.arrivals.find((one) => is(one.reservationId, action.value.reservationId));
      if (room) {
        Object.assign(room, { occupancy: hotel.Occupancy.VACANT, departure: undefined, stayId: new Uint8Array(), stayNumber: "" });
        this.putRoom(room);
        this.putSums();
      }
      if (!arrival) return;
      arrival.stage = hotel.ArrivalStage.LEFT;
      settle((to) => {
        if (to.stage === hotel.ChangeStage.REFUSED) arrival.stage = hotel.ArrivalStage.ARRIVED;
        arrival.mark = to; this.putArrival(arrival); this.putSums();
      });
    } else if (action.case === "moveStay") {
      const arrival = this.arrivals.find((one) => is(one.reservationId, action.value.reservationId));
      const room = this.rooms.find((one) => is(one.roomId, action.value.roomId));
      if (!arrival || !room) return;
      Object.assign(arrival, { roomId: room.roomId, room: room.name, roomState: room.state,
        blockers: room.state === hotel.ResourceState.INSPECTED ? [] : [hotel.ArrivalBlocker.ROOM_NOT_INSPECTED] });
      if (arrival.stage !== hotel.ArrivalStage.ARRIVED) arrival.stage = arrival.blockers.length === 0 ? hotel.ArrivalStage.READY : hotel.ArrivalStage.PREPARING;
      settle((to) => { arrival.mark = to; this.putArrival(arrival); });
    } else if (action.case === "checkIn" || action.case === "setGuestWaiting") {
      const arrival = this.arrivals.find((one) => is(one.reservationId, action.value.reservationId));
      if (!arrival) return;
      if (action.case === "checkIn") {
        Object.assign(arrival, { stage: hotel.ArrivalStage.ARRIVED, waitingSince: undefined, displayCode: "" });
        settle((to) => {
          if (to.stage === hotel.ChangeStage.REFUSED) arrival.stage = hotel.ArrivalStage.READY;
          arrival.mark = to; this.putArrival(arrival); this.putSums();
        });
      } else {
        Object.assign(arrival, action.value.waiting ? { waitingSince: hotel.ts(this.now()), displayCode: "QW 58" } : { waitingSince: undefined, displayCode: "" });
        this.putArrival(arrival);
        this.putSums();
      }
    } else if (action.case === "updateGuest") {
      const person = this.personOf(action.value.guestId);
      for (const { name, value } of action.value.fields) if (person) person.fields[name] = value ?? null;
      this.settleAlone(command);
    } else if (action.case === "setAddress") {
      const person = this.personOf(action.value.guestId);
      for (const { name, value } of action.value.fields) if (person) person.address = { ...person.address, [name]: value ?? null };
      this.settleAlone(command);
    } else if (action.case === "addDocument") {
      const fields = Object.fromEntries(action.value.fields.map(({ name, value }) => [name, value ?? null]));
      this.personOf(action.value.guestId)?.documents.unshift({ id: hotel.idText(command.commandId), fields });
      this.settleAlone(command);
    } else if (action.case === "record") {
      const { subjectId, name, value } = action.value;
      const person = this.personOf(subjectId);
      if (person) person.records[name] = value;
      const arrival = this.arrivals.find((one) => is(one.reservationId, subjectId));
      if (!arrival) return;
      const all = this.recorded.get(hotel.idText(subjectId)) ?? new Map<string, string>();
      this.recorded.set(hotel.idText(subjectId), all);
      if (value) all.set(name, value); else all.delete(name);
      this.putArrival(arrival);
    } else if (action.case === "decideFinding") {
      const { findingId, stage: to, until, reason } = action.value;
      const finding = this.findings.find((one) => is(one.findingId, findingId));
      if (!finding) return;
      Object.assign(finding, { stage: to, until, reason, decidedBy: command.user, since: hotel.ts(this.now()) });
      this.putFinding(finding);
    } else if (action.case === "editRule") {
      const { rule: name, text } = action.value;
      const rule = this.rules.find((one) => is(one.ruleId, idOfRule(name)));
      if (!rule) return;
      const made = makeRules().find((one) => one.rule === name);
      Object.assign(rule, text === "" ? { text: made?.text, file: made?.file } : { text, file: `desk/${name}.toml` });
      Object.assign(rule, { on: !/^on = false$/m.test(rule.text), textVersion: rule.textVersion + 1, changedBy: command.user, since: hotel.ts(this.now()) });
      this.putRule(rule);
    } else if (action.case === "decideOpportunity") {
      const { opportunityId, stage: to, reason } = action.value;
      const offer = this.offers.find((one) => is(one.opportunityId, opportunityId));
      if (!offer) return;
      Object.assign(offer, { stage: to, reason, decidedBy: command.user, decided: hotel.ts(this.now()) });
      this.putOffer(offer);
    } else if (action.case === "dismissChange" || action.case === "reapplyChange") {
      this.dropChange(action.value.changeId);
      for (const room of this.rooms) if (is(room.mark?.changeId, action.value.changeId)) { delete room.mark; this.putRoom(room); }
      for (const one of this.arrivals) if (is(one.mark?.changeId, action.value.changeId)) { delete one.mark; this.putArrival(one); }
      this.putSums();
    }
  }
}
