// Single-key shortcuts of the desk. They are off inside fields and dialogs, and a person can switch them off.
import { shortcutsOn } from "./session";

export interface Shortcut { keys: string; run: () => void }

const active = new Set<readonly Shortcut[]>();
let prefix: { key: string; at: number } | undefined;
const prefixLasts = 1_200;

/** Switches these on until the returned function is called. */
export function shortcuts(list: readonly Shortcut[]): () => void {
  active.add(list);
  return () => active.delete(list);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;

function onKey(event: KeyboardEvent): void {
  if (!shortcutsOn.peek() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const started = prefix && event.timeStamp - prefix.at < prefixLasts ? `${prefix.key} ` : "";
  prefix = undefined;
  const pressed = started + event.key;
  const lists = [...active].reverse();
  const found = lists.flatMap((list) => list.find((one) => one.keys === pressed) ?? [])[0];
  if (found) {
    event.preventDefault();
    found.run();
  } else if (lists.some((list) => list.some((one) => one.keys.startsWith(`${event.key} `)))) {
    prefix = { key: event.key, at: event.timeStamp };
  }
}

export function listenForKeys(): void {
  addEventListener("keydown", onKey);
}
