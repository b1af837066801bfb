// The opportunities page as the desk uses it: read, offer, and keep the answer. Each test turns a box of its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { OpportunityStage } from "../../gen/stayd/v1/common_pb";
import { type OpportunityState } from "../../gen/stayd/v1/opportunity_pb";
import { idText } from "../../kit/ids";
import { ours, shoot, stage, until } from "./harness";

const { OPEN, OFFERED, ACCEPTED, DECLINED, DISMISSED, BLOCKED } = OpportunityStage;
const { box, see, turnsOut } = stage("/d/opportunities", { size: [1440, 900], name: "Eva" });
const rows = (page: Page) => page.locator(".offer-row");
const row = (page: Page, offer: OpportunityState) => page.locator(`[data-id="${idText(offer.opportunityId)}"]`);
const of = (rule: string, stage = OPEN): OpportunityState => {
  const found = box().offers.find((one) => one.rule === rule && one.stage === stage);
  assert.ok(found, rule);
  return found;
};
async function lastDecision(count: number) {
  await until(`the box has ${count}`, () => box().commands.length === count);
  const { action, user } = box().commands.at(-1)!;
  assert.ok(action.case === "decideOpportunity");
  const { opportunityId, stage, price, reason } = action.value;
  return { id: idText(opportunityId), stage, price, reason, user };
}

test("what was said comes first, then what is worth most, then what may not be offered", ours, async () => {
  const { page, problems } = await see();
  const rules = await page.locator(".offer-rule > bdi").allTextContents();
  assert.deepEqual(rules, ["U05", "U01", "U13", "U02", "U15", "U04", "U23", "U07"]);
  await page.getByText("€258 possible, €60 sold today").waitFor();
  const figures = page.getByRole("group", { name: "Show offers" });
  assert.deepEqual(await figures.locator("strong").allTextContents(), ["7", "3", "1", "3", "4"]);
  const blocked = row(page, of("U07", BLOCKED));
  await blocked.getByText("Not to be offered: A complaint is open: nothing is sold until it is settled").waitFor();
  assert.equal(await blocked.locator("td button").count(), 0);
  await row(page, of("U02")).getByText("A Junior Suite is ready right now, room 501. Would you like it?").waitFor();
  await row(page, of("U02")).getByText("€64.00").waitFor();
  assert.deepEqual(problems, []);
});

test("an offer is said and sold with a tap each", ours, async () => {
  const { page, problems } = await see();
  const offer = of("U02");
  await row(page, offer).getByRole("button", { name: "Offer", exact: true }).click();
  assert.deepEqual(await lastDecision(1), { id: idText(offer.opportunityId), stage: OFFERED, price: 6400n, reason: "", user: "Eva" });
  await row(page, offer).getByText("Offered, no answer yet").waitFor();
  await row(page, offer).getByRole("button", { name: "Accepted" }).click();
  assert.equal((await lastDecision(2)).stage, ACCEPTED);
  await page.getByText("€194 possible, €124 sold today").waitFor();
  await page.getByRole("button", { name: "Answered" }).click();
  await row(page, offer).getByText("Sold").waitFor();
  assert.deepEqual(problems, []);
});

test("a double click says it once, and sells nothing", ours, async () => {
  const { page, problems } = await see();
  const offer = of("U02");
  await row(page, offer).getByRole("button", { name: "Offer", exact: true }).dblclick();
  assert.equal((await lastDecision(1)).stage, OFFERED);
  const said = row(page, offer).getByRole("button", { name: "Offered", exact: true });
  await said.waitFor();
  await said.click({ force: true }); // where it stood nothing is sold, however late the second click comes
  const other = of("U04");
  await row(page, other).locator(".offer-open").click();
  const sheet = page.getByRole("dialog", { name: "Late check-out" });
  await sheet.getByRole("button", { name: "Offer", exact: true }).dblclick();
  await sheet.waitFor({ state: "detached" });
  assert.deepEqual(await lastDecision(2), { id: idText(other.opportunityId), stage: OFFERED, price: 2000n, reason: "", user: "Eva" });
  await row(page, other).getByText("Offered, no answer yet").waitFor();
  assert.equal(box().commands.length, 2);
  assert.deepEqual(problems, []);
});

test("what may not be offered any more says so, also while an answer is under way", ours, async () => {
  const { page, problems } = await see();
  const offer = of("U02");
  box().faults.silent = true;
  await row(page, offer).getByRole("button", { name: "Offer", exact: true }).click();
  await row(page, offer).getByText("Offered, no answer yet").waitFor();
  offer.stage = BLOCKED;
  offer.reason = "A complaint is open: nothing is sold until it is settled";
  box().putOffer(offer);
  await row(page, offer).getByText("Not to be offered: A complaint is open: nothing is sold until it is settled").waitFor();
  assert.equal(await row(page, offer).getByRole("button", { name: "Accepted" }).count(), 0);
  assert.deepEqual(problems, []);
});

test("a decline says why with one tap, or in words, and can be taken back", ours, async () => {
  const { page, problems } = await see();
  const offer = of("U05", OFFERED);
  await row(page, offer).getByRole("button", { name: "Declined" }).click();
  const sheet = page.getByRole("dialog", { name: "Breakfast" });
  await sheet.getByRole("button", { name: "Too expensive" }).click();
  assert.deepEqual(await lastDecision(1), { id: idText(offer.opportunityId), stage: DECLINED, price: 5400n, reason: "Too expensive", user: "Eva" });
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal((await lastDecision(2)).stage, OPEN);
  await row(page, offer).getByRole("button", { name: "Offer", exact: true }).waitFor();

  await row(page, of("U04")).locator(".offer-open").click();
  const other = page.getByRole("dialog", { name: "Late check-out" });
  await other.getByRole("button", { name: "Do not offer" }).click();
  await other.locator("form").getByRole("button", { name: "Do not offer" }).click();
  await other.getByText("Choose or write a reason.").waitFor();
  assert.equal(box().commands.length, 2);
  await other.getByLabel("Another reason").fill("  Leaves for a funeral ");
  await other.locator("form").getByRole("button", { name: "Do not offer" }).click();
  const said = await lastDecision(3);
  assert.equal(said.stage, DISMISSED);
  assert.equal(said.reason, "Leaves for a funeral");
  assert.deepEqual(problems, []);
});

test("what the box cannot keep any more says why in its row", ours, async () => {
  box().faults.notSaved = "The room is no longer ready and free.";
  const { page } = await see();
  const offer = of("U02");
  await row(page, offer).getByRole("button", { name: "Accepted" }).click();
  await row(page, offer).getByText("Not saved: The room is no longer ready and free.").waitFor();
  await row(page, offer).getByRole("button", { name: "Offer", exact: true }).waitFor();
  await shoot(page, "journey-offer-refused");
});

test("without the line what only Mews knows is tentative, and the rest is not", ours, async () => {
  const { page } = await see();
  box().cutLine();
  await page.getByText("Mews cannot be reached since 13:02").waitFor();
  await row(page, of("U13")).getByText("Tentative: confirm in Mews first").waitFor();
  assert.equal(await page.getByText("Tentative: confirm in Mews first").count(), 1);
  await shoot(page, "journey-offer-tentative");
  await row(page, of("U13")).locator(".offer-open").click();
  await page.getByRole("dialog", { name: "Stay extension" }).getByText("Tentative: confirm in Mews first").waitFor();
});

test("what leaves the house's list is struck under who reads it, and then goes", ours, async () => {
  const { page, problems } = await see();
  const offer = of("U02");
  await row(page, offer).locator(".offer-open").click();
  const sheet = page.getByRole("dialog", { name: "Upgrade at the desk" });
  await sheet.getByText("11 % take it").waitFor();
  box().dropOffer(offer);
  await sheet.getByText("Withdrawn: no longer to be had").waitFor();
  assert.equal(await sheet.getByRole("button", { name: "Accepted" }).count(), 0);
  await page.keyboard.press("Escape");
  await until("it is gone", async () => (await row(page, offer).count()) === 0);
  assert.deepEqual(problems, []);
});

test("the list is worked from the keyboard, and figures and search choose", ours, async () => {
  const { page, problems } = await see("/d/");
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.getByRole("heading", { name: "Opportunities" }).waitFor();
  await rows(page).first().waitFor();
  for (const key of ["j", "j", "o"]) await page.keyboard.press(key);
  assert.equal((await lastDecision(1)).id, idText(of("U01", OFFERED).opportunityId));
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Category upgrade before arrival" }).waitFor();
  await page.keyboard.press("Escape");
  const shown = (count: number) => until(`${count} rows`, async () => (await rows(page).count()) === count);
  await page.getByRole("button", { name: "In house" }).click();
  await shown(3);
  await page.keyboard.press("/");
  await page.keyboard.type("nothing of this kind");
  await page.getByText("No offer fits").waitFor();
  await page.getByRole("button", { name: "Show all" }).click();
  await shown(8);
  assert.deepEqual(problems, []);
});

test("nothing worth offering is said, and not before the lists are read", ours, async () => {
  await turnsOut({ firstSync: true });
  const { page } = await see();
  await page.getByText("Nothing to offer yet").waitFor();
  box().publishHouse();
  await page.getByText("Nothing worth offering.").waitFor();
});
