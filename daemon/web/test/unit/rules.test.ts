// What the page of rules makes of texts: what differs, where a mistake is, and a rule switched.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FindingStage } from "../../gen/stayd/v1/common_pb";
import type { Finding } from "../../kit/model";
import { differences } from "../../desk/rule_diff";
import { countByRule, isOn, switched } from "../../desk/rule_list";
import { excerpt } from "../../desk/rule_test";

test("a difference is told line by line, of a change the old lines first", () => {
  const shown = (before: string, after: string): string => differences(before, after).map(({ Tag, text }) => `${Tag}: ${text}`).join("");
  assert.equal(shown("a\nb\nc\n", "a\nb\nc\n"), "span:   a\n  b\n  c\n");
  assert.equal(shown("a\nb\nc\n", "a\nx\nc\n"), "span:   a\ndel: − b\nins: + x\nspan:   c\n");
  assert.equal(shown("a\nb\n", "b\nc\n"), "del: − a\nspan:   b\nins: + c\n");
  assert.equal(shown("a\n", "a\nb\n\nb\n"), "span:   a\nins: + b\n+ \n+ b\n");
  assert.equal(shown("b\nb\na\n", "a\n"), "del: − b\n− b\nspan:   a\n");
  assert.equal(shown("a\nb", "a\nb\n"), "span:   a\n  b\n", "a last line without its end is the same line");
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

test("what each rule finds is counted without what is mended", () => {
  const { OPEN, WAIVED, MENDED } = FindingStage;
  const found = ([["RS-01", OPEN], ["RS-01", WAIVED], ["DQ-03", OPEN], ["RS-01", MENDED]] as const).map(([rule, stage]) => ({ rule, stage }) as Finding);
  assert.deepEqual([...countByRule(found)], [["RS-01", 2], ["DQ-03", 1]]);
});
