// What every browser test uses: a box (ours, or the one at STAYD_URL), Chromium, and the checks that hold for every page.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach } from "node:test";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { FakeBox } from "../box/box";

export const screenshots = process.env["STAYD_SCREENSHOTS"] ?? join(tmpdir(), "stayd-screens");

type BoxOptions = { firstSync?: boolean; concludes?: boolean };

/** Undefined when the tests run against a box that is not ours to turn. */
export async function startBox(options: BoxOptions = {}): Promise<{ url: string; box: FakeBox | undefined; stop(): Promise<void> }> {
  const url = process.env["STAYD_URL"];
  if (url) return { url, box: undefined, stop: async () => {} };
  const box = await FakeBox.start({ pages: process.env["STAYD_PAGES"] ?? "out", ...options });
  return { url: box.url, box, stop: () => box.stop() };
}

export const launch = (): Promise<Browser> => chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

export interface OpenOptions {
  size?: [number, number]; scheme?: "light" | "dark"; name?: string | null; department?: string; context?: BrowserContext; bypassCSP?: boolean;
}

export interface Opened { page: Page; context: BrowserContext; problems: string[] }

const housekeeping = "04070707-0707-4007-8007-070707070000";

/** A page as a person sees it; `problems` gathers console errors, script errors and violations of the page's policy. */
export async function open(browser: Browser, url: string, options: OpenOptions = {}): Promise<Opened> {
  const { size = [360, 740], scheme = "light", name = "Ana", department = housekeeping } = options;
  const context = options.context ?? await browser.newContext({
    viewport: { width: size[0], height: size[1] }, colorScheme: scheme, hasTouch: size[0] < 700, reducedMotion: "reduce", bypassCSP: options.bypassCSP ?? false,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => { if (message.type() === "error") problems.push(message.text()); });
  page.on("pageerror", (error) => problems.push(error.message));
  if (name) {
    await page.addInitScript(([who, where]) => {
      localStorage.setItem("stayd.person", JSON.stringify({ name: who, departmentId: where, department: "Housekeeping" }));
    }, [name, department]);
  }
  await page.goto(url);
  return { page, context, problems };
}

export const live = (page: Page): Promise<unknown> => page.getByRole("status").getByText("Live", { exact: true }).waitFor();

export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  // Chromium draws without a graphics card here: on a busy machine one picture takes long.
  await page.screenshot({ path: join(screenshots, `${name}.png`), timeout: 120_000 });
}

/** Waits until `check` passes, so that no test sleeps longer than it must. */
export async function until(what: string, check: () => boolean | Promise<boolean>, within = 8_000): Promise<void> {
  const end = Date.now() + within;
  while (!(await check())) {
    if (Date.now() > end) assert.fail(`not within ${within} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 40));
  }
}

/** For tests that turn the box. */
export const ours = { skip: process.env["STAYD_URL"] ? "needs the stand-in box" : false };

/** For each test of a file a box of its own and pages that live as long as the test; `path` and `options` are those of most of its pages. */
export function stage(path: string, options: OpenOptions) {
  let browser: Browser;
  let running: Awaited<ReturnType<typeof startBox>>;
  let opened: Opened[] = [];
  before(async () => { browser = await launch(); });
  after(async () => { await browser.close(); });
  beforeEach(async () => { running = await startBox(); });
  afterEach(async () => {
    for (const { context } of opened) await context.close().catch(() => {});
    opened = [];
    await running.stop();
  });
  return {
    box(): FakeBox { assert.ok(running.box); return running.box; },
    /** Another box in its place. */
    async turnsOut(how: BoxOptions): Promise<void> {
      await running.stop();
      running = await startBox(how);
    },
    async see(at = path, how = options): Promise<Opened> {
      const one = await open(browser, running.url + at, how);
      opened.push(one);
      await live(one.page);
      return one;
    },
  };
}
