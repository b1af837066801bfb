#include "http/desk_api.hpp"

#include <boost/json.hpp>

#include "house/guest_address.hpp"
#include "house/pms_facts.hpp"
#include "http/api/routes.hpp"
#include "http/lan_api.hpp"

namespace stayd::http {
namespace {

namespace json_lib = boost::json;
using journal::Fields;

constexpr std::size_t longest_name = 320;  // 80 characters
constexpr std::size_t longest_device = 64;

struct Opening {
    Uuid id;
    std::string by;
    std::string device;
};

std::string text_in(const json_lib::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string{value->get_string()}
                                                  : std::string{};
}

/// Its type is asked for, so that no page of somebody else can send one.
Opening opening_in(const Request& request) {
    if (!request.header("Content-Type").starts_with("application/json"))
        throw Problem{.status = 415, .title = "No question", .detail = "The body is JSON."};
    boost::system::error_code error;
    const auto body = json_lib::parse(request.body, error);
    if (error || !body.is_object())
        throw Problem{.title = "No question", .detail = "The body is no JSON object."};
    const auto& object = body.get_object();
    const auto id = Uuid::parse(text_in(object, "id"));
    Opening opening{.id = id.value_or(Uuid{}),
                    .by = text_in(object, "by"),
                    .device = text_in(object, "device")};
    if (!id) throw Problem{.title = "Whose?", .detail = "Say in \"id\" whose profile is opened."};
    if (opening.by.empty() || opening.by.size() > longest_name ||
        opening.device.size() > longest_device)
        throw Problem{.title = "Who asks?", .detail = "Say in \"by\" who opens the profile."};
    return opening;
}

json_lib::value value_of(const Fields::Value& value) {
    return value ? json_lib::value(*value) : json_lib::value(nullptr);
}

json_lib::object object_of(const Fields& fields) {
    json_lib::object object;
    for (const auto& [name, value] : fields) object[name] = value_of(value);
    return object;
}

/// The PMS's, and over them what staff have changed and it does not have yet.
std::optional<Fields> fields_of(house::House& from, const Uuid& guest) {
    Fields wanted;
    for (const auto name : house::guest_fields()) wanted.set(name, std::nullopt);
    auto fields = house::fields_in_pms(from.mirror(), journal::Kind::update_guest, guest, wanted);
    if (!fields) return std::nullopt;
    auto open = from.database().statement(R"sql(
        SELECT value FROM change WHERE subject_uid = :guest AND kind = 'UpdateGuest'
           AND stage IN ('Ready', 'InFlight', 'Unknown') ORDER BY seq
    )sql");
    open.bind(":guest", guest);
    while (open.step())
        for (const auto& [name, value] : Fields::from_json(open.text(0))) fields->set(name, value);
    return fields;
}

/// Those of the PMS and those that wait for it, without those that wait to be taken away; those
/// good on arrival first, in the order rules look at them.
json_lib::array documents_of(storage::Database& database, const Uuid& guest) {
    auto query = database.statement(R"sql(
        SELECT uid, value FROM (
            SELECT uid, id AS place, 0 AS waits, json_object('Type', type, 'Number', number,
                   'IssuingCountryCode', issuing_country_code, 'ExpirationDate', expiration_date,
                   'IssuanceDate', issuance_date, 'IssuingCity', rest ->> 'IssuingCity',
                   'IssuingCountrySubdivisionCode', rest ->> 'IssuingCountrySubdivisionCode',
                   'IdentityDocumentSupportNumber', rest ->> 'IdentityDocumentSupportNumber') AS value
              FROM identity_document WHERE customer_uid = :guest
             UNION ALL
            SELECT uid, seq, 1, value FROM change
             WHERE about_uid = :guest AND kind = 'AddDocument' AND stage IN ('Ready', 'InFlight', 'Unknown')
        ) AS document
         WHERE NOT EXISTS (SELECT 1 FROM change WHERE subject_uid = document.uid
                              AND kind = 'RemoveDocument' AND stage IN ('Ready', 'InFlight', 'Unknown'))
         ORDER BY coalesce(value ->> 'ExpirationDate' >= (SELECT arrival_date FROM temp.person_known WHERE uid = :guest), 1) DESC,
                  value ->> 'IssuanceDate' DESC, value ->> 'ExpirationDate' DESC, waits DESC, place DESC
    )sql");
    query.bind(":guest", guest);
    json_lib::array documents;
    while (query.step())
        documents.push_back(
            json_lib::object{{"id", query.uuid(0).to_string()},
                             {"fields", object_of(Fields::from_json(query.text(1)))}});
    return documents;
}

json_lib::value address_of(storage::Database& database, const Uuid& guest) {
    const auto address = house::address_of(database, guest);
    if (!address.id) return nullptr;
    return object_of(address.fields);
}

json_lib::value stay_of(storage::Database& database, const Uuid& guest) {
    auto query = database.statement("SELECT stay_number FROM temp.person_known WHERE uid = :guest");
    query.bind(":guest", guest);
    return query.step() ? json_lib::value(query.text(0)) : json_lib::value(nullptr);
}

/// What staff recorded of the guest, by its names.
json_lib::object records_of(storage::Database& database, const Uuid& guest) {
    auto query = database.statement(
        "SELECT name, value FROM record WHERE subject_uid = :guest ORDER BY name");
    query.bind(":guest", guest);
    json_lib::object records;
    while (query.step()) records[query.text(0)] = query.text(1);
    return records;
}

/// What the law asks for and is missing.
json_lib::array gaps_of(const std::optional<house::ProfileView::Person>& person) {
    json_lib::array gaps;
    if (!person) return gaps;
    for (const auto& gap : person->gaps) {
        if (gap.tier == insight::Tier::legal && gap.quality == 0)
            gaps.push_back(json_lib::object{{"field", gap.field}, {"name", gap.name}});
    }
    return gaps;
}

json_lib::object person_of(house::House& from, house::Views& views, const Uuid& id) {
    auto& database = from.database();
    const auto guest = house::surviving_guest(database, id);
    const auto fields = fields_of(from, guest);
    if (!fields)
        throw Problem{.status = 404,
                      .title = "No such profile",
                      .detail = "No guest of this hotel has this id."};
    return {{"id", guest.to_string()},
            {"name", house::join_name(fields->text("LastName"), fields->text("SecondLastName"),
                                      fields->text("FirstName"))},
            {"stay", stay_of(database, guest)},
            {"fields", object_of(*fields)},
            {"documents", documents_of(database, guest)},
            {"address", address_of(database, guest)},
            {"gaps", gaps_of(views.person(guest))},
            {"records", records_of(database, guest)}};
}

}  // namespace

Response desk_person(house::Door& door, house::Views& views, const Request& request) try {
    auto opening = opening_in(request);
    if (door.house().conclusions().book() == nullptr)
        throw Problem{.status = 503,
                      .title = "Still starting",
                      .detail = "No rules are loaded yet. Try again in a moment."};
    const auto person = person_of(door.house(), views, opening.id);
    const bool is_written =
        door.apply(house::ProfileOpened{.guest = *Uuid::parse(person.at("id").as_string()),
                                        .by = std::move(opening.by),
                                        .device = std::move(opening.device)});
    if (!is_written)
        throw Problem{.status = 503,
                      .title = "The disk is full",
                      .detail =
                          "That a profile is opened cannot be written down, so it stays "
                          "closed."};
    return json(json_lib::serialize(person));
} catch (const Problem& what) {
    return problem(what.status, what.title, what.detail);
}

}  // namespace stayd::http
