import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { ResourceState } from "../../gen/stayd/v1/common_pb";
import { TaskPriority, TaskStage } from "../../gen/stayd/v1/task_pb";
import { byUrgency, isLate, listsFor } from "../../handheld/task_list";
import { arrange, countByState } from "../../housekeeping/board";
import type { Room, Task } from "../../kit/model";

const task = (id: string, more: Partial<Task> = {}): Task => ({
  version: { epoch: 1, version: 1 }, id, title: id, description: "", departmentId: "hk", department: "Housekeeping", roomId: "", room: "",
  priority: TaskPriority.P3, stage: TaskStage.NEW, assignee: "", createdBy: "", doneBy: "", inPms: false, ...more,
});
const ana = { name: "Ana", departmentId: "hk", department: "Housekeeping" };
const ids = (tasks: Task[]): string[] => tasks.map((one) => one.id);

test("a person sees what they took, what is free in their department, and what is for everybody", () => {
  const lists = listsFor(ana, [
    task("mine", { stage: TaskStage.ACCEPTED, assignee: "ana " }), task("free"), task("taken", { stage: TaskStage.ACCEPTED, assignee: "Ivo" }),
    task("all", { departmentId: "" }), task("other", { departmentId: "eng" }), task("asked", { departmentId: "eng", createdBy: "Ana" }),
    task("done", { stage: TaskStage.DONE, assignee: "Ivo" }), task("done elsewhere", { stage: TaskStage.DONE, departmentId: "eng", doneBy: "Petr" }),
  ]);
  assert.deepEqual(ids(lists.mine), ["mine"]);
  assert.deepEqual(ids(lists.department), ["free"]);
  assert.deepEqual(ids(lists.everybody), ["all", "asked"]);
  assert.deepEqual(ids(lists.done), ["done"]);
});

test("somebody unknown sees what is for everybody", () => {
  assert.deepEqual(ids(listsFor(undefined, [task("free"), task("all", { departmentId: "" })]).everybody), ["all"]);
});

test("the most urgent comes first, then the one due first; no priority counts as normal", () => {
  const list = [
    task("planned", { priority: TaskPriority.P4, due: 1 }), task("later", { due: 9 }), task("sooner", { due: 5 }), task("no due"),
    task("none", { priority: TaskPriority.UNSPECIFIED, due: 7 }), task("emergency", { priority: TaskPriority.P1, due: 99 }),
  ];
  assert.deepEqual(ids(list.sort(byUrgency)), ["emergency", "sooner", "none", "later", "no due", "planned"]);
});

test("late is what is due and not done", () => {
  assert.equal(isLate(task("a", { due: 5 }), 6), true);
  assert.equal(isLate(task("a", { due: 6 }), 6), false);
  assert.equal(isLate(task("a", { due: 5, stage: TaskStage.DONE }), 6), false);
  assert.equal(isLate(task("a"), 6), false);
});

const room = (name: string, floor: string, state = ResourceState.CLEAN): Room => ({
  version: { epoch: 1, version: 1 }, id: name, name, floor, category: "", state, pmsState: state, occupancy: 1, stateBy: "",
});

test("rooms stand by floor and number as people count, never by state", () => {
  const rooms = [room("1001", "10"), room("102", "1", ResourceState.DIRTY), room("21", "2"), room("101", "1"), room("9", "")];
  assert.deepEqual(arrange(rooms, { state: undefined, floor: undefined }).map(({ floor, ids: names }) => [floor, names.join()]),
    [["", "9"], ["1", "101,102"], ["2", "21"], ["10", "1001"]]);
});

test("a choice hides other rooms and empty floors, but keeps the one in hand", () => {
  const rooms = [room("101", "1"), room("102", "1", ResourceState.DIRTY), room("201", "2")];
  const dirty = { state: ResourceState.DIRTY, floor: undefined };
  assert.deepEqual(arrange(rooms, dirty).map((one) => one.ids), [["102"]]);
  assert.deepEqual(arrange(rooms, dirty, new Set(["201"])).map((one) => one.ids), [["102"], ["201"]]);
  assert.deepEqual(arrange(rooms, { state: undefined, floor: "2" }).map((one) => one.ids), [["201"]]);
});

test("a state this page does not know is counted as other", () => {
  const counts = countByState([room("1", "1", 77 as ResourceState), room("2", "1", ResourceState.OTHER), room("3", "1")]);
  assert.equal(counts.get(ResourceState.OTHER), 2);
  assert.equal(counts.get(ResourceState.CLEAN), 1);
});

test("every list that is drawn says which row is which", () => {
  const files = ["desk", "handheld", "housekeeping", "kit/parts", "sign"].flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith(".tsx")).map((name) => `${folder}/${name}`));
  for (const file of files) {
    for (const [drawn, tag, more] of readFileSync(file, "utf8").matchAll(/\.map\(\(.*?\) => \(?\s*<([\w.]*)([^>]*)/g)) {
      assert.ok(tag && more!.includes("key="), `${file}: ${drawn}`);
    }
  }
});
