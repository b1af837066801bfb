// Rows do not move under a hand: while a list is in use, and shortly after, a new order waits to be asked for.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

const settles = 3_000;

/** What was there stays where it was, what left goes, what is new comes last. */
export function holdOrder(shown: readonly string[], wanted: readonly string[]): string[] {
  const stays = new Set(wanted);
  return [...new Set([...shown.filter((id) => stays.has(id)), ...wanted])];
}

/** The same, but what left stays too. */
export const holdAll = (shown: readonly string[], wanted: readonly string[]): string[] =>
  [...new Set([...shown, ...wanted])];

/** How many rows stand elsewhere than they should, or should stand nowhere. */
export function misplaced(shown: readonly string[], wanted: readonly string[]): number {
  const all = new Set(wanted);
  const stays = shown.filter((id) => all.has(id));
  return shown.length - stays.length + stays.filter((id, at) => wanted[at] !== id).length;
}

export interface HeldOrder {
  wanted: readonly string[];
  /** What was chosen to be seen: another choice is shown at once. */
  choice: string;
  hold: (shown: readonly string[], wanted: readonly string[]) => string[];
  /** Held for longer than hands are on it: a row is open. */
  isHeld?: boolean;
}

export function useHeldOrder({ wanted, choice, hold, isHeld = false }: HeldOrder) {
  const busyUntil = useRef(0);
  const shown = useRef<{ choice: string; ids: readonly string[] }>({ choice: "", ids: [] });
  const redraw = useSignal(0);
  void redraw.value;
  const touch = (): void => {
    busyUntil.current = performance.now() + settles;
    setTimeout(() => { if (performance.now() >= busyUntil.current) redraw.value += 1; }, settles + 20);
  };
  const wasHeld = useRef(false);
  if (wasHeld.current && !isHeld) touch(); // the hand is still where it was
  wasHeld.current = isHeld;
  const isBusy = isHeld || performance.now() < busyUntil.current;
  const ids = isBusy && shown.current.choice === choice ? hold(shown.current.ids, wanted) : wanted;
  shown.current = { choice, ids };
  const release = (): void => { busyUntil.current = 0; redraw.value += 1; };
  return { ids, moved: misplaced(ids, wanted), touch, release };
}
