// Two profiles that may be one person, field by field.
import { t } from "../kit/i18n";
import type { Finding } from "../kit/model";
import { documentTypes, fieldWords } from "./fix_fields";
import type { Person } from "./person";

export type Likeness = "same" | "differs" | "one";
export interface Compared { name: string; mine: string; other: string; likeness: Likeness }

/** Whom the finding says this is a double of, as an id; undefined where it names nobody. */
export function doubleOf(finding: Finding): string | undefined {
  const digits = (finding.facts.find(({ name }) => name === "duplicate_uid")?.value ?? "").replaceAll("-", "").toLowerCase();
  return /^[0-9a-f]{32}$/.test(digits) ? digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") : undefined;
}

const fields: readonly string[] = [
  "LastName", "SecondLastName", "FirstName", "BirthDate", "BirthPlace", "Sex", "NationalityCode", "Email", "Phone", "PreferredLanguageCode", "LoyaltyCode", "CarRegistrationNumber",
];

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{Diacritic}/gu, "").replace(/[\s\-.,()/]/g, "").toLowerCase();

function likeness(mine: string, other: string): Likeness {
  if (plain(mine) === plain(other)) return "same";
  return mine === "" || other === "" ? "one" : "differs";
}

const typeWords = (type: string | undefined): string => {
  const key = documentTypes.find(([name]) => name === type)?.[1];
  return key ? t(key) : type ?? "";
};
const documentsOf = ({ documents }: Person): string =>
  documents.map(({ fields: one }) => [typeWords(one["Type"]), one["Number"], one["IssuingCountryCode"]].filter(Boolean).join(" ")).sort().join("; ");
const addressOf = ({ address }: Person): string => ["Line1", "PostalCode", "City", "CountryCode"].map((name) => address[name]).filter(Boolean).join(", ");

/** What neither has is left out. */
export function compare(mine: Person, other: Person): Compared[] {
  const rows: [string, string, string][] = fields.map((field) => [fieldWords(field), mine.fields[field] ?? "", other.fields[field] ?? ""]);
  rows.push([t("compare.documents"), documentsOf(mine), documentsOf(other)], [t("compare.address"), addressOf(mine), addressOf(other)], [t("compare.stay"), mine.stay, other.stay]);
  return rows.filter(([, a, b]) => a !== "" || b !== "").map(([name, a, b]) => ({ name, mine: a, other: b, likeness: likeness(a, b) }));
}
