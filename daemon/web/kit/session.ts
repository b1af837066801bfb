// Which device this is and who holds it.
import { signal } from "@preact/signals";
import { uuidv7 } from "./ids";

export interface Person { name: string; departmentId: string; department: string }

const keep = (storage: Storage, key: string, make: () => string): string => {
  const kept = storage.getItem(key) ?? make();
  storage.setItem(key, kept);
  return kept;
};

/** Random, kept for as long as the browser keeps this site's data. */
export const deviceId = (): string => keep(localStorage, "stayd.device", () => uuidv7());

/** The device and the tab: two connections with one id would throw each other out for ever. */
export const tabClientId = (): string =>
  `${deviceId()}-${keep(sessionStorage, "stayd.tab", () => uuidv7().slice(-6))}`;

function recall(): Person | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem("stayd.person") ?? "null") as Partial<Person> | null;
    return kept?.name ? { name: kept.name, departmentId: kept.departmentId ?? "", department: kept.department ?? "" } : undefined;
  } catch {
    return undefined;
  }
}

export const person = signal<Person | undefined>(undefined);
export const shortcutsOn = signal(true);

export function recallSession(): void {
  person.value = recall();
  shortcutsOn.value = localStorage.getItem("stayd.shortcuts") !== "off";
}

export function setPerson(value: Person): void {
  localStorage.setItem("stayd.person", JSON.stringify(value));
  person.value = value;
}

export function setShortcuts(on: boolean): void {
  localStorage.setItem("stayd.shortcuts", on ? "on" : "off");
  shortcutsOn.value = on;
}
