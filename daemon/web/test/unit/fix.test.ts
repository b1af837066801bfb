import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, doubleOf } from "../../desk/compare";
import { actsOf, documentOf, draftOf, isBeaten, keepOurs, knownOf, learnt, mistakesIn, takeTheirs, typedInto } from "../../desk/fix_draft";
import { codeWords, elsewhere, fieldsToFix, tidy, wrongWith, type Known } from "../../desk/fix_fields";
import type { Document, Person } from "../../desk/person";
import { scoreOfToday } from "../../desk/profile";
import { CommandSchema } from "../../gen/stayd/v1/command_pb";
import { encodeCommand } from "../../kit/commands";
import { deskWriter } from "../../kit/commands_desk";
import { idBytes } from "../../kit/ids";
import type { Arrival, Finding } from "../../kit/model";
import { fromBinary } from "@bufbuild/protobuf";

const today = "2015-09-17";
const id = "0b070707-0707-4007-8007-070707070004";
const passport = { id: "0e070707-0707-4007-8007-070707070001", fields: { Type: "Passport", Number: "P1", IssuingCountryCode: "NG", IssuingCity: "" } };
const card = { id: "c", fields: { Type: "IdentityCard", Number: "12345678Z", IdentityDocumentSupportNumber: "AAA000000" } };
const person = (fields: Record<string, string>, more: Partial<Person> = {}): Person =>
  ({ id, name: "Okafor, Ngozi", stay: "1042", fields: { LastName: "Okafor", FirstName: "Ngozi", Email: "", Phone: "", ...fields }, documents: [], address: {}, gaps: [], records: {}, ...more });

const known = (document: Document | undefined, hasAddress = true): Known => ({ document, hasAddress });

const wrong: [string, string[], string[]][] = [
  ["LastName", ["Okafor", "O’Connor", "الحداد", "王小明", "de la Cruz"], ["", "T", "Guest 2", "?!", "7"]],
  ["Email", ["a@b.pt", "maria.silva+x@mail.example.co.uk", "m@xn--bcher-kva.example"], ["", "a", "a@b", "a@@b.pt", "a b@c.pt", "a@-b.pt", `${"a".repeat(65)}@b.pt`, "a@b..pt"]],
  ["Phone", ["+351912345678", "+12025550123"], ["", "912345678", "+1234567", "+1234567890123456", "+35191234567a"]],
  ["BirthDate", ["1980-02-29", "1905-09-17", today], ["", "2015-09-18", "1904-01-01", "1970-01-01", "1981-02-29", "17.09.1980"]],
  ["ExpirationDate", ["2020-01-31", "2014-01-01"], ["", "2020-02-30", "2020"]],
  ["NationalityCode", ["PT", "DE"], ["", "P", "XX1", "ZY"]],
  ["PreferredLanguageCode", ["pt", "pt-BR", "zh-Hant"], ["", "portuguese language", "q"]],
  ["Number", ["P1234567", "12345678Z"], ["", "1234", "A".repeat(21), "P-12345"]],
  ["Sex", ["Female"], [""]], ["Type", ["Passport"], [""]], ["BirthPlace", ["Lagos"], [""]],
];
for (const [field, good, bad] of wrong) {
  test(`${field} is taken as it should be, and refused with a word else`, () => {
    for (const value of good) assert.equal(wrongWith(field, value, today), undefined, value);
    for (const value of bad) assert.match(wrongWith(field, value, today) ?? "", /^fix\.bad_/, value);
  });
}

test("what people add for the eye is not sent", () => {
  assert.equal(tidy("Phone", " 00351 912-345.678 "), "+351912345678");
  assert.equal(tidy("Number", "p 123-45.67"), "P1234567");
  assert.equal(tidy("NationalityCode", "pt "), "PT");
  assert.equal(tidy("LastName", " de  la Cruz "), "de la Cruz");
  assert.equal(codeWords("NationalityCode", "PT"), "Portugal");
  assert.equal(codeWords("PreferredLanguageCode", "pt"), "Portuguese");
});

test("a rule asks for the fields in question alone, and the law for those that are missing", () => {
  const gaps = [{ field: "F26", name: "Payment means details" }, { field: "F09", name: "Document number" }, { field: "F04", name: "Birth date" }];
  assert.deepEqual(fieldsToFix("DQ-03", gaps, known(passport)), ["Email"]);
  assert.deepEqual(fieldsToFix("DQ-01", [], known(undefined)), ["LastName", "FirstName"]);
  assert.deepEqual(fieldsToFix("CP-01", gaps, known(passport)), ["BirthDate", "Number"]);
  assert.deepEqual(fieldsToFix("CP-01", gaps, known(undefined)), ["BirthDate", "Type", "Number"], "a first document needs its type");
  assert.deepEqual(fieldsToFix("CP-99", gaps, known(passport)), []);
  assert.deepEqual(elsewhere("CP-01", gaps), ["Payment means details"]);
  assert.deepEqual(elsewhere("DQ-03", gaps), []);
  assert.deepEqual(fieldsToFix("CP-05", gaps, known(card)), ["IdentityDocumentSupportNumber"]);
});

test("what is typed is never overwritten, and what nobody touched follows", () => {
  const opened = draftOf(person({ Email: "old", Phone: "+351" }), ["Email", "Phone"]);
  const typed = typedInto(opened, "Email", "mine@x.pt");
  const now = learnt(typed, person({ Email: "theirs@x.pt", Phone: "+352" }));
  assert.deepEqual(now, [{ field: "Email", seen: "old", typed: "mine@x.pt", theirs: "theirs@x.pt" }, { field: "Phone", seen: "+352", typed: "+352", theirs: undefined }]);
  assert.equal(isBeaten(now), true);
  assert.deepEqual(takeTheirs(now, "Email")[0], { field: "Email", seen: "theirs@x.pt", typed: "theirs@x.pt", theirs: undefined });
  assert.deepEqual(keepOurs(now, "Email")[0], { field: "Email", seen: "theirs@x.pt", typed: "mine@x.pt", theirs: undefined });
  assert.equal(isBeaten(learnt(keepOurs(now, "Email"), person({ Email: "theirs@x.pt", Phone: "+352" }))), false, "said once");
  assert.equal(isBeaten(learnt(now, person({ Email: "old", Phone: "+352" }))), false, "they took it back");
  assert.equal(isBeaten(learnt(typed, person({ Email: "mine@x.pt", Phone: "+351" }))), false, "they wrote the same");
});

test("only what was changed is looked at and sent", () => {
  const draft = typedInto(draftOf(person({ Email: "bad", Phone: "bad" }), ["Email", "Phone"]), "Email", " a@b.pt ");
  assert.equal(mistakesIn(draft, today).size, 0);
  assert.deepEqual(actsOf(person({}), draft, "words"), [{ kind: "update_guest", guestId: id, words: "words", fields: [{ name: "Email", value: "a@b.pt" }] }]);
  assert.deepEqual(actsOf(person({}), draftOf(person({ Email: "bad" }), ["Email"]), ""), []);
  assert.deepEqual([...mistakesIn(typedInto(draft, "Phone", ""), today).keys()], ["Phone"], "nothing is cleared here");
});

test("a document goes anew and whole, and the one before is left alone", () => {
  const visa = { id: "v", fields: { Type: "Visa", Number: "V1" } };
  const guest = person({}, { documents: [visa, passport] });
  assert.equal(documentOf(guest), passport);
  const acts = actsOf(guest, typedInto(draftOf(guest, ["Number"]), "Number", "p 2345678"), "words");
  assert.deepEqual(acts, [
    { kind: "add_document", guestId: id, words: "words", fields: [{ name: "Type", value: "Passport" }, { name: "Number", value: "P2345678" }, { name: "IssuingCountryCode", value: "NG" }] },
  ]);
  const holder = person({}, { documents: [card] });
  const anew = actsOf(holder, typedInto(draftOf(holder, ["ExpirationDate"]), "ExpirationDate", "2020-01-31"), "")[0]!;
  assert.ok(anew.kind === "add_document");
  assert.ok(anew.fields.some(({ name, value }) => name === "IdentityDocumentSupportNumber" && value === "AAA000000"), "what was not asked goes with it");
  const sent = acts.map((act) => fromBinary(CommandSchema, encodeCommand(id, "Eva", 1_000, deskWriter.actionOf(act))).action);
  assert.ok(sent[0]!.case === "addDocument");
  assert.deepEqual(sent[0]!.value.guestId, idBytes(id));
  assert.equal(deskWriter.targetOf(acts[0]!, "x"), `guest:${id}`);
});

test("what Mews has no field for is recorded on the box, beside what goes to Mews", () => {
  assert.deepEqual(fieldsToFix("CP-08", [], known(passport)), ["signature"]);
  assert.deepEqual(fieldsToFix("CP-07", [], known(passport)), ["kinship"]);
  const gaps = [{ field: "F20", name: "Registration signature" }, { field: "F19", name: "Kinship" }, { field: "F04", name: "Birth date" }];
  assert.deepEqual(fieldsToFix("CP-01", gaps, known(passport)), ["BirthDate", "kinship", "signature"]);
  assert.deepEqual(elsewhere("CP-01", gaps), []);
  assert.equal(wrongWith("signature", "", today), "fix.bad_choice");
  const guest = person({ BirthDate: "" }, { records: { kinship: "Aunt" } });
  const opened = draftOf(guest, ["BirthDate", "kinship", "signature"]);
  assert.equal(opened[1]!.seen, "Aunt");
  const acts = actsOf(guest, typedInto(typedInto(opened, "signature", "signed"), "BirthDate", "1980-02-29"), "words");
  assert.deepEqual(acts, [
    { kind: "record", subjectId: id, words: "words", name: "signature", value: "signed" },
    { kind: "update_guest", guestId: id, words: "words", fields: [{ name: "BirthDate", value: "1980-02-29" }] },
  ]);
  const { action } = fromBinary(CommandSchema, encodeCommand(id, "Eva", 1_000, deskWriter.actionOf(acts[0]!)));
  assert.ok(action.case === "record");
  assert.deepEqual([action.value.subjectId, action.value.name, action.value.value], [idBytes(id), "signature", "signed"]);
  assert.equal(deskWriter.targetOf(acts[0]!, "x"), `record:${id}:signature`);
});

test("an address is changed where it is wrong, and a first one asked for whole", () => {
  const gaps = [{ field: "F18", name: "Street line" }];
  assert.deepEqual(fieldsToFix("CP-01", gaps, known(passport)), ["Line1"]);
  assert.deepEqual(fieldsToFix("CP-01", gaps, known(passport, false)), ["Line1", "PostalCode", "City", "CountryCode"]);
  assert.deepEqual([knownOf(person({})).hasAddress, knownOf(person({}, { address: { City: "Lisboa" } })).hasAddress], [false, true]);
  const guest = person({}, { address: { Line1: "", City: "Lisboa", CountryCode: "PT" } });
  const draft = typedInto(draftOf(guest, ["Line1", "CountryCode"]), "Line1", "Rua Augusta 1");
  const acts = actsOf(guest, draft, "words");
  assert.deepEqual(acts, [{ kind: "set_address", guestId: id, words: "words", fields: [{ name: "Line1", value: "Rua Augusta 1" }] }]);
  assert.equal(deskWriter.targetOf(acts[0]!, "x"), `guest:${id}`);
  const { action } = fromBinary(CommandSchema, encodeCommand(id, "Eva", 1_000, deskWriter.actionOf(acts[0]!)));
  assert.ok(action.case === "setAddress");
  assert.deepEqual(action.value.fields.map(({ name, value }) => [name, value]), [["Line1", "Rua Augusta 1"]]);
  assert.equal(wrongWith("CountryCode", "Portugal", today), "fix.bad_country");
});

test("a double is named by the finding, and two profiles are compared as people read them", () => {
  const named = (value: string): string | undefined => doubleOf({ facts: [{ name: "duplicate_uid", value }] } as Finding);
  assert.equal(named("0b07070707074007800707070707006f"), "0b070707-0707-4007-8007-07070707006f");
  assert.equal(named("0B070707-0707-4007-8007-07070707006F"), "0b070707-0707-4007-8007-07070707006f");
  for (const value of ["", "x", "0b0707"]) assert.equal(named(value), undefined);
  const rows = compare(person({ Phone: "+351 912 345 678", Email: "a@b.pt", LastName: "Sílva" }), person({ Phone: "+351912345678", LastName: "SILVA", FirstName: "Rui" }, { stay: "" }));
  assert.deepEqual(rows.map(({ name, likeness }) => `${name}: ${likeness}`), ["Last name: same", "First name: differs", "Email: one", "Phone: same", "Reservation: one"]);
});

test("the score is the mean of who arrives on the hotel's day", () => {
  const arrival = (start: string, score?: number) => ({ start: Date.parse(start), profile: score === undefined ? undefined : { score } }) as Arrival;
  const day = { date: today, zone: "Europe/Lisbon" };
  const all = [arrival("2015-09-17T12:00Z", 80), arrival("2015-09-16T23:30Z", 91), arrival("2015-09-17T23:30Z", 1), arrival("2015-09-17T12:00Z")];
  assert.equal(scoreOfToday(all, day), 86);
  assert.equal(scoreOfToday([all[3]!], day), undefined);
});
