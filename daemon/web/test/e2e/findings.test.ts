// The data quality page as the desk uses it: read, decide, and see what became of it. Each test turns a box of its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { timestampMs } from "@bufbuild/protobuf/wkt";
import { FindingStage } from "../../gen/stayd/v1/common_pb";
import { type FindingState } from "../../gen/stayd/v1/finding_pb";
import { idText } from "../../kit/ids";
import { at, start, ts } from "../box/hotel";
import { findingsOf, row, rows } from "./finding_rows";
import { ours, shoot, stage, until } from "./harness";

const { box, see, turnsOut } = stage("/d/quality", { size: [1440, 900], name: "Eva" });
const of = findingsOf(box);
const openRow = (page: Page, finding: FindingState) => row(page, finding).locator(".finding-open").click();
async function lastDecision(count: number) {
  await until(`the box has ${count}`, () => box().commands.length === count);
  const { action, user } = box().commands.at(-1)!;
  assert.ok(action.case === "decideFinding");
  const { findingId, stage, until: time, reason } = action.value;
  return { id: idText(findingId), stage, until: time && timestampMs(time), reason, user };
}

test("findings stand in the order that saves trouble, and names are masked until opened", ours, async () => {
  const { page, problems } = await see();
  const rules = await page.locator(".finding-rule > bdi").allTextContents();
  assert.deepEqual(rules.slice(0, 5), ["RS-01", "DQ-12", "DQ-01", "RS-05", "RM-08"]);
  assert.deepEqual(rules.slice(-2), ["RM-12", "RS-16"]);
  assert.equal(rules.length, 14, "what was set aside is not among them");
  const figures = page.getByRole("group", { name: "Show findings" });
  assert.deepEqual(await figures.locator("strong").allTextContents(), ["2", "10", "4", "13", "2"]);
  await page.getByText("9 need someone today").waitFor();

  const named = of("DQ-01");
  await row(page, named).getByText("ا. ر.").waitFor();
  assert.equal(await page.getByText("الحداد").count(), 0);
  await row(page, named).getByText("High").waitFor();
  await openRow(page, named);
  const sheet = page.getByRole("dialog");
  await sheet.getByText("الحداد، ريم").waitFor();
  await sheet.getByText("Obtain the name as on the document").waitFor();
  await sheet.getByText("In house").waitFor();
  await page.keyboard.press("Escape");
  await until("the name is masked again", async () => (await page.getByText("الحداد").count()) === 0);
  assert.deepEqual(problems, []);
});

test("figures, role, rule and search choose what is seen", ours, async () => {
  const { page, problems } = await see();
  const shown = (count: number) => until(`${count} rows`, async () => (await rows(page).count()) === count);
  await page.getByRole("button", { name: "Critical and high" }).click();
  await shown(5);
  await page.getByRole("combobox", { name: "Who can mend it" }).selectOption({ label: "Reservations" });
  await shown(2);
  await page.getByRole("combobox", { name: "Rule" }).selectOption({ label: "RS-05 Over capacity" });
  await shown(1);
  await page.getByRole("button", { name: "Arriving today" }).click();
  await shown(1);
  await page.keyboard.press("/");
  await page.keyboard.type("nobody");
  await page.getByText("No finding fits").waitFor();
  await page.getByRole("button", { name: "Show all" }).click();
  await shown(14);
  await page.keyboard.press("/");
  await page.keyboard.type("reem");
  await page.getByText("No finding fits").waitFor();
  await page.getByRole("searchbox").fill("الحداد");
  await shown(1);
  await page.keyboard.press("Escape");
  await shown(14);
  await page.getByRole("button", { name: "Set aside" }).click();
  await shown(2);
  await page.getByText("Snoozed until 18:00").waitFor();
  await page.getByText("Waived by ريم").waitFor();
  assert.deepEqual(problems, []);
});

test("a row opened says what to do, why, since when and how often", ours, async () => {
  const { page, problems } = await see();
  await openRow(page, of("RS-01"));
  const sheet = page.getByRole("dialog", { name: "No room is assigned" });
  await sheet.getByText("Assign one by category, features and readiness").waitFor();
  await sheet.getByText("the 3rd time").waitFor();
  const fact = (name: string) => sheet.locator("dt", { hasText: name }).locator("xpath=following-sibling::dd[1]");
  assert.equal(await fact("Category sold").textContent(), "Deluxe River View");
  assert.equal(await fact("Guest waits at the desk").textContent(), "yes");
  assert.equal(await fact("State of the room").textContent(), "not known");
  assert.equal(await fact("Planned arrival").textContent(), "14:00");
  assert.equal(await fact("Who can mend it").textContent(), "Front desk");
  assert.match((await fact("Raised").textContent())!, /^12:29, the 3rd time$/);
  await shoot(page, "journey-finding");
  assert.deepEqual(problems, []);
});

test("I am on it reaches the box from the row, is saved, and can be taken back", ours, async () => {
  const { page, problems } = await see();
  const finding = of("RS-01");
  await row(page, finding).getByRole("button", { name: "I am on it" }).click();
  await row(page, finding).getByText("You are on it").waitFor();
  assert.deepEqual(await lastDecision(1), { id: idText(finding.findingId), stage: FindingStage.ACKNOWLEDGED, until: undefined, reason: "", user: "Eva" });
  await openRow(page, finding);
  await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "I am on it" }).waitFor();
  assert.equal((await lastDecision(2)).stage, FindingStage.OPEN);
  assert.equal(await page.evaluate(() => document.activeElement?.className), "sheet-close");
  await page.keyboard.press("Escape");
  await openRow(page, of("DQ-12", FindingStage.ACKNOWLEDGED));
  await page.getByRole("dialog").getByText("Ana is on it").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "I am on it" }).click();
  await page.getByRole("dialog").getByText("You are on it").first().waitFor();
  assert.deepEqual(problems, []);
});

test("a decision is on the device, then saved on the box, then the box's own", ours, async () => {
  const { page } = await see();
  const finding = of("RS-05");
  box().faults.silent = true;
  await row(page, finding).getByRole("button", { name: "I am on it" }).click();
  await row(page, finding).getByText("On this phone").waitFor();
  await row(page, finding).getByText("You are on it").waitFor();
  await page.locator(".pill").click();
  await page.getByRole("dialog").getByText("I am on it: RS-05 Over capacity").waitFor();
  await page.keyboard.press("Escape");
  const put = box().putFinding.bind(box());
  box().putFinding = () => {}; // the new state is late
  box().faults.silent = false;
  await row(page, finding).getByText("Saved on the box").waitFor({ timeout: 9_000 });
  put(finding);
  await row(page, finding).getByText("Saved on the box").waitFor({ state: "detached", timeout: 2_000 });
  await row(page, finding).getByText("You are on it").waitFor();
});

test("a finding is set aside until a time of the hotel, and is back at a word", ours, async () => {
  const { page, problems } = await see();
  const finding = of("RS-05");
  const sheet = page.getByRole("dialog");
  const snooze = async (how: () => Promise<unknown>): Promise<void> => {
    await openRow(page, finding);
    await sheet.getByRole("button", { name: "Snooze", exact: true }).click();
    await how();
    await sheet.waitFor({ state: "detached" });
  };
  await snooze(() => sheet.getByRole("button", { name: "This evening" }).click());
  assert.deepEqual(await lastDecision(1), { id: idText(finding.findingId), stage: FindingStage.SNOOZED, until: at("18:00"), reason: "", user: "Eva" });
  await row(page, finding).getByText("Snoozed until 18:00").waitFor();
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  assert.deepEqual(await lastDecision(2), { id: idText(finding.findingId), stage: FindingStage.OPEN, until: undefined, reason: "", user: "Eva" });
  await row(page, finding).getByRole("button", { name: "I am on it" }).waitFor();

  await snooze(() => sheet.getByRole("button", { name: "Tomorrow morning" }).click());
  assert.equal((await lastDecision(3)).until, at("08:00", 1));
  await snooze(() => sheet.getByRole("button", { name: "In 3 days" }).click());
  assert.equal((await lastDecision(4)).until, at("08:00", 3));
  await snooze(async () => {
    await sheet.getByLabel("Or until").fill("2016-01-01T10:00");
    await sheet.getByRole("button", { name: "Snooze until then" }).click();
    await sheet.getByText("Choose a day and time from now to 90 days ahead.").waitFor();
    await sheet.getByLabel("Or until").fill("2015-09-21T09:30");
    await sheet.getByRole("button", { name: "Snooze until then" }).click();
  });
  assert.equal((await lastDecision(5)).until, at("09:30", 4));
  await until("the row leaves the list", async () => (await row(page, finding).count()) === 0);
  await page.getByRole("button", { name: "Set aside" }).click();
  await row(page, finding).getByText("Snoozed until Mon 21 Sept 09:30").waitFor();
  assert.deepEqual(problems, []);
});

test("a waiver wants its reason, and says it to the others", ours, async () => {
  const { page, problems } = await see();
  const other = await see("/d/quality", { size: [1440, 900], name: "Ivo" });
  const finding = of("DQ-03");
  const sheet = page.getByRole("dialog");
  await openRow(page, finding);
  await sheet.getByRole("button", { name: "Waive", exact: true }).click();
  await sheet.getByRole("button", { name: "Waive it" }).click();
  await sheet.getByText("Say why it may stay as it is.").last().waitFor();
  assert.equal(box().commands.length, 0);
  await sheet.getByLabel("Why it may stay as it is").fill("  Writes letters, يكتب رسائل ");
  await sheet.getByRole("button", { name: "Waive it" }).click();
  assert.deepEqual(await lastDecision(1), { id: idText(finding.findingId), stage: FindingStage.WAIVED, until: undefined, reason: "Writes letters, يكتب رسائل", user: "Eva" });
  await other.page.getByRole("button", { name: "Set aside" }).click();
  await row(other.page, finding).getByText("Waived by Eva").waitFor();
  await openRow(other.page, finding);
  await other.page.getByRole("dialog").getByText("Writes letters, يكتب رسائل").waitFor();
  assert.deepEqual([...problems, ...other.problems], []);
});

test("what the box refused says why in its row, and can be tried again", ours, async () => {
  box().faults.notSaved = "This finding is settled already. Reload the page.";
  const { page } = await see();
  const finding = of("RS-01");
  await row(page, finding).getByRole("button", { name: "I am on it" }).click();
  await row(page, finding).getByText("Not saved: This finding is settled already. Reload the page.").waitFor();
  await row(page, finding).getByRole("button", { name: "I am on it" }).waitFor();
  await page.getByText("1 change was not saved").waitFor();
  await shoot(page, "journey-finding-refused");
  box().faults.notSaved = "";
  await openRow(page, finding);
  await page.getByRole("dialog").getByRole("button", { name: "Try again" }).click();
  await page.getByRole("dialog").getByText("You are on it").waitFor();
});

test("what is mended is struck through and goes by itself, but not under who reads it", ours, async () => {
  const { page, problems } = await see();
  const mended = of("RM-08", FindingStage.MENDED);
  await row(page, mended).getByText("Mended").waitFor();
  assert.match(await row(page, mended).locator(".finding-open").evaluate((one) => getComputedStyle(one).textDecorationLine), /line-through/);
  box().dropFinding(mended);
  await until("it is gone", async () => (await row(page, mended).count()) === 0);

  const read = of("RS-05");
  const sheet = page.getByRole("dialog");
  await openRow(page, read);
  await sheet.getByText("Book a second room or a larger category").waitFor();
  await new Promise((done) => setTimeout(done, 3_200)); // no hand has been on the list for long: only the open row holds it
  box().mendFinding(read);
  await sheet.getByText("This is mended: nothing more to do.").waitFor();
  assert.equal(await sheet.getByRole("button", { name: "Snooze" }).count(), 0);
  box().dropFinding(read);
  box().findings[0]!.severity = 1;
  box().putFinding(box().findings[0]!);
  await page.getByText("8 need someone today").waitFor({ state: "attached" });
  await new Promise((done) => setTimeout(done, 300));
  assert.deepEqual(await page.locator(".finding-rule > bdi").evaluateAll((all) => all.slice(0, 4).map((one) => one.textContent)), ["RS-01", "DQ-12", "DQ-01", "RS-05"]);
  await sheet.getByText("This is mended: nothing more to do.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByText("would move: update order").click();
  await until("the list is as it should be", async () => (await row(page, read).count()) === 0 && !(await rows(page).first().textContent())!.includes("RS-01"));
  assert.deepEqual(problems, []);
});

test("on a phone, where no column is named, a row says what its times are", ours, async () => {
  const { page, problems } = await see("/d/quality", { size: [390, 844], name: "Eva" });
  const width = async (words: Locator): Promise<number> => (await words.boundingBox())?.width ?? 0;
  assert.ok(await width(row(page, of("RS-01")).getByText("Arrival", { exact: true })) > 20);
  await page.goto(`${box().url}/d/opportunities`);
  assert.ok(await width(page.locator(".offer-row").first().getByText("Until", { exact: true })) > 20);
  assert.deepEqual(problems, []);
});

test("the list is worked from the keyboard", ours, async () => {
  const { page, problems } = await see("/d/");
  await page.getByRole("link", { name: "9 findings need someone today" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("q");
  await page.getByRole("heading", { name: "Data quality" }).waitFor();
  await rows(page).first().waitFor();
  for (const key of ["j", "j", "j", "j", "k", "c"]) await page.keyboard.press(key);
  assert.deepEqual(await lastDecision(1), { id: idText(of("DQ-01", FindingStage.ACKNOWLEDGED).findingId), stage: FindingStage.ACKNOWLEDGED, until: undefined, reason: "", user: "Eva" });
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "The name is a placeholder" }).waitFor();
  await page.keyboard.press("Escape");
  await until("the row has the keyboard again", () => page.evaluate(() => document.activeElement?.closest("tr")?.textContent?.includes("DQ-01") ?? false));
  const focused = of("DQ-01", FindingStage.ACKNOWLEDGED);
  box().dropFinding(focused);
  await until("the next row has it", () => page.evaluate(() => document.activeElement?.closest("tr")?.textContent?.includes("RS-05") ?? false));
  assert.equal(await row(page, focused).count(), 0);
  assert.deepEqual(problems, []);
});

test("a finding leads to its arrival, and the arrival to its findings", ours, async () => {
  const { page, problems } = await see();
  const sheet = page.getByRole("dialog");
  await openRow(page, of("RS-03"));
  await sheet.getByText("Fri 18 Sept 15:00").waitFor();
  assert.equal(await sheet.getByRole("button", { name: "Open the arrival" }).count(), 0, "it is not on today's board");
  await page.keyboard.press("Escape");
  await openRow(page, of("RS-05"));
  await sheet.getByRole("button", { name: "Open the arrival" }).click();
  await page.getByRole("dialog", { name: "Müller, Jürgen" }).waitFor();
  const found = sheet.locator(".stay-findings li");
  assert.deepEqual(await found.locator(".grow").allTextContents(), ["No room is assigned", "More persons than the category takes, extra beds included"]);
  await found.first().getByText("Critical").waitFor();
  await found.first().getByRole("button").click();
  await page.getByRole("dialog", { name: "No room is assigned" }).waitFor();
  await page.keyboard.press("Escape");

  const arrivals = await see("/d/arrivals");
  await arrivals.page.locator(".arrival-row", { hasText: "Müller" }).getByText("2 urgent findings").waitFor();
  assert.equal(await arrivals.page.locator(".finding-mark").count(), 3);
  assert.deepEqual([...problems, ...arrivals.problems], []);
});

test("trouble is told from nothing to mend", ours, async () => {
  const { page } = await see();
  box().cutLine();
  await page.getByText("Mews cannot be reached since 13:02").waitFor();
  await page.locator(".fresh").waitFor();
  assert.equal(await rows(page).count(), 14);
  await box().cutNetwork();
  await page.getByText("This device cannot reach the box since").waitFor();
  await row(page, of("RS-01")).getByRole("button", { name: "I am on it" }).click();
  await row(page, of("RS-01")).getByText("On this phone").waitFor();
  await page.getByText("1 change on this device").waitFor();
  await shoot(page, "journey-finding-offline");
});

test("nothing to mend is said, and not before the lists are read", ours, async () => {
  await turnsOut({ firstSync: true });
  const { page } = await see();
  await page.getByText("Nothing found yet").waitFor();
  assert.equal(await page.getByText("Nothing needs anyone today").count(), 0);
  box().publishHouse();
  await page.getByText("Nothing to mend. Every rule is content.").waitFor();
  await page.getByText("Nothing needs anyone today").waitFor();
  await shoot(page, "journey-findings-none");
  const one = box().findings[0]!;
  Object.assign(one, { stage: FindingStage.SNOOZED, until: ts(start + 3_600_000) });
  box().putFinding(one);
  await page.getByText("see Set aside").waitFor();
});
