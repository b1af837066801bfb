import { useRef } from "preact/hooks";

/** Class for a value that has changed since it was first drawn; give the element the value as its key, so that each change fades anew. */
export function useChanged(value: string | number): string {
  const first = useRef(value);
  const hasChanged = useRef(false);
  hasChanged.current ||= first.current !== value;
  return hasChanged.current ? "changed" : "";
}
