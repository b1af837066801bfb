// Persons of the made-up hotel as the box gives them to a desk that opens a row.
import { guests, idOf, idText } from "./hotel";

export interface FakePerson {
  id: string; name: string; stay: string | null; fields: Record<string, string | null>; documents: { id: string; fields: Record<string, string | null> }[];
  address: Record<string, string | null> | null; gaps: { field: string; name: string }[];
  records: Record<string, string>;
}

const none = { SecondLastName: null, Title: null, Sex: null, BirthPlace: null, PreferredLanguageCode: null, LoyaltyCode: null, CarRegistrationNumber: null };

export function makePeople(): FakePerson[] {
  const person = (number: number, more: Partial<FakePerson> = {}): FakePerson => {
    const [last = "", first = ""] = guests[number % guests.length]!.split(/[,،] ?/);
    return { id: idText(idOf(11, number)), name: guests[number % guests.length]!, stay: String(41_030 + number * 7), documents: [], address: null, gaps: [], records: {}, ...more,
      fields: { ...none, LastName: last, FirstName: first, Email: null, Phone: null, BirthDate: null, NationalityCode: null, ...more.fields } };
  };
  const passport = { id: idText(idOf(14, 1)), fields: { Type: "Passport", Number: "P1234567", IssuingCountryCode: "NG", ExpirationDate: "2015-09-16", IssuanceDate: null, IssuingCity: null } };
  const card = { id: idText(idOf(14, 2)), fields: { Type: "IdentityCard", Number: "12345678Z", IssuingCountryCode: "PT", ExpirationDate: null, IssuanceDate: null, IssuingCity: null } };
  const silva = { LastName: "Silva Pereira", FirstName: "Maria", Email: "maria.silva(at)example.pt", Phone: "+351 912 345 678", BirthDate: "1980-02-29", NationalityCode: "PT" };
  return [
    person(2), person(29), person(15, { gaps: [{ field: "F04", name: "Birth date" }, { field: "F09", name: "Document number" }, { field: "F18", name: "Street line" }, { field: "F26", name: "Payment means details" },
      { field: "F20", name: "Registration signature" }] }),
    person(0, { documents: [passport], fields: { NationalityCode: "NG" } }),
    person(4, { fields: silva, documents: [card], address: { Line1: "Rua Augusta 1", City: "Lisboa", PostalCode: "1100-048", CountryCode: "PT" } }),
    person(104, { name: "Silva, Maria", stay: null, documents: [], fields: { ...silva, LastName: "Silva", Phone: "+351912345678", Email: "m.silva@example.pt" } }),
  ];
}
