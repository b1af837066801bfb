import type { TargetedMouseEvent } from "preact";
import { otherWay } from "../changes";
import { t } from "../i18n";
import type { Change } from "../model";
import { useBox } from "../staff";
import { say } from "../toast";

interface Props { change: Change; describedBy?: string; onDecided?: (event: TargetedMouseEvent<HTMLElement>) => void }

/** What a person can answer to a change: have it the other way, or leave it as it is. */
export function ChangeActs({ change, describedBy, onDecided }: Props) {
  const box = useBox();
  const other = otherWay(change);
  const reapply = async (event: TargetedMouseEvent<HTMLElement>): Promise<void> => {
    onDecided?.(event);
    const isDone = await box.act({ kind: "reapply_change", changeId: change.id, what: change.what });
    if (isDone) say({ text: t("toast.reapplied", { what: change.what }) }, 3_000);
  };
  const understood = (event: TargetedMouseEvent<HTMLElement>): void => {
    onDecided?.(event);
    void box.act({ kind: "dismiss_change", changeId: change.id });
  };
  return (
    <div class="buttons change-acts">
      {other && <button type="button" class="button" aria-describedby={describedBy} onClick={(event) => void reapply(event)}>{t(other)}</button>}
      <button type="button" class="button" aria-describedby={describedBy} onClick={understood}>{t("change.understood")}</button>
    </div>
  );
}
