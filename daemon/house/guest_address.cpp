#include "house/guest_address.hpp"

#include "house/pms_facts.hpp"

namespace stayd::house {

using journal::Fields;

std::optional<Uuid> address_in_pms(storage::Database& database, const Uuid& guest) {
    auto query = database.statement(R"sql(
        SELECT uid FROM address WHERE account_uid = :guest AND is_active
         ORDER BY uid = (SELECT address_uid FROM customer WHERE uid = :guest) DESC, updated_utc_ms DESC LIMIT 1
    )sql");
    query.bind(":guest", guest);
    return query.step() ? std::optional{query.uuid(0)} : std::nullopt;
}

GuestAddress address_of(storage::Database& database, const Uuid& guest) {
    // A change carries the whole address. What the PMS made of a first one is known by the change's
    // id until a read has brought it: it must not be made twice.
    auto ours = database.statement(R"sql(
        SELECT subject_uid, value FROM change
         WHERE about_uid = :guest AND kind IN ('AddAddress', 'UpdateAddress')
           AND (stage IN ('Ready', 'InFlight', 'Unknown')
                OR (stage = 'Confirmed'
                    AND stage_utc_ms > (SELECT coalesce(max(watermark_utc_ms), 0) FROM stream WHERE list = 'addresses')
                    AND EXISTS (SELECT 1 FROM change AS made
                                 WHERE made.uid = change.subject_uid AND made.pms_uid IS NOT NULL
                                   AND NOT EXISTS (SELECT 1 FROM address WHERE uid = made.pms_uid))))
         ORDER BY seq DESC LIMIT 1
    )sql");
    ours.bind(":guest", guest);
    if (ours.step()) return {.id = ours.uuid(0), .fields = Fields::from_json(ours.text(1))};
    GuestAddress theirs{.id = address_in_pms(database, guest)};
    auto query = database.statement(R"sql(
        SELECT json_object('Line1', nullif(line1, ''), 'Line2', nullif(line2, ''), 'City', nullif(city, ''),
                           'PostalCode', nullif(postal_code, ''), 'CountryCode', nullif(country_code, ''),
                           'CountrySubdivisionCode', nullif(country_subdivision_code, ''))
          FROM (SELECT 1) LEFT JOIN address ON uid = :uid
    )sql");
    query.bind(":uid", theirs.id);
    query.step();
    theirs.fields = Fields::from_json(query.text(0));
    return theirs;
}

std::optional<Uuid> address_created(storage::Database& database, const journal::Change& change) {
    auto query = database.statement(R"sql(
        SELECT uid FROM address
         WHERE account_uid IN (SELECT :guest UNION ALL SELECT merge_target_uid FROM customer WHERE uid = :guest)
           AND coalesce(line1, '') = :line1 AND coalesce(line2, '') = :line2 AND coalesce(city, '') = :city
           AND coalesce(postal_code, '') = :postal_code AND coalesce(country_code, '') = :country
           AND coalesce(country_subdivision_code, '') = :subdivision
           AND (is_active OR updated_utc_ms >= :sent)
           AND NOT EXISTS (SELECT 1 FROM change WHERE pms_uid = address.uid AND kind = 'AddAddress' AND uid <> :change)
         ORDER BY is_active DESC, id LIMIT 1
    )sql");
    const auto& value = change.value;
    query.bind(":guest", change.about).bind(":change", change.id);
    if (change.sent) query.bind(":sent", *change.sent - sent_within);
    query.bind(":line1", value.text("Line1")).bind(":line2", value.text("Line2"));
    query.bind(":city", value.text("City")).bind(":postal_code", value.text("PostalCode"));
    query.bind(":country", value.text("CountryCode"));
    query.bind(":subdivision", value.text("CountrySubdivisionCode"));
    return query.step() ? std::optional{query.uuid(0)} : std::nullopt;
}

}  // namespace stayd::house
