// A person's own data. Not among what is published: it is asked for when a row is opened, and that stands in the box's audit.
import { deviceId, person } from "../kit/session";

/** `fields` by the PMS's names, empty where nothing is known, with staff's changes that are still on their way. */
export interface Person {
  id: string; name: string; stay: string; fields: Record<string, string>; documents: Document[]; address: Record<string, string>; gaps: Gap[];
  /** What staff recorded and Mews has no field for, by the box's names: "signature". */
  records: Record<string, string>;
}
export interface Document { id: string; fields: Record<string, string> }
/** What the law asks for and is missing: "F09", "Document number". */
export interface Gap { field: string; name: string }

type Texts = Record<string, string | null>;
interface Wire { id: string; name: string; stay: string | null; fields: Texts; documents: { id: string; fields: Texts }[]; address: Texts | null; gaps: Gap[]; records: Record<string, string> }

const known = (texts: Texts): Record<string, string> => Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, value ?? ""]));

/** "gone": the box knows nobody of this id. "closed": its IT has not opened profiles to this network. */
export type NoPerson = "gone" | "closed";
/** Undefined: the box did not answer. */
export async function openPerson(id: string): Promise<Person | NoPerson | undefined> {
  try {
    const response = await fetch("/api/v1/desk/person", {
      method: "POST", headers: { "Content-Type": "application/json" }, signal: AbortSignal.timeout(10_000),
      body: JSON.stringify({ id, by: person.peek()?.name, device: deviceId() }) });
    if (response.status === 404) return "gone";
    if (response.status === 403) return "closed";
    if (!response.ok) return undefined;
    const wire = (await response.json()) as Wire;
    return { id: wire.id, name: wire.name, stay: wire.stay ?? "", fields: known(wire.fields), address: known(wire.address ?? {}), gaps: wire.gaps, records: wire.records,
      documents: wire.documents.map((one) => ({ id: one.id, fields: known(one.fields) })) };
  } catch {
    return undefined;
  }
}
