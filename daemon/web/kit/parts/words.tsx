// Small pieces: a room's state, a priority, an empty list, the toast.
import type { ComponentChildren } from "preact";
import type { ResourceState } from "../../gen/stayd/v1/common_pb";
import type { TaskPriority } from "../../gen/stayd/v1/task_pb";
import { Icon, type IconName } from "../icons";
import { t } from "../i18n";
import { priorityNumber, stateLook, stateWord } from "../looks";
import { hush, toast } from "../toast";

export function StateChip({ state }: { state: ResourceState }) {
  const look = stateLook(state);
  return <span class={`state-chip s-${look.name}`}><Icon name={look.icon} />{stateWord(state)}</span>;
}

export function Priority({ priority }: { priority: TaskPriority }) {
  const number = priorityNumber(priority);
  return (
    <span class={`priority p${number}`}>
      <span aria-hidden="true">P{number}</span><span class="visually-hidden">{t(`tasks.priority${number}`)}</span>
    </span>
  );
}

export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) {
  return <div class="empty"><Icon name={icon} /><strong>{title}</strong>{children}</div>;
}

export function Toasts() {
  const shown = toast.value;
  const isBad = shown?.tone === "danger";
  return (
    <div role={isBad ? "alert" : "status"}>
      {shown && (
        <div class={`toast ${shown.tone ?? ""}`}>
          <span dir="auto">{shown.text}</span>
          {shown.action && (
            <button type="button" class="button" onClick={() => { hush(); shown.action?.run(); }}>
              <Icon name="undo" />{shown.action.label}
            </button>
          )}
          {!shown.action && <button type="button" class="button" aria-label={t("toast.close")} onClick={hush}><Icon name="cross" /></button>}
        </div>
      )}
    </div>
  );
}
