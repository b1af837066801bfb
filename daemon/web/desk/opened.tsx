import type { Signal } from "@preact/signals";
import { ArrivalSheet } from "./arrival_sheet";
import { FindingSheet } from "./finding_sheet";

/** The one sheet that is open; from a stay one gets to what is wrong with it, and back. */
export interface Opened { kind: "arrival" | "finding"; id: string }

export function OpenedSheet({ opened }: { opened: Signal<Opened | undefined> }) {
  if (!opened.value) return null;
  const { kind, id } = opened.value;
  const props = { id, onClose: () => { opened.value = undefined; }, onOpen: (next: Opened) => { opened.value = next; } };
  return kind === "arrival" ? <ArrivalSheet key={id} {...props} /> : <FindingSheet key={id} {...props} />;
}
