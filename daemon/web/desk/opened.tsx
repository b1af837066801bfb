import type { Signal } from "@preact/signals";
import { Part } from "../kit/parts/later";
import { more } from "./more";

/** The one sheet that is open; from a stay one gets to what is wrong with it, and back. */
export interface Opened { kind: "arrival" | "finding"; id: string }

export function OpenedSheet({ opened }: { opened: Signal<Opened | undefined> }) {
  if (!opened.value) return null;
  const { kind, id } = opened.value;
  const close = (): void => { opened.value = undefined; };
  const props = { id, onClose: close, onOpen: (next: Opened) => { opened.value = next; } };
  return (
    <Part of={more} onClose={close}>
      {({ ArrivalSheet, FindingSheet }) => (kind === "arrival" ? <ArrivalSheet key={id} {...props} /> : <FindingSheet key={id} {...props} />)}
    </Part>
  );
}
