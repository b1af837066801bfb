// The rules page as a supervisor uses it: read, test, write, switch off, and take back. Each test turns a box of its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { ours, shoot, stage, until } from "./harness";

const { box, see } = stage("/d/rules", { size: [1440, 900], name: "Eva" });
const row = (page: Page, rule: string) => page.locator(`[data-rule="${rule}"]`);
const sheet = (page: Page) => page.getByRole("dialog");
const text = (page: Page) => sheet(page).getByRole("textbox", { name: "The rule, as it is written" });
async function lastEdit(count: number) {
  await until(`the box has ${String(count)}`, () => box().commands.length === count);
  const { action, user } = box().commands.at(-1)!;
  assert.ok(action.case === "editRule");
  return { ...action.value, user };
}

test("rules are listed with what they find now, and chosen by figure and word", ours, async () => {
  const { page, problems } = await see();
  assert.deepEqual(await page.locator(".rule-open bdi").allTextContents(), ["DQ-03", "RM-05", "RS-01", "RS-02", "RS-10"]);
  await page.getByText("4 rules on, 1 off").waitFor();
  assert.equal(await row(page, "RS-01").locator(".c-findings").innerText(), "1");
  await page.getByRole("button", { name: "Not as shipped" }).click();
  await page.getByText("rules.d/spa.toml:14:8: rule SP-01.when: no such column: spa_slot").waitFor();
  await until("one row", async () => (await page.locator(".rule-row").count()) === 1);
  await row(page, "RM-05").getByText("systemctl reload").waitFor();
  await page.getByRole("button", { name: "All" }).click();
  await page.keyboard.press("/");
  await page.keyboard.type("overdue_utc");
  await until("by its text", async () => (await page.locator(".rule-row").count()) === 1);
  await row(page, "RS-10").waitFor();
  await page.keyboard.type(" nothing");
  await page.getByText("No rule fits").waitFor();
  await page.getByRole("button", { name: "Show all" }).click();
  await shoot(page, "desk-rules");
  assert.deepEqual(problems, []);
});

test("a rule is tested before it is written, and a mistake is named with its line", ours, async () => {
  const { page, problems } = await see();
  await row(page, "RS-01").locator(".rule-open").click();
  const save = sheet(page).getByRole("button", { name: "Save", exact: true });
  assert.equal(await save.isDisabled(), true);
  const before = await text(page).inputValue();
  await text(page).fill(before.replace("starts_today", "no_such_column"));
  await sheet(page).getByRole("button", { name: "Test" }).click();
  await sheet(page).getByText("test:4:8: rule RS-01.when: no such column: no_such_column").waitFor();
  assert.match(await sheet(page).locator(".rule-told pre").innerText(), /^when = .*\n {7}\^$/, "the place is marked");
  assert.equal(await save.isDisabled(), true, "what is not right cannot be saved to work");
  const better = before.replace("starts_today", "starts_today AND NOT is_house");
  await text(page).fill(better);
  await sheet(page).getByText("Test it first").waitFor();
  assert.equal(await save.isDisabled(), true);
  await sheet(page).getByRole("button", { name: "Test" }).click();
  await sheet(page).getByText("It would say something of 3 subjects of 42 now; 1 of them has another finding already.").waitFor();
  await sheet(page).getByText("52103, 52107, 52110").waitFor();
  await sheet(page).getByText("In the 30 days before it would have fired 61 times, on 58 subjects.").waitFor();
  await sheet(page).getByText("Last: 52110, 52098").waitFor();
  await sheet(page).getByText("All changes are known since").waitFor();
  assert.equal(box().commands.length, 0, "a test writes nothing");
  await shoot(page, "desk-rule");
  await save.click();
  const edit = await lastEdit(1);
  assert.deepEqual([edit.rule, edit.text, edit.seen, edit.user], ["RS-01", better, 1, "Eva"]);
  await page.getByText("Rule RS-01 is written").waitFor();
  await page.keyboard.press("Escape");
  await row(page, "RS-01").getByText("Eva").waitFor();
  assert.deepEqual(problems, []);
});

test("a rule is switched off and taken back", ours, async () => {
  const { page } = await see();
  await row(page, "RS-02").locator(".rule-open").click();
  await sheet(page).getByRole("button", { name: "Switch off" }).click();
  assert.match((await lastEdit(1)).text, /^on = false$/m);
  const on = sheet(page).getByRole("button", { name: "Switch on" });
  await on.waitFor();
  assert.equal(await on.isDisabled(), true, "not before it was tested");
  await sheet(page).getByRole("button", { name: "Test" }).click();
  await until("it may be switched on", async () => !(await on.isDisabled()));
  await sheet(page).getByRole("button", { name: "Back to the file’s" }).click();
  assert.equal((await lastEdit(2)).text, "");
  await sheet(page).getByRole("button", { name: "Switch off" }).waitFor();
});

test("what somebody else writes meanwhile is said, and nothing is put over it unasked", ours, async () => {
  const { page } = await see();
  await row(page, "RS-10").locator(".rule-open").click();
  const mine = `${await text(page).inputValue()}# mine\n`;
  await text(page).fill(mine);
  const rule = box().rules.find((one) => one.rule === "RS-10")!;
  Object.assign(rule, { text: `${rule.text}# theirs\n`, textVersion: 7, changedBy: "Ana", file: "desk/RS-10.toml" });
  box().putRule(rule);
  await sheet(page).getByText("Ana has changed this rule while you wrote").waitFor();
  assert.equal(await text(page).inputValue(), mine);
  assert.equal(await sheet(page).getByRole("button", { name: "Save", exact: true }).isDisabled(), true);
  assert.match(await sheet(page).locator(".rule-diff del").first().innerText(), /# theirs/);
  assert.match(await sheet(page).locator(".rule-diff ins").first().innerText(), /# mine/);
  await sheet(page).getByRole("button", { name: "Put mine over it" }).click();
  await sheet(page).getByRole("button", { name: "Test" }).click();
  await sheet(page).getByText("It would say something").waitFor();
  await sheet(page).getByRole("button", { name: "Save", exact: true }).click();
  const edit = await lastEdit(1);
  assert.deepEqual([edit.text, edit.seen], [mine, 7]);
});

test("a draft is saved switched off without a test, and a refusal loses nothing that was typed", ours, async () => {
  const { page } = await see();
  await row(page, "RS-10").locator(".rule-open").click();
  const mine = `${await text(page).inputValue()}# not ready\n`;
  await text(page).fill(mine);
  box().faults.notSaved = "The rule is too long: at most 4000 characters.";
  await sheet(page).getByRole("button", { name: "Save switched off" }).click();
  assert.match((await lastEdit(1)).text, /^on = false$/m);
  await sheet(page).getByText("The rule is too long").first().waitFor();
  box().faults.notSaved = "";
  assert.equal(await text(page).inputValue(), mine);
  await sheet(page).getByRole("button", { name: "Save switched off" }).click();
  await lastEdit(2);
  await sheet(page).getByRole("button", { name: "Switch on" }).waitFor();
  assert.match(await text(page).inputValue(), /on = false[^]*# not ready/);
});

test("what a rule may name is found and put into its text; an earlier version is one tap away", ours, async () => {
  const { page, problems } = await see();
  await row(page, "RS-01").locator(".rule-open").click();
  await sheet(page).getByText("fired 61, mended 58").waitFor();
  await sheet(page).getByText("What it may name (4)").click();
  await sheet(page).getByRole("searchbox", { name: "Find a fact" }).fill("persons");
  await text(page).evaluate((area: HTMLTextAreaElement) => { area.setSelectionRange(0, 0); });
  await sheet(page).getByRole("button", { name: "head_count" }).click();
  assert.match(await text(page).inputValue(), /^head_count\[\[rule\]\]/);
  await text(page).fill((await text(page).inputValue()).replace("head_count", ""));
  await sheet(page).getByText("Earlier versions (2)").click();
  assert.equal((await sheet(page).locator(".rule-versions ins").first().innerText()).trim(), '+ severity = "low"');
  await shoot(page, "desk-rule-versions");
  await sheet(page).getByRole("button", { name: "Back to this one" }).first().click();
  assert.match((await lastEdit(1)).text, /severity = "low"/);
  await until("the text follows", async () => (await text(page).inputValue()).includes('"low"'));
  assert.deepEqual(problems, []);
});

test("on a phone the rules are read one below the other", ours, async () => {
  const { page, problems } = await see("/d/rules", { size: [390, 844], name: "Eva" });
  await row(page, "RS-01").waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wide, false, "nothing lies beyond the right edge");
  await shoot(page, "phone-rules");
  assert.deepEqual(problems, []);
});
