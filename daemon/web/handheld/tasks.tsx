// My tasks: the next thing to do, with one thumb.
import { useComputed, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { ResourceState } from "../gen/stayd/v1/common_pb";
import { TaskStage } from "../gen/stayd/v1/task_pb";
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { spanWords, t } from "../kit/i18n";
import type { Task } from "../kit/model";
import { SyncBadge } from "../kit/parts/badge";
import { Empty, Priority, StateChip } from "../kit/parts/words";
import { person } from "../kit/session";
import { stable } from "../kit/stable";
import { useBox, type StaffBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";
import { say } from "../kit/toast";
import { roomShown } from "../housekeeping/board";
import { NewTaskSheet } from "./new_task";
import { isLate, listsFor, pendingOfTask, tasksShown, type TaskLists } from "./task_list";
import { TaskSheet } from "./task_sheet";

const doneShown = 5;

const settles = 500;
let order = "";
let movedAt = -settles;

export function useLists(box: StaffBox): TaskLists {
  const lists = useMemo(() => stable(() => listsFor(person.value, tasksShown(box))), [box]).value;
  const now = [...lists.mine, ...lists.department, ...lists.everybody].map((task) => task.id).join();
  if (now !== order) {
    order = now;
    movedAt = performance.now();
  }
  return lists;
}

/** Rows have just moved: a tap now was meant for what stood there before, so it does nothing. */
const isSettling = (): boolean => performance.now() - movedAt < settles;

export function TasksSum() {
  const lists = useLists(useBox());
  const open = [...lists.mine, ...lists.department, ...lists.everybody];
  const late = open.filter((task) => isLate(task, minute.value)).length;
  return <>{t("tasks.sum", { open: open.length })}{late > 0 && <> · <strong class="danger-ink">{t("tasks.sum_late", { late })}</strong></>}</>;
}

/** When it is due, in words. */
export function Due({ task }: { task: Task }) {
  const box = useBox();
  const now = minute.value;
  const zone = box.zone.value;
  if (task.stage === TaskStage.DONE) {
    return <span class="muted"><bdi>{t("tasks.done_by", { who: task.doneBy || "–", time: dayOrTime(task.done, now, zone) })}</bdi></span>;
  }
  if (task.due === undefined) return <span class="muted">{t("tasks.no_due")}</span>;
  const time = dayOrTime(task.due, now, zone);
  if (task.due < now) {
    return <strong class="danger-ink with-icon"><Icon name="clock" />{t("tasks.late_due", { age: spanWords(now - task.due), time })}</strong>;
  }
  return <span class="with-icon"><Icon name="clock" />{t("tasks.due_in", { time, age: spanWords(task.due - now) })}</span>;
}

/** The room's number and its state now. */
export function Place({ task, large = false }: { task: Task; large?: boolean }) {
  const box = useBox();
  const room = useComputed(() => box.store.shelf("rooms").get(task.roomId)).value;
  if (!task.room && !room) return null;
  return (
    <span class={`place ${large ? "large" : ""}`}>
      <bdi class="place-number">{room?.name ?? task.room}</bdi>
      {room && <StateChip state={roomShown(box, room).state} />}
    </span>
  );
}

export async function accept(box: StaffBox, task: Task): Promise<void> {
  await box.act({ kind: "accept_task", taskId: task.id, title: task.title });
}

export async function complete(box: StaffBox, task: Task): Promise<void> {
  if (await box.act({ kind: "complete_task", taskId: task.id, title: task.title })) say({ text: t("toast.task_done", { title: task.title }) }, 3_000);
}

export function TasksScreen() {
  const box = useBox();
  const lists = useLists(box);
  const open = useSignal<string | undefined>(undefined);
  const show = (task: Task): void => { open.value = task.id; };
  const [current, ...others] = lists.mine;
  const isEmpty = lists.mine.length + lists.department.length + lists.everybody.length === 0;
  return (
    <div class="tasks">
      {isEmpty && <NothingToDo />}
      {current && (
        <section>
          <h2>{t("tasks.mine")}</h2>
          <CurrentTask task={current} onOpen={show} />
          <TaskRows tasks={others} onOpen={show} />
        </section>
      )}
      <Section title={t("tasks.department", { department: person.value?.department ?? "–" })} tasks={lists.department} onOpen={show} />
      <Section title={t("tasks.everybody")} tasks={lists.everybody} onOpen={show} />
      <Section title={t("tasks.done")} tasks={lists.done.slice(0, doneShown)} onOpen={show} />
      {open.value && <TaskSheet key={open.value} id={open.value} onClose={() => { open.value = undefined; }} />}
    </div>
  );
}

/** The screen's own action, between the list and the tabs: under the thumb, and never over a row. */
export function TasksFoot() {
  const creating = useSignal(false);
  return (
    <div class="new-task">
      <button type="button" class="button primary wide" onClick={() => { creating.value = true; }}><Icon name="plus" />{t("tasks.new")}</button>
      {creating.value && <NewTaskSheet onClose={() => { creating.value = false; }} />}
    </div>
  );
}

function NothingToDo() {
  const box = useBox();
  const dirty = useComputed(() => box.store.shelf("rooms").all().filter((room) => room.state === ResourceState.DIRTY).length).value;
  if (!person.value) {
    return (
      <Empty icon="person" title={t("tasks.who_first")}>
        <p>{t("tasks.who_first_why")}</p>
        <button type="button" class="button" onClick={() => { box.askWho.value = true; }}>{t("who.nobody")}</button>
      </Empty>
    );
  }
  return (
    <Empty icon="sun" title={t("tasks.none")}>
      <p>{t("tasks.none_why", { department: person.value.department || person.value.name })}</p>
      {dirty > 0 && <p>{t("tasks.none_dirty", { count: dirty })}</p>}
    </Empty>
  );
}

interface RowsProps { tasks: Task[]; onOpen: (task: Task) => void }

function Section({ title, tasks, onOpen }: RowsProps & { title: string }) {
  return tasks.length === 0 ? null : <section><h2>{title}</h2><TaskRows tasks={tasks} onOpen={onOpen} /></section>;
}

function TaskRows({ tasks, onOpen }: RowsProps) {
  return <ul class="task-rows">{tasks.map((task) => <li key={task.id}><TaskRow task={task} onOpen={onOpen} /></li>)}</ul>;
}

function CurrentTask({ task, onOpen }: { task: Task; onOpen: (task: Task) => void }) {
  const box = useBox();
  return (
    <article class={`card current-task ${isLate(task, minute.value) ? "late" : ""}`} data-task={task.title}>
      <button type="button" class="task-open" onClick={() => onOpen(task)}>
        <span class="task-head"><Priority priority={task.priority} /><Place task={task} large /></span>
        <span class="task-title" dir="auto">{task.title}</span>
        {task.description && <span class="task-description muted" dir="auto">{task.description}</span>}
        <span class="meta"><Due task={task} /></span>
        <SyncBadge pending={pendingOfTask(box, task)} mark={task.mark} />
      </button>
      <button type="button" class="button primary wide" onClick={() => { if (!isSettling()) void complete(box, task); }}><Icon name="tick" />{t("tasks.complete")}</button>
    </article>
  );
}

function TaskRow({ task, onOpen }: { task: Task; onOpen: (task: Task) => void }) {
  const box = useBox();
  const isDone = task.stage === TaskStage.DONE;
  // A task the box does not know yet cannot be taken: it has no other id than this device's.
  const canAct = !isDone && box.store.shelf("tasks").get(task.id) !== undefined;
  const isFree = task.stage === TaskStage.NEW;
  return (
    <article class={`card task-row ${isDone ? "done" : ""}`} data-task={task.title}>
      <button type="button" class="task-open" onClick={() => onOpen(task)}>
        <span class="task-head"><Priority priority={task.priority} /><Place task={task} /></span>
        <span class="task-title" dir="auto">{task.title}</span>
        <span class={`task-foot ${canAct ? "with-action" : ""}`}>
          <span class="meta"><Due task={task} /></span>
          <SyncBadge pending={pendingOfTask(box, task)} mark={task.mark} />
        </span>
      </button>
      {canAct && (
        <button type="button" class="button" onClick={() => { if (!isSettling()) void (isFree ? accept(box, task) : complete(box, task)); }}>
          {isFree ? t("tasks.take") : <><Icon name="tick" />{t("tasks.complete")}</>}
        </button>
      )}
    </article>
  );
}
