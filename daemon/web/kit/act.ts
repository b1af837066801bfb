import { useRef } from "preact/hooks";

/** A function that stays the same one and does what was drawn last, so that a row that is given it is not drawn again for nothing. */
export function useAct<A extends unknown[]>(run: (...args: A) => void): (...args: A) => void {
  const last = useRef(run);
  last.current = run;
  return useRef((...args: A) => last.current(...args)).current;
}
