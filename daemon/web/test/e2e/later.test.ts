// What is loaded after the first screen: at once where it is asked for, in quiet moments else, and a word where it does not come.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ours, shoot, stage, until } from "./harness";

const { see } = stage("/d/", { size: [1440, 900], name: "Eva" });
const quality = "Data quality";

test("a part that does not come says so, and a reload brings it", ours, async () => {
  const { page } = await see("/d/rooms");
  let asked = 0;
  await page.route("**/assets/later-*", (route) => { asked += 1; return route.fulfill({ status: 404, contentType: "text/plain", body: "not found" }); });
  await page.reload();
  await page.getByText("This part of the page could not be loaded").waitFor();
  await page.getByRole("heading", { name: "Rooms", level: 1 }).waitFor();
  await page.getByRole("link", { name: "Arrivals" }).click();
  await page.locator(".guest-open").first().click();
  await page.getByRole("dialog", { name: "This part of the page could not be loaded" }).waitFor();
  await shoot(page, "later-failed");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: quality }).click();
  await page.getByText("This part of the page could not be loaded").waitFor();
  assert.ok(asked > 0);
  await page.unroute("**/assets/later-*");
  await page.getByRole("button", { name: "Reload" }).click();
  await page.locator(".finding-row").first().waitFor();
});

test("a page whose scripts do not come says so", ours, async () => {
  const { page } = await see();
  await page.route("**/assets/*.js", (route) => route.fulfill({ status: 404, contentType: "text/plain", body: "not found" }));
  await page.reload();
  await page.getByText("This page did not load.").waitFor({ timeout: 12_000 });
  await shoot(page, "unloaded");
  await page.unroute("**/assets/*.js");
  await page.getByRole("link", { name: "Reload" }).click();
  await page.locator(".dash-tile").first().waitFor();
  assert.equal(await page.locator(".unloaded").count(), 0);
});

test("once the page has been quiet, every screen is there without the box", ours, async () => {
  const { page, problems } = await see();
  await until("it is loaded unasked", () => page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("/assets/later-"))), 15_000);
  await page.route("**/assets/*.js", (route) => route.abort());
  for (const name of [quality, "Opportunities", "Rules", "Rooms"]) {
    await page.getByRole("link", { name }).click();
    await page.getByRole("heading", { name, level: 1 }).waitFor();
    assert.equal(await page.getByText("could not be loaded").count(), 0);
  }
  await page.locator(".tile").first().waitFor();
  assert.deepEqual(problems, []);
});
