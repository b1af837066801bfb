import assert from "node:assert/strict";
import { test } from "node:test";
import { brokerUrl, parseHello } from "../../kit/hello";

const page = { protocol: "http:", hostname: "box.hotel", port: "8080" };

test("what the broker's address leaves out comes from the page", () => {
  assert.equal(brokerUrl("ws://other:9001/mqtt", page), "ws://other:9001/mqtt");
  assert.equal(brokerUrl("ws://:9001/mqtt", page), "ws://box.hotel:9001/mqtt");
  assert.equal(brokerUrl(":9001/mqtt", page), "ws://box.hotel:9001/mqtt");
  assert.equal(brokerUrl("/mqtt", page), "ws://box.hotel:8080/mqtt");
  assert.equal(brokerUrl("//other:9001", page), "ws://other:9001/mqtt");
  assert.equal(brokerUrl("ws://[fd00::1]:9001/mqtt", page), "ws://[fd00::1]:9001/mqtt");
  assert.equal(brokerUrl(":9001/mqtt", { ...page, protocol: "https:" }), "wss://box.hotel:9001/mqtt");
});

test("a hello without what pages need is refused", () => {
  const whole = { property: "p", name: "n", time_zone: "UTC", mqtt_url: ":1", version: "1", now: "2015-09-17T09:00:00Z" };
  assert.equal(parseHello(whole).now, Date.parse("2015-09-17T09:00:00Z"));
  for (const name of Object.keys(whole)) assert.throws(() => parseHello({ ...whole, [name]: undefined }), TypeError);
  assert.throws(() => parseHello({ ...whole, now: "soon" }), TypeError);
  assert.throws(() => parseHello(null), TypeError);
});
