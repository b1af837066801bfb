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

/** How many rows have to move, or to go: one that goes past all others is one. */
export function misplaced(shown: readonly string[], wanted: readonly string[]): number {
  const places = new Map(wanted.map((id, at) => [id, at]));
  // The most rows that stand in their order stay. ends[n]: the first place that n + 1 such rows can end with.
  const ends: number[] = [];
  for (const id of shown) {
    const place = places.get(id);
    if (place === undefined) continue;
    const at = place > (ends.at(-1) ?? -1) ? ends.length : ends.findIndex((end) => end > place);
    ends[at] = place;
  }
  return shown.length - ends.length;
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
