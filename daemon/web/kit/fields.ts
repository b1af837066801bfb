// The PMS's fields as people say them, where both sides can have changed one.
import type { Key } from "./i18n";

type FieldKey = Extract<Key, `field.${string}`>;

const fields = new Map<string, FieldKey>([
  ["State", "field.state"], ["Room", "field.room"], ["Start", "field.start"], ["End", "field.end"],
  ["FirstName", "field.first_name"], ["LastName", "field.last_name"], ["SecondLastName", "field.second_last_name"], ["Title", "field.title"],
  ["Sex", "field.sex"], ["NationalityCode", "field.nationality"], ["BirthDate", "field.birth_date"], ["BirthPlace", "field.birth_place"],
  ["Occupation", "field.occupation"], ["PreferredLanguageCode", "field.language"], ["Email", "field.email"], ["Phone", "field.phone"],
  ["LoyaltyCode", "field.loyalty"], ["CarRegistrationNumber", "field.car"], ["DietaryRequirements", "field.diet"],
  ["Line1", "field.street"], ["Line2", "field.street"], ["PostalCode", "field.postal_code"], ["City", "field.city"], ["CountryCode", "field.country"],
  ["CountrySubdivisionCode", "field.region"],
  ["Name", "field.name"], ["Telephone", "field.phone"], ["InvoicingEmail", "field.invoice_email"], ["Contact", "field.contact"],
  ["ContactPerson", "field.contact_person"], ["Department", "field.department"], ["TaxIdentifier", "field.tax"], ["Notes", "field.notes"],
]);

/** Undefined for a name that no words are known for. */
export const fieldKey = (name: string): FieldKey | undefined => fields.get(name);
