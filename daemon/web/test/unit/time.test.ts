import assert from "node:assert/strict";
import { test } from "node:test";
import { ageWords } from "../../kit/i18n";
import { atLocalDateTime, atLocalTime, atLocalTimeIn, clockTime, dayOrTime, localDate, longDay, span, timeOfDay } from "../../kit/time";

const lisbon = "Europe/Lisbon";
const utc = (text: string): number => Date.parse(`${text}Z`);

test("times are the hotel's, not the device's", () => {
  assert.equal(clockTime(utc("2015-09-17T13:04:00"), lisbon), "14:04");
  assert.equal(clockTime(utc("2015-09-17T13:04:00"), "Asia/Tokyo"), "22:04");
  assert.equal(clockTime(utc("2015-09-16T23:00:00"), lisbon), "00:00");
  assert.equal(longDay(utc("2015-09-17T13:04:00"), lisbon), "Thursday 17 September");
});

test("a local day begins at local midnight", () => {
  assert.equal(localDate(utc("2015-09-16T22:59:59"), lisbon), "2015-09-16");
  assert.equal(localDate(utc("2015-09-16T23:00:00"), lisbon), "2015-09-17");
});

test("another day is named, today is not", () => {
  const now = utc("2015-09-17T13:04:00");
  assert.equal(dayOrTime(utc("2015-09-17T10:00:00"), now, lisbon), "11:00");
  assert.match(dayOrTime(utc("2015-09-19T10:00:00"), now, lisbon), /^Sat 19 Sept? 11:00$/);
});

test("where no moment is known none is said", () => {
  for (const at of [undefined, 0]) {
    assert.equal(dayOrTime(at, utc("2015-09-17T13:04:00"), lisbon), "–");
    assert.equal(ageWords(at, utc("2015-09-17T13:04:00")), "–");
  }
});

test("a local time becomes the right instant in winter, in summer and on the days between", () => {
  assert.equal(atLocalTime("14:30", utc("2015-09-17T13:00:00"), lisbon), utc("2015-09-17T13:30:00"));
  assert.equal(atLocalTime("14:30", utc("2015-12-17T13:00:00"), lisbon), utc("2015-12-17T14:30:00"));
  assert.equal(atLocalTime("00:30", utc("2015-03-29T12:00:00"), lisbon), utc("2015-03-29T00:30:00"));
  assert.equal(atLocalTime("03:00", utc("2015-03-29T12:00:00"), lisbon), utc("2015-03-29T02:00:00"));
  assert.equal(atLocalTime("14:00", utc("2015-10-25T12:00:00"), lisbon), utc("2015-10-25T14:00:00"));
});

test("a time skipped by summer time comes an hour later, a doubled one is the first", () => {
  assert.equal(clockTime(atLocalTime("01:30", utc("2015-03-29T12:00:00"), lisbon), lisbon), "02:30");
  assert.equal(atLocalTime("01:30", utc("2015-10-25T12:00:00"), lisbon), utc("2015-10-25T00:30:00"));
});

test("a day and time of a form become the right instant, also where noon in Greenwich is tomorrow", () => {
  assert.equal(atLocalDateTime("2015-09-19T18:30", lisbon), utc("2015-09-19T17:30:00"));
  assert.equal(atLocalDateTime("2015-12-19T18:30:00", "Pacific/Auckland"), utc("2015-12-19T05:30:00"));
  for (const text of ["", "2015-09-19", "T18:30", "2015-13-19T18:30"]) assert.ok(Number.isNaN(atLocalDateTime(text, lisbon)), text);
  assert.equal(atLocalTimeIn(3, "08:00", utc("2015-10-24T12:00:00"), lisbon), utc("2015-10-27T08:00:00"));
});

test("a span is said in the unit people use", () => {
  assert.deepEqual(span(-5), { unit: "seconds", count: 0 });
  assert.deepEqual(span(59_999), { unit: "seconds", count: 59 });
  assert.deepEqual(span(14 * 60_000), { unit: "minutes", count: 14 });
  assert.deepEqual(span(90 * 60_000), { unit: "hours", count: 1 });
  assert.deepEqual(span(50 * 3_600_000), { unit: "days", count: 2 });
});

test("minutes since midnight read as a time of day", () => {
  assert.equal(timeOfDay(14 * 60), "14:00");
  assert.equal(timeOfDay(9 * 60 + 5), "09:05");
});
