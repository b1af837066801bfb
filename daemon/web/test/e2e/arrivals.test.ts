// How far the arrivals are, and what leads on from there. Each test turns a box of its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArrivalStage } from "../../gen/stayd/v1/arrival_pb";
import { ours, shoot, stage, until, type OpenOptions } from "./harness";

const stand = stage("/d/arrivals", { size: [1440, 900], name: "Eva" });

async function see(options: OpenOptions = {}) {
  const one = await stand.see("/d/arrivals", { size: [1440, 900], name: "Eva", ...options });
  await one.page.locator(".arrival-row").first().waitFor();
  return { ...one, box: stand.box(), row: (guest: string) => one.page.locator(".arrival-row", { hasText: guest }), sheet: one.page.getByRole("dialog") };
}

test("what is lacking leads to the act that mends it, and the arrival follows", ours, async () => {
  const { page, row, sheet, problems } = await see();
  await row("O’Connor").getByText("Waits").waitFor();
  await row("O’Connor").getByText("ready 65 minutes after the guest comes").waitFor({ state: "attached" });
  await row("O’Connor").locator(".guest-open").click();
  const lack = sheet.locator(".lacks li", { hasText: "The room is not inspected" });
  await lack.getByText("needed for the key").waitFor();
  await lack.getByText("Send somebody to clean or inspect it").waitFor();
  await shoot(page, "journey-arrival-lacks");

  await lack.getByRole("button", { name: "Change the room" }).click();
  await until("the keyboard is where rooms are chosen", () => page.evaluate(() => document.activeElement?.getAttribute("name") === "room"));
  await lack.getByRole("button", { name: "Open room 208" }).click();
  await page.getByRole("button", { name: "Inspected" }).click();
  await sheet.getByText("Call now").waitFor();
  assert.equal(await lack.count(), 0);
  assert.deepEqual(problems, []);
});

test("a row says how complete the profiles are, the sheet what is missing, with weight and deadline", ours, async () => {
  const { page, box, sheet, problems } = await see();
  const one = box.arrivals.find((arrival) => arrival.profile?.persons[0]?.gaps.some((gap) => gap.field === "F09") && arrival.stage === ArrivalStage.PREPARING);
  assert.ok(one?.profile);
  const row = page.locator(".arrival-row", { hasText: one.guest });
  await row.locator(".profile-score", { hasText: String(one.profile.score) }).waitFor();
  await row.locator(".guest-open").click();
  const gap = sheet.locator(".profile-person li").first();
  await gap.getByText("Document number").waitFor();
  await gap.getByText("the law asks").waitFor();
  await gap.getByText("weight 8, costs 12 points").waitFor();
  await gap.getByText(/^By /).waitFor();
  await gap.getByText("The authority's report waits for it.").waitFor();
  await sheet.getByText("By the law of PT.").waitFor();
  await gap.scrollIntoViewIfNeeded();
  await shoot(page, "arrival-profile");
  assert.deepEqual(problems, []);
});

test("what only staff know is said with a tap, and an arrival time with two", ours, async () => {
  const { page, box, row, sheet, problems } = await see();
  const said = () => box.commands.map(({ action }) => (action.case === "record" ? [action.value.name, action.value.value] : [action.case, ""]));
  await row("O’Connor").locator(".guest-open").click();
  const keys = sheet.locator(".lacks li", { hasText: "Keys, parking and documents are not prepared" });
  await keys.getByRole("button", { name: "Prepared" }).click();
  await keys.waitFor({ state: "detached" });
  const time = sheet.locator(".lacks li", { hasText: "Nobody knows when the guest comes" });
  await time.getByRole("button", { name: "Arrival time" }).click();
  const field = sheet.getByLabel("Comes at");
  await until("the keyboard is where the time is typed", () => page.evaluate(() => document.activeElement?.getAttribute("name") === "eta"));
  await page.keyboard.press("Enter");
  await sheet.getByText("Hours and minutes, as 18:30.").waitFor();
  await field.fill("20:15");
  await shoot(page, "journey-arrival-time");
  await page.keyboard.press("Enter");
  await time.waitFor({ state: "detached" });
  await page.getByText("comes at 20:15").waitFor();
  assert.deepEqual(said(), [["arrival_prepared", "done"], ["eta", "2015-09-17T19:15:00.000Z"]]);
  await sheet.getByRole("button", { name: "Arrival time" }).click();
  assert.equal(await field.inputValue(), "20:15");
  await sheet.getByRole("button", { name: "Not known any more" }).click();
  await time.waitFor();
  assert.deepEqual(said().at(-1), ["eta", ""]);
  assert.deepEqual(problems, []);
});

test("each state counts its arrivals and shows them alone", ours, async () => {
  const { page, problems } = await see();
  const blocked = page.locator(".segment.g-blocked");
  const count = Number(await blocked.locator("strong").textContent());
  assert.ok(count > 0);
  await blocked.click();
  await until("only they are there", async () => (await page.locator(".arrival-row").count()) === count);
  assert.equal(await page.locator(".arrival-row.g-blocked").count(), count);
  assert.deepEqual(problems, []);
});

test("only who may be called pulses, and nothing does where motion is not wanted", ours, async () => {
  const { page } = await see();
  const motion = (group: string) => page.evaluate((of) => getComputedStyle(document.querySelector(`.arrival-row .stage.g-${of} .icon`)!).animationName, group);
  assert.equal(await motion("call_now"), "none");
  await page.emulateMedia({ reducedMotion: "no-preference" });
  assert.equal(await motion("call_now"), "call");
  assert.equal(await motion("waiting"), "none");
});

test("before the box has concluded anything, stage and blockers are shown", ours, async () => {
  await stand.turnsOut({ concludes: false });
  const { page, row, sheet, problems } = await see();
  await row("O’Connor").getByText("Room not inspected").waitFor();
  assert.equal(await page.locator(".slack, .eta-dots").count(), 0);
  await page.locator(".segment.g-not_ready").waitFor();
  await row("O’Connor").locator(".guest-open").click();
  await sheet.locator(".blockers").getByText("Room not inspected").waitFor();
  await shoot(page, "arrivals-not-concluded");
  assert.deepEqual(problems, []);
});

test("when everybody has come the page says so", ours, async () => {
  const { page, box } = await see();
  for (const one of box.arrivals) {
    Object.assign(one, { stage: ArrivalStage.ARRIVED, waitingSince: undefined, displayCode: "", blockers: [] });
    box.putArrival(one);
  }
  await page.getByText("All arrived.").waitFor();
  assert.equal(await page.locator(".arrival-row.g-arrived").count(), box.arrivals.length);
  await shoot(page, "arrivals-all-here");
});

test("on a phone the list is for looking, the opened arrival for acting", ours, async () => {
  const { row, sheet } = await see({ size: [360, 740] });
  assert.equal(await row("Okafor").getByRole("button").count(), 1, "the guest's name alone");
  await row("Okafor").locator(".guest-open").click();
  await sheet.getByRole("button", { name: "Check in" }).waitFor();
});

for (const [name, size, scheme] of [["phone", [360, 740], "light"], ["phone", [360, 740], "dark"], ["desk", [1440, 900], "dark"], ["small-desk", [1280, 800], "light"]] as const) {
  test(`the list looks right on a ${name}, ${scheme}`, ours, async () => {
    const { page, row, problems } = await see({ size: [...size], scheme });
    await row("Kim").scrollIntoViewIfNeeded();
    await shoot(page, `arrivals-list-${name}-${scheme}`);
    const outside = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>(".arrival-row .button, .arrival-row .state-chip")]
      .filter((one) => one.offsetParent && one.getBoundingClientRect().right > one.closest("td")!.getBoundingClientRect().right + 1).map((one) => one.textContent));
    assert.deepEqual(outside, []);
    assert.deepEqual(problems, []);
  });
}
