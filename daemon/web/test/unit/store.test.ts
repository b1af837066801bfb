import assert from "node:assert/strict";
import { test } from "node:test";
import { effect } from "@preact/signals";
import { Store, topicParts, type Decoders, type RetainedState } from "../../kit/store";

interface Kinds { rooms: string; "house/presence": string }

// A payload is "epoch.version.value", so that each test reads as the rule it is about.
const text = (payload: Uint8Array): string => new TextDecoder().decode(payload);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);
const decoders: Decoders<Kinds> = {
  rooms: (payload) => {
    const [epoch, version, value] = text(payload).split(".");
    if (value === undefined) throw new Error("garbage");
    return { version: { epoch: Number(epoch), version: Number(version) }, value };
  },
  "house/presence": (payload) => ({ value: text(payload) }),
};

const topic = (room: string): string => `stayd/v1/hotel/rooms/${room}/state`;
const presence = "stayd/v1/hotel/house/presence";
const storeOf = (...states: [string, string][]) => {
  const changes: (RetainedState | undefined)[] = [];
  const store = new Store(decoders, (change) => changes.push(change));
  for (const [room, payload] of states) store.take(topic(room), bytes(payload));
  return { store, changes, rooms: store.shelf("rooms") };
};

test("topics say their kind and id", () => {
  assert.deepEqual(topicParts(topic("101")), { kind: "rooms", id: "101" });
  assert.deepEqual(topicParts(presence), { kind: "house/presence", id: "" });
  assert.deepEqual(topicParts("stayd/v1/hotel/dashboard/state"), { kind: "dashboard", id: "" });
  assert.equal(topicParts("other/v1/hotel/rooms/1/state"), undefined);
  assert.equal(topicParts("stayd/v1/hotel/acks/device"), undefined);
});

test("only a greater version is taken", () => {
  const { store, rooms } = storeOf(["101", "1.5.clean"]);
  assert.equal(store.take(topic("101"), bytes("1.5.dirty")), false);
  assert.equal(store.take(topic("101"), bytes("1.4.dirty")), false);
  assert.equal(rooms.get("101"), "clean");
  assert.equal(store.take(topic("101"), bytes("1.6.dirty")), true);
  assert.equal(rooms.get("101"), "dirty");
});

test("versions are compared topic by topic", () => {
  const { rooms } = storeOf(["101", "1.5.clean"], ["102", "1.3.dirty"]);
  assert.equal(rooms.get("102"), "dirty");
});

test("a greater epoch drops everything held", () => {
  const { store, rooms, changes } = storeOf(["101", "1.5.clean"], ["102", "1.6.dirty"]);
  store.take(presence, bytes("online"));
  store.take(topic("103"), bytes("2.1.clean"));
  assert.deepEqual(rooms.ids.value, ["103"]);
  assert.equal(store.shelf("house/presence").get(""), "online");
  assert.ok(changes.includes(undefined));
  assert.equal(store.take(topic("101"), bytes("1.9.clean")), false, "an older epoch is never taken again");
  assert.equal(store.take(topic("101"), bytes("2.1.dirty")), true, "small versions count anew");
});

test("an empty payload removes, and an old message does not bring it back", () => {
  const { store, rooms } = storeOf(["101", "1.5.clean"]);
  store.take(topic("101"), new Uint8Array());
  assert.equal(rooms.get("101"), undefined);
  assert.deepEqual(rooms.ids.value, []);
  assert.equal(store.take(topic("101"), bytes("1.5.clean")), false);
  assert.equal(store.take(topic("101"), bytes("1.7.dirty")), true);
});

test("what cannot be read is counted and changes nothing", () => {
  const { store, rooms } = storeOf(["101", "1.5.clean"]);
  assert.equal(store.take(topic("101"), bytes("garbage")), false);
  assert.equal(rooms.get("101"), "clean");
  assert.equal(store.unreadable.value, 1);
});

test("a snapshot removes what is no longer retained", () => {
  const { store, rooms } = storeOf(["101", "1.5.clean"], ["102", "1.6.dirty"]);
  store.takeSnapshot([{ topic: topic("102"), payload: bytes("1.6.dirty") }], store.mark);
  assert.deepEqual(rooms.ids.value, ["102"]);
});

test("a live message is not undone by a snapshot asked for before it", () => {
  const { store, rooms } = storeOf(["101", "1.5.clean"]);
  const asked = store.mark;
  store.take(topic("102"), bytes("1.7.dirty"));
  store.take(topic("101"), new Uint8Array());
  store.take(topic("103"), new Uint8Array()); // gone before this page ever heard of it
  const late = ["101", "103"].map((room) => ({ topic: topic(room), payload: bytes("1.5.clean") }));
  store.takeSnapshot(late, asked);
  assert.deepEqual(rooms.ids.value, ["102"]);
});

test("a snapshot does not speak of presence", () => {
  const { store } = storeOf(["101", "1.5.clean"]);
  store.take(presence, bytes("offline"));
  store.takeSnapshot([{ topic: topic("101"), payload: bytes("1.5.clean") }], store.mark);
  assert.equal(store.shelf("house/presence").get(""), "offline");
});

test("an empty or older snapshot removes nothing", () => {
  const { store, rooms } = storeOf(["101", "2.5.clean"]);
  store.takeSnapshot([], store.mark);
  store.takeSnapshot([{ topic: topic("102"), payload: bytes("1.9.dirty") }], store.mark);
  assert.deepEqual(rooms.ids.value, ["101"]);
});

test("a message wakes only those who read that one thing", () => {
  const { store, rooms } = storeOf(["101", "1.1.clean"], ["102", "1.2.clean"]);
  let woken = 0;
  const stop = effect(() => { rooms.get("101"); woken += 1; });
  store.take(topic("102"), bytes("1.3.dirty"));
  assert.equal(woken, 1);
  store.take(topic("101"), bytes("1.4.dirty"));
  assert.equal(woken, 2);
  stop();
});

test("a kind that this app does not read stays empty", () => {
  const changes: unknown[] = [];
  const store = new Store<Kinds>({ "house/presence": decoders["house/presence"] }, (change) => changes.push(change));
  assert.equal(store.take(topic("101"), bytes("1.5.clean")), false);
  assert.equal(store.take("stayd/v1/hotel/constructor/1/state", bytes("1.5.clean")), false);
  store.takeSnapshot([{ topic: topic("101"), payload: bytes("1.5.clean") }], store.mark);
  assert.deepEqual([store.shelf("rooms").all(), changes, store.unreadable.value], [[], [], 0]);
});
