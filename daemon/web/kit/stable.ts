import { computed, type ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";

/** A computed plain value that keeps its identity while it says the same, so that nothing is drawn again for nothing. */
export function stable<T>(compute: () => T): ReadonlySignal<T> {
  let last: { value: T; text: string } | undefined;
  return computed(() => {
    const value = compute();
    const text = JSON.stringify(value);
    if (!last || last.text !== text) last = { value, text };
    return last.value;
  });
}

/** The same for a component; `compute` may read signals only, not props. */
export const useStable = <T,>(compute: () => T): ReadonlySignal<T> => useMemo(() => stable(compute), []);
