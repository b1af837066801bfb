// Short news at the bottom of the screen; one at a time, the newest.
import { signal } from "@preact/signals";

export interface Toast { text: string; tone?: "danger"; action?: { label: string; run: () => void } }

export const toast = signal<Toast | undefined>(undefined);
let timer: ReturnType<typeof setTimeout> | undefined;

export function say(value: Toast, forMilliseconds = 6_000): void {
  clearTimeout(timer);
  toast.value = value;
  timer = setTimeout(hush, value.tone === "danger" ? Math.max(forMilliseconds, 10_000) : forMilliseconds);
}

export function hush(): void {
  clearTimeout(timer);
  toast.value = undefined;
}
