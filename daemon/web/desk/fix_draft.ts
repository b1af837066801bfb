// What is being typed to mend a finding, beside what the box says meanwhile: neither is ever put over the other unasked.
import type { Act, FieldChange } from "../kit/commands";
import { isOfAddress, isOfDocument, isRecord, tidy, wrongWith, type Known } from "./fix_fields";
import type { Person } from "./person";

/** `seen`: what was known when typing began; `theirs`: what somebody else has put there since, until one of both is chosen. */
export interface Entry { field: string; seen: string; typed: string; theirs: string | undefined }
export type Draft = readonly Entry[];

/** The one that rules look at: the box puts it first. A visa is none. */
export const documentOf = ({ documents }: Person) => documents.find(({ fields }) => fields["Type"] !== "Visa");

export const knownOf = (person: Person): Known => ({ document: documentOf(person), hasAddress: Object.keys(person.address).length > 0 });

function partOf(person: Person, field: string): Record<string, string> | undefined {
  if (isOfDocument(field)) return documentOf(person)?.fields;
  if (isOfAddress(field)) return person.address;
  return isRecord(field) ? person.records : person.fields;
}
const valueOf = (person: Person, field: string): string => partOf(person, field)?.[field] ?? "";

export const draftOf = (person: Person, fields: readonly string[]): Draft => fields.map((field) => {
  const seen = valueOf(person, field);
  return { field, seen, typed: seen, theirs: undefined };
});

/** The box was asked again. What nobody has touched here follows. */
export const learnt = (draft: Draft, person: Person): Draft => draft.map((entry) => {
  const now = valueOf(person, entry.field);
  if (now === entry.seen) return { ...entry, theirs: undefined };
  const isTheirs = entry.typed === entry.seen || tidy(entry.field, entry.typed) === now;
  return isTheirs ? { ...entry, seen: now, typed: now, theirs: undefined } : { ...entry, theirs: now };
});

const change = (draft: Draft, field: string, to: (entry: Entry) => Partial<Entry>): Draft =>
  draft.map((entry) => (entry.field === field ? { ...entry, ...to(entry) } : entry));
export const typedInto = (draft: Draft, field: string, typed: string): Draft => change(draft, field, () => ({ typed }));
export const takeTheirs = (draft: Draft, field: string): Draft =>
  change(draft, field, ({ seen, theirs = seen }) => ({ seen: theirs, typed: theirs, theirs: undefined }));
export const keepOurs = (draft: Draft, field: string): Draft => change(draft, field, ({ seen, theirs = seen }) => ({ seen: theirs, theirs: undefined }));

export const isBeaten = (draft: Draft): boolean => draft.some(({ theirs }) => theirs !== undefined);
const isChanged = ({ field, seen, typed }: Entry): boolean => tidy(field, typed) !== seen;

/** By field, of what was typed: what was left as it is may be as wrong as it likes. */
export const mistakesIn = (draft: Draft, today: string) => new Map(draft.filter(isChanged).flatMap((entry) => {
  const wrong = wrongWith(entry.field, tidy(entry.field, entry.typed), today);
  return wrong ? [[entry.field, wrong] as const] : [];
}));

const changesOf = (entries: readonly Entry[]): FieldChange[] => entries.map(({ field, typed }) => ({ name: field, value: tidy(field, typed) }));

/** The commands that bring it about, in their order; none when nothing is changed. `words` say it without a name. */
export function actsOf(person: Person, draft: Draft, words: string): Act[] {
  const changed = draft.filter(isChanged);
  const ofAddress = changed.filter(({ field }) => isOfAddress(field));
  const ofGuest = changed.filter(({ field }) => !isOfDocument(field) && !isOfAddress(field) && !isRecord(field));
  const ofDocument = changed.filter(({ field }) => isOfDocument(field));
  const acts: Act[] = changesOf(changed.filter(({ field }) => isRecord(field))).map((one) => ({ kind: "record", subjectId: person.id, words, ...one }));
  if (ofGuest.length > 0) acts.push({ kind: "update_guest", guestId: person.id, words, fields: changesOf(ofGuest) });
  if (ofAddress.length > 0) acts.push({ kind: "set_address", guestId: person.id, words, fields: changesOf(ofAddress) });
  if (ofDocument.length === 0) return acts;
  const whole = { ...documentOf(person)?.fields, ...Object.fromEntries(changesOf(ofDocument).map(({ name, value }) => [name, value])) };
  const fields = Object.entries(whole).filter(([, value]) => value !== "").map(([name, value]) => ({ name, value }));
  acts.push({ kind: "add_document", guestId: person.id, words, fields });
  return acts;
}
