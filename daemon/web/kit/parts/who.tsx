import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { t } from "../i18n";
import { person, setPerson, setShortcuts, shortcutsOn } from "../session";
import { useBox } from "../staff";
import { Sheet } from "./sheet";

/** "Who are you?": a name and a department, kept on this device. */
export function WhoSheet({ onClose, withShortcuts = false }: { onClose: () => void; withShortcuts?: boolean }) {
  const box = useBox();
  const name = useSignal(person.peek()?.name ?? "");
  const department = useSignal(person.peek()?.departmentId ?? "");
  const missing = useSignal(false);
  const error = useId();
  const departments = box.directory.value?.departments ?? [];

  const save = (event: Event): void => {
    event.preventDefault();
    const written = name.value.trim().slice(0, 80);
    missing.value = written === "";
    if (missing.value) return;
    const chosen = departments.find((one) => one.id === department.value);
    setPerson({ name: written, departmentId: chosen?.id ?? "", department: chosen?.name ?? "" });
    onClose();
  };

  return (
    <Sheet title={t("who.title")} onClose={onClose}>
      <form class="form" onSubmit={save} noValidate>
        <p class="muted">{t("who.why")}</p>
        <label class="field">
          <span>{t("who.name")}</span>
          <input name="name" autofocus value={name.value} maxLength={80} autocomplete="name" dir="auto" aria-invalid={missing.value} aria-describedby={error}
            onInput={(event) => { name.value = event.currentTarget.value; missing.value = false; }} />
          <span id={error} class="error" role="alert">{missing.value ? t("who.name_missing") : ""}</span>
        </label>
        <label class="field">
          <span>{t("who.department")}</span>
          <select name="department" value={department.value} onChange={(event) => { department.value = event.currentTarget.value; }}>
            <option value="">{t("who.none")}</option>
            {departments.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </select>
        </label>
        {withShortcuts && (
          <label class="checkbox">
            <input type="checkbox" checked={shortcutsOn.value} onChange={(event) => setShortcuts(event.currentTarget.checked)} />
            <span>{t("who.shortcuts")}</span>
          </label>
        )}
        <button class="button primary wide">{t("who.save")}</button>
      </form>
    </Sheet>
  );
}
