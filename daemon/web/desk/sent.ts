import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import { ChangeStage } from "../gen/stayd/v1/common_pb";
import { boxNow } from "../kit/clock";
import type { Mark } from "../kit/model";
import type { Pending } from "../kit/pending";
import { useBox } from "../kit/staff";

/** Of what goes to Mews, and of what stays on the box. */
function newestOf(pending: ReadonlyMap<string, Pending>, guestId: string): Pending | undefined {
  const own = [...pending].filter(([target]) => target === `guest:${guestId}` || target.startsWith(`record:${guestId}:`));
  return own.map(([, one]) => one).sort((a, b) => (a.id < b.id ? 1 : -1))[0];
}

/** What became of this device's last change to a guest: on the device, saved, then the PMS's answer. A guest has no state of its own that says it. */
export function useSentTo(guestId: string): { pending: Pending | undefined; mark: Mark | undefined } {
  const box = useBox();
  const sent = useRef<{ id: string; stays: boolean; wasOnItsWay: boolean; wasSaved: boolean; settled: number | undefined } | undefined>(undefined);
  const pending = useComputed(() => newestOf(box.pending.value, guestId)).value;
  if (pending && pending.id !== sent.current?.id)
    sent.current = { id: pending.id, stays: pending.act.kind === "record", wasOnItsWay: false, wasSaved: false, settled: undefined };
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
  return { pending: undefined, mark: { changeId: last.id, stage: last.stays ? ChangeStage.BOX_ONLY : ChangeStage.CONFIRMED, since: last.settled, by: "", reason: "" } };
}
