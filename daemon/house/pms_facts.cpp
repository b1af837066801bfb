#include "house/pms_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "house/guest_address.hpp"
#include "operations/tasks.hpp"

namespace stayd::house {
namespace {

using namespace std::chrono_literals;
using journal::Fields;
using journal::Kind;

constexpr std::string_view guest[] = {"FirstName",
                                      "LastName",
                                      "SecondLastName",
                                      "Title",
                                      "Sex",
                                      "NationalityCode",
                                      "BirthDate",
                                      "BirthPlace",
                                      "Occupation",
                                      "PreferredLanguageCode",
                                      "Email",
                                      "Phone",
                                      "LoyaltyCode",
                                      "CarRegistrationNumber",
                                      "DietaryRequirements"};
constexpr std::string_view company[] = {"Name",          "Telephone",     "InvoicingEmail",
                                        "Contact",       "ContactPerson", "Department",
                                        "TaxIdentifier", "Iata",          "Notes"};
constexpr std::string_view address[] = {"Line1",      "Line2",       "City",
                                        "PostalCode", "CountryCode", "CountrySubdivisionCode"};
constexpr std::string_view document[] = {"Type",
                                         "Number",
                                         "ExpirationDate",
                                         "IssuanceDate",
                                         "IssuingCity",
                                         "IssuingCountryCode",
                                         "IssuingCountrySubdivisionCode",
                                         "IdentityDocumentSupportNumber"};

Fields::Value member_of(const boost::json::object& row, std::string_view name) {
    const auto* found = row.if_contains(name);
    if (found == nullptr || !found->is_string() || found->get_string().empty()) return {};
    return std::string{found->get_string()};
}

bool is_deleted(const boost::json::object& row) {
    const auto* active = row.if_contains("IsActive");
    return active != nullptr && active->is_bool() && !active->get_bool();
}

}  // namespace

std::span<const std::string_view> guest_fields() {
    return guest;
}
std::span<const std::string_view> company_fields() {
    return company;
}
std::span<const std::string_view> address_fields() {
    return address;
}
std::span<const std::string_view> document_fields() {
    return document;
}

std::optional<Fields> fields_in_pms(mirror::Mirror& mirror, Kind kind, const Uuid& subject,
                                    const Fields& wanted) {
    switch (kind) {
        case Kind::set_room_state: {
            const auto room = mirror.resource(subject);
            if (!room || !room->is_active) return std::nullopt;
            return Fields{{"State", std::string{to_word(room->state)}}};
        }
        case Kind::move_stay:
        case Kind::set_stay_times: {
            const auto stay = mirror.reservation(subject);
            if (!stay) return std::nullopt;
            Fields all{{"Start", to_iso8601(stay->scheduled_start_utc)},
                       {"End", to_iso8601(stay->scheduled_end_utc)},
                       {"Room", std::nullopt}};
            if (stay->assigned_resource_id)
                all.set("Room", stay->assigned_resource_id->to_string());
            Fields asked;
            for (const auto& [name, value] : wanted) asked.set(name, all.get(name));
            return asked;
        }
        default: {
            const auto row = mirror.document(journal::entry(kind).list, subject);
            if (!row) return std::nullopt;
            const auto parsed = boost::json::parse(*row).as_object();
            if (kind == Kind::update_address && is_deleted(parsed)) return std::nullopt;
            Fields asked;
            for (const auto& [name, value] : wanted) asked.set(name, member_of(parsed, name));
            return asked;
        }
    }
}

UtcTime updated_in_pms(mirror::Mirror& mirror, model::List list, const Uuid& subject) {
    switch (list) {
        case model::List::resources: {
            const auto room = mirror.resource(subject);
            return room ? room->updated_utc : UtcTime{};
        }
        case model::List::reservations: {
            const auto stay = mirror.reservation(subject);
            return stay ? stay->updated_utc : UtcTime{};
        }
        default:
            return mirror.updated_at(list, subject);
    }
}

std::optional<Uuid> created_in_pms(storage::Database& database, const journal::Change& change) {
    const auto ask = [&](std::string_view sql) {
        auto query = database.statement(sql);
        query.bind(":about", change.about);
        return query;
    };
    const auto ask_all = [&](std::string_view sql) { return database.statement(sql); };
    const auto first = [](storage::Statement& query) {
        return query.step() ? std::optional{query.uuid(0)} : std::nullopt;
    };
    const auto mark = operations::mark_for(change.id);
    const auto since = change.sent.value_or(change.accepted) - sent_within;
    switch (change.kind) {
        case Kind::create_task: {
            auto query = ask_all("SELECT uid FROM pms_task WHERE instr(name, :mark) ORDER BY id");
            query.bind(":mark", mark);
            return first(query);
        }
        case Kind::block_room: {
            auto query =
                ask("SELECT uid FROM resource_block WHERE resource_uid = :about "
                    "AND instr(name, :mark) ORDER BY id");
            query.bind(":mark", mark);
            return first(query);
        }
        case Kind::add_stay_note: {
            auto query =
                ask("SELECT uid FROM service_order_note WHERE order_uid = :about "
                    "AND instr(text, :mark) ORDER BY id");
            query.bind(":mark", mark);
            return first(query);
        }
        case Kind::add_guest_note: {
            auto query =
                ask("SELECT uid FROM account_note WHERE account_uid = :about "
                    "AND instr(content, :mark) ORDER BY id");
            query.bind(":mark", mark);
            return first(query);
        }
        case Kind::open_thread: {
            auto query =
                ask_all("SELECT uid FROM message_thread WHERE instr(subject, :mark) ORDER BY id");
            query.bind(":mark", mark);
            return first(query);
        }
        case Kind::add_address:
            return address_created(database, change);
        case Kind::add_document: {
            auto query = ask(
                "SELECT uid FROM identity_document WHERE customer_uid = :about AND type = :type "
                "AND number = :number ORDER BY id");
            query.bind(":type", change.value.text("Type"));
            query.bind(":number", change.value.text("Number"));
            return first(query);
        }
        case Kind::add_companion: {
            auto query =
                ask("SELECT uid FROM companionship WHERE reservation_uid = :about "
                    "AND customer_uid = :guest ORDER BY id");
            query.bind(":guest", Uuid::parse(change.value.text("Guest")));
            return first(query);
        }
        case Kind::sell_product: {
            auto ours = ask_all(
                "SELECT uid FROM order_item WHERE rest ->> 'ExternalIdentifier' = :key ORDER BY "
                "id");
            ours.bind(":key", change.id.to_string());
            if (const auto found = first(ours)) return found;
            if (!change.sent) return std::nullopt;
            auto query = ask(R"sql(
                SELECT uid FROM order_item
                 WHERE service_order_uid = :about AND product_uid = :product AND created_utc_ms >= :since
                   AND NOT EXISTS (SELECT 1 FROM change WHERE kind = 'SellProduct' AND pms_uid = order_item.uid)
                 ORDER BY created_utc_ms, id)sql");
            query.bind(":product", Uuid::parse(change.value.text("Product"))).bind(":since", since);
            return first(query);
        }
        case Kind::send_message: {
            if (!change.sent) return std::nullopt;
            auto query = ask_all(R"sql(
                SELECT uid FROM message
                 WHERE thread_uid = (SELECT pms_uid FROM change WHERE uid = :thread) AND text = :text
                   AND created_utc_ms >= :since
                   AND NOT EXISTS (SELECT 1 FROM change WHERE kind = 'SendMessage' AND pms_uid = message.uid)
                 ORDER BY created_utc_ms, id)sql");
            query.bind(":thread", change.depends_on).bind(":text", change.value.text("Text"));
            query.bind(":since", since);
            return first(query);
        }
        default:
            return std::nullopt;
    }
}

Uuid pms_id_of(journal::Journal& journal, const Uuid& subject) {
    const auto made = journal.find(subject);
    return made && made->pms_id ? *made->pms_id : subject;
}

Uuid surviving_guest(storage::Database& database, const Uuid& guest) {
    auto query = database.statement("SELECT merge_target_uid FROM customer WHERE uid = :uid");
    query.bind(":uid", guest);
    return query.step() ? query.optional_uuid(0).value_or(guest) : guest;
}

std::optional<UtcTime> last_turnover(storage::Database& database, const Uuid& room) {
    auto query = database.statement(R"sql(
        SELECT max(max(coalesce(actual_start_utc_ms, 0), coalesce(actual_end_utc_ms, 0))) FROM reservation
         WHERE assigned_resource_uid = :room AND state IN ('Started', 'Processed')
    )sql");
    query.bind(":room", room);
    if (!query.step() || query.integer(0) == 0) return std::nullopt;
    return query.time(0);
}

}  // namespace stayd::house
