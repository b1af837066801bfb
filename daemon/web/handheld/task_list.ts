// Which tasks a person sees, and in which order.
import { TaskStage } from "../gen/stayd/v1/task_pb";
import { priorityNumber } from "../kit/looks";
import type { Task } from "../kit/model";
import { stillPending, taskAsTapped, taskFromAct, type Pending } from "../kit/pending";
import type { Person } from "../kit/session";
import type { StaffBox } from "../kit/staff";

export interface TaskLists { mine: Task[]; department: Task[]; everybody: Task[]; done: Task[] }

export const pendingOfTask = (box: StaffBox, task: Task): Pending | undefined =>
  stillPending(box.pending.value.get(`task:${task.id}`), task);

/** Everything the box knows and what this device adds, as the person who tapped sees it. */
export function tasksShown(box: StaffBox): Task[] {
  const held = box.store.shelf("tasks").all();
  const known = new Set(held.map((task) => task.id));
  const ours = [...box.pending.value.values()].map(taskFromAct).filter((task) => task !== undefined && !known.has(task.id));
  return [...held.map((task) => taskAsTapped(task, pendingOfTask(box, task))), ...(ours as Task[])];
}

/** The most urgent first, then what is due first, then what has waited longest. */
export function byUrgency(a: Task, b: Task): number {
  return priorityNumber(a.priority) - priorityNumber(b.priority)
    || (a.due ?? Infinity) - (b.due ?? Infinity) || (a.created ?? 0) - (b.created ?? 0) || (a.id < b.id ? -1 : 1);
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Accepted by me; then still free ones of my department; then those for everybody; then what I or my department has done. */
export function listsFor(person: Person | undefined, tasks: readonly Task[]): TaskLists {
  const lists: TaskLists = { mine: [], department: [], everybody: [], done: [] };
  for (const task of tasks) {
    const isMine = person !== undefined && same(task.assignee, person.name);
    const isOurs = person !== undefined && task.departmentId !== "" && task.departmentId === person.departmentId;
    if (task.stage === TaskStage.DONE) {
      if (isMine || isOurs || (person && same(task.doneBy, person.name))) lists.done.push(task);
    } else if (task.stage === TaskStage.ACCEPTED) {
      if (isMine) lists.mine.push(task);
    } else if (isOurs) lists.department.push(task);
    else if (task.departmentId === "") lists.everybody.push(task);
    else if (person && same(task.createdBy, person.name)) lists.everybody.push(task);
  }
  for (const list of [lists.mine, lists.department, lists.everybody]) list.sort(byUrgency);
  lists.done.sort((a, b) => (b.done ?? 0) - (a.done ?? 0));
  return lists;
}

export const isLate = (task: Task, now: number): boolean =>
  task.stage !== TaskStage.DONE && task.due !== undefined && task.due < now;
