// What axe does not see: pages that are visibly broken. Runs inside the page and returns what is wrong, in words.
import type { Page } from "playwright-core";

export function geometryFaults(page: Page, leastTarget: number): Promise<string[]> {
  return page.evaluate((least) => {
    const faults: string[] = [];
    const name = (element: Element): string =>
      `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> ${(element.textContent ?? "").trim().slice(0, 40)}`;
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) faults.push(`the page is ${document.documentElement.scrollWidth} wide, the screen ${width}`);

    const dialog = document.querySelector("dialog[open]");
    const root: Element = dialog ?? document.body;
    const isShown = (element: Element): boolean => {
      if (element.closest(".visually-hidden, noscript, option, .skip, [hidden], title, thead")) return false;
      const style = getComputedStyle(element);
      return style.visibility !== "hidden" && element.getClientRects().length > 0;
    };

    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!element || !node.textContent?.trim() || !isShown(element)) continue;
      if (/\p{Script=Arabic}|\p{Script=Hebrew}/u.test(node.textContent) && !element.closest("bdi, [dir=auto], textarea")) faults.push(`right-to-left text is not set apart: ${name(element)}`);
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.left < -1 || box.right > width + 1) faults.push(`text leaves the screen: ${name(element)}`);
        for (let around: Element | null = element; around && around !== document.body; around = around.parentElement) {
          const style = getComputedStyle(around);
          const edge = around.getBoundingClientRect();
          const clips = style.overflowX !== "visible" || around.matches("button, a, .card, .tile, .badge, td, th");
          if (clips && (box.left < edge.left - 1.5 || box.right > edge.right + 1.5)) faults.push(`text is cut or leaves ${name(around)}: ${name(element)}`);
          const clipsDown = style.overflowY === "hidden" || around.matches("button, .card, .tile");
          if (clipsDown && (box.top < edge.top - 2 || box.bottom > edge.bottom + 2)) faults.push(`text is cut below or leaves ${name(around)}: ${name(element)}`);
          if (around === dialog) break;
        }
      }
    }

    for (const target of root.querySelectorAll("button, a[href], input, select, textarea")) {
      if (!isShown(target) || target.matches(":disabled")) continue;
      const label = target.matches("input[type=checkbox], input[type=radio]") ? target.closest("label") : null;
      const box = (label ?? target).getBoundingClientRect();
      if (box.width < least - 0.5 || box.height < least - 0.5) faults.push(`target of ${Math.round(box.width)} x ${Math.round(box.height)}: ${name(target)}`);
    }
    return [...new Set(faults)].slice(0, 12);
  }, leastTarget);
}
