import assert from "node:assert/strict";
import { test } from "node:test";
import { idBytes, idText, uuidv7 } from "../../kit/ids";

test("an id survives the way to bytes and back", () => {
  const text = "0190f3a2-7b1c-7def-8123-456789abcdef";
  assert.equal(idText(idBytes(text)), text);
  assert.equal(idBytes("").length, 0);
});

test("what is not sixteen bytes is no id", () => {
  assert.equal(idText(new Uint8Array(15)), "");
  assert.throws(() => idBytes("0190f3a2"), RangeError);
  assert.throws(() => idBytes("0190f3a2-7b1c-7def-8123-456789abcdeg"), RangeError);
});

test("a UUIDv7 carries its time, version and variant", () => {
  const at = Date.parse("2015-09-17T09:00:00.123Z");
  const id = uuidv7(at);
  assert.equal(parseInt(id.replaceAll("-", "").slice(0, 12), 16), at);
  assert.equal(id[14], "7");
  assert.match(id[19]!, /[89ab]/);
});

test("ids made later sort later, and no two are alike", () => {
  const ids = Array.from({ length: 1000 }, (_, at) => uuidv7(1_800_000_000_000 + at));
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(Array.from({ length: 1000 }, () => uuidv7(1))).size, 1000);
});
