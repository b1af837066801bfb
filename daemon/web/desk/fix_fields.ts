// Which fields of a person mend a finding, and what may be typed into them (hotel-domain.md 1.4).
import { FindingSubject } from "../gen/stayd/v1/finding_pb";
import { fieldKey } from "../kit/fields";
import { t, type PlainKey } from "../kit/i18n";
import type { Finding } from "../kit/model";
import { isMended } from "./finding_list";
import type { Document, Gap } from "./person";

type Kind = "name" | "text" | "email" | "phone" | "birth" | "date" | "country" | "language" | "sex" | "paper" | "number" | "signature";

/** By the PMS's names; the last three are the box's own, which Mews has no field for. A document is never changed in the PMS: it is added anew, and rules look at the newest. */
const kinds = new Map<string, Kind>([
  ["LastName", "name"], ["FirstName", "name"], ["SecondLastName", "name"], ["Email", "email"], ["Phone", "phone"], ["BirthDate", "birth"],
  ["BirthPlace", "text"], ["NationalityCode", "country"], ["PreferredLanguageCode", "language"], ["Sex", "sex"],
  ["Type", "paper"], ["Number", "number"], ["IssuingCountryCode", "country"], ["ExpirationDate", "date"], ["IssuanceDate", "date"], ["IssuingCity", "text"], ["IdentityDocumentSupportNumber", "number"],
  ["Line1", "text"], ["PostalCode", "text"], ["City", "text"], ["CountryCode", "country"],
  ["kinship", "text"], ["signature", "signature"], ["next_destination", "text"],
]);
export const kindOf = (field: string): Kind => kinds.get(field) ?? "text";
const ofDocument = new Map<string, PlainKey>([
  ["Type", "field.document"], ["Number", "field.document_number"], ["IssuingCountryCode", "field.document_country"], ["ExpirationDate", "field.document_expires"],
  ["IssuanceDate", "field.document_issued"], ["IssuingCity", "field.document_city"], ["IdentityDocumentSupportNumber", "field.document_support"],
]);
export const isOfDocument = (field: string): boolean => ofDocument.has(field);

const addressFields: readonly string[] = ["Line1", "PostalCode", "City", "CountryCode"];
export const isOfAddress = (field: string): boolean => addressFields.includes(field);

const records = new Map<string, PlainKey>([["kinship", "fix.kinship"], ["signature", "fix.signature"], ["next_destination", "fix.destination"]]);
export const isRecord = (field: string): boolean => records.has(field);

export function fieldWords(field: string): string {
  const own = records.get(field) ?? ofDocument.get(field);
  if (own) return t(own);
  const key = fieldKey(field);
  return key ? t(key) : field;
}

const ofRule = new Map<string, readonly string[]>([
  ["DQ-01", ["LastName", "FirstName"]], ["DQ-02", ["LastName", "FirstName"]], ["DQ-03", ["Email"]], ["DQ-04", ["Email"]], ["DQ-05", ["Email"]],
  ["DQ-06", ["Phone"]], ["DQ-07", ["BirthDate"]], ["DQ-09", ["NationalityCode", "IssuingCountryCode"]], ["DQ-10", ["PreferredLanguageCode"]],
  ["CP-03", ["Type", "Number", "IssuingCountryCode", "ExpirationDate"]], ["CP-04", ["Number"]], ["CP-05", ["IdentityDocumentSupportNumber"]], ["CP-06", ["SecondLastName"]], ["CP-07", ["kinship"]], ["CP-08", ["signature"]],
]);
/** These ask for what the profile lacks by law. */
const ofGaps: readonly string[] = ["CP-01"];

const ofGap = new Map<string, readonly string[]>([
  ["F01", ["LastName"]], ["F02", ["FirstName"]], ["F03", ["NationalityCode"]], ["F04", ["BirthDate"]], ["F05", ["Sex"]], ["F06", ["BirthPlace"]],
  ["F07", ["SecondLastName"]], ["F08", ["Type"]], ["F09", ["Number"]], ["F10", ["IssuingCountryCode"]], ["F11", ["IssuanceDate", "IssuingCity"]],
  ["F12", ["ExpirationDate"]], ["F13", ["IdentityDocumentSupportNumber"]], ["F15", ["CountryCode"]], ["F16", ["City"]], ["F17", ["PostalCode"]],
  ["F18", ["Line1"]], ["F19", ["kinship"]], ["F20", ["signature"]], ["F21", ["Phone"]], ["F22", ["Email"]], ["F23", ["PreferredLanguageCode"]],
  ["F36", ["next_destination"]],
]);

export const canFix = (finding: Finding): boolean =>
  finding.subject === FindingSubject.PERSON && !isMended(finding) && (ofRule.has(finding.rule) || ofGaps.includes(finding.rule));

function askedBy(rule: string, gaps: readonly Gap[]): Set<string> {
  return new Set(ofGaps.includes(rule) ? gaps.flatMap(({ field }) => ofGap.get(field) ?? []) : ofRule.get(rule) ?? []);
}
/** What there is of a person that is entered whole. */
export interface Known { document: Document | undefined; hasAddress: boolean }

/** In the order of the table above; a first document needs its type and number whatever is asked, and a first address is asked for whole. */
export function fieldsToFix(rule: string, gaps: readonly Gap[], { document, hasAddress }: Known): string[] {
  const asked = askedBy(rule, gaps);
  if (!hasAddress && [...asked].some(isOfAddress)) for (const field of addressFields) asked.add(field);
  if (!document && [...asked].some(isOfDocument)) for (const field of ["Type", "Number"]) asked.add(field);
  return [...kinds.keys()].filter((field) => asked.has(field));
}

/** What is asked for and cannot be entered here. */
export const elsewhere = (rule: string, gaps: readonly Gap[]): string[] =>
  ofGaps.includes(rule) ? gaps.filter(({ field }) => !ofGap.has(field)).map(({ name }) => name) : [];

export const documentTypes: readonly (readonly [string, PlainKey])[] = [
  ["IdentityCard", "fix.card"], ["Passport", "fix.passport"], ["DriversLicense", "fix.license"], ["Visa", "fix.visa"],
];
export const sexes: readonly (readonly [string, PlainKey])[] = [["Female", "fix.female"], ["Male", "fix.male"]];

export const signatures: readonly (readonly [string, PlainKey])[] = [["signed", "fix.signed"], ["refused", "fix.refused"]];

/** As it is sent: without what people add for the eye. */
export function tidy(field: string, typed: string): string {
  const text = typed.trim();
  switch (kindOf(field)) {
    case "phone": return text.replace(/[\s().\-/]/g, "").replace(/^00/, "+");
    case "number": return text.replace(/[\s\-./]/g, "").toUpperCase();
    case "country": return text.toUpperCase();
    case "name": return text.replace(/\s+/g, " ");
    default: return text;
  }
}

const nameOf = (type: "region" | "language", code: string): string | undefined => {
  try {
    return new Intl.DisplayNames(["en"], { type, fallback: "none" }).of(code);
  } catch {
    return undefined;
  }
};
/** "Germany" of "DE", "Portuguese" of "pt"; undefined for what is none. */
export const codeWords = (field: string, code: string): string | undefined =>
  kindOf(field) === "country" ? (/^[A-Z]{2}$/.test(code) ? nameOf("region", code) : undefined) : nameOf("language", code);

const standIns: readonly string[] = ["1900-01-01", "1901-01-01", "1970-01-01"];
function isDate(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00Z`) : NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
const hasLabels = (domain: string): boolean => /^(?=.{1,253}$)([\p{L}\d]([\p{L}\d-]{0,61}[\p{L}\d])?\.)+[\p{L}]{2,63}$/u.test(domain);

/** What is wrong with a value, tidied; undefined when nothing is. `today`: "2015-09-17" in the hotel. */
export function wrongWith(field: string, value: string, today: string): PlainKey | undefined {
  switch (kindOf(field)) {
    case "name": return /\p{L}.*\p{L}/u.test(value) && !/\d/.test(value) ? undefined : "fix.bad_name";
    case "email": {
      const [local = "", domain = "", ...more] = value.split("@");
      return more.length === 0 && /^[^\s@]{1,64}$/.test(local) && hasLabels(domain) ? undefined : "fix.bad_email";
    }
    case "phone": return /^\+\d{8,15}$/.test(value) ? undefined : "fix.bad_phone";
    case "birth": return isDate(value) && value <= today && Number(today.slice(0, 4)) - Number(value.slice(0, 4)) <= 110 && !standIns.includes(value) ? undefined : "fix.bad_birth";
    case "date": return isDate(value) ? undefined : "fix.bad_date";
    case "country": return codeWords(field, value) ? undefined : "fix.bad_country";
    case "language": return codeWords(field, value) ? undefined : "fix.bad_language";
    case "number": return /^[\p{L}\d]{5,20}$/u.test(value) ? undefined : "fix.bad_number";
    case "sex":
    case "signature":
    case "paper": return value ? undefined : "fix.bad_choice";
    case "text": return value ? undefined : "fix.bad_empty";
  }
}
