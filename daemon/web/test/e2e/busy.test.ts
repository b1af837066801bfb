// A desk of a real hotel holds hundreds of findings, and the box publishes each of them by itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { FindingStateSchema, type FindingState } from "../../gen/stayd/v1/finding_pb";
import { idOf } from "../box/hotel";
import { callsWhile } from "./calls";
import { findingsOf, row, rows } from "./finding_rows";
import { ours, stage, until } from "./harness";

const { box, see } = stage("/d/quality", { size: [1440, 900], name: "Eva" });
const drawsList = /finding-table/;
const drawsRow = /finding-row/;
const many = 300;

const findMore = (): FindingState[] => Array.from({ length: many }, (_, at) =>
  create(FindingStateSchema, { ...findingsOf(box)("RS-16"), findingId: idOf(90, at), message: `Made up ${at}` }));

test("hundreds of findings that come one by one are drawn together, and each only when it says something else", ours, async () => {
  const { page, problems } = await see();
  await rows(page).first().waitFor();
  const there = await rows(page).count();
  const more = findMore();
  const came = await callsWhile(page, [drawsList, drawsRow], async () => {
    for (const finding of more) box().putFinding(finding);
    await until("all have come", async () => (await rows(page).count()) === there + many, 60_000);
  });
  const changed = await callsWhile(page, [drawsRow], async () => {
    for (const finding of more) box().putFinding(Object.assign(finding, { message: `${finding.message}, again` }));
    await row(page, more.at(-1)!).getByText("again").waitFor({ timeout: 60_000 });
  });
  const chosen = await callsWhile(page, [drawsRow], async () => {
    for (let times = 0; times < 10; times += 1) await page.keyboard.press("j");
    await until("the tenth is chosen", async () => (await rows(page).nth(9).getAttribute("data-selected")) === "true");
  });
  const [lists, firsts] = came;
  assert.ok(lists! > 0 && lists! < many / 2, `the list was drawn ${lists} times for ${many} findings`);
  assert.ok(firsts! >= many && firsts! < 2 * many, `${many} new rows were drawn ${firsts} times`);
  assert.ok(changed[0]! >= many && changed[0]! < 2 * many, `${many} changed rows were drawn ${changed[0]} times`);
  assert.ok(chosen[0]! >= 10 && chosen[0]! < 40, `rows were drawn ${chosen[0]} times for ten that were chosen`);
  assert.deepEqual(problems, []);
});
