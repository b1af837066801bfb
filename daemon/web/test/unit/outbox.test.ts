import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import { timestampMs, type Timestamp } from "@bufbuild/protobuf/wkt";
import { BlockType, CommandSchema } from "../../gen/stayd/v1/command_pb";
import { ResourceState } from "../../gen/stayd/v1/common_pb";
import { encodeCommand, type Act } from "../../kit/commands";
import { deskWriter } from "../../kit/commands_desk";
import { idText } from "../../kit/ids";
import { Outbox, type OutboxRow, type OutboxStorage } from "../../kit/outbox";

class Disk implements OutboxStorage {
  readonly rows = new Map<string, OutboxRow>();
  full = false;
  async all() { return [...this.rows.values()]; }
  async put(row: OutboxRow) {
    if (this.full) throw new Error("quota");
    this.rows.set(row.id, row);
  }
  async remove(id: string) { this.rows.delete(id); }
}

const roomId = "01070707-0707-4007-8007-070707070003";
const clean: Act = { kind: "set_room_state", roomId, room: "103", state: ResourceState.CLEAN };

function bench() {
  const disk = new Disk();
  const time = { at: 1_000_000 };
  const outbox = new Outbox(disk, { box: () => time.at - 500, device: () => time.at }, deskWriter);
  const sent: string[] = [];
  const send = (bytes: Uint8Array): void => { sent.push(idText(fromBinary(CommandSchema, bytes).commandId)); };
  const ack = (id: string, durable: boolean, reason = "") => outbox.acknowledge({ id, durable, reason, version: { epoch: 1, version: 7 } });
  return { disk, time, outbox, sent, send, ack };
}

test("an act is stored before it is shown and sent", async () => {
  const { disk, outbox, sent, send } = bench();
  outbox.connected(send);
  const seen: string[] = [];
  const put = disk.put.bind(disk);
  disk.put = async (row) => { seen.push(`stored, shown ${outbox.rows.peek().length}, sent ${sent.length}`); await put(row); };
  const id = await outbox.add(clean, "Ana");
  assert.deepEqual(seen, ["stored, shown 0, sent 0"]);
  assert.deepEqual(sent, [id]);
  assert.equal(outbox.rows.value.length, 1);
});

test("an act that cannot be stored is neither shown nor sent", async () => {
  const { disk, outbox, sent, send } = bench();
  outbox.connected(send);
  disk.full = true;
  await assert.rejects(outbox.add(clean, "Ana"));
  assert.deepEqual(sent, []);
  assert.deepEqual(outbox.rows.value, []);
});

test("the command says who did what, when", async () => {
  const { outbox, time } = bench();
  await outbox.add(clean, "Ana");
  const command = fromBinary(CommandSchema, outbox.rows.value[0]!.bytes);
  assert.equal(command.user, "Ana");
  assert.equal(Number(command.madeAt!.seconds) * 1000, time.at);
  assert.equal(command.action.case, "setRoomState");
  assert.ok(command.action.case === "setRoomState" && idText(command.action.value.roomId) === roomId
    && command.action.value.state === ResourceState.CLEAN);
});

const other = "02070707-0707-4007-8007-070707070009";
const payloads: [Act, string, Record<string, unknown>][] = [
  [{ kind: "check_out", reservationId: other, number: "1", openBalanceReason: "Invoice" }, "checkOut", { openBalanceReason: "Invoice" }],
  [{ kind: "move_stay", reservationId: other, number: "1", roomId, room: "103" }, "moveStay", {}],
  [{ kind: "add_stay_note", reservationId: other, number: "1", text: "Late" }, "addStayNote", { text: "Late" }],
  [{ kind: "block_room", roomId, room: "103", reason: "Leak", start: 1000, end: 2000 }, "blockRoom", { reason: "Leak", type: BlockType.OUT_OF_ORDER }],
];
for (const [act, name, values] of payloads) {
  test(`the command ${name} carries what was asked for`, () => {
    const { action } = fromBinary(CommandSchema, encodeCommand(other, "Eva", 1000, deskWriter.actionOf(act)));
    assert.equal(action.case, name);
    const value = action.value as unknown as Record<string, unknown>;
    if ("reservationId" in act) assert.equal(idText(value["reservationId"] as Uint8Array), other);
    if ("roomId" in act) assert.equal(idText(value["roomId"] as Uint8Array), roomId);
    for (const [field, wanted] of Object.entries(values)) assert.equal(value[field], wanted, field);
    if (act.kind === "block_room") assert.deepEqual([timestampMs(value["start"] as Timestamp), timestampMs(value["end"] as Timestamp)], [1000, 2000]);
  });
}

test("a saved act leaves disk and list, and lingers until the state comes", async () => {
  const { disk, outbox, time, ack } = bench();
  const id = await outbox.add(clean, "Ana");
  await ack(id, true);
  assert.equal(disk.rows.size, 0);
  assert.deepEqual(outbox.rows.value, []);
  assert.equal(outbox.saved.value[0]!.row.id, id);
  time.at += 3_001;
  outbox.tick();
  assert.deepEqual(outbox.saved.value, []);
});

test("an act that was not saved stays with its reason and is not sent again", async () => {
  const { disk, outbox, sent, send, ack, time } = bench();
  outbox.connected(send);
  const id = await outbox.add(clean, "Ana");
  await ack(id, false, "Unknown room.");
  time.at += 60_000;
  outbox.tick();
  assert.equal(sent.length, 1);
  assert.equal(outbox.rows.value[0]!.notSaved, "Unknown room.");
  assert.equal(disk.rows.get(id)!.notSaved, "Unknown room.");
});

test("trying again is a new command, discarding removes it", async () => {
  const { disk, outbox, sent, send, ack } = bench();
  outbox.connected(send);
  const first = await outbox.add(clean, "Ana");
  await ack(first, false, "Disk full.");
  await outbox.retry(first);
  assert.equal(sent.length, 2);
  assert.notEqual(sent[1], first);
  assert.deepEqual([...disk.rows.keys()], [sent[1]]);
  await outbox.discard(sent[1]!);
  assert.equal(disk.rows.size, 1, "an act without an answer cannot be discarded");
  await ack(sent[1]!, false, "Disk full.");
  await outbox.discard(sent[1]!);
  assert.equal(disk.rows.size, 0);
});

test("without an ack the same bytes go out every five seconds and after every reconnect", async () => {
  const { outbox, sent, send, time } = bench();
  const id = await outbox.add(clean, "Ana");
  assert.deepEqual(sent, [], "not connected");
  outbox.connected(send);
  time.at += 4_999;
  outbox.tick();
  assert.deepEqual(sent, [id]);
  time.at += 1;
  outbox.tick();
  assert.deepEqual(sent, [id, id]);
  outbox.disconnected();
  time.at += 60_000;
  outbox.tick();
  assert.equal(sent.length, 2);
  outbox.connected(send);
  assert.deepEqual(sent, [id, id, id]);
});

test("a reload finds the acts in the order they were made", async () => {
  const { disk, outbox, time } = bench();
  const ids = [await outbox.add(clean, "Ana")];
  time.at += 10;
  ids.push(await outbox.add({ ...clean, state: ResourceState.DIRTY }, "Ana"));
  disk.rows.set(ids[0]!, disk.rows.get(ids[0]!)!);
  const reloaded = new Outbox(disk, { box: Date.now, device: Date.now }, deskWriter);
  await reloaded.load();
  assert.deepEqual(reloaded.rows.value.map((row) => row.id), ids);
});

test("each act says which unanswered one it follows, by what is known at each sending", async () => {
  const { outbox, time, ack } = bench();
  let sent: [string, string][] = [];
  outbox.connected((bytes) => {
    const { commandId, follows } = fromBinary(CommandSchema, bytes);
    sent.push([idText(commandId), follows.length > 0 ? idText(follows) : ""]);
  });
  const add = async (): Promise<string> => {
    time.at += 10;
    return outbox.add(clean, "Ana");
  };
  const [a, b, c] = [await add(), await add(), await add()];
  assert.deepEqual(sent, [[a, ""], [b, a], [c, b]]);
  await ack(b, false, "Disk full."); // what is no longer sent can be waited for no more
  sent = [];
  outbox.tick();
  assert.deepEqual(sent, [], "not yet");
  outbox.sendAgain();
  outbox.tick();
  assert.deepEqual(sent, [[a, ""], [c, a]]);
  await ack(a, true);
  sent = [];
  outbox.sendAgain();
  outbox.tick();
  assert.deepEqual(sent, [[c, ""]]);
});

test("an ack that comes twice, or for another device's command, changes nothing", async () => {
  const { outbox, ack } = bench();
  const id = await outbox.add(clean, "Ana");
  await ack(id, true);
  assert.equal(await ack(id, true), undefined);
  assert.equal(outbox.saved.value.length, 1);
});

test("a device clock set back does not stop sending", async () => {
  const { outbox, sent, send, time } = bench();
  outbox.connected(send);
  await outbox.add(clean, "Ana");
  time.at -= 3_600_000;
  outbox.tick();
  assert.equal(sent.length, 2);
});
