// Every screen, light and dark, at every size: no accessibility violation, nothing cut, every target large enough.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { geometryFaults } from "./geometry";
import { launch, live, open, shoot, startBox } from "./harness";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser: Browser;
let running: Awaited<ReturnType<typeof startBox>>;
before(async () => { [browser, running] = await Promise.all([launch(), startBox()]); });
after(async () => { await browser.close(); await running.stop(); });

interface Screen { name: string; path: string; ready: string; sizes: [number, number][]; target: number; then?: (page: Page) => Promise<unknown>; shown?: string; nameless?: true }

const phone: [number, number][] = [[320, 640], [360, 740], [1440, 900]];
const screens: Screen[] = [
  { name: "chooser", path: "/", ready: "text=stayd", sizes: phone, target: 48 },
  { name: "who", path: "/h/", ready: "dialog", sizes: phone, target: 48, nameless: true },
  { name: "tasks", path: "/h/", ready: ".task-row", sizes: phone, target: 48 },
  { name: "task-sheet", path: "/h/", ready: ".task-row", sizes: phone, target: 48, then: (page) => page.click(".task-row .task-open"), shown: "dialog" },
  { name: "new-task", path: "/h/", ready: ".task-row", sizes: phone, target: 48,
    then: async (page) => { await page.click(".new-task button"); await page.getByRole("radio", { name: "At …" }).check(); await page.click("dialog button:text('Create task')"); }, shown: "dialog .error:not(:empty)" },
  { name: "rooms", path: "/h/rooms", ready: ".tile", sizes: phone, target: 48 },
  { name: "room-sheet", path: "/h/rooms", ready: ".tile", sizes: phone, target: 48, then: (page) => page.click("[data-room='105']"), shown: "dialog" },
  { name: "rooms-none", path: "/h/rooms", ready: ".tile", sizes: phone, target: 48,
    then: async (page) => { await page.selectOption(".floor-filter select", { index: 1 }); await page.click(".state-filter.s-order"); }, shown: ".rooms" },
  { name: "status", path: "/h/", ready: ".task-row", sizes: phone, target: 48, then: (page) => page.click(".pill"), shown: "dialog" },
  { name: "dashboard", path: "/d/", ready: ".dash-tile", sizes: [...phone, [1100, 800]], target: 24 },
  { name: "arrivals", path: "/d/arrivals", ready: ".arrival-row", sizes: [...phone, [1100, 800], [1280, 800]], target: 24 },
  { name: "arrival-sheet", path: "/d/arrivals", ready: ".arrival-row", sizes: phone, target: 24, then: (page) => page.click(".guest-open"), shown: "dialog" },
  { name: "arrival-lacking", path: "/d/arrivals", ready: ".arrival-row", sizes: phone, target: 24,
    then: async (page) => { await page.locator(".arrival-row", { hasText: "Haddad, Rami" }).locator(".guest-open").click(); await page.click(".criteria summary"); }, shown: "dialog .met" },
  { name: "arrival-move", path: "/d/arrivals", ready: ".arrival-row", sizes: phone, target: 24,
    then: async (page) => { await page.click(".guest-open"); await page.getByRole("button", { name: "Another room" }).click(); await page.getByRole("button", { name: "Move the stay" }).click(); }, shown: "dialog .error:not(:empty)" },
  { name: "arrival-note", path: "/d/arrivals", ready: ".arrival-row", sizes: phone, target: 24,
    then: async (page) => { await page.click(".guest-open"); await page.getByRole("button", { name: "Add a note" }).click(); }, shown: "dialog textarea" },
  { name: "arrivals-none", path: "/d/arrivals", ready: ".arrival-row", sizes: phone, target: 24, then: (page) => page.fill(".find input", "nobody of this name"), shown: ".empty" },
  { name: "quality", path: "/d/quality", ready: ".finding-row", sizes: [...phone, [1100, 800], [1280, 800]], target: 24 },
  { name: "quality-sheet", path: "/d/quality", ready: ".finding-row", sizes: phone, target: 24, then: (page) => page.click(".finding-open"), shown: "dialog" },
  { name: "quality-snooze", path: "/d/quality", ready: ".finding-row", sizes: phone, target: 24,
    then: async (page) => { await page.click(".finding-open"); await page.getByRole("button", { name: "Snooze" }).click(); await page.getByLabel("Or until").fill("2015-09-16T12:00"); await page.getByRole("button", { name: "Snooze until then" }).click(); }, shown: "dialog .error:not(:empty)" },
  { name: "quality-waive", path: "/d/quality", ready: ".finding-row", sizes: phone, target: 24,
    then: async (page) => { await page.click(".finding-open"); await page.getByRole("button", { name: "Waive" }).click(); await page.getByRole("button", { name: "Waive it" }).click(); }, shown: "dialog .error:not(:empty)" },
  { name: "quality-aside", path: "/d/quality", ready: ".finding-row", sizes: phone, target: 24, then: (page) => page.getByRole("button", { name: "Set aside" }).click(), shown: ".st-aside" },
  { name: "quality-fix", path: "/d/quality", ready: ".finding-row", sizes: phone, target: 24,
    then: async (page) => { await page.locator(".finding-row", { hasText: "CP-01" }).getByRole("button", { name: "Fix" }).click(); await page.fill("[name=Number]", "1"); }, shown: ".fix-form .error:not(:empty)" },
  { name: "quality-compare", path: "/d/quality", ready: ".finding-row", sizes: phone, target: 24,
    then: (page) => page.getByRole("button", { name: "Compare" }).click(), shown: "dialog .both" },
  { name: "quality-none", path: "/d/quality", ready: ".finding-row", sizes: phone, target: 24, then: (page) => page.fill(".find input", "nobody of this name"), shown: ".empty" },
  { name: "rules", path: "/d/rules", ready: ".rule-row", sizes: [...phone, [1100, 800]], target: 24 },
  { name: "rule-sheet", path: "/d/rules", ready: ".rule-row", sizes: phone, target: 24,
    then: async (page) => { await page.click("[data-rule='RS-01'] .rule-open"); await page.fill("dialog textarea", "no_such_column"); await page.getByRole("button", { name: "Test" }).click(); }, shown: "dialog .error" },
  { name: "offers", path: "/d/opportunities", ready: ".offer-row", sizes: [...phone, [1100, 800], [1280, 800]], target: 24 },
  { name: "offers-answered", path: "/d/opportunities", ready: ".offer-row", sizes: phone, target: 24, then: (page) => page.getByRole("button", { name: "Answered" }).click(), shown: ".st-accepted" },
  { name: "offer-sheet", path: "/d/opportunities", ready: ".offer-row", sizes: phone, target: 24, then: (page) => page.click(".offer-open"), shown: "dialog" },
  { name: "offer-decline", path: "/d/opportunities", ready: ".offer-row", sizes: phone, target: 24,
    then: async (page) => { await page.locator(".offer-row").getByRole("button", { name: "Declined" }).first().click(); await page.locator("dialog form").getByRole("button", { name: "Declined" }).click(); }, shown: "dialog .error:not(:empty)" },
  { name: "offers-none", path: "/d/opportunities", ready: ".offer-row", sizes: phone, target: 24, then: (page) => page.fill(".find input", "nobody of this name"), shown: ".empty" },
  { name: "desk-rooms", path: "/d/rooms", ready: ".tile", sizes: phone, target: 24 },
  { name: "desk-room-check-out", path: "/d/rooms", ready: ".tile", sizes: phone, target: 24,
    then: async (page) => { await page.locator(".tile", { hasText: "◁" }).first().click(); await page.getByRole("button", { name: "Check out" }).click(); }, shown: "dialog form" },
  { name: "room-block", path: "/h/rooms", ready: ".tile", sizes: phone, target: 48,
    then: async (page) => { await page.click("[data-room='105']"); await page.click("dialog .s-order"); await page.getByRole("button", { name: "Take the room" }).click(); }, shown: "dialog .error:not(:empty)" },
  { name: "sign", path: "/s/lobby", ready: ".sign-screen footer p", sizes: [[1920, 1080], [1280, 720], [1080, 1920]], target: 0 },
];

/** Of a sheet what is in it, else of the page; `only` one rule where the rest cannot have changed. */
async function violations(page: Page, only?: string): Promise<string[]> {
  return page.evaluate(async (rule) => {
    const { axe: engine } = globalThis as unknown as { axe: { run(root: Element | Document, options: unknown): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } };
    const { violations: found } = await engine.run(document.querySelector("dialog[open]") ?? document, {
      runOnly: rule ? [rule] : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 140)} ${(node.failureSummary ?? "").slice(0, 160)}`).join(" | ")}`);
  }, only);
}

for (const screen of screens) {
  test(`${screen.name} is whole and accessible in every size, light and dark`, async () => {
    const { page, context } = await open(browser, running.url + screen.path, { size: screen.sizes[0]!, name: screen.nameless ? null : "Ana", bypassCSP: true });
    await page.locator(screen.ready).first().waitFor();
    if (screen.path !== "/" && !screen.path.startsWith("/s/")) await live(page);
    await screen.then?.(page);
    if (screen.shown) await page.locator(screen.shown).first().waitFor();
    await page.evaluate(axe);
    // Floors out of sight have an estimated height; the checks want every tile where it stands when scrolled to.
    await page.evaluate(() => { for (const floor of document.querySelectorAll<HTMLElement>(".floor")) floor.style.contentVisibility = "visible"; });
    for (const [width, height] of screen.sizes) {
      await page.setViewportSize({ width, height });
      for (const scheme of screen.name === "sign" ? ["dark" as const] : ["light" as const, "dark" as const]) {
        await page.emulateMedia({ colorScheme: scheme });
        const where = `${screen.name}-${width}x${height}-${scheme}`;
        await shoot(page, where);
        assert.deepEqual(await geometryFaults(page, screen.target), [], where);
        assert.deepEqual(await violations(page, scheme === "dark" && screen.name !== "sign" ? "color-contrast" : undefined), [], where);
      }
    }
    await context.close();
  });
}

for (const [name, path, ready] of [["tasks", "/h/", ".task-row"], ["rooms", "/h/rooms", ".tile"], ["dashboard", "/d/", ".dash-tile"], ["arrivals", "/d/arrivals", ".arrival-row"], ["quality", "/d/quality", ".finding-row"], ["offers", "/d/opportunities", ".offer-row"]] as const) {
  test(`${name} stands text of double size on the narrowest phone`, async () => {
    const { page, context } = await open(browser, running.url + path, { size: [320, 640] });
    await page.locator(ready).first().waitFor();
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    await shoot(page, `${name}-320-double`);
    assert.deepEqual(await geometryFaults(page, 24), []);
    await context.close();
  });
}

test("the sign's type is large enough, and all of it is on the screen", async () => {
  const { page, context } = await open(browser, `${running.url}/s/lobby`, { size: [1920, 1080] });
  await page.locator("footer p").first().waitFor();
  const found = await page.evaluate(() => ({
    smallest: Math.min(...[...document.querySelectorAll("h1, h2, p, li, time, strong, span")].filter((one) => one.textContent).map((one) => parseFloat(getComputedStyle(one).fontSize))),
    footer: document.querySelector("footer")!.getBoundingClientRect().bottom, height: innerHeight,
    scrolls: document.documentElement.scrollHeight > innerHeight, cursor: getComputedStyle(document.body).cursor,
  }));
  assert.ok(found.smallest / found.height >= 0.051, `smallest is ${found.smallest} px`);
  assert.ok(found.footer <= found.height);
  assert.equal(found.scrolls, false);
  assert.equal(found.cursor, "none");
  await context.close();
});
