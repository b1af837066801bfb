// The page's own routes: real paths, so that reload and bookmarks work.
import { signal, type ReadonlySignal } from "@preact/signals";

const current = signal(location.pathname);
addEventListener("popstate", () => { current.value = location.pathname; });

export const route: ReadonlySignal<string> = current;

export function go(path: string): void {
  if (path === current.peek()) return;
  history.pushState(null, "", path);
  current.value = path;
  scrollTo(0, 0);
}

/** For <a onClick>: a plain click stays in the page, all others keep the browser's meaning. */
export function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(new URL((event.currentTarget as HTMLAnchorElement).href).pathname);
}
