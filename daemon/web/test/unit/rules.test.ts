// What the page of rules makes of texts: what differs, where a mistake is, and a rule switched.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lineDiff } from "../../desk/line_diff";
import { isOn, switched } from "../../desk/rule_list";
import { excerpt } from "../../desk/rule_test";

const shown = (before: string, after: string): string[] => lineDiff(before, after).map(({ kind, line }) => ({ same: " ", gone: "-", new: "+" })[kind] + line);

test("a difference is told line by line", () => {
  assert.deepEqual(shown("a\nb\nc\n", "a\nb\nc\n"), [" a", " b", " c"]);
  assert.deepEqual(shown("a\nb\nc\n", "a\nx\nc\n"), [" a", "-b", "+x", " c"]);
  assert.deepEqual(shown("a\nb\n", "b\nc\n"), ["-a", " b", "+c"]);
  assert.deepEqual(shown("a\n", "a\nb\nb\n"), [" a", "+b", "+b"]);
  assert.deepEqual(shown("b\nb\na\n", "a\n"), ["-b", "-b", " a"]);
});

test("a mistake is marked in its line", () => {
  const text = "[[rule]]\nid = 1\nwhen = \"no_such\"\n";
  assert.equal(excerpt(text, "test:3:9: rule X.when: no such column: no_such"), "when = \"no_such\"\n        ^");
  assert.equal(excerpt(text, "test:9:1: beyond the end"), undefined);
  assert.equal(excerpt(text, "stopped: it took too long; not all were asked"), undefined);
});

test("a rule is switched by its own line, else by one below its head", () => {
  const plain = "[[rule]]\nid = \"A\"\n\n[rule.raise]\nhigh = \"x\"\n";
  assert.equal(isOn(plain), true);
  assert.equal(switched(plain, false), "[[rule]]\non = false\nid = \"A\"\n\n[rule.raise]\nhigh = \"x\"\n");
  for (const line of ["on = false", "on=false", "  on = false # for now"]) {
    const off = `[[rule]]\n${line}\n`;
    assert.equal(isOn(off), false, line);
    assert.equal(isOn(switched(off, true)), true, line);
  }
  assert.equal(isOn("[[rule]]\nmessage = \"on = false\"\n"), true);
});
