import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { minorDigits, money } from "../../kit/money";

const said = (minor: number, currency: string, whole = false): string => money(minor, currency, whole).replace(/\s/gu, " ");

test("money is said in the coins the box counts in, whatever the browser thinks of the currency", () => {
  assert.equal(said(1805, "EUR"), "€18.05");
  assert.equal(said(1805, "JPY"), "JP¥1,805");
  assert.equal(said(1805, "KWD"), "KWD 1.805");
  assert.equal(said(1805, "PYG"), "PYG 18.05");
  assert.equal(said(1805, "UGX"), "UGX 18.05");
  assert.equal(said(1805, "LYD"), "LYD 18.05");
  assert.equal(said(-180_500, "EUR", true), "-€1,805");
});

test("without a currency the figure alone is said", () => {
  assert.equal(said(1805, ""), "18.05");
  assert.equal(said(1800, "?", true), "18");
});

test("the currencies are those of the box's own table", () => {
  const source = readFileSync("../insight/opportunity_value.cpp", "utf8");
  const table = (name: string): string[] => [...(new RegExp(`${name}\\{([^}]*)\\}`).exec(source)![1]!).matchAll(/[A-Z]{3}/g)].map(([code]) => code);
  const digits = (count: number): string[] => ["AED", "BHD", "CLP", "EUR", "ISK", "JOD", "JPY", "KRW", "KWD", "OMR", "TND", "VND", "XAF", "XOF"].filter((one) => minorDigits(one) === count);
  assert.deepEqual(digits(0), table("without").sort());
  assert.deepEqual(digits(3), table("with_three").sort());
});
