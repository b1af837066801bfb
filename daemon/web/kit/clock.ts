// The box's time. Phones have wrong clocks and demonstrations run in another year: nothing shown uses the device's own.
import { batch, computed, signal } from "@preact/signals";

const offset = signal(0);
const second = signal(Date.now());

/** Box time now, to the millisecond. Not a signal: reading it subscribes to nothing. */
export const boxNow = (): number => Date.now() + offset.peek();

/** Box time, moving once a second. */
export const now = computed(() => second.value + offset.value);

/** Box time, moving once a minute: for screens that show hundreds of things. */
export const minute = computed(() => Math.floor(now.value / 60_000) * 60_000);

/** `boxTime` is what the box said; the answer took from `asked` to now by the device's clock. */
export function setBoxTime(boxTime: number, asked: number): void {
  setOffset(boxTime - (asked + Date.now()) / 2);
}

export const clockOffset = (): number => offset.peek();

export function setOffset(milliseconds: number): void {
  batch(() => {
    offset.value = milliseconds;
    second.value = Date.now();
  });
}

export function startClock(): void {
  const tick = (): void => {
    second.value = Date.now();
    setTimeout(tick, 1000 - ((Date.now() + offset.peek()) % 1000) + 5);
  };
  tick();
}
