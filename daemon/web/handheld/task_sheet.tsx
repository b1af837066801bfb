import { TaskStage } from "../gen/stayd/v1/task_pb";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import { priorityNumber } from "../kit/looks";
import { ChangeLine } from "../kit/parts/badge";
import { Sheet } from "../kit/parts/sheet";
import { person } from "../kit/session";
import { useBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";
import { pendingOfTask, tasksShown } from "./task_list";
import { accept, complete, Due, Place } from "./tasks";

export function TaskSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const box = useBox();
  const task = tasksShown(box).find((one) => one.id === id);
  if (!task) return null;
  const isKnown = box.store.shelf("tasks").get(id) !== undefined;
  const done = (act: Promise<void>): void => { onClose(); void act; };
  const canComplete = isKnown && task.stage !== TaskStage.DONE;
  const isMine = task.assignee !== "" && task.assignee === person.value?.name;
  return (
    <Sheet title={<span dir="auto">{task.title}</span>} onClose={onClose}>
      {task.description && <p dir="auto">{task.description}</p>}
      <dl class="facts">
        {(task.room || task.roomId) && <><dt>{t("tasks.place")}</dt><dd><Place task={task} /></dd></>}
        <dt>{t("tasks.when")}</dt><dd><Due task={task} /></dd>
        <dt>{t("tasks.f_priority")}</dt><dd>{t(`tasks.priority${priorityNumber(task.priority)}`)}</dd>
        <dt>{t("tasks.for")}</dt><dd dir="auto">{task.department || t("tasks.everybody")}</dd>
        <dt>{t("tasks.who")}</dt><dd><bdi>{task.assignee || t("tasks.nobody")}</bdi></dd>
        <dt>{t("tasks.created")}</dt>
        <dd><bdi>{task.createdBy || t("tasks.from_mews")}</bdi>{task.created ? `, ${dayOrTime(task.created, minute.value, box.zone.value)}` : ""}</dd>
        <dt>{t("tasks.also_mews")}</dt><dd>{task.inPms ? t("tasks.yes") : t("tasks.only_box")}</dd>
      </dl>
      <ChangeLine pending={pendingOfTask(box, task)} mark={task.mark} />
      {canComplete && (
        <div class="buttons">
          {task.stage === TaskStage.NEW && (
            <button type="button" class="button" onClick={() => done(accept(box, task))}>{t("tasks.take")}</button>
          )}
          <button type="button" class={`button ${isMine || task.stage === TaskStage.NEW ? "primary" : ""}`} onClick={() => done(complete(box, task))}>
            <Icon name="tick" />{t("tasks.complete")}
          </button>
        </div>
      )}
    </Sheet>
  );
}
