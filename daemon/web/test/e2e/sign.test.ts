// The sign is public: whatever the box knows of guests, nothing of it reaches the sign's machine.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { guests, ts } from "../box/hotel";
import { launch, live, open, shoot, startBox, until } from "./harness";

const ours = { skip: process.env["STAYD_URL"] ? "needs the stand-in box" : false };
let browser: Browser;
let running: Awaited<ReturnType<typeof startBox>>;
before(async () => { [browser, running] = await Promise.all([launch(), startBox()]); });
after(async () => { await browser.close(); await running.stop(); });

/** Every byte a page receives: answers, and frames of its sockets. */
async function received(path: string, act: () => Promise<void>): Promise<{ bytes: Buffer; topics: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  const parts: Buffer[] = [];
  const topics: string[] = [];
  const waits: Promise<unknown>[] = [];
  page.on("response", (response) => waits.push(response.body().then((body) => parts.push(body), () => {})));
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => parts.push(Buffer.from(payload))));
  page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => topics.push(Buffer.from(payload).toString("latin1"))));
  await page.goto(running.url + path);
  await until("it subscribes", () => topics.some((topic) => topic.includes("/state")), 20_000);
  await act();
  await Promise.all(waits);
  await context.close();
  return { bytes: Buffer.concat(parts), topics };
}

test("no guest's name, stay or room reaches the sign", ours, async () => {
  const box = running.box!;
  const canary = "Canary-Zyxwv, Wilhelmina";
  const shake = async (): Promise<void> => {
    for (const arrival of box.arrivals.slice(0, 12)) { arrival.guest = `${canary} ${arrival.number}`; box.putArrival(arrival); }
    box.putSums();
    await new Promise((done) => setTimeout(done, 1_000));
  };
  const desk = await received("/d/", shake);
  assert.ok(desk.bytes.includes(canary), "the canary sings where it may: this test can see names");
  const sign = await received("/s/lobby", shake);
  assert.ok(sign.bytes.includes("KD 47"), "the sign was told its codes");
  for (const secret of [canary, "Canary", ...guests.map((guest) => guest.slice(0, 9)), ...box.arrivals.map((one) => one.number)]) {
    assert.equal(sign.bytes.includes(secret), false, `the sign received ${secret}`);
  }
  for (const topic of ["/rooms/", "/arrivals/", "/tasks/", "/changes/", "/dashboard/"]) assert.equal(sign.bytes.includes(topic), false, topic);
  const asked = sign.topics.join("");
  assert.match(asked, /signage\/\+\/state/);
  for (const topic of ["rooms/", "arrivals/", "tasks/", "changes/", "dashboard/", "house/+", "#"]) assert.equal(asked.includes(`lisbon-city/${topic}`), false, topic);
});

test("codes come at once and vanish when their time is over", ours, async () => {
  const box = running.box!;
  const { page, context, problems } = await open(browser, `${running.url}/s/lobby`, { size: [1920, 1080] });
  await page.getByText("KD 47").waitFor();
  const soon = ts(box.now() + 2_500);
  box.putSign([{ displayCode: "AB 23", ready: true, until: soon! } as never]);
  await page.getByText("AB 23").waitFor();
  await page.getByText("KD 47").waitFor({ state: "detached" });
  await page.getByText("AB 23").waitFor({ state: "detached", timeout: 6_000 });
  await page.getByText("Welcome").waitFor();
  await shoot(page, "sign-welcome");
  box.putSign(Array.from({ length: 23 }, (_, at) => ({ displayCode: `QX ${30 + at}`, ready: at % 3 !== 0, until: ts(box.now() + 3_600_000) }) as never));
  await page.getByText(/1 of|2 of/).first().waitFor();
  await shoot(page, "sign-full");
  const cut = await page.evaluate(() => [...document.querySelectorAll(".codes li")].filter((code) => {
    const panel = code.closest("section")!.getBoundingClientRect();
    const own = code.getBoundingClientRect();
    return own.bottom > panel.bottom || own.right > panel.right || own.top < code.closest("section")!.querySelector("h2")!.getBoundingClientRect().bottom;
  }).length);
  assert.equal(cut, 0, "no code is cut");
  assert.deepEqual(problems, []);
  await context.close();
});

test("the chooser leads to all three", async () => {
  const { page, context } = await open(browser, `${running.url}/`);
  assert.deepEqual(await page.locator("nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href"))), ["/h/", "/d/", "/s/lobby"]);
  await page.click("text=Phone");
  await live(page);
  await context.close();
});
