import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import { ChangeStage } from "../gen/stayd/v1/common_pb";
import { boxNow } from "../kit/clock";
import type { Mark } from "../kit/model";
import type { Pending } from "../kit/pending";
import { useBox } from "../kit/staff";

/** What became of this device's last change to a guest: on the device, saved, then the PMS's answer. A guest has no state of its own that says it. */
export function useSentTo(guestId: string): { pending: Pending | undefined; mark: Mark | undefined } {
  const box = useBox();
  const sent = useRef<{ id: string; wasOnItsWay: boolean; wasSaved: boolean; settled: number | undefined } | undefined>(undefined);
  const pending = useComputed(() => box.pending.value.get(`guest:${guestId}`)).value;
  if (pending && pending.id !== sent.current?.id) sent.current = { id: pending.id, wasOnItsWay: false, wasSaved: false, settled: undefined };
  const last = sent.current;
  const change = box.store.shelf("changes").get(last?.id ?? "");
  if (!last) return { pending: undefined, mark: undefined };
  if (change) {
    Object.assign(last, { wasOnItsWay: true, settled: undefined });
    return { pending: undefined, mark: { changeId: change.id, stage: change.stage, since: change.since, by: change.by, reason: change.reason } };
  }
  last.wasSaved ||= pending?.phase === "saved";
  // What is saved and no longer among the changes has its answer, also where it was too quick to be among them.
  if (!last.wasOnItsWay && (pending || !last.wasSaved)) return { pending, mark: undefined };
  last.settled ??= boxNow();
  return { pending: undefined, mark: { changeId: last.id, stage: ChangeStage.CONFIRMED, since: last.settled, by: "", reason: "" } };
}
