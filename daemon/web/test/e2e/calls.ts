// How much a page does: how often its functions are called, as Chromium counts them.
import type { Page } from "playwright-core";

/** Calls, while `run` runs, of the innermost functions whose text fits each of `texts`. */
export async function callsWhile(page: Page, texts: RegExp[], run: () => Promise<void>): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  await session.send("Debugger.enable");
  await session.send("Profiler.enable");
  await session.send("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  await run();
  const { result } = await session.send("Profiler.takePreciseCoverage");
  const counts = texts.map(() => 0);
  for (const { scriptId, functions } of result) {
    const { scriptSource } = await session.send("Debugger.getScriptSource", { scriptId });
    texts.forEach((text, at) => {
      const named = functions.map(({ ranges: [range] }) => range!).filter(({ startOffset, endOffset }) => text.test(scriptSource.slice(startOffset, endOffset)));
      const [innermost] = named.sort((a, b) => (a.endOffset - a.startOffset) - (b.endOffset - b.startOffset));
      counts[at]! += innermost?.count ?? 0;
    });
  }
  await session.detach();
  return counts;
}
