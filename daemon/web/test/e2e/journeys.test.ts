// What people do, from the tap to the badge, with the network as it really is. Each test turns a box of its own.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import { ArrivalStage } from "../../gen/stayd/v1/arrival_pb";
import { BlockType } from "../../gen/stayd/v1/command_pb";
import { LineState } from "../../gen/stayd/v1/house_pb";
import { Occupancy } from "../../gen/stayd/v1/room_pb";
import { idText } from "../../kit/ids";
import { at } from "../box/hotel";
import { ours, shoot, stage, until } from "./harness";

const { box, see, turnsOut } = stage("/h/rooms", {});
const tile = (page: Page, room: string) => page.locator(`[data-room="${room}"]`);
async function setRoom(page: Page, room: string, state: string): Promise<void> {
  await tile(page, room).click();
  await page.getByRole("dialog").getByRole("button", { name: state }).click();
}
const pill = (page: Page) => page.locator(".pill");

test("a room set on one phone is confirmed there and shows on another", ours, async () => {
  const phone = await see();
  const other = await see("/h/rooms", { name: "Ivo" });
  await setRoom(phone.page, "104", "Clean");
  await tile(phone.page, "104").getByText("Clean").waitFor();
  await tile(phone.page, "104").getByText("Saved on the box").waitFor();
  await tile(phone.page, "104").getByText("Confirmed by Mews").waitFor();
  await tile(other.page, "104").getByText("Clean").waitFor();
  await shoot(phone.page, "journey-confirmed");
  await until("the confirmation leaves the list", async () => (await tile(phone.page, "104").getByText("Confirmed by Mews").count()) === 0);
  await tile(phone.page, "104").getByText("Ana ·").waitFor();
  assert.deepEqual([...phone.problems, ...other.problems], []);
});

test("a tap can be taken back for a moment", ours, async () => {
  const { page } = await see();
  await setRoom(page, "104", "Dirty");
  await page.getByRole("button", { name: "Undo" }).click();
  await tile(page, "104").getByText("Inspected").waitFor();
  await until("both acts reach the box", () => box().commands.length === 2);
});

test("a refusal shows the PMS's own text until it is understood", ours, async () => {
  box().faults.refuse = "Resource is under maintenance.";
  const { page } = await see();
  await setRoom(page, "104", "Dirty");
  await tile(page, "104").getByText("Mews refused").waitFor();
  await tile(page, "104").click();
  await page.getByRole("dialog").getByText("Mews refused: Resource is under maintenance.").waitFor();
  await shoot(page, "journey-refused");
  await page.getByRole("dialog").getByRole("button", { name: "Understood" }).click();
  await page.getByRole("dialog").getByText("Mews refused").waitFor({ state: "detached" });
});

test("what the box did not save says why, and can be tried again or discarded", ours, async () => {
  box().faults.notSaved = "The room does not exist any more.";
  const { page } = await see();
  await setRoom(page, "104", "Dirty");
  await tile(page, "104").getByText("Not saved").waitFor();
  await tile(page, "104").getByText("Inspected").waitFor();
  await page.getByText("1 change was not saved").waitFor();
  await shoot(page, "journey-not-saved");
  box().faults.notSaved = "";
  await tile(page, "104").click();
  await page.getByRole("dialog").getByRole("button", { name: "Try again" }).click();
  await page.keyboard.press("Escape");
  await tile(page, "104").getByText("Dirty").waitFor();
  await page.getByText("1 change was not saved").waitFor({ state: "detached" });
  const ids = box().commands.map((command) => idText(command.commandId));
  assert.equal(new Set(ids).size, 2, "trying again is a new command");

  box().faults.notSaved = "No.";
  await setRoom(page, "106", "Dirty");
  await tile(page, "106").getByText("Not saved").waitFor();
  await tile(page, "106").click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
  await page.keyboard.press("Escape");
  await tile(page, "106").getByText("Not saved").waitFor({ state: "detached" });
});

test("work goes on without the box, survives a reload, and arrives once", ours, async () => {
  const { page } = await see();
  await box().cutNetwork();
  await pill(page).getByText("Offline").waitFor();
  await page.getByText("This device cannot reach the box since").waitFor();
  await setRoom(page, "104", "Dirty");
  await tile(page, "104").getByText("Dirty").waitFor();
  await tile(page, "104").getByText("On this phone").waitFor();
  await page.getByText("1 change on this device").waitFor();
  await shoot(page, "journey-offline");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByRole("dialog").getByText("Room 104: Dirty").waitFor();
  await page.keyboard.press("Escape");
  // The pages themselves still load: only their data is away. Without the broker and the API the replica must do.
  await page.route("**/api/**", (route) => route.abort());
  box().faults.httpDown = false;
  await page.reload();
  await tile(page, "104").getByText("On this phone").waitFor();
  assert.equal(await page.locator(".tile").count(), 200);
  await page.unroute("**/api/**");
  await box().mendNetwork();
  await pill(page).getByText("Live").waitFor({ timeout: 25_000 });
  await tile(page, "104").getByText("Dirty").waitFor();
  await page.getByText("1 change on this device").waitFor({ state: "detached" });
  assert.equal(new Set(box().commands.map((command) => idText(command.commandId))).size, 1);
  assert.equal(box().commands[0]?.user, "Ana");
});

test("an answer that was lost is asked for again with the same command", ours, async () => {
  const { page } = await see();
  box().faults.silent = true;
  await setRoom(page, "104", "Dirty");
  await tile(page, "104").getByText("On this phone").waitFor();
  await until("it is sent again", () => box().commands.length >= 2, 9_000);
  box().faults.silent = false;
  await tile(page, "104").getByText("Confirmed by Mews").waitFor({ timeout: 9_000 });
  assert.equal(new Set(box().commands.map((command) => idText(command.commandId))).size, 1);
});

test("the line down is said with its time, and changes wait", ours, async () => {
  const { page } = await see();
  box().cutLine();
  await pill(page).getByText("Box only since 13:02").waitFor();
  await page.getByText("Mews cannot be reached since 13:02").waitFor();
  await page.getByText("everything is saved on the box").waitFor();
  await setRoom(page, "104", "Dirty");
  await tile(page, "104").getByText("Waiting for Mews").waitFor();
  await shoot(page, "journey-box-only");
  box().publishHouse({ line: LineState.REFUSED, cause: "Invalid access token." });
  await page.getByText("Mews refuses the box’s keys since 13:02").waitFor();
  box().mendLine();
  await pill(page).getByText("Live").waitFor();
  await tile(page, "104").getByText("Confirmed by Mews").waitFor();
});

test("a box whose program stopped is told from a network that is gone", ours, async () => {
  const { page } = await see("/h/");
  box().presence(false);
  await pill(page).getByText("Box not answering").waitFor();
  box().presence(true);
  await pill(page).getByText("Live").waitFor();
});

test("what was removed while the page was away is gone after a reconnect", ours, async () => {
  const { page } = await see();
  await box().cutNetwork();
  await pill(page).getByText("Offline").waitFor();
  box().remove(`rooms/${idText(box().rooms[0]!.roomId)}/state`);
  await box().mendNetwork();
  await pill(page).getByText("Live").waitFor({ timeout: 25_000 });
  await tile(page, "101").waitFor({ state: "detached" });
  await tile(page, "102").waitFor();
});

test("tasks are taken, done and created with one thumb", ours, async () => {
  const { page, problems } = await see("/h/");
  const task = (title: string) => page.locator(`[data-task="${title}"]`);
  await task("Departure clean").getByText("Late by").first().waitFor();
  await new Promise((done) => setTimeout(done, 600)); // rows that have just moved take no tap
  await task("Water on the corridor floor by the lift").getByRole("button", { name: "I take it" }).click();
  await page.locator(".current-task").getByText("Water on the corridor floor").waitFor();
  await new Promise((done) => setTimeout(done, 600)); // rows that have just moved take no tap
  await page.locator(".current-task").getByRole("button", { name: "Done", exact: true }).click();
  await page.locator(".task-row.done").getByText("Water on the corridor floor").waitFor();

  await page.getByRole("button", { name: "New task" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Create task" }).click();
  await sheet.getByText("Say in a few words what is to be done.").waitFor();
  await sheet.getByLabel("What is to be done").fill("Cot for two");
  await sheet.getByLabel("Room").selectOption({ label: "305" });
  await sheet.getByRole("radio", { name: "Urgent" }).check();
  await sheet.getByRole("radio", { name: "30 min" }).check();
  await sheet.getByRole("button", { name: "Create task" }).click();
  await task("Cot for two").getByText("305").waitFor();
  await until("the box has it", () => box().tasks.some((one) => one.title === "Cot for two" && one.room === "305" && one.department === "Housekeeping" && one.priority === 2));
  const due = Number(box().tasks.find((one) => one.title === "Cot for two")!.due!.seconds) * 1000;
  assert.ok(Math.abs(due - box().now() - 30 * 60_000) < 60_000, "due by the box's clock");
  assert.deepEqual(problems, []);
});

test("a double tap does not finish the next task too", ours, async () => {
  const { page } = await see("/h/");
  const before = await page.locator(".current-task .task-title").textContent();
  await until("the rows have settled", () => page.evaluate(() => performance.now() > 2_500));
  await page.locator(".current-task").getByRole("button", { name: "Done", exact: true }).dblclick();
  await until("another task stands there", async () => (await page.locator(".current-task .task-title").textContent()) !== before);
  await new Promise((done) => setTimeout(done, 800));
  assert.deepEqual(box().commands.map((command) => command.action.case), ["completeTask"]);
});

test("nobody acts without a name", ours, async () => {
  const { page } = await see("/h/rooms", { name: null });
  await page.getByRole("dialog").getByText("Who are you?").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await setRoom(page, "104", "Dirty");
  await page.getByRole("dialog").getByText("Who are you?").waitFor();
  await page.getByLabel("Your name").fill("Zoë");
  await page.getByLabel("Department").selectOption({ label: "Housekeeping" });
  await page.getByRole("button", { name: "That’s me" }).click();
  assert.equal(box().commands.length, 0);
  await setRoom(page, "104", "Dirty");
  await until("the act arrives with the name", () => box().commands[0]?.user === "Zoë");
});

test("arrivals are worked from the keyboard", ours, async () => {
  const { page, problems } = await see("/d/arrivals", { size: [1440, 900], name: "Eva" });
  const row = (guest: string) => page.locator(".arrival-row", { hasText: guest });
  await row("Okafor").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("okafor");
  await until("one row is left", async () => (await page.locator(".arrival-row").count()) === 1);
  await page.keyboard.press("Escape");
  await until("all are back", async () => (await page.locator(".arrival-row").count()) > 20);
  for (let step = 0; step < 2; step += 1) await page.keyboard.press("j");
  await until("the second row is chosen", async () => (await page.locator(".arrival-row[data-selected=true]").textContent())?.includes("Okafor") ?? false);
  await page.keyboard.press("i");
  await row("Okafor").getByText("Arrived").waitFor();
  await page.keyboard.press("k");
  await page.keyboard.press("w");
  await until("the guest waits no longer", () => box().arrivals[2]!.waitingSince === undefined);
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.getByRole("heading", { name: "Dashboard" }).waitFor();
  assert.deepEqual(problems, []);
});

test("an arrival that is not ready cannot be checked in, and a refusal shows in the row", ours, async () => {
  box().faults.refuse = "The reservation is not confirmed.";
  const { page } = await see("/d/arrivals", { size: [1440, 900], name: "Eva" });
  assert.equal(await page.locator(".arrival-row", { hasText: "O’Connor" }).getByRole("button", { name: "Check in" }).isDisabled(), true);
  await page.locator(".arrival-row", { hasText: "Okafor" }).getByRole("button", { name: "Check in" }).click();
  await page.locator(".arrival-row", { hasText: "Okafor" }).getByText("Mews refused: The reservation is not confirmed.").waitFor();
  await shoot(page, "journey-arrival-refused");
});

test("a guest who leaves is checked out with a second tap, and why money is open is said", ours, async () => {
  const { page, problems } = await see("/d/arrivals", { size: [1440, 900], name: "Eva" });
  const guest = box().arrivals.find((one) => one.stage === ArrivalStage.ARRIVED)!;
  const row = page.locator(`[data-id="${idText(guest.reservationId)}"]`);
  const sheet = page.getByRole("dialog");
  await row.locator(".guest-open").click();
  await sheet.getByRole("button", { name: "Check out" }).click();
  await sheet.getByText("Stays until").waitFor();
  assert.equal(await sheet.getByRole("button", { name: "The guest has left" }).count(), 0, "a stay that ends later is not checked out");
  guest.scheduledEnd = timestampFromMs(at("18:00"));
  box().putArrival(guest);
  await sheet.getByLabel("If something is unpaid").fill("Invoice to the company");
  await sheet.getByRole("button", { name: "The guest has left: check out" }).click();
  await sheet.getByText("Left", { exact: true }).waitFor();
  await sheet.getByText("Confirmed by Mews").waitFor();
  assert.equal(await sheet.getByRole("button", { name: "Check out" }).count(), 0);
  const sent = box().commands.at(-1)!.action;
  assert.ok(sent.case === "checkOut" && sent.value.openBalanceReason === "Invoice to the company");
  assert.equal(await page.evaluate(() => document.activeElement?.className), "sheet-close");
  await page.keyboard.press("Escape");
  await row.getByText("Left", { exact: true }).waitFor();
  assert.deepEqual(problems, []);
});

test("a guest due out is checked out where the room is", ours, async () => {
  const { page, problems } = await see("/d/rooms", { size: [1440, 900], name: "Eva" });
  const due = box().rooms.find((room) => room.occupancy === Occupancy.DUE_OUT)!;
  const stay = idText(due.stayId);
  await tile(page, due.name!).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByText(due.stayNumber!).waitFor();
  await sheet.getByRole("button", { name: "Check out" }).click();
  await sheet.getByRole("button", { name: "The guest has left: check out" }).click();
  await sheet.getByText("Vacant").waitFor();
  const sent = box().commands.at(-1)!.action;
  assert.ok(sent.case === "checkOut" && idText(sent.value.reservationId) === stay && sent.value.openBalanceReason === "");
  assert.deepEqual(problems, []);

  const phone = await see();
  const other = box().rooms.find((room) => room.occupancy === Occupancy.DUE_OUT)!;
  await tile(phone.page, other.name!).click();
  await phone.page.getByRole("dialog").getByText("Set the room to").waitFor();
  assert.equal(await phone.page.getByRole("button", { name: "Check out" }).count(), 0, "housekeeping checks nobody out");
});

test("a stay gets a note and another room, the ready ones offered first", ours, async () => {
  const { page, problems } = await see("/d/arrivals", { size: [1440, 900], name: "Eva" });
  const row = page.locator(".arrival-row", { hasText: "O’Connor" });
  const sheet = page.getByRole("dialog");
  await row.locator(".guest-open").click();
  await sheet.getByRole("button", { name: "Add a note" }).click();
  await sheet.getByRole("button", { name: "Save the note" }).click();
  await sheet.getByText("Write the note first.").waitFor();
  await sheet.getByLabel("Note on the stay").fill("Late supper, وصول متأخر");
  await sheet.getByRole("button", { name: "Save the note" }).click();
  await until("the box has the note", () => box().commands.some(({ action }) => action.case === "addStayNote" && action.value.text === "Late supper, وصول متأخر"));

  await sheet.getByRole("button", { name: "Another room" }).click();
  const rooms = sheet.getByLabel("Free rooms today");
  assert.equal(await rooms.locator("optgroup").first().getAttribute("label"), "Inspected");
  const first = rooms.locator("optgroup option").first();
  const [name] = (await first.textContent())!.split(" · ");
  await sheet.getByRole("button", { name: "Move the stay" }).click();
  await sheet.getByText("Choose a room.").waitFor();
  await rooms.selectOption((await first.getAttribute("value"))!);
  await sheet.getByRole("button", { name: "Move the stay" }).click();
  await sheet.getByText("Confirmed by Mews").waitFor();
  await page.keyboard.press("Escape");
  await row.locator(".arrival-room").getByText(name!, { exact: true }).waitFor();
  assert.deepEqual(problems, []);
});

test("a room is taken out of order with a reason and an end by the hotel's clock", ours, async () => {
  const { page, problems } = await see();
  await tile(page, "104").click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Out of order" }).click();
  await sheet.getByLabel("Out of order until").fill("2015-09-16T12:00");
  await sheet.getByRole("button", { name: "Take the room out of order" }).click();
  await sheet.getByText("Say in a few words what is wrong.").waitFor();
  await sheet.getByText("Choose a day and time from now to a year ahead.").waitFor();
  assert.equal(box().commands.length, 0);
  await sheet.getByLabel("What is wrong with the room").fill("Burst pipe");
  await sheet.getByLabel("Out of order until").fill("2015-09-19T18:30");
  await sheet.getByRole("button", { name: "Take the room out of order" }).click();
  await page.getByText("Room 104: out of order until Sat 19 Sept 18:30").waitFor();
  await until("the box has it", () => box().commands.length === 1);
  const { action } = box().commands[0]!;
  assert.ok(action.case === "blockRoom" && action.value.reason === "Burst pipe" && action.value.type === BlockType.OUT_OF_ORDER);
  assert.equal(timestampMs(action.value.end!), at("18:30", 2));
  assert.ok(Math.abs(timestampMs(action.value.start!) - box().now()) < 60_000);
  assert.deepEqual(problems, []);
});

test("a sheet stays while its text is being selected past its edge, and a tap beside it closes it", ours, async () => {
  const { page } = await see("/d/arrivals", { size: [1440, 900], name: "Eva" });
  await page.locator(".guest-open").first().click();
  const sheet = page.getByRole("dialog");
  const title = (await sheet.getByRole("heading", { level: 2 }).boundingBox())!;
  await page.mouse.move(title.x + 8, title.y + title.height / 2);
  await page.mouse.down();
  await page.mouse.move(20, title.y + title.height / 2, { steps: 4 });
  await page.mouse.up();
  assert.equal(await sheet.count(), 1, "the button was let go beside it, but pressed in it");
  await page.mouse.click(20, 20);
  await sheet.waitFor({ state: "detached" });
});

test("the list does not move under the hand, and says so", ours, async () => {
  const { page } = await see("/d/arrivals", { size: [1440, 900], name: "Eva" });
  const first = page.locator(".arrival-row").first();
  await first.hover();
  await page.mouse.move(400, 300);
  const before = await first.getAttribute("data-id");
  const waiting = box().arrivals.find((one) => idText(one.reservationId) === before)!;
  delete waiting.waitingSince;
  waiting.displayCode = "";
  box().putArrival(waiting);
  await page.getByText("would move: update order").waitFor();
  assert.equal(await first.getAttribute("data-id"), before);
  await page.getByText("would move: update order").click();
  await until("the order is new", async () => (await first.getAttribute("data-id")) !== before);
});

test("the dashboard lists what needs a person until it is understood", ours, async () => {
  const { page, problems } = await see("/d/", { size: [1440, 900], name: "Eva" });
  const refused = page.locator(".need", { hasText: "Room 105: Clean" });
  await refused.getByText("Mews refused it").waitFor();
  await refused.getByRole("figure", { name: "Mews’s own words" }).getByText("Resource 105 is blocked by an out of order block.").waitFor();
  await refused.getByRole("button", { name: "Understood" }).click();
  await refused.waitFor({ state: "detached" });
  await page.getByText("Balances: no change is lost").waitFor();
  await until("the box has it", () => box().commands.some((command) => command.action.case === "dismissChange"));
  assert.deepEqual(problems, []);
});

test("a value set aside is compared field by field, and can be had the other way from the keyboard", ours, async () => {
  const { page, problems } = await see("/d/", { size: [1440, 900], name: "Eva" });
  const card = (name: string) => page.getByRole("article", { name });
  const field = (name: string, value: string) => card(name).locator(".compare > div", { hasText: value });
  await card("Room 107: Inspected").getByText("Mews’s stays, ours was set aside").waitFor();
  await card("Room 107: Inspected").getByText("In Mews the room was set to Dirty meanwhile.").waitFor();
  await card("Room 107: Inspected").getByRole("heading", { name: "Room state" }).waitFor();
  await field("Room 107: Inspected", "Dirty").getByText("chosen").waitFor();
  assert.equal(await field("Room 107: Inspected", "Inspected").getByText("chosen").count(), 0);
  await field("Reservation 41100", "402").getByText("chosen").waitFor();
  await card("Guest’s profile").getByRole("heading", { name: "VisaNumber" }).waitFor();
  assert.equal(await card("New task").getByRole("button").count(), 1, "what cannot be tried again offers nothing");
  await card("New task").getByText("The box’s words").waitFor();

  await card("Guest’s profile").getByRole("button", { name: "Use ours" }).focus();
  await page.keyboard.press("Enter");
  await card("Guest’s profile").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement?.closest("article")?.querySelector("h3")?.textContent), "Room 107: Inspected");
  await card("Reservation 41100").getByRole("button", { name: "Take Mews’s" }).click();
  await card("Check-in 41058").getByRole("button", { name: "Try again" }).click();
  await until("the box has all three", () => box().commands.filter(({ action }) => action.case === "reapplyChange").length === 3);
  await page.getByText("3 changes need you").waitFor({ state: "attached" });
  assert.deepEqual(problems, []);
});

test("a decision the box does not save brings the card back with the reason", ours, async () => {
  box().faults.notSaved = "The room is taken by reservation 41072 in that time.";
  const { page } = await see("/d/", { size: [1440, 900], name: "Eva" });
  const card = page.getByRole("article", { name: "Room 105: Clean" });
  await card.getByRole("button", { name: "Try again" }).click();
  await card.getByText("Not saved: The room is taken by reservation 41072 in that time.").waitFor();
  await shoot(page, "journey-decision-not-saved");
});

test("a journal that does not add up is a fault nobody overlooks", ours, async () => {
  const { page } = await see("/d/", { size: [1440, 900], name: "Eva" });
  await page.getByText("Balances: no change is lost").waitFor();
  box().journal.accepted += 2n;
  box().publishHouse();
  await page.getByRole("alert").getByText("Does not add up by 2: call support").waitFor();
  assert.equal(await page.getByText("Balances: no change is lost").count(), 0);
  await shoot(page, "journey-unbalanced");
});

test("the first reading shows how far it is, and boards fill meanwhile", ours, async () => {
  await turnsOut({ firstSync: true });
  const { page } = await see();
  await page.getByText("Reading reservations from Mews… 3 of 10").waitFor();
  await page.getByText("No rooms yet").waitFor();
  await shoot(page, "journey-first-sync");
  box().putRoom(box().rooms[0]!);
  await tile(page, "101").waitFor();
  box().publishAll();
  await until("all rooms are there", async () => (await page.locator(".tile").count()) === 200);
  await page.getByText("Reading reservations").waitFor({ state: "detached" });
});
