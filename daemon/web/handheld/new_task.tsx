import { useSignal } from "@preact/signals";
import { useId, useMemo } from "preact/hooks";
import { TaskPriority } from "../gen/stayd/v1/task_pb";
import { boxNow } from "../kit/clock";
import { t, type Key } from "../kit/i18n";
import { Sheet } from "../kit/parts/sheet";
import { person } from "../kit/session";
import { useBox } from "../kit/staff";
import { atLocalTime } from "../kit/time";
import { say } from "../kit/toast";
import { arrange } from "../housekeeping/board";

const priorities = [
  [TaskPriority.P1, "P1", "tasks.p1"], [TaskPriority.P2, "P2", "tasks.p2"], [TaskPriority.P3, "P3", "tasks.p3"], [TaskPriority.P4, "P4", "tasks.p4"],
] as const satisfies readonly (readonly [TaskPriority, string, Key])[];
const dues = [["30", "tasks.in_30"], ["60", "tasks.in_60"], ["120", "tasks.in_120"], ["at", "tasks.at"]] as const;

export function NewTaskSheet({ onClose }: { onClose: () => void }) {
  const box = useBox();
  const title = useSignal("");
  const description = useSignal("");
  const departmentId = useSignal(person.peek()?.departmentId ?? "");
  const roomId = useSignal("");
  const priority = useSignal(TaskPriority.P3);
  const due = useSignal<string>("120");
  const time = useSignal("");
  const wrong = useSignal<{ title?: boolean; time?: boolean }>({});
  const titleError = useId();
  const timeError = useId();
  const departments = box.directory.value?.departments ?? [];
  const floors = useMemo(() => arrange(box.store.shelf("rooms").all(), { state: undefined, floor: undefined }), []);

  const dueAt = (): number | undefined => {
    if (due.value !== "at") return boxNow() + Number(due.value) * 60_000;
    if (!/^\d\d:\d\d/.test(time.value)) return undefined;
    const at = atLocalTime(time.value.slice(0, 5), boxNow(), box.zone.peek());
    return at > boxNow() ? at : undefined;
  };

  const create = async (event: Event): Promise<void> => {
    event.preventDefault();
    const at = dueAt();
    wrong.value = { title: title.value.trim() === "", time: at === undefined };
    if (wrong.value.title || at === undefined) return;
    const room = box.store.shelf("rooms").get(roomId.value);
    onClose();
    const isDone = await box.act({
      kind: "create_task", title: title.value.trim(), description: description.value.trim(), departmentId: departmentId.value,
      department: departments.find((one) => one.id === departmentId.value)?.name ?? "", roomId: roomId.value, room: room?.name ?? "",
      priority: priority.value, due: at,
    });
    if (isDone) say({ text: t("toast.task_new", { title: title.value.trim() }) }, 3_000);
  };

  return (
    <Sheet title={t("tasks.new")} onClose={onClose}>
      <form class="form" onSubmit={(event) => void create(event)} noValidate>
        <label class="field">
          <span>{t("tasks.f_title")}</span>
          <input name="title" value={title.value} maxLength={200} autocomplete="off" dir="auto" aria-invalid={wrong.value.title === true}
            aria-describedby={titleError} onInput={(event) => { title.value = event.currentTarget.value; }} />
          <span id={titleError} class="error" role="alert">{wrong.value.title ? t("tasks.f_title_missing") : ""}</span>
        </label>
        <label class="field">
          <span>{t("tasks.f_room")}</span>
          <select name="room" value={roomId.value} onChange={(event) => { roomId.value = event.currentTarget.value; }}>
            <option value="">{t("tasks.f_no_room")}</option>
            {floors.map(({ floor, ids }) => (
              <optgroup key={floor} label={floor ? t("rooms.on_floor", { floor }) : t("rooms.no_floor")}>
                {ids.map((id) => <option key={id} value={id}>{box.store.shelf("rooms").get(id)?.name}</option>)}
              </optgroup>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{t("tasks.f_department")}</span>
          <select name="department" value={departmentId.value} onChange={(event) => { departmentId.value = event.currentTarget.value; }}>
            <option value="">{t("tasks.everybody")}</option>
            {departments.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </select>
        </label>
        <fieldset class="field">
          <legend>{t("tasks.f_priority")}</legend>
          <div class="choices two">
            {priorities.map(([value, short, word]) => (
              <label key={value} class="choice">
                <input type="radio" name="priority" checked={priority.value === value} onChange={() => { priority.value = value; }} />
                <span><strong>{short}</strong><small>{t(word)}</small></span>
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset class="field">
          <legend>{t("tasks.f_due")}</legend>
          <div class="choices">
            {dues.map(([value, word]) => (
              <label key={value} class="choice">
                <input type="radio" name="due" checked={due.value === value} onChange={() => { due.value = value; }} /><span>{t(word)}</span>
              </label>
            ))}
          </div>
        </fieldset>
        {due.value === "at" && (
          <label class="field">
            <span>{t("tasks.f_time")}</span>
            <input name="time" type="time" value={time.value} aria-invalid={wrong.value.time === true} aria-describedby={timeError}
              onInput={(event) => { time.value = event.currentTarget.value; }} />
            <span id={timeError} class="error" role="alert">{wrong.value.time ? t("tasks.f_time_bad") : ""}</span>
          </label>
        )}
        <label class="field">
          <span>{t("tasks.f_description")}</span>
          <textarea name="description" value={description.value} maxLength={2000} dir="auto"
            onInput={(event) => { description.value = event.currentTarget.value; }} />
        </label>
        <button class="button primary wide">{t("tasks.create")}</button>
      </form>
    </Sheet>
  );
}
