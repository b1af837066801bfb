// Data quality at work: findings mended where they stand, doubles compared. Each test turns a box of its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { idText } from "../../kit/ids";
import { findingsOf, row, rows } from "./finding_rows";
import { ours, shoot, stage, until } from "./harness";

const { box, see } = stage("/d/quality", { size: [1440, 900], name: "Eva" });
const of = findingsOf(box);

const openings = () => box().openings.map(({ id, by }) => `${id.slice(-4)} ${by}`);

test("a finding is mended in its row, saved, answered by Mews, and the next one opens", ours, async () => {
  const { page, problems } = await see();
  const finding = of("DQ-03");
  assert.equal(await page.getByText("Silva Pereira").count(), 0, "masked until opened");
  await row(page, finding).getByRole("button", { name: "Fix" }).click();
  const form = page.getByRole("region", { name: "Fix DQ-03 Invalid e-mail" });
  await form.getByText("Silva Pereira de Albuquerque").waitFor();
  assert.deepEqual(openings(), ["0004 Eva"]);
  assert.deepEqual(await form.locator("input, select").evaluateAll((all) => all.map((one) => (one as HTMLInputElement).name)), ["Email"], "only what is in question");
  const email = form.getByLabel("Email");
  assert.equal(await email.inputValue(), "maria.silva(at)example.pt");
  assert.equal(await page.evaluate(() => (document.activeElement as HTMLInputElement).name), "Email");
  await page.keyboard.press("Enter");
  await form.getByText("Nothing is changed yet.").waitFor();
  await email.fill("maria.silva@");
  await form.getByText("An address as name@example.com.").waitFor();
  await page.keyboard.press("Enter");
  await form.getByText("Look at what is marked.").waitFor();
  assert.equal(box().commands.length, 0);
  await shoot(page, "journey-fix");
  await email.fill(" maria.silva@example.pt ");
  await page.keyboard.press("Enter");
  await row(page, finding).getByText("Saved on the box").waitFor();
  await row(page, finding).getByText("Confirmed by Mews").waitFor();
  const { action, user } = box().commands.at(-1)!;
  assert.ok(action.case === "updateGuest" && user === "Eva");
  assert.equal(idText(action.value.guestId), idText(finding.subjectId));
  assert.deepEqual(action.value.fields.map(({ name, value }) => [name, value]), [["Email", "maria.silva@example.pt"]]);
  assert.equal(await form.count(), 0);
  const next = page.getByRole("region", { name: /^Fix / });
  await next.waitFor();
  await page.keyboard.press("Escape");
  await until("the hand is back in the list", async () => (await next.count()) === 0 && page.evaluate(() => document.activeElement?.className === "finding-open"));
  assert.deepEqual(problems, []);
});

test("where profiles are closed, that is said, and nothing is shown or sent", ours, async () => {
  box().faults.profilesClosed = true;
  const { page } = await see();
  await row(page, of("DQ-03")).getByRole("button", { name: "Fix" }).click();
  await page.getByText("Profiles stay closed here.").waitFor();
  assert.deepEqual([openings(), box().commands.length], [[], 0]);
  await row(page, of("DQ-11")).getByRole("button", { name: "Compare" }).click();
  await page.getByRole("dialog").getByText("Profiles stay closed here.").waitFor();
});

test("an answer of Mews that is quicker than the change's own state is said, too", ours, async () => {
  box().putChange = () => {};
  const { page } = await see();
  const finding = of("DQ-03");
  await row(page, finding).getByRole("button", { name: "Fix" }).click();
  await page.getByLabel("Email").fill("maria@example.pt");
  await page.keyboard.press("Enter");
  await row(page, finding).getByText("Saved on the box").waitFor();
  await row(page, finding).getByText("Confirmed by Mews").waitFor();
});

test("what Mews refuses of a fix is said in its row", ours, async () => {
  box().faults.refuse = "Email is not valid.";
  const { page } = await see();
  const finding = of("DQ-03");
  await row(page, finding).getByRole("button", { name: "Fix" }).click();
  await page.getByLabel("Email").fill("maria@example.pt");
  await page.getByRole("button", { name: "Save, next" }).click();
  await row(page, finding).getByText("Mews refused: Email is not valid.").waitFor();
});

test("what is changed elsewhere meanwhile is shown beside what is typed, and neither is put over the other unasked", ours, async () => {
  const { page, problems } = await see();
  const finding = of("DQ-03");
  await row(page, finding).getByRole("button", { name: "Fix" }).click();
  const form = page.getByRole("region", { name: "Fix DQ-03 Invalid e-mail" });
  const email = form.getByLabel("Email");
  await email.fill("mine@example.pt");
  box().people.find((one) => one.id === idText(finding.subjectId))!.fields["Email"] = "theirs@example.pt";
  box().putFinding(finding);
  await form.getByText("Changed elsewhere meanwhile to theirs@example.pt").waitFor();
  assert.equal(await email.inputValue(), "mine@example.pt");
  await form.getByRole("button", { name: "Save, next" }).click();
  await form.getByText("Choose which is right, then save.").waitFor();
  assert.equal(box().commands.length, 0);
  await shoot(page, "journey-fix-meanwhile");
  await form.getByRole("button", { name: "Keep mine" }).click();
  box().people.find((one) => one.id === idText(finding.subjectId))!.fields["Email"] = "again@example.pt";
  await form.getByRole("button", { name: "Save, next" }).click();
  await form.getByText("Changed elsewhere meanwhile to again@example.pt").waitFor();
  assert.equal(box().commands.length, 0, "it is asked once more before it is saved");
  await form.getByRole("button", { name: "Take it" }).click();
  assert.equal(await email.inputValue(), "again@example.pt");
  assert.deepEqual(problems, []);
});

test("what the law asks for is entered as far as it is missing, a document whole", ours, async () => {
  const { page, problems } = await see();
  const legal = page.getByRole("button", { name: "Asked by law" });
  await legal.click();
  await until("only they are there", async () => (await rows(page).count()) === 2);
  await row(page, of("CP-01")).getByRole("button", { name: "Fix" }).click();
  const form = page.getByRole("region", { name: /^Fix CP-01/ });
  await form.getByText("To be entered in Mews or on paper: Payment means details.").waitFor();
  await form.getByLabel("Date of birth").fill("1980-02-29");
  await form.getByRole("combobox", { name: "Document" }).selectOption("Passport");
  await form.getByLabel("Document number").fill("p 123-4567");
  await form.getByLabel("Street and number").fill("12 Awolowo Road");
  await form.getByLabel("City", { exact: true }).fill("Lagos");
  await form.getByLabel("Country of residence").fill("ng");
  await form.getByText("Nigeria").waitFor();
  await form.getByRole("combobox", { name: "Registration form" }).selectOption("Signed");
  await shoot(page, "journey-fix-legal");
  await form.getByRole("button", { name: "Save, next" }).click();
  await until("all are sent", () => box().commands.length === 4);
  const sent = box().commands.map(({ action }) => action);
  assert.ok(sent[0]!.case === "record" && sent[1]!.case === "updateGuest" && sent[2]!.case === "setAddress" && sent[3]!.case === "addDocument");
  assert.deepEqual([sent[0]!.value.name, sent[0]!.value.value], ["signature", "signed"]);
  assert.deepEqual(sent[2]!.value.fields.map(({ name, value }) => `${name} ${value}`), ["Line1 12 Awolowo Road", "City Lagos", "CountryCode NG"]);
  assert.deepEqual(sent[3]!.value.fields.map(({ name, value }) => `${name} ${value}`).sort(), ["Number P1234567", "Type Passport"]);

  const next = page.getByRole("region", { name: /^Fix CP-03/ });
  await next.getByText("The one before stays in Mews").waitFor();
  await next.getByLabel("Good until").fill("2020-01-31");
  await page.keyboard.press("Enter");
  await until("it is sent", () => box().commands.length === 5);
  const { action: added } = box().commands[4]!;
  assert.ok(added.case === "addDocument");
  assert.equal(added.value.fields.find(({ name }) => name === "Number")?.value, "P1234567", "what was not asked goes with it");
  assert.deepEqual(problems, []);
});

test("two profiles stand side by side, what differs is marked, both openings are told to the box, and nothing is merged", ours, async () => {
  const { page, problems } = await see();
  const finding = of("DQ-11");
  await row(page, finding).getByRole("button", { name: "Compare" }).click();
  const sheet = page.getByRole("dialog", { name: "One person, two profiles?" });
  const line = (name: string) => sheet.getByRole("row", { name: new RegExp(`^${name}`) });
  await line("Last name").getByText("differs").waitFor();
  await line("Phone").getByText("same", { exact: true }).waitFor();
  await line("Documents").getByText("in one only").waitFor();
  await sheet.getByText("80 of 100 alike.").waitFor();
  assert.deepEqual(openings().sort(), ["0004 Eva", "0068 Eva"]);
  assert.equal(box().commands.length, 0);
  await shoot(page, "journey-compare");
  assert.deepEqual(problems, []);
});

test("a profile the box does not give is asked for again at a word", ours, async () => {
  const { page } = await see();
  await page.route("**/api/v1/desk/person", (route) => route.abort());
  await row(page, of("DQ-03")).getByRole("button", { name: "Fix" }).click();
  await page.getByText("The box did not give the profile.").waitFor();
  await page.unroute("**/api/v1/desk/person");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByLabel("Email").waitFor();
});
